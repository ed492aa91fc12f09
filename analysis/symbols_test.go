package analysis

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/report"
)

// spelt is the standard deviation between trials, or its variance, in letters
// where a text has its symbol.
var spelt = regexp.MustCompile(`(?i)\btau²|(^|[ (])tau([ ,;.)]|$)`)

// TestTauHasOneSymbol: what people read says τ and τ², in the middle of a
// sentence and at its beginning; keys, flags and R's names are tau and tau2.
func TestTauHasOneSymbol(t *testing.T) {
	for _, s := range []string{"τ² is declared", "τ"} {
		if got := report.Capital(s); got != s {
			t.Errorf("%q at the beginning of a sentence is %q", s, got)
		}
	}
	checked := 0
	for _, top := range []string{".", "../cmd", "../docs", "../README.md"} {
		err := filepath.WalkDir(top, func(name string, e fs.DirEntry, err error) error {
			switch {
			case err != nil || e.IsDir() || strings.HasSuffix(name, "_test.go"):
				return err
			case strings.HasSuffix(name, ".go"):
				file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
				if err != nil {
					return err
				}
				ast.Inspect(file, func(n ast.Node) bool {
					if n, ok := n.(*ast.BasicLit); ok && n.Kind == token.STRING {
						s, _ := strconv.Unquote(n.Value)
						if checked++; strings.Contains(s, " ") && spelt.MatchString(s) {
							t.Errorf("%s: %q", name, s)
						}
					}
					return true
				})
			case strings.HasSuffix(name, ".md") && !strings.Contains(name, "testdata"):
				text, err := os.ReadFile(name)
				if checked++; err == nil && spelt.Match(text) {
					t.Errorf("%s: %q", name, spelt.Find(text))
				}
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if checked < 1000 {
		t.Errorf("%d texts looked at", checked)
	}
}

package report

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/check"
)

// The page of checks is the table of checks with the comments in which each
// states its rule, its source, and what its findings say; one without any of
// them is a failure.
func TestChecksPage(t *testing.T) {
	var page bytes.Buffer
	fmt.Fprintf(&page, "# Data checks\n\nWhat `grove check` and every run ask of the trials of each analysis, in the order in which findings are listed. An error is impossible as it stands, a warning unlikely unless something is wrong, a note worth saying beside the result; a check is named here with the gravest it says. "+
		"A finding that somebody has looked at is accepted in the protocol (`accepted: [{check: ..., study: ..., rows: ..., reason: ...}]`, with the hash of the rows as the finding prints it) and asked again when the rows change. Made from the table and the comments in the code by `make docs`; a test fails when it is stale.\n\n| check | finds | level |\n|---|---|---|\n")
	for _, c := range check.Checks {
		fmt.Fprintf(&page, "| [`%s`](#%s) | %s | %s |\n", c.Code, anchor(c), c.Name, c.Level)
	}
	rules, says := comments(t, "../check", "Check"), findingTexts(t, "../check")
	for _, c := range check.Checks {
		if rules[c.Code] == "" || len(says[c.Code]) == 0 || c.Source == "" {
			t.Errorf("%s: rule %q, texts %q, source %q", c.Code, rules[c.Code], says[c.Code], c.Source)
		}
		fmt.Fprintf(&page, "\n### `%s` %s\n\n", c.Code, c.Name)
		page.Write(new(comment.Printer).Markdown(new(comment.Parser).Parse(rules[c.Code])))
		fmt.Fprintf(&page, "\nLevel: %s. Source: %s.\n", c.Level, strings.TrimSuffix(c.Source, "."))
		for _, text := range says[c.Code] {
			fmt.Fprintf(&page, "\n> %s\n", text)
		}
	}
	const name = "../../docs/CHECKS.md"
	if *update {
		if err := os.WriteFile(name, page.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if old, err := os.ReadFile(name); err != nil || !bytes.Equal(old, page.Bytes()) {
		t.Errorf("%s is stale: make docs", name)
	}
}

// anchor is the link to a check's heading.
func anchor(c check.Check) string {
	kept := regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(c.Code+" "+c.Name), "")
	return strings.ReplaceAll(kept, " ", "-")
}

// findingTexts are the texts of the findings by the code of their check, which
// has a file of its own, with … for what the data fill in.
func findingTexts(t *testing.T, dir string) map[string][]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		code := ""
		var texts []string
		seen := map[ast.Node]bool{} // calls whose text is part of another
		ast.Inspect(f, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.CompositeLit:
				if named(x.Type, "Check") && code == "" {
					code = codeOf(x)
				}
			case *ast.CallExpr:
				if !makesText(x.Fun) || seen[x] {
					break
				}
				for _, arg := range x.Args {
					if text := sentence(arg, seen); text != "" {
						texts = append(texts, text)
					}
				}
			}
			return true
		})
		if code != "" {
			found[code] = texts
		}
	}
	return found
}

// makesText says whether a function that is called writes a finding or a part
// of one.
func makesText(f ast.Expr) bool {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name == "say"
	case *ast.SelectorExpr:
		return f.Sel.Name == "on" || f.Sel.Name == "beside" || f.Sel.Name == "Sprintf"
	}
	return false
}

// sentence is the text that an expression makes, with … for what the data fill
// in; empty if the program gives fewer than three words of it.
func sentence(e ast.Expr, seen map[ast.Node]bool) string {
	var text func(ast.Expr) string
	text = func(e ast.Expr) string {
		switch e := e.(type) {
		case *ast.BasicLit:
			if e.Kind == token.STRING {
				s, _ := strconv.Unquote(e.Value)
				return strings.ReplaceAll(regexp.MustCompile(`%[a-z]`).ReplaceAllString(s, "…"), "%%", "%")
			}
		case *ast.BinaryExpr:
			return text(e.X) + text(e.Y)
		case *ast.CallExpr:
			if i, ok := e.Fun.(*ast.SelectorExpr); makesText(e.Fun) && len(e.Args) > 0 && !(ok && i.Sel.Name == "beside") {
				seen[e] = true
				return text(e.Args[0])
			}
		}
		return "…"
	}
	s := strings.TrimPrefix(strings.ReplaceAll(text(e), "……", "…"), ", ")
	if len(strings.Fields(strings.Trim(s, ":… "))) < 3 {
		return ""
	}
	return s
}

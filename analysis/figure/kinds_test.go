package figure_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEveryDrawingHasASample: of each type of figure the gallery has as many kinds
// as the analysis has functions that make one.
func TestEveryDrawingHasASample(t *testing.T) {
	types := map[string]bool{"Forest": true}
	for f := range functions(t, ".") {
		if f.Name.Name == "Draw" {
			types[f.Recv.List[0].Type.(*ast.Ident).Name] = true
		}
	}
	kinds := map[string]bool{}
	samples := map[string][]string{}
	for _, file := range parsed(t, "internal/sample") {
		table := file.Scope.Lookup("Kinds")
		if table == nil {
			continue // of another file
		}
		ast.Inspect(table.Decl.(ast.Node), func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				kinds[id.Name] = true
			}
			return true
		})
	}
	for f := range functions(t, "internal/sample") {
		if kinds[f.Name.Name] {
			of := made(f.Type.Results.List[0].Type)
			samples[of] = append(samples[of], f.Name.Name)
		}
	}
	drawn := map[string][]string{}
	for f := range functions(t, "..") {
		here := map[string]bool{}
		ast.Inspect(f, func(n ast.Node) bool {
			if c, ok := n.(*ast.CompositeLit); ok {
				here[made(c.Type)] = true
			}
			return true
		})
		for of := range maps.Keys(here) {
			if types[of] {
				drawn[of] = append(drawn[of], f.Name.Name)
			}
		}
	}
	if len(drawn) < 10 {
		t.Errorf("types that are drawn: %v", slices.Sorted(maps.Keys(drawn)))
	}
	for of, by := range drawn {
		if len(samples[of]) < len(by) {
			t.Errorf("%v make a figure.%s each, but the gallery has only %v", by, of, samples[of])
		}
	}
}

// made is T where a type is figure.T, empty for any other.
func made(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok && x.Name == "figure" {
			return s.Sel.Name
		}
	}
	return ""
}

// functions are those of the files of a folder but its tests.
func functions(t *testing.T, dir string) map[*ast.FuncDecl]bool {
	all := map[*ast.FuncDecl]bool{}
	for _, file := range parsed(t, dir) {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				all[f] = true
			}
		}
	}
	return all
}

func parsed(t *testing.T, dir string) (all []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, file)
	}
	return all
}

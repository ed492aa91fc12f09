package goldens

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"grove/analysis/report"
)

// A ruler is what a method is held to: an answer of R, a certified or printed
// value, or an identity. used are the rows of the tables, "tau2 DL", that the case
// just run made use of.
var used []string

func use(word, code string) {
	if code != "" {
		used = append(used, word+" "+code)
	}
}

// rulers are the tests that hold the methods which no golden case here makes use
// of, each by its package and name.
var rulers = []struct{ word, code, test string }{
	{"model", "beta-binomial", "pool.TestBetaBinomial"},
	{"model", "rare", "pool.TestRuleForRareEvents"},
	{"model", "ivhet", "pool.TestIVhet"},
	{"model", "uwls", "pool.TestUWLS"},
	{"model", "waap", "pool.TestWAAP"},
	{"tau2_interval", "SJ", "tau.TestPublishedIntervals"},
	{"prediction", "nagashima", "pool.TestNagashimaPrinted"},
	{"prior", "half-t", "pool.TestQuartilesOfPriors"},
	{"prior", "log-normal", "pool.TestQuartilesOfPriors"},
	{"prior", "log-t", "pool.TestPriorsThatAgree"},
	{"prior", "turner2012", "pool.TestPublishedPriors"},
	{"prior", "turner2015", "pool.TestPublishedPriors"},
	{"few", "grove-2026", "pool.TestFewTrials"},
	{"arms", "combine", "effect.TestCombineIsThePooledSample"},
	{"arms", "split", "effect.TestSplitSharesTheArm"},
	{"arms", "covariance", "effect.TestCovarianceIsGeneralisedLeastSquares"},
	{"converted", "se-from-interval", "analysis.TestConversions"},
	{"converted", "se-from-p", "analysis.TestConversions"},
	{"converted", "se-from-statistic", "analysis.TestConversions"},
	{"converted", "sd-from-se", "analysis.TestConversions"},
	{"converted", "sd-from-interval", "analysis.TestConversions"},
	{"converted", "mean-from-quantiles", "analysis.TestConversions"},
	{"converted", "design-effect", "analysis.TestConversions"},
	{"converted", "correlation-declared", "analysis.TestConversions"},
	{"pairing", "lowest", "effect.TestBoundsOfCorrelations"},
	{"pairing", "highest", "effect.TestBoundsOfCorrelations"},
	{"missing", "imor", "missing.TestVariancesBySimulation"},
	{"missing", "imdom", "missing.TestVariancesBySimulation"},
}

// silent are the rows that compute nothing: plots show what is computed, none and
// off leave something out.
var silent = []string{"plots *", "prediction none", "few off"}

// everyMethodHasARuler asks for each row of each table that a case made use of
// it, or that a test which exists is named for it, but never both.
func everyMethodHasARuler(t *testing.T, cases map[string]bool) {
	tests := testsOf(t, "..")
	named := map[string]bool{}
	for _, r := range rulers {
		method := r.word + " " + r.code
		named[method] = true
		switch {
		case !slices.Contains(report.Codes(r.word), r.code):
			t.Errorf("%s: no such method, yet %s is named for it", method, r.test)
		case !tests[r.test]:
			t.Errorf("%s: there is no test %s", method, r.test)
		case cases[method]:
			t.Errorf("%s is held by golden cases; %s need not be named", method, r.test)
		}
	}
	for _, word := range report.Words() {
		for _, code := range report.Codes(word) {
			method := word + " " + code
			quiet := func(pattern string) bool { return matches(pattern, method) }
			if !cases[method] && !named[method] && !slices.ContainsFunc(silent, quiet) {
				t.Errorf("%s has no ruler: no golden case makes use of it and no test is named for it", method)
			}
		}
	}
}

// testsOf are the tests under a folder by package and name.
func testsOf(t *testing.T, dir string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, path), nil, 0)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") {
				found[strings.TrimSuffix(file.Name.Name, "_test")+"."+f.Name.Name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

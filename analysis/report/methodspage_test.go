package report

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/cite"
	"grove/analysis/pool"
)

var update = flag.Bool("update", false, "write the pages of docs anew")

// rooms are where the rows of each method table stand: the folder and the type
// of a row.
var rooms = map[string]struct{ dir, row, about string }{
	"measure":       {"effect", "Measure", "Effect measures. Arm 1 is the experimental arm, arm 2 the control; of counts, a and b are the people with and without the event in arm 1, c and d those in arm 2."},
	"model":         {"pool", "Model", "Models: the way from effects or counts to one pooled estimate."},
	"glmm":          {"pool", "GLMM", "Likelihoods of the generalised linear mixed model of counts."},
	"tau2":          {"tau", "Estimator", "Between-trial variance. y are the k effects, v their variances, u = 1/(v+τ²), μ = Σuy/Σu. Where `tau2_min: -0.01` is below 0, DL, HE, HS and HSk may be so too, as long as it leaves each trial some variance: an arithmetic value, which says that the trials agree more than chance would have it."},
	"tau2_interval": {"tau", "Interval", "Intervals of the between-trial variance."},
	"interval":      {"pool", "Interval", "Confidence intervals and tests of the pooled estimate."},
	"prediction":    {"pool", "Prediction", "Prediction intervals, μ ± q·√(τ²+SE²): which quantile q and which standard error. Only `nagashima` is not of this form."},
	"test":          {"pool", "TestKind", "Tests of the counts behind pooled effects."},
	"few":           {"pool", "Few", "Rules for few trials."},
	"arms":          {"effect", "ArmRule", "Several arms of one trial: how they become its one effect."},
	"zero":          {"effect", "ZeroRule", "Zero cells: when a continuity correction is added."},
	"shares":        {"effect", "ShareInterval", "Intervals of the trials' own shares in a forest plot of one-group shares (`figure: {shares: wilson}`): x people with the event of n, p = x/n, z the two-sided critical value of the normal distribution. What is pooled does not hang on them."},
	"readings":      {"effect", "Reading", "What a pooled effect says in other words: the estimate and its interval (`readings: [u3, overlap]` in an analysis). Most are of a standardised mean difference d, as a share, if the outcome is normally distributed with one standard deviation in both arms; Φ is the share of a standard normal variable below a value."},
	"converted":     {"effect", "Conversion", "Conversions from what a report prints to the numbers an effect is made of; each is marked, and each has a refit without it."},
	"pairing":       {"effect", "Bound", "The correlation of the same people under two treatments, or at two times, for trials that do not report it (`pairing: {r: 0.3}`, or one of these words): each such trial is marked as converted. A list of it under `choices` (`pairing: [{r: 0.1}, {r: 0.5}]`) says what hangs on it."},
	"quantiles":     {"effect", "Quantile", "Means and standard deviations from a five-number summary: minimum a, quartiles q₁ and q₃, median m, maximum b, of n people."},
	"missing":       {"missing", "Method", "Assumptions about people whose outcome is not known."},
	"plots":         {"protocol", "PlotKind", "Plots beside the forest plots."},
	"regression":    {"regress", "Kind", "Models of meta-regression. y are the effects of the trials, v their sampling variances, Xβ what the moderators say."},
	"robust":        {"regress", "Correction", "Cluster-robust variances of meta-regression."},
	"prior":         {"pool", "PriorOfTau", "Priors of τ in the Bayesian model."},
	"credible":      {"pool", "Credible", "Credible intervals of the Bayesian model: which interval [a, b] of a distribution function F."},
}

// named are the tables whose rows are wholly said by their names.
var namedWords = []string{"few", "zero", "plots"}

// The page of methods is the tables with the comments in which each method
// states its formula, its paper and its edge cases; one without is a failure.
func TestMethodsPage(t *testing.T) {
	var page bytes.Buffer
	fmt.Fprintf(&page, "# Methods\n\nEvery method by the word that protocol, flags and results use for it, with its formula, its papers and its edge cases. Made from the tables and the comments in the code by `make docs`; a test fails when it is stale.\n")
	var keys []string
	for _, c := range chapters() {
		room, ok := rooms[c.word]
		if !ok {
			t.Fatalf("no room for the table %q", c.word)
		}
		comments := comments(t, "../"+room.dir, room.row)
		fmt.Fprintf(&page, "\n## %s\n\n%s\n", c.word, room.about)
		for _, m := range c.rows {
			fmt.Fprintf(&page, "\n### `%s` %s\n", m.code, m.name)
			text := comments[m.code]
			if text == "" && !slices.Contains(namedWords, c.word) {
				t.Errorf("%s %s has no comment", c.word, m.code)
			}
			page.WriteString("\n")
			page.Write(new(comment.Printer).Markdown(new(comment.Parser).Parse(text)))
			if c.word == "prior" {
				page.WriteString(published(m.code))
			}
			if len(m.cites) > 0 {
				fmt.Fprintf(&page, "\nSources: %s.\n", strings.Join(m.cites, ", "))
			}
			keys = append(keys, m.cites...)
		}
	}
	page.WriteString("\n## Works\n\n")
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		w, _ := cite.Lookup(k)
		fmt.Fprintf(&page, "* **%s** %s\n", k, w.Text)
	}
	const name = "../../docs/METHODS.md"
	if *update {
		if err := os.WriteFile(name, page.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if old, err := os.ReadFile(name); err != nil || !bytes.Equal(old, page.Bytes()) {
		t.Errorf("%s is stale: make docs", name)
	}
}

// published is the table of the distributions that a published prior has.
func published(code string) string {
	table := ""
	for _, p := range pool.Priors {
		for _, x := range p.Published {
			if p.Code != code {
				continue
			}
			if table == "" {
				table = "\n| outcome | comparison | m | s |\n|---|---|---|---|\n"
			}
			table += fmt.Sprintf("| %s | %s | %.2f | %.2f |\n", x.Outcome, x.Comparison, x.Location, x.Scale)
		}
	}
	return table
}

// comments are the comments of the rows of a type in a folder, by their codes: a
// row is a variable of its own, made as it stands or by a function whose first
// argument is the code, or an element of a table.
func comments(t *testing.T, dir, row string) map[string]string {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseDir(files, dir, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, p := range parsed {
		for _, name := range slices.Sorted(maps.Keys(p.Files)) {
			f := p.Files[name]
			above := map[int]string{} // comments by the line they end on
			for _, c := range f.Comments {
				above[files.Position(c.End()).Line] = c.Text()
			}
			add := func(at token.Pos, code string) {
				if code != "" && found[code] == "" {
					found[code] = above[files.Position(at).Line-1]
				}
			}
			for _, d := range f.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok || g.Tok != token.VAR {
					continue
				}
				for _, s := range g.Specs {
					for _, v := range s.(*ast.ValueSpec).Values {
						if made, ok := v.(*ast.CallExpr); ok && len(made.Args) > 0 {
							add(g.Pos(), textOf(made.Args[0]))
						}
						l, ok := v.(*ast.CompositeLit)
						if !ok {
							continue
						}
						if named(l.Type, row) && s.(*ast.ValueSpec).Names[0].IsExported() { // no row of a table is private
							add(s.Pos(), codeOf(l))
							if !g.Lparen.IsValid() {
								add(g.Pos(), codeOf(l))
							}
						}
						list, ok := l.Type.(*ast.ArrayType)
						if !ok || !named(list.Elt, row) {
							continue
						}
						for _, e := range l.Elts {
							if r, ok := e.(*ast.CompositeLit); ok {
								add(r.Pos(), codeOf(r))
							}
						}
					}
				}
			}
		}
	}
	return found
}

func named(e ast.Expr, name string) bool {
	i, ok := e.(*ast.Ident)
	return ok && i.Name == name
}

// codeOf is the code of a row: its field Code, or the first of its values.
func codeOf(l *ast.CompositeLit) string {
	for i, e := range l.Elts {
		v := e
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if !named(kv.Key, "Code") {
				continue
			}
			v = kv.Value
		} else if i > 0 {
			break
		}
		if code := textOf(v); code != "" {
			return code
		}
	}
	return ""
}

// textOf is a text that stands as such in the code, empty for anything else.
func textOf(e ast.Expr) string {
	b, ok := e.(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(b.Value)
	return text
}

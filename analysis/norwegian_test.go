package analysis

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// english are words that a Norwegian figure has none of, but for names of trials
// and what the protocol says.
var english = regexp.MustCompile(`(?i)\b(the|of|and|trials?|people|interval|from|with|which|is|are|not|weight|effects?|between|shown|each|only|tau|scale|changes|risk|odds|mean|means|rate|difference|pooled|as|root|log odds|logarithm)\b|\d to \d|\d\.\d`)

// TestNorwegianFigures: the interface words of the forest plots of all shipped
// reviews are Norwegian, their numbers have a comma, and the numbers are those
// of the English ones.
func TestNorwegianFigures(t *testing.T) {
	digits := regexp.MustCompile(`\d+`)
	for _, name := range []string{"bcg", "ketamine", "stroke"} {
		in, err := Load("../data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := Run(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		for i := range in.Protocol.Analyses {
			in.Protocol.Analyses[i].Figure.Language = "no"
		}
		r, err := Run(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range r.Analyses {
			for j, f := range a.Figures {
				for k, s := range ours(f.Forest) {
					if english.MatchString(s) {
						t.Errorf("%s: %q", f.Name, s)
					}
					want := ours(plain.Analyses[i].Figures[j].Forest)[k]
					if got, want := digits.FindAllString(s, -1), digits.FindAllString(strings.ReplaceAll(want, "1,", "1 "), -1); strings.Join(got, "") != strings.Join(want, "") {
						t.Errorf("%s: %q has other numbers than %q", f.Name, s, want)
					}
				}
			}
		}
	}
}

// ours are the texts of a figure that are grove's own.
func ours(f figure.Forest) []string {
	all := append([]string{f.Axis.Label}, f.Notes...)
	for _, c := range f.Columns {
		all = append(all, c.Head)
	}
	for _, r := range f.Rows {
		if len(r.Cells) > 0 && slices.Contains([]figure.Kind{figure.Pooled, figure.Hollow, figure.Prediction}, r.Kind) {
			all = append(all, r.Cells...)
		}
		if len(f.Columns) > 2 && (r.Kind == figure.Study || r.Kind == figure.Scenario) {
			for i, c := range f.Columns {
				if c.Align == figure.AlignDecimal && !strings.HasPrefix(r.Cells[i], "DL") {
					all = append(all, r.Cells[i])
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == "Definition" || s == "Blinding" || s == "Kind" })
}

// untranslated are the words of a Norwegian text that are in no translation, no
// name and no quotation.
func untranslated(text string) []string {
	letters := regexp.MustCompile(`\pL+`)
	known := map[string]bool{}
	for i := 1; i < len(bokmål); i += 2 {
		for _, w := range letters.FindAllString(strings.ToLower(bokmål[i]), -1) {
			known[w] = true
		}
	}
	for _, w := range strings.Fields("ad hoc peto wilson beta binomial jeffreys dumouchel cauchy log student uniform probit") {
		known[w] = true
	}
	var all []string
	names := regexp.MustCompile(`\p{Lu}\pL*(–\p{Lu}\pL*)+|«[^»]*»`)
	for _, w := range letters.FindAllString(strings.ToLower(names.ReplaceAllString(text, "")), -1) {
		if len(w) > 1 && !known[w] {
			all = append(all, w)
		}
	}
	return all
}

// notesOf are the texts of a room that may stand as a note under a figure: its
// literals of four words and more that begin with a small letter, but for those of errors and
// of descriptions.
func notesOf(t *testing.T, dir string) []string {
	var all []string
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains([]string{"Errorf", "New"}, f.Sel.Name) {
					return false
				}
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "counted" { // words of its error
					return false
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && slices.Contains([]string{"About", "Name", "what"}, key.Name) {
					return false
				}
			case *ast.BasicLit:
				if s, err := strconv.Unquote(n.Value); err == nil && strings.Count(s, " ") > 2 && unicode.IsLower([]rune(s)[0]) {
					all = append(all, s)
				}
			}
			return true
		})
	}
	return all
}

// elsewhere are texts of the rooms that stand in errors and tables only.
var elsewhere = []string{"number of degrees of freedom", "likelihood ratio test of one effect", "column %d of the design is a combination of the columns before it",
	"the variance of grouping %d cannot be told from those before it and the coefficients"}

// TestNotesInNorwegian: the notes of a result are Norwegian under a Norwegian
// figure, each word of them.
func TestNotesInNorwegian(t *testing.T) {
	f := protocol.Plain()
	f.Language = "no"
	v := view{Figure: f, options: options(f)}
	notes := append(notesOf(t, "pool"), notesOf(t, "tau")...)
	if len(notes) < 40 {
		t.Errorf("%d notes", len(notes))
	}
	for _, p := range pool.Priors {
		prior := pool.Prior{Tau: p.Code, Scale: 0.5, DF: 3, SD: 2}
		if p.Published != nil {
			prior = pool.Prior{Tau: p.Code, Outcome: p.Published[0].Outcome, Comparison: p.Published[0].Comparison}
		}
		notes = append(notes, prior.String())
	}
	notes = append(notes, between(pool.Between{Q: math.NaN(), Tau2: "common", Notes: []string{"no test between subgroups: a subgroup has fewer than 2 trials"}}),
		between(pool.Between{Q: 3.2, DF: 2, P: 0.2, Tau2: "separate", Notes: []string{"each subgroup has a τ² of its own"}}))
	verb := regexp.MustCompile(`%[.0-9]*[dgv]`)
	for _, n := range notes {
		if slices.Contains(elsewhere, n) {
			continue
		}
		n = strings.NewReplacer("%s", "", "%%", "%").Replace(verb.ReplaceAllString(n, "5"))
		whole, part := v.say(report.Capital(n)), v.say(n) // a sentence, or a part of one
		if left := untranslated(whole); len(left) > 0 && len(untranslated(part)) > 0 {
			t.Errorf("%q: %q", whole, left)
		}
	}
}

// TestNamesInNorwegian: models, intervals and measures have their names.
func TestNamesInNorwegian(t *testing.T) {
	f := protocol.Plain()
	f.Language = "no"
	v := view{Figure: f, options: options(f)}
	var names, missing []string
	for _, m := range pool.Models {
		names = append(names, report.Capital(m.Name))
	}
	for _, i := range pool.Intervals {
		names = append(names, i.Name)
	}
	for _, m := range effect.Measures {
		names = append(names, report.Capital(m.Name))
	}
	for _, c := range effect.Conversions {
		names = append(names, c.Name)
	}
	for _, s := range effect.ShareIntervals[1:] {
		names = append(names, s.Name)
	}
	for _, n := range names {
		if s := v.say(n); len(untranslated(s)) > 0 {
			missing = append(missing, s)
		}
	}
	if len(names) < 40 || len(missing) > 0 {
		t.Errorf("of %d names %d are English: %q", len(names), len(missing), missing)
	}
	if got, want := v.say("The 95% interval excludes 1 and lies on the side “Not of the trials”. P < 0.001, 1,234.5 of 2"), "95\u00a0% intervallet utelukker 1 og ligger på siden «Not of the trials». P < 0,001, 1\u00a0234,5 av 2"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The heads over what trials report of their arms are Norwegian, however they
// report it.
func TestHeadsInNorwegian(t *testing.T) {
	f := protocol.Plain()
	f.Language = "no"
	v := view{Figure: f, options: options(f)}
	heads := 0
	for _, c := range []struct{ table, measure string }{
		{"study,events_t,n_t,events_c,n_c\nA,1,20,2,20\n", "OR"},
		{"study,events_t,time_t,events_c,time_c\nA,1,20,2,20\n", "IRR"},
		{"study,mean_t,sd_t,n_t,mean_c,sd_c,n_c\nA,1,2,20,2,2,20\n", "MD"},
		{"study,m1i,sd1i,m2i,sd2i,ni,ri\nA,1,2,2,2,20,0.5\n", "MC"},
		{"study,events_g,n_g\nA,1,20\n", "PR"},
		{"study,events_g,time_g\nA,1,20\n", "IR"},
		{"study,mi,sdi,ni\nA,1,2,20\n", "MN"},
	} {
		table, err := read.Read("t.csv", []byte(c.table), read.Detect)
		if err != nil {
			t.Fatal(err)
		}
		p := protocol.Profiles[0]
		a, err := Single(table, protocol.Analysis{ID: "pool", Measure: c.measure, Settings: p.Settings, Options: p.Options})
		if err != nil {
			t.Fatal(err)
		}
		all, _ := report.Groups(a.Main.Trials, a.Measure)
		for _, head := range all {
			heads++
			if said := v.say(head); len(untranslated(said)) > 0 {
				t.Errorf("%s: %q", c.measure, said)
			}
		}
	}
	if heads != 11 {
		t.Errorf("%d heads", heads)
	}
}

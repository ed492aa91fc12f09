package analysis

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/protocol"
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
	for _, s := range effect.ShareIntervals[1:] {
		names = append(names, s.Name)
	}
	for _, n := range names {
		if s := v.say(n); english.MatchString(s) {
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

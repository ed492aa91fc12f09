package analysis

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// tablesOf are the columns in which a table brings what a measure needs, and the
// cells of its i-th study.
var tablesOf = map[effect.Needs]struct {
	header string
	row    func(i int) string
}{
	effect.Counts:      {"ai,n1i,ci,n2i", func(i int) string { return fmt.Sprintf("%d,%d,%d,%d", i, 40+3*i, 5+i%7, 50+i) }},
	effect.Independent: {"ai,n1i,ci,n2i", func(i int) string { return fmt.Sprintf("%d,%d,%d,%d", i, 40+3*i, 5+i%7, 50+i) }},
	effect.Paired:      {"both,only_t,only_c,neither", func(i int) string { return fmt.Sprintf("%d,%d,%d,%d", 3+i, 9-i%5, 2+i%3, 8+i) }},
	effect.Margins:     {"ai,n1i,ci,n2i,ri", func(i int) string { return fmt.Sprintf("%d,%d,%d,%d,0.%d", i, 40+3*i, 5+i%7, 40+3*i, i%4) }},
	effect.Means: {"m1i,sd1i,n1i,m2i,sd2i,n2i", func(i int) string {
		return fmt.Sprintf("%d,%d,%d,%d,%d,%d", 10+7*i%5, 2+i%3, 20+i, 9+3*i%4, 3+i%2, 25+i)
	}},
	effect.Reported: {"yi,vi", func(i int) string { return fmt.Sprintf("0.%d,0.0%d", i, i+1) }},
	effect.Rates:    {"x1i,t1i,x2i,t2i", func(i int) string { return fmt.Sprintf("%d,%d,%d,%d.5", i, 100+7*i, 5+i%7, 90+i) }},
	effect.Share:    {"xi,ni", func(i int) string { return fmt.Sprintf("%d,%d", 2*i, 40+3*i) }},
	effect.Rate:     {"xi,ti", func(i int) string { return fmt.Sprintf("%d,%d", 2*i, 140+30*i) }},
	effect.Mean:     {"mi,sdi,ni", func(i int) string { return fmt.Sprintf("%d,%d,%d", 10+7*i%5, 2+i%3, 20+i) }},
	effect.Spread:   {"sdi,ni", func(i int) string { return fmt.Sprintf("%d,%d", 2+i%3, 20+i) }},
	effect.Twice: {"m1i,sd1i,m2i,sd2i,ni,ri", func(i int) string {
		return fmt.Sprintf("%d,%d,%d,%d,%d,0.%d", 10+7*i%5, 2+i%3, 9+3*i%4, 3+i%2, 25+i, 1+i%8)
	}},
	effect.TwiceRaw:    {"m1i,sd1i,m2i,ni,ri", func(i int) string { return fmt.Sprintf("%d,%d,%d,%d,0.%d", 10+7*i%5, 2+i%3, 9+3*i%4, 25+i, 1+i%8) }},
	effect.Correlation: {"ri,ni", func(i int) string { return fmt.Sprintf("0.%d,%d", i%9, 25+i) }},
	effect.Coefficient: {"ti,ni,mi", func(i int) string { return fmt.Sprintf("%d.5,%d,3", i%5-1, 45+i) }},
	effect.SemiPartial: {"ti,ni,mi,r2i", func(i int) string { return fmt.Sprintf("%d.5,%d,3,0.%d", i%4, 65+i, 3+i%3) }},
	effect.Explained:   {"r2i,ni,mi", func(i int) string { return fmt.Sprintf("0.%d,%d,3", 2+i%7, 45+i) }},
	effect.Reliability: {"ai,mi,ni", func(i int) string { return fmt.Sprintf("0.%d,8,%d", 60+3*i, 45+i) }},
	effect.Genotypes:   {"homozygous_1,heterozygous,homozygous_2", func(i int) string { return fmt.Sprintf("%d,%d,%d", 20+i, 30+i%9, 9+i) }},
}

// A table of twelve studies in the columns of each measure is read, pooled, drawn
// and reported, from grove pool and from a protocol with scenarios: no number is
// missing, a measure that is not one of difference is nowhere compared with no
// difference, and a program finds null where a test has no meaning.
func TestEveryMeasureIsReported(t *testing.T) {
	for _, m := range effect.Measures {
		t.Run(m.Code, func(t *testing.T) {
			of, ok := tablesOf[m.Needs]
			if !ok {
				t.Fatalf("no table for %s", m.Code)
			}
			var csv strings.Builder
			fmt.Fprintf(&csv, "study,%s\n", of.header)
			for i := range 12 {
				fmt.Fprintf(&csv, "s%d,%s\n", i+1, of.row(i))
			}
			table, err := read.Read("x.csv", []byte(csv.String()), read.Detect)
			if err != nil {
				t.Fatal(err)
			}
			p, err := protocol.Parse("protocol.yaml", fmt.Appendf(nil, "review: Every measure\ndata: {contrasts: x.csv}\nanalyses:\n  - id: one\n    title: The one\n    measure: %s\n    conclusions: [direction, null-excluded, outside]\n    sensitivity:\n      - {id: wald, model: {interval: wald}}\n      - leave-one-out\n", m.Code))
			if err != nil {
				t.Fatal(err)
			}
			in := tables(table)
			in.Name, in.Protocol = "every", p
			review, err := Run(context.Background(), in)
			if err != nil {
				t.Fatal(err)
			}
			a := review.Analyses[0]
			n := a.Main.Natural
			if a.Main.Result.K < 11 || !(n.CILower <= n.Estimate && n.Estimate <= n.CIUpper) || !(n.CILower < n.CIUpper) {
				t.Errorf("%d trials: %v (%v to %v); left out %v", a.Main.Result.K, n.Estimate, n.CILower, n.CIUpper, a.Main.Left)
			}
			for _, x := range a.Main.Trials {
				if math.IsNaN(x.Natural.Estimate + x.Natural.CILower + x.Natural.CIUpper) {
					t.Errorf("%s: %+v on the natural scale", x.Label, x.Natural)
				}
			}
			if test := !math.IsNaN(a.Main.Result.P); test != (m.Null == 0) {
				t.Errorf("P is %v", a.Main.Result.P)
			}
			files, err := Files(context.Background(), review, []string{"html"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			said := report.Terminal(a)
			for _, f := range files {
				text := string(f.Data)
				if strings.Contains(f.Name, ".svg") && strings.Contains(text, "NaN") {
					t.Errorf("%s holds NaN", f.Name)
				}
				if strings.HasSuffix(f.Name, ".md") || strings.HasSuffix(f.Name, ".svg") {
					said += text
				}
			}
			for _, word := range []string{"no difference", "settle the direction", "includes 0", "excludes 0", "includes 1", "excludes 1", "P not estimable", "risk ratio", "Experimental"} {
				if math.IsNaN(m.Null) && strings.Contains(said, word) {
					t.Errorf("%q is said of %s", word, m.Name)
				}
			}
			if math.IsNaN(m.Null) == strings.Contains(said, "no difference") {
				t.Errorf("no difference is spoken of: %v", !math.IsNaN(m.Null))
			}
		})
	}
}

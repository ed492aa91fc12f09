package pool

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// Every published distribution is that of two places, and has the median and the
// 95% range of τ² that the paper prints, to their last digits.
func TestPublishedPriors(t *testing.T) {
	file, err := os.Open("testdata/published.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read := csv.NewReader(file)
	read.Comment = '#'
	lines, err := read.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	number := func(text string) float64 {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	confirmed := map[Prior]Prior{}
	for _, l := range lines[1:] {
		p := Prior{Tau: l[0], Outcome: l[1], Comparison: l[2]}
		location, scale := number(l[3]), number(l[4])
		confirmed[p] = Prior{Tau: "log-normal", Location: location, Scale: scale}
		if l[8] == "" || l[9] == "" || l[8] == l[9] {
			t.Errorf("%s has one source", p)
		}
		for i, z := range []float64{0, -1.959963984540054, 1.959963984540054} {
			printed := l[5+i]
			if printed == "" {
				continue
			}
			_, digits, _ := strings.Cut(printed, ".")
			if got := strconv.FormatFloat(math.Exp(location+z*scale), 'f', len(digits), 64); number(got) != number(printed) {
				t.Errorf("%s: a quantile of τ² is %s, printed %s", p, got, printed)
			}
		}
	}
	cells := 0
	for _, row := range Priors {
		for _, x := range row.Published {
			p := Prior{Tau: row.Code, Outcome: x.Outcome, Comparison: x.Comparison}
			if want, ok := confirmed[p]; !ok || p.Plain() != want {
				t.Errorf("%s, confirmed is %+v", p, want)
			}
			cells++
		}
	}
	if cells != len(confirmed) || cells == 0 {
		t.Errorf("%d distributions, %d lines", cells, len(confirmed))
	}
}

// A published prior is the log-normal one that it stands for, and is refused where
// it is none: of another measure, of a setting that the table has not, with
// parameters of its own.
func TestPublishedIsLogNormal(t *testing.T) {
	d := Data{Measure: "OR", Y: []float64{0.3, -0.2, 0.9, 0.5}, V: []float64{0.04, 0.1, 0.2, 0.05}}
	s := posteriorOnly
	for _, p := range []Prior{
		{Tau: "turner2015", Outcome: "mortality", Comparison: "pharmacological-placebo"},
		{Tau: "turner2012", Outcome: "subjective", Comparison: "pharmacological-placebo", Mean: 0.2, SD: 2},
	} {
		s.Prior = p
		got := fitted(t, d, s)
		s.Prior = p.Plain()
		want := fitted(t, d, s)
		if got.Posterior.Prior != p.Tau || !strings.Contains(got.Notes[0], "“"+p.Tau+":outcome="+p.Outcome+",comparison="+p.Comparison+"”") {
			t.Errorf("%s, %q", got.Posterior.Prior, got.Notes)
		}
		got.Posterior.Prior, got.Notes = want.Posterior.Prior, want.Notes
		if !reflect.DeepEqual(got.Posterior, want.Posterior) || got.Estimate != want.Estimate || got.CIUpper != want.CIUpper || got.Tau2 != want.Tau2 {
			t.Errorf("%+v, of the log-normal prior %+v", got, want)
		}
	}
	for _, c := range []struct {
		measure, says string
		p             Prior
	}{
		{"RR", "is of the measure OR, not of RR", Prior{Tau: "turner2015", Outcome: "any", Comparison: "any"}},
		{"", "is of the measure OR, not of", Prior{Tau: "turner2015", Outcome: "any", Comparison: "any"}},
		{"OR", "known: any with any; mortality with pharmacological-placebo, pharmacological-pharmacological, ", Prior{Tau: "turner2015", Outcome: "pain", Comparison: "any"}},
		{"OR", "needs an outcome with a comparison; known: mortality with ", Prior{Tau: "turner2012"}},
		{"OR", "takes no scale", Prior{Tau: "turner2015", Outcome: "any", Comparison: "any", Scale: 1}},
		{"OR", "takes no location", Prior{Tau: "turner2015", Outcome: "any", Comparison: "any", Location: 1}},
		{"OR", "takes no outcome", Prior{Tau: "half-normal", Scale: 1, Outcome: "pain"}},
	} {
		s.Prior, d.Measure = c.p, c.measure
		if _, err := Fit(d, s); !errors.Is(err, ErrSettings) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v of %s: %v", c.p, c.measure, err)
		}
	}
	s = profile
	s.Prior = Prior{Tau: "turner2015", Outcome: "any", Comparison: "any"}
	for measure, want := range map[string]int{"OR": 4, "RR": 3} { // the Bayesian model stands beside odds ratios only
		d.Measure = measure
		if beside, err := Beside(d, s); err != nil || len(beside) != want {
			t.Errorf("%s: %d beside, %v", measure, len(beside), err)
		}
	}
}

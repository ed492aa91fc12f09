package pool

import (
	"fmt"
	"slices"
	"strings"
)

// Published is the distribution of heterogeneity that a paper expects of a
// meta-analysis of one kind of outcome and one kind of comparison:
//
//	ln τ² ~ N(m, s²).
type Published struct {
	Outcome, Comparison string  // the words of a prior
	Location, Scale     float64 // m and s
}

// turner2012 and turner2015 are what the papers print, as far as two published
// places agree on it: testdata/published.csv names them. The distributions of Rhodes
// 2015 have no two such places: see log-t.
var (
	turner2012 = []Published{
		{"mortality", "pharmacological-placebo", -4.06, 1.45},
		{"mortality", "pharmacological-pharmacological", -4.27, 1.48},
		{"mortality", "nonpharmacological-any", -3.93, 1.51},
		{"semi-objective", "pharmacological-placebo", -3.02, 1.85},
		{"semi-objective", "pharmacological-pharmacological", -3.23, 1.88},
		{"subjective", "pharmacological-placebo", -2.13, 1.58},
		{"subjective", "pharmacological-pharmacological", -2.34, 1.62},
		{"subjective", "nonpharmacological-any", -2.01, 1.64},
	}
	turner2015 = []Published{
		{"any", "any", -2.56, 1.74},
		{"mortality", "pharmacological-placebo", -3.95, 1.34},
		{"mortality", "pharmacological-pharmacological", -4.18, 1.41},
		{"mortality", "nonpharmacological-pharmacological", -2.92, 1.02},
		{"mortality", "nonpharmacological-nonpharmacological", -3.50, 1.26},
		{"major-morbidity", "pharmacological-placebo", -3.71, 1.74},
		{"adverse-events", "pharmacological-placebo", -1.87, 1.52},
		{"symptoms", "pharmacological-placebo", -2.06, 1.51},
		{"symptoms", "nonpharmacological-placebo", -2.28, 1.71},
		{"pain", "pharmacological-placebo", -1.83, 1.52},
		{"mental-health", "nonpharmacological-nonpharmacological", -1.67, 1.47},
	}
)

// Plain is a prior with its distribution spelt out: the log-normal one that a
// published one stands for, any other as it is.
func (p Prior) Plain() Prior {
	row, _ := find(Priors, func(r PriorOfTau) string { return r.Code }, p.Tau)
	if i := row.published(p); i >= 0 {
		p = Prior{Tau: "log-normal", Location: row.Published[i].Location, Scale: row.Published[i].Scale, Mean: p.Mean, SD: p.SD}
	}
	return p
}

// published is where a row has the distribution of a prior, -1 if it has none.
func (r PriorOfTau) published(p Prior) int {
	return slices.IndexFunc(r.Published, func(x Published) bool { return x.Outcome == p.Outcome && x.Comparison == p.Comparison })
}

// has lists the outcomes of a row, each with its comparisons.
func (r PriorOfTau) has() string {
	var all []string
	for i, x := range r.Published {
		if i > 0 && x.Outcome == r.Published[i-1].Outcome {
			all[len(all)-1] += ", " + x.Comparison
		} else {
			all = append(all, x.Outcome+" with "+x.Comparison)
		}
	}
	return strings.Join(all, "; ")
}

// Suits says why a prior cannot be used with a measure, nil if it can:
// ErrSettings for a published distribution of the heterogeneity of another one.
func (p Prior) Suits(measure string) error {
	row, _ := find(Priors, func(r PriorOfTau) string { return r.Code }, p.Tau)
	if row.Measures == nil || slices.Contains(row.Measures, measure) {
		return nil
	}
	return fmt.Errorf("%w: the %s prior on τ is of the measure %s, not of %s; for that a log-normal one takes a location and a scale", ErrSettings, row.Name, strings.Join(row.Measures, ", "), measure)
}

package report

import (
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/study"
)

// groupKinds are the ways in which trials report their arms, each with a column
// for each arm, and the needs of the measures that are made of it; a head may
// have two lines. The first that any trial uses is shown, of those of which the
// measure is made before others.
var groupKinds = []struct {
	heads []string
	needs []effect.Needs
	has   func(Trial) bool
	cells func(Trial) []string
}{
	{[]string{"Experimental\nevents/N", "Control\nevents/N"}, []effect.Needs{effect.Counts, effect.Independent, effect.Paired, effect.Margins},
		func(t Trial) bool { return reports(t.T.Events, t.C.Events) && (reports(t.T.N) || !(t.T.Time > 0)) },
		func(t Trial) []string {
			return []string{Count(t.T.Events) + "/" + Count(t.T.N), Count(t.C.Events) + "/" + Count(t.C.N)}
		}},
	{[]string{"Experimental\nevents/time", "Control\nevents/time"}, []effect.Needs{effect.Rates},
		func(t Trial) bool { return reports(t.T.Events, t.C.Events) && t.T.Time > 0 && t.C.Time > 0 },
		func(t Trial) []string {
			return []string{Count(t.T.Events) + "/" + Number(t.T.Time), Count(t.C.Events) + "/" + Number(t.C.Time)}
		}},
	{[]string{"First\nmean (SD), N", "Second\nmean (SD)"}, []effect.Needs{effect.Twice, effect.TwiceRaw},
		func(t Trial) bool { return reports(t.T.Mean, t.C.Mean) && t.From.Within != nil },
		func(t Trial) []string { return []string{meanOf(t.T) + ", " + Count(t.T.N), meanOf(t.C)} }},
	{[]string{"Experimental\nmean (SD), N", "Control\nmean (SD), N"}, []effect.Needs{effect.Means},
		func(t Trial) bool { return reports(t.T.Mean, t.C.Mean) },
		func(t Trial) []string {
			return []string{meanOf(t.T) + ", " + Count(t.T.N), meanOf(t.C) + ", " + Count(t.C.N)}
		}},
	{[]string{"Events/N"}, []effect.Needs{effect.Share},
		func(t Trial) bool { return reports(t.T.Events, t.T.N) },
		func(t Trial) []string { return []string{Count(t.T.Events) + "/" + Count(t.T.N)} }},
	{[]string{"Events/time"}, []effect.Needs{effect.Rate},
		func(t Trial) bool { return reports(t.T.Events) && t.T.Time > 0 },
		func(t Trial) []string { return []string{Count(t.T.Events) + "/" + Number(t.T.Time)} }},
	{[]string{"Mean (SD), N"}, []effect.Needs{effect.Mean, effect.Spread},
		func(t Trial) bool { return reports(t.T.Mean, t.T.N) },
		func(t Trial) []string { return []string{meanOf(t.T) + ", " + Count(t.T.N)} }},
	{[]string{"N"}, []effect.Needs{effect.Correlation, effect.Coefficient, effect.SemiPartial, effect.Explained, effect.Reliability, effect.Genotypes},
		func(t Trial) bool { return reports(t.T.N) && t.From.Within != nil },
		func(t Trial) []string { return []string{Count(t.T.N)} }},
}

// reports says that all of these are reported.
func reports(xs ...float64) bool {
	for _, x := range xs {
		if math.IsNaN(x) {
			return false
		}
	}
	return true
}

// meanOf is a group's mean with its standard deviation.
func meanOf(g study.Group) string { return Human(g.Mean, 1) + " (" + Human(g.SD, 1) + ")" }

// Groups are the heads and, per trial, the cells that show the two arms, or the
// one group of a trial of one; none when no trial reports its arms. A trial that
// reports another way has empty cells.
func Groups(all []Trial, m effect.Measure) (heads []string, cells [][]string) {
	cells = make([][]string, len(all))
	for _, made := range []bool{true, false} {
		for _, g := range groupKinds {
			if slices.Contains(g.needs, m.Needs) != made || !slices.ContainsFunc(all, g.has) {
				continue
			}
			for i, t := range all {
				cells[i] = make([]string, len(g.heads))
				if g.has(t) {
					cells[i] = g.cells(t)
				}
			}
			return g.heads, cells
		}
	}
	return nil, cells
}

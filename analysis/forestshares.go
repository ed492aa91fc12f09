package analysis

import (
	"slices"

	"grove/analysis/effect"
	"grove/analysis/report"
)

// ownShares is the analysis with each trial's share and its interval by the method
// that the view names, and the note that says so. It is only for looking at:
// weights and what is pooled stay as they are.
func (v view) ownShares(a report.Analysis) (report.Analysis, []string) {
	i := slices.IndexFunc(effect.ShareIntervals, func(s effect.ShareInterval) bool { return s.Code == v.Shares })
	if a.Measure.Needs != effect.Share || i < 1 {
		return a, nil
	}
	interval := effect.ShareIntervals[i]
	a.Main.Trials = slices.Clone(a.Main.Trials)
	for j := range a.Main.Trials {
		t := &a.Main.Trials[j]
		if lower, upper, ok := interval.Of(t.T, a.Main.Settings.Level); ok {
			t.Natural.Estimate, t.Natural.CILower, t.Natural.CIUpper = t.T.Events/t.T.N, lower, upper
		}
	}
	return a, []string{v.say("Intervals of the single studies: ") + v.say(interval.Name)}
}

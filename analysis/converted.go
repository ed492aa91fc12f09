package analysis

import (
	"slices"

	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// withoutConverted are the refits without the trials of each conversion that
// the main estimate rests on. They need not be asked for: a number that was
// converted is never taken for granted.
func withoutConverted(asked protocol.Analysis, m measured, p plan, earlier []report.Estimate) []report.Estimate {
	var all []report.Estimate
	for _, c := range effect.Conversions {
		var kept []int
		for i, e := range m.effects {
			if !slices.Contains(e.Converted, c.Code) {
				kept = append(kept, i)
			}
		}
		if len(kept) == len(m.effects) {
			continue
		}
		e, err := estimate(m.only(kept), p)
		if err != nil {
			fail(&e, err)
		}
		e.Analysis, e.Scenario, e.Kind = asked.ID, "without-"+c.Code, protocol.Refit
		e.Title = "Without converted numbers: " + c.Name
		e.Change = convertedOut + c.Name
		e.SameAs = same(e, append(earlier, all...))
		all = append(all, e)
	}
	return all
}

// convertedOut begins the change of a refit without converted numbers.
const convertedOut = "trials left out: "

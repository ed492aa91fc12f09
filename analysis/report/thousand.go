package report

import (
	"fmt"
	"math"

	"grove/analysis/effect"
)

// InThousand are the absolute effects of an analysis in words: at each declared
// baseline risk, or the difference itself where the measure is one of risks.
func InThousand(a Analysis) []string {
	var said []string
	for _, x := range a.Absolute {
		said = append(said, PerThousand(x))
	}
	if x := difference(a); x != nil && len(said) == 0 {
		as := "In 1,000 people"
		if a.Main.Result.K == 1 {
			as = "If this one trial held for everybody, in 1,000 people"
		}
		said = append(said, fmt.Sprintf("%s %s would have the outcome with the experimental treatment (interval from %s to %s).", as, MoreOrFewer(x.More), MoreOrFewer(x.Low), MoreOrFewer(x.High)))
	}
	return said
}

// difference is a risk difference per 1,000, without a baseline risk; nil for
// every other measure and where there is no estimate.
func difference(a Analysis) *Absolute {
	n := a.Main.Natural
	if a.Measure.Code != effect.RD.Code && a.Measure.Code != effect.MPRD.Code || math.IsNaN(n.Estimate) {
		return nil
	}
	return &Absolute{Risk: math.NaN(), More: 1000 * n.Estimate, Low: 1000 * n.CILower, High: 1000 * n.CIUpper}
}

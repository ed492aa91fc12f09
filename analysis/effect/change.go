package effect

import "grove/analysis/study"

// changed is the difference between the arms in their mean change from
// baseline, from summary data and a declared correlation r of baseline and
// endpoint,
//
//	y = (m₁ − b₁) − (m₂ − b₂),  Var = Σ (s² + s₀² − 2r·s·s₀)/n over the arms,
//
// with the standard deviations s of the endpoint and s₀ of the baseline. It
// takes out the whole of an imbalance before treatment, the adjusted difference
// only the part that baseline and endpoint share.
func changed(c study.Contrast, r float64) (y, v float64) {
	for _, arm := range []struct {
		end, base study.Group
		sign      float64
	}{{c.T, *c.BaseT, 1}, {c.C, *c.BaseC, -1}} {
		y += arm.sign * (arm.end.Mean - arm.base.Mean)
		v += (float64(arm.end.SD*arm.end.SD) + float64(arm.base.SD*arm.base.SD) - float64(2*r*float64(arm.end.SD*arm.base.SD))) / arm.end.N
	}
	return y, v
}

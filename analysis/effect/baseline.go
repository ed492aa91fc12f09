package effect

import (
	"math"
	"strconv"

	"grove/analysis/study"
)

// adjusted takes the imbalance before treatment out of a mean difference, from
// summary data and a declared correlation r of baseline and endpoint,
//
//	y = MD − β(b̄₁ − b̄₂),  β = r·s/s₀,  variance (1−r²)·Var(MD),
//
// with the baseline means b̄ and the pooled standard deviations s of the endpoint
// and s₀ of the baseline: what an analysis of covariance would estimate and, but
// for the estimation of β, its variance (Borm, Fransen and Lemmens 2007). A
// reported effect is left as it is; a trial without a baseline keeps its
// difference, with a note.
func adjusted(measure func([]study.Contrast, Options) []study.Effect) func([]study.Contrast, Options) []study.Effect {
	return func(cs []study.Contrast, o Options) []study.Effect {
		es := measure(cs, o)
		if o.Baseline == 0 {
			return es
		}
		for i, c := range cs {
			e := &es[i]
			if reported(c) || math.IsNaN(e.Y) {
				continue
			}
			imbalance, ratio, why := baseline(c)
			if why != "" {
				e.Notes = append(e.Notes, why+": not adjusted")
				continue
			}
			if o.Change {
				e.Y, e.V = changed(c, o.Baseline)
				e.Notes = append(e.Notes, "change from baseline from summary data with r = "+strconv.FormatFloat(o.Baseline, 'g', -1, 64))
				continue
			}
			e.Y -= float64(o.Baseline * ratio * imbalance)
			e.V *= 1 - float64(o.Baseline*o.Baseline)
			e.Notes = append(e.Notes, "adjusted for baseline from summary data with r = "+strconv.FormatFloat(o.Baseline, 'g', -1, 64))
		}
		return es
	}
}

// baseline is the difference of the baseline means and the ratio s/s₀ of the
// pooled standard deviations, or why there is none.
func baseline(c study.Contrast) (imbalance, ratio float64, why string) {
	if c.BaseT == nil || c.BaseC == nil || meansMissing(study.Contrast{T: *c.BaseT, C: *c.BaseC}) != "" {
		return 0, 0, "baseline not reported"
	}
	ratio = math.Sqrt(pooledVariance(c.T, c.C) / pooledVariance(*c.BaseT, *c.BaseC))
	if !(ratio >= 0) || math.IsInf(ratio, 0) {
		return 0, 0, "no spread in the baseline, or too few people for one"
	}
	return c.BaseT.Mean - c.BaseC.Mean, ratio, ""
}

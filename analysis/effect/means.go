package effect

import (
	"math"

	"grove/analysis/study"
)

// averaged makes a measure of the means of two arms from what it makes of a
// trial, its effect and its variances.
func averaged[T any](trial func(t, c study.Group, o Options) T, effect func(T) float64, variants []variant[T]) func([]study.Contrast, Options) []study.Effect {
	return computed(meansMissing, func(c study.Contrast, o Options) T { return trial(c.T, c.C, o) }, effect, variants, func(c study.Contrast) string {
		if c.T.SD == 0 && c.C.SD == 0 {
			return "the standard deviation is zero in both arms"
		}
		return "too few people for a variance"
	})
}

// meansMissing says why a contrast has no usable means, empty if it has.
func meansMissing(c study.Contrast) string {
	for _, arm := range []struct {
		name string
		g    study.Group
	}{{"experimental", c.T}, {"control", c.C}} {
		switch {
		case math.IsNaN(arm.g.Mean) || math.IsInf(arm.g.Mean, 0):
			return "mean not reported in the " + arm.name + " arm"
		case math.IsNaN(arm.g.SD) || math.IsInf(arm.g.SD, 0):
			return "standard deviation not reported in the " + arm.name + " arm"
		case math.IsNaN(arm.g.N) || math.IsInf(arm.g.N, 0):
			return "number of people not reported in the " + arm.name + " arm"
		case !(arm.g.SD >= 0):
			return "the standard deviation is negative in the " + arm.name + " arm"
		case !(arm.g.N >= 1):
			return "nobody in the " + arm.name + " arm"
		}
	}
	return ""
}

// pooledVariance is ((n₁−1)s₁² + (n₂−1)s₂²)/(n₁+n₂−2).
func pooledVariance(t, c study.Group) float64 {
	return (float64((t.N-1)*float64(t.SD*t.SD)) + float64((c.N-1)*float64(c.SD*c.SD))) / (t.N + c.N - 2)
}

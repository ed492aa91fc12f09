package effect

import (
	"math"

	"grove/analysis/study"
)

// The measures of the mean x̄ and the standard deviation s of one group of n
// people. They are not measures of difference.

// single makes a measure of one group's mean and standard deviation.
func single(code, name string, needs Needs, back func(float64) float64, of func(g study.Group, o Options) float64, variance func(g study.Group, y float64) float64, cites ...string) Measure {
	type measured struct {
		g study.Group
		y float64
	}
	variances := []variant[measured]{{"LS", each(func(m measured) float64 { return variance(m.g, m.y) })}}
	missing := meanMissing
	if needs == Spread {
		missing = spreadMissing
	}
	return Measure{Code: code, Name: name, Needs: needs, Null: math.NaN(), Back: back, Variances: codes(variances), Cites: cites,
		measure: computed(missing, func(c study.Contrast, o Options) measured { return measured{c.T, of(c.T, o)} },
			func(m measured) float64 { return m.y }, variances, func(c study.Contrast) string {
				switch {
				case c.T.SD == 0:
					return "the standard deviation is zero"
				case !(c.T.N >= 2):
					return "too few people for a variance"
				}
				return "the logarithm of a mean that is not above zero"
			})}
}

// spreadMissing says why a contrast has no usable standard deviation of one
// group, empty if it has.
func spreadMissing(c study.Contrast) string {
	switch {
	case !given(c.T.SD):
		return "standard deviation not reported"
	case !given(c.T.N):
		return "number of people not reported"
	case !(c.T.SD >= 0):
		return "the standard deviation is negative"
	case !(c.T.N >= 1):
		return "nobody in the group"
	}
	return ""
}

func meanMissing(c study.Contrast) string {
	if !given(c.T.Mean) {
		return "mean not reported"
	}
	return spreadMissing(c)
}

// MN is the mean x̄ with variance s²/n. Hedges and Olkin 1985.
var MN = single("MN", "mean", Mean, identity, func(g study.Group, _ Options) float64 { return g.Mean },
	func(g study.Group, _ float64) float64 { return float64(g.SD*g.SD) / g.N }, "hedges1985")

// SMN is the mean in standard deviations, J(n−1)·x̄/s, with variance
// 1/n + y²/(2n). Hedges and Olkin 1985.
var SMN = single("SMN", "standardised mean", Mean, identity, func(g study.Group, o Options) float64 {
	return factor(g.N-1, o) * (g.Mean / g.SD)
}, func(g study.Group, y float64) float64 { return 1/g.N + float64(y*y)/(2*g.N) }, "hedges1985")

// MNLN is the logarithm of the mean, ln x̄, with variance s²/(n x̄²). Hedges,
// Gurevitch and Curtis 1999.
var MNLN = single("MNLN", "mean (pooled as logarithm)", Mean, math.Exp, func(g study.Group, _ Options) float64 { return math.Log(g.Mean) },
	func(g study.Group, _ float64) float64 { return relative(g) }, "hedges1999")

// CVLN is the logarithm of the coefficient of variation,
//
//	ln(s/x̄) + 1/(2(n−1)),  variance 1/(2(n−1)) + s²/(n x̄²);
//
// with its bias (correct: none) the effect is without its second term. Nakagawa
// and others 2015.
var CVLN = single("CVLN", "coefficient of variation (pooled as logarithm)", Mean, math.Exp, func(g study.Group, o Options) float64 {
	return math.Log(g.SD/g.Mean) + unbiased(g, o)
}, func(g study.Group, _ float64) float64 { return half(g) + relative(g) }, "nakagawa2015")

// SDLN is the logarithm of the standard deviation,
//
//	ln s + 1/(2(n−1)),  variance 1/(2(n−1));
//
// with its bias (correct: none) the effect is without its second term. Nakagawa
// and others 2015.
var SDLN = single("SDLN", "standard deviation (pooled as logarithm)", Spread, math.Exp, func(g study.Group, o Options) float64 {
	return math.Log(g.SD) + unbiased(g, o)
}, func(g study.Group, _ float64) float64 { return half(g) }, "nakagawa2015")

// relative is the squared standard error of the mean over the mean, s²/(n x̄²).
func relative(g study.Group) float64 {
	cv := g.SD / g.Mean
	return float64(cv*cv) / g.N
}

// half is 1/(2(n−1)), the variance of ln s and twice its bias.
func half(g study.Group) float64 { return 1 / (2 * (g.N - 1)) }

// unbiased is what takes the bias out of ln s, 0 when it is to stay.
func unbiased(g study.Group, o Options) float64 {
	if biased(o) {
		return 0
	}
	return half(g)
}

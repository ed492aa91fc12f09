package effect

import (
	"math"

	"grove/analysis/study"
)

// The measures of one group of people at two times, or under two treatments, of
// n people with means x̄, standard deviations s and correlation ρ of the two. The
// standard deviation of the differences is s_d² = s₁² + s₂² − 2ρs₁s₂.

// repeated is one study: the two times, the variance of the differences and the
// estimate.
type repeated struct {
	first, second study.Group
	r, n, d2      float64
	y, j          float64
}

// twice makes a measure of the same people at two times from its effect, the
// degrees of freedom of its standard deviation aside.
func twice(code, name string, needs Needs, of func(r repeated) float64, standardised bool, variances []variant[repeated], cites ...string) Measure {
	missing := twiceMissing
	if needs == TwiceRaw {
		missing = twiceRawMissing
	}
	return Measure{Code: code, Name: name, Needs: needs, Back: identity, Variances: codes(variances), Cites: cites,
		measure: computed(missing, func(c study.Contrast, o Options) repeated {
			x := repeated{first: c.T, second: c.C, r: c.Within.R, n: c.T.N, j: 1}
			s1, s2 := c.T.SD, c.C.SD
			x.d2 = float64((s1-s2)*(s1-s2)) + 2*float64(s1*s2)*(1-x.r)
			if standardised {
				x.j = factor(x.n-1, o)
			}
			x.y = x.j * of(x)
			return x
		}, func(x repeated) float64 { return x.y }, variances, func(c study.Contrast) string {
			if c.T.SD == 0 {
				return "the standard deviation is zero"
			}
			return "too few people for a variance, or differences without one"
		})}
}

func twiceRawMissing(c study.Contrast) string {
	switch {
	case !given(c.T.Mean) || !given(c.C.Mean):
		return "mean not reported at both times"
	case !given(c.T.SD):
		return "standard deviation not reported"
	case !(c.T.SD >= 0):
		return "the standard deviation is negative"
	}
	return correlationMissing(c)
}

func twiceMissing(c study.Contrast) string {
	switch {
	case !given(c.C.SD):
		return "standard deviation not reported at both times"
	case !(c.C.SD >= 0):
		return "the standard deviation is negative"
	}
	return twiceRawMissing(c)
}

// MC is the mean change x̄₁ − x̄₂ with variance s_d²/n. Borenstein 2009.
var MC = twice("MC", "mean change", Twice, func(x repeated) float64 { return x.first.Mean - x.second.Mean }, false, []variant[repeated]{
	{"LS", each(func(x repeated) float64 { return x.d2 / x.n })},
}, "borenstein2009")

// SMCC is the mean change in standard deviations of the change,
//
//	g = J(n−1)·(x̄₁ − x̄₂)/s_d,
//	variance 1/n + g²/(2n) (LS) or J²/n + g²/(2n) (LS2).
//
// Gibbons, Hedeker and Davis 1993; Borenstein 2009 for LS2.
var SMCC = twice("SMCC", "standardised mean change, by the change", Twice, func(x repeated) float64 {
	return (x.first.Mean - x.second.Mean) / math.Sqrt(x.d2)
}, true, []variant[repeated]{
	{"LS", each(func(x repeated) float64 { return 1/x.n + float64(x.y*x.y)/(2*x.n) })},
	{"LS2", each(func(x repeated) float64 { return float64(x.j*x.j)/x.n + float64(x.y*x.y)/(2*x.n) })},
}, "gibbons1993", "borenstein2009")

// SMCR is the mean change in standard deviations of the first time,
//
//	g = J(n−1)·(x̄₁ − x̄₂)/s₁,
//	variance 2(1−ρ)/n + g²/(2n) (LS) or J²·2(1−ρ)/n + g²/(2n) (LS2),
//
// if both times have the same spread. Becker 1988; Borenstein 2009 for LS2.
var SMCR = twice("SMCR", "standardised mean change, by the first time", TwiceRaw, byFirst, true, []variant[repeated]{
	{"LS", each(func(x repeated) float64 { return 2*(1-x.r)/x.n + float64(x.y*x.y)/(2*x.n) })},
	{"LS2", each(func(x repeated) float64 { return float64(x.j*x.j)*(2*(1-x.r)/x.n) + float64(x.y*x.y)/(2*x.n) })},
}, "becker1988", "borenstein2009")

// SMCRH is SMCR for times with unlike spread, with variance
//
//	s_d²/(s₁²(n−1)) + g²/(2(n−1)).
//
// Bonett 2008.
var SMCRH = twice("SMCRH", "standardised mean change, by the first time, unlike variances", Twice, byFirst, true, []variant[repeated]{
	{"LS", each(func(x repeated) float64 {
		return (x.d2/float64(x.first.SD*x.first.SD) + float64(x.y*x.y)/2) / (x.n - 1)
	})},
}, "becker1988", "bonett2008")

func byFirst(x repeated) float64 { return (x.first.Mean - x.second.Mean) / x.first.SD }

// ROMC is the log ratio of the means at the two times, both above zero,
//
//	ln(x̄₁/x̄₂) + ½(v₁ − v₂),  variance v₁ + v₂ − 2ρ√(v₁v₂),  v = s²/(n x̄²),
//
// of which the second term of the effect takes the bias out. Lajeunesse 2011 and
// 2015.
var ROMC = Measure{Code: "ROMC", Name: "ratio of means of two times", Needs: Twice, Ratio: true, Back: math.Exp,
	Variances: codes(romcVariances), Cites: []string{"lajeunesse2011", "lajeunesse2015"},
	measure: computed(positiveTwice, func(c study.Contrast, o Options) logs {
		first, second := c.T, c.C
		second.N = first.N
		x := logs{v1: relative(first), v2: relative(second), r: c.Within.R, y: math.Log(first.Mean / second.Mean)}
		if !biased(o) {
			x.y += (x.v1 - x.v2) / 2
		}
		return x
	}, func(x logs) float64 { return x.y }, romcVariances, func(study.Contrast) string { return "differences without a variance" })}

// logs is one study's ratio of means: the variances of the two logarithms, their
// correlation and the estimate.
type logs struct{ v1, v2, r, y float64 }

var romcVariances = []variant[logs]{{"LS", each(func(x logs) float64 {
	a, b := math.Sqrt(x.v1), math.Sqrt(x.v2)
	return float64((a-b)*(a-b)) + 2*float64(a*b)*(1-x.r)
})}}

func positiveTwice(c study.Contrast) string {
	why := twiceMissing(c)
	if why == "" && !(c.T.Mean > 0 && c.C.Mean > 0) {
		return "a mean that is not above zero has no ratio"
	}
	return why
}

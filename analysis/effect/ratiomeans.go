package effect

import (
	"math"

	"grove/analysis/study"
)

// ratioOfMeans makes a measure that is a log ratio of something of two arms.
// positive says that it needs means above zero.
func ratioOfMeans(code, name string, positive bool, of func(a arms, o Options) float64, variances []variant[arms], cites ...string) Measure {
	type trial struct {
		arms
		y float64
	}
	var variants []variant[trial]
	for _, v := range variances {
		variants = append(variants, variant[trial]{v.code, func(ts []trial) []float64 {
			as := make([]arms, len(ts))
			for i, t := range ts {
				as[i] = t.arms
			}
			return v.of(as)
		}})
	}
	missing := func(c study.Contrast) string {
		why := meansMissing(c)
		if why == "" && positive && !(c.T.Mean > 0 && c.C.Mean > 0) {
			return "a mean that is not above zero has no ratio"
		}
		return why
	}
	return Measure{Code: code, Name: name, Needs: Means, Additive: true, Ratio: true, Back: math.Exp, Variances: codes(variances), Cites: cites,
		measure: computed(missing, func(c study.Contrast, o Options) trial {
			a := arms{c.T, c.C}
			return trial{a, of(a, o)}
		}, func(t trial) float64 { return t.y }, variants, func(c study.Contrast) string {
			if c.T.SD == 0 || c.C.SD == 0 {
				return "a standard deviation is zero"
			}
			return "too few people for a variance"
		})}
}

// ROM is the log ratio of the means of two arms, both above zero,
//
//	ln(x̄₁/x̄₂) + ½(v₁ − v₂),  v = s²/(n x̄²),
//
// of which the second term takes the bias out. Its variance is
//
//	LS   v₁ + v₂
//	HO   s²/(n₁x̄₁²) + s²/(n₂x̄₂²) with the pooled variance s²
//	AV   c₁²/n₁ + c₂²/n₂ with each arm's coefficient of variation c, its mean
//	     over all trials weighted by n
//
// Hedges, Gurevitch and Curtis 1999; Lajeunesse 2015 for the bias; AV Nakagawa
// and others 2023.
var ROM = ratioOfMeans("ROM", "ratio of means", true, func(a arms, o Options) float64 {
	y := math.Log(a.t.Mean / a.c.Mean)
	if !biased(o) {
		y += (relative(a.t) - relative(a.c)) / 2
	}
	return y
}, romVariances, "hedges1999", "lajeunesse2015", "nakagawa2023")

var romVariances = []variant[arms]{
	{"LS", each(func(a arms) float64 { return relative(a.t) + relative(a.c) })},
	{"HO", each(func(a arms) float64 {
		s2 := pooledVariance(a.t, a.c)
		return s2/float64(a.t.N*a.t.Mean*a.t.Mean) + s2/float64(a.c.N*a.c.Mean*a.c.Mean)
	})},
	{"AV", func(as []arms) []float64 {
		var t, c, n1, n2 float64
		for _, a := range as {
			t += float64(a.t.N * (a.t.SD / a.t.Mean))
			c += float64(a.c.N * (a.c.SD / a.c.Mean))
			n1 += a.t.N
			n2 += a.c.N
		}
		t, c = t/n1, c/n2
		return each(func(a arms) float64 { return float64(t*t)/a.t.N + float64(c*c)/a.c.N })(as)
	}},
}

// VR is the log ratio of the standard deviations of two arms,
//
//	ln(s₁/s₂) + h₁ − h₂,  variance h₁ + h₂,  h = 1/(2(n−1)),
//
// of which h₁ − h₂ takes the bias out. Hedges and Nowell 1995; Nakagawa and
// others 2015.
var VR = ratioOfMeans("VR", "ratio of standard deviations", false, func(a arms, o Options) float64 {
	return math.Log(a.t.SD/a.c.SD) + (unbiased(a.t, o) - unbiased(a.c, o))
}, []variant[arms]{{"LS", each(func(a arms) float64 { return half(a.t) + half(a.c) })}}, "hedges1995", "nakagawa2015")

// CVR is the log ratio of the coefficients of variation of two arms with means
// above zero,
//
//	ln((s₁/x̄₁)/(s₂/x̄₂)) + h₁ − h₂ − ½(v₁ − v₂),  variance v₁ + v₂ + h₁ + h₂,
//
// with v as for ROM and h as for VR, which take the bias out. Nakagawa and others
// 2015; Senior, Viechtbauer and Nakagawa 2020.
var CVR = ratioOfMeans("CVR", "ratio of coefficients of variation", true, func(a arms, o Options) float64 {
	y := math.Log(a.t.SD/a.t.Mean) - math.Log(a.c.SD/a.c.Mean)
	if !biased(o) {
		y += half(a.t) - half(a.c) - (relative(a.t)-relative(a.c))/2
	}
	return y
}, []variant[arms]{{"LS", each(func(a arms) float64 { return relative(a.t) + relative(a.c) + half(a.t) + half(a.c) })}}, "nakagawa2015", "senior2020")

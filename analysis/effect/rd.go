package effect

import "grove/analysis/study"

// RD is the risk difference p₁ − p₂ with p₁ = a/(a+b) and p₂ = c/(c+d). Its
// variance is p₁(1−p₁)/n₁ + p₂(1−p₂)/n₂ with the trial's own risks (LS), or with
// each arm's risk over all trials, Σa/Σn₁ and Σc/Σn₂ (AV), so that the weight of
// a trial does not hang on its result, as Hunter and Schmidt 2004 do for
// correlations.
var RD = Measure{Code: "RD", Name: "risk difference", Needs: Counts, Additive: true, Back: identity,
	Variances: codes(rdVariances), Cites: []string{"hunter2004"},
	measure: fourfold(false, func(t cells) float64 { return t.a/(t.a+t.b) - t.c/(t.c+t.d) }, rdVariances, marginalRD),
	point:   func(c study.Contrast) float64 { return c.T.Events/c.T.N - c.C.Events/c.C.N }}

var rdVariances = []variant[cells]{
	{"LS", each(func(t cells) float64 { return binomial(t, t) })},
	{"AV", func(ts []cells) []float64 {
		var sum cells
		for _, t := range ts {
			sum = cells{sum.a + t.a, sum.b + t.b, sum.c + t.c, sum.d + t.d}
		}
		return each(func(t cells) float64 { return binomial(t, sum) })(ts)
	}},
}

// binomial is p₁(1−p₁)/n₁ + p₂(1−p₂)/n₂ with the people of t and the risks of r.
func binomial(t, r cells) float64 {
	n1, n2 := r.a+r.b, r.c+r.d
	return r.a/n1*(r.b/n1)/(t.a+t.b) + r.c/n2*(r.d/n2)/(t.c+t.d)
}

package effect

import "grove/analysis/study"

// MD is the difference of means x̄₁ − x̄₂ with variance s₁²/n₁ + s₂²/n₂ (LS), or
// s²(1/n₁ + 1/n₂) with the pooled variance s² if the arms are taken to have the
// same (HO). With a correlation in the options it is adjusted for the baseline.
var MD = Measure{Code: "MD", Name: "mean difference", Needs: Means, Additive: true, Back: identity, Baseline: true,
	Variances: codes(mdVariances), Cites: []string{"hedges1985"},
	measure: adjusted(averaged(
		func(t, c study.Group, _ Options) arms { return arms{t, c} },
		func(a arms) float64 { return a.t.Mean - a.c.Mean }, mdVariances))}

type arms struct{ t, c study.Group }

var mdVariances = []variant[arms]{
	{"LS", each(func(a arms) float64 { return float64(a.t.SD*a.t.SD)/a.t.N + float64(a.c.SD*a.c.SD)/a.c.N })},
	{"HO", each(func(a arms) float64 { return pooledVariance(a.t, a.c) * (1/a.t.N + 1/a.c.N) })},
}

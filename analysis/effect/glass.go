package effect

import "grove/analysis/study"

// SMD1 is the difference of means in standard deviations of the control arm,
// g = J(n₂−1)·(x̄₁ − x̄₂)/s₂, with variance
//
//	LS   1/n₁ + 1/n₂ + g²/(2n₂)
//	DF   1/n₁ + 1/n₂ + g²/(2(n₂−1))
//
// if both arms have the same spread. Swapping the arms gives another measure, not
// the same with its sign flipped. Glass 1976; Hedges 1981.
var SMD1 = Measure{Code: "SMD1", Name: "mean difference in standard deviations of the control", Needs: Means, Back: identity,
	Variances: codes(smd1Variances), Cites: []string{"glass1976", "hedges1981"},
	measure: averaged(glass, func(u unlike) float64 { return u.g }, smd1Variances)}

// SMD1H is SMD1 for arms with unlike variances,
//
//	variance s₁²/(s₂²(n₁−1)) + 1/(n₂−1) + g²/(2(n₂−1)).
//
// Bonett 2008 and 2009.
var SMD1H = Measure{Code: "SMD1H", Name: "mean difference in standard deviations of the control, unlike variances", Needs: Means, Back: identity,
	Variances: codes(smd1hVariances), Cites: []string{"glass1976", "bonett2008", "bonett2009"},
	measure: averaged(glass, func(u unlike) float64 { return u.g }, smd1hVariances)}

func glass(t, c study.Group, o Options) unlike {
	return unlike{g: factor(c.N-1, o) * ((t.Mean - c.Mean) / c.SD), t: scaled(t, c.SD), c: scaled(c, c.SD)}
}

var smd1Variances = []variant[unlike]{
	{"LS", each(func(u unlike) float64 { return 1/u.t.N + 1/u.c.N + float64(u.g*u.g)/(2*u.c.N) })},
	{"DF", each(func(u unlike) float64 { return 1/u.t.N + 1/u.c.N + float64(u.g*u.g)/(2*(u.c.N-1)) })},
}

var smd1hVariances = []variant[unlike]{
	{"LS", each(func(u unlike) float64 {
		return float64(u.t.SD*u.t.SD)/(u.t.N-1) + (1+float64(u.g*u.g)/2)/(u.c.N-1)
	})},
}

package effect

import (
	"math"

	"grove/analysis/study"
)

// SMD is the standardised mean difference g = J(m)·d with d = (x̄₁ − x̄₂)/s, s
// the pooled standard deviation and m = n₁+n₂−2 (Hedges 1981). Uncorrected,
// with J = 1, it is Cohen's d. With h = 1/n₁ + 1/n₂ and N = n₁+n₂ its variance is
//
//	LS   h + g²/(2N)
//	LS2  J²(h + d²/(2N))
//	UB   h + (1 − (m−2)/(m J(m)²)) g², unbiased; that of d is this over J(m)²
//	AV   h + ḡ²/(2N) with ḡ = ΣNg/ΣN over all trials
//	RM   h + g²/(2(N − 3.94)), which Review Manager takes, with the approximate J
//
// LS Hedges 1982; LS2 Borenstein 2009; UB Hedges 1983; AV Doncaster and Spake
// 2018; RM Deeks and Higgins 2010.
var SMD = Measure{Code: "SMD", Name: "standardised mean difference", Needs: Means, Back: identity,
	Variances: codes(smdVariances), Cites: []string{"hedges1981", "hedges1982", "borenstein2009", "hedges1983", "doncaster2018", "deeks2010"},
	measure: averaged(standardise, func(s standardised) float64 { return s.g }, smdVariances)}

// standardised is one trial: the estimate g with the factor j it carries, the
// exact J(m), and h, N and m as above.
type standardised struct{ g, j, exact, h, n, m float64 }

func standardise(t, c study.Group, o Options) standardised {
	s := standardised{h: 1/t.N + 1/c.N, n: t.N + c.N, m: t.N + c.N - 2}
	s.exact = J(s.m)
	s.j = factor(s.m, o)
	s.g = s.j * ((t.Mean - c.Mean) / math.Sqrt(pooledVariance(t, c)))
	return s
}

var smdVariances = []variant[standardised]{
	{"LS", each(func(s standardised) float64 { return s.h + float64(s.g*s.g)/(2*s.n) })},
	{"LS2", each(func(s standardised) float64 { return float64(s.j*s.j*s.h) + float64(s.g*s.g)/(2*s.n) })},
	{"UB", each(func(s standardised) float64 {
		j2, g := s.exact*s.exact, s.g*(s.exact/s.j)
		return (s.h + float64((1-(s.m-2)/float64(s.m*j2))*float64(g*g))) * (s.j * s.j / j2)
	})},
	{"AV", func(ts []standardised) []float64 {
		var n, ng float64
		for _, s := range ts {
			n += s.n
			ng += float64(s.n * s.g)
		}
		mean := ng / n
		return each(func(s standardised) float64 { return s.h + float64(mean*mean)/(2*s.n) })(ts)
	}},
	{"RM", each(func(s standardised) float64 { return s.h + float64(s.g*s.g)/(2*(s.n-3.94)) })},
}

// J is the factor that makes Cohen's d unbiased, with m degrees of freedom,
//
//	J(m) = Γ(m/2) / (√(m/2) Γ((m−1)/2)),
//
// NaN below m = 2, where d has no mean. Above m = 201 the gamma functions would
// lose digits against each other; there the series of the ratio in
// x = (m−1)/2, exact to rounding, takes over (Tricomi and Erdélyi 1951).
// Hedges 1981.
func J(m float64) float64 {
	if !(m >= 2) {
		return math.NaN()
	}
	x := (m - 1) / 2
	if m > 201 {
		return math.Exp(-1/(8*x)+1/(192*x*x*x)-1/(640*x*x*x*x*x)) * math.Sqrt(x/(m/2))
	}
	top, _ := math.Lgamma(m / 2)
	bottom, _ := math.Lgamma(x)
	return math.Exp(top - bottom - math.Log(m/2)/2)
}

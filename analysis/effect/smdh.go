package effect

import (
	"math"

	"grove/analysis/study"
)

// SMDH is the standardised mean difference of arms with unlike variances, with
// the mean s̄² = (s₁² + s₂²)/2 of the two,
//
//	g = J(m)·(x̄₁ − x̄₂)/s̄,  m = n₁+n₂−2,
//	variance g²(s₁⁴/(n₁−1) + s₂⁴/(n₂−1))/(8s̄⁴) + (s₁²/(n₁−1) + s₂²/(n₂−1))/s̄².
//
// Bonett 2008 and 2009.
var SMDH = Measure{Code: "SMDH", Name: "standardised mean difference, unlike variances", Needs: Means, Back: identity,
	Variances: codes(smdhVariances), Cites: []string{"bonett2008", "bonett2009"},
	measure: averaged(func(t, c study.Group, o Options) unlike {
		s := math.Sqrt((float64(t.SD*t.SD) + float64(c.SD*c.SD)) / 2)
		return unlike{g: factor(t.N+c.N-2, o) * ((t.Mean - c.Mean) / s), t: scaled(t, s), c: scaled(c, s)}
	}, func(u unlike) float64 { return u.g }, smdhVariances)}

// unlike is one trial: its estimate, and the arms' standard deviations in units
// of what it was standardised by.
type unlike struct {
	g    float64
	t, c study.Group
}

func scaled(g study.Group, s float64) study.Group {
	g.SD /= s
	return g
}

var smdhVariances = []variant[unlike]{
	{"LS", each(func(u unlike) float64 {
		t2, c2 := float64(u.t.SD*u.t.SD), float64(u.c.SD*u.c.SD)
		m1, m2 := u.t.N-1, u.c.N-1
		return float64(u.g*u.g*(float64(t2*t2)/m1+float64(c2*c2)/m2))/8 + t2/m1 + c2/m2
	})},
}

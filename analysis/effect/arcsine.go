package effect

import "math"

// AS is the difference of arcsines, which needs no continuity correction,
//
//	arcsin √p₁ − arcsin √p₂,  variance 1/(4n₁) + 1/(4n₂),
//
// with p₁ = a/n₁ and p₂ = c/n₂. There is no way back to a difference of risks.
// Rücker, Schwarzer, Carpenter and Olkin 2009.
var AS = Measure{Code: "AS", Name: "arcsine difference", Needs: Independent, Additive: true, Back: identity,
	Variances: codes(asVariances), Cites: []string{"rucker2009"},
	measure: counted(independent(false), func(t cells) float64 {
		return math.Asin(math.Sqrt(t.a/(t.a+t.b))) - math.Asin(math.Sqrt(t.c/(t.c+t.d)))
	}, asVariances)}

var asVariances = []variant[cells]{
	{"LS", each(func(t cells) float64 { return 1/(4*(t.a+t.b)) + 1/(4*(t.c+t.d)) })},
}

package effect

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// PBIT is the difference of probits, a standardised mean difference if the event
// is a normal variable beyond a threshold,
//
//	z₁ − z₂,  variance 2π p₁(1−p₁)exp(z₁²)/n₁ + 2π p₂(1−p₂)exp(z₂²)/n₂,
//
// with z = Φ⁻¹(p), p₁ = a/n₁ and p₂ = c/n₂. Glass, McGaw and Smith 1981.
var PBIT = Measure{Code: "PBIT", Name: "probit difference", Needs: Independent, Additive: true, Back: identity,
	Variances: codes(pbitVariances), Cites: []string{"glass1981", "sanchezmeca2003"},
	measure: counted(independent(false), func(t cells) float64 {
		return mathext.NormalQuantile(t.a/(t.a+t.b)) - mathext.NormalQuantile(t.c/(t.c+t.d))
	}, pbitVariances)}

var pbitVariances = []variant[cells]{
	{"LS", each(func(t cells) float64 { return probitVariance(t.a, t.b) + probitVariance(t.c, t.d) })},
}

// probitVariance is the variance of Φ⁻¹(p) with p = x/(x+rest).
func probitVariance(x, rest float64) float64 {
	n := x + rest
	z := mathext.NormalQuantile(x / n)
	return 2 * math.Pi * (x / n) * (rest / n) * math.Exp(float64(z*z)) / n
}

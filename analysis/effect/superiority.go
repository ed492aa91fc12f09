package effect

import (
	"math"

	"grove/analysis/study"

	"gonum.org/v1/gonum/stat/distuv"
)

// CLESN is the probability of superiority, that somebody of arm 1 lies above
// somebody of arm 2, if both are normal,
//
//	Φ(z),  z = (x̄₁ − x̄₂)/√(s₁² + s₂²),
//
// with the variance of the delta method, φ the normal density and σ = √(s₁²+s₂²),
//
//	φ(z)²[(s₁²/(n₁−1) + s₂²/(n₂−1))/σ² + ½z²(s₁⁴/(n₁−1) + s₂⁴/(n₂−1))/σ⁴].
//
// No difference is ½; swapping the arms gives 1 − Φ(z). McGraw and Wong 1992;
// Ruscio 2008.
var CLESN = superiority("CLESN", "probability of superiority")

// AUCN is CLESN under its other name, Φ((x̄₁ − x̄₂)/√(s₁² + s₂²)) with the same
// variance: the area under the receiver operating characteristic of two normal
// variables. Goddard and Hinberg 1990.
var AUCN = superiority("AUCN", "area under the curve", "goddard1990")

func superiority(code, name string, cites ...string) Measure {
	variances := []variant[unlike]{{"LS", each(func(u unlike) float64 {
		height := distuv.UnitNormal.Prob(u.g)
		t2, c2 := float64(u.t.SD*u.t.SD), float64(u.c.SD*u.c.SD)
		m1, m2 := u.t.N-1, u.c.N-1
		spread := t2/m1 + c2/m2 + float64(u.g*u.g*(float64(t2*t2)/m1+float64(c2*c2)/m2))/2
		return height * height * spread
	})}}
	return Measure{Code: code, Name: name, Needs: Means, Null: 0.5, Back: identity, Variances: codes(variances), Cites: append([]string{"mcgraw1992", "ruscio2008"}, cites...),
		measure: averaged(func(t, c study.Group, _ Options) unlike {
			s := math.Sqrt(float64(t.SD*t.SD) + float64(c.SD*c.SD))
			return unlike{(t.Mean - c.Mean) / s, scaled(t, s), scaled(c, s)}
		}, func(u unlike) float64 { return normalCDF(u.g) }, variances)}
}

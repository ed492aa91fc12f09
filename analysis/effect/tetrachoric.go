package effect

import "math"

// RTET is the tetrachoric correlation, that of two normal variables of which the
// table tells only on which side of a threshold each lies: the r at which the
// upper right quadrant of a standard binormal distribution holds the share a/n,
//
//	Φ₂(h, k; r) = a/n,  h = Φ⁻¹(n₁/n),  k = Φ⁻¹((a+c)/n).
//
// Its variance is that of the delta method over all four cells,
//
//	Var = [Σ e²p − (Σ e p)²]/(n φ₂(h, k; r)²),  e = (1−A−B, −A, −B, 0),
//
// with p the cells' shares, A = Φ((k−rh)/√(1−r²)) and B = Φ((h−rk)/√(1−r²)). An
// empty cell puts it at ±1, where it has no variance. Pearson 1900; Kirk 1973.
var RTET = Measure{Code: "RTET", Name: "tetrachoric correlation", Needs: Independent, Back: identity,
	Variances: codes(rtetVariances), Cites: []string{"pearson1900", "kirk1973"},
	measure: counted(independent(false), func(t cells) float64 { return tetrachoric(t).y }, rtetVariances)}

var rtetVariances = []variant[cells]{
	{"LS", each(func(t cells) float64 { return tetrachoric(t).v })},
}

// ZTET is Fisher's z of the tetrachoric correlation, artanh r, with variance
// Var(r)/(1−r²)². Fisher 1921.
var ZTET = Measure{Code: "ZTET", Name: "tetrachoric correlation (pooled as Fisher's z)", Needs: Independent, Back: math.Tanh,
	Variances: codes(rtetVariances), Cites: []string{"pearson1900", "kirk1973", "fisher1921"},
	measure: counted(independent(false), func(t cells) float64 { return math.Atanh(tetrachoric(t).y) }, []variant[cells]{
		{"LS", each(func(t cells) float64 {
			e := tetrachoric(t)
			return e.v / stretch(e.y)
		})},
	})}

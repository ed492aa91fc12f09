package effect

import "math"

// OR is the log odds ratio,
//
//	ln(ad/bc),  variance 1/a + 1/b + 1/c + 1/d.
//
// Woolf 1955.
var OR = Measure{Code: "OR", Name: "odds ratio", Needs: Counts, Additive: true, Ratio: true, Back: math.Exp,
	Variances: codes(orVariances), Cites: []string{"woolf1955"},
	measure: fourfold(true, func(t cells) float64 { return math.Log(float64(t.a*t.d) / float64(t.b*t.c)) }, orVariances, marginalOR)}

var orVariances = []variant[cells]{
	{"LS", each(func(t cells) float64 { return 1/t.a + 1/t.b + 1/t.c + 1/t.d })},
}

// RR is the log risk ratio, with n₁ = a+b and n₂ = c+d,
//
//	ln((a/n₁)/(c/n₂)),  variance 1/a − 1/n₁ + 1/c − 1/n₂.
//
// Katz, Baptista, Azen and Pike 1978.
var RR = Measure{Code: "RR", Name: "risk ratio", Needs: Counts, Additive: true, Ratio: true, Back: math.Exp,
	Variances: codes(rrVariances), Cites: []string{"katz1978"},
	measure: fourfold(true, func(t cells) float64 { return math.Log(float64(t.a*(t.c+t.d)) / float64(t.c*(t.a+t.b))) }, rrVariances, marginalRR)}

// The differences 1/a − 1/n₁ are taken as b/(a·n₁), which loses no digits.
var rrVariances = []variant[cells]{
	{"LS", each(func(t cells) float64 { return t.b/float64(t.a*(t.a+t.b)) + t.d/float64(t.c*(t.c+t.d)) })},
}

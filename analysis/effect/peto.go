package effect

import "math"

// PETO is the one-step log odds ratio, the observed less the expected events of
// arm 1 over their hypergeometric variance,
//
//	(O − E)/V,  variance 1/V,
//	O = a,  E = n₁(a+c)/n,  V = n₁n₂(a+c)(b+d)/(n²(n−1)).
//
// A trial with no events, or only events, in both arms has V = 0 and no effect.
// Yusuf, Peto, Lewis, Collins and Sleight 1985.
var PETO = Measure{Code: "PETO", Name: "Peto odds ratio", Needs: Independent, Ratio: true, Back: math.Exp,
	Variances: codes(petoVariances), Cites: []string{"yusuf1985"},
	measure: counted(independent(true), func(t cells) float64 {
		n1, n := t.a+t.b, t.a+t.b+t.c+t.d
		return (t.a - float64(n1*(t.a+t.c))/n) / hypergeometric(t)
	}, petoVariances)}

var petoVariances = []variant[cells]{
	{"LS", each(func(t cells) float64 { return 1 / hypergeometric(t) })},
}

// hypergeometric is the variance of the events of arm 1 with all margins given.
func hypergeometric(t cells) float64 {
	n1, n2, events, others := t.a+t.b, t.c+t.d, t.a+t.c, t.b+t.d
	n := n1 + n2
	return n1 / n * (n2 / n) * events * others / (n - 1)
}

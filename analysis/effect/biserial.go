package effect

import (
	"math"

	"grove/analysis/study"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// pointBiserial is one trial: Cohen's d, the point-biserial correlation r, m = N−2,
// and the shares p and q of the arms.
type pointBiserial struct{ d, h, r, p, q, n float64 }

func biserial(t, c study.Group, _ Options) pointBiserial {
	m := t.N + c.N - 2
	b := pointBiserial{d: (t.Mean - c.Mean) / math.Sqrt(pooledVariance(t, c)), h: m/t.N + m/c.N, n: t.N + c.N, p: t.N / (t.N + c.N), q: c.N / (t.N + c.N)}
	b.r = b.d / math.Sqrt(float64(b.d*b.d)+b.h)
	return b
}

// RPB is the point-biserial correlation of the outcome with the arm,
//
//	r = d/√(d² + h),  h = m/n₁ + m/n₂,  m = N−2,
//
// with Cohen's d, and with variance
//
//	ST   h²(1/n₁ + 1/n₂ + d²/(2N))/(h + d²)³, the sizes of the arms fixed
//	CS   (1−r²)²(1 − (3/2)r² + r²/(4pq))/N, the people sampled and then told
//	     apart; p = n₁/N, q = n₂/N
//
// Tate 1954; Jacobs and Viechtbauer 2017.
var RPB = Measure{Code: "RPB", Name: "point-biserial correlation", Needs: Means, Back: identity,
	Variances: codes(rpbVariances), Cites: []string{"tate1954", "jacobs2017"},
	measure: averaged(biserial, func(b pointBiserial) float64 { return b.r }, rpbVariances)}

var rpbVariances = []variant[pointBiserial]{
	{"ST", each(func(b pointBiserial) float64 {
		d2 := float64(b.d * b.d)
		m := b.n - 2
		return b.h / (b.h + d2) * (b.h / (b.h + d2)) * (b.h/m + d2/(2*b.n)) / (b.h + d2)
	})},
	{"CS", each(func(b pointBiserial) float64 {
		r2 := float64(b.r * b.r)
		return stretch(b.r) * (1 - 1.5*r2 + r2/(4*b.p*b.q)) / b.n
	})},
}

// ZPB is Fisher's z of the point-biserial correlation, artanh r, with variance
// Var(r)/(1−r²)². Fisher 1921; Jacobs and Viechtbauer 2017.
var ZPB = Measure{Code: "ZPB", Name: "point-biserial correlation (pooled as Fisher's z)", Needs: Means, Back: math.Tanh,
	Variances: codes(zpbVariances), Cites: []string{"fisher1921", "tate1954", "jacobs2017"},
	measure: averaged(biserial, func(b pointBiserial) float64 { return math.Atanh(b.r) }, zpbVariances)}

var zpbVariances = stretched(rpbVariances, func(b pointBiserial) float64 { return b.r })

// RBIS is the biserial correlation, that of the outcome with a normal variable of
// which the arm tells the side of a threshold,
//
//	r_b = r√(pq)/f,  f = φ(z),  z the point beyond which the normal variable is p,
//
// with r as for RPB, and with Soper's variance
//
//	[pq/f² + (pqz²/f² + (2p−1)z/f − 5/2)r_b² + r_b⁴]/(N−1).
//
// It can lie beyond ±1; its variance is then that at ±1. Soper 1914; Jacobs and Viechtbauer 2017.
var RBIS = Measure{Code: "RBIS", Name: "biserial correlation", Needs: Means, Back: identity,
	Variances: codes(rbisVariances), Cites: []string{"soper1914", "jacobs2017"},
	measure: averaged(biserial, biserialOf, rbisVariances)}

// z is the point beyond which a normal variable is with probability p, from the
// smaller tail: exchanging the arms then exchanges its sign and nothing else.
func (b pointBiserial) z() float64 {
	if b.p < b.q {
		return -mathext.NormalQuantile(b.p)
	}
	return mathext.NormalQuantile(b.q)
}

func biserialOf(b pointBiserial) float64 {
	f := distuv.UnitNormal.Prob(b.z())
	return b.r * (math.Sqrt(b.p*b.q) / f)
}

var rbisVariances = []variant[pointBiserial]{
	{"LS", each(func(b pointBiserial) float64 {
		z := b.z()
		f := distuv.UnitNormal.Prob(z)
		r := math.Max(-1, math.Min(1, biserialOf(b)))
		r2, pq := float64(r*r), float64(b.p*b.q)/float64(f*f)
		middle := float64(pq*z*z) + (b.p-b.q)*z/f - 2.5
		return (pq + float64(middle*r2) + float64(r2*r2)) / (b.n - 1)
	})},
}

// ZBIS is Fisher's z of the biserial correlation, artanh r_b, with variance
// Var(r_b)/(1−r_b²)². Beyond ±1 there is none. Fisher 1921; Jacobs and Viechtbauer
// 2017.
var ZBIS = Measure{Code: "ZBIS", Name: "biserial correlation (pooled as Fisher's z)", Needs: Means, Back: math.Tanh,
	Variances: codes(zbisVariances), Cites: []string{"fisher1921", "soper1914", "jacobs2017"},
	measure: averaged(biserial, func(b pointBiserial) float64 { return math.Atanh(biserialOf(b)) }, zbisVariances)}

var zbisVariances = stretched(rbisVariances, biserialOf)

// stretched are the variances of correlations become those of Fisher's z.
func stretched[T any](variants []variant[T], r func(T) float64) []variant[T] {
	var all []variant[T]
	for _, v := range variants {
		all = append(all, variant[T]{v.code, func(ts []T) []float64 {
			vs := v.of(ts)
			for i, t := range ts {
				vs[i] /= stretch(r(t))
			}
			return vs
		}})
	}
	return all
}

package pool

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// HeterogeneityCites are the works behind Q, I² and H².
var HeterogeneityCites = []string{"higgins2002"}

// heterogeneity is Cochran's Q about the given centre with its p-value, and
// two I² that share a name in print and not in value (Higgins and Thompson
// 2002): from Q, 100·max(0, (Q−df)/Q), and from τ², 100·τ²/(τ²+s²), with the
// typical within-trial variance
//
//	s² = (k−1)Σw/((Σw)²−Σw²),  w = 1/v.
//
// H² is (τ²+s²)/s² where there is a τ², else Q/df. Trials without an effect of
// their own are not in them. One trial has none of them.
func heterogeneity(r *Result, y, v []float64, about float64) {
	r.Q, r.QDF, r.QP, r.I2, r.I2Q, r.H2 = math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()
	var k int
	var q, sw, pairs float64 // pairs is ((Σw)²−Σw²)/2 as the sum of products, which loses no digits
	for i := range y {
		if math.IsNaN(y[i]) {
			continue
		}
		k++
		w, d := 1/v[i], y[i]-about
		q += float64(w * float64(d*d))
		pairs += float64(w * sw)
		sw += w
	}
	if k < 2 {
		if r.K > 1 {
			r.Notes = append(r.Notes, "fewer than two trials have an effect of their own, so there is no Q and no I²")
		}
		return
	}
	r.Q, r.QDF = q, float64(k-1)
	r.QP = distuv.ChiSquared{K: r.QDF}.Survival(q)
	r.I2Q = 0
	if q > r.QDF {
		r.I2Q = 100 * (q - r.QDF) / q
	}
	r.H2 = q / r.QDF
	if !math.IsNaN(r.Tau2) {
		s2 := float64(r.QDF*sw) / (2 * pairs)
		r.I2 = 100 * r.Tau2 / (r.Tau2 + s2)
		r.H2 = (r.Tau2 + s2) / s2
	}
}

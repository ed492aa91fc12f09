package pool

import (
	"math"

	"grove/analysis/tau"
)

// nagashima are the limits of the prediction interval of Nagashima, Noma and
// Furukawa about the first effect: the quantiles of
//
//	θ = μ + τz − t√q/√Σu,  μ = Σuy/Σu,  q = Σu(y−μ)²/(k−1),  u = 1/(v+τ²),
//
// where τ² has the confidence distribution by Cochran's Q, z is normal and t has k−1
// degrees of freedom. Their paper draws τ², z and t at random; here both τ² and the χ²
// in t are points of a quadrature, given which θ is normal. ok is false where that of
// τ² did not settle.
func nagashima(d Data, level float64) (lower, upper float64, ok bool, err error) {
	points, ok, err := tau.Confidence(d.Y, d.V)
	if err != nil {
		return math.NaN(), math.NaN(), false, err
	}
	z := make([]float64, len(d.Y))
	for i, y := range d.Y {
		z[i] = y - d.Y[0]
	}
	scales := inverseChi(float64(len(z) - 1))
	var below, above Mixture[normal] // of θ and of −θ
	for _, at := range points {
		mu, se, _, q := mean(z, d.V, at.Tau2)
		for _, s := range scales {
			if p := at.P * s.p; p > 0 {
				scale := math.Sqrt(q) * se * s.x
				below.likely = append(below.likely, Point[normal]{math.Sqrt(at.Tau2), p, normal{mu, scale}})
				above.likely = append(above.likely, Point[normal]{math.Sqrt(at.Tau2), p, normal{-mu, scale}})
			}
		}
	}
	below.Points, above.Points = below.likely, above.likely
	tail := (1 - level/100) / 2
	return below.normals(ofNew).quantile(tail), -above.normals(ofNew).quantile(tail), ok, nil
}

// share is a value with its probability.
type share struct{ x, p float64 }

// inverseChi are the values of √(ν/χ²), the scale of t with ν degrees of freedom given
// its χ², by the trapezoidal rule over ln(χ²/ν), whose standard deviation is about
// √(2/ν).
func inverseChi(nu float64) []share {
	const negligible = 1e-16
	step := math.Min(0.25, 0.5*math.Sqrt(2/nu))
	var all []share
	var total float64
	for _, direction := range []float64{1, -1} {
		for n := 0; ; n++ {
			if n == 0 && direction < 0 {
				continue // the middle is there already
			}
			u := direction * float64(n) * step
			p := math.Exp(nu / 2 * (u - math.Expm1(u)))
			if p < negligible {
				break
			}
			all = append(all, share{math.Exp(-u / 2), p})
			total += p
		}
	}
	for i := range all {
		all[i].p /= total
	}
	return all
}

package pool

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// densityPoints is how many points a density is given at: an odd number, so
// that the middle one is the estimate.
const densityPoints = 121

// PredictiveDensity is the density behind a prediction interval at points from
// its lower to its upper 99% limit, on the analysis scale:
//
//	x = μ + s·t,  s = (upper − μ) / q,
//
// where t has the interval's degrees of freedom and q is its quantile at the
// level in percent. Both are nil where there is no prediction interval, or one
// that is not of this form: a posterior's.
func PredictiveDensity(r Result, level float64) (x, density []float64) {
	s := (r.PIUpper - r.Estimate) / quantile(level, r.PIDF)
	if !(s > 0) || math.IsInf(s, 0) {
		return nil, nil
	}
	reach := math.Max(quantile(99, r.PIDF), quantile(level, r.PIDF))
	for i := range densityPoints {
		t := reach * float64(2*i-densityPoints+1) / (densityPoints - 1)
		p := distuv.UnitNormal.Prob(t)
		if !math.IsInf(r.PIDF, 1) {
			p = distuv.StudentsT{Mu: 0, Sigma: 1, Nu: r.PIDF}.Prob(t)
		}
		x, density = append(x, r.Estimate+float64(s*t)), append(density, p/s)
	}
	return x, density
}

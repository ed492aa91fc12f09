package tau

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// HigginsThompson is the test-based interval of Higgins and Thompson 2002 for
// H² = (τ²+s²)/s², turned back into τ², with the typical sampling variance s² of
// I² and Cochran's Q:
//
//	ln H ± z SE,  SE = ½ (ln Q − ln(k−1))/(√(2Q) − √(2k−3))     where Q > k,
//	              SE = √(1/(2(k−2)) · (1 − 1/(3(k−2)²)))         otherwise.
//
// About a linear model k−p+1 takes the place of k. Not defined below three
// trials. It says how far Q is from its degrees of freedom, not how uncertain τ²
// is: with much heterogeneity it is far too narrow.
var HigginsThompson = Interval{Code: "HT", Name: "test-based, of H²", Cites: []string{"higgins2002"},
	limits: func(m model, from Estimate, level float64) (lo, hi float64, notes []string) {
		k := m.df() + 1
		if k < 3 {
			return undefined("the test-based interval of τ² is not estimable from fewer than three trials")
		}
		cochran := m.quadratic(weights(m, inverse))
		s2 := m.df() / cochran.trace
		se := math.Sqrt((1 - 1/(3*(k-2)*(k-2))) / (2 * (k - 2)))
		if q := cochran.q; q > k {
			se = math.Log(q/(k-1)) / 2 / (math.Sqrt(2*q) - math.Sqrt(2*k-3))
		}
		factor := math.Exp(2 * critical(level) * se)
		h2 := (from.Tau2 + s2) / s2
		return max(0, float64(s2*(h2/factor-1))), s2 * (float64(h2*factor) - 1), nil
	}}

// Wald is τ² ± z SE with the standard error of the estimate, cut at 0. The
// distribution of τ² is far from normal for any usual number of trials.
// Viechtbauer 2007.
var Wald = Interval{Code: "Wald", Name: "Wald", Cites: []string{"viechtbauer2007"},
	limits: func(_ model, from Estimate, level float64) (lo, hi float64, notes []string) {
		half := critical(level) * from.SE
		return max(0, from.Tau2-half), from.Tau2 + half, nil
	}}

// critical is the two-sided critical value of the normal distribution.
func critical(level float64) float64 { return -distuv.UnitNormal.Quantile(tail(level)) }

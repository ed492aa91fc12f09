package probe

import (
	"grove/analysis/pool"
)

// Share is what one trial contributes to the heterogeneity and to the result.
// Both are NaN for a trial without which there is no estimate.
type Share struct {
	Heterogeneity, Result float64
}

// Shares are the coordinates of a Baujat plot. For trial i, with μ and τ² of all
// trials and μ₋ and SE₋ of the trials without it, τ² estimated anew,
//
//	heterogeneity  (y−μ)²/(v+τ²)
//	result         (μ−μ₋)²/SE₋²
//
// with Wald's standard error whatever the interval of s, and no few-trials rule.
// In a common-effect model, of which the plot was made, τ² is 0 and the first
// sum to Q. Baujat and others 2002. The error is that of Influences.
func Shares(d pool.Data, s pool.Settings) ([]Share, error) {
	influences, err := Influences(d, s)
	if err != nil {
		return nil, err
	}
	s.Interval, s.Prediction, s.Few = pool.Wald.Code, "none", "off"
	full, err := pool.Fit(d, s)
	if err != nil {
		return nil, err
	}
	tau2 := full.Tau2
	if s.Model == pool.Common.Code {
		tau2 = 0
	}
	all := make([]Share, len(d.Y))
	for i, f := range influences {
		r := d.Y[i] - full.Estimate
		all[i] = Share{Heterogeneity: float64(r*r) / (d.V[i] + tau2), Result: f.Cook / f.CovarianceRatio}
	}
	return all, nil
}

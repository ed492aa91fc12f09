package pool

import (
	"fmt"
	"math"
	"strconv"
)

// Bayes is the random-effects model with a flat prior on μ and a half-normal
// prior with scale s on τ,
//
//	y ~ N(μ, v+τ²),  p(τ) ∝ exp(−τ²/(2s²)),  τ ≥ 0,
//
// by quadrature, without sampling: given τ the posterior of μ is normal, and
// the posterior of τ is one integral away. The estimate is the posterior median
// of μ, the standard error its posterior standard deviation, the interval its
// equal-tailed credible interval; τ² and its limits are the squares of the
// median and of the equal-tailed limits of τ; the weights are posterior means.
// The prediction interval is the equal-tailed one of the posterior predictive
// distribution. The prior's scale is a setting, in the unit of the effects, and
// the setting of the interval has no say. A scale that is not positive and
// finite is ErrSettings; numbers so far apart that their squares overflow are
// ErrData. Röver 2020.
var Bayes = Model{Code: "bayes", Name: "Bayesian random effects", Random: true, fit: bayes, Cites: []string{"rover2020"}}

func bayes(d Data, s Settings, prediction bool) (Result, error) {
	if !(s.Prior > 0) || math.IsInf(s.Prior, 0) {
		return Result{}, fmt.Errorf("%w: the Bayesian model needs a positive scale of its prior, not %v", ErrSettings, s.Prior)
	}
	nan, y0 := math.NaN(), d.Y[0]
	p := newPosterior(d.Y, d.V, s.Prior)
	if !(p.total > 0) || math.IsInf(p.total, 0) {
		return Result{}, fmt.Errorf("%w: effects, variances and the prior's scale are too far apart for a posterior", ErrData)
	}
	below, above := 0.5-s.Level/200, 0.5+s.Level/200
	given := func(pt point) float64 { return pt.se }
	sd, weights := p.moments()
	tau, tauLower, tauUpper := p.tau(0.5), p.tau(below), p.tau(above)
	r := Result{
		Model: "bayes", Tau2Method: "bayes", Interval: "bayes",
		K: len(d.Y), N: people(d.N), Converged: p.converged,
		Estimate: y0 + p.mixture(0.5, given), SE: sd, Statistic: nan, DF: nan, P: nan,
		CILower: y0 + p.mixture(below, given), CIUpper: y0 + p.mixture(above, given),
		WaldLower: nan, WaldUpper: nan, PILower: nan, PIUpper: nan, PIDF: nan,
		Tau2: tau * tau, Tau2SE: nan, Tau2Lower: tauLower * tauLower, Tau2Upper: tauUpper * tauUpper,
		Weights: percent(weights),
		Notes: []string{
			"half-normal prior on tau with scale " + strconv.FormatFloat(s.Prior, 'g', -1, 64) + ", flat prior on the mean",
			"posterior medians with equal-tailed credible intervals; a posterior has no p-value, no degrees of freedom and no Wald interval",
		},
	}
	if r.K == 1 {
		r.Notes = append(r.Notes, "a single trial says nothing about tau, whose posterior is the prior")
	}
	if !p.converged {
		r.Notes = append(r.Notes, "the quadrature did not settle to twelve digits")
	}
	if prediction {
		next := func(pt point) float64 { return math.Hypot(pt.se, pt.tau) }
		r.Prediction, r.PILower, r.PIUpper = "bayes", y0+p.mixture(below, next), y0+p.mixture(above, next)
	}
	about, _, _, _ := mean(d.Y, d.V, 0)
	heterogeneity(&r, d.Y, d.V, about)
	return r, nil
}

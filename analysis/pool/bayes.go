package pool

import (
	"fmt"
	"math"
)

// Bayes is the random-effects model with a prior on τ, and a flat or a normal
// one on μ,
//
//	y ~ N(μ, v+τ²),  τ ~ p(τ),
//
// by quadrature, without sampling: given τ the posterior of μ is normal, and
// the posterior of τ is one integral away. The estimate is the posterior median
// of μ, the standard error its posterior standard deviation, the interval its
// credible interval, a row of Credibles; τ² and its limits are the squares of the
// median and of the limits of τ; the weights are posterior means. The prediction
// interval is that of the posterior predictive distribution. The prior is a
// setting, a row of Priors with its parameters in the unit of the effects, and the
// setting of the interval has no say. A prior that is not fully declared is
// ErrSettings; numbers so far apart that their squares overflow, and a posterior
// that would be improper, are ErrData. A moment that is infinite is not defined,
// with a note. Röver 2020.
var Bayes = Model{Code: "bayes", Name: "Bayesian random effects", Random: true, fit: bayes, Cites: []string{"rover2020"}}

// Posterior is the posterior of a Bayesian model: of τ, of the mean, of the
// effect in a new trial, and of the effect in each trial, which is drawn from its
// own estimate towards the mean. Positive is the probability of a mean above zero.
type Posterior struct {
	Prior          string // the code of the distribution of τ, empty where there is none
	Credible       string // a code of Credibles
	Tau, Mean, New Summary
	Positive       float64
	Trials         []Summary
}

// Summary is one distribution: what is infinite or not defined is NaN, and the
// limits are those of the credible interval at the level of the settings.
type Summary struct{ Mean, SD, Median, Lower, Upper float64 }

func bayes(d Data, s Settings, prediction bool) (Result, error) {
	credible, err := s.credible()
	if err == nil {
		err = s.Prior.Usable(len(d.Y))
	}
	if err != nil {
		return Result{}, err
	}
	nan, y0 := math.NaN(), d.Y[0]
	p := newPosterior(d.Y, d.V, s.Prior)
	if !(p.total > 0) || math.IsInf(p.total, 0) {
		return Result{}, fmt.Errorf("%w: effects, variances and the prior's scale are too far apart for a posterior", ErrData)
	}
	all := p.summaries(y0, credible, s)
	r := Result{
		Model: "bayes", Tau2Method: "bayes", Interval: "bayes",
		K: len(d.Y), N: people(d.N), Converged: p.converged,
		Estimate: all.Mean.Median, SE: all.Mean.SD, Statistic: nan, DF: nan, P: nan,
		CILower: all.Mean.Lower, CIUpper: all.Mean.Upper,
		WaldLower: nan, WaldUpper: nan, PILower: nan, PIUpper: nan, PIDF: nan,
		Tau2: all.Tau.Median * all.Tau.Median, Tau2SE: nan, Tau2Lower: all.Tau.Lower * all.Tau.Lower, Tau2Upper: all.Tau.Upper * all.Tau.Upper,
		Weights: percent(p.weights()), Posterior: all,
		Notes: []string{
			s.Prior.String(),
			credible.note,
		},
	}
	if r.K == 1 {
		r.Notes = append(r.Notes, "a single trial says nothing about tau, whose posterior is the prior")
	}
	if math.IsNaN(r.SE) {
		r.Notes = append(r.Notes, "the posterior of the mean has tails too heavy for a standard deviation")
	}
	if !p.converged {
		r.Notes = append(r.Notes, "the quadrature did not settle to twelve digits")
	}
	if prediction {
		r.Prediction, r.PILower, r.PIUpper = "bayes", all.New.Lower, all.New.Upper
	}
	about, _, _, _ := mean(d.Y, d.V, 0)
	heterogeneity(&r, d.Y, d.V, about)
	return r, nil
}

// summaries are the distributions that the posterior is reported by. The moments
// that are infinite follow from how fast the density of τ falls: under a flat
// prior the standard deviation of μ grows with τ.
func (p *posterior) summaries(y0 float64, credible Credible, s Settings) Posterior {
	finite := func(x float64, moment float64) float64 {
		if p.order > moment+1 {
			return x
		}
		return math.NaN()
	}
	of := func(mixture func(point) (mean, sd float64), heavy float64) Summary {
		m, sd := p.moments(mixture)
		lower, upper := credible.limits(p.mixed(mixture), s.Level)
		return Summary{Mean: finite(y0+m, heavy), SD: finite(sd, 2*heavy), Median: y0 + p.quantile(0.5, mixture), Lower: y0 + lower, Upper: y0 + upper}
	}
	flat := 1.0
	if p.prec > 0 {
		flat = 0
	}
	all := Posterior{Prior: s.Prior.Tau, Credible: credible.Code, Mean: of(ofMean, flat), New: of(ofNew, 1)}
	m, sd := p.moments(func(pt point) (float64, float64) { return pt.tau, 0 })
	lower, upper := credible.limits(p.ofTau(), s.Level)
	all.Tau = Summary{Mean: finite(m, 1), SD: finite(sd, 2), Median: p.tau(0.5), Lower: lower, Upper: upper}
	negative, _ := p.below(-y0, ofMean)
	all.Positive = 1 - negative
	for i := range p.v {
		all.Trials = append(all.Trials, of(p.ofTrial(i), 0))
	}
	return all
}

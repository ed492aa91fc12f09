package pool

import "math"

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

func bayes(d Data, s Settings, prediction bool) (Result, error) {
	if err := s.Prior.usable(d); err != nil {
		return Result{}, err
	}
	p, err := newPosterior(d.Y, d.V, s)
	if err != nil {
		return Result{}, err
	}
	nan, all := math.NaN(), p.summaries(d.Y[0])
	var notes []string
	if len(d.Y) == 1 {
		notes = append(notes, "a single trial says nothing about τ, whose posterior is the prior")
	}
	if math.IsNaN(all.Mean.SD) {
		notes = append(notes, "the posterior of the mean has tails too heavy for a standard deviation")
	}
	r := Result{
		Model: "bayes", Tau2Method: "bayes", Interval: "bayes",
		K: len(d.Y), N: people(d.N), Converged: p.Converged,
		Estimate: all.Mean.Median, SE: all.Mean.SD, Statistic: nan, DF: nan, P: nan,
		CILower: all.Mean.Lower, CIUpper: all.Mean.Upper,
		WaldLower: nan, WaldUpper: nan, PILower: nan, PIUpper: nan, PIDF: nan,
		Tau2: all.Tau.Median * all.Tau.Median, Tau2SE: nan, Tau2Lower: all.Tau.Lower * all.Tau.Lower, Tau2Upper: all.Tau.Upper * all.Tau.Upper,
		Weights: percent(p.weights()), Posterior: all,
		Notes: p.Notes(notes...),
	}
	if prediction {
		r.Prediction, r.PILower, r.PIUpper = "bayes", all.New.Lower, all.New.Upper
	}
	about, _, _, _ := mean(d.Y, d.V, 0)
	heterogeneity(&r, d.Y, d.V, about)
	return r, nil
}

// summaries are the distributions that the posterior is reported by.
func (p *posterior) summaries(y0 float64) Posterior {
	all := Posterior{Prior: p.settings.Prior.Tau, Credible: p.credible.Code, Tau: p.Tau(),
		Mean: p.Summary(ofMean, y0, p.prec == 0), New: p.Summary(ofNew, y0, true), Positive: p.Above(-y0, ofMean)}
	for i := range p.v {
		all.Trials = append(all.Trials, p.Summary(p.ofTrial(i), y0, false))
	}
	return all
}

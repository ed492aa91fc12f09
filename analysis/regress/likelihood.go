package regress

import "math"

// Likelihood is a log likelihood at the fit with what is made of it: the
// deviance, and the criteria
//
//	AIC = −2 ln L + 2q,  BIC = −2 ln L + q ln n,  AICc = −2 ln L + 2q n/(n−q−1),
//
// with q parameters (the coefficients, and τ² or its variances where they are estimated) and n
// trials, k−p of them for the restricted likelihood.
type Likelihood struct {
	Log, Deviance, AIC, BIC, AICc float64
}

// likelihoods are the full and the restricted one. The deviance is twice what
// the log likelihood lacks to that of a model with a mean for every trial, or
// −2 ln L for the restricted likelihood, which has no such model.
func (f fitted) likelihoods() (full, restricted Likelihood) {
	k, p := float64(len(f.m.Y)), float64(len(f.m.Columns))
	w := f.working()
	parameters := p + float64(w.variances())
	logL, logR := w.likelihoods()
	full = criteria(logL, parameters, k)
	full.Deviance = 2 * (w.saturated() - logL)
	restricted = criteria(logR, parameters, k-p)
	restricted.Deviance = -2 * logR
	return full, restricted
}

func criteria(logL, parameters, n float64) Likelihood {
	l := Likelihood{Log: logL, AIC: -2*logL + 2*parameters, BIC: -2*logL + float64(parameters*math.Log(n)), AICc: math.NaN()}
	if n > parameters+1 {
		l.AICc = -2*logL + float64(2*parameters*(n/(n-parameters-1)))
	}
	return l
}

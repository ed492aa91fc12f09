package check

import (
	"math"

	"grove/analysis/effect"
	"grove/analysis/tau"
)

// Outlier finds one significant trial against the rest. With μ and its standard
// error from a random-effects fit of the other trials (at least four; DL for
// τ²), the deleted residual
//
//	|y − μ|/√(v + τ² + SE²) > 3.5  and  |y|/√v > 1.96
//
// is far beyond what the others let expect. Of more than 1,000 trials τ² is that of
// all, which one of them moves little. A trial that points the other way is
// said to: arms exchanged, a sign, or the other group of events do that. A measure
// of one group points nowhere, and its effect is not held against 0.
var Outlier = Check{Code: "outlier", Name: "one trial against the rest", Level: Warn,
	Source: "Viechtbauer & Cheung 2010, 10.1002/jrsm.11; case: a review of homeopathy for ADHD, 2023", run: outlier}

const (
	farResidual = 3.5
	twoSided95  = 1.959963984540054
	refitted    = 1000 // the most trials of which each is left out of the fit of τ²
)

func outlier(t Trials) []Finding {
	var f family
	for i, x := range t.Trials {
		if finite(x.Y, x.V) && x.V > 0 {
			f = append(f, i)
		}
	}
	if len(f) < 5 {
		return nil
	}
	m, known := effect.Lookup(t.Measure)
	points := !known || !math.IsNaN(m.Null)
	ys := f.each(t, func(x Trial) float64 { return x.Y })
	vs := f.each(t, func(x Trial) float64 { return x.V })
	residualOf := apart(ys, vs)
	var found []Finding
	for i, at := range f {
		residual, mu := residualOf(i)
		if !(math.Abs(residual) > farResidual && (!points || math.Abs(ys[i])/math.Sqrt(vs[i]) > twoSided95)) {
			continue
		}
		guess := "is a digit or a column misread?"
		if points && ys[i]*mu < 0 {
			guess = "it points the other way: are the arms, the sign or the direction of the scale exchanged?"
		}
		found = append(found, t.on(Warn, say("the effect %v is %v standard errors from %v, the pooled effect of the other %d trials (analysis scale); %v",
			ys[i], math.Abs(residual), mu, len(ys)-1, guess), at))
	}
	return found
}

// apart gives the residual of a trial from the fit of the others over its standard
// error, NaN without such a fit, and their mean.
func apart(y, v []float64) func(i int) (residual, mu float64) {
	from := func(i int, su, suy, tau2 float64) (residual, mu float64) {
		mu = suy / su
		return (y[i] - mu) / math.Sqrt(v[i]+tau2+1/su), mu
	}
	if len(y) <= refitted {
		return func(i int) (residual, mu float64) {
			ys, vs := without(y, i), without(v, i)
			between, err := tau.DL.Fit(ys, vs)
			if err != nil {
				return math.NaN(), math.NaN()
			}
			su, suy := weighted(ys, vs, between.Tau2)
			return from(i, su, suy, between.Tau2)
		}
	}
	between, err := tau.DL.Fit(y, v)
	if err != nil {
		return func(int) (residual, mu float64) { return math.NaN(), math.NaN() }
	}
	su, suy := weighted(y, v, between.Tau2)
	return func(i int) (residual, mu float64) {
		u := 1 / (v[i] + between.Tau2)
		if su-u < su/2 { // the trial has most of the weight
			su, suy := weighted(without(y, i), without(v, i), between.Tau2)
			return from(i, su, suy, between.Tau2)
		}
		return from(i, su-u, suy-float64(u*y[i]), between.Tau2)
	}
}

// weighted are the sums of the weights and of the weighted effects.
func weighted(y, v []float64, tau2 float64) (su, suy float64) {
	for i := range y {
		u := 1 / (v[i] + tau2)
		su += u
		suy += float64(u * y[i])
	}
	return su, suy
}

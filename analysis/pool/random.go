package pool

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/tau"
)

// Random lets the true effects vary about their mean with variance τ²:
//
//	μ = Σuy/Σu,  SE = 1/√Σu,  u = 1/(v+τ²),
//
// with τ² by the estimator and its interval by the method named in the settings.
// DerSimonian and Laird 1986.
var Random = Model{Code: "random", Name: "random effects", Random: true, one: "common", centre: random, Cites: []string{"dersimonian1986"}}

func random(d Data, s Settings) (centre, error) {
	c, err := between(d, s, nil)
	if err != nil {
		return c, err
	}
	c.estimate, c.se, c.weights, c.spread = mean(d.Y, d.V, c.tau2)
	return c, nil
}

// Equal is random effects with the same weight for every trial, whatever its
// size,
//
//	μ = Σy/k,  SE = √Σ(v+τ²)/k,
//
// which no relation between effects and sizes can pull to one side. An estimator
// of τ² that takes weights has the same. Only the Wald standard error is known,
// and referred to the normal distribution, or by the interval t to t with k−1
// degrees of freedom. Laird and Mosteller 1990.
var Equal = Model{Code: "equal", Name: "random effects, trials weighted equally", Random: true, one: "common", WaldOnly: true, orT: true, centre: equal, Cites: []string{"laird1990"}}

func equal(d Data, s Settings) (centre, error) {
	return weighted(d, s, slices.Repeat([]float64{1}, len(d.Y)))
}

// weighted is the mean under weights w that hang on neither effects nor
// variances, Σwy/Σw with the standard error √Σw²(v+τ²)/Σw.
func weighted(d Data, s Settings, w []float64) (centre, error) {
	c, err := between(d, s, w)
	if err != nil {
		return c, err
	}
	var sum, off, variance float64
	for i := range d.Y {
		sum += w[i]
		off += float64(w[i] * (d.Y[i] - d.Y[0]))
		variance += float64(w[i] * w[i] * (d.V[i] + c.tau2))
	}
	c.estimate, c.se, c.weights = d.Y[0]+off/sum, math.Sqrt(variance)/sum, w
	c.spread = math.NaN() // there is no factor of Hartung and Knapp's for it
	return c, nil
}

// between is a centre with τ² and its interval, and the centre of Q. An
// estimator that takes weights has the given ones, unless they are nil.
func between(d Data, s Settings, weights []float64) (centre, error) {
	e, ok := tau.Lookup(s.Tau2)
	if !ok {
		return centre{}, fmt.Errorf("%w: tau2 %q", ErrSettings, s.Tau2)
	}
	i, ok := tau.LookupInterval(cmp.Or(s.Tau2Interval, tau.Intervals[0].Code))
	if !ok {
		return centre{}, fmt.Errorf("%w: tau2_interval %q", ErrSettings, s.Tau2Interval)
	}
	fit := e.Fit
	switch {
	case s.Tau2Min < 0 && e.Down == nil:
		return centre{}, fmt.Errorf("%w: tau2_min: τ² by %s is not below 0; it can be by %s", ErrSettings, e.Code, strings.Join(downward(), ", "))
	case s.Tau2Min < 0:
		fit = func(y, v []float64) (tau.Estimate, error) { return e.Down(y, v, s.Tau2Min) }
	case e.Weighted != nil && weights != nil:
		fit = func(y, v []float64) (tau.Estimate, error) { return e.Weighted(y, v, weights) }
	}
	t, err := fit(d.Y, d.V)
	switch {
	case err != nil && s.Tau2Min < 0: // what is wrong is the least τ² asked for, not the trials
		return centre{}, fmt.Errorf("%w: tau2_min: %w", ErrSettings, err)
	case err != nil:
		return centre{}, fmt.Errorf("τ² by %s: %w", e.Code, err)
	}
	lo, hi, notes := i.Of(d.Y, d.V, t, s.Level)
	about, _, _, _ := mean(d.Y, d.V, 0)
	return centre{about: about, converged: t.Converged,
		tau2Method: e.Code, tau2: t.Tau2, tau2SE: t.SE, tau2Interval: i.Code, tau2Lower: lo, tau2Upper: hi,
		notes: append(append([]string(nil), t.Notes...), notes...)}, nil
}

// downward are the estimators that may be allowed a τ² below 0.
func downward() []string {
	var codes []string
	for _, e := range tau.Estimators {
		if e.Down != nil {
			codes = append(codes, e.Code)
		}
	}
	return codes
}

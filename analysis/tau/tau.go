// Package tau estimates the between-trial variance τ² of a random-effects
// meta-analysis and its interval.
//
// Throughout, y are the effects of k trials on the analysis scale, v > 0 their
// sampling variances, w = 1/v and u = 1/(v+τ²) weights, μ = Σuy/Σu, and P the
// matrix diag(u) − uu'/Σu, for which y'Py = Σu(y−μ)². τ² has the unit of v.
package tau

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Estimate is one estimate of τ².
type Estimate struct {
	Tau2      float64
	SE        float64 // asymptotic standard error of Tau2, NaN for one trial
	Converged bool
	Truncated bool      // the equation has no root above the least value allowed, which is taken
	Maxima    []float64 // ML and REML: every local maximum of the likelihood on [0, ∞), ascending
	Declared  bool      // given, not estimated
	Notes     []string

	restricted bool      // ML and REML: which likelihood it is
	weights    []float64 // those of its caller's, nil without
}

// Estimator is one way to estimate τ². Fit needs finite y and finite v > 0 of
// one length and leaves both untouched; other input is ErrData, no trial at
// all ErrNoTrials. From a single trial τ² is 0 with a note.
type Estimator struct {
	Code, Name string
	Also       []string // other codes under which the same equation is known
	Fit        func(y, v []float64) (Estimate, error)
	Weighted   func(y, v, a []float64) (Estimate, error)             // Fit with weights a > 0 of the caller's choice; nil where the method has its own
	Down       func(y, v []float64, least float64) (Estimate, error) // Fit with τ² down to least, from 0 to above −min v; nil where the method has none below 0
	Regress    func(*Design) Estimate                                // about a linear model
	Several    func(*Levels) Variances                               // of several variances at once; nil where the equation knows one only
	Declared   bool                                                  // given, not estimated
	Iterative  bool                                                  // found by a root search rather than a closed formula
	Cites      []string
}

// Estimators are the estimators: fixed weights first, then roots, then likelihoods.
var Estimators = []Estimator{DL, HE, HS, HSk, GENQ, GENQM, SJ, PM, PMM, ML, REML}

// ErrNoTrials says that there is no trial to estimate from.
var ErrNoTrials = errors.New("no trials")

// ErrData marks effects and variances that no estimate can be made from.
var ErrData = errors.New("τ² cannot be estimated from these data")

const (
	oneTrial   = "a single trial says nothing about τ², which is taken as 0"
	truncated  = "the estimate of τ² is not positive and is set to 0"
	bounded    = "the estimate of τ² is below the lowest value allowed, which is taken"
	negative   = "a τ² below 0 is an arithmetic value: the trials agree more than chance would have it, and no distribution has a negative variance"
	unfinished = "the search for τ² did not converge"
)

// Lookup is the estimator with the given code, or known by it too; a plain
// decimal such as 0.05 is a declared τ².
func Lookup(code string) (Estimator, bool) {
	for _, e := range Estimators {
		if e.Code == code || slices.Contains(e.Also, code) {
			return e, true
		}
	}
	return declared(code)
}

// Canonical is the code of the estimator that a word stands for.
func Canonical(word string) (code string, ok bool) {
	e, ok := Lookup(word)
	return e.Code, ok
}

// mean wraps the arithmetic of an estimator about a common mean, which then only
// ever sees two trials or more.
func mean(fit func(model) Estimate) func(y, v []float64) (Estimate, error) {
	down := down(fit)
	return func(y, v []float64) (Estimate, error) { return down(y, v, 0) }
}

// down wraps it with the least τ² that is allowed.
func down(fit func(model) Estimate) func(y, v []float64, least float64) (Estimate, error) {
	return func(y, v []float64, least float64) (Estimate, error) {
		if err := check(y, v); err != nil {
			return Estimate{}, err
		}
		s := newSample(y, v)
		if !(least <= 0 && least > -s.vmin) {
			return Estimate{}, fmt.Errorf("%w: the least τ² is at most 0 and above %v, below which a trial would have no variance left; it is %v", ErrData, -s.vmin, least)
		}
		if len(y) == 1 {
			return Estimate{SE: math.NaN(), Converged: true, Notes: []string{oneTrial}}, nil
		}
		s.floor = least
		return fit(&s).noted(), nil
	}
}

// weighted wraps the arithmetic of an estimator with weights of the caller's.
func weighted(fit func(m model, a []float64) Estimate) func(y, v, a []float64) (Estimate, error) {
	return func(y, v, a []float64) (Estimate, error) {
		if len(a) != len(v) {
			return Estimate{}, fmt.Errorf("%w: %d weights and %d variances", ErrData, len(a), len(v))
		}
		for i := range a {
			if !(a[i] > 0) || math.IsInf(a[i], 0) {
				return Estimate{}, fmt.Errorf("%w: weight %d is not a positive number", ErrData, i+1)
			}
		}
		return mean(func(m model) Estimate {
			e := fit(m, a)
			e.weights = slices.Clone(a)
			return e
		})(y, v)
	}
}

// about wraps it about a linear model.
func about(fit func(model) Estimate) func(*Design) Estimate {
	return func(d *Design) Estimate { return fit(d).noted() }
}

func (e Estimate) noted() Estimate {
	switch {
	case e.Truncated && e.Tau2 < 0:
		e.Notes = append(e.Notes, bounded)
	case e.Truncated:
		e.Notes = append(e.Notes, truncated)
	}
	if e.Tau2 < 0 {
		e.Notes = append(e.Notes, negative)
	}
	if !e.Converged {
		e.Notes = append(e.Notes, unfinished)
	}
	return e
}

func check(y, v []float64) error {
	if len(y) != len(v) {
		return fmt.Errorf("%w: %d effects and %d variances", ErrData, len(y), len(v))
	}
	if len(y) == 0 {
		return ErrNoTrials
	}
	for i := range y {
		if math.IsNaN(y[i]) || math.IsInf(y[i], 0) {
			return fmt.Errorf("%w: effect %d is not finite", ErrData, i+1)
		}
		if !(v[i] > 0) || math.IsInf(v[i], 0) {
			return fmt.Errorf("%w: variance %d is not a positive number", ErrData, i+1)
		}
	}
	return nil
}

// Package pool combines the effects of several trials into one estimate with
// its interval, its heterogeneity and its prediction interval.
//
// Everything is on the analysis scale of the effects (log for ratios). Models,
// Intervals, Predictions and FewRules are ordered tables; help, protocol and
// tests range over them.
package pool

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/study"
	"grove/analysis/tau"
)

// Data are the measured trials of one analysis, in one order throughout.
// Y and V are effects and variances on the analysis scale, finite and V > 0;
// both are NaN for a trial that only its counts bring in (Carries).
// T and C are the arms behind them, needed by the models that pool counts; they
// may be nil when only effects are known.
// Measure is the code of the effect measure.
type Data struct {
	Y, V    []float64
	T, C    []study.Group
	N       []float64 // people of each trial, NaN where not reported; nil when nothing is known of them
	Measure string
}

// Result is one finished pooled analysis on the analysis scale. What is not
// defined is NaN, and a note says why.
type Result struct {
	Model        string // as used, which the few-trials rule may have changed
	GLMM         string // the likelihood of a generalised linear mixed model, empty for other models
	Tau2Method   string // empty when no between-trial variance is in the model
	Tau2Interval string // the interval of it, empty without one
	Interval     string // as used
	Prediction   string // empty when there is none

	K int     // trials
	N float64 // people, NaN when some trial does not say

	Estimate, SE, Statistic, DF, P float64 // DF is +Inf for a normal reference
	CILower, CIUpper               float64
	WaldLower, WaldUpper           float64 // the Wald interval of the same estimate, whatever the interval used
	PILower, PIUpper, PIDF         float64

	Tau2, Tau2SE, Tau2Lower, Tau2Upper float64
	I2, I2Q, H2                        float64 // I2 from τ², I2Q from Q, in percent
	Q, QDF, QP                         float64
	Tests                              []Test // that the model brings beside Q

	Converged bool
	Weights   []float64 // percent, in the order of the data
	Posterior Posterior // of a Bayesian model, empty of others
	Notes     []string
}

// ErrSettings marks a code that no table knows.
var ErrSettings = errors.New("unknown setting")

// ErrData marks data that cannot be pooled: lengths that differ, an effect
// that is not finite, a variance that is not positive.
var ErrData = errors.New("data cannot be pooled")

// Fit pools d under s. The few-trials rule of s is applied first, so that the
// settings in the result are those really used. No trial at all is not an
// error: every number is then NaN and a note says "no trial left". With an error
// the result is Undefined.
func Fit(d Data, s Settings) (Result, error) {
	r, err := fit(d, s)
	if err != nil {
		r = Undefined(s, len(d.Y), people(d.N))
	}
	return r, err
}

func fit(d Data, s Settings) (Result, error) {
	if err := check(d, s); err != nil {
		return Result{}, err
	}
	few, ok := find(FewRules, func(r Few) string { return r.Code }, s.Few)
	if !ok {
		return Result{}, fmt.Errorf("%w: few %q", ErrSettings, s.Few)
	}
	s, why, err := picked(d, s)
	if err == nil {
		err = check(d, s) // a trial without an effect carries weight in the rule, but may not in what it picked
	}
	if err != nil {
		return Result{}, err
	}
	used, notes := few.apply(len(d.Y), s)
	notes = append(why, notes...)
	if len(d.Y) == 0 {
		return none(used, notes), nil
	}
	model, ok := find(Models, func(m Model) string { return m.Code }, used.Model)
	if !ok {
		return Result{}, fmt.Errorf("%w: model %q", ErrSettings, used.Model)
	}
	if model.Measures != nil && !slices.Contains(model.Measures, d.Measure) {
		return Result{}, fmt.Errorf("%w: the model %s pools %s, not %s", ErrSettings, model.Code, strings.Join(model.Measures, ", "), d.Measure)
	}
	prediction, ok := find(Predictions, func(p Prediction) string { return p.Code }, used.Prediction)
	if !ok {
		return Result{}, fmt.Errorf("%w: prediction %q", ErrSettings, used.Prediction)
	}
	d.Y = evened(d.Y, d.V)
	if model.fit != nil {
		return model.fit(d, used, prediction.given())
	}
	interval, ok := find(Intervals, func(i Interval) string { return i.Code }, used.Interval)
	if !ok {
		return Result{}, fmt.Errorf("%w: interval %q", ErrSettings, used.Interval)
	}
	if interval.RandomOnly && !model.Random || model.WaldOnly && !(model.orT && interval.Code == T.Code) {
		if model.own.reach == nil && interval.Code != Wald.Code && interval.Code != Intervals[0].Code { // the first stands for whatever a model has
			notes = append(notes, "the interval asked for is not known for this model, and Wald's is in its place")
		}
		interval = Wald
	}
	if model.own.reach != nil {
		interval = model.own
	}
	if model.Random && !model.WaldOnly && (interval.REMLOnly || prediction.REMLOnly) && used.Tau2 != tau.REML.Code {
		return Result{}, fmt.Errorf("%w: Kenward and Roger's method is for τ² by REML, not by %s", ErrSettings, used.Tau2)
	}
	c, err := model.centre(d, used)
	if err != nil {
		return Result{}, err
	}
	r := finish(d, c, model, interval, used.Level)
	r.Notes = append(notes, r.Notes...)
	switch {
	case model.Random && model.WaldOnly && prediction.REMLOnly:
		r.Notes = append(r.Notes, waldKnown)
	case model.Random:
		predict(&r, c, d, prediction, used.Level)
	case c.tau2Method != "" && prediction.given():
		r.Notes = append(r.Notes, "no prediction interval: this model is of the mean alone")
	}
	return r, nil
}

// evened are the effects, all of them the first where they differ by no more
// than the rounding of the numbers that they are made of, as 10.3 − 10 and 5.3 − 5
// do: a spread that is made of it alone says nothing.
func evened(y, v []float64) []float64 {
	for i := range y {
		if !(math.Abs(y[i]-y[0]) <= 1e-12*math.Max(math.Abs(y[0]), math.Sqrt(v[i]))) {
			return y
		}
	}
	return slices.Repeat(y[:1], len(y))
}

// picked is the settings with the model that a rule picks for the data, and why.
func picked(d Data, s Settings) (Settings, []string, error) {
	rule, ok := find(Models, func(m Model) string { return m.Code }, s.Model)
	if !ok || rule.pick == nil || len(d.Y) == 0 || !slices.Contains(rule.Measures, d.Measure) {
		return s, nil, nil // what is wrong with them is said later
	}
	model, why, err := rule.pick(d)
	s.Model = model
	return s, []string{why}, err
}

// find is the row of an ordered table with the given code.
func find[R any](table []R, code func(R) string, want string) (R, bool) {
	for _, row := range table {
		if code(row) == want {
			return row, true
		}
	}
	var zero R
	return zero, false
}

func check(d Data, s Settings) error {
	k := len(d.Y)
	if len(d.V) != k || d.T != nil && len(d.T) != k || d.C != nil && len(d.C) != k || (d.T == nil) != (d.C == nil) || d.N != nil && len(d.N) != k {
		return fmt.Errorf("%w: %d effects, %d variances, %d and %d arms", ErrData, k, len(d.V), len(d.T), len(d.C))
	}
	for i := range d.Y {
		if math.IsNaN(d.Y[i]) && math.IsNaN(d.V[i]) && d.T != nil && Carries(s.Model, d.Measure, d.T[i], d.C[i]) {
			continue
		}
		if math.IsNaN(d.Y[i]) || math.IsInf(d.Y[i], 0) {
			return fmt.Errorf("%w: effect %d is not finite", ErrData, i+1)
		}
		if !(d.V[i] > 0) || math.IsInf(d.V[i], 0) {
			return fmt.Errorf("%w: variance %d is not a positive number", ErrData, i+1)
		}
	}
	if !(s.Tau2Min <= 0) {
		return fmt.Errorf("%w: tau2_min %v is not 0 or below", ErrSettings, s.Tau2Min)
	}
	if !(s.Level > 0 && s.Level < 100) {
		return fmt.Errorf("%w: level %v is not between 0 and 100", ErrSettings, s.Level)
	}
	return nil
}

// none is the result of no trial: nothing defined.
func none(s Settings, notes []string) Result {
	r := Undefined(s, 0, math.NaN())
	r.Converged, r.Notes = true, append(notes, "no trial left")
	return r
}

// Undefined is the result where there is no answer: the settings asked for and
// nothing defined, from k trials with n people. The caller says why.
func Undefined(s Settings, k int, n float64) Result {
	nan := math.NaN()
	return Result{Model: s.Model, Interval: s.Interval, K: k, N: n,
		Estimate: nan, SE: nan, Statistic: nan, DF: nan, P: nan, CILower: nan, CIUpper: nan, WaldLower: nan, WaldUpper: nan,
		PILower: nan, PIUpper: nan, PIDF: nan, Tau2: nan, Tau2SE: nan, Tau2Lower: nan, Tau2Upper: nan,
		I2: nan, I2Q: nan, H2: nan, Q: nan, QDF: nan, QP: nan}
}

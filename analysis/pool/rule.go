package pool

import (
	"errors"
	"fmt"
	"math"
)

// Rule is an interval at one number of trials, with its critical values looked
// up once: what very many refits of one analysis need of the settings.
type Rule struct {
	Random bool // τ² is in the weights; otherwise one effect is assumed
	z, t   float64
	half   func(z, t, se, q float64) float64
}

// ErrWeights marks a model whose weights are not inverse variances.
var ErrWeights = errors.New("the weights of this model are not inverse variances")

// ErrInterval marks an interval that the standard error and Hartung and Knapp's
// factor do not give.
var ErrInterval = errors.New("this interval is not made from a standard error")

// RuleAt is the rule of s at k trials, its few-trials rule applied first, as Fit
// does it. A model that pools counts or makes its own interval is ErrWeights, an
// interval that needs the effects themselves ErrInterval, a code that no table
// knows ErrSettings.
func RuleAt(k int, s Settings) (Rule, error) {
	few, ok := find(FewRules, func(r Few) string { return r.Code }, s.Few)
	if !ok {
		return Rule{}, fmt.Errorf("%w: few %q", ErrSettings, s.Few)
	}
	used, _ := few.apply(k, s)
	if used.Model != Random.Code && used.Model != Common.Code {
		return Rule{}, fmt.Errorf("%w: %s", ErrWeights, used.Model)
	}
	interval, ok := find(Intervals, func(i Interval) string { return i.Code }, used.Interval)
	if !ok {
		return Rule{}, fmt.Errorf("%w: interval %q", ErrSettings, used.Interval)
	}
	if !(s.Level > 0 && s.Level < 100) {
		return Rule{}, fmt.Errorf("%w: level %v is not between 0 and 100", ErrSettings, s.Level)
	}
	random := used.Model == Random.Code
	if interval.RandomOnly && !random {
		interval = Wald
	}
	if interval.half == nil {
		return Rule{}, fmt.Errorf("%w: %s", ErrInterval, interval.Code)
	}
	return Rule{Random: random, z: quantile(s.Level, math.Inf(1)), t: quantile(s.Level, float64(k-1)), half: interval.half}, nil
}

// Half is half the width of the interval of a mean with Wald's standard error se
// and Hartung and Knapp's factor q; NaN where the interval is not defined.
func (r Rule) Half(se, q float64) float64 { return r.half(r.z, r.t, se, q) }

// Wald is half the width of the Wald interval.
func (r Rule) Wald(se float64) float64 { return float64(r.z * se) }

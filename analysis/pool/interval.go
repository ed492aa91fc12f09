package pool

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Interval is one way from an estimate to its confidence interval and test.
type Interval struct {
	Code, Name string
	RandomOnly bool // a rule for random-effects means; other models then have the Wald interval
	REMLOnly   bool // belongs to the REML estimate of τ²
	reach      func(c centre, d Data, level float64) reach
	half       func(z, t, se, q float64) float64 // half the width, from both critical values, Wald's standard error and Hartung and Knapp's factor; nil where these do not decide it
	Cites      []string
}

// Intervals are the intervals, the default first.
var Intervals = []Interval{HKGuarded, HK, HKAdhoc, HKIQWiG, Wald, T, KR, SJ, Permutation}

// reach is a standard error with the degrees of freedom of its reference
// distribution, +Inf for the normal.
type reach struct {
	code   string // the interval it really is, which for a rule is one of several
	se, df float64
	own    *limits // of an interval that no quantile times a standard error gives
	notes  []string
}

// limits are the limits of an interval and the p-value of its test.
type limits struct{ lower, upper, p float64 }

// half is half the width of the interval.
func (r reach) half(level float64) float64 { return float64(quantile(level, r.df) * r.se) }

// Wald refers the estimate over its standard error to the normal distribution.
var Wald = Interval{Code: "wald", Name: "Wald", reach: func(c centre, _ Data, _ float64) reach {
	return reach{code: "wald", se: c.se, df: math.Inf(1)}
}, half: func(z, _, se, _ float64) float64 { return float64(z * se) }}

// T refers the estimate over its standard error to t with k−1 degrees of
// freedom.
var T = Interval{Code: "t", Name: "t", reach: func(c centre, d Data, _ float64) reach {
	k := len(d.Y)
	r := reach{code: "t", se: c.se, df: float64(k - 1)}
	if k < 2 {
		r.notes = []string{"the t interval is not defined for one trial"}
	}
	return r
}, half: func(_, t, se, _ float64) float64 { return float64(t * se) }}

// Critical is the two-sided critical value of the normal distribution at a
// level in percent: 1.96 at 95.
func Critical(level float64) float64 { return quantile(level, math.Inf(1)) }

// P is the two-sided P value of an estimate over its standard error, with df
// degrees of freedom, +Inf for the normal.
func P(statistic, df float64) float64 { return twoSided(statistic, df) }

// Quantile is the two-sided critical value of a level in percent, with df degrees
// of freedom, +Inf for the normal; NaN without any.
func Quantile(level, df float64) float64 { return quantile(level, df) }

// quantile is the two-sided critical value of the level in percent: of t with
// df degrees of freedom, or of the normal for df = +Inf.
func quantile(level, df float64) float64 {
	p := 0.5 + level/200
	if math.IsInf(df, 1) {
		return distuv.UnitNormal.Quantile(p)
	}
	if !(df > 0) {
		return math.NaN()
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(p)
}

// twoSided is the probability of a statistic as far from zero or farther.
func twoSided(stat, df float64) float64 {
	x := -math.Abs(stat)
	if math.IsInf(df, 1) {
		return 2 * distuv.UnitNormal.CDF(x)
	}
	if !(df > 0) {
		return math.NaN()
	}
	return math.Min(1, 2*distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.CDF(x))
}

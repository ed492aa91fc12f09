package subsets

import "math"

// Statement is what may be said of a pooled result. stands is where an estimate
// with an interval stands to a value: a refit bears the statement out if it stands
// where the main result does. What is not defined stands at 0.
type Statement struct {
	Code, Name string
	At         string // the value it looks at: null, mid or margin
	Interval   bool   // it looks at the interval, so that degrees of freedom alone can change it
	stands     func(estimate, lower, upper, at float64) int
}

// Statements are the statements, the default first.
var Statements = []Statement{
	{Code: "null-excluded", Name: "the interval stands to no difference as the main one does", At: "null", Interval: true, stands: interval},
	{Code: "direction", Name: "the estimate lies on the side of no difference on which the main one lies", At: "null", stands: side},
	{Code: "mid", Name: "the interval stands to the minimal important difference as the main one does", At: "mid", Interval: true, stands: interval},
	{Code: "margin", Name: "the interval stands to the margin as the main one does", At: "margin", Interval: true, stands: interval},
}

// interval is +1 above, −1 below and 0 over the value.
func interval(_, lower, upper, at float64) int {
	switch {
	case lower > at:
		return 1
	case upper < at:
		return -1
	}
	return 0
}

func side(estimate, _, _, at float64) int {
	switch {
	case estimate > at:
		return 1
	case estimate < at:
		return -1
	}
	return 0
}

// at is where a row stands by its interval and by its Wald interval.
func (s Statement) at(r *Row, value float64) (own, wald int) {
	return s.stands(r.Estimate, r.Lower, r.Upper, value), s.stands(r.Estimate, r.WaldLower, r.WaldUpper, value)
}

// Stands is where an estimate with an interval stands to a value: 1 above, −1
// below, 0 neither.
func (s Statement) Stands(estimate, lower, upper, at float64) int {
	return s.stands(estimate, lower, upper, at)
}

// LookupStatement is the statement with the given code.
func LookupStatement(code string) (Statement, bool) {
	for _, s := range Statements {
		if s.Code == code {
			return s, true
		}
	}
	return Statement{}, false
}

// judge holds subsets against where the main result stands.
type judge struct {
	statement  Statement
	at         float64
	main, wald int
	tau2       float64 // of the main result, NaN where one effect is assumed
}

// verdict says whether a subset bears the statement out, by its interval and by
// its Wald interval, and whether its model is the main one's: the rule for few
// trials may assume one effect of a subset.
type verdict struct{ holds, wald, alike bool }

func (j *judge) of(r *Row) verdict {
	own, wald := j.statement.at(r, j.at)
	return verdict{own == j.main, wald == j.wald, math.IsNaN(r.Tau2) == math.IsNaN(j.tau2)}
}

// onlyDegrees says that the statement fails by the interval and not by the Wald
// interval of the same estimate: the standard error and the degrees of freedom of
// the interval's rule did it, not the estimate, nor another model.
func (v verdict) onlyDegrees() bool { return !v.holds && v.wald && v.alike }

package tau

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Interval is one way from the data, and for some from an estimate of τ², to an
// interval of τ². Limits are at least 0. Both are NaN, with a note, where the
// interval is not defined: fewer than two trials, unusable data, a level outside
// (0, 100), an estimate of another kind than the interval needs.
type Interval struct {
	Code, Name string
	Also       []string // other codes under which it is known
	limits     func(m model, from Estimate, level float64) (lo, hi float64, notes []string)
	Cites      []string
}

// Intervals are the intervals, the default first.
var Intervals = []Interval{QProfile, GeneralisedQ, BiggerstaffJackson, ProfileLikelihood, HigginsThompson, SidikJonkman, Wald}

// LookupInterval is the interval with the given code, or known by it too.
func LookupInterval(code string) (Interval, bool) {
	for _, i := range Intervals {
		if i.Code == code || slices.Contains(i.Also, code) {
			return i, true
		}
	}
	return Interval{}, false
}

// CanonicalInterval is the code of the interval that a word stands for.
func CanonicalInterval(word string) (code string, ok bool) {
	i, ok := LookupInterval(word)
	return i.Code, ok
}

const (
	noLevel   = "the interval of τ² is not estimable: the level is not between 0 and 100"
	noSpread  = "the interval of τ² is not estimable from a single trial"
	noValue   = "the interval of τ² holds no value: the effects agree more closely than their variances allow for"
	leftOut   = "the interval of τ² does not hold its estimate: the two are of different methods"
	lowerLost = "the lower limit of τ² is not estimable: the search did not converge"
	upperLost = "the upper limit of τ² is not estimable: the search did not converge"
	fixed     = "τ² is declared, not estimated, and has no interval"
)

// Of is the interval about a common mean at the level in percent, where from is
// the estimate of the same data.
func (i Interval) Of(y, v []float64, from Estimate, level float64) (lo, hi float64, notes []string) {
	if err := check(y, v); err != nil {
		return undefined("the interval of τ² is not estimable: " + err.Error())
	}
	if len(y) < 2 {
		return undefined(noSpread)
	}
	s := newSample(y, v)
	return i.of(&s, from, level)
}

// About is the interval about a linear model.
func (i Interval) About(d *Design, from Estimate, level float64) (lo, hi float64, notes []string) {
	return i.of(d, from, level)
}

func (i Interval) of(m model, from Estimate, level float64) (lo, hi float64, notes []string) {
	switch {
	case !(level > 0 && level < 100):
		return undefined(noLevel)
	case from.Declared:
		return undefined(fixed)
	}
	if lo, hi, notes = i.limits(m, from, level); hi < 0 { // about an estimate below 0
		return 0, 0, append(notes, noValue)
	}
	if hi > 0 && from.Tau2 >= 0 && (from.Tau2 < lo*(1-1e-9) || from.Tau2 > hi*(1+1e-9)) {
		notes = append(notes, leftOut)
	}
	return lo, hi, notes
}

func undefined(why string) (lo, hi float64, notes []string) {
	return math.NaN(), math.NaN(), []string{why}
}

// limits are what two searches find, NaN where one does not converge.
func limits(lower, upper func() (float64, bool)) (lo, hi float64, notes []string) {
	lo, found := lower()
	if !found {
		lo, notes = math.NaN(), append(notes, lowerLost)
	}
	hi, found = upper()
	if !found {
		hi, notes = math.NaN(), append(notes, upperLost)
	}
	return lo, hi, notes
}

// chiSquaredBelow is the value that χ² falls below with the probability p,
// chiSquaredAbove that which it exceeds.
func chiSquaredBelow(df, p float64) float64 { return 2 * mathext.GammaIncRegInv(df/2, p) }
func chiSquaredAbove(df, p float64) float64 { return 2 * mathext.GammaIncRegCompInv(df/2, p) }

// tail is the probability on either side of an interval.
func tail(level float64) float64 { return (1 - level/100) / 2 }

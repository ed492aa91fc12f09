package tau

import "math"

// ProfileLikelihood is the interval of the τ² whose likelihood falls short of
// the highest by no more than the level allows,
//
//	2 (ln L(τ̂²) − ln L(τ²)) ≤ χ² with one degree of freedom,
//
// where L is the likelihood that the estimate maximises: the full one of ML or the
// restricted one of REML. Other estimates have none. Every maximum is known, so
// that no part of the interval is missed; where a valley between two maxima is not
// in it the outer limits are given, with a note.
// Hardy and Thompson 1996; Viechtbauer 2007.
var ProfileLikelihood = Interval{Code: "PL", Name: "profile likelihood", limits: profileL, Cites: []string{"hardy1996", "viechtbauer2007"}}

func profileL(m model, from Estimate, level float64) (lo, hi float64, notes []string) {
	if from.Maxima == nil {
		return undefined("the profile likelihood interval of τ² belongs to an estimate by ML or REML")
	}
	cut := m.logLikelihood(from.Tau2, from.restricted) - chiSquaredBelow(1, level/100)/2
	above := func(t float64) (float64, float64) {
		return m.logLikelihood(t, from.restricted) - cut, m.score(t, from.restricted).score() / 2
	}
	under := func(t float64) (float64, float64) {
		l, slope := above(t)
		return -l, -slope
	}
	var inside []float64 // the maxima in the interval
	before, after := 0., math.NaN()
	for _, t := range from.Maxima {
		switch l, _ := above(t); {
		case l >= 0:
			inside = append(inside, t)
			after = math.NaN()
		case len(inside) == 0:
			before = t
		case math.IsNaN(after):
			after = t
		}
	}
	first, last := inside[0], inside[len(inside)-1]
	if math.IsNaN(after) {
		_, vmin, _ := m.spread()
		after = last + vmin
		for l, _ := above(after); l > 0 && !math.IsInf(after, 1); l, _ = above(after) {
			after *= 2
		}
	}
	lo, hi, notes = limits(func() (float64, bool) {
		if l, _ := above(before); l >= 0 {
			return before, true
		}
		return solve(under, before, first, first)
	}, func() (float64, bool) { return solve(above, last, after, last) })
	for i, t := range inside[1:] {
		valley, _ := solve(func(t float64) (float64, float64) {
			p := m.score(t, from.restricted)
			return -p.score(), 2*p.c - p.d
		}, inside[i], t, inside[i]+(t-inside[i])/2)
		if l, _ := above(valley); l < 0 {
			notes = append(notes, spanned)
		}
	}
	return lo, hi, notes
}

const spanned = "the interval of τ² spans values between two maxima of the likelihood that it does not hold"

package tau

import "math"

// solve is the root in [lo, hi] of a function that falls from positive at lo to
// negative at hi, to the last digits its values carry. Newton's steps are taken
// while they stay inside the bracket and shrink by half, halvings of the
// bracket otherwise, so that it cannot leave the bracket or stall. The function
// returns its value and its slope; the search starts at a point of the bracket.
// It reports false if it ran out of steps.
func solve(f func(t float64) (value, slope float64), lo, hi, start float64) (root float64, ok bool) {
	const steps = 400
	t, last := start, math.Inf(1)
	for range steps {
		y, slope := f(t)
		switch {
		case y > 0:
			lo = t
		case y < 0:
			hi = t
		default:
			return t, true
		}
		next := t - y/slope
		if !(next > lo && next < hi) || math.Abs(next-t) > last/2 {
			next = lo + (hi-lo)/2
		}
		last = math.Abs(next - t)
		if last <= 0x1p-51*math.Abs(next) {
			return next, true
		}
		t = next
	}
	return t, false
}

package tau

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// QProfile is the interval of τ² at the given level in percent: the values at
// which Σu(y−μ)² equals the upper and the lower quantile of χ² with k−1 degrees
// of freedom. A limit for which τ² would have to be negative is 0; when that is
// so of the upper limit the interval holds no value at all, which is noted.
// Both are NaN, with a note, where no interval is defined: fewer than two
// trials, unusable data, or a level outside (0, 100). Viechtbauer 2007.
func QProfile(y, v []float64, level float64) (lo, hi float64, notes []string) {
	nan := math.NaN()
	if !(level > 0 && level < 100) {
		return nan, nan, []string{"the interval of tau² is not estimable: the level is not between 0 and 100"}
	}
	if err := check(y, v); err != nil {
		return nan, nan, []string{"the interval of tau² is not estimable: " + err.Error()}
	}
	if len(y) < 2 {
		return nan, nan, []string{"the interval of tau² is not estimable from a single trial"}
	}
	s := newSample(y, v)
	return profileQ(&s, level)
}

// profileQ is the interval for any model.
func profileQ(m model, level float64) (lo, hi float64, notes []string) {
	nan := math.NaN()
	tail := (1 - level/100) / 2
	upper := chiSquaredAbove(m.df(), tail)
	lower := chiSquaredBelow(m.df(), tail)
	if q, _ := m.total(0); q < lower {
		return 0, 0, []string{"the interval of tau² holds no value: the effects agree more closely than their variances allow for"}
	}
	lo, found := rootOfQ(m, upper)
	hi, foundToo := rootOfQ(m, lower)
	if !found {
		lo, notes = nan, append(notes, "the lower limit of tau² is not estimable: the search did not converge")
	}
	if !foundToo {
		hi, notes = nan, append(notes, "the upper limit of tau² is not estimable: the search did not converge")
	}
	return lo, hi, notes
}

// chiSquaredBelow is the value that χ² falls below with the probability p,
// chiSquaredAbove that which it exceeds.
func chiSquaredBelow(df, p float64) float64 { return 2 * mathext.GammaIncRegInv(df/2, p) }
func chiSquaredAbove(df, p float64) float64 { return 2 * mathext.GammaIncRegCompInv(df/2, p) }

package effect

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// FromInterval is the standard error behind a reported normal interval on the
// analysis scale, with the level in percent:
//
//	SE = (high − low)/(2z).
//
// It is NaN, with a note, if the limits are out of order or missing or the level
// is not between 0 and 100. An estimate more than a twentieth of the width away
// from the middle is noted: such an interval was made on another scale, by
// another method, or misprinted.
func FromInterval(estimate, low, high, level float64) (se float64, notes []string) {
	switch {
	case math.IsNaN(low) || math.IsNaN(high):
		return math.NaN(), []string{"a limit of the reported interval is missing"}
	case !(high > low) || math.IsInf(high-low, 0):
		return math.NaN(), []string{"the limits of the reported interval are out of order or not finite"}
	case !(level > 0 && level < 100):
		return math.NaN(), []string{"the level of the reported interval is not between 0 and 100"}
	}
	if off := estimate - (low + (high-low)/2); math.Abs(off) > (high-low)/20 {
		notes = []string{"the reported interval is not symmetric about its estimate"}
	}
	return (high - low) / (-2 * distuv.UnitNormal.Quantile((1-level/100)/2)), notes
}

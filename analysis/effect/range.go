package effect

import (
	"math"
	"slices"
)

// ranges are what values a measure can have on its natural scale, where that is
// the scale on which it is pooled and an interval can lead beyond.
var ranges = []struct {
	low, high float64
	said      string
	codes     []string
}{
	{0, 1, "below 0 or above 1", []string{"PR", "R2", "CLESN", "AUCN"}},
	{0, math.Inf(1), "below 0", []string{"IR"}},
	{-1, 1, "below −1 or above 1", []string{"RD", "MPRD", "PHI", "YUQ", "YUY", "RTET", "RPB", "RBIS", "COR", "UCOR", "SPCOR", "PCOR"}},
	{math.Inf(-1), 1, "above 1", []string{"ARAW"}},
	{-math.Pi / 2, math.Pi / 2, "below −π/2 or above π/2", []string{"AS"}},
}

// Beyond says where limits on the natural scale lie if no value of the measure can
// lie there, "below 0 or above 1"; empty if they are possible or not defined.
func (m Measure) Beyond(lower, upper float64) string {
	for _, r := range ranges {
		if slices.Contains(r.codes, m.Code) && (lower < r.low || upper > r.high) {
			return r.said
		}
	}
	return ""
}

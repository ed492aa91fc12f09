package missing

import "math"

// ExtremeCites is the paper behind Gamble.
var ExtremeCites = []string{"gamble2005"}

// MostEvents and FewestEvents are the beliefs of the two extremes of counts, for the
// experimental arm: all its missing have the event and none of the control's, or
// the reverse.
var (
	MostEvents   = Belief{T: math.Inf(1), C: math.Inf(-1)}
	FewestEvents = Belief{T: math.Inf(-1), C: math.Inf(1)}
)

// Gamble widens the variance of each trial so that its interval, at a critical
// value z of the normal distribution, holds those of both extremes:
//
//	SE = (U − L)/(2z),
//
// L and U the outermost limits of the intervals under the two extremes and of
// the observed. The effect stays that of the observed. Gamble and Hollis 2005.
func Gamble(measure string, trials []Trial, z float64) (y, v []float64) {
	y, v = make([]float64, len(trials)), make([]float64, len(trials))
	low, high := make([]float64, len(trials)), make([]float64, len(trials))
	for i, t := range trials {
		y[i], v[i] = t.Y, t.V
		half := z * math.Sqrt(t.V)
		low[i], high[i] = t.Y-half, t.Y+half
	}
	for _, b := range []Belief{MostEvents, FewestEvents} {
		ys, vs := IMOR.Effects(measure, trials, b)
		for i := range trials {
			half := z * math.Sqrt(vs[i])
			low[i], high[i] = math.Min(low[i], ys[i]-half), math.Max(high[i], ys[i]+half)
		}
	}
	for i, t := range trials {
		if t.open() {
			se := (high[i] - low[i]) / (2 * z)
			v[i] = se * se
		}
	}
	return y, v
}

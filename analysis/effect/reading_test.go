package effect

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// A reading is a share; turned round, one that has a sign gives the rest of 1 and
// the others the same; no value inside an interval reads outside that of its ends.
// U1 and the overlap are of the densities themselves, by a sum over them.
func TestReadings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(-4, 4).Draw(t, "a"), rapid.Float64Range(-4, 4).Draw(t, "b")
		lower, upper := math.Min(a, b), math.Max(a, b)
		inside := lower + rapid.Float64Range(0, 1).Draw(t, "at")*(upper-lower)
		for _, r := range Readings {
			low, high := r.Between(lower, upper)
			x, turned := r.Of(inside), r.Of(-inside)
			if !(0 <= low && low-1e-15 <= x && x <= high+1e-15 && high <= 1) {
				t.Fatalf("%s of %v: %v, not within %v to %v of %v to %v", r.Code, inside, x, low, high, lower, upper)
			}
			if r.even && math.Abs(turned-x) > 1e-15 || !r.even && math.Abs(turned+x-1) > 1e-15 {
				t.Fatalf("%s: %v of %v, %v of %v", r.Code, x, inside, turned, -inside)
			}
		}
	})
	const d, step = 0.8, 1e-3
	var both, either float64
	for x := -8.0; x < 9; x += step {
		p, q := distuv.UnitNormal.Prob(x), distuv.UnitNormal.Prob(x-d)
		both += step * math.Min(p, q)
		either += step * math.Max(p, q)
	}
	for _, r := range Readings {
		want, ok := map[string]float64{"overlap": both, "u1": (either - both) / either}[r.Code]
		if ok && math.Abs(r.Of(d)-want) > 1e-6 {
			t.Errorf("%s of %v: %v, by sums %v", r.Code, d, r.Of(d), want)
		}
	}
}

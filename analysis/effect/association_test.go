package effect

import (
	"math"
	"testing"
)

// Where everyone of one arm and no one of the other has the event, φ is exactly
// ±1 with no variance, so such a trial has no effect, whatever its size.
func TestPerfectAssociation(t *testing.T) {
	for n1 := 1.0; n1 <= 60; n1++ {
		for n2 := 1.0; n2 <= 60; n2++ {
			if r := phi(cells{a: n1, d: n2}); r != 1 {
				t.Fatalf("φ of %v and %v is %.17g", n1, n2, r)
			}
			for _, m := range []Measure{PHI, ZPHI} {
				for _, variance := range m.Variances {
					if e := only(t, m, counts(0, n1, n2, n2), Options{Zero: none, Double: "keep", Variance: variance}); !math.IsNaN(e.Y) || !math.IsNaN(e.V) {
						t.Fatalf("%s %s of %v and %v: %v (%v)", m.Code, variance, n1, n2, e.Y, e.V)
					}
				}
			}
		}
	}
}

package pool

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The BCG trials, log risk ratios, at the τ² of R's pimeta (method SJ), which is
// not the last digit of REML's: its limits.
func TestSJ(t *testing.T) {
	d := Data{
		Y: []float64{-0.8893113339202054, -1.5853886572014306, -1.3480731482996933, -1.4415511900213054, -0.21754732221129558, -0.786115585818864, -1.6208982235983918, 0.011952333523840508, -0.4694176487381494, -1.3713448034727844, -0.3393588283383906, 0.44591340057137874, -0.017313948216879815},
		V: []float64{0.32558476500396133, 0.19458112139814385, 0.4153679653679654, 0.020010031902247573, 0.05121017216963086, 0.0069056184559087574, 0.22301724757231517, 0.0039615792978177295, 0.056434210463248966, 0.07302479361302891, 0.01241221397155972, 0.5325058452001528, 0.0714046596839863},
	}
	r := fitted(t, d, Settings{Model: "random", Tau2: "0.31323772858217003", Interval: "sj", Prediction: "none", Few: "off", Level: 95})
	if math.Abs(r.CILower+1.106073412390587) > 1e-14 || math.Abs(r.CIUpper+0.32299026013280724) > 1e-14 || r.DF != 12 {
		t.Errorf("%.17g to %.17g with %v degrees of freedom", r.CILower, r.CIUpper, r.DF)
	}
}

// A deviation from the mean is (1−h) times that from the mean of the others, and
// with equal variances the interval is Hartung and Knapp's.
func TestSJIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, s := draw(t), Settings{Model: "random", Tau2: "DL", Interval: "sj", Prediction: "none", Few: "off", Level: 95}
		if len(d.Y) < 2 {
			return
		}
		r := fitted(t, d, s)
		var square float64
		for i := range d.Y {
			var others, rest float64
			for j := range d.Y {
				if j != i {
					others += r.Weights[j] / 100 * (d.Y[j] - d.Y[i])
					rest += r.Weights[j] / 100
				}
			}
			h := r.Weights[i] / 100
			square += h * h * others * others / rest
		}
		if !near(r.SE, math.Sqrt(square), 1e-9) {
			t.Fatalf("standard error %v, from the means of the others %v", r.SE, math.Sqrt(square))
		}
		for i := range d.V {
			d.V[i] = d.V[0]
		}
		r = fitted(t, d, s)
		s.Interval = "hk"
		if k := fitted(t, d, s); !near(r.CIUpper, k.CIUpper, 1e-10) || !near(r.CILower, k.CILower, 1e-10) {
			t.Fatalf("equal variances: %v to %v, Hartung–Knapp %v to %v", r.CILower, r.CIUpper, k.CILower, k.CIUpper)
		}
	})
}

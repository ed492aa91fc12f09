package pool

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

var restricted = Settings{Model: "random", Tau2: "REML", Interval: "kr", Prediction: "kr", Few: "off", Level: 95}

// Under equal variances Kenward–Roger is t with k−1 degrees of freedom.
func TestKenwardRogerOfEqualVariances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, v := draw(t), rapid.Float64Range(1e-6, 1e6).Draw(t, "v")
		for i := range d.V {
			d.V[i] = v
		}
		s := restricted
		r := fitted(t, d, s)
		s.Interval, s.Prediction = "t", "v"
		e := fitted(t, d, s)
		if !near(r.SE, e.SE, 1e-12) || !near(r.DF, e.DF, 1e-9) || !near(r.CILower, e.CILower, 1e-9) || !near(r.PIUpper, e.PIUpper, 1e-9) {
			t.Fatalf("%+v, not %+v", r, e)
		}
	})
}

// It is never narrower than Wald's. One trial that outweighs all others leaves
// almost no degree of freedom, so that no limit can be written down, and loses no
// digits: the exact values for v = 1e-12, 1, 1 and τ² = 0 are from rational
// arithmetic.
func TestKenwardRogerOfOneHeavyTrial(t *testing.T) {
	d := Data{Y: []float64{0, 0, 0}, V: []float64{1e-12, 1, 1}}
	r := fitted(t, d, restricted)
	if !near(r.SE*r.SE, 0.79999999999748, 1e-14) || !near(r.DF/1.5625000000042187e-47, 1, 1e-13) || !math.IsNaN(r.CILower) || len(r.Notes) == 0 {
		t.Errorf("%+v", r)
	}
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		for i := range d.V {
			d.V[i] = math.Pow(10, rapid.Float64Range(-6, 6).Draw(t, "log v"))
		}
		if r := fitted(t, d, restricted); r.DF > 0.1 && !(r.CIUpper-r.CILower > r.WaldUpper-r.WaldLower) {
			t.Fatalf("narrower than Wald: %+v", r)
		}
	})
}

func TestKenwardRogerNeedsREML(t *testing.T) {
	s := restricted
	s.Tau2 = "DL"
	if _, err := Fit(Data{Y: []float64{1, 2, 3}, V: []float64{1, 2, 3}}, s); !errors.Is(err, ErrSettings) {
		t.Errorf("%v", err)
	}
	s.Model = "common" // which has no τ²: the rule of random-effects means gives way to Wald
	if r := fitted(t, Data{Y: []float64{1, 2, 3}, V: []float64{1, 2, 3}}, s); r.Interval != "wald" {
		t.Errorf("%+v", r)
	}
}

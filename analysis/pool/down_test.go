package pool

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"grove/analysis/tau"
)

// With a τ² below 0 allowed, a result under each model, interval and prediction
// interval is as proper as any; it has no prediction interval then, and is the usual
// one where τ² is above 0. An estimator that has none below 0 is refused.
func TestTau2BelowZero(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	below := 0
	for range 60 {
		var d Data
		for range 2 + r.IntN(7) {
			d.Y, d.V, d.N = append(d.Y, r.Float64()), append(d.V, 0.1+0.2*r.Float64()), append(d.N, float64(10+r.IntN(90)))
		}
		for _, e := range tau.Estimators {
			for _, m := range []Model{Random, Equal, SampleSize} {
				for _, i := range Intervals {
					if i.REMLOnly {
						continue
					}
					s := Settings{Model: m.Code, Tau2: e.Code, Tau2Min: -slices.Min(d.V) * 0.99, Interval: i.Code, Prediction: "hts", Few: "off", Level: 90}
					got, err := Fit(d, s)
					if e.Down == nil {
						if !errors.Is(err, ErrSettings) || !strings.Contains(err.Error(), "DL, HE, HS, HSk") {
							t.Fatalf("%s: %v", e.Code, err)
						}
						continue
					}
					if err != nil {
						t.Fatal(err)
					}
					for _, p := range improper(d, got, s) {
						t.Errorf("%+v: %s", s, p)
					}
					if got.Tau2 < 0 {
						below++
						if got.Prediction != "" {
							t.Errorf("%+v: a prediction interval with τ² %v", s, got.Tau2)
						}
						continue
					}
					s.Tau2Min = 0
					if usual, err := Fit(d, s); err != nil || got.Tau2 > 0 && (usual.Tau2 != got.Tau2 || usual.SE != got.SE || !same(usual.PILower, got.PILower)) {
						t.Errorf("%+v: %+v, not %+v (%v)", s, got, usual, err)
					}
				}
			}
		}
	}
	if below < 100 {
		t.Errorf("only %d with τ² below 0", below)
	}
	d := Data{Y: []float64{1, 2}, V: []float64{0.5, 0.7}}
	for _, least := range []float64{0.1, math.NaN()} {
		if _, err := Fit(d, Settings{Model: "random", Tau2: "DL", Tau2Min: least, Interval: "wald", Prediction: "none", Few: "off", Level: 95}); !errors.Is(err, ErrSettings) {
			t.Errorf("a least τ² of %v: %v", least, err)
		}
	}
	if _, err := Fit(d, Settings{Model: "random", Tau2: "DL", Tau2Min: -0.5, Interval: "wald", Prediction: "none", Few: "off", Level: 95}); !errors.Is(err, tau.ErrData) || !errors.Is(err, ErrSettings) {
		t.Errorf("no variance left: %v", err)
	}
}

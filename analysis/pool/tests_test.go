package pool

import (
	"testing"

	"grove/analysis/study"
)

// The continuity correction brings a difference below one half to nothing, and not
// beyond it.
func TestCMHCorrection(t *testing.T) {
	for _, c := range []struct{ difference, want float64 }{{0.3, 0}, {-0.3, 0}, {0.5, 0}, {-1.5, 0.5}} {
		if got := cmh(c.difference, 2)[1]; got.Statistic != c.want {
			t.Errorf("%v: %+v, not %v", c.difference, got, c.want)
		}
	}
}

// An arm exactly twice as large as the other is not more than twice as large.
func TestPetoBalance(t *testing.T) {
	for n, want := range map[float64]int{2000: 0, 2001: 1} {
		d := Data{T: []study.Group{{Events: 1, N: n}}, C: []study.Group{{Events: 1, N: 1000}}}
		if got := unfit(d, 0); len(got) != want {
			t.Errorf("arms of %v and 1000: %q", n, got)
		}
	}
}

// A trial is adequately powered whose standard error is the mean over 2.8, and not
// one whose is the mean over 2.79.
func TestPowered(t *testing.T) {
	for ratio, weighs := range map[float64]bool{2.81: true, 2.79: false} {
		d := Data{Y: []float64{1, 1, 1, 1}, V: []float64{1e-6, 1e-6, 1 / (ratio * ratio), 1 / (ratio * ratio)}}
		s := Settings{Model: "waap", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
		if got := fitted(t, d, s).Weights[2]; (got > 0) != weighs {
			t.Errorf("a mean of %v standard errors: weight %v", ratio, got)
		}
	}
}

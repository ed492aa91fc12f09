package probe

import (
	"testing"

	"grove/analysis/pool"
)

var settings = pool.Settings{Model: "common", Tau2: "REML", Interval: "wald", Prediction: "none", Few: "off", Level: 95}

func TestLeaveOneOutLeavesOneClusterAtATime(t *testing.T) {
	d := pool.Data{Y: []float64{0, 1, 2, 3}, V: []float64{1, 1, 1, 1}}
	cases := LeaveOneOut(d, []string{"a", "b", "a", "c"}, settings)
	want := []struct {
		name string
		mean float64
	}{{"a", 2}, {"b", 5. / 3}, {"c", 1}}
	if len(cases) != len(want) {
		t.Fatalf("%d cases, want %d", len(cases), len(want))
	}
	for i, w := range want {
		c := cases[i]
		if c.Err != nil || c.Changed != w.name || c.Result.Estimate < w.mean-1e-12 || c.Result.Estimate > w.mean+1e-12 {
			t.Errorf("case %d: %q %v %v, want %q %v", i, c.Changed, c.Result.Estimate, c.Err, w.name, w.mean)
		}
	}
}

func TestCumulativeAddsInTheGivenOrder(t *testing.T) {
	d := pool.Data{Y: []float64{0, 1, 5}, V: []float64{1, 1, 1}}
	cases := Cumulative(d, []string{"a", "b", "c"}, []int{2, 0, 1}, settings)
	want := []float64{5, 2.5, 2}
	for i, w := range want {
		if got := cases[i].Result.Estimate; got < w-1e-12 || got > w+1e-12 {
			t.Errorf("after %q: %v, want %v", cases[i].Changed, got, w)
		}
	}
}

package pool

import (
	"slices"
	"testing"

	"grove/analysis/study"
)

// A model that knows Wald's interval only says so where another was asked for; the
// default is a rule that asks for none.
func TestReplacedIntervalIsSaid(t *testing.T) {
	const said = "the interval asked for is not known for this model, and Wald's is in its place"
	arm := func(events, n float64) study.Group { return study.Group{Events: events, N: n} }
	d := Data{Y: []float64{0.2, 0.5, -0.1}, V: []float64{0.1, 0.2, 0.3}, N: []float64{80, 60, 40}, Measure: "OR",
		T: []study.Group{arm(12, 40), arm(9, 30), arm(6, 20)}, C: []study.Group{arm(10, 40), arm(6, 30), arm(7, 20)}}
	for _, c := range []struct {
		model, interval string
		replaced        bool
	}{
		{"equal", "hk", true}, {"equal", "t", false}, {"equal", "wald", false}, {"equal", "hk-guarded", false}, {"ssw", "hk-adhoc", true},
		{"mh", "t", true}, {"mh", "hk-guarded", false}, {"peto", "permutation", true}, {"common", "sj", true}, {"common", "hk", false},
		{"random", "hk", false}, {"henmi-copas", "hk", false}, {"waap", "hk-guarded", false},
	} {
		r, err := Fit(d, Settings{Model: c.model, Tau2: "DL", Interval: c.interval, Prediction: "none", Few: "off", Level: 95})
		if err != nil || slices.Contains(r.Notes, said) != c.replaced || c.replaced && r.Interval != "wald" {
			t.Errorf("%+v: interval %s, %q, %v", c, r.Interval, r.Notes, err)
		}
	}
}

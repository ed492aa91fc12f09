package effect

import (
	"math"
	"testing"

	"grove/analysis/study"
)

// The people of two arms together have the mean and standard deviation of their
// values pooled: (1, 2, 3) and (5, 7, 9, 11), by hand 38/7 and √(1750/147).
func TestCombineIsThePooledSample(t *testing.T) {
	nan := math.NaN()
	a := study.Group{N: 3, Events: nan, Mean: 2, SD: 1}
	b := study.Group{N: 4, Events: nan, Mean: 8, SD: math.Sqrt(20. / 3)}
	var all []float64
	all = append(all, 1, 2, 3, 5, 7, 9, 11)
	var sum, ss float64
	for _, x := range all {
		sum += x
	}
	mean := sum / 7
	for _, x := range all {
		ss += (x - mean) * (x - mean)
	}
	g := Combine([]study.Group{a, b})
	if g.N != 7 || math.Abs(g.Mean-mean) > 1e-14 || math.Abs(g.SD-math.Sqrt(ss/6)) > 1e-14 || !math.IsNaN(g.Events) {
		t.Errorf("%+v, want mean %v, SD %v", g, mean, math.Sqrt(ss/6))
	}
	c := Combine([]study.Group{
		{N: 10, Events: 3, Mean: nan, SD: nan, Time: 8, Randomised: 11},
		{N: 12, Events: 4, Mean: nan, SD: nan, Time: 9.5, Randomised: 12},
		{N: 5, Events: 0, Mean: nan, SD: nan, Time: 4, Randomised: 7}})
	if c.N != 27 || c.Events != 7 || c.Time != 21.5 || c.Randomised != 30 || !math.IsNaN(c.Mean) {
		t.Errorf("%+v", c)
	}
	if one := Combine([]study.Group{b}); one.Mean != b.Mean || one.SD != b.SD {
		t.Errorf("one arm became %+v", one)
	}
}

// The default rule corrects only what is not defined otherwise.
func TestZeroCellsAreCorrectedOnlyWhereNeeded(t *testing.T) {
	nan := math.NaN()
	arm := func(events, n float64) study.Group {
		return study.Group{N: n, Events: events, Mean: nan, SD: nan}
	}
	one := []study.Contrast{{Study: "a", T: arm(0, 10), C: arm(5, 10), Y: nan, V: nan}}
	both := []study.Contrast{{Study: "a", T: arm(0, 10), C: arm(0, 10), Y: nan, V: nan}}
	rule := Options{Zero: "needed", Add: 0.5, Double: "drop"}
	for _, c := range []struct {
		m    Measure
		cs   []study.Contrast
		y    float64
		note bool
	}{
		{RD, one, -0.5, false},                             // defined as it is
		{OR, one, math.Log(0.5 / 10.5), true},              // not defined without
		{RR, one, math.Log((0.5 / 11) / (5.5 / 11)), true}, // not defined without
		{RD, both, 0, true},                                // its variance is not
		{RR, []study.Contrast{{Study: "a", T: arm(10, 10), C: arm(5, 10), Y: nan, V: nan}}, math.Log(2), false}, // everybody in one arm is no obstacle to a risk ratio
	} {
		es, err := c.m.Of(c.cs, rule)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(es[0].Y-c.y) > 1e-14 || (len(es[0].Notes) > 0) != c.note {
			t.Errorf("%s: %v with notes %q, want %v", c.m.Code, es[0].Y, es[0].Notes, c.y)
		}
	}
}

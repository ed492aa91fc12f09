package effect

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"grove/analysis/study"
)

// Table I of Newcombe 1998, to its four printed decimals: what is below 0 there is
// cut off.
func TestPrintedIntervalsOfShares(t *testing.T) {
	for _, c := range []struct {
		x, n   float64
		limits map[string][2]float64
	}{
		{81, 263, map[string][2]float64{"simple": {0.2522, 0.3638}, "simple-corrected": {0.2503, 0.3657}, "wilson": {0.2553, 0.3662}, "wilson-corrected": {0.2535, 0.3682}, "clopper-pearson": {0.2527, 0.3676}}},
		{15, 148, map[string][2]float64{"simple": {0.0527, 0.1500}, "simple-corrected": {0.0494, 0.1534}, "wilson": {0.0624, 0.1605}, "wilson-corrected": {0.0598, 0.1644}, "clopper-pearson": {0.0578, 0.1617}}},
		{0, 20, map[string][2]float64{"simple": {0, 0}, "simple-corrected": {0, 0.0250}, "wilson": {0, 0.1611}, "wilson-corrected": {0, 0.2005}, "clopper-pearson": {0, 0.1684}}},
		{1, 29, map[string][2]float64{"simple": {0, 0.1009}, "simple-corrected": {0, 0.1181}, "wilson": {0.0061, 0.1718}, "wilson-corrected": {0.0018, 0.1963}, "clopper-pearson": {0.0009, 0.1776}}},
	} {
		for code, want := range c.limits {
			lower, upper := limits(t, code, c.x, c.n)
			if math.Abs(lower-want[0]) > 5.001e-5 || math.Abs(upper-want[1]) > 5.001e-5 {
				t.Errorf("%s of %v/%v: %v to %v, printed %v", code, c.x, c.n, lower, upper, want)
			}
		}
	}
}

func limits(t rapid.TB, code string, x, n float64) (lower, upper float64) {
	t.Helper()
	for _, s := range ShareIntervals {
		if s.Code == code {
			var ok bool
			if lower, upper, ok = s.Of(study.Group{Events: x, N: n}, 95); !ok {
				t.Fatalf("%s of %v/%v: none", code, x, n)
			}
		}
	}
	return lower, upper
}

// Each interval is within 0 and 1, holds the share and turns round when events and
// others are exchanged; at the limits of the exact one the counts are as rare as
// the level says. Without counts there is none.
func TestIntervalsOfShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.IntRange(1, 400).Draw(t, "n"))
		x := float64(rapid.IntRange(0, int(n)).Draw(t, "x"))
		for _, s := range ShareIntervals[1:] {
			lower, upper := limits(t, s.Code, x, n)
			low, up := limits(t, s.Code, n-x, n)
			if !(0 <= lower && lower <= x/n+1e-12 && x/n <= upper+1e-12 && upper <= 1) || math.Abs(lower+up-1) > 1e-12 || math.Abs(upper+low-1) > 1e-12 {
				t.Fatalf("%s of %v/%v: %v to %v, of the others %v to %v", s.Code, x, n, lower, upper, low, up)
			}
		}
		lower, upper := limits(t, "clopper-pearson", x, n)
		if p := 1 - (distuv.Binomial{N: n, P: lower}).CDF(x-1); x > 0 && math.Abs(p-0.025) > 1e-9 {
			t.Fatalf("%v/%v: at the lower limit %v as many events have the probability %v", x, n, lower, p)
		}
		if p := (distuv.Binomial{N: n, P: upper}).CDF(x); x < n && math.Abs(p-0.025) > 1e-9 {
			t.Fatalf("%v/%v: at the upper limit %v as few events have the probability %v", x, n, upper, p)
		}
	})
	for _, g := range []study.Group{{Events: math.NaN(), N: 9}, {Events: 3, N: 2}, {Events: 0, N: 0}} {
		for _, s := range ShareIntervals {
			if lower, upper, ok := s.Of(g, 95); ok || !math.IsNaN(lower) || !math.IsNaN(upper) {
				t.Errorf("%s of %v/%v: %v to %v", s.Code, g.Events, g.N, lower, upper)
			}
		}
	}
}

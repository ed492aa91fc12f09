package effect

import (
	"errors"
	"math"
	"slices"
	"testing"

	"grove/analysis/study"

	"pgregory.net/rapid"
)

// since is a contrast of means with the baseline of both arms.
func since(c study.Contrast, m1, s1, n1, m2, s2, n2 float64) study.Contrast {
	b := averages(m1, s1, n1, m2, s2, n2)
	c.BaseT, c.BaseC = &b.T, &b.C
	return c
}

// Lii and others 2023 (PMC10769130, table T4), MADRS on day 1, ketamine against
// saline: 12.7 (SD 7.6, 20 people) and 16.4 (10.0, 19), before the infusion 25.1
// (8.3, 20) and 29.9 (7.0, 19). The endpoints favour ketamine, the changes
// saline, and what lies between is the adjusted difference.
func TestAdjustedForBaseline(t *testing.T) {
	trial := since(averages(12.7, 7.6, 20, 16.4, 10.0, 19), 25.1, 8.3, 20, 29.9, 7.0, 19)
	plain := only(t, MD, trial, Options{})
	e := only(t, MD, trial, Options{Baseline: 0.5})
	if math.Abs(plain.Y+3.7) > 1e-12 || math.Abs(e.Y+0.9) > 0.05 {
		t.Errorf("endpoint %v, adjusted %v", plain.Y, e.Y)
	}
	// By hand: pooled variances 2897.44/37 and 2190.91/37.
	if want := -3.7 + 0.5*math.Sqrt(2897.44/2190.91)*4.8; math.Abs(e.Y-want) > 1e-12 || math.Abs(e.V-0.75*plain.V) > 1e-12 {
		t.Errorf("adjusted %v, variance %v; by hand %v and %v", e.Y, e.V, want, 0.75*plain.V)
	}
	if want := []string{"adjusted for baseline from summary data with r = 0.5"}; !slices.Equal(e.Notes, want) {
		t.Errorf("notes %q", e.Notes)
	}
}

// By hand, the same trial with fewer people measured before than after: the changes
// −12.4 and −13.5, each with the variance (s² + s₀² − 2r·s·s₀)/n over the people of
// the endpoint, 63.57/20 and 79/19.
func TestChangeFromBaseline(t *testing.T) {
	trial := since(averages(12.7, 7.6, 20, 16.4, 10.0, 19), 25.1, 8.3, 18, 29.9, 7.0, 17)
	e := only(t, MD, trial, Options{Baseline: 0.5, Change: true})
	if want := 63.57/20 + 79./19; math.Abs(e.Y-1.1) > 1e-12 || math.Abs(e.V-want) > 1e-12 {
		t.Errorf("change %v, variance %v; by hand 1.1 and %v", e.Y, e.V, want)
	}
	if want := []string{"change from baseline from summary data with r = 0.5"}; !slices.Equal(e.Notes, want) {
		t.Errorf("notes %q", e.Notes)
	}
}

func TestNotAdjusted(t *testing.T) {
	nan := math.NaN()
	ends := averages(12, 7, 20, 16, 10, 19)
	o := Options{Baseline: 0.5}
	for _, c := range []struct {
		name string
		c    study.Contrast
		note string
	}{
		{"none", ends, "baseline not reported: not adjusted"},
		{"a mean missing", since(ends, nan, 8, 20, 29, 7, 19), "baseline not reported: not adjusted"},
		{"no spread", since(ends, 25, 0, 20, 29, 0, 19), "no spread in the baseline, or too few people for one: not adjusted"},
		{"two people", since(averages(12, 7, 1, 16, 10, 1), 25, 8, 1, 29, 7, 1), "no spread in the baseline, or too few people for one: not adjusted"},
	} {
		e, plain := only(t, MD, c.c, o), only(t, MD, c.c, Options{})
		if e.Y != plain.Y || e.V != plain.V || !slices.Equal(e.Notes, []string{c.note}) {
			t.Errorf("%s: %v (%v), notes %q", c.name, e.Y, e.V, e.Notes)
		}
	}
	reported := since(study.Contrast{Y: -2, V: 0.5}, 25, 8, 20, 29, 7, 19)
	if e := only(t, MD, reported, o); e.Y != -2 || e.V != 0.5 || len(e.Notes) != 0 {
		t.Errorf("a reported effect: %+v", e)
	}
	if e := only(t, MD, since(averages(nan, 7, 20, 16, 10, 19), 25, 8, 20, 29, 7, 19), o); !math.IsNaN(e.Y) || e.Notes[len(e.Notes)-1] != "mean not reported in the experimental arm" {
		t.Errorf("no endpoint: %+v", e)
	}
	for _, r := range []float64{-0.1, 1, nan} {
		if _, err := MD.Of(nil, Options{Baseline: r}); !errors.Is(err, ErrOptions) {
			t.Errorf("r = %v: error %v", r, err)
		}
	}
}

// A balanced baseline leaves the difference alone; a constant added to the
// baseline of both arms changes nothing; with equal spreads the adjusted
// difference lies the share r of the way from the endpoints' to the changes'.
func TestIdentitiesOfTheBaseline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) float64 { return rapid.Float64Range(0.5, 20).Draw(t, name) }
		n1, n2 := float64(rapid.IntRange(2, 40).Draw(t, "n1")), float64(rapid.IntRange(2, 40).Draw(t, "n2"))
		o := Options{Baseline: rapid.Float64Range(0.01, 0.99).Draw(t, "r")}
		m1, m2, s1, s2, b1, b2, c := number("m1"), number("m2"), number("s1"), number("s2"), number("b1"), number("b2"), number("c")
		ends := averages(m1, s1, n1, m2, s2, n2)
		of := func(c study.Contrast) study.Effect { return must(t, MD, []study.Contrast{c}, o)[0] }
		plain := must(t, MD, []study.Contrast{ends}, Options{})[0]
		if e := of(since(ends, b1, s1, n1, b1, s2, n2)); !same(e.Y, plain.Y) || !same(e.V, plain.V*(1-o.Baseline*o.Baseline)) {
			t.Fatalf("balanced: %v (%v), unadjusted %v (%v)", e.Y, e.V, plain.Y, plain.V)
		}
		e, moved := of(since(ends, b1, s1, n1, b2, s2, n2)), of(since(ends, b1+c, s1, n1, b2+c, s2, n2))
		if math.Abs(e.Y-moved.Y) > 1e-9 || !same(e.V, moved.V) {
			t.Fatalf("%v, with a moved baseline %v", e.Y, moved.Y)
		}
		if between := plain.Y - o.Baseline*(b1-b2); math.Abs(e.Y-between) > 1e-9 {
			t.Fatalf("%v, not %v", e.Y, between)
		}
	})
}

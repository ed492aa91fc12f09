package effect

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"grove/analysis/study"
)

// arm is a group with everything an arm can report.
func arm(events, n, mean, sd, time float64) study.Group {
	return study.Group{N: n, Events: events, Mean: mean, SD: sd, Time: time, Randomised: n}
}

func severalArms(rule string, t, c []study.Group) study.Contrast {
	return study.Contrast{Study: "a", Label: "A", T: Combine(t), C: Combine(c), Y: math.NaN(), V: math.NaN(), Apart: &study.Apart{Rule: rule, T: t, C: c}}
}

func of(t *testing.T, m Measure, o Options, cs ...study.Contrast) []study.Effect {
	t.Helper()
	es, err := m.Of(cs, o)
	if err != nil {
		t.Fatalf("%s: %v", m.Code, err)
	}
	return es
}

// Additive measures are those, and all those, of which the comparisons of three
// arms hang together: y₁₃ − y₂₃ = y₁₂, and the third arm's share of the variances
// v₁₃ + v₂₃ − v₁₂ is that of its comparison with itself.
func TestAdditive(t *testing.T) {
	a, b, c := arm(12, 40, 10.2, 3.1, 38), arm(18, 42, 12.5, 2.8, 47), arm(8, 45, 11.4, 3.6, 41)
	n := 0
	for _, m := range Measures {
		if !slices.Contains([]Needs{Counts, Independent, Means, Rates}, m.Needs) {
			if m.Additive {
				t.Errorf("%s does not compare two arms", m.Code)
			}
			continue
		}
		pair := func(x, y study.Group) study.Contrast {
			return study.Contrast{T: x, C: y, Y: math.NaN(), V: math.NaN()}
		}
		es := of(t, m, standard, pair(a, c), pair(b, c), pair(a, b), pair(c, c))
		apart := math.Abs(es[0].Y-es[1].Y-es[2].Y) + math.Abs(es[0].V+es[1].V-es[2].V-es[3].V)
		if adds := apart < 1e-12*(es[0].V+math.Abs(es[0].Y)); adds != m.Additive {
			t.Errorf("%s: additive %v, but the three comparisons differ by %g", m.Code, m.Additive, apart)
		}
		if m.Additive {
			n++
		}
	}
	if n < 12 {
		t.Errorf("%d measures add", n)
	}
}

// metafor 3.8: rma.mv(yi, V) with the covariance of the shared arm in V. Of two
// arms on each side the comparisons are all with the first control, and the
// second control's has the coefficient 0.
func TestCovarianceIsGeneralisedLeastSquares(t *testing.T) {
	t1, t2, t3, k1 := arm(12, 40, 10.2, 3.1, 0), arm(18, 42, 0, 0, 0), arm(9, 39, 0, 0, 0), arm(8, 45, 0, 0, 0)
	m0, m1, m2 := study.Group{N: 30, Mean: 10.2, SD: 3.1}, study.Group{N: 25, Mean: 12.5, SD: 2.8}, study.Group{N: 33, Mean: 11.4, SD: 3.6}
	for _, c := range []struct {
		m    Measure
		t, c []study.Group
		y, v float64
	}{
		{OR, []study.Group{t1, t2}, []study.Group{k1}, 0.992223898431546, 0.205543846598892},
		{MD, []study.Group{m0}, []study.Group{m1, m2}, -1.811614497528831, 0.494699066447007},
		{RR, []study.Group{t1, t2}, []study.Group{k1, t3}, 0.6117877680194528, 0.0672221472173469},
	} {
		e := of(t, c.m, standard, severalArms("covariance", c.t, c.c))[0]
		if math.Abs(e.Y-c.y) > 1e-12 || math.Abs(e.V-c.v) > 1e-12 {
			t.Errorf("%s: %.15g with variance %.15g, not %v with %v", c.m.Code, e.Y, e.V, c.y, c.v)
		}
		// the order of the controls, the first of which the others are compared with, changes nothing
		slices.Reverse(c.c)
		if r := of(t, c.m, standard, severalArms("covariance", c.t, c.c))[0]; math.Abs(r.Y-e.Y) > 1e-12 || math.Abs(r.V-e.V) > 1e-12 {
			t.Errorf("%s: %v with variance %v the other way round, not %v with %v", c.m.Code, r.Y, r.V, e.Y, e.V)
		}
	}
}

// Of a split arm each comparison has its part, and the trial has their mean.
func TestSplitSharesTheArm(t *testing.T) {
	t1, t2, k := arm(12, 40, 10.2, 3.1, 38), arm(18, 42, 12.5, 2.8, 47), arm(8, 46, 11.4, 3.6, 41)
	half := arm(4, 23, 11.4, 3.6, 20.5)
	for _, m := range []Measure{OR, RR, RD, PETO, MD, SMD, IRR} {
		nan := math.NaN()
		es := of(t, m, standard, study.Contrast{T: t1, C: half, Y: nan, V: nan}, study.Contrast{T: t2, C: half, Y: nan, V: nan})
		w1, w2 := 1/es[0].V, 1/es[1].V
		e := of(t, m, standard, severalArms("split", []study.Group{t1, t2}, []study.Group{k}))[0]
		if math.Abs(e.Y-(w1*es[0].Y+w2*es[1].Y)/(w1+w2)) > 1e-13 || math.Abs(e.V-1/(w1+w2)) > 1e-13 {
			t.Errorf("%s: %v with variance %v", m.Code, e.Y, e.V)
		}
	}
}

// Of one arm on each side the rules are one; beside others a trial's effect is
// its own; the contrasts are left as they were.
func TestRulesForOneArmAreOne(t *testing.T) {
	a, b := arm(12, 40, 10.2, 3.1, 38), arm(8, 45, 11.4, 3.6, 41)
	plain := counts(3, 20, 5, 20)
	want := of(t, OR, standard, study.Contrast{T: a, C: b, Y: math.NaN(), V: math.NaN()}, plain)
	for _, rule := range ArmRules {
		if !rule.Apart {
			continue
		}
		es := of(t, OR, standard, severalArms(rule.Code, []study.Group{a}, []study.Group{b}), plain)
		if math.Abs(es[0].Y-want[0].Y) > 1e-14 || math.Abs(es[0].V-want[0].V) > 1e-14 || es[1].Y != want[1].Y || es[1].V != want[1].V {
			t.Errorf("%s: %+v", rule.Code, es)
		}
	}
}

// An arm has one set of counts: where a comparison needs a correction all arms
// of the trial get it. A trial without any event says nothing about a ratio; one
// whose effect is reported keeps it.
func TestApartWithZeroCells(t *testing.T) {
	t1, t2, k := arm(0, 40, 0, 0, 0), arm(18, 42, 0, 0, 0), arm(8, 45, 0, 0, 0)
	plus := func(g study.Group) study.Group { return arm(g.Events+0.5, g.N+1, 0, 0, 0) }
	got := of(t, OR, standard, severalArms("covariance", []study.Group{t1, t2}, []study.Group{k}))[0]
	want := of(t, OR, standard, severalArms("covariance", []study.Group{plus(t1), plus(t2)}, []study.Group{plus(k)}))[0]
	if math.Abs(got.Y-want.Y) > 1e-13 || math.Abs(got.V-want.V) > 1e-13 || !slices.Contains(got.Notes, "0.5 added to the cells of each of its arms") {
		t.Errorf("%+v, not %+v", got, want)
	}
	nobody := arm(0, 45, 0, 0, 0)
	if e := of(t, OR, standard, severalArms("covariance", []study.Group{t1, t2}, []study.Group{nobody}))[0]; math.IsNaN(e.Y + e.V) {
		t.Errorf("no event among the controls: %+v", e)
	}
	// a risk difference has a variance without an event in one arm, but that arm has none of its own
	difference := of(t, RD, standard, severalArms("covariance", []study.Group{plus(t1), plus(t2)}, []study.Group{plus(k)}))[0]
	sparing := standard
	sparing.Zero = "needed"
	if e := of(t, RD, sparing, severalArms("covariance", []study.Group{t1, t2}, []study.Group{k}))[0]; math.Abs(e.Y-difference.Y) > 1e-13 || math.Abs(e.V-difference.V) > 1e-13 {
		t.Errorf("%+v, not %+v", e, difference)
	}
	for _, rule := range []string{"split", "covariance"} {
		if e := of(t, OR, standard, severalArms(rule, []study.Group{t1, t1}, []study.Group{nobody}))[0]; !math.IsNaN(e.Y) || !strings.Contains(strings.Join(e.Notes, "; "), "no events in either arm") {
			t.Errorf("%s: no event at all: %+v", rule, e)
		}
		o := standard
		o.Zero = "none"
		if e := of(t, OR, o, severalArms(rule, []study.Group{t1}, []study.Group{k, k}))[0]; !math.IsNaN(e.Y) || len(e.Notes) == 0 {
			t.Errorf("%s: no correction: %+v", rule, e)
		}
	}
}

// What has no covariance is refused.
func TestCovarianceIsRefused(t *testing.T) {
	a, b := arm(12, 40, 10.2, 3.1, 38), arm(8, 45, 11.4, 3.6, 41)
	c := severalArms("covariance", []study.Group{a, b}, []study.Group{b})
	pooled := standard
	pooled.Variance = "HO"
	inVariance := standard
	inVariance.Zero = "only0-variance"
	for _, x := range []struct {
		m Measure
		o Options
	}{{SMD, standard}, {PETO, standard}, {MD, pooled}, {OR, inVariance}} {
		if _, err := x.m.Of([]study.Contrast{c}, x.o); !errors.Is(err, ErrOptions) {
			t.Errorf("%s %s: %v", x.m.Code, x.o.Variance, err)
		}
	}
}

// A trial says of itself only what is true of all of it: a comparison without an
// effect is not the trial, and one that has none says why.
func TestApartReasons(t *testing.T) {
	none, some, control := arm(0, 50, 0, 0, 0), arm(3, 52, 0, 0, 0), arm(0, 49, 0, 0, 0)
	uncorrected := standard
	uncorrected.Zero = "none"
	for _, c := range []struct {
		rule     string
		o        Options
		t        []study.Group
		measured bool
		last     string
	}{
		{"split", standard, []study.Group{none, some}, true, "0.5 added to each cell: no events in one arm"},
		{"split", standard, []study.Group{some, none}, true, "a comparison without an effect has no part: no events in either arm"},
		{"split", standard, []study.Group{none, none}, false, "no events in either arm"},
		{"covariance", standard, []study.Group{none, none}, false, "no events in either arm"},
		{"covariance", uncorrected, []study.Group{none, some}, false, "one of its arms has no effect or no variance of its own"},
	} {
		e := of(t, OR, c.o, severalArms(c.rule, c.t, []study.Group{control}))[0]
		if last := e.Notes[len(e.Notes)-1]; last != c.last || math.IsNaN(e.Y) == c.measured || c.measured && slices.Contains(e.Notes, "no events in either arm") {
			t.Errorf("%s of %v: %v, %q", c.rule, c.t, e.Y, e.Notes)
		}
	}
}

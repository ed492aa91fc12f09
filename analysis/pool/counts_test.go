package pool

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"grove/analysis/study"
)

func counts(model string) Settings {
	return Settings{Model: model, GLMM: "CM.EL", Tau2: "REML", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
}

// ofCounts are the models of counts with each likelihood.
func ofCounts() (all []Settings) {
	for _, m := range Models {
		switch {
		case strings.HasPrefix(m.Code, "glmm"):
			for _, v := range GLMMs {
				s := counts(m.Code)
				s.GLMM = v.Code
				all = append(all, s)
			}
		case m.carries != nil:
			all = append(all, counts(m.Code))
		}
	}
	return all
}

// drawn are rare events of four to seven trials, some without any in an arm.
func drawn(t *rapid.T) Data {
	d := Data{Measure: "OR"}
	for range rapid.IntRange(4, 7).Draw(t, "k") {
		n1, n2 := float64(rapid.IntRange(20, 200).Draw(t, "n1")), float64(rapid.IntRange(20, 200).Draw(t, "n2"))
		d.add(float64(rapid.IntRange(0, 6).Draw(t, "a")), n1, float64(rapid.IntRange(0, 6).Draw(t, "c")), n2)
	}
	return d.carried("mh")
}

// carried are the trials that bear on the effect, which all models of counts
// take.
func (d Data) carried(model string) Data {
	kept := Data{Measure: d.Measure}
	for i := range d.Y {
		if Carries(model, d.Measure, d.T[i], d.C[i]) {
			kept.Y, kept.V, kept.T, kept.C = append(kept.Y, d.Y[i]), append(kept.V, d.V[i]), append(kept.T, d.T[i]), append(kept.C, d.C[i])
		}
	}
	return kept
}

// turned is every trial with its arms, or its events and the rest, changed over.
func (d Data) turned(of func(t, c study.Group) (study.Group, study.Group), sign float64) Data {
	var x Data
	x.Measure = d.Measure
	for i := range d.Y {
		t, c := of(d.T[i], d.C[i])
		x.T, x.C, x.Y, x.V = append(x.T, t), append(x.C, c), append(x.Y, sign*d.Y[i]), append(x.V, d.V[i])
	}
	return x
}

// The order of the trials changes nothing; changing the arms over turns the log
// odds ratio round, and so does changing events and the rest over; every trial
// twice leaves the estimate and the spread where they are and, where one effect
// is assumed, shortens the standard error by √2; the data are not written to.
func TestCountsTurnedAndDoubled(t *testing.T) {
	swap := func(t, c study.Group) (study.Group, study.Group) { return c, t }
	other := func(t, c study.Group) (study.Group, study.Group) {
		t.Events, c.Events = t.N-t.Events, c.N-c.Events
		return t, c
	}
	settings := slices.DeleteFunc(ofCounts(), func(s Settings) bool { return s.GLMM == "UM.RS" || s.Model == "glmm" }) // integrals take seconds; goldens and mixed.json have their cases
	rapid.Check(t, func(t *rapid.T) {
		s, d := settings[rapid.IntRange(0, len(settings)-1).Draw(t, "settings")], drawn(t)
		before := slices.Clone(d.T)
		r, err := Fit(d, s)
		if !slices.EqualFunc(d.T, before, func(a, b study.Group) bool { return a.Events == b.Events && a.N == b.N }) {
			t.Fatal("the data were written to")
		}
		if err != nil {
			if !errors.Is(err, ErrData) || !math.IsNaN(r.Estimate) {
				t.Fatal(err)
			}
			return
		}
		mirror, err := Fit(d.turned(swap, -1), s)
		if err != nil || !near(mirror.Estimate, -r.Estimate, 1e-6) || !near(mirror.SE, r.SE, 1e-5) || !near(mirror.Tau2, r.Tau2, 1e-5) {
			t.Fatalf("%s %s: arms changed over: %+v, then %+v, %v", s.Model, s.GLMM, r, mirror, err)
		}
		if s.GLMM != "CM.AL" || !strings.HasPrefix(s.Model, "glmm") { // which is of events, and of few of them
			opposite, err := Fit(d.turned(other, -1), s)
			if err != nil || !near(opposite.Estimate, -r.Estimate, 1e-6) || !near(opposite.SE, r.SE, 1e-5) {
				t.Fatalf("%s %s: events changed over: %+v, then %+v, %v", s.Model, s.GLMM, r, opposite, err)
			}
		}
		twice := Data{Measure: "OR", Y: append(slices.Clone(d.Y), d.Y...), V: append(slices.Clone(d.V), d.V...), T: append(slices.Clone(d.T), d.T...), C: append(slices.Clone(d.C), d.C...)}
		slices.Reverse(twice.Y)
		slices.Reverse(twice.V)
		slices.Reverse(twice.T)
		slices.Reverse(twice.C)
		double, err := Fit(twice, s)
		if r.Model == "random" {
			return // whose τ² is not that of twice the trials
		}
		if err != nil || !near(double.Estimate, r.Estimate, 1e-6) || !near(double.SE, r.SE/math.Sqrt2, 1e-5) || !near(double.Tau2, r.Tau2, 1e-5) {
			t.Fatalf("%s %s: every trial twice: %+v, then %+v, %v", s.Model, s.GLMM, r, double, err)
		}
	})
}

// Where no arm of one kind has an event, or none has anything else, no likelihood
// has a maximum and no sum of Mantel and Haenszel's is defined: a plain error.
// Peto's stands.
func TestNoEventsInOneKindOfArm(t *testing.T) {
	for _, events := range []func(n float64) float64{func(float64) float64 { return 0 }, func(n float64) float64 { return n }} {
		d := Data{Measure: "OR"}
		for i := range 4 {
			n := float64(50 + i)
			d.add(events(n), n, float64(2+i), n+3)
		}
		for _, s := range ofCounts() {
			if s.GLMM == "CM.AL" && d.T[0].Events > 0 {
				continue // which is of events, and of few of them
			}
			r, err := Fit(d, s)
			if s.Model == "peto" {
				if err != nil || math.IsNaN(r.Estimate) {
					t.Errorf("peto: %v", err)
				}
				continue
			}
			if !errors.Is(err, ErrData) || !math.IsNaN(r.Estimate) || r.Converged {
				t.Errorf("%s %s: %+v, %v", s.Model, s.GLMM, r, err)
			}
		}
	}
}

// Every model of counts gives one trial its own odds ratio, or one near it, and
// says nothing of the spread.
func TestOneTrialOfCounts(t *testing.T) {
	d := Data{Measure: "OR"}
	d.add(8, 120, 15, 118)
	for _, s := range ofCounts() {
		s.Few = "grove-2026"
		r := fitted(t, d, s)
		if math.Abs(r.Estimate-d.Y[0]) > 0.1 || r.Tau2Method != "" || r.K != 1 || len(r.Notes) == 0 || !math.IsNaN(r.Q) {
			t.Errorf("%s %s: %+v, the trial's own %v", s.Model, s.GLMM, r, d.Y[0])
		}
	}
}

// Counts of millions give what counts of thousands give, or a plain error.
func TestHugeCounts(t *testing.T) {
	d, large := Data{Measure: "OR"}, Data{Measure: "OR"}
	for _, x := range [][4]float64{{40, 900, 61, 940}, {55, 1000, 52, 980}, {80, 2000, 130, 2100}, {12, 400, 30, 410}} {
		d.add(x[0], x[1], x[2], x[3])
		large.add(5e4*x[0], 5e4*x[1], 5e4*x[2], 5e4*x[3])
	}
	for _, s := range ofCounts() {
		r, err := Fit(large, s)
		if err != nil {
			if !errors.Is(err, ErrData) || !math.IsNaN(r.Estimate) {
				t.Errorf("%s %s: %v", s.Model, s.GLMM, err)
			}
			continue
		}
		if small := fitted(t, d, s); !(math.Abs(r.Estimate-small.Estimate) < 0.1) || !(r.SE > 0) {
			t.Errorf("%s %s: %v (%v), of small counts %v", s.Model, s.GLMM, r.Estimate, r.SE, small.Estimate)
		}
	}
}

// The rule for rare events picks by its conditions and says so.
func TestRareEvents(t *testing.T) {
	fill := func(rows ...[4]float64) Data {
		d := Data{Measure: "OR"}
		for _, x := range rows {
			d.add(x[0], x[1], x[2], x[3])
		}
		return d
	}
	for _, c := range []struct {
		name, model, note string
		d                 Data
		beside            []string
	}{
		{"no zero", "random", "so random effects", fill([4]float64{3, 40, 5, 41}, [4]float64{2, 50, 7, 52}, [4]float64{4, 60, 4, 61}, [4]float64{1, 30, 3, 33}, [4]float64{6, 80, 9, 81}), nil},
		{"a zero", "mh", "1 of 3 trials", fill([4]float64{0, 40, 5, 41}, [4]float64{2, 50, 7, 52}, [4]float64{4, 60, 4, 61}), []string{"glmm", "beta-binomial"}},
		{"rare", "mh", "2 of 3 trials", fill([4]float64{0, 4000, 5, 4100}, [4]float64{2, 5000, 0, 5200}, [4]float64{4, 6000, 4, 6100}), []string{"glmm", "beta-binomial", "peto"}},
		{"rare and one-sided", "peto", "so Peto", fill([4]float64{0, 4000, 1, 4100}, [4]float64{0, 5000, 2, 5200}), nil},
	} {
		s := counts("rare")
		r := fitted(t, c.d, s)
		if r.Model != c.model || !strings.Contains(r.Notes[0], c.note) {
			t.Errorf("%s: %s, %q", c.name, r.Model, r.Notes)
		}
		beside, err := Beside(c.d, s)
		var models []string
		for _, b := range beside {
			models = append(models, b.Model)
		}
		if err != nil || !slices.Equal(models, c.beside) {
			t.Errorf("%s: beside it %v, %v", c.name, models, err)
		}
	}
	d := fill([4]float64{0, 40, 5, 41}, [4]float64{0, 50, 7, 52})
	if r, err := Fit(d, counts("rare")); !errors.Is(err, ErrData) || !math.IsNaN(r.Estimate) {
		t.Errorf("one-sided and not rare: %+v, %v", r, err)
	}
}

// Counts that are not whole have no likelihood.
func TestHalfAPerson(t *testing.T) {
	d := Data{Measure: "OR"}
	d.add(3, 60, 5.5, 61)
	d.add(3, 60, 5, 61)
	for _, model := range []string{"glmm", "glmm-common", "beta-binomial"} {
		if _, err := Fit(d, counts(model)); !errors.Is(err, ErrData) || !strings.Contains(err.Error(), "whole") {
			t.Errorf("%s: %v", model, err)
		}
	}
}

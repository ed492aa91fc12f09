package pool

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
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

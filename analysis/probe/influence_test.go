package probe

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"grove/analysis/pool"
	"grove/analysis/regress"
)

// The measures of a common mean are those of a regression without moderators,
// which finds them from its own refits.
func TestInfluencesAreThoseOfARegression(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d pool.Data
		for range rapid.IntRange(3, 12).Draw(t, "k") {
			d.Y = append(d.Y, float64(rapid.IntRange(-300, 300).Draw(t, "y"))/100)
			d.V = append(d.V, math.Pow(10, rapid.Float64Range(-2, 0.5).Draw(t, "log v")))
		}
		s := settings
		s.Model = rapid.SampledFrom([]string{"common", "random"}).Draw(t, "model")
		s.Tau2 = rapid.SampledFrom([]string{"DL", "REML", "PM"}).Draw(t, "tau2")
		s.Interval = "hk" // of no consequence
		keepY, keepV := slices.Clone(d.Y), slices.Clone(d.V)
		got, err := Influences(d, s)
		if err != nil {
			t.Fatal(err)
		}
		m, err := regress.New(regress.Data{Y: d.Y, V: d.V}, "")
		if err != nil {
			t.Fatal(err)
		}
		want, _, err := regress.Diagnose(m, regress.Settings{Model: s.Model, Tau2: s.Tau2, Interval: "wald", Level: 95})
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range got {
			w := want[i]
			for _, pair := range [][2]float64{{f.Studentised, w.Studentised}, {f.DFFITS, w.DFFITS}, {f.Cook, w.Cook}, {f.CovarianceRatio, w.CovarianceRatio},
				{f.Tau2, w.Tau2}, {f.Q, w.Q}, {f.Hat, w.Hat}, {f.Weight, w.Weight}, {f.DFBETAS, w.DFBETAS[0]}} {
				if math.Abs(pair[0]-pair[1]) > 1e-7*max(1, math.Abs(pair[1])) || math.IsNaN(pair[0]) != math.IsNaN(pair[1]) {
					t.Fatalf("trial %d: %+v, as a regression %+v", i+1, f, w)
				}
			}
		}
		if !slices.Equal(d.Y, keepY) || !slices.Equal(d.V, keepV) {
			t.Fatal("the data were written to")
		}
	})
}

// One trial far off among equal ones is marked, and none where all agree.
func TestInfluential(t *testing.T) {
	d := pool.Data{Y: []float64{1, 1.1, 0.9, 1, 1.05, 5}, V: []float64{1, 1, 1, 1, 1, 1}}
	marked := func() (at []int) {
		all, err := Influences(d, settings)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range all {
			if f.Influential {
				at = append(at, i)
			}
		}
		return at
	}
	if at := marked(); !slices.Equal(at, []int{5}) {
		t.Errorf("marked: %v", at)
	}
	d.Y[5] = 1
	if at := marked(); at != nil {
		t.Errorf("marked: %v", at)
	}
}

// A single trial has no fit without it; a model of counts has no measures.
func TestInfluencesRefuse(t *testing.T) {
	all, err := Influences(pool.Data{Y: []float64{1}, V: []float64{1}}, settings)
	if err != nil || len(all) != 1 || all[0].Err == nil || !math.IsNaN(all[0].Cook) || all[0].Weight != 100 {
		t.Errorf("%+v %v", all, err)
	}
	s := settings
	s.Model = "mh"
	if _, err := Influences(pool.Data{Y: []float64{1, 2}, V: []float64{1, 1}}, s); !errors.Is(err, ErrModel) {
		t.Errorf("Mantel–Haenszel: %v", err)
	}
	if _, err := Influences(pool.Data{Y: []float64{1, math.NaN()}, V: []float64{1, 1}}, settings); err == nil {
		t.Error("an effect that is not a number")
	}
}

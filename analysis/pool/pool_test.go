package pool

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"grove/analysis/study"
)

var profile = Settings{Model: "random", Tau2: "REML", Interval: "hk-guarded", Prediction: "guarded", Few: "grove-2026", Level: 95}

func draw(t *rapid.T) Data {
	k := rapid.IntRange(2, 12).Draw(t, "k")
	var d Data
	for range k {
		d.Y = append(d.Y, rapid.Float64Range(-3, 3).Draw(t, "y"))
		d.V = append(d.V, rapid.Float64Range(0.01, 2).Draw(t, "v"))
	}
	return d
}

func near(a, b, tol float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= tol*(1+math.Abs(a)+math.Abs(b))
}

func fitted(t rapid.TB, d Data, s Settings) Result {
	t.Helper()
	r, err := Fit(d, s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The guarded interval holds Wald's and Hartung and Knapp's and is one of them;
// no prediction interval is narrower than the confidence interval it belongs to.
func TestGuardedIsTheWider(t *testing.T) {
	off := profile
	off.Few = "off"
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		width := func(code string) float64 {
			s := off
			s.Interval = code
			r := fitted(t, d, s)
			return r.CIUpper - r.CILower
		}
		if g, w, h := width("hk-guarded"), width("wald"), width("hk"); g != w && g != h || g < w || g < h {
			t.Fatalf("guarded %v, Wald %v, Hartung–Knapp %v", g, w, h)
		}
		r := fitted(t, d, off)
		if r.Prediction != "" && r.PIUpper-r.PILower < (r.CIUpper-r.CILower)*(1-1e-12) {
			t.Fatalf("prediction narrower than confidence: %+v", r)
		}
	})
}

// Differences of decimals that are all the same but for rounding leave no spread
// to make an interval from.
func TestEqualButForRounding(t *testing.T) {
	d := Data{Measure: "MD", V: []float64{0.4, 0.5, 0.6, 0.4}}
	for _, of := range [][2]float64{{10.3, 10}, {5.3, 5}, {0.7, 0.4}, {103.3, 103}} {
		d.Y = append(d.Y, of[0]-of[1])
	}
	for _, interval := range []string{"hk", "sj", "hk-guarded"} {
		s := profile
		s.Few, s.Interval, s.Prediction = "off", interval, "hk"
		r := fitted(t, d, s)
		if none := math.IsNaN(r.CILower) && math.IsNaN(r.P); none != (interval != "hk-guarded") || !math.IsNaN(r.PILower) {
			t.Errorf("%s: %+v", interval, r)
		}
	}
	s := profile
	s.Few, s.Model = "off", "uwls"
	if r := fitted(t, d, s); !math.IsNaN(r.CILower) || !math.IsNaN(r.P) {
		t.Errorf("uwls: %+v", r)
	}
}

// Equal variances and no spread beyond them: random and common agree.
func TestEqualTrialsAgree(t *testing.T) {
	d := Data{Y: []float64{0.1, 0.2, 0.15, 0.12, 0.18}, V: []float64{1, 1, 1, 1, 1}}
	s := profile
	random := fitted(t, d, s)
	s.Model = "common"
	common := fitted(t, d, s)
	if !near(random.Estimate, 0.15, 1e-14) || !near(common.Estimate, 0.15, 1e-14) || random.Tau2 != 0 {
		t.Errorf("%v, %v, τ² %v", random.Estimate, common.Estimate, random.Tau2)
	}
}

// The rule for few trials, row by row.
func TestFewTrials(t *testing.T) {
	y, v := []float64{0.5, 0.9, 0.7, 0.2, 1.4}, []float64{0.2, 0.3, 0.25, 0.2, 0.3}
	for _, c := range []struct {
		k                           int
		model, interval, prediction string
		beside                      int
		note                        string
	}{
		{0, "random", "hk-guarded", "", 0, "no trial left"},
		{1, "common", "wald", "", 0, "single trial"},
		{2, "common", "wald", "", 0, "assumes one effect"},
		{3, "random", "hk-guarded", "", 3, "fewer than five"},
		{4, "random", "hk-guarded", "", 3, "fewer than five"},
		{5, "random", "hk-guarded", "guarded", 0, "fewer than ten"},
	} {
		d := Data{Y: y[:c.k], V: v[:c.k]}
		r := fitted(t, d, profile)
		if r.Model != c.model || r.Interval != c.interval || r.Prediction != c.prediction || r.K != c.k {
			t.Errorf("k = %d: model %s, interval %s, prediction %q, k %d", c.k, r.Model, r.Interval, r.Prediction, r.K)
		}
		if !strings.Contains(strings.Join(r.Notes, "; "), c.note) {
			t.Errorf("k = %d: no note with %q in %q", c.k, c.note, r.Notes)
		}
		if (c.k == 0) != math.IsNaN(r.Estimate) {
			t.Errorf("k = %d: estimate %v", c.k, r.Estimate)
		}
		beside, err := Beside(d, profile)
		if err != nil || len(beside) != c.beside {
			t.Errorf("k = %d: %d intervals beside, %v", c.k, len(beside), err)
		}
	}
}

// A trial with only events in both arms has no risk ratio of its own and still
// draws the Mantel–Haenszel risk ratio towards 1; one without events does not.
func TestTrialsThatOnlyCount(t *testing.T) {
	group := func(events, n float64) study.Group {
		return study.Group{Events: events, N: n, Mean: math.NaN(), SD: math.NaN()}
	}
	if !Carries("mh", "RR", group(5, 5), group(8, 8)) || Carries("mh", "RR", group(0, 5), group(0, 8)) ||
		Carries("mh", "OR", group(5, 5), group(8, 8)) || Carries("random", "RR", group(5, 5), group(8, 8)) {
		t.Error("the wrong trials carry weight")
	}
	s := profile
	s.Model = "mh"
	d := Data{Measure: "RR", Y: []float64{math.Log(0.5)}, V: []float64{0.5}, T: []study.Group{group(2, 10)}, C: []study.Group{group(4, 10)}}
	without := fitted(t, d, s)
	d.Y, d.V = append(d.Y, math.NaN()), append(d.V, math.NaN())
	d.T, d.C = append(d.T, group(5, 5)), append(d.C, group(8, 8))
	with := fitted(t, d, s)
	if !near(without.Estimate, math.Log(0.5), 1e-12) || !(with.Estimate > without.Estimate && with.Estimate < 0) || with.K != 2 {
		t.Errorf("without %v, with %v", without.Estimate, with.Estimate)
	}
}

// I² keeps its digits when one variance is far smaller than the others. The value
// is exact rational arithmetic on these numbers with τ² = 1.
func TestISquaredOfVeryUnequalVariances(t *testing.T) {
	r := Result{Tau2: 1}
	heterogeneity(&r, []float64{0, 1, 2, 3}, []float64{10, 10, 1e-9, 3}, 2)
	// w = 0.1, 0.1, 1e9, 1/3: s² = 3Σw/(2Σ_{i<j}w_i w_j)
	w := []float64{0.1, 0.1, 1e9, 1. / 3}
	products := w[0]*w[1] + (w[0]+w[1]+w[3])*w[2] + (w[0]+w[1])*w[3]
	s2 := 3 * (w[0] + w[1] + w[3] + w[2]) / (2 * products)
	if want := 100 / (1 + s2); !near(r.I2, want, 1e-14) {
		t.Errorf("%.15g, want %.15g", r.I2, want)
	}
}

func TestDataThatCannotBePooled(t *testing.T) {
	nan := math.NaN()
	for name, d := range map[string]Data{
		"lengths":            {Y: []float64{1, 2}, V: []float64{1}},
		"effect not finite":  {Y: []float64{1, math.Inf(1)}, V: []float64{1, 1}},
		"no variance":        {Y: []float64{1, 2}, V: []float64{1, 0}},
		"missing effect":     {Y: []float64{1, nan}, V: []float64{1, nan}},
		"missing a variance": {Y: []float64{1, 2}, V: []float64{1, nan}},
	} {
		if _, err := Fit(d, profile); !errors.Is(err, ErrData) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := profile
	s.Interval = "none"
	if _, err := Fit(Data{Y: []float64{1, 2, 3}, V: []float64{1, 1, 1}}, s); !errors.Is(err, ErrSettings) {
		t.Error("an unknown interval is taken")
	}
}

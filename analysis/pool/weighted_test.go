package pool

import (
	"errors"
	"math"
	"slices"
	"testing"

	"grove/analysis/study"

	"pgregory.net/rapid"
)

// Under equal variances the inverse variance heterogeneity mean is the
// random-effects mean, and always the one of a common effect with a wider
// interval.
func TestIVhet(t *testing.T) {
	s := Settings{Interval: "wald", Tau2: "DL", Prediction: "none", Few: "off", Level: 95}
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		fit := func(model string) Result {
			s := s
			s.Model = model
			return fitted(t, d, s)
		}
		r, c := fit("ivhet"), fit("common")
		var want float64
		for i, w := range c.Weights {
			want += w * w / 1e4 * (d.V[i] + r.Tau2)
		}
		if r.Estimate != c.Estimate || r.SE < c.SE || !near(r.SE*r.SE, want, 1e-12) {
			t.Fatalf("%+v, common effect %+v", r, c)
		}
		for i := range d.V {
			d.V[i] = d.V[0]
		}
		r, e := fit("ivhet"), fit("random")
		if !near(r.Estimate, e.Estimate, 1e-12) || !near(r.SE, e.SE, 1e-12) || !near(r.CIUpper, e.CIUpper, 1e-12) || r.Tau2 != e.Tau2 {
			t.Fatalf("%+v, random effects %+v", r, e)
		}
	})
}

// Unrestricted weighted least squares is the common effect with Hartung and
// Knapp's variance, and is the same whatever the unit of all variances.
func TestUWLS(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		s := Settings{Model: "uwls", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
		r := fitted(t, d, s)
		scaled, c := Data{Y: d.Y}, rapid.Float64Range(1e-3, 1e3).Draw(t, "factor")
		for _, v := range d.V {
			scaled.V = append(scaled.V, c*v)
		}
		if !slices.Equal(evened(d.Y, d.V), evened(scaled.Y, scaled.V)) {
			t.Skip("effects that are equal beside one standard error and not beside the other")
		}
		u := fitted(t, scaled, s)
		s.Model, s.Interval = "common", "hk"
		e := fitted(t, d, s)
		for _, x := range []Result{u, e} {
			if !near(r.Estimate, x.Estimate, 1e-12) || !near(r.SE, x.SE, 1e-12) || !near(r.P, x.P, 1e-9) || !near(r.CILower, x.CILower, 1e-12) || r.DF != x.DF {
				t.Fatalf("%+v, not %+v", r, x)
			}
		}
	})
}

// Three of five trials have 80% power for the mean of all, by hand: the mean of
// all is 0.4·(Σw=300)... the two imprecise ones get no weight.
func TestWAAP(t *testing.T) {
	d := Data{Y: []float64{0.5, 0.3, 0.4, 2, -1}, V: []float64{0.01, 0.01, 0.01, 1, 1}}
	s := Settings{Model: "waap", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	r := fitted(t, d, s)
	// 0.4 of the first three: SE² = Σw(y−μ)²/(2Σw) = 100·0.02/(2·300)
	if !near(r.Estimate, 0.4, 1e-14) || !near(r.SE*r.SE, 2./600, 1e-13) || r.DF != 2 || r.Weights[3] != 0 || !near(r.Weights[0], 100./3, 1e-13) || r.QDF != 4 {
		t.Errorf("%+v", r)
	}
	// The threshold is the mean over 2.8: 0.4028/2.8 = 0.1439 > 0.1.
	d.V[0] = 0.16 * 0.16
	if r := fitted(t, d, s); r.Weights[0] != 0 || r.DF != 1 {
		t.Errorf("%+v", r)
	}
	for i := range d.V {
		d.V[i] = 1
	}
	s.Model = "uwls"
	all := fitted(t, d, s)
	s.Model = "waap"
	if r := fitted(t, d, s); r.Estimate != all.Estimate || r.SE != all.SE || r.DF != 4 || len(r.Notes) <= len(all.Notes) {
		t.Errorf("%+v", r)
	}
	if one := fitted(t, Data{Y: d.Y[:1], V: d.V[:1]}, s); !math.IsNaN(one.CILower) || one.Estimate != d.Y[0] || len(one.Notes) == 0 {
		t.Errorf("%+v", one)
	}
}

// Weights by size are n₁n₂/(n₁+n₂) of two arms and the people of one group or
// where the arms are not known; trials of one size are weighted equally, and one
// without people is refused.
func TestSampleSizeWeights(t *testing.T) {
	d := Data{Y: []float64{1, 3, 2}, V: []float64{0.5, 0.25, 1}, N: []float64{20, 40, 60}, Measure: "OR",
		T: []study.Group{{N: 10}, {N: 30}, {N: 30}}, C: []study.Group{{N: 10}, {N: 10}, {N: 30}}}
	s := Settings{Model: "ssw", Tau2: "0.5", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	for _, c := range []struct {
		measure string
		w       [3]float64
	}{{"OR", [3]float64{5, 7.5, 15}}, {"PLO", [3]float64{20, 40, 60}}} {
		d.Measure = c.measure
		r, w := fitted(t, d, s), c.w
		sum := w[0] + w[1] + w[2]
		if !near(r.Estimate, (w[0]+3*w[1]+2*w[2])/sum, 1e-14) || !near(r.SE*r.SE, (w[0]*w[0]+0.75*w[1]*w[1]+1.5*w[2]*w[2])/(sum*sum), 1e-14) || !near(r.Weights[1], 100*w[1]/sum, 1e-13) {
			t.Errorf("%s: %+v", c.measure, r)
		}
	}
	d.T[1].N = math.NaN()
	if r := fitted(t, d, s); !near(r.Weights[1], 100*40./120, 1e-13) {
		t.Errorf("without the arms of a trial: %+v", r)
	}
	d.N[1] = math.NaN()
	if _, err := Fit(d, s); !errors.Is(err, ErrData) {
		t.Errorf("a trial without people: %v", err)
	}
	d.N[0], d.N[1], d.N[2] = 7, 7, 7
	s.Tau2 = "GENQ"
	r := fitted(t, d, s)
	s.Model = "equal"
	if e := fitted(t, d, s); !near(r.Estimate, e.Estimate, 1e-14) || !near(r.SE, e.SE, 1e-14) || !near(r.Tau2, e.Tau2, 1e-12) {
		t.Errorf("of one size: %+v, equal weights %+v", r, e)
	}
}

// The standard errors of own weights referred to t, as metafor 3.8-1 has them:
//
//	rma(yi, vi, weights = ni, test = "t", control = list(threshold = 1e-13))
//	rma(yi, vi, weighted = FALSE, test = "t", control = list(threshold = 1e-13))
func TestOwnWeightsByT(t *testing.T) {
	d := Data{Y: []float64{1, 3, 2, 0.5}, V: []float64{0.5, 0.25, 1, 0.4}, N: []float64{20, 40, 60, 33}}
	s := Settings{Tau2: "REML", Interval: "t", Prediction: "none", Few: "off", Level: 95}
	for _, c := range []struct {
		model                      string
		estimate, se, low, high, p float64
	}{
		{"ssw", 1.807189542484, 0.703749627415, -0.4324558591, 4.0468349441, 0.082640747386},
		{"equal", 1.625000000000, 0.628036402443, -0.3736921285, 3.6236921285, 0.081254752140},
	} {
		s.Model = c.model
		r := fitted(t, d, s)
		if !near(r.Estimate, c.estimate, 1e-11) || !near(r.SE, c.se, 1e-9) || !near(r.CILower, c.low, 1e-9) || !near(r.CIUpper, c.high, 1e-9) || !near(r.P, c.p, 1e-9) || r.DF != 3 || r.Interval != "t" {
			t.Errorf("%+v", r)
		}
	}
}

// A model that has one interval has no others beside it.
func TestOneIntervalHasNoneBeside(t *testing.T) {
	s := profile
	d := Data{Y: []float64{0.1, 0.5, 0.9}, V: []float64{0.1, 0.2, 0.1}, N: []float64{10, 20, 30}}
	for _, model := range []string{"equal", "ssw"} {
		s.Model = model
		s.Prior = HalfNormal(0.5)
		if beside, err := Beside(d, s); err != nil || len(beside) != 1 || beside[0].Model != "bayes" {
			t.Errorf("%s: %+v, error %v", model, beside, err)
		}
	}
}

// What is not there is not said to be uncertain.
func TestNoPredictionIntervalHasOneReason(t *testing.T) {
	s := profile
	s.Model = Equal.Code
	r := fitted(t, Data{Y: []float64{0.1, 0.5, 0.9, 0.3, 0.7}, V: []float64{0.1, 0.2, 0.1, 0.3, 0.2}}, s)
	if r.Prediction != "" || !slices.Contains(r.Notes, waldKnown) || len(r.Notes) != 1 {
		t.Errorf("prediction %q, notes %q", r.Prediction, r.Notes)
	}
}

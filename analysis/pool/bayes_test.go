package pool

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var posteriorOnly = Settings{Model: "bayes", Prediction: "guarded", Few: "grove-2026", Level: 95, Prior: HalfNormal(0.5)}

// From a single trial τ is what the prior says: its quantiles are those of the
// half-normal distribution, s·Φ⁻¹((1+p)/2).
func TestPosteriorOfOneTrialIsThePrior(t *testing.T) {
	s := posteriorOnly
	for _, scale := range []float64{1e-3, 0.5, 1e3} {
		s.Prior = HalfNormal(scale)
		r := fitted(t, Data{Y: []float64{0.4}, V: []float64{0.09}}, s)
		for _, c := range []struct{ got, want float64 }{
			{r.Tau2, 0.6744897501960817}, {r.Tau2Lower, 0.03133798202142662}, {r.Tau2Upper, 2.241402727604947},
		} {
			if got := math.Sqrt(c.got) / scale; math.Abs(got-c.want) > 1e-12*c.want {
				t.Errorf("scale %v: tau is %.16g scales, not %.16g", scale, got, c.want)
			}
		}
		if math.Abs(r.Estimate-0.4) > 1e-13 || !slices.ContainsFunc(r.Notes, func(n string) bool { return strings.HasPrefix(n, "a single trial") }) {
			t.Errorf("scale %v: estimate %v, notes %q", scale, r.Estimate, r.Notes)
		}
	}
}

// A prior that forbids heterogeneity gives the common effect, its standard
// error and its interval.
func TestNarrowPriorIsTheCommonEffect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, s := draw(t), posteriorOnly
		s.Prior = HalfNormal(1e-7)
		r := fitted(t, d, s)
		c := fitted(t, d, Settings{Model: "common", Interval: "wald", Prediction: "none", Few: "off", Level: 95})
		for _, x := range [][2]float64{{r.Estimate, c.Estimate}, {r.SE, c.SE}, {r.CILower, c.CILower}, {r.CIUpper, c.CIUpper}} {
			if !near(x[0], x[1], 1e-9) {
				t.Fatalf("posterior %v, common effect %v", x[0], x[1])
			}
		}
	})
}

// The quantiles are in order; a wider level contains a narrower; the posterior is
// proper and settled.
func TestLevelsOfThePosterior(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, s := draw(t), posteriorOnly
		s.Prior = HalfNormal(rapid.SampledFrom([]float64{0.05, 0.5, 5}).Draw(t, "prior"))
		wide := s
		wide.Level = 99
		r, w := fitted(t, d, s), fitted(t, d, wide)
		for _, order := range [][]float64{
			{w.PILower, r.PILower, r.CILower, r.Estimate, r.CIUpper, r.PIUpper, w.PIUpper},
			{w.CILower, r.CILower}, {r.CIUpper, w.CIUpper}, {0, w.Tau2Lower, r.Tau2Lower, r.Tau2, r.Tau2Upper, w.Tau2Upper},
		} {
			if !slices.IsSorted(order) {
				t.Fatalf("not in order: %v", order)
			}
		}
		var sum float64
		for _, x := range r.Weights {
			sum += x
		}
		if !r.Converged || math.Abs(sum-100) > 1e-9 || !(r.SE > 0) || !math.IsNaN(r.P) || !math.IsNaN(r.WaldLower) {
			t.Fatalf("%+v", r)
		}
	})
}

// Data and prior of very different scales, few trials and many: the quadrature
// settles.
func TestPosteriorSettles(t *testing.T) {
	for _, k := range []int{2, 3, 20, 100} {
		for _, unit := range []float64{1e-3, 1, 1e3} {
			for _, spread := range []float64{0, 1, 30} {
				var d Data
				for i := range k {
					d.Y = append(d.Y, unit*spread*float64((i*37)%11-5)/5)
					d.V = append(d.V, unit*unit*(0.01+float64((i*53)%97)/30))
				}
				if r := fitted(t, d, posteriorOnly); !r.Converged || math.IsNaN(r.CILower+r.CIUpper+r.SE+r.Tau2Upper) {
					t.Errorf("k %d, unit %v, spread %v: %+v", k, unit, spread, r)
				}
			}
		}
	}
}

// A density that falls deep before it rises to its highest value is found: here
// many precise trials agree and one, far away, must come from large τ.
func TestSecondPeakOfThePosterior(t *testing.T) {
	d := Data{Y: []float64{1000}, V: []float64{1000}}
	for range 20 {
		d.Y, d.V = append(d.Y, 0), append(d.V, 1e-6)
	}
	s := posteriorOnly
	s.Prior = HalfNormal(100)
	if r := fitted(t, d, s); !(r.Tau2Lower > 50*50) || !r.Converged {
		t.Errorf("%+v", r)
	}
}

func TestScalesTooFarApart(t *testing.T) {
	s := posteriorOnly
	for _, d := range []Data{{Y: []float64{0, 1e200}, V: []float64{1, 1}}, {Y: []float64{0, 1}, V: []float64{1e-300, 1e300}}} {
		if r, err := Fit(d, s); err == nil && math.IsNaN(r.CILower+r.CIUpper+r.SE) || err != nil && !errors.Is(err, ErrData) {
			t.Errorf("%v: %+v, %v", d, r, err)
		}
	}
	// Effects so large for a prior without a tail that τ is known beyond the last digit.
	if r, err := Fit(Data{Y: []float64{0, 1e100, -1e99}, V: []float64{1, 1, 2}}, s); !errors.Is(err, ErrData) {
		t.Errorf("%+v, %v", r, err)
	}
	// A trial's effect that is known beyond its last digit.
	r := fitted(t, Data{Y: []float64{1.5e90, 1.1e90, -6e89, -1.5e89}, V: []float64{1e-200, 2e-200, 1e-200, 1e-200}}, Settings{Model: "bayes", Prediction: "none", Few: "off", Level: 95, Prior: Prior{Tau: "dumouchel"}, Credible: "shortest"})
	if p := r.Posterior.Trials[2]; !(math.Abs(p.Lower+6e89) < 1e75 && math.Abs(p.Upper+6e89) < 1e75) {
		t.Errorf("%+v", p)
	}
	s.Prior = HalfNormal(1e300)
	if r, err := Fit(Data{Y: []float64{0, 1}, V: []float64{1, 1}}, s); !errors.Is(err, ErrData) {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestPriorIsAsked(t *testing.T) {
	for _, scale := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		s := posteriorOnly
		s.Prior = HalfNormal(scale)
		if _, err := Fit(Data{Y: []float64{1, 2}, V: []float64{1, 1}}, s); !errors.Is(err, ErrSettings) {
			t.Errorf("scale %v: error %v", scale, err)
		}
	}
	s := posteriorOnly
	s.Interval, s.Prediction = "no such interval", "none"
	r := fitted(t, Data{Y: []float64{1, 2}, V: []float64{1, 1}}, s)
	if r.Interval != "bayes" || r.Prediction != "" || !math.IsNaN(r.PILower) || r.Notes[0] != "half-normal prior on τ with scale 0.5, flat prior on the mean" {
		t.Errorf("%+v", r)
	}
}

// What the rule for few trials shows beside the main result: the posterior from
// two to four trials, if its prior is declared, and never with a prediction
// interval.
func TestPosteriorBesideFewTrials(t *testing.T) {
	for _, c := range []struct {
		k     int
		prior float64
		want  []string
	}{
		{1, 0.5, nil}, {2, 0.5, []string{"bayes"}}, {2, 0, nil}, {2, math.NaN(), nil},
		{3, 0.5, []string{"hk", "hk-adhoc", "wald", "bayes"}}, {4, 0, []string{"hk", "hk-adhoc", "wald"}}, {5, 0.5, nil},
	} {
		var d Data
		for i := range c.k {
			d.Y, d.V = append(d.Y, 0.3*float64(i)), append(d.V, 0.1)
		}
		s := profile
		s.Prior = HalfNormal(c.prior)
		all, err := Beside(d, s)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range all {
			got = append(got, r.Interval)
			if r.Prediction != "" || (r.Model == "bayes") != (r.Interval == "bayes") {
				t.Errorf("%d trials: %s, %s, prediction %q", c.k, r.Model, r.Interval, r.Prediction)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d trials, prior %v: %v beside, not %v", c.k, c.prior, got, c.want)
		}
		if beside, err := Beside(d, posteriorOnly); err != nil || beside != nil {
			t.Errorf("beside a posterior: %v, %v", beside, err)
		}
	}
	// The rule leaves a posterior that is the main result alone.
	if r := fitted(t, Data{Y: []float64{0.2, 0.9}, V: []float64{0.05, 0.08}}, posteriorOnly); r.Model != "bayes" || r.Prediction != "bayes" {
		t.Errorf("%+v", r)
	}
}

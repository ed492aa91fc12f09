package pool

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// samples are the priors with parameters, one of each row, in a unit. Published
// ones have no unit to choose.
func samples(unit float64) []Prior {
	var all []Prior
	for _, row := range Priors {
		if row.Published != nil {
			continue
		}
		p := Prior{Tau: row.Code}
		if row.Scale {
			p.Scale = 0.5 * unit
		}
		if row.Location { // of ln τ², whose scale has no unit
			p.Location, p.Scale = 2*math.Log(unit)-2, 1.5
		}
		if row.DF {
			p.DF = 5
		}
		all = append(all, p)
	}
	return all
}

// From one trial the posterior of τ is the prior, whose quartiles are known.
func TestQuartilesOfPriors(t *testing.T) {
	const z = 0.6744897501960817 // of the normal distribution
	for _, c := range []struct {
		p                   Prior
		low, middle, upper3 float64
	}{
		{Prior{Tau: "half-cauchy", Scale: 2}, 2 * math.Tan(math.Pi/8), 2, 2 * math.Tan(3*math.Pi/8)},
		{Prior{Tau: "half-t", Scale: 2, DF: 1}, 2 * math.Tan(math.Pi/8), 2, 2 * math.Tan(3*math.Pi/8)},
		{Prior{Tau: "half-t", Scale: 2, DF: 2}, 2 * math.Sqrt(2./15), 2 * math.Sqrt(2./3), 2 * math.Sqrt(18./7)}, // F(t) = t/√(2+t²)
		{Prior{Tau: "dumouchel"}, 0.3 / 3, 0.3, 0.9},                                                             // F = τ/(s+τ), s = 0.3
		{Prior{Tau: "shrinkage"}, 0.3 * math.Sqrt(1./3), 0.3, 0.3 * math.Sqrt(3)},                                // F = τ²/(s²+τ²)
		{Prior{Tau: "conventional"}, 0.3 * math.Sqrt(7) / 3, 0.3 * math.Sqrt(3), 0.3 * math.Sqrt(15)},            // F = 1 − s/√(s²+τ²)
		{Prior{Tau: "log-normal", Location: -2, Scale: 1.5}, math.Exp(-1 - 0.75*z), math.Exp(-1), math.Exp(-1 + 0.75*z)},
	} {
		s := Settings{Model: "bayes", Prediction: "none", Few: "off", Level: 50, Prior: c.p}
		r := fitted(t, Data{Y: []float64{0.4}, V: []float64{0.09}}, s)
		for _, x := range [][2]float64{{r.Tau2Lower, c.low}, {r.Tau2, c.middle}, {r.Tau2Upper, c.upper3}} {
			if got := math.Sqrt(x[0]); math.Abs(got-x[1]) > 1e-11*x[1] {
				t.Errorf("%s: a quartile is %.15g, not %.15g", c.p, got, x[1])
			}
		}
		if r.Estimate != 0.4 && math.Abs(r.Estimate-0.4) > 1e-12 {
			t.Errorf("%s: estimate %v", c.p, r.Estimate)
		}
	}
}

// Equal variances: the uniform priors of shrinkage and of I² are one, and so are
// Jeffreys' and Berger and Deely's; many degrees of freedom make half-t half-normal.
func TestPriorsThatAgree(t *testing.T) {
	d := Data{Y: []float64{0.3, -0.2, 0.9, 0.5}, V: []float64{0.04, 0.04, 0.04, 0.04}}
	s := posteriorOnly
	fit := func(p Prior) Result {
		s.Prior = p
		return fitted(t, d, s)
	}
	for _, c := range []struct {
		a, b Prior
		tol  float64
	}{
		{Prior{Tau: "shrinkage"}, Prior{Tau: "I2"}, 1e-11},
		{Prior{Tau: "jeffreys"}, Prior{Tau: "berger-deely"}, 1e-11},
		{Prior{Tau: "half-t", Scale: 0.5, DF: 1e7}, HalfNormal(0.5), 1e-6},
		{Prior{Tau: "half-normal", Scale: 0.5, SD: 1e9}, HalfNormal(0.5), 1e-11},
		{Prior{Tau: "log-t", Location: -2, Scale: 1.5, DF: 1e8}, Prior{Tau: "log-normal", Location: -2, Scale: 1.5}, 1e-6},
	} {
		a, b := fit(c.a), fit(c.b)
		if !near(a.Estimate, b.Estimate, c.tol) || !near(a.CIUpper, b.CIUpper, c.tol) || !near(a.Tau2, b.Tau2, c.tol) || !near(a.PILower, b.PILower, c.tol) {
			t.Errorf("%s: %+v; %s: %+v", c.a, a, c.b, b)
		}
	}
}

// Whatever the prior, with a flat or a normal mean: another unit changes every
// number by that unit, the limits are in order, the trials are drawn towards the
// mean, the weights are whole, and the quadrature settles.
func TestEveryPrior(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		if len(d.Y) < 3 {
			d.Y, d.V = append(d.Y, 0.5), append(d.V, 0.3)
		}
		i := rapid.IntRange(0, len(samples(1))-1).Draw(t, "prior")
		unit := rapid.SampledFrom([]float64{1e-3, 7, 1e3}).Draw(t, "unit")
		sd := rapid.SampledFrom([]float64{0, 2}).Draw(t, "sd")
		fit := func(unit float64) Result {
			var scaled Data
			for i := range d.Y {
				scaled.Y, scaled.V = append(scaled.Y, unit*d.Y[i]), append(scaled.V, unit*unit*d.V[i])
			}
			s := posteriorOnly
			s.Prior = samples(unit)[i]
			s.Prior.SD = unit * sd
			return fitted(t, scaled, s)
		}
		r, u := fit(1), fit(unit)
		p := r.Posterior
		for _, x := range [][2]float64{{r.Estimate, u.Estimate}, {r.SE, u.SE}, {r.CILower, u.CILower}, {r.PIUpper, u.PIUpper}, {p.Tau.Median, u.Posterior.Tau.Median}, {p.Tau.Mean, u.Posterior.Tau.Mean}, {p.Trials[0].Mean, u.Posterior.Trials[0].Mean}} {
			if !near(x[0], x[1]/unit, 1e-9) {
				t.Fatalf("%v, in another unit %v", x[0], x[1]/unit)
			}
		}
		if order := []float64{r.PILower, r.CILower, r.Estimate, r.CIUpper, r.PIUpper}; !slices.IsSorted(order) || !(0 <= p.Tau.Lower && p.Tau.Lower < p.Tau.Median && p.Tau.Median < p.Tau.Upper) {
			t.Fatalf("not in order: %+v", r)
		}
		if !r.Converged || !(p.Positive >= 0 && p.Positive <= 1) {
			t.Fatalf("%+v", r)
		}
		low, high := slices.Min(d.Y), slices.Max(d.Y)
		if sd > 0 {
			low, high = math.Min(low, 0), math.Max(high, 0)
		}
		for i, trial := range p.Trials {
			if trial.Mean < low-1e-9 || trial.Mean > high+1e-9 || trial.SD > math.Sqrt(d.V[i])+p.Mean.SD || !(trial.Lower < trial.Median && trial.Median < trial.Upper) {
				t.Fatalf("trial %d: %+v of %+v", i, trial, d)
			}
		}
	})
}

// What is infinite is not defined: under a uniform prior three trials leave no
// mean of τ and no standard deviation of μ, four the first.
func TestInfiniteMoments(t *testing.T) {
	s := posteriorOnly
	s.Prior = Prior{Tau: "uniform"}
	d := Data{Y: []float64{0.1, 0.5, 0.2, 0.9, 0.4}, V: []float64{0.1, 0.2, 0.1, 0.3, 0.2}}
	for k, want := range map[int][2]bool{3: {false, false}, 4: {true, false}, 5: {true, true}} {
		r := fitted(t, Data{Y: d.Y[:k], V: d.V[:k]}, s)
		if got := [2]bool{!math.IsNaN(r.Posterior.Tau.Mean), !math.IsNaN(r.SE)}; got != want || (len(r.Notes) > 2) != math.IsNaN(r.SE) {
			t.Errorf("%d trials: %v, %q", k, got, r.Notes)
		}
	}
	if _, err := Fit(Data{Y: d.Y[:2], V: d.V[:2]}, s); !errors.Is(err, ErrData) {
		t.Errorf("an improper posterior: %v", err)
	}
	beside, err := Beside(Data{Y: d.Y[:2], V: d.V[:2]}, func() Settings { x := profile; x.Prior = s.Prior; return x }())
	if err != nil || len(beside) != 0 {
		t.Errorf("%v, %v", beside, err)
	}
}

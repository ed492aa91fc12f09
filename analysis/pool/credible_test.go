package pool

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

var shortestOnly = Settings{Model: "bayes", Prediction: "guarded", Few: "off", Level: 95, Prior: HalfNormal(0.5), Credible: "shortest"}

// From a single trial τ is what the prior says. A half-normal density falls from 0
// on, so that the shortest interval reaches from there to s·Φ⁻¹((1+level)/2); in a
// log-normal one, ln τ ~ N(m, σ²), equal densities mean ln a + ln b = 2(m−σ²).
func TestShortestOfThePrior(t *testing.T) {
	d, s := Data{Y: []float64{0.4}, V: []float64{0.09}}, shortestOnly
	tau := fitted(t, d, s).Posterior.Tau
	if tau.Lower != 0 || math.Abs(tau.Upper-0.5*1.959963984540054) > 1e-12 {
		t.Errorf("half-normal: %v to %v", tau.Lower, tau.Upper)
	}
	s.Prior = Prior{Tau: "log-normal", Location: -2.5, Scale: 1.5}
	tau = fitted(t, d, s).Posterior.Tau
	const m, sigma = -1.25, 0.75
	a, b := math.Log(tau.Lower), math.Log(tau.Upper)
	if sum := a + b; math.Abs(sum-2*(m-sigma*sigma)) > 1e-10 {
		t.Errorf("log-normal: ln a + ln b = %v", sum)
	}
	n := distuv.Normal{Mu: m, Sigma: sigma}
	if held := n.CDF(b) - n.CDF(a); math.Abs(held-0.95) > 1e-12 {
		t.Errorf("log-normal: %v is held", held)
	}
}

// The interval holds the level, has equal densities at its ends or starts at the
// lowest value, and is no wider than the equal-tailed one.
func TestShortestIsShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, s := draw(t), shortestOnly
		s.Prior = rapid.SampledFrom([]Prior{HalfNormal(0.5), {Tau: "half-cauchy", Scale: 0.3}, {Tau: "sqrt"}, {Tau: "jeffreys"}, {Tau: "log-normal", Scale: 2, Location: -3}}).Draw(t, "prior")
		s.Level = rapid.SampledFrom([]float64{50, 80, 95, 99}).Draw(t, "level")
		if s.Prior.Usable(len(d.Y), 1) != nil {
			return
		}
		p, err := newPosterior(d.Y, d.V, s)
		if err != nil {
			t.Fatal(err)
		}
		for name, of := range map[string]distribution{"tau": p.ofTau(), "mean": p.normals(ofMean).distribution(), "new": p.normals(ofNew).distribution(), "trial": p.normals(p.ofTrial(0)).distribution()} {
			a, b := shortest(of, s.Level)
			low, high := Credibles[0].limits(of, s.Level)
			if !(b-a <= (high-low)*(1+1e-12)) {
				t.Fatalf("%s: from %v to %v, with equal tails %v to %v", name, a, b, low, high)
			}
			if a == of.lowest {
				if !(of.atLowest >= of.density(b)) {
					t.Fatalf("%s starts at its lowest value, where the density is %v and at the end %v", name, of.atLowest, of.density(b))
				}
			} else if fa, fb := of.density(a), of.density(b); math.Abs(fa-fb)*(b-a) > 1e-9 {
				t.Fatalf("%s: density %v at %v, %v at %v", name, fa, a, fb, b)
			}
			if name == "mean" {
				below, _ := p.normals(ofMean).below(a)
				within, _ := p.normals(ofMean).below(b)
				if math.Abs(within-below-s.Level/100) > 1e-12 {
					t.Fatalf("%v is held, not %v percent", within-below, s.Level)
				}
			}
		}
	})
}

// A density without bound at its lowest value may have a valley and a hump after
// it: an interval from the lowest value is then the longer one.
func TestShortestPastAValley(t *testing.T) {
	hump := distuv.LogNormal{Mu: math.Log(2), Sigma: 0.8}
	below := func(x float64) float64 { return 2e-4*math.Sqrt(min(x, 1)) + (1-2e-4)*hump.CDF(x) }
	density := func(x float64) float64 {
		if x > 1 {
			return (1 - 2e-4) * hump.Prob(x)
		}
		return 1e-4/math.Sqrt(x) + (1-2e-4)*hump.Prob(x)
	}
	of := distribution{atLowest: math.Inf(1), density: density, quantile: func(p float64) float64 {
		return root(0, 200, func(x float64) (float64, float64) { return below(x) - p, density(x) })
	}}
	for _, level := range []float64{50, 95, 99} {
		a, b := shortest(of, level)
		low, high := Credibles[0].limits(of, level)
		if a == 0 || b-a > high-low {
			t.Errorf("%v: %v to %v, with equal tails %v to %v", level, a, b, low, high)
		}
	}
}

// Of two humps a level that either could hold takes the narrower.
func TestShortestOfTwoHumps(t *testing.T) {
	wide, narrow := distuv.Normal{Mu: -5, Sigma: 1}, distuv.Normal{Mu: 5, Sigma: 0.25}
	below := func(x float64) float64 { return 0.6*wide.CDF(x) + 0.4*narrow.CDF(x) }
	density := func(x float64) float64 { return 0.6*wide.Prob(x) + 0.4*narrow.Prob(x) }
	of := distribution{lowest: math.Inf(-1), density: density, quantile: func(p float64) float64 {
		return root(-50, 50, func(x float64) (float64, float64) { return below(x) - p, density(x) })
	}}
	a, b := shortest(of, 30)
	if half := 0.25 * distuv.UnitNormal.Quantile(0.875); math.Abs(a-(5-half)) > 1e-9 || math.Abs(b-(5+half)) > 1e-9 {
		t.Errorf("from %v to %v", a, b)
	}
}

func TestUnknownCredible(t *testing.T) {
	s := shortestOnly
	s.Credible = "broad"
	if _, err := Fit(Data{Y: []float64{0.4}, V: []float64{0.09}}, s); !errors.Is(err, ErrSettings) {
		t.Errorf("error %v", err)
	}
}

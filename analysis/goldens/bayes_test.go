package goldens

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"grove/analysis/pool"
)

// halfNormal are the half-normal priors of the cases by their scale; the cases
// with other priors, or another than a flat prior on the mean, are not ours.
var halfNormal = map[string]float64{"HN0.5": 0.5, "HN1": 1}

// bayesmeta holds the equal-tailed intervals and quantiles; the shortest
// intervals are another definition.
func bayesmeta(c golden) ([]check, bool) {
	prior := halfNormal[c.text("tau_prior", "")]
	if prior == 0 || c.text("mu_prior", "") != "flat" || c.text("interval", "") != "central" {
		return nil, false
	}
	d := generic(c)
	s := pool.Settings{Model: "bayes", Prediction: "guarded", Few: "off", Level: 95, Prior: prior}
	r := fit(d, s)
	tau := check{field: "tau_quantiles", got: make([]float64, 7)}
	mu := check{field: "mu_quantiles", got: make([]float64, 7)}
	tau.got[3], mu.got[3] = math.Sqrt(r.Tau2), r.Estimate
	for i, level := range []float64{98, 80, 50} { // the quantiles 0.01, 0.1, 0.25 and their mirror images
		s.Level = level
		q := fit(d, s)
		tau.got[i], tau.got[6-i] = math.Sqrt(q.Tau2Lower), math.Sqrt(q.Tau2Upper)
		mu.got[i], mu.got[6-i] = q.CILower, q.CIUpper
	}
	unit := math.Sqrt(slices.Min(d.V))
	return []check{tau, mu,
		one("tau.median", math.Sqrt(r.Tau2), 0), one("tau.lo", math.Sqrt(r.Tau2Lower), 0), one("tau.hi", math.Sqrt(r.Tau2Upper), 0),
		one("mu.median", r.Estimate, unit), one("mu.sd", r.SE, 0), one("mu.lo", r.CILower, unit), one("mu.hi", r.CIUpper, unit),
		one("theta_new.lo", r.PILower, unit), one("theta_new.hi", r.PIUpper, unit)}, true
}

// The posteriors that mpmath has to 16 digits, at the log relative error that
// iterative numbers are held to.
func TestCertifiedPosteriors(t *testing.T) {
	raw, err := os.ReadFile("testdata/certified_bayes.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID           string
			Yi, Vi       []float64
			Prior, Level float64
			Certified    map[string]*number
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	y := newTally(t)
	for _, c := range file.Cases {
		r := fit(pool.Data{Y: c.Yi, V: c.Vi}, pool.Settings{Model: "bayes", Prediction: "guarded", Few: "off", Level: c.Level, Prior: c.Prior})
		if !r.Converged {
			t.Errorf("%s: not converged", c.ID)
		}
		for _, f := range []struct {
			name string
			got  float64
		}{{"estimate", r.Estimate}, {"se", r.SE}, {"ci_lb", r.CILower}, {"ci_ub", r.CIUpper}, {"pi_lb", r.PILower}, {"pi_ub", r.PIUpper},
			{"tau2", r.Tau2}, {"tau2_lb", r.Tau2Lower}, {"tau2_ub", r.Tau2Upper}, {"weight_1", r.Weights[0]}, {"weight_k", r.Weights[r.K-1]}} {
			y.hold(c.ID, f.name, f.got, c.Certified[f.name], 10)
		}
	}
	t.Logf("%d values held%s", y.held, y.table(nil))
	if y.held < 220 {
		t.Errorf("%d certified values held, there were 220", y.held)
	}
}

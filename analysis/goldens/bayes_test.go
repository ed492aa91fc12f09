package goldens

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"grove/analysis/pool"
)

// bayesPriors are the priors of bayesmeta by ours.
var bayesPriors = map[string]pool.Prior{
	"HN0.5": pool.HalfNormal(0.5), "HN1": pool.HalfNormal(1), "HC0.5": {Tau: "half-cauchy", Scale: 0.5}, "uniform": {Tau: "uniform"},
	"sqrt": {Tau: "sqrt"}, "Jeffreys": {Tau: "jeffreys"}, "BergerDeely": {Tau: "berger-deely"}, "conventional": {Tau: "conventional"},
	"DuMouchel": {Tau: "dumouchel"}, "shrinkage": {Tau: "shrinkage"}, "I2": {Tau: "I2"},
}

// credibles are the intervals of bayesmeta by ours.
var credibles = map[string]string{"central": "equal-tailed", "shortest": "shortest"}

// bayesmeta holds the posteriors with their intervals and quantiles.
func bayesmeta(c golden) ([]check, bool) {
	prior, ok := bayesPriors[c.text("tau_prior", "")]
	credible, known := credibles[c.text("interval", "")]
	if !ok || !known {
		return nil, false
	}
	if c.text("mu_prior", "") == "N0_4" {
		prior.SD = 4
	}
	d := generic(c)
	s := pool.Settings{Model: "bayes", Prediction: "guarded", Few: "off", Level: 95, Prior: prior, Credible: credible}
	r := fit(d, s)
	unit := math.Sqrt(slices.Min(d.V))
	if credible == "shortest" {
		return []check{one("tau_lo", r.Posterior.Tau.Lower, 1), one("tau_hi", r.Posterior.Tau.Upper, 0), one("mu_lo", r.CILower, unit), one("mu_hi", r.CIUpper, unit)}, true
	}
	tau := check{field: "tau_quantiles", got: make([]float64, 7)}
	mu := check{field: "mu_quantiles", got: make([]float64, 7)}
	tau.got[3], mu.got[3] = math.Sqrt(r.Tau2), r.Estimate
	for i, level := range []float64{98, 80, 50} { // the quantiles 0.01, 0.1, 0.25 and their mirror images
		s.Level = level
		q := fit(d, s)
		tau.got[i], tau.got[6-i] = math.Sqrt(q.Tau2Lower), math.Sqrt(q.Tau2Upper)
		mu.got[i], mu.got[6-i] = q.CILower, q.CIUpper
	}
	s.Level, s.Credible = 0.1, "shortest" // of next to no probability, which lies at the mode
	mode := fit(d, s)
	atMode := (mode.Posterior.Tau.Lower + mode.Posterior.Tau.Upper) / 2
	if mode.Posterior.Tau.Lower == 0 {
		atMode = 0
	}
	p := r.Posterior
	means, sds := check{field: "shrink_mean", scale: unit}, check{field: "shrink_sd"}
	for _, t := range p.Trials {
		means.got, sds.got = append(means.got, t.Mean), append(sds.got, t.SD)
	}
	ml := fit(d, pool.Settings{Model: "random", Tau2: "ML", Interval: "wald", Prediction: "none", Few: "off", Level: 95})
	checks := []check{tau, mu, means, sds, one("ML_tau", math.Sqrt(ml.Tau2), 1), one("ML_mu", ml.Estimate, unit),
		one("mu.mode", (mode.CILower+mode.CIUpper)/2, unit), one("tau.mode", atMode, 1),
		one("tau.median", p.Tau.Median, 0), one("tau.lo", p.Tau.Lower, 0), one("tau.hi", p.Tau.Upper, 0), one("tau.mean", p.Tau.Mean, 0), one("tau.sd", p.Tau.SD, 0),
		one("mu.median", r.Estimate, unit), one("mu.mean", p.Mean.Mean, unit), one("mu.sd", r.SE, 0), one("mu.lo", r.CILower, unit), one("mu.hi", r.CIUpper, unit),
		one("theta_new.median", p.New.Median, unit), one("theta_new.mean", p.New.Mean, unit), one("theta_new.sd", p.New.SD, 0),
		one("theta_new.lo", r.PILower, unit), one("theta_new.hi", r.PIUpper, unit), one("p_mu_gt0", p.Positive, smallest)}
	if prior.Tau == "sqrt" {
		checks = slices.DeleteFunc(checks, func(k check) bool { return k.field == "tau.mode" })
	}
	return checks, true
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
		r := fit(pool.Data{Y: c.Yi, V: c.Vi}, pool.Settings{Model: "bayes", Prediction: "guarded", Few: "off", Level: c.Level, Prior: pool.HalfNormal(c.Prior)})
		if !r.Converged {
			t.Errorf("%s: not converged", c.ID)
		}
		short := fit(pool.Data{Y: c.Yi, V: c.Vi}, pool.Settings{Model: "bayes", Prediction: "guarded", Few: "off", Level: c.Level, Prior: pool.HalfNormal(c.Prior), Credible: "shortest"})
		for _, f := range []struct {
			name string
			got  float64
		}{{"short_lb", short.CILower}, {"short_ub", short.CIUpper}, {"short_tau_lb", short.Posterior.Tau.Lower}, {"short_tau_ub", short.Posterior.Tau.Upper}, {"estimate", r.Estimate}, {"se", r.SE}, {"ci_lb", r.CILower}, {"ci_ub", r.CIUpper}, {"pi_lb", r.PILower}, {"pi_ub", r.PIUpper},
			{"tau2", r.Tau2}, {"tau2_lb", r.Tau2Lower}, {"tau2_ub", r.Tau2Upper}, {"weight_1", r.Weights[0]}, {"weight_k", r.Weights[r.K-1]}} {
			y.hold(c.ID, f.name, f.got, c.Certified[f.name], 10)
		}
	}
	t.Logf("%d values held%s", y.held, y.table(nil))
	if y.held < 252 {
		t.Errorf("%d certified values held, there were 252", y.held)
	}
}

package goldens

import (
	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/study"
	"math"
)

// rmaGLMM runs the generalised linear mixed models.
func rmaGLMM(c golden) ([]check, bool) {
	code := c.text("measure", "")
	var d pool.Data
	switch {
	case code == "OR" && c.has("ai", "bi", "ci", "di"):
		cs, _ := contrasts(c, effect.OR)
		d = pooledCounts(c, effect.OR, cs, cs, "only0")
	case code == "IRR":
		d, _ = rates(c, code)
	case code == "PLO" || code == "IRLN":
		d = oneGroup(c, code)
	default:
		return nil, false
	}
	s := pool.Settings{Model: "glmm", GLMM: c.text("model", "UM.FS"), Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	if c.text("method", "") == "FE" {
		s.Model = "glmm-common"
	}
	r := fit(d, s)
	checks := []check{one("beta", r.Estimate, r.SE), one("se", r.SE, 0), one("zval", r.Statistic, 1), one("pval", r.P, smallest), one("ci_lb", r.CILower, r.SE), one("ci_ub", r.CIUpper, r.SE)}
	if s.Model == "glmm" {
		checks = append(checks, check{field: "tau2", got: []float64{r.Tau2}, scale: 1, floor: 1}, check{field: "I2", got: []float64{r.I2}, scale: 100, floor: 100}, one("H2", r.H2, 1))
	}
	if want, _ := c.want("se_tau2"); s.Model == "glmm" && !math.IsNaN(want[0]) { // R often has none
		checks = append(checks, one("se_tau2", r.Tau2SE, 0))
	}
	for _, t := range r.Tests {
		field := map[string]string{"wald": "Wld", "lrt": "LRT"}[t.Code]
		checks = append(checks, one("QE_"+field, t.Statistic, 1), one("QE_df", t.DF, 0), one("QEp_"+field, t.P, smallest))
	}
	return append(checks, one("k", float64(r.K), 0)), true
}

// oneGroup are log odds or log rates of one group.
func oneGroup(c golden, code string) pool.Data {
	nan := math.NaN()
	none := study.Group{N: nan, Events: nan, Mean: nan, SD: nan, Time: nan}
	d := pool.Data{Measure: code}
	x, n, t := c.column("xi"), []float64(nil), []float64(nil)
	if code == "PLO" {
		n = c.column("ni")
	} else {
		t = c.column("ti")
	}
	for i := range x {
		g := none
		g.Events = x[i]
		e, f := x[i], 0.0
		var y, v float64
		if code == "PLO" {
			g.N = n[i]
			f = n[i] - x[i]
			if e == 0 || f == 0 {
				e, f = e+0.5, f+0.5
			}
			y, v = math.Log(e/f), 1/e+1/f
		} else {
			g.Time = t[i]
			if e == 0 {
				e += 0.5
			}
			y, v = math.Log(e/t[i]), 1/e
		}
		d.Y, d.V, d.T, d.C = append(d.Y, y), append(d.V, v), append(d.T, g), append(d.C, none)
	}
	return d
}

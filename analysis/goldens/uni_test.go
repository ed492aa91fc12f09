package goldens

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/regress"
	"grove/analysis/study"
	"grove/analysis/tau"
)

// intervals are metafor's tests by our codes.
var intervals = map[string]string{"z": "wald", "t": "t", "knha": "hk", "adhoc": "hk-adhoc"}

// predictions are metafor's prediction intervals by test and type: the default
// takes the quantile of the test, t that of k−1 and riley that of k−2 degrees of
// freedom, each with the standard error of the test. Its type simple leaves the
// standard error out and always takes the normal quantile.
var predictions = map[string]string{
	"z default": "z", "z t": "v", "z riley": "hts",
	"t default": "v", "t t": "v", "t riley": "hts",
	"knha default": "hk", "knha t": "hk", "knha riley": "hk-pr",
	"adhoc default": "guarded",
	"z simple":      "simple", "t simple": "simple", "knha simple": "simple",
}

// settings are ours for a metafor method, test and type of prediction interval.
func settings(method, test, predtype string, level float64) (pool.Settings, bool) {
	s := pool.Settings{Model: "random", Tau2: method, Interval: intervals[test], Prediction: predictions[test+" "+predtype], Few: "off", Level: level}
	_, known := tau.Lookup(method)
	if method == "FE" {
		s.Model, s.Tau2, known = "common", "", true
	}
	return s, known && s.Interval != ""
}

// smallest is what is zero for a p-value: R's have no digits left below it.
const smallest = 1e-300

// fit pools, and a failure is a failure of the test.
func fit(d pool.Data, s pool.Settings) pool.Result {
	r, err := pool.Fit(d, s)
	if err != nil {
		panic(fmt.Sprintf("%+v: %v", s, err))
	}
	use("model", r.Model)
	if r.Model == pool.Bayes.Code {
		use("prior", s.Prior.Tau)
		use("credible", r.Posterior.Credible)
	}
	use("glmm", r.GLMM)
	use("tau2", r.Tau2Method)
	use("tau2_interval", r.Tau2Interval)
	use("interval", r.Interval)
	use("prediction", r.Prediction)
	for _, t := range r.Tests {
		use("test", t.Code)
	}
	return r
}

// typical is the typical sampling variance of Higgins and Thompson, the unit in
// which a τ² is large or small; a single trial's own variance.
func typical(v []float64) float64 {
	if len(v) == 1 {
		return v[0]
	}
	var w, w2 float64
	for _, x := range v {
		w += 1 / x
		w2 += 1 / (x * x)
	}
	return float64(len(v)-1) * w / (w*w - w2)
}

// uniFields are the fields of a fit by metafor's names, without those that the
// model does not have: no τ² for a common effect, no heterogeneity of a single
// trial, no prediction interval below three.
func uniFields(r pool.Result, d pool.Data) []check {
	unit := math.Sqrt(slices.Min(d.V))
	checks := []check{
		one("k", float64(r.K), 0),
		one("beta", r.Estimate, unit), one("se", r.SE, unit), one("stat", r.Statistic, 1), one("pval", r.P, smallest),
		one("ci_lb", r.CILower, unit), one("ci_ub", r.CIUpper, unit),
		one("predict.pred", r.Estimate, unit), one("predict.se", r.SE, unit),
		one("predict.ci_lb", r.CILower, unit), one("predict.ci_ub", r.CIUpper, unit),
		{field: "weights", got: r.Weights},
	}
	if !math.IsInf(r.DF, 1) {
		checks = append(checks, one("ddf", r.DF, 0))
	}
	if r.K > 1 {
		checks = append(append(checks, heterogeneity(r)...), one("QE_df", r.QDF, 0))
	}
	if r.Tau2Method != "" {
		checks = append(checks, tau2Field("tau2", r.Tau2, d.V), one("se_tau2", r.Tau2SE, 0),
			tau2Field("confint.tau2_lb", r.Tau2Lower, d.V), tau2Field("confint.tau2_ub", r.Tau2Upper, d.V))
		checks = append(append(checks, shareFields("lb", r.Tau2Lower, typical(d.V))...), shareFields("ub", r.Tau2Upper, typical(d.V))...)
	}
	if r.K > 2 || r.Tau2Method == "" {
		checks = append(checks, one("predict.pi_lb", r.PILower, unit), one("predict.pi_ub", r.PIUpper, unit))
	}
	return checks
}

// h2At is H² under a τ², (τ²+s²)/s², of which R gives the limits beside those of
// τ²; I² is 1−1/H².
func h2At(tau2 float64, v []float64) float64 { return 1 + tau2/typical(v) }

// shareFields are the limits of H² and I² that a limit of τ² stands for.
func shareFields(end string, tau2, typical float64) []check {
	h2 := 1 + tau2/typical
	return []check{one("confint.H2_"+end, h2, 1), {field: "confint.I2_" + end, got: []float64{100 - 100/h2}, scale: 100, floor: 100}}
}

// heterogeneity are Q, I² and H². metafor's I² is that from τ², or from Q where
// there is no τ².
func heterogeneity(r pool.Result) []check {
	i2 := r.I2
	if r.Tau2Method == "" {
		i2 = r.I2Q
	}
	return []check{one("QE", r.Q, r.QDF), one("QEp", r.QP, 0),
		{field: "I2", got: []float64{i2}, scale: 100, floor: 100}, one("H2", r.H2, 1)}
}

func tau2Field(field string, got float64, v []float64) check {
	return check{field: field, got: []float64{got}, scale: typical(v), floor: typical(v)}
}

// generic are effects with their variances as they are given.
func generic(c golden) pool.Data { return reported(c.column("yi"), c.column("vi")) }

func reported(y, v []float64) pool.Data {
	var cs []study.Contrast
	for i := range y {
		cs = append(cs, study.Contrast{Y: y[i], V: v[i]})
	}
	es, err := effectsOf(effect.GEN, cs, effect.Options{Zero: "none", Double: "keep"})
	if err != nil {
		panic(err)
	}
	d := pool.Data{Measure: effect.GEN.Code}
	for _, e := range es {
		d.Y, d.V = append(d.Y, e.Y), append(d.V, e.V)
	}
	return d
}

func rmaUni(c golden) ([]check, bool) {
	s, ok := settings(c.text("method", "REML"), c.text("test", "z"), "default", c.number("level", 95))
	if !ok || !c.only("method", "test", "level", "tau2", "weights", "weighted", "tau2.min") {
		return nil, false
	}
	if s.Tau2 == "GENQ" || s.Tau2 == "GENQM" {
		s.Tau2Interval = "GENQ"
	}
	s.Tau2Min = c.number("tau2.min", 0)
	d := generic(c)
	checks := []check{}
	weights := numbers(setting(c, "weights", json.RawMessage("1")))
	switch {
	case slices.Max(weights) != slices.Min(weights):
		s.Model, d.N = "ssw", weights
	case c.Settings["weights"] != nil || !c.flag("weighted", true):
		s.Model = "equal"
	case s.Tau2Min == 0: // which a regression has no other of
		if c.Settings["tau2"] != nil {
			s.Tau2 = fmt.Sprint(c.number("tau2", 0))
		}
		checks = meanFields(d, s)
	}
	checks = append(checks, uniFields(fit(d, s), d)...)
	if c.Settings["tau2"] != nil { // R gives it the standard error of an estimate
		checks = slices.DeleteFunc(checks, func(k check) bool { return k.field == "se_tau2" })
	}
	return checks, true
}

// meanFields are the fields that only the regression on a constant gives, none of
// a single trial.
func meanFields(d pool.Data, s pool.Settings) []check {
	if len(d.Y) == 1 {
		return nil
	}
	rs := regress.Settings{Model: s.Model, Tau2: s.Tau2, Interval: s.Interval, Prediction: "none", Level: s.Level}
	m, err := regress.New(regress.Data{Y: d.Y, V: d.V}, "")
	if err != nil {
		panic(err)
	}
	r, err := regress.Fit(m, rs)
	if err != nil {
		panic(fmt.Sprintf("%+v: %v", s, err))
	}
	return likelihoodFields(r, rs)
}

// profileTau2 is the log likelihood with its constants, and the mean, at each τ²
// of a grid.
func profileTau2(c golden) ([]check, bool) {
	d := generic(c)
	m, err := tau.NewDesign(d.Y, d.V, [][]float64{slices.Repeat([]float64{1}, len(d.Y))})
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	l, beta := check{field: "ll"}, check{field: "beta"}
	for _, t := range numbers(c.Settings["grid"]) {
		full, restricted := m.LogLikelihood(t)
		if c.text("method", "") == "REML" {
			full = restricted
		}
		l.got, beta.got = append(l.got, full), append(beta.got, m.At(t).Beta[0])
	}
	return []check{l, beta}, true
}

func rmaUniNA(c golden) ([]check, bool) {
	s, ok := settings(c.text("method", "REML"), c.text("test", "z"), "default", 95)
	if !ok {
		return nil, false
	}
	var es []study.Effect
	all := generic(c)
	for i := range all.Y {
		es = append(es, study.Effect{Y: all.Y[i], V: all.V[i]})
	}
	d := usable(es)
	return append(uniFields(fit(d, s), d), meanFields(d, s)...), true
}

// usable are the effects that there are, which is how metafor treats missing
// ones.
func usable(es []study.Effect) pool.Data {
	var d pool.Data
	for _, e := range es {
		if math.IsNaN(e.Y) || math.IsNaN(e.V) {
			continue
		}
		d.Y, d.V, d.T, d.C = append(d.Y, e.Y), append(d.V, e.V), append(d.T, e.T), append(d.C, e.C)
	}
	return d
}

func rmaRaw(c golden) ([]check, bool) {
	s, ok := settings(c.text("method", ""), c.text("test", ""), "default", 95)
	if !ok || !c.only("measure", "method", "test") {
		return nil, false
	}
	es, ok := measured(c, c.text("measure", ""))
	if !ok {
		return nil, false
	}
	d := usable(es)
	return append(uniFields(fit(d, s), d), meanFields(d, s)...), true
}

func confintTau2(c golden) ([]check, bool) {
	e, ok := tau.Lookup(c.text("method", ""))
	i, known := tau.LookupInterval(c.text("type", ""))
	if !ok || !known {
		return nil, false
	}
	y, v := c.column("yi"), c.column("vi")
	t, err := e.Fit(y, v)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	use("tau2", e.Code)
	use("tau2_interval", i.Code)
	lo, hi, _ := i.Of(y, v, t, c.number("level", 95))
	return []check{tau2Field("tau2", t.Tau2, v), tau2Field("tau2_lb", lo, v), tau2Field("tau2_ub", hi, v),
		{field: "I2_lb", got: []float64{100 - 100/h2At(lo, v)}, scale: 100, floor: 100}, {field: "I2_ub", got: []float64{100 - 100/h2At(hi, v)}, scale: 100, floor: 100}}, true
}

func predictPI(c golden) ([]check, bool) {
	s, ok := settings(c.text("method", ""), c.text("test", ""), c.text("predtype", ""), c.number("level", 95))
	if !ok || s.Prediction == "" {
		return nil, false
	}
	d := generic(c)
	r := fit(d, s)
	unit := math.Sqrt(slices.Min(d.V))
	return []check{one("pred", r.Estimate, unit), one("se", r.SE, unit), one("ci_lb", r.CILower, unit), one("ci_ub", r.CIUpper, unit),
		one("pi_lb", r.PILower, unit), one("pi_ub", r.PIUpper, unit)}, true
}

package goldens

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"

	"grove/analysis/regress"
	"grove/analysis/tau"
)

// clustered is the model of a case whose trials stand in clusters, with its
// settings: of three levels, where the case has two groupings.
func clustered(c golden) (regress.Model, regress.Settings) {
	s := regress.Settings{Model: "three-level", Tau2: c.text("method", "REML"), Interval: intervals[c.text("test", "z")], Prediction: "z", Level: 95}
	if c.text("dfs", "") == "contain" {
		s.Interval = "contain"
	}
	if rho := regexp.MustCompile(`rho=(.*)`).FindStringSubmatch(c.text("V", "")); rho != nil {
		s.Rho, _ = strconv.ParseFloat(rho[1], 64)
	}
	name := c.text("cluster", "g1")
	switch {
	case name == "cl":
		s.Model = "random"
	case c.text("model", "") == "common":
		s.Model = "common"
	}
	d := regress.Data{Y: c.column("yi"), V: c.column("vi"), Cluster: words(c.Data[name])}
	if raw, ok := c.Data["g2"]; ok {
		d.Within = words(raw)
	}
	formula := ""
	if raw, ok := c.Data["x"]; ok {
		d.Variables, formula = []regress.Variable{{Name: "x", Numbers: numbers(raw)}}, "x"
	}
	if raw, ok := c.Data["z"]; ok {
		d.Variables, formula = append(d.Variables, regress.Variable{Name: "z", Words: words(raw)}), "x + z"
	}
	m, err := regress.New(d, formula)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	return m, s
}

// flat is a matrix as one row after the other.
func flat(a [][]float64) (all []float64) {
	for _, row := range a {
		all = append(all, row...)
	}
	return all
}

// rmaMV runs models of three levels.
func rmaMV(c golden) ([]check, bool) {
	m, s := clustered(c)
	r, err := regress.Fit(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	use("regression", r.Model)
	checks := append(coefficients(r), check{field: "vb", got: flat(r.Covariance)}, one("k", float64(r.K), 0), one("p", float64(len(r.Coefficients)), 0),
		one("QE", r.Q, r.QDF), one("QEp", r.QP, smallest), one("ll", r.Likelihood.Log, 1), one("ll_reml", r.Restricted.Log, 1),
		one("AIC", r.Likelihood.AIC, 1), one("BIC", r.Likelihood.BIC, 1), one("AIC_reml", r.Restricted.AIC, 1), one("AICc_reml", r.Restricted.AICc, 1))
	sigma := tau2Field("sigma2", 0, m.V)
	sigma.got = nil
	for _, v := range r.Variances {
		sigma.got = append(sigma.got, v.Estimate)
	}
	checks = append(checks, sigma)
	if c.text("test", "z") == "t" {
		df := check{field: "ddf"}
		for _, b := range r.Coefficients {
			df.got = append(df.got, b.DF)
		}
		checks = append(checks, df)
	}
	if r.Moderators.DF > 0 { // R's test of all coefficients is otherwise that of the mean
		checks = append(checks, one("QM", r.Moderators.Statistic, 1), one("QMp", r.Moderators.P, smallest))
	}
	return checks, true
}

func rmaMVPredict(c golden) ([]check, bool) {
	m, s := clustered(c)
	p, err := regress.Predict(m, s, [][]float64{{1}})
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	effects, err := regress.ShrinkClusters(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	slices.SortFunc(effects, func(a, b regress.ShrunkenCluster) int { return ordinal(a.Cluster) - ordinal(b.Cluster) })
	ranef, se := check{field: "ranef_g1"}, check{field: "ranef_g1_se"}
	for _, u := range effects {
		ranef.got, se.got = append(ranef.got, u.Deviation), append(se.got, u.SE)
	}
	return []check{one("pred", p[0].Estimate, 0), one("se", p[0].SE, 0), one("ci_lb", p[0].CILower, 0), one("ci_ub", p[0].CIUpper, 0),
		one("pi_lb", p[0].PILower, 0), one("pi_ub", p[0].PIUpper, 0), ranef, se}, true
}

func ordinal(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil {
		panic(err)
	}
	return n
}

func rmaMVConfint(c golden) ([]check, bool) {
	m, s := clustered(c)
	r, err := regress.Fit(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	use("tau2_interval", r.Tau2Interval)
	var checks []check
	for j, v := range r.Variances {
		name := "s" + strconv.Itoa(j+1)
		checks = append(checks, one(name, v.Estimate, 0), one(name+"_lb", v.Lower, 0), one(name+"_ub", v.Upper, 0))
	}
	return checks, true
}

// rmaMVGroupings runs models of one grouping and of two that cross, which the
// engine knows and no setting asks for.
func rmaMVGroupings(c golden) ([]check, bool) {
	y, v := c.column("yi"), c.column("vi")
	design, err := tau.NewDesign(y, v, [][]float64{slices.Repeat([]float64{1}, len(y))})
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	groupings := [][]int{whole(c.Data["g1"])}
	if raw, ok := c.Data["g2o"]; ok {
		groupings = append(groupings, whole(raw))
	}
	l, err := tau.NewLevels(design, 0, nil, groupings...)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	at := tau.REML.Several(l)
	if !at.Converged {
		panic(c.ID + ": did not converge")
	}
	g := l.At(at.Sigma2)
	full, restricted := l.LogLikelihood(at.Sigma2)
	return []check{{field: "sigma2", got: at.Sigma2}, {field: "beta", got: g.Beta}, one("se", math.Sqrt(g.Covariance[0][0]), 0), {field: "vb", got: flat(g.Covariance)},
		one("ll", full, 1), one("ll_reml", restricted, 1), one("QE", l.At(make([]float64, len(groupings))).Q, 1)}, true
}

func whole(raw json.RawMessage) (all []int) {
	for _, x := range numbers(raw) {
		all = append(all, int(x))
	}
	return all
}

func vcalc(c golden) ([]check, bool) {
	y, v := c.column("yi"), c.column("vi")
	design, err := tau.NewDesign(y, v, [][]float64{slices.Repeat([]float64{1}, len(y))})
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	l, err := tau.NewLevels(design, c.number("rho", 0), whole(c.Data["g1"]))
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	trials, units := make([]int, len(y)), make([][]float64, len(y))
	for i := range trials {
		trials[i], units[i] = i, make([]float64, len(y))
		units[i][i] = 1
	}
	var sum, trace, squares float64
	first := check{field: "first5"}
	for i, row := range l.Times(nil, trials, units...) {
		trace += row[i]
		if i < 5 {
			first.got = append(first.got, row[:5]...)
		}
		for _, x := range row {
			sum += x
			squares += x * x
		}
	}
	return []check{one("sumV", sum, 0), one("traceV", trace, 0), one("fro", math.Sqrt(squares), 0), first}, true
}

// aggregate runs what R calls so: with a coefficient for each cluster, the
// common-effect model gives the mean of each with its variance.
func aggregate(c golden) ([]check, bool) {
	g := words(c.Data["g1"])
	d := regress.Data{Y: c.column("yi"), V: c.column("vi"), Cluster: g, Variables: []regress.Variable{{Name: "g1", Words: g}}}
	m, err := regress.New(d, "0 + g1")
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	s := regress.Settings{Model: "common", Interval: "wald", Level: 95}
	if raw := c.Settings["rho"]; string(raw) != "null" {
		s.Rho = c.number("rho", 0)
	}
	r, err := regress.Fit(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	y, v := check{field: "yi"}, check{field: "vi"}
	for _, b := range r.Coefficients {
		y.got, v.got = append(y.got, b.Estimate), append(v.got, b.SE*b.SE)
	}
	return []check{y, v}, true
}

// robust runs cluster-robust variances. R's own corrections are CR1p and CR0,
// both with the degrees of freedom of CR1p, under those names of another package.
func robust(c golden) ([]check, bool) {
	m, s := clustered(c)
	s.Interval = "wald"
	code, own := c.text("vcov", ""), false
	if code == "" {
		code, own = "CR0", true
		if c.flag("adjust", false) {
			code = "CR1p"
		}
	}
	r, err := regress.Robust(m, s, code)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	use("robust", r.Correction)
	var b, se, t, df, p, lo, hi []float64
	for _, x := range r.Coefficients {
		b, se, t, df = append(b, x.Estimate), append(se, x.SE), append(t, x.Statistic), append(df, x.DF)
		p, lo, hi = append(p, x.P), append(lo, x.CILower), append(hi, x.CIUpper)
	}
	checks := []check{{field: "beta", got: b}, {field: "se", got: se}, {field: "t", got: t}, {field: "stat", got: t}}
	if own && code == "CR0" {
		return checks, true
	}
	checks = append(checks, check{field: "df", got: df}, check{field: "p", got: p, scale: smallest}, check{field: "pval", got: p, scale: smallest}, check{field: "ci_lb", got: lo}, check{field: "ci_ub", got: hi})
	checks = append(checks, check{field: "vcov", got: flat(r.Covariance)})
	if r.Moderators.DF > 0 {
		f := r.Moderators
		checks = append(checks, one("HTZ_F", f.Statistic, 1), one("HTZ_df", f.DFResidual, 0), one("HTZ_p", f.P, smallest))
	}
	return checks, true
}

// robustTerms runs cluster-robust variances of several coefficients, with the tests
// of all moderators and of the last.
func robustTerms(c golden) ([]check, bool) {
	m, s := clustered(c)
	s.Interval = "wald"
	r, err := regress.Robust(m, s, c.text("vcov", ""))
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	use("robust", r.Correction)
	var b, se, df, p []float64
	for _, x := range r.Coefficients {
		b, se, df, p = append(b, x.Estimate), append(se, x.SE), append(df, x.DF), append(p, x.P)
	}
	of := func(t regress.Test) []float64 { return []float64{t.Statistic, t.DF, t.DFResidual, t.P} }
	return []check{{field: "beta", got: b}, {field: "se", got: se}, {field: "df", got: df}, {field: "p", got: p}, {field: "vcov", got: flat(r.Covariance), scale: r.Covariance[0][0]},
		{field: "all", got: of(r.Moderators)}, {field: "z", got: of(r.Terms[1])}}, true
}

// robustPlaces runs the effects at given moderators, and their differences from the
// first, with cluster-robust variances.
func robustPlaces(c golden) ([]check, bool) {
	m, s := clustered(c)
	s.Interval = "wald"
	var rows, apart [][]float64
	words := words(c.Data["at_z"])
	for i, x := range c.column("at_x") {
		at, err := m.Row([]regress.Value{{Name: "x", Number: x}, {Name: "z", Word: words[i]}})
		if err != nil {
			panic(c.ID + ": " + err.Error())
		}
		if rows = append(rows, at); i > 0 {
			less := slices.Clone(at)
			for j := range less {
				less[j] -= rows[0][j]
			}
			apart = append(apart, less)
		}
	}
	use("robust", c.text("vcov", ""))
	var checks []check
	for _, asked := range []struct {
		rows  [][]float64
		names [5]string
	}{{rows, [...]string{"pred", "se", "df", "ci_lb", "ci_ub"}}, {apart, [...]string{"difference", "difference_se", "difference_df", "difference_lb", "difference_ub"}}} {
		all, err := regress.RobustContrasts(m, s, c.text("vcov", ""), asked.rows)
		if err != nil {
			panic(c.ID + ": " + err.Error())
		}
		for n, name := range asked.names {
			one := check{field: name, scale: all[0].SE}
			for _, b := range all {
				one.got = append(one.got, [...]float64{b.Estimate, b.SE, b.DF, b.CILower, b.CIUpper}[n])
			}
			checks = append(checks, one)
		}
	}
	return checks, true
}

// robumeta runs models of moments with robust variances: small samples are
// corrected by CR2, others have those of the model itself.
func robumeta(c golden) ([]check, bool) {
	s := regress.Settings{Model: map[string]string{"CORR": "correlated", "HIER": "hierarchical"}[c.text("modelweights", "")], Tau2: "REML", Interval: "contain", Prediction: "none", Level: 95}
	if s.Model == "correlated" {
		s.Rho = c.number("rho", 0)
	}
	m, _ := clustered(c)
	r, err := regress.Fit(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	use("regression", r.Model)
	b := r.Coefficients[0]
	if c.flag("small", false) {
		w, err := regress.Robust(m, s, "CR2")
		if err != nil {
			panic(c.ID + ": " + err.Error())
		}
		b = w.Coefficients[0]
	}
	checks := []check{one("b", b.Estimate, 0), one("se", b.SE, 0), one("t", b.Statistic, 0), one("df", b.DF, 0), one("p", b.P, 0)}
	if s.Model == "correlated" {
		return append(checks, one("tau2", r.Tau2, 0), one("I2", r.I2, 0)), true
	}
	return append(checks, one("tau2", r.Variances[0].Estimate, 0), one("omega2", r.Variances[1].Estimate, 0)), true
}

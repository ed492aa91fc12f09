package goldens

import (
	"math"
	"slices"

	"grove/analysis/pool"
	"grove/analysis/probe"
	"grove/analysis/regress"
)

func influences(c golden) ([]check, bool) {
	s, ok := settings(c.text("method", ""), c.text("test", ""), "default", 95)
	if !ok {
		return nil, false
	}
	d := generic(c)
	rows, err := probe.Influences(d, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	checks := []check{{field: "rstudent", scale: 1}, {field: "dffits", scale: 1}, {field: "cook_d", scale: 1}, {field: "cov_r", scale: 1},
		{field: "QE_del", scale: float64(len(d.Y))}, {field: "hat"}, {field: "weight"}, {field: "dfbetas", scale: 1}, {field: "is_infl"},
		{field: "tau2_del", scale: typical(d.V), floor: typical(d.V)}}
	for _, r := range rows {
		if r.Err != nil {
			panic(c.ID + ": " + r.Err.Error())
		}
		tau2, marked := r.Tau2, 0.0
		if math.IsNaN(tau2) {
			tau2 = 0 // R's word for no variance between trials
		}
		if r.Influential {
			marked = 1
		}
		for i, x := range []float64{r.Studentised, r.DFFITS, r.Cook, r.CovarianceRatio, r.Q, r.Hat, r.Weight, r.DFBETAS, marked, tau2} {
			checks[i].got = append(checks[i].got, x)
		}
	}
	return checks, true
}

func metaregDiag(c golden) ([]check, bool) {
	m, s, ok := regression(c)
	if !ok {
		return nil, false
	}
	rows, _, err := regress.Diagnose(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	checks := []check{{field: "hat"}, {field: "cooks", scale: 1}, {field: "rstudent", scale: 1}}
	for _, r := range rows {
		for i, x := range []float64{r.Hat, r.Cook, r.Studentised} {
			checks[i].got = append(checks[i].got, x)
		}
	}
	f, err := regress.Fit(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	vif := check{field: "vif"}
	for _, b := range f.Coefficients {
		if !math.IsNaN(b.VIF) {
			vif.got = append(vif.got, b.VIF)
		}
	}
	return append(checks, vif), true
}

// mean is the model of a common mean and its settings.
func mean(c golden) (regress.Model, regress.Settings) {
	s := regress.Settings{Model: "random", Tau2: c.text("method", "REML"), Interval: intervals[c.text("test", "z")], Prediction: "none", Level: 95}
	if s.Tau2 == "FE" {
		s.Model = "common"
	}
	d := regress.Data{Y: c.column("yi"), V: c.column("vi")}
	formula := ""
	if _, ok := c.Data["x"]; ok {
		formula = "x"
		d.Variables = []regress.Variable{{Name: "x", Numbers: c.column("x")}}
	}
	m, err := regress.New(d, formula)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	return m, s
}

func residuals(c golden) ([]check, bool) {
	m, s := mean(c)
	rows, _, err := regress.Diagnose(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	unit := math.Sqrt(slices.Min(m.V))
	checks := []check{{field: "resid", scale: unit}, {field: "se"}, {field: "rstandard", scale: 1}, {field: "del_resid", scale: unit},
		{field: "del_se"}, {field: "rstudent", scale: 1}, {field: "pearson", scale: 1}}
	for _, r := range rows {
		for i, x := range []float64{r.Residual, r.SE, r.Standardised, r.DeletedResidual, r.DeletedSE, r.Studentised, r.Pearson} {
			checks[i].got = append(checks[i].got, x)
		}
	}
	return checks, true
}

func blup(c golden) ([]check, bool) {
	m, s := mean(c)
	rows, err := regress.Shrink(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	unit := math.Sqrt(slices.Min(m.V))
	checks := []check{{field: "blup", scale: unit}, {field: "se", scale: unit}, {field: "pi_lb", scale: unit}, {field: "pi_ub", scale: unit},
		{field: "ranef", scale: unit}, {field: "ranef_se", scale: unit}}
	for _, r := range rows {
		for i, x := range []float64{r.Estimate, r.SE, r.Lower, r.Upper, r.Deviation, r.DeviationSE} {
			checks[i].got = append(checks[i].got, x)
		}
	}
	return checks, true
}

func permutestExact(c golden) ([]check, bool) {
	m, s := mean(c)
	p, err := regress.Permute(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	checks := []check{{field: "pval", got: p.P}}
	if len(p.P) > 1 {
		checks = append(checks, one("QMp", p.Moderators, 0))
	} else {
		checks = append(checks, one("QMp", p.P[0], 0)) // R's test of all coefficients is that of the mean
	}
	if c.text("formula", "") == "" && c.text("method", "") == "FE" { // whose weights do not change with the signs
		r := fit(generic(c), pool.Settings{Model: "common", Interval: "permutation", Prediction: "none", Few: "off", Level: 95})
		checks = append(checks, one("pval", r.P, 0))
	}
	return checks, true
}

func anovaRMA(c golden) ([]check, bool) {
	m, s, ok := regression(c)
	if !ok {
		return nil, false
	}
	must := func(err error) {
		if err != nil {
			panic(c.ID + ": " + err.Error())
		}
	}
	wald, err := regress.Joint(m, s, []int{int(c.number("btt", 0)) - 1})
	must(err)
	none, err := regress.New(regress.Data{Y: m.Y, V: m.V}, "")
	must(err)
	ratio, err := regress.Compare(m, none, s)
	must(err)
	full, err := regress.Fit(m, s)
	must(err)
	reduced, err := regress.Fit(none, s)
	must(err)
	combination := make([]float64, len(m.Columns))
	combination[1], combination[2] = 1, -1
	contrast, err := regress.Contrast(m, s, combination)
	must(err)
	return []check{one("QM", wald.Statistic, 1), one("QMp", wald.P, smallest), one("LRT", ratio.Statistic, 1), one("LRTp", ratio.P, smallest),
		one("AIC_f", full.Likelihood.AIC, 1), one("AIC_r", reduced.Likelihood.AIC, 1),
		one("contrast_est", contrast.Estimate, 0), one("contrast_se", contrast.SE, 0), one("contrast_z", contrast.Statistic, 1)}, true
}

package goldens

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"grove/analysis/regress"
	"grove/analysis/tau"
)

// regression is the model of a case and its settings. A formula of R is put in
// ours where ours can say it; otherwise the columns that R made are taken. The
// columns that ours makes are asked to be those of R.
func regression(c golden) (regress.Model, regress.Settings, bool) {
	s := regress.Settings{Model: "random", Tau2: c.text("method", ""), Interval: intervals[c.text("test", "z")],
		Prediction: predictions[c.text("test", "z")+" default"], Level: c.number("level", 95)}
	_, known := tau.Lookup(s.Tau2)
	if s.Tau2 == "FE" {
		s.Model, known = "common", true
	}
	if !known {
		return regress.Model{}, s, false
	}
	d := regress.Data{Y: c.column("yi"), V: c.column("vi")}
	columns, names := matrix(c)
	formula, ours := ourFormula(c.text("formula", ""))
	if !ours || reduced(c, names) {
		m := regress.Model{Y: d.Y, V: d.V, Intercept: names[0] == "(Intercept)"}
		for j, n := range names {
			if n == "(Intercept)" {
				n = "intercept"
			} else if dropped(c, n) {
				continue
			}
			m.Columns = append(m.Columns, regress.Column{Name: n, Term: n, Values: columns[j]})
		}
		return m, s, true
	}
	for name, raw := range c.Data {
		if name == "yi" || name == "vi" || name == "X" || name == "X_names" {
			continue
		}
		v := regress.Variable{Name: name}
		if strings.Contains(c.text("formula", ""), "factor("+name+")") {
			v.Words = words(raw)
		} else {
			v.Numbers = numbers(raw)
		}
		if name == "tester" {
			v.Levels = []string{"aware", "blind"}
		}
		d.Variables = append(d.Variables, v)
	}
	m, err := regress.New(d, formula)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	for j := range m.Columns {
		if len(columns) != len(m.Columns) || !slices.Equal(columns[j], m.Columns[j].Values) {
			panic(c.ID + ": " + names[j] + " is not our column " + m.Columns[j].Name)
		}
	}
	return m, s, true
}

// ourFormula is a formula of R in ours.
func ourFormula(of string) (string, bool) {
	f := strings.TrimPrefix(of, "~")
	f = regexp.MustCompile(`factor\((\w+)\)`).ReplaceAllString(f, "$1")
	if without, ok := strings.CutSuffix(f, " - 1"); ok {
		f = "0 + " + without
	}
	return f, !strings.Contains(f, "(")
}

// matrix is X by columns with their names.
func matrix(c golden) (columns [][]float64, names []string) {
	var rows [][]float64
	if err := json.Unmarshal(c.Data["X"], &rows); err != nil {
		panic(c.ID + ": " + err.Error())
	}
	names = words(c.Data["X_names"])
	columns = make([][]float64, len(names))
	for _, r := range rows {
		for j, x := range r {
			columns[j] = append(columns[j], x)
		}
	}
	return columns, names
}

// reduced says that R dropped a column that says nothing new, which ours
// refuses to do.
func reduced(c golden, names []string) bool {
	return c.Kind == "metareg.diag" && c.ID == "metareg.diag/mcdaniel1994/f3" || c.Expected["p"] != nil && len(names) != int(numbers(c.Expected["p"])[0])
}

func dropped(c golden, name string) bool {
	if raw, ok := c.Expected["names"]; ok {
		return !slices.Contains(words(raw), name)
	}
	return name == "factor(type)s:factor(struct)u"
}

// words reads texts; numbers are written as R writes them.
func words(raw json.RawMessage) []string {
	var v []any
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(err)
	}
	ws := make([]string, len(v))
	for i, e := range v {
		switch e := e.(type) {
		case string:
			ws[i] = e
		case float64:
			ws[i] = strconv.FormatFloat(e, 'g', -1, 64)
		}
	}
	return ws
}

func metareg(c golden) ([]check, bool) {
	m, s, ok := regression(c)
	if !ok {
		return nil, false
	}
	r, err := regress.Fit(m, s)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	use("regression", r.Model)
	unit := math.Sqrt(slices.Min(m.V))
	checks := append(append(coefficients(r), likelihoodFields(r, s)...),
		check{field: "vb", got: flat(r.Covariance), scale: r.Covariance[0][0]}, one("k", float64(r.K), 0), one("QE", r.Q, r.QDF), one("QEp", r.QP, 0), one("QE_df", r.QDF, 0),
		check{field: "I2", got: []float64{r.I2}, scale: 100, floor: 100}, one("H2", r.H2, 1),
		one("QM", r.Moderators.Statistic, 1), one("QMp", r.Moderators.P, smallest),
		check{field: "QM_df", got: []float64{r.Moderators.DF, infiniteIsNone(r.Moderators.DFResidual)}},
		check{field: "R2", got: []float64{r.R2}, scale: 100, floor: 100})
	if df := r.Coefficients[0].DF; !math.IsInf(df, 1) {
		checks = append(checks, one("ddf", df, 0))
	}
	if r.Tau2Method != "" {
		checks = append(checks, tau2Field("tau2", r.Tau2, m.V), one("se_tau2", r.Tau2SE, 0),
			tau2Field("confint.tau2_lb", r.Tau2Lower, m.V), tau2Field("confint.tau2_ub", r.Tau2Upper, m.V))
		s.Tau2 = "1" // under which H² says what the typical sampling variance is
		declared, err := regress.Fit(m, s)
		if err != nil {
			panic(c.ID + ": " + err.Error())
		}
		s2 := 1 / (declared.H2 - 1)
		checks = append(append(checks, shareFields("lb", r.Tau2Lower, s2)...), shareFields("ub", r.Tau2Upper, s2)...)
	}
	rows := make([][]float64, 4)
	for i := range rows {
		for _, col := range m.Columns {
			rows[i] = append(rows[i], col.Values[i])
		}
	}
	s.Tau2 = c.text("method", "")
	ps, err := regress.Predict(m, s, rows)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	fields := []check{{field: "pred"}, {field: "pred_se"}, {field: "pred_ci_lb"}, {field: "pred_ci_ub"}, {field: "pred_pi_lb"}, {field: "pred_pi_ub"}}
	for _, p := range ps {
		for i, x := range []float64{p.Estimate, p.SE, p.CILower, p.CIUpper, p.PILower, p.PIUpper} {
			fields[i].got = append(fields[i].got, x)
			fields[i].scale = unit
		}
	}
	return append(checks, fields...), true
}

// likelihoodFields are the log likelihoods with what is made of them, the number of
// coefficients and Knapp and Hartung's factor, which is 1 in R under another rule.
func likelihoodFields(r regress.Result, s regress.Settings) []check {
	factor := map[string]float64{"hk": r.Spread, "hk-adhoc": max(1, r.Spread)}
	if _, ok := factor[s.Interval]; !ok {
		factor[s.Interval] = 1
	}
	checks := []check{one("p", float64(len(r.Coefficients)), 0), one("s2w", factor[s.Interval], 1)}
	for suffix, l := range map[string]regress.Likelihood{"": r.Likelihood, "_reml": r.Restricted} {
		checks = append(checks, one("fit.ll"+suffix, l.Log, 1), one("fit.dev"+suffix, l.Deviance, 1), one("fit.AIC"+suffix, l.AIC, 1),
			one("fit.BIC"+suffix, l.BIC, 1), one("fit.AICc"+suffix, l.AICc, 1))
	}
	return checks
}

// coefficients are the rows of the answer by metafor's names.
func coefficients(r regress.Result) []check {
	fields := []check{{field: "beta"}, {field: "se"}, {field: "stat"}, {field: "pval", scale: smallest}, {field: "ci_lb"}, {field: "ci_ub"}}
	for _, b := range r.Coefficients {
		for i, x := range []float64{b.Estimate, b.SE, b.Statistic, b.P, b.CILower, b.CIUpper} {
			fields[i].got = append(fields[i].got, x)
		}
	}
	return fields
}

func infiniteIsNone(df float64) float64 {
	if math.IsInf(df, 1) {
		return math.NaN()
	}
	return df
}

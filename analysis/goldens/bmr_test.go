package goldens

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"grove/analysis/pool"
	"grove/analysis/regress"
)

// fitRegression is a Bayesian regression on the columns of X, given by rows.
func fitRegression(y, v []float64, rows [][]float64, s regress.Settings) (regress.Model, regress.Result) {
	m := regress.Model{Y: y, V: v, Columns: make([]regress.Column, len(rows[0]))}
	for j := range m.Columns {
		for _, row := range rows {
			m.Columns[j].Values = append(m.Columns[j].Values, row[j])
		}
	}
	r, err := regress.Fit(m, s)
	if err != nil {
		panic(err)
	}
	use("regression", r.Model)
	use("prior", r.Posterior.Prior)
	use("credible", r.Posterior.Credible)
	return m, r
}

// bmr holds the posteriors of τ and of the coefficients. A mode is where the
// shortest interval of next to no probability lies.
func bmr(c golden) ([]check, bool) {
	prior, ok := bayesPriors[c.text("tau_prior", "")]
	if !ok {
		return nil, false
	}
	var rows [][]float64
	if err := json.Unmarshal(c.Data["X"], &rows); err != nil {
		panic(c.ID + ": " + err.Error())
	}
	s := regress.Settings{Model: "bayes", Level: 95, Prior: prior, Credible: "shortest"}
	_, r := fitRegression(c.column("yi"), c.column("vi"), rows, s)
	s.Level = 0.1
	_, at := fitRegression(c.column("yi"), c.column("vi"), rows, s)
	got := make([][]float64, 6)
	modes := append([]pool.Summary{at.Posterior.Tau}, at.Posterior.Coefficients...)
	for i, p := range append([]pool.Summary{r.Posterior.Tau}, r.Posterior.Coefficients...) {
		for row, x := range []float64{(modes[i].Lower + modes[i].Upper) / 2, p.Median, p.Mean, p.SD, p.Lower, p.Upper} {
			got[row] = append(got[row], x)
		}
	}
	all := check{field: "summary", scale: 1}
	for _, row := range got {
		all.got = append(all.got, row...)
	}
	return []check{all}, true
}

// The posteriors of regressions that mpmath has to 16 digits, at the log relative
// error that iterative numbers are held to.
func TestCertifiedRegressions(t *testing.T) {
	raw, err := os.ReadFile("testdata/certified_bmr.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID        string
			Yi, Vi    []float64
			X         [][]float64
			Prior     pool.Prior
			Level     float64
			Certified map[string]*number
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	y := newTally(t)
	for _, c := range file.Cases {
		s := regress.Settings{Model: "bayes", Prediction: regress.Predictions[0].Code, Level: c.Level, Prior: c.Prior}
		m, r := fitRegression(c.Yi, c.Vi, c.X, s)
		s.Credible = "shortest"
		_, short := fitRegression(c.Yi, c.Vi, c.X, s)
		s.Credible = ""
		if !r.Converged {
			t.Errorf("%s: not converged", c.ID)
		}
		got := map[string]float64{"weight_1": r.Weights[0], "weight_k": r.Weights[r.K-1]}
		summary := func(name string, p, short pool.Summary) {
			for what, x := range map[string]float64{"mean": p.Mean, "sd": p.SD, "median": p.Median, "lb": p.Lower, "ub": p.Upper, "short_lb": short.Lower, "short_ub": short.Upper} {
				got[name+"_"+what] = x
			}
		}
		summary("tau", r.Posterior.Tau, short.Posterior.Tau)
		for j, p := range r.Posterior.Coefficients {
			summary("beta"+string(rune('1'+j)), p, short.Posterior.Coefficients[j])
		}
		lines, err := regress.Predict(m, s, [][]float64{c.X[0]})
		if err != nil {
			t.Fatal(err)
		}
		p := lines[0]
		got["fit_median"], got["fit_sd"], got["fit_lb"], got["fit_ub"], got["new_lb"], got["new_ub"] = p.Estimate, p.SE, p.CILower, p.CIUpper, p.PILower, p.PIUpper
		trials, err := regress.Shrink(m, s)
		if err != nil {
			t.Fatal(err)
		}
		b := trials[0]
		got["effect_median"], got["effect_sd"], got["effect_lb"], got["effect_ub"] = b.Estimate, b.SE, b.Lower, b.Upper
		if r.Fitted[0] != p.Estimate {
			t.Errorf("%s: fitted %v, predicted %v", c.ID, r.Fitted[0], p.Estimate)
		}
		for name, x := range got {
			least := 10.0
			if c.Prior.Tau == "half-cauchy" && strings.HasSuffix(name, "_sd") {
				least = 9 // the last window holds all but 1e-9 of so heavy a second moment
			}
			what := name
			if strings.HasPrefix(name, "beta") {
				what = "coefficient" + name[len("beta1"):]
			}
			y.hold(c.ID, what, x, c.Certified[name], least)
		}
	}
	t.Logf("%d values held%s", y.held, y.table(nil))
	if y.held < 293 {
		t.Errorf("%d certified values held, there were 293", y.held)
	}
}

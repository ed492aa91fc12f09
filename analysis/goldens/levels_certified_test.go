package goldens

import (
	"encoding/json"
	"os"
	"testing"

	"grove/analysis/regress"
)

// Variances of three levels, with their limits, that mpmath has to 20 digits, at
// the log relative error that iterative numbers are held to.
func TestCertifiedLevels(t *testing.T) {
	raw, err := os.ReadFile("testdata/certified_levels.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID, Source, Method string
			Rho                float64
			Sigma2, Beta, SE   []number
			Limits             [][]number
			LL                 number
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	sources := map[string]golden{}
	for _, cases := range load(t, "g06_rma_mv.json") {
		for _, c := range cases {
			sources[c.ID] = c
		}
	}
	y := newTally(t)
	for _, c := range file.Cases {
		m, s := clustered(sources[c.Source])
		s.Tau2, s.Rho, s.Interval = c.Method, c.Rho, "wald"
		r, err := regress.Fit(m, s)
		if err != nil {
			t.Fatal(err)
		}
		for j, v := range r.Variances {
			y.hold(c.ID, "variance", v.Estimate, &c.Sigma2[j], 10)
			y.hold(c.ID, "lower", v.Lower, &c.Limits[j][0], 10)
			y.hold(c.ID, "upper", v.Upper, &c.Limits[j][1], 10)
		}
		for j, b := range r.Coefficients {
			y.hold(c.ID, "beta", b.Estimate, &c.Beta[j], 10)
			y.hold(c.ID, "se", b.SE, &c.SE[j], 10)
		}
		ll := r.Likelihood.Log
		if c.Method == "REML" {
			ll = r.Restricted.Log
		}
		y.hold(c.ID, "log likelihood", ll, &c.LL, 10)
	}
	if y.held != 152 {
		t.Errorf("%d values held, not 152", y.held)
	}
	t.Logf("%d values held%s", y.held, y.table(nil))
}

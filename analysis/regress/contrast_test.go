package regress

import (
	"math"
	"testing"
)

// Robust contrasts of single coefficients are the coefficients, in any unit, and a
// combination that only one cluster speaks of has no standard error.
func TestRobustContrasts(t *testing.T) {
	for _, scale := range []float64{1e-7, 1, 1e9} {
		m := mustNew(t, lonely(scale), "g")
		for _, model := range []string{"common", "random", "three-level"} {
			for _, c := range Corrections {
				if c.Code == "CR3" {
					continue // not defined: nothing is known of r without its cluster
				}
				s := wald
				s.Model = model
				r, err := Robust(m, s, c.Code)
				all, err2 := RobustContrasts(m, s, c.Code, [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 1}})
				if err != nil || err2 != nil {
					t.Fatal(err, err2)
				}
				for j, want := range r.Coefficients {
					if b := all[j]; b.Estimate != want.Estimate || !near(b.SE/want.SE, 1) || !near(b.DF/want.DF, 1) || !near(b.CIUpper/want.CIUpper, 1) {
						t.Errorf("%s %s in units of %v: %+v, not %+v", model, c.Code, scale, b, want)
					}
				}
				if b := all[3]; math.IsNaN(b.Estimate) || !math.IsNaN(b.SE) || !math.IsNaN(b.CIUpper) || !math.IsNaN(b.DF) {
					t.Errorf("%s %s in units of %v: the mean at r %+v", model, c.Code, scale, b)
				}
			}
		}
	}
	if _, err := RobustContrasts(mustNew(t, lonely(1), "g"), wald, "CR2", [][]float64{{1, 0}}); err == nil {
		t.Error("a combination of two of three coefficients")
	}
}

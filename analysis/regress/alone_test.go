package regress

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// lonely are trials of which one, alone in its cluster, is all there is of a level r.
func lonely(scale float64) Data {
	d := Data{Cluster: strings.Split("aabbcdde", ""),
		Y:         []float64{.1, .5, -.2, .7, .4, .3, .25, .6},
		V:         []float64{.04, .05, .03, .02, .08, .07, .05, .06},
		Variables: []Variable{{Name: "g", Words: strings.Split("pqpqrpqp", "")}}}
	for i := range d.Y {
		d.Y[i] *= scale
		d.V[i] *= scale * scale
	}
	return d
}

// A cluster of which the coefficients take up the only residual adds nothing but its
// share of rounding, in no unit of the effects: degrees of freedom and tests are those
// of clubSandwich 0.5.8, and a level of that cluster alone has no test, nor is it part
// of one.
func TestTakenWhole(t *testing.T) {
	for _, scale := range []float64{1e-7, 0.3, 1, 7, 1e9} {
		s := wald
		s.Model = "common"
		r, err := Robust(mustNew(t, lonely(scale), "g"), s, "CR2")
		if err != nil {
			t.Fatal(err)
		}
		for j, want := range []Coefficient{{SE: 0.181834854160, DF: 2.64655201887, P: 0.582641234833}, {SE: 0.306831754194, DF: 2.23109021351, P: 0.273937262156}, {SE: 0.181834854160, DF: 2.64655201887, P: 0.224809529233}} {
			if b := r.Coefficients[j]; !near(b.SE/scale/want.SE, 1) || !near(b.DF/want.DF, 1) || !near(b.P/want.P, 1) {
				t.Errorf("in units of %v: %+v, not %+v", scale, b, want)
			}
		}
		if m := r.Moderators; !near(m.Statistic/0.683134359665, 1) || !near(m.DFResidual/1.17058237355, 1) || !near(m.P/0.635923376567, 1) {
			t.Errorf("in units of %v: %+v", scale, m)
		}
		for _, model := range []string{"common", "random", "three-level"} {
			for _, c := range Corrections {
				if c.Code == "CR3" {
					continue // not defined: nothing is known of r without its cluster
				}
				s.Model = model
				r, err := Robust(mustNew(t, lonely(scale), "0 + g"), s, c.Code)
				if err != nil {
					t.Fatal(err)
				}
				if b, m := r.Coefficients[2], r.Moderators; !math.IsNaN(b.SE) || !math.IsNaN(m.Statistic) || !math.IsNaN(m.DFResidual) || !math.IsNaN(m.P) {
					t.Errorf("%s, %s in units of %v: %+v, %+v", model, c.Code, scale, b, m)
				}
			}
		}
	}
}

// The variance CR2 is expected to be that of the working model, however unlike the
// variances of one cluster are.
func TestLinearisedAcrossScales(t *testing.T) {
	d := lonely(1)
	d.V = []float64{1e-9, 50, 1e-4, 3e4, 0.08, 1e5, 1e-8, 0.06}
	s := wald
	s.Model = "common"
	f, err := prepare(mustNew(t, d, ""), s)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := row(Corrections, func(c Correction) string { return c.Code }, "CR2")
	w, err := f.sandwich(c)
	if err != nil {
		t.Fatal(err)
	}
	var expected float64
	for _, p := range w.parts {
		expected += p.itself([]int{0})[0][0]
	}
	if want := f.gls.Covariance[0][0]; !near(expected/want, 1) {
		t.Errorf("expected to be %v, not %v", expected, want)
	}
}

// Trials that lie on the model leave nothing to judge it by, which is no matter of
// clusters.
func TestRobustWithoutResiduals(t *testing.T) {
	d := lonely(1)
	d.Y = slices.Repeat([]float64{0.3}, len(d.Y))
	r, err := Robust(mustNew(t, d, ""), wald, "CR2")
	if want := []string{"the trials lie exactly on the model, which leaves no residual to judge intercept by"}; err != nil || !slices.Equal(r.Notes, want) || !math.IsNaN(r.Coefficients[0].SE) {
		t.Errorf("%q, %+v, %v", r.Notes, r.Coefficients, err)
	}
}

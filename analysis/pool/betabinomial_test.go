package pool

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// The certified values are mpmath's at 40 digits, by beta functions instead of
// products over people (testdata/betabinomial.py): the tuberculosis vaccine, with
// common events and large arms, and catheters, with rare ones, zero cells and
// trials without any event.
func TestBetaBinomial(t *testing.T) {
	s := Settings{Model: "beta-binomial", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	for _, c := range []struct {
		name           string
		x1, n1, x2, n2 []float64
		theta, se      float64
		rho            string
	}{
		{name: "BCG vaccine",
			x1: []float64{4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27}, n1: []float64{123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913},
			x2: []float64{11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29}, n2: []float64{139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854},
			theta: -0.35433918253346899633, se: 0.35802569215659727382, rho: "0.05079"},
		{name: "catheters",
			x1: []float64{0, 1, 2, 0, 5, 1, 1, 1, 1, 1, 0, 0, 3, 6, 0, 0, 1, 4}, n1: []float64{116, 44, 208, 130, 151, 98, 174, 74, 97, 113, 66, 70, 188, 187, 118, 252, 345, 64},
			x2: []float64{3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1}, n2: []float64{117, 35, 195, 136, 157, 139, 177, 39, 103, 122, 64, 58, 175, 180, 105, 262, 362, 69},
			theta: -1.0121365972231596752, se: 0.34329685001254236163, rho: "0.02135"},
	} {
		d := Data{Measure: "OR"}
		for i := range c.x1 {
			d.add(c.x1[i], c.n1[i], c.x2[i], c.n2[i])
		}
		r := fitted(t, d, s)
		if math.Abs(r.Estimate-c.theta) > 1e-10*math.Abs(c.theta) || math.Abs(r.SE-c.se) > 1e-10*c.se {
			t.Errorf("%s: %.17g (%.17g), certified %.17g (%.17g)", c.name, r.Estimate, r.SE, c.theta, c.se)
		}
		if r.K != len(c.x1) || !strings.Contains(strings.Join(r.Notes, "; "), "rho = "+c.rho) {
			t.Errorf("%s: %d trials, notes %q; certified rho %s", c.name, r.K, r.Notes, c.rho)
		}
	}
}

// Arms that all have the same risk vary less than chance would have them, so ρ
// is 0, and the answer is the log odds ratio of the one table of all people with
// Woolf's variance.
func TestBetaBinomialOfOneTable(t *testing.T) {
	d := Data{Measure: "OR"}
	for range 5 {
		d.add(10, 100, 20, 100)
	}
	r := fitted(t, d, Settings{Model: "beta-binomial", Interval: "wald", Prediction: "none", Few: "off", Level: 95})
	y, v := math.Log(50./450/(100./400)), 1./50+1./450+1./100+1./400
	if !near(r.Estimate, y, 1e-12) || !near(r.SE, math.Sqrt(v), 1e-12) || !strings.Contains(strings.Join(r.Notes, "; "), "rho is 0") {
		t.Errorf("%v (%v), notes %q; one table has %v (%v)", r.Estimate, r.SE, r.Notes, y, math.Sqrt(v))
	}
}

// Where everybody of an arm has the event or nobody has, two people of an arm are
// always alike, and the likelihood rises all the way to ρ = 1: there is no maximum,
// and the table of all people is not one.
func TestBetaBinomialOfArmsAlike(t *testing.T) {
	d := Data{Measure: "OR"}
	d.add(0, 10, 0, 12)
	d.add(0, 20, 0, 21)
	d.add(10, 10, 9, 9)
	r, err := Fit(d, Settings{Model: "beta-binomial", Interval: "wald", Prediction: "none", Few: "off", Level: 95})
	if !errors.Is(err, ErrData) || !strings.Contains(err.Error(), "no maximum of the beta-binomial likelihood was found: it still rises at rho = 0.99") {
		t.Errorf("%+v, %v", r, err)
	}
}

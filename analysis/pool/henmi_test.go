package pool

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The certified limits and p-values are mpmath's at 25 digits, of the integral
// over r written out; R's metafor::hc agrees with them to eight.
func TestHenmiCopas(t *testing.T) {
	s := Settings{Model: "henmi-copas", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	for name, c := range map[string]struct {
		d                             Data
		estimate, se, lower, upper, p float64
	}{
		"BCG vaccine, log risk ratios": {Data{
			Y: []float64{-0.88931133392020545, -1.5853886572014306, -1.3480731482996933, -1.4415511900213054, -0.21754732221129558, -0.78611558581886398, -1.6208982235983918, 0.011952333523840508, -0.46941764873814937, -1.3713448034727844, -0.33935882833839059, 0.44591340057137874, -0.017313948216879815},
			V: []float64{0.32558476500396133, 0.19458112139814385, 0.41536796536796537, 0.020010031902247573, 0.051210172169630859, 0.0069056184559087574, 0.22301724757231517, 0.0039615792978177295, 0.056434210463248966, 0.073024793612923891, 0.01241221397155972, 0.53250584520015282, 0.0714046596839863}},
			-0.43028516365409099, 0.28354435135524978, -1.1555487619720618, 0.29497843466387981, 0.19264211306081826},
		"lidocaine, risk differences": {Data{
			Y: []float64{0.028026237328562909, 0, 0.019711129991503824, 0.017961165048543684, 0.035334476843910799, 0.044031311154598823},
			V: []float64{0.0017757477454934036, 0.0037565740045078879, 0.00081323398897812532, 0.0010899751950853233, 0.00080114032990701879, 0.00061320306135560787}},
			0.029444320344763953, 0.013068316969818291, 0.0055130833363475165, 0.05337555735318039, 0.017201792588919029},
	} {
		r := fitted(t, c.d, s)
		for _, x := range [][2]float64{{r.Estimate, c.estimate}, {r.SE, c.se}, {r.CILower, c.lower}, {r.CIUpper, c.upper}, {r.P, c.p}} {
			if math.Abs(x[0]-x[1]) > 1e-12*math.Abs(x[1]) {
				t.Errorf("%s: %.17g, certified %.17g", name, x[0], x[1])
			}
		}
	}
}

// The limit and the p-value are of one distribution: at the p-value's own level a
// limit is zero.
func TestHenmiCopasTestIsItsInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, s := draw(t), Settings{Model: "henmi-copas", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
		r := fitted(t, d, s)
		if s.Level = 100 * (1 - r.P); s.Level < 1e-6 || s.Level > 99.9999 {
			return
		}
		at := fitted(t, d, s)
		if nearest := math.Min(math.Abs(at.CILower), math.Abs(at.CIUpper)); nearest > 1e-9*at.SE {
			t.Fatalf("p %v, and its limits %v to %v", r.P, at.CILower, at.CIUpper)
		}
	})
}

package goldens

import (
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/study"
)

// rmaMH runs the cases whose pooled counts are not corrected; the trials' own
// effects, of which Q is made, have a half added where a cell is zero.
func rmaMH(c golden) ([]check, bool) {
	if !c.only("measure", "correct", "level", "add", "drop00") {
		return nil, false
	}
	m, ok := effect.Lookup(c.text("measure", ""))
	if !ok {
		return nil, false
	}
	cs, ok := contrasts(c, m)
	if !ok {
		return nil, false
	}
	es, err := m.Of(cs, effect.Options{Add: 0.5, Zero: "only0", Double: "drop"})
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	d := pool.Data{Measure: m.Code}
	for _, e := range es {
		if !math.IsNaN(e.Y) || pool.Carries("mh", m.Code, e.T, e.C) {
			d.Y, d.V = append(d.Y, e.Y), append(d.V, e.V)
			d.T, d.C = append(d.T, e.T), append(d.C, e.C)
		}
	}
	r := fit(d, pool.Settings{Model: "mh", Interval: "wald", Prediction: "none", Few: "off", Level: c.number("level", 95)})
	checks := []check{one("beta", r.Estimate, r.SE), one("se", r.SE, 0), one("zval", r.Statistic, 1), one("pval", r.P, smallest),
		one("ci_lb", r.CILower, r.SE), one("ci_ub", r.CIUpper, r.SE)}
	// R counts trials without an effect of their own among k, and leaves the
	// double zeros out of the Q of a risk difference.
	if r.K == len(cs) {
		checks = append(checks, one("k", float64(r.K), 0), check{field: "weights", got: r.Weights})
	}
	if r.K > 1 && (m.Ratio || !slices.ContainsFunc(cs, double)) {
		checks = append(checks, heterogeneity(r)...)
	}
	return checks, true
}

// double is a trial with no events, or only events, in both arms.
func double(c study.Contrast) bool {
	return c.T.Events == 0 && c.C.Events == 0 || c.T.Events == c.T.N && c.C.Events == c.C.N
}

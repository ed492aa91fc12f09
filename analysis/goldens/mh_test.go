package goldens

import (
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/study"
)

// rmaMH runs the pooled counts. The trials' own effects, of which Q is made, have
// a half added where a cell is zero, or as the first element of "to" says; where
// its second corrects the counts themselves, they come in corrected.
func rmaMH(c golden) ([]check, bool) {
	if !c.only("measure", "correct", "level", "add", "drop00", "to") {
		return nil, false
	}
	code := c.text("measure", "")
	var d pool.Data
	var all []study.Contrast
	if code == "IRR" || code == "IRD" {
		d, all = rates(c, code)
	} else {
		m, ok := effect.Lookup(code)
		if !ok {
			return nil, false
		}
		if all, ok = contrasts(c, m); !ok {
			return nil, false
		}
		to := setting(c, "to", []string{"only0", "none"})
		d = pooledCounts(c, m, all, corrected(all, to[1]), to[0])
	}
	r := fit(d, pool.Settings{Model: "mh", Interval: "wald", Prediction: "none", Few: "off", Level: c.number("level", 95)})
	checks := countFields(r)
	// R counts trials without an effect of their own among k, and leaves the
	// double zeros out of the Q of a risk difference.
	if r.K == len(all) {
		checks = append(checks, one("k", float64(r.K), 0), check{field: "weights", got: r.Weights})
	}
	if r.K > 1 && (code != "RD" || !slices.ContainsFunc(all, double)) {
		checks = append(checks, heterogeneity(r)...)
	}
	return append(checks, testFields(r, c.flag("correct", true))...), true
}

// countFields are the estimate of pooled counts by metafor's names.
func countFields(r pool.Result) []check {
	return []check{one("beta", r.Estimate, r.SE), one("se", r.SE, 0), one("zval", r.Statistic, 1), one("pval", r.P, smallest),
		one("ci_lb", r.CILower, r.SE), one("ci_ub", r.CIUpper, r.SE)}
}

// testFields are the tests beside Q; metafor gives Cochran, Mantel and
// Haenszel's with or without the continuity correction.
func testFields(r pool.Result, correct bool) []check {
	var checks []check
	for _, t := range r.Tests {
		field := map[string]string{"bd": "BD", "tarone": "Tarone"}[t.Code]
		if t.Code == "cmh" && !correct || t.Code == "cmh-corrected" && correct {
			field = "CMH"
		}
		if field != "" {
			checks = append(checks, one(field, t.Statistic, 1), one(field+"p", t.P, smallest))
		}
	}
	return checks
}

// corrected are the arms with a half added to each cell of the trials that
// metafor's rule says.
func corrected(cs []study.Contrast, to string) []study.Contrast {
	all := slices.Clone(cs)
	for i, c := range cs {
		if to == "all" || to == "only0" && zero(c) || to == "if0all" && slices.ContainsFunc(cs, zero) {
			all[i].T.Events, all[i].T.N = c.T.Events+0.5, c.T.N+1
			all[i].C.Events, all[i].C.N = c.C.Events+0.5, c.C.N+1
		}
	}
	return all
}

// pooledCounts are the arms of the trials with the effects of the uncorrected
// ones, a half added to them as the zero rule says.
func pooledCounts(c golden, m effect.Measure, cs, arms []study.Contrast, zero string) pool.Data {
	es, err := effectsOf(m, cs, effect.Options{Add: 0.5, Zero: zero, Double: "drop"})
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	d := pool.Data{Measure: m.Code}
	for i, e := range es {
		if t, k := arms[i].T, arms[i].C; !math.IsNaN(e.Y) || pool.Carries("mh", m.Code, t, k) {
			d.Y, d.V = append(d.Y, e.Y), append(d.V, e.V)
			d.T, d.C = append(d.T, t), append(d.C, k)
		}
	}
	return d
}

// rates are events over person-time.
func rates(c golden, code string) (pool.Data, []study.Contrast) {
	nan := math.NaN()
	x1, t1, x2, t2 := c.column("x1i"), c.column("t1i"), c.column("x2i"), c.column("t2i")
	d := pool.Data{Measure: code}
	var all []study.Contrast
	for i := range x1 {
		t := study.Group{N: nan, Mean: nan, SD: nan, Events: x1[i], Time: t1[i]}
		k := study.Group{N: nan, Mean: nan, SD: nan, Events: x2[i], Time: t2[i]}
		a, b := x1[i], x2[i]
		if a == 0 || b == 0 {
			a, b = a+0.5, b+0.5
		}
		y, v := math.Log(a/t1[i])-math.Log(b/t2[i]), 1/a+1/b
		if code == "IRD" {
			y, v = a/t1[i]-b/t2[i], a/(t1[i]*t1[i])+b/(t2[i]*t2[i])
		}
		if x1[i]+x2[i] == 0 {
			y, v = nan, nan
		}
		d.Y, d.V, d.T, d.C = append(d.Y, y), append(d.V, v), append(d.T, t), append(d.C, k)
		all = append(all, study.Contrast{T: t, C: k, Y: nan, V: nan})
	}
	return d, all
}

// rmaPeto runs all cases of Peto's odds ratio.
func rmaPeto(c golden) ([]check, bool) {
	cs, ok := contrasts(c, effect.OR)
	if !ok || !c.only("level") {
		return nil, false
	}
	d := pooledCounts(c, effect.OR, cs, cs, "only0")
	r := fit(d, pool.Settings{Model: "peto", Interval: "wald", Prediction: "none", Few: "off", Level: c.number("level", 95)})
	checks := countFields(r)
	if r.K == len(cs) {
		checks = append(checks, one("k", float64(r.K), 0), check{field: "weights", got: r.Weights})
	}
	if r.K > 1 {
		checks = append(checks, heterogeneity(r)...)
	}
	return checks, true
}

// double is a trial with no events, or only events, in both arms.
func double(c study.Contrast) bool {
	return c.T.Events == 0 && c.C.Events == 0 || c.T.Events == c.T.N && c.C.Events == c.C.N
}

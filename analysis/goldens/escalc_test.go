package goldens

import (
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/study"
)

// contrasts are the arms that the data columns of a case hold, for a measure.
func contrasts(c golden, m effect.Measure) ([]study.Contrast, bool) {
	nan := math.NaN()
	var cs []study.Contrast
	switch {
	case m.Needs == effect.Counts && c.has("ai", "bi", "ci", "di"):
		a, b, e, f := c.column("ai"), c.column("bi"), c.column("ci"), c.column("di")
		for i := range a {
			cs = append(cs, study.Contrast{Y: nan, V: nan,
				T: study.Group{N: a[i] + b[i], Events: a[i], Mean: nan, SD: nan},
				C: study.Group{N: e[i] + f[i], Events: e[i], Mean: nan, SD: nan}})
		}
	case m.Needs == effect.Counts && c.has("ee", "ne", "ec", "nc"):
		ee, ne, ec, nc := c.column("ee"), c.column("ne"), c.column("ec"), c.column("nc")
		for i := range ee {
			cs = append(cs, study.Contrast{Y: nan, V: nan,
				T: study.Group{N: ne[i], Events: ee[i], Mean: nan, SD: nan},
				C: study.Group{N: nc[i], Events: ec[i], Mean: nan, SD: nan}})
		}
	case m.Needs == effect.Means && c.has("n1i", "m1i", "sd1i", "n2i", "m2i", "sd2i"):
		n1, m1, s1 := c.column("n1i"), c.column("m1i"), c.column("sd1i")
		n2, m2, s2 := c.column("n2i"), c.column("m2i"), c.column("sd2i")
		for i := range n1 {
			cs = append(cs, study.Contrast{Y: nan, V: nan,
				T: study.Group{N: n1[i], Events: nan, Mean: m1[i], SD: s1[i]},
				C: study.Group{N: n2[i], Events: nan, Mean: m2[i], SD: s2[i]}})
		}
	default:
		return nil, false
	}
	return cs, true
}

// measured are the effects of a case under metafor's settings for escalc.
func measured(c golden, code string) ([]study.Effect, bool) {
	m, ok := effect.Lookup(code)
	if !ok || c.flag("drop00", false) && !m.Ratio {
		return nil, false // dropping double zeros is not offered for a risk difference, which they carry
	}
	o := effect.Options{Add: c.number("add", 0.5), Zero: c.text("to", "only0"), Double: "keep",
		Variance: c.text("vtype", ""), Plain: !c.flag("correct", true)}
	if c.flag("drop00", false) {
		o.Double = "drop"
	}
	if o.Variance != "" && !slices.Contains(m.Variances, o.Variance) {
		return nil, false
	}
	cs, ok := contrasts(c, m)
	if !ok {
		return nil, false
	}
	es, err := m.Of(cs, o)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	return es, true
}

func escalc(c golden) ([]check, bool) {
	if !c.only("measure", "to", "add", "drop00", "vtype", "correct") {
		return nil, false
	}
	es, ok := measured(c, c.text("measure", ""))
	if !ok {
		return nil, false
	}
	return effects(es, "yi", "vi"), true
}

// effects are the effects and variances as two checked fields.
func effects(es []study.Effect, y, v string) []check {
	yi, vi := check{field: y, scale: 1}, check{field: v, scale: 1}
	for _, e := range es {
		yi.got, vi.got = append(yi.got, e.Y), append(vi.got, e.V)
	}
	return named(yi, vi)
}

// named are the checks that have a field.
func named(checks ...check) []check {
	return slices.DeleteFunc(checks, func(k check) bool { return k.field == "" })
}

func escalcSummary(c golden) ([]check, bool) {
	es, ok := measured(c, c.text("measure", ""))
	if !ok {
		return nil, false
	}
	checks := append(effects(es, "yi", "vi"), singles(es, c.number("level", 95), "sei", "zi", "pval", "ci_lb", "ci_ub")...)
	return checks, true
}

// singles are the trials' own standard errors, statistics, p-values and
// intervals under the given names, an empty name for none.
func singles(es []study.Effect, level float64, se, stat, p, lo, hi string) []check {
	checks := []check{{field: se}, {field: stat, scale: 1}, {field: p}, {field: lo, scale: 1}, {field: hi, scale: 1}}
	for _, e := range es {
		r := pool.Result{SE: math.NaN(), Statistic: math.NaN(), P: math.NaN(), CILower: math.NaN(), CIUpper: math.NaN()}
		if !math.IsNaN(e.Y) {
			r = fit(pool.Data{Y: []float64{e.Y}, V: []float64{e.V}}, pool.Settings{Model: "common", Interval: "wald", Prediction: "none", Few: "off", Level: level})
		}
		for i, x := range []float64{r.SE, r.Statistic, r.P, r.CILower, r.CIUpper} {
			checks[i].got = append(checks[i].got, x)
		}
	}
	return named(checks...)
}

func convWald(c golden) ([]check, bool) {
	out, lb, ub := c.column("out"), c.column("lb"), c.column("ub")
	vi := check{field: "vi"}
	for i := range out {
		se, _ := effect.FromInterval(out[i], lb[i], ub[i], c.number("level", 95))
		vi.got = append(vi.got, se*se)
	}
	return []check{vi}, true
}

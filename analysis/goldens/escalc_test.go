package goldens

import (
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/study"
)

// shapes are the columns that a case may have, each set with what it makes of a
// row; a measure takes the first that has what it needs.
var shapes = []struct {
	columns []string
	row     func(x map[string]float64) study.Contrast
}{
	{[]string{"ai", "bi", "ci", "di"}, func(x map[string]float64) study.Contrast {
		return against(group(x["ai"]+x["bi"], x["ai"], nan, nan, nan), group(x["ci"]+x["di"], x["ci"], nan, nan, nan))
	}},
	{[]string{"ee", "ne", "ec", "nc"}, func(x map[string]float64) study.Contrast {
		return against(group(x["ne"], x["ee"], nan, nan, nan), group(x["nc"], x["ec"], nan, nan, nan))
	}},
	{[]string{"n1i", "m1i", "sd1i", "n2i", "m2i", "sd2i"}, func(x map[string]float64) study.Contrast {
		return against(group(x["n1i"], nan, x["m1i"], x["sd1i"], nan), group(x["n2i"], nan, x["m2i"], x["sd2i"], nan))
	}},
	{[]string{"x1i", "t1i", "x2i", "t2i"}, func(x map[string]float64) study.Contrast {
		return against(group(nan, x["x1i"], nan, nan, x["t1i"]), group(nan, x["x2i"], nan, nan, x["t2i"]))
	}},
	{[]string{"x1i", "t1i"}, func(x map[string]float64) study.Contrast { return alone(group(nan, x["x1i"], nan, nan, x["t1i"])) }},
	{[]string{"xi", "ti"}, func(x map[string]float64) study.Contrast { return alone(group(nan, x["xi"], nan, nan, x["ti"])) }},
	{[]string{"xi", "ni"}, func(x map[string]float64) study.Contrast { return alone(group(x["ni"], x["xi"], nan, nan, nan)) }},
	{[]string{"mi", "sdi", "ni"}, func(x map[string]float64) study.Contrast { return alone(group(x["ni"], nan, x["mi"], x["sdi"], nan)) }},
	{[]string{"m1i", "sd1i", "n1i"}, func(x map[string]float64) study.Contrast {
		return alone(group(x["n1i"], nan, x["m1i"], x["sd1i"], nan))
	}},
	{[]string{"sdi", "ni"}, func(x map[string]float64) study.Contrast { return alone(group(x["ni"], nan, nan, x["sdi"], nan)) }},
	{[]string{"ri", "ni"}, func(x map[string]float64) study.Contrast { return within(x["ni"], study.Within{R: x["ri"]}) }},
	{[]string{"ti", "ni", "mi"}, func(x map[string]float64) study.Contrast {
		return within(x["ni"], study.Within{Statistic: x["ti"], Predictors: x["mi"]})
	}},
	{[]string{"ti", "ni", "mi", "r2i"}, func(x map[string]float64) study.Contrast {
		return within(x["ni"], study.Within{Statistic: x["ti"], Predictors: x["mi"], R2: x["r2i"]})
	}},
	{[]string{"r2i", "ni", "mi"}, func(x map[string]float64) study.Contrast {
		return within(x["ni"], study.Within{R2: x["r2i"], Predictors: x["mi"]})
	}},
	{[]string{"ai", "mi", "ni"}, func(x map[string]float64) study.Contrast {
		return within(x["ni"], study.Within{Alpha: x["ai"], Items: x["mi"]})
	}},
	{[]string{"ai", "bi", "ci"}, func(x map[string]float64) study.Contrast {
		return within(nan, study.Within{First: x["ai"], Mixed: x["bi"], Second: x["ci"]})
	}},
	{[]string{"m1i", "m2i", "sd1i", "sd2i", "ni", "ri"}, func(x map[string]float64) study.Contrast {
		c := within(x["ni"], study.Within{R: x["ri"]})
		c.T.Mean, c.T.SD, c.C.Mean, c.C.SD = x["m1i"], x["sd1i"], x["m2i"], x["sd2i"]
		return c
	}},
	{[]string{"m1i", "m2i", "sd1i", "ni", "ri"}, func(x map[string]float64) study.Contrast {
		c := within(x["ni"], study.Within{R: x["ri"]})
		c.T.Mean, c.T.SD, c.C.Mean = x["m1i"], x["sd1i"], x["m2i"]
		return c
	}},
}

var nan = math.NaN()

func group(n, events, mean, sd, time float64) study.Group {
	return study.Group{N: n, Events: events, Mean: mean, SD: sd, Time: time}
}

func against(t, c study.Group) study.Contrast { return study.Contrast{T: t, C: c, Y: nan, V: nan} }

func alone(g study.Group) study.Contrast { return against(g, group(nan, nan, nan, nan, nan)) }

func within(n float64, w study.Within) study.Contrast {
	c := alone(group(n, nan, nan, nan, nan))
	c.Within = &w
	return c
}

// contrasts are what the data columns of a case hold, for a measure.
func contrasts(c golden, m effect.Measure) ([]study.Contrast, bool) {
	for _, s := range shapes {
		if !c.has(s.columns...) {
			continue
		}
		var cs []study.Contrast
		lacking := 0
		for i := range c.column(s.columns[0]) {
			row := map[string]float64{}
			for _, name := range s.columns {
				row[name] = c.column(name)[i]
			}
			cs = append(cs, s.row(row))
			if m.Lacks(cs[i]) != "" {
				lacking++
			}
		}
		return cs, lacking < len(cs)
	}
	return nil, false
}

// unadded are the measures to which escalc adds nothing unless told to.
var unadded = []string{"AS", "PHI", "ZPHI", "RTET", "ZTET", "IRSD", "PAS", "PFT", "IRS", "IRFT"}

// effectsOf are the effects of a measure.
func effectsOf(m effect.Measure, cs []study.Contrast, o effect.Options) ([]study.Effect, error) {
	use("measure", m.Code)
	use("zero", o.Zero)
	return m.Of(cs, o)
}

// measured are the effects of a case under metafor's settings for escalc.
func measured(c golden, code string) ([]study.Effect, bool) {
	m, ok := effect.Lookup(code)
	if !ok {
		return nil, false
	}
	add := 0.5
	if slices.Contains(unadded, code) {
		add = 0
	}
	o := effect.Options{Add: c.number("add", add), Zero: c.text("to", "only0"), Double: "keep", Variance: c.text("vtype", "")}
	if !c.flag("correct", true) {
		o.Correct = "none"
	}
	if c.flag("drop00", false) {
		o.Double = "drop-all"
	}
	if code == "RBIS" {
		o.Variance = "" // R takes the same one under each of its names
	}
	if o.Variance != "" && !slices.Contains(m.Variances, o.Variance) {
		return nil, false
	}
	cs, ok := contrasts(c, m)
	if !ok {
		return nil, false
	}
	es, err := effectsOf(m, cs, o)
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

// convFivenum is the mean and standard deviation from a five-number summary.
func convFivenum(c golden) ([]check, bool) {
	code, ok := map[string]string{"default": "luo", "luo/wan/shi": "luo", "wan2014": "wan", "bland2015": "bland"}[c.text("method", "default")]
	if !ok {
		return nil, false
	}
	var q effect.Quantile
	for _, row := range effect.Quantiles {
		if row.Code == code {
			q = row
			use("quantiles", code)
		}
	}
	at := func(name string, i int) float64 {
		if _, ok := c.Data[name]; !ok {
			return math.NaN()
		}
		return c.column(name)[i]
	}
	n := c.column("n")
	means, sds := make([]float64, len(n)), make([]float64, len(n))
	for i := range n {
		means[i], sds[i], _, _ = q.Of(effect.FiveNumber{Min: at("min", i), Q1: at("q1", i), Median: at("median", i), Q3: at("q3", i), Max: at("max", i), N: n[i]})
	}
	return []check{{field: "mean", got: means}, {field: "sd", got: sds}}, true
}

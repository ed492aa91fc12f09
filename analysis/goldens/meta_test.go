package goldens

import (
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/probe"
	"grove/analysis/study"
	"grove/analysis/tau"
)

// metaIntervals are the intervals of the package meta by our codes; "ci" takes
// the wider of Hartung and Knapp's and Wald's interval, "se" the larger of
// their standard errors.
var metaIntervals = map[string]string{"classic": "wald", "HK": "hk", "HK se": "hk-adhoc", "HK ci": "hk-guarded", "HK IQWiG6": "hk-iqwig", "KR": "kr"}

// metaPredictions are its prediction intervals by our codes.
var metaPredictions = map[string]string{"V": "v", "HTS": "hts", "HK": "hk", "KR": "kr", "S": "z"}

// oneEffect is what the package pools under one effect, and how.
type oneEffect struct {
	model, tau2 string
	d           pool.Data
}

// metaFields are the common and the random pool of a case of the package meta.
// It reports I² from Q, as a share, and H as √(Q/df).
func metaFields(c golden, d pool.Data, under oneEffect) ([]check, bool) {
	code := c.text("method_random_ci", "classic")
	if a := c.text("adhoc", ""); a != "" {
		code += " " + a
	}
	prediction, ok := metaPredictions[c.text("method_predict", "V")]
	_, known := tau.Lookup(c.text("method_tau", ""))
	if metaIntervals[code] == "" || !ok || !known {
		return nil, false
	}
	s := pool.Settings{Model: "random", Tau2: c.text("method_tau", ""), Tau2Interval: c.text("method_tau_ci", map[bool]string{true: "J", false: "QP"}[c.text("method_tau", "") == "DL"]), Interval: metaIntervals[code], Prediction: prediction, Few: "off", Level: 95}
	sized := c.text("method", "") == "SSW"
	if sized {
		s.Model = "ssw"
	}
	r := fit(d, s)
	s.Model, s.Tau2, s.Interval, s.Prediction = under.model, under.tau2, "wald", "none"
	f := fit(under.d, s)
	unit := math.Sqrt(slices.Min(d.V))
	checks := []check{one("k", float64(r.K), 0), one("TE_common", f.Estimate, unit), one("se_common", f.SE, 0), one("lower_common", f.CILower, unit),
		one("upper_common", f.CIUpper, unit), one("stat_common", f.Statistic, 1), one("pval_common", f.P, smallest)}
	if c.text("method", "") == "MH" && c.text("method_tau", "") == "DL" { // its Q, and with it DL, is then about the Mantel–Haenszel estimate
		return append(checks, shares(c, "w_common", f.Weights)), true
	}
	checks = append(checks,
		one("TE_random", r.Estimate, unit), one("se_random", r.SE, 0), one("lower_random", r.CILower, unit), one("upper_random", r.CIUpper, unit),
		one("stat_random", r.Statistic, 1), one("pval_random", r.P, smallest), one("se_tau2", r.Tau2SE, 0),
		tau2Field("tau2", r.Tau2, d.V),
		one("Q", r.Q, r.QDF), one("df_Q", r.QDF, 0), one("pval_Q", r.QP, smallest),
		check{field: "I2", got: []float64{r.I2Q / 100}, scale: 1, floor: 1},
		one("H", math.Sqrt(max(1, r.Q/r.QDF)), 1),
		one("df_random", r.DF, 0), tau2Field("lower_tau2", r.Tau2Lower, d.V), tau2Field("upper_tau2", r.Tau2Upper, d.V),
	)
	checks = append(checks, testBased(d)...)
	if r.K > 2 && !sized { // its prediction interval is about the mean under inverse variances
		checks = append(checks, one("lower_pred", r.PILower, unit), one("upper_pred", r.PIUpper, unit))
	}
	return append(checks, shares(c, "w_random", r.Weights), shares(c, "w_common", f.Weights)), true
}

// testBased are the limits of H and I² from Q, from those of τ² that they stand for.
func testBased(d pool.Data) (checks []check) {
	e, err := tau.DL.Fit(d.Y, d.V)
	if err != nil {
		panic(err)
	}
	lo, hi, _ := tau.HigginsThompson.Of(d.Y, d.V, e, 95)
	for end, t := range map[string]float64{"lower": lo, "upper": hi} {
		h2 := h2At(t, d.V)
		checks = append(checks, one(end+"_H", math.Sqrt(h2), 1), check{field: end + "_I2", got: []float64{1 - 1/h2}, scale: 1, floor: 1})
	}
	return checks
}

// shares are weights in percent, in the unit of the expected ones.
func shares(c golden, field string, percent []float64) check {
	want, _ := c.want(field)
	var sum float64
	for _, w := range want {
		sum += w
	}
	k := check{field: field}
	for _, p := range percent {
		k.got = append(k.got, p*sum/100)
	}
	return k
}

func metagen(c golden) ([]check, bool) {
	if !c.only("method_tau", "method_random_ci", "adhoc", "method_predict", "method_tau_ci") {
		return nil, false
	}
	return genericFields(c, fromSE(c))
}

// genericFields are the fields of effects with their standard errors.
func genericFields(c golden, d pool.Data) ([]check, bool) {
	checks, ok := metaFields(c, d, oneEffect{model: "common", d: d})
	return append(checks, trialFields(d)...), ok
}

// trialFields are the trials' own effects, standard errors and intervals.
func trialFields(d pool.Data) []check {
	var es []study.Effect
	for i := range d.Y {
		es = append(es, study.Effect{Y: d.Y[i], V: d.V[i]})
	}
	return append(effects(es, "TE", ""), singles(es, 95, "seTE", "", "", "lower", "upper")...)
}

// pima are the package pimeta's methods by our estimator, interval and
// prediction. Its Hartung–Knapp prediction takes the larger of two standard errors
// with k−2 degrees of freedom, and its method SJ that of the robust interval, which
// none of ours does.
func pima(c golden) ([]check, bool) {
	m, ok := map[string][3]string{"HTS": {"DL", "t", "hts"}, "HK": {"REML", "hk-adhoc", "none"}, "SJ": {"REML", "sj", "none"}, "KR": {"REML", "kr", "kr-pr"}}[c.text("method", "")]
	if !ok {
		return nil, false
	}
	d := generic(c)
	r := fit(d, pool.Settings{Model: "random", Tau2: m[0], Interval: m[1], Prediction: m[2], Few: "off", Level: 95})
	unit := math.Sqrt(slices.Min(d.V))
	checks := []check{one("muhat", r.Estimate, unit), one("lci", r.CILower, unit), one("uci", r.CIUpper, unit), tau2Field("tau2", r.Tau2, d.V)}
	if r.Prediction != "" {
		checks = append(checks, one("lpi", r.PILower, unit), one("upi", r.PIUpper, unit))
	}
	return checks, true
}

func fromSE(c golden) pool.Data {
	var v []float64
	for _, se := range c.column("se") {
		v = append(v, se*se)
	}
	return reported(c.column("yi"), v)
}

func metainf(c golden) ([]check, bool) {
	s, ok := settings(c.text("method_tau", ""), "z", "default", 95)
	if !ok {
		return nil, false
	}
	d := fromSE(c)
	cases := probe.LeaveOneOut(d, labels(len(d.Y)), s)
	return caseFields(cases, []string{"TE", "lower", "upper"}, d.V), true
}

// metaZero are the package's zero rules: it adds to each cell of an odds ratio, to
// the events and the people of a risk ratio, and to a risk difference only in its
// variance.
var metaZero = map[string]string{"OR": "only0", "RR": "only0-events", "RD": "only0-variance", "PETO": "none"}

// metabin runs odds ratios, risk ratios and risk differences. Where the correction
// of all trials is asked for, it runs Mantel and Haenszel's sums. The package keeps a
// risk ratio of a trial with only events in both arms.
func metabin(c golden) ([]check, bool) {
	if c.text("sm", "") == "ASD" {
		return metaInverse(c)
	}
	if !c.only("sm", "method", "method_tau", "method_random_ci", "adhoc", "MH_exact", "incr", "method_incr") {
		return nil, false
	}
	code := c.text("sm", "")
	if c.text("method", "") == "Peto" {
		code = "PETO"
	}
	m, ok := effect.Lookup(code)
	if !ok {
		return nil, false
	}
	cs, ok := contrasts(c, m)
	if !ok {
		return nil, false
	}
	arms := cs
	if c.text("method", "") == "MH" && !c.flag("MH_exact", false) {
		arms = corrected(cs, c.text("method_incr", "only0"))
	}
	if _, all := c.Settings["method_incr"]; all {
		return metaSums(c, m, cs, arms)
	}
	o := effect.Options{Add: 0.5, Zero: metaZero[code], Double: "drop"}
	if full := slices.ContainsFunc(cs, func(x study.Contrast) bool { return double(x) && x.T.Events > 0 }); code == "RR" && full {
		o.Double = "keep"
	}
	return metaRaw(c, m, cs, arms, o)
}

// metaSums are the fields of Mantel and Haenszel's sums alone, with the effects of
// the trials, to whose events and people the same half is added.
func metaSums(c golden, m effect.Measure, cs, arms []study.Contrast) ([]check, bool) {
	if c.text("method", "") != "MH" {
		return nil, false
	}
	d := pool.Data{Measure: m.Code}
	halves := slices.Clone(arms)
	for i, x := range arms {
		d.Y, d.V, d.T, d.C = append(d.Y, 0), append(d.V, 1), append(d.T, x.T), append(d.C, x.C)
		halves[i].T.N -= x.T.Events - cs[i].T.Events
		halves[i].C.N -= x.C.Events - cs[i].C.Events
	}
	es, err := effectsOf(m, halves, effect.Options{Zero: "none", Double: "keep"})
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	f := fit(d, pool.Settings{Model: "mh", Interval: "wald", Prediction: "none", Few: "off", Level: 95})
	checks := append(effects(es, "TE", ""), singles(es, 95, "seTE", "", "", "lower", "upper")...)
	return append(checks, one("k", float64(f.K), 0), one("TE_common", f.Estimate, f.SE), one("se_common", f.SE, 0), one("lower_common", f.CILower, f.SE),
		one("upper_common", f.CIUpper, f.SE), one("stat_common", f.Statistic, 1), one("pval_common", f.P, smallest), shares(c, "w_common", f.Weights)), true
}

// metainc runs events over person-time without a zero by Mantel and Haenszel's
// sums, beside what is pooled by inverse variances.
func metainc(c golden) ([]check, bool) {
	if c.text("method", "") == "Inverse" {
		return metaInverse(c)
	}
	m, known := effect.Lookup(c.text("sm", ""))
	cs, ok := contrasts(c, m)
	if !known || !ok || slices.ContainsFunc(cs, func(x study.Contrast) bool { return x.T.Events*x.C.Events == 0 }) {
		return nil, false
	}
	return metaRaw(c, m, cs, cs, effect.Options{Add: 0.5, Zero: "only0", Double: "drop"})
}

func zero(c study.Contrast) bool {
	return c.T.Events == 0 || c.T.Events == c.T.N || c.C.Events == 0 || c.C.Events == c.C.N
}

// metaMeans are the package's differences of means by our measures and options.
// Its standardised difference is Hedges' with the exact formulas; with the others it
// has the approximate correction and the variance of Review Manager.
var metaMeans = map[string]struct {
	measure effect.Measure
	options effect.Options
}{
	"MD": {effect.MD, effect.Options{}}, "MD pooled": {effect.MD, effect.Options{Variance: "HO"}},
	"ROM": {effect.ROM, effect.Options{Correct: "none"}},
	"SMD": {effect.SMD, effect.Options{Variance: "UB"}}, "SMD Hedges": {effect.SMD, effect.Options{Correct: "approximate", Variance: "RM"}},
	"SMD Hedges exact": {effect.SMD, effect.Options{Variance: "UB"}},
	"SMD Cohen":        {effect.SMD, effect.Options{Correct: "none"}}, "SMD Cohen exact": {effect.SMD, effect.Options{Correct: "none", Variance: "UB"}},
	"SMD Glass": {effect.SMD1, effect.Options{Correct: "none", Variance: "DF"}}, "SMD Glass exact": {effect.SMD1, effect.Options{Correct: "none", Variance: "DF"}},
}

func metacont(c golden) ([]check, bool) {
	if !c.only("sm", "method_tau", "pooledvar", "method_smd", "exact_smd") {
		return nil, false
	}
	key := c.text("sm", "")
	if method := c.text("method_smd", ""); method != "" {
		key += " " + method
	}
	if c.flag("exact_smd", false) {
		key += " exact"
	}
	if c.flag("pooledvar", false) {
		key += " pooled"
	}
	ours, ok := metaMeans[key]
	if !ok {
		return nil, false
	}
	cs, ok := contrasts(c, ours.measure)
	if !ok {
		return nil, false
	}
	return metaRaw(c, ours.measure, cs, cs, ours.options)
}

// metaShares are the package's intervals of a trial's own share by our codes.
var metaShares = map[string]string{"CP": "clopper-pearson", "WS": "wilson", "WSCC": "wilson-corrected", "AC": "agresti-coull", "SA": "simple", "SACC": "simple-corrected", "NAsm": "pooled"}

// metapropCI are the intervals of shares, among them that of the measure as it is
// pooled.
func metapropCI(c golden) ([]check, bool) {
	cs, ok := contrasts(c, effect.PR)
	if !ok {
		return nil, false
	}
	code := metaShares[c.text("method_ci", "")]
	use("shares", code)
	if code == "pooled" {
		es, err := effectsOf(effect.PR, cs, effect.Options{Add: 0.5, Zero: "only0-variance", Double: "keep"})
		if err != nil {
			panic(c.ID + ": " + err.Error())
		}
		return singles(es, 95, "", "", "", "lower", "upper"), true
	}
	return shareLimits(cs, code), true
}

// shareLimits are the limits of the trials' own shares by one of the intervals.
func shareLimits(cs []study.Contrast, code string) []check {
	i := slices.IndexFunc(effect.ShareIntervals, func(s effect.ShareInterval) bool { return s.Code == code })
	lower, upper := check{field: "lower", scale: 1}, check{field: "upper", scale: 1}
	for _, x := range cs {
		lo, hi, _ := effect.ShareIntervals[i].Of(x.T, 95)
		lower.got, upper.got = append(lower.got, lo), append(upper.got, hi)
	}
	return []check{lower, upper}
}

// scaled are limits of shares on the scale of the measure, on which a share of 0
// may be infinite.
func scaled(m effect.Measure, cs []study.Contrast, limits []check) []check {
	if m.Code == effect.PR.Code {
		return limits
	}
	for _, k := range limits {
		for i, x := range cs {
			share := k.got[i]
			k.got[i] = effectOf(m, alone(group(x.T.N, x.T.N*share, nan, nan, nan)))
			if share == 0 && math.IsNaN(k.got[i]) {
				k.got[i] = math.Inf(-1)
			}
		}
	}
	return limits
}

// metaCodes are the package's measures by our codes, where they differ.
var metaCodes = map[string]string{"PLOGIT": "PLO", "PRAW": "PR", "MRAW": "MN", "MLN": "MNLN", "ASD": "AS"}

// metaInverse runs the measures of one group, of rates and of arcsines, pooled by
// inverse variances. The package has no test where a measure is not one of
// difference, gives a trial of one proportion Clopper and Pearson's interval on the
// scale of the measure, and
// back-transforms at the harmonic mean of the sizes.
func metaInverse(c golden) ([]check, bool) {
	if !c.only("sm", "method", "method_tau", "method_random_ci") || c.text("method", "Inverse") != "Inverse" {
		return nil, false
	}
	code := c.text("sm", "")
	if ours := metaCodes[code]; ours != "" {
		code = ours
	}
	m, ok := effect.Lookup(code)
	if !ok {
		return nil, false
	}
	cs, ok := contrasts(c, m)
	if !ok {
		return nil, false
	}
	o := effect.Options{Add: 0.5, Zero: "needed", Double: "keep"}
	if code == "PLN" {
		o.Zero = "only0-events"
	}
	checks, ok := metaRaw(c, m, cs, cs, o)
	untested := []string{"stat_common", "pval_common", "stat_random", "pval_random"}
	checks = slices.DeleteFunc(checks, func(k check) bool {
		return math.IsNaN(m.Null) && slices.Contains(untested, k.field) || m.Needs == effect.Share && (k.field == "lower" || k.field == "upper")
	})
	if m.Needs == effect.Share {
		checks = append(checks, scaled(m, cs, shareLimits(cs, "clopper-pearson"))...)
	}
	if _, there := c.want("bt_common"); there {
		es, _ := effectsOf(m, cs, o)
		for _, pooled := range []string{"common", "random"} {
			y, _ := c.want("TE_" + pooled)
			checks = append(checks, one("bt_"+pooled, m.Natural(es...)(y[0]), 1))
		}
	}
	return checks, ok
}

// metaRaw are the fields of a case that gives counts or means: the effects of the
// contrasts, pooled, and under one effect what the method makes of the arms, which
// may be corrected. Mantel and Haenszel's risk difference has weights by size, and
// Greenland and Robins's variance.
func metaRaw(c golden, m effect.Measure, cs, arms []study.Contrast, o effect.Options) ([]check, bool) {
	es, err := effectsOf(m, cs, o)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	d := usable(es)
	d.Measure = m.Code
	under := oneEffect{model: "common", d: d}
	switch method := c.text("method", ""); {
	case method == "SSW", method == "MH" && m.Code == "RD":
		under.model, under.tau2 = "ssw", "0"
	case method == "MH":
		under.model = "mh"
	}
	under.d.T, under.d.C = nil, nil
	for i, e := range es {
		if !math.IsNaN(e.Y) {
			under.d.T, under.d.C = append(under.d.T, arms[i].T), append(under.d.C, arms[i].C)
		}
	}
	checks, ok := metaFields(c, d, under)
	checks = append(checks, singles(es, 95, "seTE", "", "", "lower", "upper")...)
	for j := range checks {
		k := &checks[j]
		for i, e := range es {
			switch {
			case !math.IsNaN(e.Y):
			case k.field == "seTE" && m.Code == "OR":
				k.got[i] = math.Inf(1) // the package's word for a trial without an effect
			case k.field == "w_random" || k.field == "w_common":
				k.got = slices.Insert(k.got, i, 0)
			}
		}
	}
	return append(checks, effects(es, "TE", "")...), ok
}

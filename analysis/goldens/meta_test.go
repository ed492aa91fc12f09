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

// metaFields are the common and the random pool of a case of the package meta.
// It reports I² from Q, as a share, and H as √(Q/df).
func metaFields(c golden, d pool.Data, commonModel string) ([]check, bool) {
	code := c.text("method_random_ci", "classic")
	if a := c.text("adhoc", ""); a != "" {
		code += " " + a
	}
	prediction, ok := metaPredictions[c.text("method_predict", "V")]
	_, known := tau.Lookup(c.text("method_tau", ""))
	if metaIntervals[code] == "" || !ok || !known {
		return nil, false
	}
	s := pool.Settings{Model: "random", Tau2: c.text("method_tau", ""), Tau2Interval: c.text("method_tau_ci", "QP"), Interval: metaIntervals[code], Prediction: prediction, Few: "off", Level: 95}
	r := fit(d, s)
	s.Model, s.Interval, s.Prediction = commonModel, "wald", "none"
	f := fit(d, s)
	unit := math.Sqrt(slices.Min(d.V))
	checks := []check{one("k", float64(r.K), 0), one("TE_common", f.Estimate, unit)}
	if commonModel != "mh" || d.Measure != "RD" { // its variance of the Mantel–Haenszel risk difference is not Sato's
		checks = append(checks, one("se_common", f.SE, 0), one("lower_common", f.CILower, unit), one("upper_common", f.CIUpper, unit),
			one("stat_common", f.Statistic, 1), one("pval_common", f.P, smallest))
	}
	if commonModel == "mh" && s.Tau2 == "DL" { // its Q, and with it DL, is then about the Mantel–Haenszel estimate
		return checks, true
	}
	checks = append(checks,
		one("TE_random", r.Estimate, unit), one("se_random", r.SE, 0), one("lower_random", r.CILower, unit), one("upper_random", r.CIUpper, unit),
		one("stat_random", r.Statistic, 1), one("pval_random", r.P, smallest), one("se_tau2", r.Tau2SE, 0),
		tau2Field("tau2", r.Tau2, d.V),
		one("Q", r.Q, r.QDF), one("df_Q", r.QDF, 0), one("pval_Q", r.QP, smallest),
		check{field: "I2", got: []float64{r.I2Q / 100}, scale: 1, floor: 1},
		one("H", math.Sqrt(max(1, r.Q/r.QDF)), 1),
	)
	if c.text("method_tau_ci", "") != "" {
		checks = append(checks, tau2Field("lower_tau2", r.Tau2Lower, d.V), tau2Field("upper_tau2", r.Tau2Upper, d.V))
	}
	if r.K > 2 {
		checks = append(checks, one("lower_pred", r.PILower, unit), one("upper_pred", r.PIUpper, unit))
	}
	return append(checks, shares(c, "w_random", r.Weights), shares(c, "w_common", f.Weights)), true
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
	d := fromSE(c)
	return metaFields(c, d, "common")
}

// pima are the package pimeta's methods by our estimator, interval and
// prediction. Its Hartung–Knapp prediction takes the larger of two standard errors
// with k−2 degrees of freedom, and its method SJ another variance, which none of
// ours does.
func pima(c golden) ([]check, bool) {
	m, ok := map[string][3]string{"HTS": {"DL", "t", "hts"}, "HK": {"REML", "hk-adhoc", "none"}, "KR": {"REML", "kr", "kr-pr"}}[c.text("method", "")]
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

// metabin runs the odds ratios and Peto's, and of the other measures the cases
// without a zero cell: there the package adds to cells and people in other ways
// than escalc does. Of Mantel and Haenszel's sums with a zero cell, which it
// corrects unless told not to, it runs what is pooled from the counts.
func metabin(c golden) ([]check, bool) {
	if c.text("sm", "") == "ASD" {
		return metaInverse(c)
	}
	if !c.only("sm", "method", "method_tau", "method_random_ci", "adhoc", "MH_exact", "incr", "method_incr") {
		return nil, false
	}
	method := c.text("method", "")
	model, ok := map[string]string{"Inverse": "common", "MH": "mh", "Peto": "common"}[method]
	code := c.text("sm", "")
	if method == "Peto" {
		code = "PETO"
	}
	m, known := effect.Lookup(code)
	if !ok || !known {
		return nil, false
	}
	cs, ok := contrasts(c, m)
	if !ok {
		return nil, false
	}
	zeros := slices.ContainsFunc(cs, zero)
	if _, set := c.Settings["method_incr"]; model == "mh" && !c.flag("MH_exact", false) && (zeros || set) {
		if m.Code == "RD" {
			return nil, false
		}
		return metaCorrected(c, m, cs)
	}
	if zeros && !slices.Contains([]string{"OR", "PETO"}, code) {
		return nil, false
	}
	o := effect.Options{Add: 0.5, Zero: "only0", Double: "drop"}
	if code == "PETO" {
		o.Zero = "none"
	}
	return metaRaw(c, m, cs, o, model)
}

// metaCorrected are Mantel and Haenszel's sums of counts to which a half is
// added. The package leaves a trial without events out, and of an odds ratio one
// with nothing else, unless all trials are asked for.
func metaCorrected(c golden, m effect.Measure, cs []study.Contrast) ([]check, bool) {
	_, all := c.Settings["method_incr"]
	d := pool.Data{Measure: m.Code}
	for i, x := range corrected(cs, c.text("method_incr", "only0")) {
		if nothing := cs[i].T.Events+cs[i].C.Events == 0; all || !nothing && !(m.Code == "OR" && double(cs[i])) {
			d.Y, d.V, d.T, d.C = append(d.Y, 0), append(d.V, 1), append(d.T, x.T), append(d.C, x.C)
		}
	}
	f := fit(d, pool.Settings{Model: "mh", Interval: "wald", Prediction: "none", Few: "off", Level: 95})
	return []check{one("k", float64(f.K), 0), one("TE_common", f.Estimate, f.SE), one("se_common", f.SE, 0), one("lower_common", f.CILower, f.SE),
		one("upper_common", f.CIUpper, f.SE), one("stat_common", f.Statistic, 1), one("pval_common", f.P, smallest)}, true
}

// metainc runs events over person-time without a zero by Mantel and Haenszel's
// sums, beside what is pooled by inverse variances.
func metainc(c golden) ([]check, bool) {
	if c.text("method", "") != "MH" {
		return metaInverse(c)
	}
	m, known := effect.Lookup(c.text("sm", ""))
	cs, ok := contrasts(c, m)
	if !known || !ok || slices.ContainsFunc(cs, func(x study.Contrast) bool { return x.T.Events*x.C.Events == 0 }) {
		return nil, false
	}
	return metaRaw(c, m, cs, effect.Options{Add: 0.5, Zero: "only0", Double: "drop"}, "mh")
}

func zero(c study.Contrast) bool {
	return c.T.Events == 0 || c.T.Events == c.T.N || c.C.Events == 0 || c.C.Events == c.C.N
}

// metaMeans are the package's differences of means by our measures and options.
// Its standardised difference is Hedges' with the exact formulas; with the others it
// has the approximate correction and the
// variance of Review Manager. Of the exact ones
// the one for Cohen's d is not among them: it gives d the variance of Hedges' g.
var metaMeans = map[string]struct {
	measure effect.Measure
	options effect.Options
}{
	"MD": {effect.MD, effect.Options{}}, "MD pooled": {effect.MD, effect.Options{Variance: "HO"}},
	"ROM": {effect.ROM, effect.Options{Correct: "none"}},
	"SMD": {effect.SMD, effect.Options{Variance: "UB"}}, "SMD Hedges": {effect.SMD, effect.Options{Correct: "approximate", Variance: "RM"}},
	"SMD Hedges exact": {effect.SMD, effect.Options{Variance: "UB"}},
	"SMD Cohen":        {effect.SMD, effect.Options{Correct: "none"}},
	"SMD Glass":        {effect.SMD1, effect.Options{Correct: "none", Variance: "DF"}}, "SMD Glass exact": {effect.SMD1, effect.Options{Correct: "none", Variance: "DF"}},
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
	return metaRaw(c, ours.measure, cs, ours.options, "common")
}

// metaCodes are the package's measures by our codes, where they differ.
var metaCodes = map[string]string{"PLOGIT": "PLO", "PRAW": "PR", "MRAW": "MN", "MLN": "MNLN", "ASD": "AS"}

// metaInverse runs the measures of one group, of rates and of arcsines, pooled by
// inverse variances. The package has no test where a measure is not one of
// difference, gives a trial of one proportion Clopper and Pearson's interval, and
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
	if code == "PLN" && slices.ContainsFunc(cs, func(c study.Contrast) bool { return c.T.Events == 0 }) {
		return nil, false // the package adds a half to the people as well, escalc one
	}
	checks, ok := metaRaw(c, m, cs, o, "common")
	untested := []string{"stat_common", "pval_common", "stat_random", "pval_random"}
	checks = slices.DeleteFunc(checks, func(k check) bool {
		return math.IsNaN(m.Null) && slices.Contains(untested, k.field) || m.Needs == effect.Share && (k.field == "lower" || k.field == "upper")
	})
	if _, there := c.want("bt_common"); there {
		es, _ := effectsOf(m, cs, o)
		for _, pooled := range []string{"common", "random"} {
			y, _ := c.want("TE_" + pooled)
			checks = append(checks, one("bt_"+pooled, m.Natural(es...)(y[0]), 1))
		}
	}
	return checks, ok
}

func metaRaw(c golden, m effect.Measure, cs []study.Contrast, o effect.Options, commonModel string) ([]check, bool) {
	es, err := effectsOf(m, cs, o)
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	d := usable(es)
	d.Measure = m.Code
	checks, ok := metaFields(c, d, commonModel)
	checks = append(checks, singles(es, 95, "seTE", "", "", "lower", "upper")...)
	for j := range checks {
		k := &checks[j]
		for i, e := range es {
			switch {
			case !math.IsNaN(e.Y):
			case k.field == "seTE" && m.Ratio && m.Needs != effect.Means && m.Code != "PETO":
				k.got[i] = math.Inf(1) // the package's word for a trial without an effect
			case k.field == "w_random" || k.field == "w_common":
				k.got = slices.Insert(k.got, i, 0)
			}
		}
	}
	return append(checks, effects(es, "TE", "")...), ok
}

package protocol

import (
	"slices"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/tau"
)

// modelWords are the keys of a model whose values are words of a table.
var modelWords = []struct {
	name  string
	known func() []string
	also  func(string) (code string, ok bool) // what another spelling stands for, nil without any
	set   func(*model, string)
}{
	{"model", func() []string { return codes(pool.Models, func(x pool.Model) string { return x.Code }) }, nil,
		func(m *model, w string) { m.settings.Model = w }},
	{"glmm", func() []string { return codes(pool.GLMMs, func(x pool.GLMM) string { return x.Code }) }, nil,
		func(m *model, w string) { m.settings.GLMM = w }},
	{"tau2", func() []string { return codes(tau.Estimators, func(x tau.Estimator) string { return x.Code }) }, tau.Canonical,
		func(m *model, w string) { m.settings.Tau2 = w }},
	{"tau2_interval", func() []string { return codes(tau.Intervals, func(x tau.Interval) string { return x.Code }) }, tau.CanonicalInterval,
		func(m *model, w string) { m.settings.Tau2Interval = w }},
	{"interval", func() []string { return codes(pool.Intervals, func(x pool.Interval) string { return x.Code }) }, nil,
		func(m *model, w string) { m.settings.Interval = w }},
	{"prediction", func() []string { return codes(pool.Predictions, func(x pool.Prediction) string { return x.Code }) }, nil,
		func(m *model, w string) { m.settings.Prediction = w }},
	{"credible", func() []string { return codes(pool.Credibles, func(x pool.Credible) string { return x.Code }) }, nil,
		func(m *model, w string) { m.settings.Credible = w }},
	{"few", func() []string { return codes(pool.FewRules, func(x pool.Few) string { return x.Code }) }, nil,
		func(m *model, w string) { m.settings.Few = w }},
	{"zero", func() []string { return codes(effect.ZeroRules, func(x effect.ZeroRule) string { return x.Code }) }, nil,
		func(m *model, w string) { m.options.Zero = w }},
	{"double", func() []string { return codes(effect.DoubleRules, func(x effect.DoubleRule) string { return x.Code }) }, nil,
		func(m *model, w string) { m.options.Double = w }},
	{"variance", variances, nil, func(m *model, w string) { m.options.Variance = w }},
	{"correct", func() []string { return codes(effect.Corrections, func(x effect.Correction) string { return x.Code }) }, nil,
		func(m *model, w string) { m.options.Correct = w }},
}

// modelNumbers are the keys of a model whose values are numbers.
var modelNumbers = []struct {
	name   string
	fits   func(float64) bool
	reason string
	set    func(*model, float64)
}{
	{"level", func(x float64) bool { return x >= 50 && x < 100 }, "the level is in percent, from 50 to below 100: 95, not 0.95",
		func(m *model, x float64) { m.settings.Level = x }},
	{"tau2_min", func(x float64) bool { return x <= 0 }, "the least τ² allowed is 0, or below it and above minus the smallest variance of a trial, such as -0.01",
		func(m *model, x float64) { m.settings.Tau2Min = x }},
	{"add", func(x float64) bool { return x >= 0 && x <= 1 }, "what is added to a cell is 0 to 1, such as 0.5",
		func(m *model, x float64) { m.options.Add = x }},
}

// variances are the variants of variances that any measure knows.
func variances() []string {
	var all []string
	for _, m := range effect.Measures {
		for _, v := range m.Variances {
			if !slices.Contains(all, v) {
				all = append(all, v)
			}
		}
	}
	return all
}

// priorKey is the key of a model whose value is a number, a word or a map.
const priorKey = "prior"

// model merges the keys of a model into m and leaves the others. It tells what
// has changed.
func (r *reader) model(n *node, m *model, tell func(string)) {
	var keys []key
	for _, w := range modelWords {
		keys = append(keys, key{w.name, false, func(v *node) {
			if word := r.codeWord(v, w.name, w.known(), w.also); word != "" {
				before := *m
				w.set(m, word)
				if *m != before {
					tell(w.name + " = " + word)
				}
			}
		}})
	}
	for _, x := range modelNumbers {
		keys = append(keys, key{x.name, false, func(v *node) {
			value, ok := r.number(v, x.name)
			if ok && !x.fits(value) {
				r.fail(v, x.reason)
				return
			}
			before := *m
			if ok {
				x.set(m, value)
			}
			if *m != before {
				tell(x.name + " = " + v.text)
			}
		}})
	}
	keys = append(keys, key{priorKey, false, func(v *node) {
		before := *m
		prior, said := r.prior(v)
		if m.settings.Prior = prior; *m != before {
			tell(priorKey + " = " + said)
		}
	}})
	r.mapping(n, "a model", keys)
	if n.shape == mapping && len(n.pairs) == 0 {
		r.fail(n, "a model without keys")
	}
}

// checkBaseline refuses a baseline for a measure that has no use for one.
func (r *reader) checkBaseline(n *node, c choice) {
	m, known := effect.Lookup(c.measure)
	if known && c.options.Baseline > 0 && !m.Baseline {
		at := n
		if own := n.get("baseline"); own != nil {
			at = own
		}
		r.errs = append(r.errs, Error{File: r.file, Line: at.line, Column: at.col, Reason: "the measure " + m.Code + " takes no baseline into account (write baseline: none)"})
	}
}

// checkVariance refuses a variant of the variance that the measure has not.
func (r *reader) checkVariance(n *node, c choice) {
	m, known := effect.Lookup(c.measure)
	if !known || c.options.Variance == "" || slices.Contains(m.Variances, c.options.Variance) {
		return
	}
	at := stated(n, "variance")
	r.unknown(c.options.Variance, at.line, at.col, "a variance that the measure "+m.Code+" does not know", m.Variances)
}

// stated is the value of a key of the model of a map, or the map itself where its
// model has no such key.
func stated(n *node, key string) *node {
	if own := n.get("model"); own != nil && own.get(key) != nil {
		return own.get(key)
	}
	return n
}

package report

import (
	"fmt"
	"slices"
	"strings"

	"grove/analysis/cite"
	"grove/analysis/effect"
	"grove/analysis/missing"
	"grove/analysis/pool"
	"grove/analysis/probe"
	"grove/analysis/probe/subsets"
	"grove/analysis/protocol"
	"grove/analysis/regress"
	"grove/analysis/tau"
)

// method is a row of any method table.
type method struct {
	code, name string
	cites      []string
}

// chapter is a method table under the word that a protocol and a flag use for
// it.
type chapter struct {
	word string
	rows []method
}

// chapters are all method tables in the order grove methods prints them.
func chapters() []chapter {
	return []chapter{
		{"measure", rows(effect.Measures, func(m effect.Measure) method { return method{m.Code, m.Name, m.Cites} })},
		{"model", rows(pool.Models, func(m pool.Model) method { return method{m.Code, m.Name, m.Cites} })},
		{"glmm", rows(pool.GLMMs, func(v pool.GLMM) method { return method{v.Code, v.Name, v.Cites} })},
		{"tau2", rows(tau.Estimators, func(e tau.Estimator) method { return method{e.Code, withAlso(e.Name, e.Also), e.Cites} })},
		{"tau2_interval", rows(tau.Intervals, func(i tau.Interval) method { return method{i.Code, withAlso(i.Name, i.Also), i.Cites} })},
		{"interval", rows(pool.Intervals, func(i pool.Interval) method { return method{i.Code, i.Name, i.Cites} })},
		{"prediction", rows(pool.Predictions, func(p pool.Prediction) method { return method{p.Code, p.Name, p.Cites} })},
		{"prior", rows(pool.Priors, func(p pool.PriorOfTau) method { return method{p.Code, p.Name, p.Cites} })},
		{"credible", rows(pool.Credibles, func(c pool.Credible) method { return method{c.Code, c.Name, c.Cites} })},
		{"test", rows(pool.TestKinds, func(t pool.TestKind) method { return method{t.Code, t.Name, t.Cites} })},
		{"few", rows(pool.FewRules, func(f pool.Few) method { return method{f.Code, f.Name, nil} })},
		{"arms", rows(effect.ArmRules, func(a effect.ArmRule) method { return method{a.Code, a.Name, a.Cites} })},
		{"zero", rows(effect.ZeroRules, func(z effect.ZeroRule) method { return method{z.Code, z.Name, z.Cites} })},
		{"shares", rows(effect.ShareIntervals, func(s effect.ShareInterval) method { return method{s.Code, s.Name, s.Cites} })},
		{"readings", rows(effect.Readings, func(r effect.Reading) method { return method{r.Code, r.Name, r.Cites} })},
		{"converted", rows(effect.Conversions, func(c effect.Conversion) method { return method{c.Code, c.Name, c.Cites} })},
		{"pairing", rows(effect.Bounds, func(b effect.Bound) method { return method{b.Code, b.Name, b.Cites} })},
		{"quantiles", rows(effect.Quantiles, func(q effect.Quantile) method { return method{q.Code, q.Name, q.Cites} })},
		{"missing", rows(missing.Methods, func(m missing.Method) method { return method{m.Code, m.Name, m.Cites} })},
		{"regression", rows(regress.Models, func(k regress.Kind) method { return method{k.Code, k.Name, k.Cites} })},
		{"robust", rows(regress.Corrections, func(c regress.Correction) method { return method{c.Code, c.Name, c.Cites} })},
		{"plots", rows(protocol.Plots, func(p protocol.PlotKind) method { return method{p.Code, p.Name, p.Cites} })},
	}
}

// rows are the methods of a table.
func rows[T any](table []T, row func(T) method) []method {
	list := make([]method, len(table))
	for i, t := range table {
		list[i] = row(t)
	}
	return list
}

// withAlso is a name with the other codes of the method.
func withAlso(name string, also []string) string {
	if len(also) == 0 {
		return name
	}
	return name + ", also " + strings.Join(also, ", ")
}

// Words are the words of the method tables, in order.
func Words() []string {
	var words []string
	for _, c := range chapters() {
		words = append(words, c.word)
	}
	return words
}

// Codes are the codes of the table that goes by a word: measure, model, tau2.
func Codes(word string) []string {
	var codes []string
	for _, c := range chapters() {
		if c.word == word {
			for _, m := range c.rows {
				codes = append(codes, m.code)
			}
		}
	}
	return codes
}

// Methods is what grove methods prints: every method under the word for it,
// and the works they cite.
func Methods() string {
	var b strings.Builder
	var keys []string
	for _, c := range chapters() {
		fmt.Fprintf(&b, "%s\n", c.word)
		for _, m := range c.rows {
			cited := ""
			if len(m.cites) > 0 {
				cited = "  [" + strings.Join(m.cites, ", ") + "]"
			}
			fmt.Fprintf(&b, "  %-12s %s%s\n", m.code, m.name, cited)
			keys = append(keys, m.cites...)
		}
		b.WriteString("\n")
	}
	keys = slices.Concat(keys, pool.HeterogeneityCites, regress.Cites, regress.PermutationCites, probe.InfluenceCites, probe.GridCites, subsets.Cites, missing.ExtremeCites, probe.FragilityCites)
	slices.Sort(keys)
	b.WriteString("works\n")
	for _, k := range slices.Compact(keys) {
		w, _ := cite.Lookup(k)
		fmt.Fprintf(&b, "  [%s] %s\n", k, w.Text)
	}
	return b.String()
}

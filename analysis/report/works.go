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
	"grove/analysis/tau"
)

// Keys are the works that the numbers of a review used, each once, in the
// order of their keys.
func Keys(r Review) []string {
	var keys []string
	for _, a := range r.Analyses {
		for _, e := range a.Estimates() {
			keys = append(keys, used(e)...)
		}
		for _, x := range a.Choices {
			keys = append(keys, probe.GridCites...)
			for _, c := range x.Cells {
				keys = append(keys, used(c.Estimate)...)
			}
		}
		for _, x := range a.Missing {
			keys = append(append(keys, x.Method.Cites...), missing.ExtremeCites...)
		}
		for _, x := range a.Regressions {
			if x.Failed == "" {
				keys = append(keys, usedByRegression(x)...)
			}
		}
		for _, x := range a.Readings {
			keys = append(keys, x.Cites...)
		}
		if len(a.Fragility) > 0 {
			keys = append(keys, probe.FragilityCites...)
		}
		if len(a.Subsets) > 0 {
			keys = append(keys, subsets.Cites...)
		}
	}
	for _, f := range r.AllFigures() {
		keys = append(keys, f.Cites...)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// used are the works behind one estimate.
func used(e Estimate) []string {
	r, keys := e.Result, slices.Clone(e.Measure.Cites)
	for _, z := range effect.ZeroRules {
		if z.Code == e.Options.Zero {
			keys = append(keys, z.Cites...)
		}
	}
	for _, m := range pool.Models {
		if m.Code == r.Model {
			keys = append(keys, m.Cites...)
		}
	}
	for _, i := range pool.Intervals {
		if i.Code == r.Interval {
			keys = append(keys, i.Cites...)
		}
	}
	for _, p := range pool.Predictions {
		if p.Code == r.Prediction && r.Prediction != "" {
			keys = append(keys, p.Cites...)
		}
	}
	for _, p := range pool.Priors {
		if p.Code == r.Posterior.Prior {
			keys = append(keys, p.Cites...)
		}
	}
	if e, ok := tau.Lookup(r.Tau2Method); ok {
		keys = append(keys, e.Cites...)
	}
	if i, ok := tau.LookupInterval(r.Tau2Interval); ok && r.Tau2Interval != "" {
		keys = append(keys, i.Cites...)
	}
	for _, t := range r.Tests {
		keys = append(keys, pool.KindOf(t).Cites...)
	}
	if r.K > 1 {
		keys = append(keys, pool.HeterogeneityCites...)
	}
	return keys
}

// works lists the works a review used.
func works(b *strings.Builder, r Review) {
	keys := Keys(r)
	if len(keys) == 0 {
		return
	}
	b.WriteString("\n## Methods used\n\n")
	for _, k := range keys {
		w, _ := cite.Lookup(k)
		fmt.Fprintf(b, "* %s\n", Escape(w.Text))
	}
}

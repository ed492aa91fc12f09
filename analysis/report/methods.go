package report

import (
	"fmt"
	"slices"
	"strings"

	"grove/analysis/cite"
	"grove/analysis/effect"
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

// chapters are all method tables in the order grove methods prints them, each
// under the word that a protocol and a flag use for it.
func chapters() []struct {
	word string
	rows []method
} {
	var measures, models, taus, intervals, predictions, tests, few, zero, robust, plots []method
	for _, m := range effect.Measures {
		measures = append(measures, method{m.Code, m.Name, m.Cites})
	}
	for _, m := range pool.Models {
		models = append(models, method{m.Code, m.Name, m.Cites})
	}
	for _, e := range tau.Estimators {
		taus = append(taus, method{e.Code, e.Name, e.Cites})
	}
	for _, i := range pool.Intervals {
		intervals = append(intervals, method{i.Code, i.Name, i.Cites})
	}
	for _, p := range pool.Predictions {
		predictions = append(predictions, method{p.Code, p.Name, p.Cites})
	}
	for _, t := range pool.TestKinds {
		tests = append(tests, method{t.Code, t.Name, t.Cites})
	}
	for _, f := range pool.FewRules {
		few = append(few, method{f.Code, f.Name, nil})
	}
	for _, z := range effect.ZeroRules {
		zero = append(zero, method{z.Code, z.Name, nil})
	}
	for _, p := range protocol.Plots {
		plots = append(plots, method{p.Code, p.Name, p.Cites})
	}
	for _, c := range regress.Corrections {
		robust = append(robust, method{c.Code, c.Name, c.Cites})
	}
	return []struct {
		word string
		rows []method
	}{{"measure", measures}, {"model", models}, {"tau2", taus}, {"interval", intervals}, {"prediction", predictions}, {"test", tests}, {"few", few}, {"zero", zero}, {"robust", robust}, {"plots", plots}}
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
	keys = slices.Concat(keys, pool.HeterogeneityCites, regress.Cites, probe.InfluenceCites, probe.GridCites, subsets.Cites)
	slices.Sort(keys)
	b.WriteString("works\n")
	for _, k := range slices.Compact(keys) {
		w, _ := cite.Lookup(k)
		fmt.Fprintf(&b, "  [%s] %s\n", k, w.Text)
	}
	return b.String()
}

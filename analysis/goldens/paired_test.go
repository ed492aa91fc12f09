package goldens

import (
	"math"

	"grove/analysis/effect"
	"grove/analysis/study"
)

// paired are the effects of paired counts, under metafor's settings for escalc.
func paired(c golden) ([]check, bool) {
	m, ok := effect.Lookup(c.text("measure", ""))
	if !ok || m.Needs != effect.Paired || !c.has("ai", "bi", "ci", "di") {
		return nil, false
	}
	both, first, second, neither := c.column("ai"), c.column("bi"), c.column("ci"), c.column("di")
	var cs []study.Contrast
	for i := range both {
		cs = append(cs, study.Contrast{Y: math.NaN(), V: math.NaN(),
			Pairs: &study.Pairs{Both: both[i], OnlyT: first[i], OnlyC: second[i], Neither: neither[i]}})
	}
	es, err := effectsOf(m, cs, effect.Options{Add: c.number("add", 0.5), Zero: c.text("to", "only0"), Double: "keep"})
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	return effects(es, "yi", "vi"), true
}

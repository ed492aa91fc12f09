package goldens

import (
	"math"

	"grove/analysis/effect"
	"grove/analysis/study"
)

// paired are the effects of paired counts, or of their margins and correlation, under metafor's settings for escalc.
func paired(c golden) ([]check, bool) {
	m, ok := effect.Lookup(c.text("measure", ""))
	var cs []study.Contrast
	switch {
	case ok && m.Needs == effect.Paired && c.has("ai", "bi", "ci", "di"):
		both, first, second, neither := c.column("ai"), c.column("bi"), c.column("ci"), c.column("di")
		for i := range both {
			cs = append(cs, study.Contrast{Y: math.NaN(), V: math.NaN(),
				Pairs: &study.Pairs{Both: both[i], OnlyT: first[i], OnlyC: second[i], Neither: neither[i]}})
		}
	case ok && m.Needs == effect.Margins && c.has("ai", "bi", "ci", "di", "ri"):
		x1, y1, x2, y2, r := c.column("ai"), c.column("bi"), c.column("ci"), c.column("di"), c.column("ri")
		for i := range x1 {
			x := against(group(x1[i]+y1[i], x1[i], nan, nan, nan), group(x2[i]+y2[i], x2[i], nan, nan, nan))
			x.Within = &study.Within{R: r[i]}
			cs = append(cs, x)
		}
	default:
		return nil, false
	}
	es, err := effectsOf(m, cs, effect.Options{Add: c.number("add", 0.5), Zero: c.text("to", "only0"), Double: "keep"})
	if err != nil {
		panic(c.ID + ": " + err.Error())
	}
	return effects(es, "yi", "vi"), true
}

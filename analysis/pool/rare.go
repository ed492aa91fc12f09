package pool

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/study"
)

// Rare picks the model of an odds ratio, risk ratio, risk difference or rates by
// stated conditions, before any result is looked at, and says which it picked
// and why:
//
//	no trial has an arm without events, or with nothing else: random effects
//	Mantel and Haenszel's sums are defined:                   Mantel–Haenszel, nothing added
//	an odds ratio whose events are rare in arms of like size: Peto
//
// and otherwise there is no answer, but a plain error: no correction stands in
// for events that were not seen. The generalised linear mixed model, the
// beta-binomial model, and Peto under its conditions, stand beside what was
// picked; the first two have no maximum where those sums are not defined.
// Bradburn, Deeks, Berlin and Localio 2007; Kuss 2015.
var Rare = Model{Code: "rare", Name: "by the rule for rare events", Measures: MantelHaenszel.Measures, pick: rare, carries: mhCarries,
	Cites: []string{"bradburn2007", "kuss2015"}}

func rare(d Data) (model, why string, err error) {
	row, _ := find(mhRows, func(r mhRow) string { return r.measure }, d.Measure)
	if err := counted(d, row.over, "the rule for rare events"); err != nil {
		return "", "", err
	}
	zero := 0
	for i := range d.T {
		if empty(d.Measure, d.T[i]) || empty(d.Measure, d.C[i]) {
			zero++
		}
	}
	const rule = "rule for rare events: "
	if zero == 0 {
		return Random.Code, rule + "no trial has an arm without events or with nothing else, so random effects", nil
	}
	some := fmt.Sprintf("%s%d of %d trials have an arm without events or with nothing else, so ", rule, zero, len(d.T))
	if mhDefined(row.pool(d.T, d.C)) {
		return MantelHaenszel.Code, some + "Mantel–Haenszel, nothing added", nil
	}
	if d.Measure != "OR" {
		return "", "", fmt.Errorf("%w: too few events in all for Mantel–Haenszel", ErrData)
	}
	if reasons := unfit(d, 0); len(reasons) > 0 {
		return "", "", fmt.Errorf("%w: too few events in all for Mantel–Haenszel, and Peto's odds ratio does not stand in for it: %s", ErrData, reasons[0])
	}
	return Peto.Code, some + "and too few events in all for Mantel–Haenszel, so Peto", nil
}

// empty says that an arm has no events, or of people nothing else.
func empty(measure string, g study.Group) bool {
	return g.Events == 0 || !math.IsNaN(g.N) && g.Events == g.N && (measure == "OR" || measure == "RR" || measure == "RD")
}

// besideRare are the other models of counts that have an answer.
func besideRare(d Data, s Settings) []Result {
	var all []Result
	for _, m := range []Model{Mixed, BetaBinomial, Peto} {
		used := s
		used.Model = m.Code
		if m.Code == s.Model || !slices.Contains(m.Measures, d.Measure) || m.Code == Peto.Code && len(unfit(d, 0)) > 0 {
			continue
		}
		if r, err := Fit(d, used); err == nil {
			all = append(all, r)
		}
	}
	return all
}

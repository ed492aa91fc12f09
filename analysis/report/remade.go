package report

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/study"
)

// paired are the measures of paired counts that a measure of two arms takes for
// a trial with pairs, with metafor's codes.
var paired = map[string]string{effect.OR.Code: effect.MPOR.Code, effect.RR.Code: effect.MPRR.Code, effect.RD.Code: effect.MPRD.Code}

// zeroRules are the functions of reproduce.R that apply a zero rule. One that
// looks at all trials is not among them.
var zeroRules = map[string]string{"needed": "needed", "only0": "only0", "all": "every", "none": "uncorrected"}

// remade is the call with which R computes a trial's effect from what the trial
// reports; empty, with the reason, where R takes our number.
func remade(t Trial, m effect.Measure, o effect.Options) (call, why string) {
	counts := m.Needs == effect.Counts || m.Needs == effect.Paired
	rule, known := zeroRules[o.Zero]
	switch {
	case reportedEffect(t):
		return "", "the effect was taken as reported"
	case counts && !known:
		return "", "its zero rule looks at all trials"
	case o.Variance == "AV":
		return "", "its variance looks at all trials"
	case o.Correct != "":
		return "", "metafor has no effect without the correction for small samples"
	case counts && t.From.Pairs != nil:
		code := m.Code
		if p := paired[code]; p != "" {
			code = p
		}
		p := t.From.Pairs
		rule, add := corrected(rule, o, p.Both, p.OnlyT, p.OnlyC, p.Neither)
		return fmt.Sprintf("%s(%q, ai = %s, bi = %s, ci = %s, di = %s%s)", rule, code,
			rNumber(p.Both), rNumber(p.OnlyT), rNumber(p.OnlyC), rNumber(p.Neither), add), ""
	case counts:
		rule, add := corrected(rule, o, t.T.Events, t.T.N-t.T.Events, t.C.Events, t.C.N-t.C.Events)
		return fmt.Sprintf("%s(%q, ai = %s, n1i = %s, ci = %s, n2i = %s%s%s)", rule, m.Code,
			rNumber(t.T.Events), rNumber(t.T.N), rNumber(t.C.Events), rNumber(t.C.N), add, vtype(o)), ""
	case m.Baseline && o.Baseline > 0 && full(t.From.BaseT) && full(t.From.BaseC):
		return baselined(t, o), ""
	}
	return fmt.Sprintf("escalc(%q, m1i = %s, sd1i = %s, n1i = %s, m2i = %s, sd2i = %s, n2i = %s%s)", m.Code,
		rNumber(t.T.Mean), rNumber(t.T.SD), rNumber(t.T.N), rNumber(t.C.Mean), rNumber(t.C.SD), rNumber(t.C.N), vtype(o)), ""
}

// reportedEffect says that a trial's effect is the paper's own.
func reportedEffect(t Trial) bool { return !math.IsNaN(t.From.Y) || !math.IsNaN(t.From.V) }

// corrected is the function and what it adds to each cell; plain escalc where no
// correction can touch the cells.
func corrected(rule string, o effect.Options, cells ...float64) (function, add string) {
	if o.Zero != "all" && !slices.Contains(cells, 0) {
		return "escalc", ""
	}
	return rule, ", add = " + rNumber(o.Add)
}

func vtype(o effect.Options) string {
	if o.Variance == "" {
		return ""
	}
	return fmt.Sprintf(", vtype = %q", o.Variance)
}

// full says that an arm has all of n, mean and standard deviation.
func full(g *study.Group) bool { return g != nil && !math.IsNaN(g.N+g.Mean+g.SD) }

// baselined is the call for a mean difference that takes the baseline into
// account.
func baselined(t Trial, o effect.Options) string {
	two := func(a, b float64) string { return vector([]float64{a, b}, rNumber) }
	bt, bc := t.From.BaseT, t.From.BaseC
	return fmt.Sprintf("baseline(n = %s, m = %s, sd = %s, m0 = %s, sd0 = %s, n0 = %s, r = %s, change = %s)",
		two(t.T.N, t.C.N), two(t.T.Mean, t.C.Mean), two(t.T.SD, t.C.SD),
		two(bt.Mean, bc.Mean), two(bt.SD, bc.SD), two(bt.N, bc.N), rNumber(o.Baseline), rTruth(o.Change))
}

package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/study"
)

// paired are the measures of paired counts that a measure of two arms takes for
// a trial with pairs, with metafor's codes.
var paired = map[string]string{effect.OR.Code: effect.MPOR.Code, effect.RR.Code: effect.MPRR.Code, effect.RD.Code: effect.MPRD.Code, effect.MPORM.Code: effect.MPOR.Code}

// ofMargins are the measures that are MPORM where a trial has the margins of its
// pairs and their correlation.
var ofMargins = []string{effect.OR.Code, effect.MPORM.Code}

// zeroRules are the functions of reproduce.R that apply a zero rule. One that
// looks at all trials, or adds to other than each cell, is not among them.
var zeroRules = map[string]string{"needed": "needed", "only0": "only0", "all": "every", "none": "uncorrected"}

// argument is what escalc is given of a trial, by what the measure needs, in the
// order of the call; counted says that the zero rule applies, and cells are the
// counts that it looks at.
type argument struct {
	needs   effect.Needs
	counted bool
	names   []string
	of      func(Trial) []float64
	cells   func(Trial) []float64
}

var arguments = []argument{
	{effect.Counts, true, fourfold, arms, armCells},
	{effect.Independent, true, fourfold, arms, armCells},
	{effect.Means, false, []string{"m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"}, func(t Trial) []float64 {
		return []float64{t.T.Mean, t.T.SD, t.T.N, t.C.Mean, t.C.SD, t.C.N}
	}, nil},
	{effect.Rates, true, []string{"x1i", "t1i", "x2i", "t2i"}, func(t Trial) []float64 {
		return []float64{t.T.Events, t.T.Time, t.C.Events, t.C.Time}
	}, func(t Trial) []float64 { return []float64{t.T.Events, t.C.Events} }},
	{effect.Share, true, []string{"xi", "ni"}, func(t Trial) []float64 { return []float64{t.T.Events, t.T.N} },
		func(t Trial) []float64 { return []float64{t.T.Events, t.T.N - t.T.Events} }},
	{effect.Rate, true, []string{"xi", "ti"}, func(t Trial) []float64 { return []float64{t.T.Events, t.T.Time} },
		func(t Trial) []float64 { return []float64{t.T.Events} }},
	{effect.Mean, false, []string{"mi", "sdi", "ni"}, func(t Trial) []float64 { return []float64{t.T.Mean, t.T.SD, t.T.N} }, nil},
	{effect.Spread, false, []string{"sdi", "ni"}, func(t Trial) []float64 { return []float64{t.T.SD, t.T.N} }, nil},
	{effect.Correlation, false, []string{"ri", "ni"}, func(t Trial) []float64 { return []float64{t.From.Within.R, t.T.N} }, nil},
}

var fourfold = []string{"ai", "n1i", "ci", "n2i"}

func arms(t Trial) []float64 { return []float64{t.T.Events, t.T.N, t.C.Events, t.C.N} }

func armCells(t Trial) []float64 {
	return []float64{t.T.Events, t.T.N - t.T.Events, t.C.Events, t.C.N - t.C.Events}
}

// unlike are the measures that not every version of metafor has, or has with the
// same formula, or to all digits.
var unlike = []string{"OR2D", "RTET", "ZTET", "ZPHI", "SMDH", "SMD1", "SMD1H", "ROM", "CVR", "CLESN", "AUCN", "RPB", "RBIS", "ZPB", "ZBIS", "UCOR", "PRZ", "SMN", "PHI", "YUQ", "YUY"}

// remade is the call with which R computes a trial's effect from what the trial
// reports; empty, with the reason, where R takes our number.
func remade(t Trial, m effect.Measure, o effect.Options) (call, why string) {
	i := slices.IndexFunc(arguments, func(a argument) bool { return a.needs == m.Needs })
	pairs, r := m.Pairing(t.From)
	linked := !math.IsNaN(r)
	rule, known := zeroRules[o.Zero]
	switch {
	case reportedEffect(t):
		return "", "the effect was taken as reported"
	case t.From.Apart != nil:
		return "", "its arms were compared apart"
	case i < 0 && pairs == nil && !linked || slices.Contains(unlike, m.Code):
		return "", "not every version of metafor has the same formula"
	case linked && !slices.Contains(ofMargins, m.Code):
		return "", "metafor has no such effect of margins"
	case linked && (t.T.N != math.Trunc(t.T.N) || o.Zero == "all" && 2*o.Add != math.Trunc(2*o.Add)):
		return "", "metafor rounds the number of people"
	case (pairs != nil || linked || arguments[i].counted) && !known:
		return "", "no function of this script applies its zero rule"
	case slices.Contains(t.Notes, effect.OnlyVariance):
		return "", "only its variance is corrected"
	case o.Variance == "AV":
		return "", "its variance looks at all trials"
	case o.Correct != "" || o.Variance == "RM":
		return "", "metafor has no such effect or variance"
	case linked:
		function, add := corrected(rule, o, armCells(t)...)
		return fmt.Sprintf("%s(%q, ai = %s, n1i = %s, ci = %s, n2i = %s, ri = %s%s)", function, effect.MPORM.Code,
			rNumber(t.T.Events), rNumber(t.T.N), rNumber(t.C.Events), rNumber(t.C.N), rNumber(r), add), ""
	case pairs != nil:
		code := m.Code
		if p := paired[code]; p != "" {
			code = p
		}
		rule, add := corrected(rule, o, pairs.Both, pairs.OnlyT, pairs.OnlyC, pairs.Neither)
		return fmt.Sprintf("%s(%q, ai = %s, bi = %s, ci = %s, di = %s%s)", rule, code,
			rNumber(pairs.Both), rNumber(pairs.OnlyT), rNumber(pairs.OnlyC), rNumber(pairs.Neither), add), ""
	case m.Baseline && o.Baseline > 0 && full(t.From.BaseT) && full(t.From.BaseC):
		return baselined(t, o), ""
	}
	a, function, add := arguments[i], "escalc", ""
	if a.counted {
		function, add = corrected(rule, o, a.cells(t)...)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s(%q", function, m.Code)
	for j, x := range a.of(t) {
		fmt.Fprintf(&b, ", %s = %s", a.names[j], rNumber(x))
	}
	return b.String() + add + vtype(o) + ")", ""
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

package effect

import "fmt"

// ZeroRule says to which trials a continuity correction is added, and to what of
// them.
type ZeroRule struct {
	Code, Name string
	corrects   func(zero, anyZero bool) bool // a zero cell in this trial, in any trial
	spares     bool                          // a trial whose effect and variance are defined without it
	events     bool                          // it is added to the events alone, where an effect is made of logarithms of shares
	variance   bool                          // only the variance has it, where the effect is defined without it
	Cites      []string
}

// ZeroRules are the rules, the default first; only0, all, if0all and none are the
// codes that metafor's argument "to" has for them.
var ZeroRules = []ZeroRule{
	{Code: "needed", Name: "trials with a zero cell whose effect or variance is not defined otherwise", corrects: zeroOnly, spares: true},
	{Code: "only0", Name: "trials with a zero cell", corrects: zeroOnly},
	// Half an event more, and with it half a person more, takes the bias of order 1/n
	// out of the logarithm of a share, ln((x+½)/(n+½)); it is added so for RR and PLN.
	// Other measures, and pairs, have it in each cell. A risk ratio of two shares of 1,
	// where the rule that keeps such trials is asked for, stays 1, and its variance,
	// which would be 0, has half a person without the event in each arm,
	// 1/x₁ − 1/(n₁+½) + 1/x₂ − 1/(n₂+½). Cox and Snell 1989.
	{Code: "only0-events", Name: "trials with a zero cell, to the events alone", corrects: zeroOnly, events: true, Cites: []string{"cox1989"}},
	// A difference (RD, IRD) or one group's PR or IR stays that of the counts; other
	// effects have the correction as well.
	{Code: "only0-variance", Name: "trials with a zero cell, in the variance alone if the effect is defined without", corrects: zeroOnly, variance: true},
	{Code: "all", Name: "all trials", corrects: func(_, _ bool) bool { return true }},
	{Code: "if0all", Name: "all trials if any has a zero cell", corrects: func(_, anyZero bool) bool { return anyZero }},
	{Code: none, Name: "no trial", corrects: func(_, _ bool) bool { return false }},
}

const none = "none"

func zeroOnly(zero, _ bool) bool { return zero }

// DoubleRule says what becomes of a trial with no events, or only events, in
// both arms. The default speaks of ratios; such a trial does carry a difference.
type DoubleRule struct {
	Code, Name string
	drops      func(ratio bool) bool // whether it is left out under a ratio, under another measure
}

// DoubleRules are the rules, the default first.
var DoubleRules = []DoubleRule{
	{Code: "drop", Name: "left out: it says nothing about a ratio", drops: func(ratio bool) bool { return ratio }},
	{Code: "keep", Name: "kept, under the zero rule", drops: func(bool) bool { return false }},
	{Code: "drop-all", Name: "left out under every measure", drops: func(bool) bool { return true }},
}

func zeroRule(code string) (ZeroRule, bool) {
	for _, r := range ZeroRules {
		if r.Code == code {
			return r, true
		}
	}
	return ZeroRule{}, false
}

func doubleRule(code string) (DoubleRule, bool) {
	for _, r := range DoubleRules {
		if r.Code == code {
			return r, true
		}
	}
	return DoubleRule{}, false
}

func checkZero(o Options) error {
	if _, ok := zeroRule(o.Zero); !ok {
		return fmt.Errorf("%w: zero %q", ErrOptions, o.Zero)
	}
	if _, ok := doubleRule(o.Double); !ok {
		return fmt.Errorf("%w: double %q", ErrOptions, o.Double)
	}
	if !(o.Add >= 0) {
		return fmt.Errorf("%w: add %v is not zero or more", ErrOptions, o.Add)
	}
	return nil
}

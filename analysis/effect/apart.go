package effect

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/study"
)

// ArmRule says how several experimental or control arms of one trial become its
// one effect. One, because the arms of a trial share what sets it apart from
// others: with an effect for each comparison τ² would count the trial twice.
type ArmRule struct {
	Code, Name string
	Note       string // before the names of the arms
	Apart      bool   // each arm is measured by itself
	Additive   bool   // only for measures whose variances add
	Cites      []string
}

// ArmRules are the rules, the default first.
var ArmRules = []ArmRule{
	// The experimental arms are one group and so are the controls, with all their
	// people: counts add up, means are weighted by people, and the standard deviation
	// is that of the people together. Cochrane Handbook, chapter 6.
	{Code: "combine", Name: "as one arm", Note: "arms combined", Cites: []string{"higgins2023"}},

	// Each experimental arm is compared with each control; an arm's people, events and
	// person-time are divided equally among the comparisons in which it stands, so that
	// nobody counts twice. The trial has the mean of its comparisons with weights 1/v.
	// A comparison without an effect has no part in it. Cochrane Handbook, chapter 23.
	{Code: "split", Name: "compared apart, the people of the shared arm split among the comparisons", Note: "arms compared apart, the shared arm split", Apart: true, Cites: []string{"higgins2023"}},

	// The trial has the generalised least-squares mean of its comparisons. Of a
	// measure that is what one arm gives less what the other gives, yᵢ − yⱼ with
	// variance fᵢ + fⱼ, two comparisons with one control have its f as their
	// covariance, and the mean is
	//
	//	Σ(yᵢ/fᵢ)/Σ(1/fᵢ) over the experimental arms, less the same over the controls,
	//	with variance 1/Σ(1/fᵢ) + 1/Σ(1/fⱼ).
	//
	// Where one comparison needs a continuity correction every arm gets it. Other
	// measures, such as the standardised mean difference, are refused. Gleser and
	// Olkin 2009.
	{Code: "covariance", Name: "compared apart, with the covariance that the shared arm gives the comparisons", Note: "arms compared apart, with the covariance of the shared arm", Apart: true, Additive: true, Cites: []string{"gleser2009"}},
}

// ArmRuleOf is the rule with a code, the default for none.
func ArmRuleOf(code string) ArmRule {
	i := max(0, slices.IndexFunc(ArmRules, func(r ArmRule) bool { return r.Code == code }))
	return ArmRules[i]
}

// apart is Of where some trials have arms to be measured apart. The comparisons
// of all trials are measured together, as their trials would be.
func (m Measure) apart(cs []study.Contrast, o Options) ([]study.Effect, error) {
	var all []study.Contrast
	ends := make([]int, len(cs))
	for i, c := range cs {
		switch {
		case c.Apart == nil:
			all = append(all, c)
		case ArmRuleOf(c.Apart.Rule).Additive:
			if !m.Additive || o.Variance != "" && o.Variance != m.Variances[0] {
				return nil, fmt.Errorf("%w: arms: the variances of two arms do not add in %s %s", ErrOptions, m.Code, o.Variance)
			}
			if zero, _ := zeroRule(o.Zero); zero.events || zero.variance {
				return nil, fmt.Errorf("%w: arms: with the zero rule %s the variances of two arms do not add", ErrOptions, o.Zero)
			}
			all = append(all, againstOne(c)...)
		default:
			all = append(all, divided(c)...)
		}
		ends[i] = len(all)
	}
	measured, err := m.Of(all, o)
	if err != nil {
		return nil, err
	}
	out := make([]study.Effect, len(cs))
	from := 0
	for i, c := range cs {
		es := measured[from:ends[i]]
		switch {
		case c.Apart == nil:
			out[i] = es[0]
		case ArmRuleOf(c.Apart.Rule).Additive:
			out[i], err = m.together(c, all[from:ends[i]], es, o)
		default:
			out[i] = averageOf(c, es)
		}
		if err != nil {
			return nil, err
		}
		out[i].Converted = m.Rests(c.Converted, false)
		from = ends[i]
	}
	return out, nil
}

// divided are the comparisons of each experimental with each control arm, nobody
// in more than one.
func divided(c study.Contrast) []study.Contrast {
	var all []study.Contrast
	for _, t := range c.Apart.T {
		for _, k := range c.Apart.C {
			all = append(all, pairOf(c, portion(t, len(c.Apart.C)), portion(k, len(c.Apart.T))))
		}
	}
	return all
}

// portion is a group of which an nth part of the people is taken.
func portion(g study.Group, n int) study.Group {
	by := float64(n)
	g.N, g.Events, g.Time, g.Randomised = g.N/by, g.Events/by, g.Time/by, g.Randomised/by
	return g
}

func pairOf(c study.Contrast, t, k study.Group) study.Contrast {
	return study.Contrast{Study: c.Study, Label: c.Label, T: t, C: k, Y: math.NaN(), V: math.NaN()}
}

// averageOf is the mean of independent comparisons with weights 1/v.
func averageOf(c study.Contrast, es []study.Effect) study.Effect {
	e := blank(c)
	var sum, weight float64
	for _, x := range es {
		if !math.IsNaN(x.Y) {
			sum += x.Y / x.V
			weight += 1 / x.V
		}
	}
	if weight > 0 {
		e.Y, e.V = sum/weight, 1/weight
	}
	for _, x := range es {
		for i, n := range x.Notes {
			if weight > 0 && math.IsNaN(x.Y) && i == len(x.Notes)-1 {
				n = "a comparison without an effect has no part: " + n
			}
			if !slices.Contains(e.Notes, n) {
				e.Notes = append(e.Notes, n)
			}
		}
	}
	return e // without one that is defined the last note says why
}

// againstOne are all the arms of a trial, its first control among them, compared
// with that control.
func againstOne(c study.Contrast) []study.Contrast {
	var all []study.Contrast
	for _, g := range slices.Concat(c.Apart.T, c.Apart.C) {
		all = append(all, pairOf(c, g, c.Apart.C[0]))
	}
	return all
}

// together is the generalised least-squares mean of a trial's comparisons, which
// have been measured against its first control. Where one of them needs a
// continuity correction, or an arm has no variance without, every arm gets it: an
// arm cannot have two sets of counts.
func (m Measure) together(c study.Contrast, cs []study.Contrast, es []study.Effect, o Options) (study.Effect, error) {
	e := blank(c)
	bare, whole := o, o
	bare.Zero, whole.Zero, whole.Double = none, "all", "keep"
	plain, err := m.Of(cs, bare)
	if err != nil {
		return e, err
	}
	controls := len(c.Apart.T)
	y, v := leastSquares(es, controls)
	asCounted := slices.EqualFunc(es, plain, func(a, b study.Effect) bool { return a.Y == b.Y && a.V == b.V })
	says := slices.ContainsFunc(es, func(x study.Effect) bool { return !math.IsNaN(x.Y) })
	if m.Needs.Counted() && o.Zero != none && says && !(asCounted && v > 0) {
		corrected, err := m.Of(cs, whole)
		if err != nil {
			return e, err
		}
		y, v = leastSquares(corrected, controls)
		e.Notes = append(e.Notes, fmt.Sprintf("%v added to the cells of each of its arms", o.Add))
	}
	if !usable(estimate{y, v}) {
		e.Notes = append(e.Notes, whyNone(es))
		return e, nil
	}
	e.Y, e.V = y, v
	return e, nil
}

// whyNone is why a trial has no effect: what all its comparisons say, or that
// there is one arm that cannot be measured.
func whyNone(es []study.Effect) string {
	reason := func(x study.Effect) string {
		if !math.IsNaN(x.Y) {
			return ""
		}
		return x.Notes[len(x.Notes)-1]
	}
	why := reason(es[0])
	if why == "" || slices.ContainsFunc(es, func(x study.Effect) bool { return reason(x) != why }) {
		return "one of its arms has no effect or no variance of its own"
	}
	return why
}

// leastSquares is the mean of comparisons with the control at the given place,
// its own with itself among them; NaN where an arm has no variance of its own.
func leastSquares(es []study.Effect, controls int) (y, v float64) {
	own := es[controls].V / 2
	var sums, weights [2]float64
	for i, x := range es {
		f, side := x.V-own, 0
		if i >= controls {
			side = 1
		}
		if i == controls {
			f = own
		}
		if !(f > 0) {
			return math.NaN(), math.NaN()
		}
		sums[side] += x.Y / f
		weights[side] += 1 / f
	}
	return sums[0]/weights[0] - sums[1]/weights[1], 1/weights[0] + 1/weights[1]
}

// blank is the effect of a trial of which nothing is measured yet.
func blank(c study.Contrast) study.Effect {
	return study.Effect{Study: c.Study, Label: c.Label, T: c.T, C: c.C, Y: math.NaN(), V: math.NaN(), Notes: slices.Clone(c.Notes)}
}

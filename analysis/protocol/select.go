package protocol

import (
	"fmt"
	"slices"
	"strconv"

	"grove/analysis/effect"
)

// choice is what an analysis and a scenario both choose.
type choice struct {
	sel     Select
	measure string
	model
}

// choiceKeys are the keys that an analysis and a scenario share; in a scenario c
// begins as the analysis's choice and is changed. The words of each change are
// given to tell.
func (r *reader) choiceKeys(c *choice, scenario bool, tell func(string)) []key {
	required := !scenario
	return []key{
		{"outcome", false, func(v *node) {
			c.sel.Outcome, c.sel.At.Outcome = r.text(v, "outcome"), v.place()
			tell("outcome = " + c.sel.Outcome)
		}},
		{"time", false, func(v *node) {
			c.sel.Time = r.window(v, c.sel.Time)
			tell(windowWords(c.sel.Time))
		}},
		{"compare", false, func(v *node) {
			r.compare(v, &c.sel)
			tell(fmt.Sprintf("compare %s with %s", or(c.sel.Experimental), or(c.sel.Control)))
		}},
		{"prefer", false, func(v *node) { r.prefer(v, &c.sel, tell) }},
		{"measure", required, func(v *node) {
			c.measure = r.word(v, "measure", codes(effect.Measures, func(m effect.Measure) string { return m.Code }))
			tell("measure = " + c.measure)
		}},
		{"where", false, func(v *node) { r.where(v, &c.sel, scenario, tell) }},
		{"exclude", false, func(v *node) { r.exclude(v, &c.sel, tell) }},
		{"arms", false, func(v *node) { r.arms(v, &c.sel, tell) }},
		{"baseline", false, func(v *node) { r.baseline(v, c, tell) }},
		{"pairing", false, func(v *node) { c.sel.Pairing, c.sel.At.Pairing = r.pairing(v, tell), v.place() }},
		{"model", false, func(v *node) {
			r.model(v, &c.model, tell)
		}},
	}
}

// The ways to take a baseline into account.
const (
	asAdjusted = "adjusted" // the difference an analysis of covariance would estimate
	asChange   = "change"   // the difference in change from baseline
)

// baseline is {kind: word, r: number, as: adjusted or change}, or none in a scenario that drops it.
func (r *reader) baseline(n *node, c *choice, tell func(string)) {
	const none = "none"
	if n.shape == scalar {
		if r.word(n, "baseline", []string{none}) == none {
			c.sel.Baseline, c.options.Baseline, c.options.Change = "", 0, false
			tell("not adjusted for baseline")
		}
		return
	}
	first := c.sel.Baseline == ""
	r.mapping(n, "baseline", []key{
		{"kind", first, func(v *node) { c.sel.Baseline = r.text(v, "kind") }},
		{"r", first, func(v *node) {
			x, ok := r.number(v, "r")
			if ok && !(x > 0 && x < 1) {
				r.fail(v, "the correlation of baseline and endpoint is between 0 and 1")
			}
			c.options.Baseline = x
		}},
		{"as", false, func(v *node) { c.options.Change = r.word(v, "as", []string{asAdjusted, asChange}) == asChange }},
	})
	way := asAdjusted
	if c.options.Change {
		way = asChange
	}
	tell("baseline " + way + " with r = " + strconv.FormatFloat(c.options.Baseline, 'g', -1, 64))
}

// checkControl refuses a comparison without a control where the measure is one of
// two arms.
func (r *reader) checkControl(n *node, c choice) {
	m, known := effect.Lookup(c.measure)
	if !known || m.Needs.OneGroup() || len(c.sel.Experimental) == 0 || len(c.sel.Control) > 0 {
		return
	}
	at := n
	if own := n.get("compare"); own != nil {
		at = own
	}
	r.fail(at, "compare needs the key control")
}

// compare reads the treatments of both arms; a scenario may give one and inherit
// the other.
func (r *reader) compare(n *node, s *Select) {
	s.At.Compare = n.place()
	r.mapping(n, "compare", []key{
		{"experimental", len(s.Experimental) == 0, func(v *node) { s.Experimental = r.texts(v, "experimental") }},
		{"control", false, func(v *node) { s.Control = r.texts(v, "control") }},
	})
	for _, t := range s.Experimental {
		if slices.Contains(s.Control, t) {
			r.fail(n, fmt.Sprintf("%q is both experimental and control", t))
		}
	}
}

// preferred are the columns that can be ranked, in the order in which they are
// applied, and the values that a column is limited to.
var preferred = []struct {
	column string
	values []string
}{
	{"scale", nil},
	{"kind", nil},
	{"source", []string{"arms", "contrasts"}},
}

// prefer replaces the ranking of the columns it names and leaves the others.
func (r *reader) prefer(n *node, s *Select, tell func(string)) {
	s.At.Prefer = n.place()
	ranks := map[string][]string{}
	for _, p := range s.Prefer {
		ranks[p.Column] = p.Values
	}
	var keys []key
	for _, p := range preferred {
		keys = append(keys, key{p.column, false, func(v *node) {
			ranks[p.column] = r.texts(v, p.column)
			tell("prefer " + p.column + " " + or(ranks[p.column]))
			if p.values != nil {
				r.each(v, func(item *node) { r.word(item, p.column, p.values) })
			}
		}})
	}
	r.mapping(n, "prefer", keys)
	if n.shape == mapping && len(n.pairs) == 0 {
		r.fail(n, "prefer without a column")
	}
	s.Prefer = nil
	for _, p := range preferred {
		if values := ranks[p.column]; len(values) > 0 {
			s.Prefer = append(s.Prefer, Preference{Column: p.column, Values: values})
		}
	}
}

// each calls f for the scalars of a list, or for the one scalar that stands for
// a list.
func (r *reader) each(n *node, f func(*node)) {
	if n.shape == scalar {
		f(n)
	}
	for _, item := range n.items {
		if item.shape == scalar {
			f(item)
		}
	}
}

// armsOnly takes one of several arms of a trial; the other ways are the rules of
// the effect.
const armsOnly = "only"

// arms is the code of a rule, or {only: name}.
func (r *reader) arms(n *node, s *Select, tell func(string)) {
	s.ArmsOnly, s.At.Arms = "", n.place()
	if n.shape == mapping {
		s.Arms = armsOnly
		r.mapping(n, "arms", []key{{armsOnly, true, func(v *node) {
			s.ArmsOnly = r.text(v, "the arm")
			tell("only the arm " + s.ArmsOnly)
		}}})
		return
	}
	s.Arms = r.word(n, "arms", codes(effect.ArmRules, func(a effect.ArmRule) string { return a.Code }))
	tell("arms = " + s.Arms)
}

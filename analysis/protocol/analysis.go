package protocol

import (
	"fmt"
	"math"

	"grove/analysis/effect"
)

// analyses reads the list of main analyses; base is what the profile and the
// review's model say, plain what its figure says.
func (r *reader) analyses(n *node, base model, plain Figure) []Analysis {
	if n.shape != list || len(n.items) == 0 {
		r.fail(n, "analyses is a list of one or more analyses, each a map with an id")
		return nil
	}
	var all []Analysis
	ids := map[string]int{}
	for _, item := range n.items {
		a := r.analysis(item, base, plain)
		r.unique(item, a.ID, ids)
		all = append(all, a)
	}
	return all
}

// unique refuses an id that its list has already.
func (r *reader) unique(n *node, id string, lines map[string]int) {
	if id == "" {
		return
	}
	at := n
	if n.shape == mapping && n.get("id") != nil {
		at = n.get("id")
	}
	if first, ok := lines[id]; ok {
		r.errs = append(r.errs, Error{File: r.file, Line: at.line, Column: at.col, Text: id, Reason: fmt.Sprintf("the id stands twice, first on line %d", first)})
		return
	}
	lines[id] = at.line
}

func (r *reader) analysis(n *node, base model, plain Figure) Analysis {
	a := Analysis{Figure: plain, At: n.place()}
	c := choice{sel: Select{Arms: effect.ArmRules[0].Code}, model: base}
	var mid *node
	keys := []key{
		{"id", true, func(v *node) { a.ID = r.id(v, "id") }},
		{"title", false, func(v *node) { a.Title = r.text(v, "title") }},
		{"question", false, func(v *node) { a.Question = r.text(v, "question") }},
	}
	keys = append(keys, r.choiceKeys(&c, false, func(string) {})...)
	keys = append(keys,
		key{"better", false, func(v *node) { a.Better = r.word(v, "better", []string{"higher", "lower"}) }},
		key{"favours", false, func(v *node) { a.Favours = r.favours(v) }},
		key{"margin", false, func(v *node) { a.Margin = r.margin(v) }},
		key{"mid", false, func(v *node) { a.Mid, mid = r.margin(v), v }},
		key{"conclusions", false, func(v *node) {
			a.Conclusions = r.texts(v, "conclusions")
			r.each(v, func(item *node) {
				r.word(item, "conclusion", codes(Conclusions, func(c Conclusion) string { return c.Code }))
			})
		}},
		key{"risks", false, func(v *node) { a.Risks = r.risks(v) }},
		key{"readings", false, func(v *node) {
			a.Readings = r.texts(v, "readings")
			r.each(v, func(item *node) {
				r.word(item, "reading", codes(effect.Readings, func(x effect.Reading) string { return x.Code }))
			})
		}},
		key{"columns", false, func(v *node) { a.Columns = r.texts(v, "columns") }},
		key{"figure", false, func(v *node) { r.figure(v, &a.Figure) }},
		key{"plots", false, func(v *node) { a.Plots = r.plots(v, false) }},
		key{"published", false, func(v *node) { a.Published = r.texts(v, "published") }},
		key{"subgroup", false, func(v *node) { a.Subgroup = r.subgroup(v) }},
		key{"sensitivity", false, func(v *node) {
			r.checkVariance(n, c)
			a.Scenarios = r.scenarios(v, c)
		}},
	)
	before := len(r.errs)
	r.mapping(n, "an analysis", keys)
	if len(r.errs) == before {
		r.checkVariance(n, c)
		r.checkPrior(n, c)
		r.checkBaseline(n, c)
		r.checkControl(n, c)
		r.checkMid(mid, c.measure, a)
	}
	if a.Conclusions == nil {
		a.Conclusions = codes(Conclusions, func(c Conclusion) string { return c.Code })
	}
	a.Select, a.Measure, a.Settings, a.Options = c.sel, c.measure, c.with(c.measure), c.options
	return a
}

// favours are the words at the left and the right end of an axis.
func (r *reader) favours(n *node) [2]string {
	var f [2]string
	r.mapping(n, "favours", []key{
		{"left", true, func(v *node) { f[0] = r.text(v, "left") }},
		{"right", true, func(v *node) { f[1] = r.text(v, "right") }},
	})
	return f
}

// margin needs its source: a margin made up after the result is none.
func (r *reader) margin(n *node) *Margin {
	m := &Margin{}
	r.mapping(n, "margin", []key{
		{"value", true, func(v *node) { m.Value, _ = r.number(v, "value") }},
		{"source", true, func(v *node) { m.Source = r.text(v, "source") }},
	})
	return m
}

// checkMid refuses a minimal important difference on the harmful side of no
// difference: nearly every effect lies beyond it.
func (r *reader) checkMid(n *node, measure string, a Analysis) {
	m, ok := effect.Lookup(measure)
	if !ok || a.Mid == nil || a.Better == "" || math.IsNaN(m.Null) {
		return
	}
	null := m.Back(m.Null)
	for _, side := range []struct {
		better, word string
		beyond       bool
	}{{"higher", "above", a.Mid.Value > null}, {"lower", "below", a.Mid.Value < null}} {
		if a.Better == side.better && !side.beyond {
			r.fail(n.get("value"), fmt.Sprintf("better is %s, so a minimal important difference of %s is %s %v", a.Better, m.Code, side.word, null))
		}
	}
}

// risks is a list of {value: 0 to 1, source: words}.
func (r *reader) risks(n *node) []Risk {
	if n.shape != list || len(n.items) == 0 {
		r.fail(n, "risks is a list of {value: 0.2, source: where it comes from}")
		return nil
	}
	var all []Risk
	for _, item := range n.items {
		var one Risk
		r.mapping(item, "a risk", []key{
			{"value", true, func(v *node) {
				x, ok := r.number(v, "value")
				if ok && !(x > 0 && x < 1) {
					r.fail(v, "a baseline risk is between 0 and 1: 0.2, not 20")
				}
				one.Value = x
			}},
			{"source", true, func(v *node) { one.Source = r.text(v, "source") }},
		})
		all = append(all, one)
	}
	return all
}

func (r *reader) subgroup(n *node) *Subgroup {
	s := &Subgroup{}
	r.mapping(n, "subgroup", []key{
		{"by", true, func(v *node) { s.By = r.text(v, "by") }},
		{"order", false, func(v *node) { s.Order = r.texts(v, "order") }},
	})
	return s
}

package protocol

import (
	"slices"
	"sort"
	"strings"
)

// The operators of a filter. In is written as a value or a list of values, the
// others as a map: {gt: 20}, {missing: true}.
const (
	opIn      = "in"
	opMissing = "missing"
)

// comparisons are the operators that compare with a number, and their signs.
var comparisons = []struct{ op, sign string }{
	{"gt", ">"},
	{"ge", "≥"},
	{"lt", "<"},
	{"le", "≤"},
}

// anyValue, as the value of a filter in a scenario, removes the filter that the
// scenario inherits.
const anyValue = "any"

// where adds the filters of a map to s. The filters of a column that s has
// already are replaced.
func (r *reader) where(n *node, s *Select, scenario bool, tell func(string)) {
	if !r.filterMap(n, "where") {
		return
	}
	for _, p := range n.pairs {
		before := s.Where
		s.Where = slices.DeleteFunc(slices.Clone(s.Where), func(f Filter) bool { return f.Column == p.name })
		if p.value.shape == scalar && p.value.text == anyValue {
			switch {
			case !scenario:
				r.fail(p.value, "any removes a filter that a scenario inherits; an analysis inherits none")
			case len(before) == len(s.Where):
				r.unknown(p.name, p.line, p.col, "there is no filter on this column to remove", columns(before))
			}
			tell("any " + p.name)
			continue
		}
		filters := r.filters(p)
		s.Where = append(s.Where, filters...)
		old := slices.DeleteFunc(slices.Clone(before), func(f Filter) bool { return f.Column != p.name })
		if clauseText(old) == clauseText(filters) {
			continue
		}
		for _, f := range filters {
			tell("where " + f.Words())
		}
	}
	sort.SliceStable(s.Where, func(i, j int) bool { return s.Where[i].Column < s.Where[j].Column })
}

func columns(filters []Filter) []string {
	return codes(filters, func(f Filter) string { return f.Column })
}

// exclude adds a clause to s, or several if a list of maps is given. A clause
// that is there already is not added again.
func (r *reader) exclude(n *node, s *Select, tell func(string)) {
	clauses := []*node{n}
	if n.shape == list {
		clauses = n.items
		if len(clauses) == 0 {
			r.fail(n, "exclude is an empty list")
		}
	}
	for _, c := range clauses {
		if !r.filterMap(c, "exclude") {
			continue
		}
		var clause []Filter
		var words []string
		for _, p := range c.pairs {
			if p.value.shape == scalar && p.value.text == anyValue {
				r.fail(p.value, "any removes a filter of where; exclude only adds. For the word itself write [any]")
				continue
			}
			filters := r.filters(p)
			clause = append(clause, filters...)
			for _, f := range filters {
				words = append(words, f.Words())
			}
		}
		sort.SliceStable(clause, func(i, j int) bool { return clause[i].Column < clause[j].Column })
		same := func(other []Filter) bool { return clauseText(other) == clauseText(clause) }
		if !slices.ContainsFunc(s.Exclude, same) {
			s.Exclude = append(slices.Clip(s.Exclude), clause) // clipped: scenarios begin with the same list
			tell("exclude " + strings.Join(words, " and "))
		}
	}
}

// filterMap checks that n is a map of columns with something in it.
func (r *reader) filterMap(n *node, what string) bool {
	switch {
	case n.shape != mapping:
		r.fail(n, what+" is a map of columns and values, not "+shapeNames[n.shape])
	case len(n.pairs) == 0:
		r.fail(n, what+" is an empty map")
	default:
		for _, p := range n.pairs {
			if strings.TrimSpace(p.name) == "" {
				r.errs = append(r.errs, Error{File: r.file, Line: p.line, Column: p.col, Reason: "a column without a name"})
			}
		}
		return true
	}
	return false
}

// filters are the conditions on one column: one for a value or a list, one for
// each operator of a map.
func (r *reader) filters(p pair) []Filter {
	f := Filter{Column: p.name, Op: opIn, Line: p.value.line, Col: p.value.col}
	if p.value.shape == empty {
		r.fail(p.value, "the filter on "+p.name+" has no value; for an empty cell write {missing: true}, for the word null write it in quotes")
		return nil
	}
	if p.value.shape != mapping {
		f.Values = r.texts(p.value, p.name)
		return []Filter{f}
	}
	if len(p.value.pairs) == 0 {
		r.fail(p.value, "the filter on "+p.name+" is an empty map")
	}
	var all []Filter
	var keys []key
	for _, c := range comparisons {
		keys = append(keys, key{c.op, false, func(v *node) {
			g := f
			g.Op, g.Line, g.Col = c.op, v.line, v.col
			g.Number, _ = r.number(v, c.op)
			all = append(all, g)
		}})
	}
	keys = append(keys, key{opMissing, false, func(v *node) {
		g := f
		g.Op, g.Line, g.Col = opMissing, v.line, v.col
		r.word(v, opMissing, []string{"true"})
		all = append(all, g)
	}})
	r.mapping(p.value, "a filter", keys)
	return all
}

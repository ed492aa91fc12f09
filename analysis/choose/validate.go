package choose

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/read"
)

// ErrProtocol marks a selection that names what the data do not have.
var ErrProtocol = errors.New("protocol")

// Misnamed is an ErrProtocol whose place in the protocol is known, unless the
// selection is of no protocol.
type Misnamed struct {
	At   protocol.Place
	text string
}

func (m Misnamed) Error() string {
	if m.At.Line == 0 {
		return m.text
	}
	return fmt.Sprintf("%s:%d:%d: %s", protocol.FileName, m.At.Line, m.At.Col, m.text)
}

func (m Misnamed) Unwrap() error { return ErrProtocol }

// ErrAmbiguous marks a study of which several numbers remain.
var ErrAmbiguous = errors.New("ambiguous data")

// ErrCrossover marks a crossover trial whose arms would be taken for parallel
// ones. It needs paired counts, an effect reported from a paired analysis, or the
// correlation of its counts.
var ErrCrossover = errors.New("the arms of a crossover trial are the same people and need paired counts, a paired effect or the correlation of their counts (a column ri, or pairing declares one)")

// validate lists every column, value, outcome and treatment of a selection that
// no row has.
func validate(t Tables, s protocol.Select, m effect.Measure) Problems {
	var p Problems
	unknown := func(at protocol.Place, what, name string, known []string) {
		p = append(p, Misnamed{at, fmt.Sprintf("%s %q is in no row; known: %s", what, name, list(known))})
	}
	if s.Outcome != "" {
		if known := rowValues(t, func(r read.Row) string { return r.Outcome }); !slices.Contains(known, s.Outcome) {
			unknown(s.At.Outcome, "outcome", s.Outcome, known)
		}
	}
	exp := append(rowValues(t, func(r read.Row) string { return r.Treatment }), rowValues(t, func(r read.Row) string { return r.TreatmentT })...)
	ctl := append(rowValues(t, func(r read.Row) string { return r.Treatment }), rowValues(t, func(r read.Row) string { return r.TreatmentC })...)
	for _, v := range s.Experimental {
		if !slices.Contains(exp, v) {
			unknown(s.At.Compare, "compare.experimental", v, exp)
		}
	}
	for _, v := range s.Control {
		if !slices.Contains(ctl, v) {
			unknown(s.At.Compare, "compare.control", v, ctl)
		}
	}
	switch {
	case t.Arms == nil || len(s.Experimental) > 0 && (len(s.Control) > 0 || m.Needs.OneGroup()):
	case m.Needs.OneGroup():
		p = append(p, fmt.Errorf("%w: an analysis of one arm needs compare: {experimental: [...]}", ErrProtocol))
	default:
		p = append(p, fmt.Errorf("%w: an analysis of arms needs compare: {experimental: [...], control: [...]}", ErrProtocol))
	}
	if s.ArmsOnly != "" {
		if known := rowValues(t, func(r read.Row) string { return r.Arm }); !slices.Contains(known, s.ArmsOnly) {
			unknown(s.At.Arms, "arms.only", s.ArmsOnly, known)
		}
	}
	switch rule := effect.ArmRuleOf(s.Arms); {
	case rule.Apart && m.Needs.OneGroup():
		p = append(p, Misnamed{s.At.Arms, fmt.Sprintf("arms: %s compares arms, and %s is of one group", rule.Code, m.Code)})
	case rule.Apart && s.Baseline != "":
		p = append(p, Misnamed{s.At.Arms, fmt.Sprintf("arms: %s does not go with a baseline; combine does", rule.Code)})
	case rule.Additive && !m.Additive:
		p = append(p, Misnamed{s.At.Arms, fmt.Sprintf("arms: %s: in %s the variances of two arms do not add; combine or split", rule.Code, m.Code)})
	}
	if s.Pairing.Given && !m.Correlates() {
		p = append(p, Misnamed{s.At.Pairing, fmt.Sprintf("pairing: %s makes no use of a correlation of the same people", m.Code)})
	}
	for _, pref := range s.Prefer {
		of := map[string]func(read.Row) string{"scale": func(r read.Row) string { return r.Scale }, "kind": func(r read.Row) string { return r.Kind }}[pref.Column]
		if of == nil {
			continue
		}
		known := rowValues(t, of)
		for _, v := range pref.Values {
			if !slices.Contains(known, v) {
				unknown(s.At.Prefer, "prefer."+pref.Column, v, known)
			}
		}
	}
	clauses := append([][]protocol.Filter{s.Where}, s.Exclude...)
	for _, clause := range clauses {
		for _, f := range clause {
			p = append(p, validateFilter(t, f)...)
		}
	}
	return p
}

// Wrong is an ErrProtocol at a place of the protocol.
func Wrong(at protocol.Place, text string) error { return Misnamed{at, text} }

// Filter is what is wrong with a filter: a column or values that no row has. It is
// nil for nothing.
func Filter(t Tables, f protocol.Filter) error {
	if p := validateFilter(t, f); len(p) > 0 {
		return p
	}
	return nil
}

func validateFilter(t Tables, f protocol.Filter) Problems {
	var p Problems
	values, ok := columnValues(t, f.Column)
	if !ok {
		return Problems{Misnamed{protocol.Place{Line: f.Line, Col: f.Col}, fmt.Sprintf("no table has a column %q; known: %s", f.Column, list(columns(t)))}}
	}
	for _, v := range f.Values {
		if !slices.ContainsFunc(values, func(x string) bool { return same(x, v) }) {
			p = append(p, Misnamed{protocol.Place{Line: f.Line, Col: f.Col}, fmt.Sprintf("no row has %s = %q; known: %s", f.Column, v, list(values))})
		}
	}
	return p
}

// Column is the error that neither the tables nor the words have a column that
// the protocol names; nil if they do.
func Column(t Tables, c protocol.Column, words []string) error {
	if slices.Contains(words, c.Name) || Known(t, c.Name) {
		return nil
	}
	known := append(slices.Clone(words), columns(t)...)
	if near := protocol.Nearest(c.Name, known); near != "" {
		return Misnamed{protocol.Place{Line: c.Line, Col: c.Col}, fmt.Sprintf("no table has a column %q; did you mean %q?", c.Name, near)}
	}
	return Misnamed{protocol.Place{Line: c.Line, Col: c.Col}, fmt.Sprintf("no table has a column %q; known: %s", c.Name, list(known))}
}

// columnValues are the distinct texts of a column over the tables that a filter
// on it looks at.
func columnValues(t Tables, name string) ([]string, bool) {
	var values []string
	add := func(v string) {
		if v != "" && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	if name == "study" {
		for _, st := range studies(t) {
			add(st.key)
		}
		return values, true
	}
	found := false
	for _, table := range []*read.Table{t.Arms, t.Contrasts} {
		if column(table, name) < 0 && !(name == "treatment" && table != nil && table.Layout == read.Long) {
			continue
		}
		found = true
		for _, r := range table.Rows {
			add(cell(t, table, r, name))
		}
	}
	if found {
		return values, true
	}
	i := column(t.Studies, strings.TrimPrefix(name, studiesPrefix))
	if i < 0 {
		return nil, false
	}
	for _, r := range t.Studies.Rows {
		add(r.Cells[i])
	}
	return values, true
}

func columns(t Tables) []string {
	var all []string
	for _, table := range []*read.Table{t.Arms, t.Contrasts, t.Studies} {
		if table == nil {
			continue
		}
		for _, h := range table.Header {
			if !slices.Contains(all, h) {
				all = append(all, h)
			}
		}
	}
	return all
}

func rowValues(t Tables, of func(read.Row) string) []string {
	var values []string
	for _, table := range []*read.Table{t.Arms, t.Contrasts} {
		if table == nil {
			continue
		}
		for _, r := range table.Rows {
			if v := of(r); v != "" && !slices.Contains(values, v) {
				values = append(values, v)
			}
		}
	}
	return values
}

// list shows at most twelve known names.
func list(known []string) string {
	const most = 12
	if len(known) > most {
		return strings.Join(known[:most], ", ") + fmt.Sprintf(" and %d more", len(known)-most)
	}
	return strings.Join(known, ", ")
}

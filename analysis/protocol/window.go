package protocol

import (
	"fmt"
	"strconv"
)

// units are the units of time and their hours.
var units = []struct {
	code  string
	hours float64
}{
	{"min", 1.0 / 60},
	{"h", 1},
	{"d", 24},
	{"w", 168},
}

func hoursOf(unit string) float64 {
	for _, u := range units {
		if u.code == unit {
			return u.hours
		}
	}
	return 0
}

// window reads a span of time. A scenario inherits what it does not give, but a
// new unit needs all numbers anew, since a number without its unit says nothing.
func (r *reader) window(n *node, before *Window) *Window {
	w := Window{}
	if before != nil {
		w = *before
	}
	var unitNode *node
	if n.shape == mapping {
		unitNode = n.get("unit")
	}
	unit := w.Unit
	var known []string
	for _, u := range units {
		known = append(known, u.code)
	}
	if unitNode != nil && unitNode.shape != empty {
		if word := r.word(unitNode, "unit", known); word != "" {
			unit = word
		}
	}
	all := before == nil || unit != before.Unit
	w.Unit = unit
	span := func(name string, hours *float64) key {
		return key{name, all, func(v *node) {
			value, _ := r.number(v, name)
			*hours = float64(value * hoursOf(unit))
		}}
	}
	errs := len(r.errs)
	r.mapping(n, "time", []key{
		span("at", &w.At), span("from", &w.From), span("to", &w.To),
		{"unit", before == nil, func(*node) {}},
	})
	if len(r.errs) == errs && !(w.From <= w.At && w.At <= w.To) {
		r.errs = append(r.errs, Error{File: r.file, Line: n.line, Column: n.col,
			Reason: fmt.Sprintf("time needs from ≤ at ≤ to; it is %s", windowWords(&w))})
	}
	return &w
}

// windowWords are the words for a span of time in its own unit.
func windowWords(w *Window) string {
	in := func(hours float64) string {
		return strconv.FormatFloat(hours/hoursOf(w.Unit), 'g', 10, 64)
	}
	return fmt.Sprintf("time at %s %s (from %s to %s)", in(w.At), w.Unit, in(w.From), in(w.To))
}

package protocol

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// or lists words for a sentence.
func or(words []string) string {
	switch len(words) {
	case 0:
		return "any"
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// Words say a filter as a person would.
func (f Filter) Words() string {
	for _, c := range comparisons {
		if c.op == f.Op {
			return f.Column + " " + c.sign + " " + strconv.FormatFloat(f.Number, 'g', -1, 64)
		}
	}
	if f.Op == opMissing {
		return f.Column + " missing"
	}
	return f.Column + " = " + or(f.Values)
}

// clauseText is equal for clauses that keep or drop the same rows whatever the
// order of their values.
func clauseText(filters []Filter) string {
	var parts []string
	for _, f := range filters {
		parts = append(parts, fmt.Sprintf("%q %q %q %v", f.Column, f.Op, sorted(f.Values), f.Number))
	}
	slices.Sort(parts)
	return strings.Join(parts, ";")
}

// same says whether two choices lead to the same analysis of any data.
func same(a, b choice) bool { return a.essence() == b.essence() }

// essence is everything of a choice that can change a result, as one text. It
// prints the whole of Select, so that a field added there counts at once.
func (c choice) essence() string {
	s := c.sel
	s.Experimental, s.Control = sorted(s.Experimental), sorted(s.Control)
	where, time := clauseText(s.Where), "any"
	if s.Time != nil {
		time = fmt.Sprint(s.Time.At, s.Time.From, s.Time.To)
	}
	var exclude []string
	for _, clause := range s.Exclude {
		exclude = append(exclude, clauseText(clause))
	}
	s.Time, s.Where, s.Exclude, s.At = nil, nil, nil, Places{}
	return fmt.Sprintf("%#v %s %q %q %q %#v %#v", s, time, where, sorted(exclude), c.measure, c.settings, c.options)
}

func sorted(words []string) []string {
	out := slices.Clone(words)
	slices.Sort(out)
	return out
}

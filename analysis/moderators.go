package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"grove/analysis/choose"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/regress"
	"grove/analysis/report"
)

// moderated are the measured trials with the columns that a regression names.
func (m measured) moderated(in Input, by protocol.Moderators) (regress.Data, error) {
	d := regress.Data{Y: m.data.Y, V: m.data.V}
	for _, e := range m.effects {
		d.Study = append(d.Study, e.Label)
	}
	for _, c := range by.Columns {
		v, err := m.moderator(in, c)
		if err != nil {
			return d, err
		}
		d.Variables = append(d.Variables, v)
	}
	for _, place := range by.At {
		for i, f := range place {
			if err := valued(in, d.Variables[i], f); err != nil {
				return d, err
			}
		}
	}
	for _, g := range []struct {
		by protocol.Column
		to *[]string
	}{{by.Cluster, &d.Cluster}, {by.Within, &d.Within}} {
		if g.by.Name == "" {
			continue
		}
		if err := choose.Column(in.Tables, g.by, nil); err != nil {
			return d, err
		}
		cells, err := m.column(in, g.by.Name)
		if err != nil {
			return d, err
		}
		*g.to = m.clusters(cells)
	}
	return d, nil
}

// distinct is how many different names there are.
func distinct(names []string) int {
	return len(slices.Compact(slices.Sorted(slices.Values(names))))
}

// moderator is a column as a moderator: of numbers if every cell is a plain
// decimal, else of words.
func (m measured) moderator(in Input, c protocol.Column) (regress.Variable, error) {
	v := regress.Variable{Name: c.Name, Numbers: make([]float64, len(m.chosen))}
	if err := choose.Column(in.Tables, c, nil); err != nil {
		return v, err
	}
	words, err := m.column(in, c.Name)
	if err != nil {
		return v, err
	}
	for i, w := range words {
		x, reason, _ := read.Decimal(w)
		if reason != "" {
			return regress.Variable{Name: c.Name, Words: words}, nil
		}
		v.Numbers[i] = x
	}
	return v, nil
}

// mistyped names a cell that makes words of a column most of which are numbers,
// empty where there is none.
func mistyped(v regress.Variable) string {
	numbers, words, first := 0, 0, ""
	for _, w := range v.Words {
		switch x, reason, _ := read.Decimal(w); {
		case reason != "":
			words, first = words+1, cmp.Or(first, w)
		case !math.IsNaN(x):
			numbers++
		}
	}
	if numbers <= words {
		return ""
	}
	return fmt.Sprintf("%s is taken for words, each a level of its own, because %q is no number", v.Name, first)
}

// valued says that a moderator cannot have the value at which the effect is to be
// predicted: no number, or a word that no row has.
func valued(in Input, v regress.Variable, f protocol.Filter) error {
	if v.Words != nil {
		return choose.Filter(in.Tables, f)
	}
	if x, _, _ := read.Decimal(f.Values[0]); math.IsNaN(x) {
		return choose.Wrong(protocol.Place{Line: f.Line, Col: f.Col}, fmt.Sprintf("%s is a number in every row, and %q is none", f.Column, f.Values[0]))
	}
	return nil
}

// silent are the trials that are not among the kept ones, with the moderators
// that they do not report.
func (m measured) silent(d regress.Data, kept []int) []report.Left {
	var all []report.Left
	for i, e := range m.effects {
		if slices.Contains(kept, i) {
			continue
		}
		l := report.Left{Study: e.Study, Label: e.Label, Found: true}
		for _, v := range d.Variables {
			if v.Words != nil && v.Words[i] == "" || v.Words == nil && math.IsNaN(v.Numbers[i]) {
				l.Reason += fmt.Sprintf("; %s is not reported", v.Name)
			}
		}
		l.Reason = l.Reason[len("; "):]
		all = append(all, l)
	}
	return all
}

package regress

import (
	"slices"
	"strings"
)

// Column is one column of X. Term is the term of the formula that it belongs to,
// "intercept" or the moderators joined by a colon.
type Column struct {
	Name, Term string
	Values     []float64
}

// coded is how a term becomes columns: for each of its moderators the levels
// that have one, empty for a covariate.
type coded struct {
	names  []string
	levels [][]string
}

// columns are the products of the moderators' own columns, the levels of the
// first moderator moving fastest.
func (c coded) columns(variables []Variable, kept []int) []Column {
	term := strings.Join(c.names, ":")
	cols := []Column{{Values: repeat(1, len(kept))}}
	for j, name := range c.names {
		v, _ := find(variables, name)
		var next []Column
		for _, own := range v.columns(c.levels[j], kept) {
			for _, old := range cols {
				both := Column{Term: term, Name: own.Name, Values: slices.Clone(own.Values)}
				if old.Name != "" {
					both.Name = old.Name + ":" + own.Name
				}
				for i := range both.Values {
					both.Values[i] *= old.Values[i]
				}
				next = append(next, both)
			}
		}
		cols = next
	}
	return cols
}

// columns are the moderator's own columns: its numbers, or one for each level.
func (v Variable) columns(levels []string, kept []int) []Column {
	if !v.factor() {
		c := Column{Name: v.Name, Values: make([]float64, len(kept))}
		for i, j := range kept {
			c.Values[i] = v.Numbers[j]
		}
		return []Column{c}
	}
	var cols []Column
	for _, l := range levels {
		c := Column{Name: v.Name + "=" + l, Values: make([]float64, len(kept))}
		for i, j := range kept {
			if v.Words[j] == l {
				c.Values[i] = 1
			}
		}
		cols = append(cols, c)
	}
	return cols
}

func repeat(x float64, n int) []float64 { return slices.Repeat([]float64{x}, n) }

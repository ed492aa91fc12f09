package protocol

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/pool"
)

// Axis is one choice of a grid of choices, with its options in words.
type Axis struct {
	Name    string
	Options []string
}

// Cell is one specification of a grid: an option of each axis, and the whole
// choice after merging, so that it runs as a main analysis does.
type Cell struct {
	At       []int // by axis, the option
	Select   Select
	Measure  string
	Settings pool.Settings
	Options  effect.Options
}

// MostCells is how many specifications a grid of choices may have.
const MostCells = 4096

// unchanged is the option that leaves the choice of the analysis.
const unchanged = "main"

// ofChoices reads the axes of a grid, a list of options each: of the keys of a
// scenario, of those of a model, and under where and exclude of columns. The option
// main leaves the choice of the analysis.
//
//	{choices: {measure: [OR, RR], tau2: [REML, DL], where: {allocation: [main, random]}}}
func ofChoices(r *reader, s *Scenario, _ *node, main choice) []key {
	grid := []choice{main}
	s.Cells = []Cell{{}}
	take := func(name string, v *node, wrap func(*node) *node) {
		if v.shape != list || len(v.items) < 2 {
			r.fail(v, name+" is a list of two options or more")
			return
		}
		if len(grid)*len(v.items) > MostCells {
			r.fail(v, fmt.Sprintf("more than %d combinations of choices", MostCells))
			return
		}
		axis := Axis{Name: name}
		var cells []Cell
		var larger []choice
		for i, c := range grid {
			for o, item := range v.items {
				label, changed := r.option(name, item, c, wrap)
				if i == 0 {
					if slices.Contains(axis.Options, label) {
						r.fail(item, "stands twice in "+name)
					}
					axis.Options = append(axis.Options, label)
				}
				larger = append(larger, changed)
				cells = append(cells, Cell{At: append(slices.Clone(s.Cells[i].At), o)})
			}
			if len(r.errs) > 0 {
				return // the same for every other
			}
		}
		grid, s.Cells, s.Axes = larger, cells, append(s.Axes, axis)
		for i, c := range grid {
			x := &s.Cells[i]
			x.Select, x.Measure, x.Settings, x.Options = c.sel, c.measure, c.model.with(c.measure), c.options
		}
	}
	keys := []key{r.statement(s)}
	for _, k := range r.choiceKeys(&main, true, func(string) {}) {
		switch k.name {
		case "model":
			for _, name := range modelKeys() {
				keys = append(keys, key{name, false, func(v *node) {
					take(name, v, func(o *node) *node { return under("model", under(name, o)) })
				}})
			}
		case "where", "exclude":
			keys = append(keys, key{k.name, false, func(v *node) {
				if !r.filterMap(v, k.name) {
					return
				}
				for _, p := range v.pairs {
					take(k.name+" "+p.name, p.value, func(o *node) *node { return under(k.name, under(p.name, o)) })
				}
			}})
		default:
			keys = append(keys, key{k.name, false, func(v *node) {
				take(k.name, v, func(o *node) *node { return under(k.name, o) })
			}})
		}
	}
	return keys
}

// lacksAxis says that a grid has no axis.
func lacksAxis(s Scenario) string {
	if len(s.Axes) == 0 {
		return "choices without an axis, such as measure: [OR, RR]"
	}
	return ""
}

// option changes a choice by one option of an axis, and names it.
func (r *reader) option(axis string, n *node, c choice, wrap func(*node) *node) (label string, changed choice) {
	if n.shape == scalar && n.text == unchanged {
		return unchanged, c
	}
	var words []string
	r.mapping(wrap(n), "a choice", r.choiceKeys(&c, true, func(change string) { words = append(words, change) }))
	if n.shape == scalar {
		return n.text, c
	}
	return cmp.Or(strings.TrimPrefix(strings.Join(words, "; "), axis+" = "), unchanged), c
}

// modelKeys are the keys of a model.
func modelKeys() []string {
	var all []string
	for _, w := range modelWords {
		all = append(all, w.name)
	}
	for _, x := range modelNumbers {
		all = append(all, x.name)
	}
	return append(all, priorKey)
}

// under is a map of one key.
func under(name string, v *node) *node {
	return &node{shape: mapping, line: v.line, col: v.col, pairs: []pair{{name, v.line, v.col, v}}}
}

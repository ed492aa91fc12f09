package protocol

import (
	"slices"
	"strings"
)

// Companion is one figure beside the forest plots that a protocol asks for: a code of
// Plots, and the column it is drawn by, empty for the usual one.
type Companion struct {
	Kind, By string
}

// PlotKind is one kind of such a figure.
type PlotKind struct {
	Code, Name string
	From       int    // the least number of trials, or groups, of which it is drawn: fewer invite stories
	By         string // what its column is, empty for a kind that has none
	Required   bool   // the column must be named
	Usual      bool   // one of UsualPlots
	Review     bool   // a figure of the whole review, not of one analysis
	Cites      []string
}

// Plots are all kinds.
var Plots = []PlotKind{
	{Code: "subgroups", Name: "subgroup summary", From: 2},
	{Code: "leave-one-out", Name: "leave-one-out forest", From: 3},
	{Code: "cumulative", Name: "cumulative forest", From: 3},
	{Code: "drapery", Name: "drapery plot", From: 2, Cites: []string{"rucker2021"}},
	{Code: "baujat", Name: "Baujat plot", From: 5, Cites: []string{"baujat2002"}},
	{Code: "radial", Name: "radial plot", From: 5, Cites: []string{"galbraith1988"}},
	{Code: "funnel", Name: "funnel plot", From: 10, Usual: true, Cites: []string{"light1984", "peters2008", "sterne2011"}},
	{Code: "labbe", Name: "L'Abbé plot", From: 10, Usual: true, Cites: []string{"labbe1987"}},
	{Code: "time-course", Name: "time course", From: 1},
	{Code: "bubble", Name: "bubble plot", From: 10, By: "a column of numbers", Required: true, Cites: []string{"thompson2002"}},
	{Code: "traffic-light", Name: "risk of bias", From: 1, Cites: []string{"mcguinness2021"}},
	{Code: "evidence", Name: "what there is of each trial", From: 1, Review: true},
}

// noPlots is the word for no figure beside the forest plots.
const noPlots = "none"

// UsualPlots are drawn of an analysis that does not name its plots.
func UsualPlots() []Companion {
	var all []Companion
	for _, k := range Plots {
		if k.Usual {
			all = append(all, Companion{Kind: k.Code})
		}
	}
	return all
}

// plots is the word none, or a list of kinds, each a word or a map of one key
// with the column it is drawn by: {bubble: {by: latitude}}. review says whose
// figures they are.
func (r *reader) plots(n *node, review bool) []Companion {
	if n.shape == scalar && n.text == noPlots {
		return []Companion{}
	}
	if n.shape != list || len(n.items) == 0 {
		r.fail(n, "plots is a list of kinds, or none")
		return nil
	}
	var all []Companion
	for _, item := range n.items {
		p, ok := r.plot(item, review)
		switch {
		case !ok:
		case slices.Contains(all, p):
			r.fail(item, "stands twice in plots")
		default:
			all = append(all, p)
		}
	}
	return all
}

func (r *reader) plot(n *node, review bool) (Companion, bool) {
	kind := n
	if n.shape == mapping && len(n.pairs) == 1 {
		kind = &node{shape: scalar, text: n.pairs[0].name, line: n.pairs[0].line, col: n.pairs[0].col}
	}
	word := r.word(kind, "plot", codes(Plots, func(k PlotKind) string { return k.Code }))
	i := slices.IndexFunc(Plots, func(k PlotKind) bool { return k.Code == word })
	if i < 0 {
		return Companion{}, false
	}
	k, p, before := Plots[i], Companion{Kind: word}, len(r.errs)
	switch {
	case k.Review != review && review:
		r.fail(kind, "a figure of one analysis: it stands in the plots of that analysis")
	case k.Review != review:
		r.fail(kind, "a figure of the whole review: it stands in the plots beside analyses, not of one analysis")
	case n.shape == mapping && k.By == "":
		r.fail(kind, "takes no column: write the word alone")
	case n.shape == mapping:
		r.mapping(n.pairs[0].value, k.Code, []key{{"by", true, func(v *node) { p.By = r.text(v, "by") }}})
	case k.Required:
		r.fail(kind, "is drawn by "+k.By+": {"+k.Code+": {by: year}}")
	}
	return p, len(r.errs) == before
}

// AsPlot reads a kind as a flag has it: funnel, or bubble:latitude. The error is
// of type Errors.
func AsPlot(flag, text string) (Companion, error) {
	n := &node{shape: scalar, text: text}
	if kind, by, ok := strings.Cut(text, ":"); ok {
		column := &node{shape: mapping, pairs: []pair{{name: "by", value: &node{shape: scalar, text: by}}}}
		n = &node{shape: mapping, pairs: []pair{{name: kind, value: column}}}
	}
	r := &reader{file: flag}
	p, _ := r.plot(n, false)
	if len(r.errs) > 0 {
		return p, r.errs
	}
	return p, nil
}

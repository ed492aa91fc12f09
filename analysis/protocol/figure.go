package protocol

import (
	"math"
	"slices"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/pool"
)

// Figure is how the figures of an analysis are set. It is a view: no number
// follows from it, and nothing that is pooled is left out by it.
type Figure struct {
	Style      string   // a name of figure.Styles
	Language   string   // of the figure's own words, a code of Languages; the review's unless the figure says another
	Width      float64  // in millimetres; 0 for what the content needs
	DPI        int      // dots per inch of a PNG picture
	Digits     int      // decimals of an effect; Auto for those its size needs
	Columns    []Column // from left to right with the plot among them, or last; none for the usual ones
	Sort       Order    // of the trials
	Group      Column   // the trials stand under headings by it; no name for the column of the subgroups, if any
	Prediction string   // a word of PredictionShapes
	Shares     string   // a code of effect.ShareIntervals: the own intervals of trials whose effect is a share of one group
	Models     []string // codes of pool.Models: the same trials under these, below the main estimate
}

// Column is a column of a forest plot: a word of FigureColumns, or a column of
// the data. Head is what stands above it, empty for the usual words.
type Column struct {
	Name, Head string
	Line, Col  int // in the protocol
}

// Order is how trials are sorted: by a word of Sorts or by a column of the
// data, upwards unless it is Down.
type Order struct {
	Column
	Down bool
}

// Auto stands for as many decimals as a number needs.
const Auto = -1

// The words of a figure that are no column of the data.
const (
	Plot     = "plot" // where the plot stands among the columns
	InOrder  = "data" // sorted as in the data
	NoGroup  = "none"
	natural  = "natural"
	autoWord = "auto"
)

// FigureColumns are the columns of every forest plot, and the plot.
var FigureColumns = []string{"study", "experimental", "control", "n", Plot, "effect", "weight", "risk_of_bias"}

// Sorts are the orders of trials that are no column of the data. Precision is
// the inverse of the standard error.
var Sorts = []string{InOrder, "effect", "weight", "precision"}

// PredictionShapes are the ways to draw a prediction interval, the default
// first.
var PredictionShapes = []string{"bar", "density"}

// Plain is a figure that nothing is said of.
func Plain() Figure {
	return Figure{Style: figure.Styles[0].Name, Language: Languages[0], DPI: 300, Digits: Auto, Sort: Order{Column: Column{Name: InOrder}}, Prediction: PredictionShapes[0], Shares: effect.ShareIntervals[0].Code}
}

// figure merges the keys of a figure into f and leaves the others.
func (r *reader) figure(n *node, f *Figure) {
	r.mapping(n, "a figure", r.figureKeys(f))
	if n.shape == mapping && len(n.pairs) == 0 {
		r.fail(n, "a figure without keys")
	}
}

func (r *reader) figureKeys(f *Figure) []key {
	return []key{
		{"style", false, func(v *node) {
			f.Style = r.word(v, "style", codes(figure.Styles, func(s figure.Style) string { return s.Name }))
		}},
		{"language", false, func(v *node) { f.Language = r.word(v, "language", Languages) }},
		{"width", false, func(v *node) {
			if v.text == natural {
				f.Width = 0
			} else {
				f.Width = r.within(v, "width", 40, 1000, "a width is 40 to 1000 millimetres, or natural: 80, 120, 174")
			}
		}},
		{"dpi", false, func(v *node) {
			f.DPI = int(r.whole(v, "dpi", 72, 1200, "dpi is a whole number of dots per inch, 72 to 1200: 300, 600"))
		}},
		{"digits", false, func(v *node) {
			if v.text == autoWord {
				f.Digits = Auto
			} else {
				f.Digits = int(r.whole(v, "digits", 0, 6, "digits is how many decimals an effect has, 0 to 6, or auto"))
			}
		}},
		{"columns", false, func(v *node) { f.Columns = r.columns(v) }},
		{"sort", false, func(v *node) {
			f.Sort = Order{Column: r.column(v, "sort")}
			if name, down := strings.CutPrefix(f.Sort.Name, "-"); down && name != "" {
				f.Sort.Name, f.Sort.Down = name, true
			}
		}},
		{"group", false, func(v *node) { f.Group = r.column(v, "group") }},
		{"prediction", false, func(v *node) { f.Prediction = r.word(v, "shape of a prediction", PredictionShapes) }},
		{"shares", false, func(v *node) {
			f.Shares = r.word(v, "interval of a share", codes(effect.ShareIntervals, func(s effect.ShareInterval) string { return s.Code }))
		}},
		{"models", false, func(v *node) {
			f.Models = r.texts(v, "models")
			r.each(v, func(item *node) {
				r.word(item, "model", codes(pool.Models, func(m pool.Model) string { return m.Code }))
			})
		}},
	}
}

// within is a number between two others.
func (r *reader) within(n *node, what string, from, to float64, reason string) float64 {
	x, ok := r.number(n, what)
	if ok && !(x >= from && x <= to) {
		r.fail(n, reason)
	}
	return x
}

// whole is a whole number between two others.
func (r *reader) whole(n *node, what string, from, to float64, reason string) float64 {
	x := r.within(n, what, from, to, reason)
	if x != math.Trunc(x) {
		r.fail(n, reason)
	}
	return x
}

// columns is a list of columns, each a word or a word with its head, such as
// [study, {experimental: BCG}, plot, effect].
func (r *reader) columns(n *node) []Column {
	if n.shape != list || len(n.items) == 0 {
		r.fail(n, "columns is a list, from left to right, of "+strings.Join(FigureColumns, ", ")+" and columns of the data")
		return nil
	}
	var all []Column
	for _, item := range n.items {
		c := Column{Line: item.line, Col: item.col}
		switch {
		case item.shape == mapping && len(item.pairs) == 1:
			c.Name, c.Head = item.pairs[0].name, r.text(item.pairs[0].value, "the head of a column")
		case item.shape == mapping:
			r.fail(item, "a column with its head is {name: head}")
		default:
			c.Name = r.text(item, "a column")
		}
		if c.Name != "" && slices.ContainsFunc(all, func(other Column) bool { return other.Name == c.Name }) {
			r.fail(item, "stands twice in columns")
		}
		all = append(all, c)
	}
	if all[0].Name != FigureColumns[0] {
		r.fail(n.items[0], "columns begins with "+FigureColumns[0]+", which says what each row is")
	}
	return all
}

// Flag is one word of a figure given outside a protocol, with its values.
type Flag struct {
	Name   string
	Values []string
}

// FigureOf is a figure given by flags with the names of a figure's keys. The
// error is of type Errors and names the flags.
func FigureOf(flags []Flag) (Figure, error) {
	f := Plain()
	var all Errors
	for _, flag := range flags {
		r := &reader{file: "--" + flag.Name}
		value := &node{shape: list}
		for _, text := range flag.Values {
			value.items = append(value.items, &node{text: text})
		}
		if len(value.items) == 1 && flag.Name != "columns" {
			value = value.items[0]
		}
		for _, k := range r.figureKeys(&f) {
			if k.name == flag.Name {
				k.read(value)
			}
		}
		all = append(all, r.errs...)
	}
	if len(all) > 0 {
		return Figure{}, all
	}
	return f, nil
}

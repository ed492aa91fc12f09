package analysis

import (
	"math"
	"slices"
	"strings"

	"grove/analysis/choose"
	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// view is how the figures of one analysis are set: what the protocol asks for,
// and what each trial of the main estimate has in the columns that it names. It
// has no number of its own.
type view struct {
	protocol.Figure
	options figure.Options
	columns []texts  // of the data, for the forest plot
	bias    []string // those of them that are judgements of risk of bias
	order   []texts  // the column that the trials are sorted by, if it is one of the data
	groups  []texts  // the column under whose values they stand, if any
	parted  bool     // that column makes the subgroups of the analysis
}

// texts are what each trial has in a column of the data.
type texts struct {
	name  string
	cells []string
}

// look is the view that a protocol asks for. The error is choose.ErrProtocol
// where it names a column that no table has, or choose.ErrAmbiguous where a
// trial belongs to several groups.
func look(in Input, asked protocol.Analysis, m measured) (view, error) {
	f := asked.Figure
	v := view{Figure: f, options: options(f)}
	if len(v.Columns) == 0 {
		v.Columns = usualColumns(asked)
	}
	for _, c := range v.Columns {
		if slices.Contains(protocol.FigureColumns, c.Name) {
			continue
		}
		if err := choose.Column(in.Tables, c, protocol.FigureColumns); err != nil {
			return v, err
		}
		v.columns = append(v.columns, m.texts(in, c.Name))
	}
	v.bias = biasOf(in)
	for _, name := range v.bias {
		v.columns = append(v.columns, m.texts(in, name))
	}
	if !slices.Contains(protocol.Sorts, f.Sort.Name) {
		if err := choose.Column(in.Tables, f.Sort.Column, protocol.Sorts); err != nil {
			return v, err
		}
		v.order = []texts{m.texts(in, f.Sort.Name)}
	}
	return v, v.group(in, asked, m)
}

// options are the width, the style and the language of a figure.
func options(f protocol.Figure) figure.Options {
	o := figure.Options{Width: f.Width}
	for _, s := range figure.Styles {
		if s.Name == f.Style {
			o.Style = s
		}
	}
	for _, l := range report.Languages {
		i := slices.IndexFunc(figure.Locales, func(x figure.Locale) bool { return x.Name == l.Tag })
		if i >= 0 && l.Code == f.Language {
			o.Locale = figure.Locales[i]
		}
	}
	return o
}

// group finds the column that the trials stand under: the figure's or, if it
// says nothing, that of the subgroups.
func (v *view) group(in Input, asked protocol.Analysis, m measured) error {
	by := v.Group
	if by.Name == "" && asked.Subgroup != nil {
		by.Name = asked.Subgroup.By
	}
	if by.Name == "" || by.Name == protocol.NoGroup {
		return nil
	}
	if err := choose.Column(in.Tables, by, []string{protocol.NoGroup}); err != nil {
		return err
	}
	cells, err := m.column(in, by.Name)
	if err != nil {
		return err
	}
	v.groups = []texts{{by.Name, cells}}
	v.parted = asked.Subgroup != nil && asked.Subgroup.By == by.Name
	return nil
}

// texts are what each trial has in a column; what its rows differ in stands with
// semicolons between. In the column study it has its label.
func (m measured) texts(in Input, name string) texts {
	t := texts{name: name}
	for i, c := range m.chosen {
		text := strings.Join(choose.Values(in.Tables, c, name), "; ")
		if name == "study" {
			text = m.effects[i].Label
		}
		t.cells = append(t.cells, text)
	}
	return t
}

// of is what each trial has in a column that the view names.
func (v view) of(name string) []string {
	for _, t := range v.columns {
		if t.name == name {
			return t.cells
		}
	}
	return nil
}

// effect is a number on the natural scale, as figures of this view print it.
func (v view) effect(x float64, ratio bool) string {
	return v.number(v.plain(x, ratio))
}

// plain is a number on the natural scale as a plain decimal.
func (v view) plain(x float64, ratio bool) string {
	s := report.Effect(x, ratio)
	if v.Digits != protocol.Auto && !math.IsNaN(x) {
		s = report.EffectIn(x, ratio, v.Digits)
	}
	return unmarked.Replace(s)
}

// unmarked is a number of the report without marks between its thousands.
var unmarked = strings.NewReplacer(",", "", "−", "-")

// number is a plain decimal in the dress of the view; words are translated.
func (v view) number(plain string) string {
	if !strings.ContainsAny(plain, "0123456789∞") {
		return v.say(plain)
	}
	return v.options.Number(plain)
}

// interval is an estimate with its interval, "0.49 [0.33 to 0.73]".
func (v view) interval(x, lo, hi float64, ratio bool) string {
	if math.IsNaN(x) {
		return v.say("not estimable")
	}
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return v.effect(x, ratio) + " " + v.bracketed(v.say("not estimable"))
	}
	return v.options.Interval(v.plain(x, ratio), v.plain(lo, ratio), v.plain(hi, ratio))
}

// limits are the limits of an interval alone, "[0.33 to 0.73]".
func (v view) limits(lo, hi float64, ratio bool) string {
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return v.bracketed(v.say("not estimable"))
	}
	return v.options.Interval("", v.plain(lo, ratio), v.plain(hi, ratio))
}

// bracketed is a text between the brackets of the style.
func (v view) bracketed(s string) string {
	return v.options.Style.Brackets[0] + s + v.options.Style.Brackets[1]
}

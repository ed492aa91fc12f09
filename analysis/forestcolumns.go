package analysis

import (
	"fmt"
	"slices"
	"strings"

	"grove/analysis/choose"
	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// forestColumn is a column of a forest plot with what it says.
type forestColumn struct {
	figure.Column
	cells     []string                     // of the trials, in the order of the data
	pooled    func(report.Estimate) string // of a pooled row
	predicted func(report.Estimate) string // of a prediction
}

// nothing is what most columns say of pooled rows.
func nothing(report.Estimate) string { return "" }

// standardColumns are the columns that are none of the data, by the words of
// protocol.FigureColumns. Each makes as many columns as it has something to show
// in.
var standardColumns = []struct {
	name string
	make func(v view, a report.Analysis) ([]forestColumn, error)
}{
	{"study", func(v view, a report.Analysis) ([]forestColumn, error) {
		c := forestColumn{Column: figure.Column{Head: v.say("Trial")}}
		for _, t := range a.Main.Trials {
			c.cells = append(c.cells, t.Label)
		}
		return []forestColumn{c}, nil
	}},
	{"experimental", func(v view, a report.Analysis) ([]forestColumn, error) { return v.arm(a, 0), nil }},
	{"control", func(v view, a report.Analysis) ([]forestColumn, error) { return v.arm(a, 1), nil }},
	{"n", func(v view, a report.Analysis) ([]forestColumn, error) {
		c := forestColumn{Column: figure.Column{Head: v.say("People"), Align: figure.AlignRight}}
		for _, t := range a.Main.Trials {
			c.cells = append(c.cells, v.say(report.Count(people(t.From, a.Measure))))
		}
		c.pooled = func(e report.Estimate) string { return v.say(report.Count(e.Result.N)) }
		return []forestColumn{c}, nil
	}},
	{"effect", func(v view, a report.Analysis) ([]forestColumn, error) {
		ratio := a.Measure.Ratio
		c := forestColumn{Column: figure.Column{Head: v.effectHead(a), Align: figure.AlignDecimal}}
		for _, t := range a.Main.Trials {
			c.cells = append(c.cells, v.interval(t.Natural.Estimate, t.Natural.CILower, t.Natural.CIUpper, ratio))
		}
		c.pooled = func(e report.Estimate) string {
			return v.interval(e.Natural.Estimate, e.Natural.CILower, e.Natural.CIUpper, ratio)
		}
		c.predicted = func(e report.Estimate) string { return v.limits(e.Natural.PILower, e.Natural.PIUpper, ratio) }
		return []forestColumn{c}, nil
	}},
	{"weight", func(v view, a report.Analysis) ([]forestColumn, error) {
		c := forestColumn{Column: figure.Column{Head: v.say("Weight"), Align: figure.AlignRight, Bar: a.Main.Result.K > 1}}
		for _, t := range a.Main.Trials {
			c.cells = append(c.cells, v.say(report.Weight(t)))
		}
		c.pooled = func(e report.Estimate) string { return v.say(share(a, e)) }
		return []forestColumn{c}, nil
	}},
	{"risk_of_bias", func(v view, a report.Analysis) ([]forestColumn, error) {
		var all []forestColumn
		for _, name := range v.bias {
			c, err := v.judged(a, name)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
		return all, nil
	}},
}

// abbreviated are the measures whose code is what the field calls them.
var abbreviated = []string{"OR", "RR", "RD", "MD", "SMD", "ROM", "IRR", "IRD"}

// effectHead is the head of the column of effects: "RR [95% CI]", "Proportion
// [95% CI]".
func (v view) effectHead(a report.Analysis) string {
	head := a.Measure.Code
	if !slices.Contains(abbreviated, head) {
		head, _, _ = strings.Cut(report.Capital(a.Measure.Name), " (")
	}
	return v.say(head) + " " + v.say(v.bracketed(report.Level(a.Main.Settings.Level)+"% CI"))
}

// arm is the column of one of the two arms, none if no trial reports its arms.
func (v view) arm(a report.Analysis, side int) []forestColumn {
	heads, cells := report.Groups(a.Main.Trials, a.Measure)
	if side >= len(heads) {
		return nil
	}
	c := forestColumn{Column: figure.Column{Head: v.say(heads[side]), Align: figure.AlignRight}}
	for i := range a.Main.Trials {
		c.cells = append(c.cells, v.say(cells[i][side]))
	}
	return []forestColumn{c}
}

// share is the weight that a row's trials have in the main estimate; another
// model has weights of its own and says nothing.
func share(a report.Analysis, e report.Estimate) string {
	switch e.Kind {
	case "main":
		return "100%"
	case "subgroup":
		sum := 0.0
		for _, t := range a.Main.Trials {
			if slices.ContainsFunc(e.Trials, func(own report.Trial) bool { return own.Study == t.Study }) {
				sum += t.Weight
			}
		}
		return report.Weight(report.Trial{Weight: sum})
	}
	return ""
}

// usualColumns are the columns of a figure whose protocol names none.
func usualColumns(asked protocol.Analysis) []protocol.Column {
	names := append([]string{"study", "experimental", "control"}, asked.Columns...)
	names = append(names, protocol.Plot, "effect", "weight")
	names = append(names, "risk_of_bias")
	var all []protocol.Column
	for _, n := range names {
		all = append(all, protocol.Column{Name: n})
	}
	return all
}

// arranged are the columns of the view from left to right. A head that the
// protocol gives stands over the first of those that its word makes.
func (v view) arranged(a report.Analysis) ([]forestColumn, error) {
	var all []forestColumn
	side := figure.Left
	for _, asked := range v.Columns {
		if asked.Name == protocol.Plot {
			side = figure.Right
			continue
		}
		made, err := v.column(a, asked)
		if err != nil {
			return nil, err
		}
		for i, c := range made {
			if asked.Head != "" && i == 0 {
				c.Head = asked.Head
			}
			if c.pooled == nil {
				c.pooled = nothing
			}
			if c.predicted == nil {
				c.predicted = nothing
			}
			c.Side = side
			all = append(all, c)
		}
	}
	return all, nil
}

// column is what a word of the protocol makes: a standard column, or one of the
// data, in which judgements of risk of bias are signs and numbers stand right.
func (v view) column(a report.Analysis, asked protocol.Column) ([]forestColumn, error) {
	for _, s := range standardColumns {
		if s.name == asked.Name {
			return s.make(v, a)
		}
	}
	cells := v.of(asked.Name)
	if slices.Contains(v.bias, asked.Name) {
		c, err := v.judged(a, asked.Name)
		return []forestColumn{c}, err
	}
	c := forestColumn{Column: figure.Column{Head: report.Capital(strings.ReplaceAll(asked.Name, "_", " "))}, cells: cells}
	if numeric(cells) {
		c.Align = figure.AlignRight
	}
	return []forestColumn{c}, nil
}

// numeric says that every cell with something in it is a plain decimal.
func numeric(cells []string) bool {
	some := false
	for _, s := range cells {
		if s == "" {
			continue
		}
		if _, reason, _ := read.Decimal(s); reason != "" {
			return false
		}
		some = true
	}
	return some
}

// biasOf are the columns of judgements of risk of bias that the data have, as
// robvis names them: domains from D1 on, with Overall. Without both of these
// there are none.
func biasOf(in Input) []string {
	var all []string
	for _, name := range []string{"D1", "D2", "D3", "D4", "D5", "D6", "D7", "Overall"} {
		if choose.Known(in.Tables, name) {
			all = append(all, name)
		}
	}
	if len(all) < 2 || all[0] != "D1" || all[len(all)-1] != "Overall" {
		return nil
	}
	return all
}

// judgements are the words of RoB 2 and of ROBINS-I, in small letters, each with
// the sign it is drawn as.
var judgements = []struct{ word, sign string }{
	{"low", "Low risk"},
	{"some concerns", "Some concerns"},
	{"moderate", "Moderate risk"},
	{"serious", "Serious risk"},
	{"high", "High risk"},
	{"critical", "Critical risk"},
	{"unclear", "No information"},
	{"no information", "No information"},
}

// judged is a column of judgements. A word that is no judgement is an error.
func (v view) judged(a report.Analysis, name string) (forestColumn, error) {
	c := forestColumn{Column: figure.Column{Head: v.say(name)}}
	for _, s := range append(slices.Clone(figure.RiskOfBias), figure.ROBINS...) {
		s.Name = v.say(s.Name)
		c.Signs = append(c.Signs, s)
	}
	for i, cell := range v.of(name) {
		word := strings.ToLower(strings.TrimSpace(cell))
		word = strings.TrimSuffix(strings.TrimSuffix(word, " risk of bias"), " risk")
		at := slices.IndexFunc(judgements, func(j struct{ word, sign string }) bool { return j.word == word })
		if at < 0 && word != "" {
			return c, fmt.Errorf("%w: %s of %s is %q, no judgement of risk of bias; known: Low, Some concerns, High, No information (RoB 2), Moderate, Serious, Critical (ROBINS-I)", choose.ErrProtocol, name, a.Main.Trials[i].Label, cell)
		}
		sign := ""
		if at >= 0 {
			sign = v.say(judgements[at].sign)
		}
		c.cells = append(c.cells, sign)
	}
	return c, nil
}

package analysis

import (
	"math"
	"strings"

	"grove/analysis/choose"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/regress"
	"grove/analysis/report"
)

// Moderated explains the effects of one table by moderators: columns of the
// table in a formula such as "latitude + allocation", or their names with commas
// between. A column in which every cell is a plain decimal is a number, any
// other a factor.
func Moderated(t read.Table, asked protocol.Analysis, formula string) (report.Regression, error) {
	in := tables(t)
	asked = in.completed(asked)
	p := plan{asked.Select, asked.Measure, asked.Settings, asked.Options}
	m, err := measure(in.Tables, p)
	if err != nil {
		return report.Regression{}, err
	}
	d := regress.Data{Y: m.data.Y, V: m.data.V}
	for _, e := range m.effects {
		d.Study = append(d.Study, e.Label)
	}
	for _, name := range t.Header {
		d.Variables = append(d.Variables, m.variable(in, name))
	}
	model, err := regress.New(d, strings.ReplaceAll(formula, ",", " + "))
	if err != nil {
		return report.Regression{}, err
	}
	s := asked.Settings
	r, err := regress.Fit(model, regress.Settings{Model: s.Model, Tau2: s.Tau2, Tau2Interval: s.Tau2Interval, Interval: s.Interval, Prediction: regress.Predictions[0].Code, Level: s.Level})
	if err != nil {
		return report.Regression{}, err
	}
	return report.Regression{Measure: m.measure, Level: s.Level, Result: r, Left: m.left}, nil
}

// variable is a column as a moderator.
func (m measured) variable(in Input, name string) regress.Variable {
	v := regress.Variable{Name: name}
	numbers, all := make([]float64, len(m.chosen)), true
	words := make([]string, len(m.chosen))
	for i, c := range m.chosen {
		words[i] = strings.Join(choose.Values(in.Tables, c, name), "; ")
		x, reason, _ := read.Decimal(words[i])
		numbers[i], all = x, all && reason == ""
		if words[i] == "" {
			numbers[i] = math.NaN()
		}
	}
	if all {
		v.Numbers = numbers
	} else {
		v.Words = words
	}
	return v
}

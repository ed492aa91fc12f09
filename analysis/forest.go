package analysis

import (
	"fmt"
	"math"
	"strings"

	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// forest is the forest plot of the main estimate: its trials, under headings
// with sub-totals where they are grouped, then the pooled rows.
func forest(a report.Analysis, v view) (figure.Forest, error) {
	a, own := v.ownShares(a)
	e := a.Main
	f := figure.Forest{Title: v.heading(a), Description: v.say(strings.Replace(report.Headline(a), "**", "", 2)), Axis: v.axis(a), Favours: a.Favours, Reference: math.NaN(), Options: v.options}
	columns, err := v.arranged(a)
	if err != nil {
		return f, err
	}
	for _, c := range columns {
		f.Columns = append(f.Columns, c.Column)
	}
	// line is a row of the given kind: its label, then what each column says.
	line := func(kind figure.Kind, label string, say func(forestColumn) string) figure.Row {
		row := figure.NewRow(kind, label)
		for _, c := range columns[1:] {
			row.Cells = append(row.Cells, say(c))
		}
		return row
	}
	empty := func(forestColumn) string { return "" }
	total := func(kind figure.Kind, label string, e report.Estimate) figure.Row {
		row := line(kind, label, func(c forestColumn) string { return c.pooled(e) })
		row.X, row.Low, row.High = e.Natural.Estimate, e.Natural.CILower, e.Natural.CIUpper
		return row
	}
	for _, p := range v.parts(a) {
		indent := 0
		if p.name != "" {
			indent = 1
			f.Rows = append(f.Rows, line(figure.Heading, p.name, empty))
		}
		for _, i := range p.trials {
			t := e.Trials[i]
			row := line(figure.Study, columns[0].cells[i], func(c forestColumn) string { return c.cells[i] })
			row.X, row.Low, row.High, row.Weight, row.Indent = t.Natural.Estimate, t.Natural.CILower, t.Natural.CIUpper, t.Weight, indent
			if len(t.Converted) > 0 {
				row.Mark = report.ConvertedMark
			}
			f.Rows = append(f.Rows, row)
		}
		if s := p.total; s != nil && s.Failed != "" {
			f.Rows = append(f.Rows, line(figure.Remark, v.say("No sub-total: ")+s.Failed, empty))
		} else if s != nil && s.Result.K > 1 {
			row := total(figure.Hollow, v.say(subtotal(s.Result)), *s)
			row.Indent = indent
			f.Rows = append(f.Rows, row)
		}
	}
	switch {
	case e.Result.K == 0:
		f.Rows = append(f.Rows, line(figure.Remark, v.say("No trial left"), empty))
	case e.Result.K > 1:
		f.Rows = append(f.Rows, figure.NewRow(figure.Gap), total(figure.Pooled, v.say(report.Model(e.Result)+", "+headcount(e.Result)), e))
		f.Reference = e.Natural.Estimate
		for _, other := range v.models(a) {
			f.Rows = append(f.Rows, total(figure.Hollow, v.say(report.Model(other.Result)), other))
		}
	}
	f.Notes = append(v.notes(a), own...)
	if note := report.ConvertedNote(e.Trials); note != "" {
		f.Notes = append(f.Notes, v.say(note))
	}
	for _, one := range append([]report.Estimate{e}, v.models(a)...) {
		if one.Result.Prediction == "" {
			continue
		}
		row := line(figure.Prediction, v.say(predictionLabel(one)), func(c forestColumn) string { return c.predicted(one) })
		row.Low, row.High = one.Natural.PILower, one.Natural.PIUpper
		if v.Prediction == protocol.PredictionShapes[1] {
			if row.Shape = density(a, one); row.Shape == nil {
				f.Notes = append(f.Notes, v.say("The posterior predictive distribution is drawn as its interval."))
			}
		}
		f.Rows = append(f.Rows, row)
	}
	return f, nil
}

// heading is the title of an analysis: the protocol's or, where there is none,
// the name of the measure in the language of the view.
func (v view) heading(a report.Analysis) string {
	if a.Title == report.Capital(a.Measure.Name) {
		return v.say(a.Title)
	}
	return a.Title
}

// headcount is the trials and the people behind a result.
func headcount(r pool.Result) string {
	said := report.Plural(r.K, "trial", "trials")
	if !math.IsNaN(r.N) {
		said += ", " + report.Count(r.N) + " people"
	}
	return said
}

// subtotal is the label of a subgroup's estimate.
func subtotal(r pool.Result) string {
	said := report.Model(r) + ", " + report.Plural(r.K, "trial", "trials")
	if r.Tau2Method != "" {
		said += "; τ² = " + report.Variance(r.Tau2)
	}
	return said
}

// predictionLabel names a prediction interval with its distribution.
func predictionLabel(e report.Estimate) string {
	r, from := e.Result, "normal"
	switch {
	case r.Prediction == pool.Bayes.Code:
		from = "posterior predictive"
	case math.IsNaN(r.PIDF):
		from = report.PredictionName(r)
	case !math.IsInf(r.PIDF, 1):
		from = "t, " + report.Degrees(r.PIDF) + " df"
	}
	return fmt.Sprintf("%s%% prediction interval (%s)", report.Level(e.Settings.Level), from)
}

// density is the predictive density of a result over its natural scale; on a
// logarithmic axis its height is that over the logarithm.
func density(a report.Analysis, e report.Estimate) []figure.Point {
	x, height := pool.PredictiveDensity(e.Result, e.Settings.Level)
	var shape []figure.Point
	back := wayBack(a.Main)
	for i := range x {
		shape = append(shape, figure.Point{X: back(x[i]), Y: height[i]})
	}
	return shape
}

// models are the same trials under the other models that the figure shows.
func (v view) models(a report.Analysis) []report.Estimate {
	var all []report.Estimate
	for _, code := range v.Models {
		for _, e := range a.Beside {
			if e.Result.Model == code && e.SameAs == "" && a.Main.Result.K > 1 && code != a.Main.Result.Model {
				all = append(all, e)
				break
			}
		}
	}
	return all
}

// notes are the lines under a forest plot.
func (v view) notes(a report.Analysis) []string {
	e := a.Main
	var lines []string
	say := func(s string) { // an equation stays in one line
		lines = append(lines, strings.NewReplacer(" = ", "\u00a0=\u00a0", " < ", "\u00a0<\u00a0").Replace(v.say(s)))
	}
	if h := report.Heterogeneity(e.Result); h != "" {
		say(h)
	}
	if e.Result.K > 0 {
		say(fmt.Sprintf("%d of %s. Interval: %s.", e.Result.K, report.Plural(a.Listed, "listed trial", "listed trials"), report.IntervalName(e.Result)))
	}
	if v.parted && e.Result.K > 1 {
		for i, t := range a.Between {
			if i > 0 && math.IsNaN(t.Q) && math.IsNaN(a.Between[i-1].Q) {
				continue // the same reason
			}
			say(between(t))
		}
	}
	for _, n := range e.Result.Notes {
		say(report.Capital(n) + ".")
	}
	return lines
}

// between is the test between subgroups, or why there is none.
func between(t pool.Between) string {
	if math.IsNaN(t.Q) {
		t.Tau2 = "none" // no test of any kind
	}
	return strings.ReplaceAll(report.TestBetween(t), ". No test between subgroups: ", ": ")
}

package analysis

import (
	"fmt"
	"math"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/report"
)

// draw makes the figures of an analysis: the forest plot, the sensitivity forest
// when anything was changed, and the companions.
func draw(a report.Analysis, v view) []report.Figure {
	figures := []report.Figure{v.render(a.ID+"/forest", a.Title+": forest plot", forest(a))}
	if len(a.Estimates()) > 1 {
		figures = append(figures, v.render(a.ID+"/sensitivity", a.Title+": sensitivity analyses", sensitivity(a)))
	}
	return append(figures, beside(a, v)...)
}

func (v view) render(name, title string, f figure.Forest) report.Figure {
	f.Options = v.options
	d := figure.Layout(f)
	return report.Figure{Name: "figures/" + name, Title: title, Alt: f.Description, Forest: f, Drawing: d, SVG: figure.SVG(d), DPI: v.DPI}
}

// forest is the forest plot of the main estimate.
func forest(a report.Analysis) figure.Forest {
	e := a.Main
	level := report.Level(e.Settings.Level)
	heads, cells := report.Groups(e.Trials)
	f := figure.Forest{Title: a.Title, Description: strings.Replace(report.Headline(a), "**", "", 2), Axis: axis(a), Favours: a.Favours, Reference: math.NaN()}
	f.Columns = append(f.Columns, figure.Column{Head: "Trial", Align: figure.AlignLeft, Side: figure.Left})
	for _, h := range heads {
		f.Columns = append(f.Columns, figure.Column{Head: h, Align: figure.AlignRight, Side: figure.Left})
	}
	for i, c := range a.Columns {
		heads = append(heads, report.Capital(c))
		f.Columns = append(f.Columns, figure.Column{Head: report.Capital(c), Align: figure.AlignLeft, Side: figure.Left})
		for j, t := range e.Trials {
			cells[j] = append(cells[j], t.Columns[i])
		}
	}
	f.Columns = append(f.Columns,
		figure.Column{Head: fmt.Sprintf("%s [%s%% CI]", a.Measure.Code, level), Align: figure.AlignDecimal, Side: figure.Right},
		figure.Column{Head: "Weight", Align: figure.AlignRight, Side: figure.Right, Bar: e.Result.K > 1})
	pad := make([]string, len(heads))
	line := func(kind figure.Kind, first string, middle []string, last ...string) figure.Row {
		return figure.NewRow(kind, append(append([]string{first}, middle...), last...)...)
	}
	back, ratio := a.Measure.Back, a.Measure.Ratio
	for i, t := range e.Trials {
		middle := cells[i]
		if middle == nil {
			middle = pad
		}
		row := line(figure.Study, t.Label, middle, report.Brackets(back(t.Y), back(t.CILower), back(t.CIUpper), ratio), report.Weight(t))
		row.X, row.Low, row.High, row.Weight = back(t.Y), back(t.CILower), back(t.CIUpper), t.Weight
		f.Rows = append(f.Rows, row)
	}
	r, n := e.Result, e.Natural
	who := report.Plural(r.K, "trial", "trials")
	if !math.IsNaN(r.N) {
		who += ", " + report.Count(r.N) + " people"
	}
	switch {
	case r.K == 0:
		f.Rows = append(f.Rows, line(figure.Remark, "No trial left", pad))
	case r.K > 1:
		row := line(figure.Pooled, report.Model(r)+", "+who, pad, report.Brackets(n.Estimate, n.CILower, n.CIUpper, ratio), "100%")
		row.X, row.Low, row.High = n.Estimate, n.CILower, n.CIUpper
		f.Rows = append(f.Rows, figure.NewRow(figure.Gap), row)
		f.Reference = n.Estimate
	}
	if r.Prediction != "" {
		from := "posterior predictive"
		if !math.IsNaN(r.PIDF) {
			from = "normal"
		}
		if !math.IsNaN(r.PIDF) && !math.IsInf(r.PIDF, 1) {
			from = "t, " + report.Human(r.PIDF, 0) + " df"
		}
		row := line(figure.Prediction, fmt.Sprintf("%s%% prediction interval (%s)", level, from), pad, "["+report.Interval(n.PILower, n.PIUpper, ratio)+"]")
		row.Low, row.High = n.PILower, n.PIUpper
		f.Rows = append(f.Rows, row)
	}
	f.Notes = notes(a)
	return f
}

// notes are the lines under a forest plot.
func notes(a report.Analysis) []string {
	e := a.Main
	var lines []string
	if h := report.Heterogeneity(e.Result); h != "" {
		lines = append(lines, h)
	}
	if e.Result.K > 0 {
		lines = append(lines, fmt.Sprintf("%d of %s. Interval: %s.", e.Result.K, report.Plural(a.Listed, "listed trial", "listed trials"), report.IntervalName(e.Result)))
	}
	for _, n := range e.Result.Notes {
		lines = append(lines, report.Capital(n)+".")
	}
	return lines
}

// sensitivity is the forest of the main estimate and every refit with one
// thing changed. Rows on another scale than the main estimate's print their
// numbers only.
func sensitivity(a report.Analysis) figure.Forest {
	level := report.Level(a.Main.Settings.Level)
	f := figure.Forest{Title: a.Title + ": what changes when one thing changes", Axis: axis(a), Favours: a.Favours, Reference: math.NaN(),
		Description: fmt.Sprintf("%s Below it %d refits with one thing changed.", strings.Replace(report.Headline(a), "**", "", 2), len(a.Estimates())-1),
		Columns: []figure.Column{
			{Head: "What changes", Align: figure.AlignLeft, Side: figure.Left},
			{Head: "Trials", Align: figure.AlignRight, Side: figure.Left},
			{Head: fmt.Sprintf("%s [%s%% CI]", a.Measure.Code, level), Align: figure.AlignDecimal, Side: figure.Right},
			{Head: "", Align: figure.AlignLeft, Side: figure.Right},
		}}
	if a.Main.Result.K > 0 {
		f.Reference = a.Main.Natural.Estimate
	}
	if len(a.Published) > 0 {
		f.Rows = append(f.Rows, figure.NewRow(figure.Heading, "Published reviews, for comparison: not pooled here"))
		for _, p := range a.Published {
			f.Rows = append(f.Rows, publishedBar(a, p))
		}
		f.Rows = append(f.Rows, figure.NewRow(figure.Gap), figure.NewRow(figure.Heading, fmt.Sprintf("This review: %d of %s", a.Main.Result.K, report.Plural(a.Listed, "listed trial", "listed trials"))))
	}
	main := scenarioRow(a, a.Main)
	main.Cells[0] = "Main estimate"
	f.Rows = append(f.Rows, main)
	group := func(title string, all []report.Estimate) {
		if len(all) == 0 {
			return
		}
		f.Rows = append(f.Rows, figure.NewRow(figure.Gap), figure.NewRow(figure.Heading, title))
		for _, e := range all {
			f.Rows = append(f.Rows, scenarioRow(a, e))
		}
	}
	group("The same trials, other intervals and models", a.Beside)
	group("Subgroups, descriptive", a.Subgroups)
	for _, g := range groups {
		var all []report.Estimate
		for _, e := range a.Sensitivity {
			if e.Kind == g.kind {
				all = append(all, e)
			}
		}
		group(g.title, all)
	}
	marked := ""
	for _, r := range f.Rows {
		if r.Mark == degreesMark {
			marked = " " + degreesMark + " Narrower than the main interval by its reference distribution alone: the Wald interval is not narrower."
		}
	}
	f.Notes = []string{"Thick: the interval of the main estimate's rule. Thin: the Wald interval of the same estimate. The rows share trials: they are not independent confirmations." + marked}
	return f
}

// degreesMark stands beside a row whose interval only looks more precise.
const degreesMark = "†"

// groups are the parts of a sensitivity forest, in the order they stand.
var groups = []struct{ kind, title string }{
	{"refit", "One thing changed"},
	{"leave-one-out", "Leaving out"},
	{"cumulative", "Adding one trial at a time"},
}

func scenarioRow(a report.Analysis, e report.Estimate) figure.Row {
	kind := figure.Scenario
	if e.Result.K == 1 {
		kind = figure.Single
	}
	remark := report.Repeats(e)
	if e.Measure.Code != a.Measure.Code {
		remark = strings.TrimSpace(e.Measure.Code + " " + remark)
	}
	ratio, n := e.Measure.Ratio, e.Natural
	if e.Failed != "" {
		return figure.NewRow(figure.Remark, e.Title, "", e.Failed)
	}
	row := figure.NewRow(kind, e.Title, fmt.Sprint(e.Result.K), report.Brackets(n.Estimate, n.CILower, n.CIUpper, ratio), remark)
	row.Muted = e.SameAs != ""
	if report.OnlyDegrees(e, a.Main) {
		row.Mark = degreesMark
	}
	if onAxis(a, e.Measure) {
		row.X, row.Low, row.High = n.Estimate, n.CILower, n.CIUpper
		row.ThinLow, row.ThinHigh = n.WaldLower, n.WaldUpper
	}
	return row
}

// publishedBar is the row of a published review. One on another scale prints
// its numbers only.
func publishedBar(a report.Analysis, p report.Published) figure.Row {
	m, _ := effect.Lookup(p.Measure)
	remark := ""
	if m.Code != a.Measure.Code {
		remark = m.Code
	}
	row := figure.NewRow(figure.Scenario, p.Review, p.K, report.Brackets(p.Estimate, p.Low, p.High, m.Ratio), remark)
	if onAxis(a, m) {
		row.X, row.Low, row.High = p.Estimate, p.Low, p.High
	}
	return row
}

// onAxis says whether a measure's numbers have a place on an analysis' axis.
// Another measure's never have, even where both are ratios: an odds ratio of 2
// and a risk ratio of 2 are not the same finding.
func onAxis(a report.Analysis, m effect.Measure) bool { return m.Code == a.Measure.Code }

func axis(a report.Analysis) figure.Axis {
	name := report.Capital(a.Measure.Name)
	if a.Measure.Ratio {
		name += " (log scale)"
	}
	return figure.Axis{Log: a.Measure.Ratio, Null: a.Measure.Back(0), Label: name, Low: math.NaN(), High: math.NaN()}
}

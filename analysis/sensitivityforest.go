package analysis

import (
	"fmt"
	"math"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/report"
)

// sensitivity is the forest of the main estimate and every refit with one
// thing changed. Rows on another scale than the main estimate's print their
// numbers only.
func sensitivity(a report.Analysis, v view) figure.Forest {
	f := figure.Forest{Title: v.heading(a) + v.say(": what changes when one thing changes"), Axis: v.axis(a), Favours: a.Favours, Reference: math.NaN(), Options: v.options,
		Description: v.say(fmt.Sprintf("%s Below it %d refits with one thing changed.", strings.Replace(report.Headline(a), "**", "", 2), len(a.Estimates())-1)),
		Columns: []figure.Column{
			{Head: v.say("What changes"), Align: figure.AlignLeft, Side: figure.Left},
			{Head: v.say("Trials"), Align: figure.AlignRight, Side: figure.Left},
			{Head: v.effectHead(a), Align: figure.AlignDecimal, Side: figure.Right},
			{Head: "", Align: figure.AlignLeft, Side: figure.Right},
		}}
	if a.Main.Result.K > 0 {
		f.Reference = a.Main.Natural.Estimate
	}
	if len(a.Published) > 0 {
		f.Rows = append(f.Rows, figure.NewRow(figure.Heading, v.say("Published reviews, for comparison: not pooled here")))
		for _, p := range a.Published {
			f.Rows = append(f.Rows, v.publishedBar(a, p))
		}
		f.Rows = append(f.Rows, figure.NewRow(figure.Gap), figure.NewRow(figure.Heading, v.say(fmt.Sprintf("This review: %d of %s", a.Main.Result.K, report.Plural(a.Listed, "listed trial", "listed trials")))))
	}
	f.Rows = append(f.Rows, v.mainRow(a))
	group := func(title string, all []report.Estimate) {
		if len(all) == 0 {
			return
		}
		f.Rows = append(f.Rows, figure.NewRow(figure.Gap), figure.NewRow(figure.Heading, v.say(title)))
		for _, e := range all {
			f.Rows = append(f.Rows, v.scenarioRow(a, e))
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
	f.Notes = []string{v.say("Thick: the interval of the main estimate's rule. Thin: the Wald interval of the same estimate. The rows share trials: they are not independent confirmations." + marked(f.Rows))}
	return f
}

// marked is what the mark of a row means, empty where none has it.
func marked(rows []figure.Row) string {
	for _, r := range rows {
		if r.Mark == degreesMark {
			return " " + degreesMark + " Narrower than the main interval by its reference distribution alone: the Wald interval is not narrower."
		}
	}
	return ""
}

// degreesMark stands beside a row whose interval only looks more precise.
const degreesMark = "†"

// groups are the parts of a sensitivity forest, in the order they stand.
var groups = []struct{ kind, title string }{
	{"refit", "One thing changed"},
	{"leave-one-out", "Leaving out"},
	{"cumulative", "Adding one trial at a time"},
}

// mainRow is the main estimate among its refits. Without a trial it says so:
// the axis may have nothing else.
func (v view) mainRow(a report.Analysis) figure.Row {
	row := v.scenarioRow(a, a.Main)
	row.Cells[0] = v.say("Main estimate")
	if a.Main.Result.K == 0 {
		row.Cells[2] = v.say("No trial left")
	}
	return row
}

func (v view) scenarioRow(a report.Analysis, e report.Estimate) figure.Row {
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
		return figure.NewRow(figure.Remark, v.title(e), "", e.Failed)
	}
	row := figure.NewRow(kind, v.title(e), fmt.Sprint(e.Result.K), v.interval(n.Estimate, n.CILower, n.CIUpper, ratio), v.say(remark))
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

// title is what a row of the figure is called: in grove's words where they are
// its own, in the protocol's else.
func (v view) title(e report.Estimate) string {
	switch label, without := strings.CutPrefix(e.Title, "Without "); {
	case e.Kind == "beside", strings.HasPrefix(e.Change, convertedOut):
		return v.say(e.Title)
	case e.Kind == "leave-one-out" && without:
		return v.say("Without ") + label
	}
	return e.Title
}

// publishedBar is the row of a published review. One on another scale prints
// its numbers only.
func (v view) publishedBar(a report.Analysis, p report.Published) figure.Row {
	m, _ := effect.Lookup(p.Measure)
	remark := ""
	if m.Code != a.Measure.Code {
		remark = m.Code
	}
	row := figure.NewRow(figure.Scenario, p.Review, p.K, v.interval(p.Estimate, p.Low, p.High, m.Ratio), remark)
	if onAxis(a, m) {
		row.X, row.Low, row.High = p.Estimate, p.Low, p.High
	}
	return row
}

// onAxis says whether a measure's numbers have a place on an analysis' axis.
// Another measure's never have, even where both are ratios: an odds ratio of 2
// and a risk ratio of 2 are not the same finding.
func onAxis(a report.Analysis, m effect.Measure) bool { return m.Code == a.Measure.Code }

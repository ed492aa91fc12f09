package analysis

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/figure"
	"grove/analysis/missing"
	"grove/analysis/probe/subsets"
	"grove/analysis/report"
)

// labFigures are the pictures of all subsets, of which few trials make a table
// instead, and of the grids of choices.
func labFigures(a report.Analysis, v view) []report.Figure {
	var all []report.Figure
	add := func(id, title string, draw func(figure.Frame) figure.Drawing) {
		title = a.Title + v.say(": "+title)
		all = append(all, v.finished(report.Figure{Name: "figures/" + a.ID + "/" + id, Title: title, Drawing: draw(figure.Frame{Title: title, Options: v.options})}))
	}
	for _, x := range a.Subsets {
		if x.Failed == "" && x.Answer.K >= subsets.Few {
			add(x.ID, "estimate and I² of every subset", func(f figure.Frame) figure.Drawing { return drawSubsets(a, x, f, v) })
		}
	}
	for _, x := range a.Missing {
		if x.Failed == "" {
			add(x.ID, "what is assumed of the missing", func(f figure.Frame) figure.Drawing { return drawMissing(x, f, v) })
		}
	}
	for _, x := range a.Choices {
		if x.Distinct > 0 {
			add(x.ID, "specification curve", func(f figure.Frame) figure.Drawing { return drawChoices(x, f, v) })
		}
	}
	return all
}

// drawMissing is the map of beliefs about the missing of either arm, with the
// line at which the statement turns.
func drawMissing(x report.Missing, frame figure.Frame, v view) figure.Drawing {
	odds := x.Method.Code == missing.IMOR.Code
	axis := func(arm string) figure.Axis {
		label, null := "Mean of the missing less that of the observed, "+arm, 0.0
		if odds {
			label, null = "Odds of the missing over those of the observed, "+arm, 1
		}
		return figure.Axis{Log: odds, Null: null, Low: x.Map[0].T, High: x.Map[len(x.Map)-1].T, Label: v.say(label)}
	}
	f := figure.Bubble{Frame: frame, X: axis("experimental arm"), Y: axis("control arm"), Groups: []string{v.say("The statement holds"), v.say("It does not")}}
	holds := 0
	for _, c := range x.Map {
		d := figure.NewDot("", c.T, c.C)
		if c.Holds {
			holds++
		} else {
			d.Group = 1
		}
		f.Dots = append(f.Dots, d)
	}
	if len(x.Boundary) > 1 {
		f.Curves = []figure.Curve{{Name: v.say("Where it turns"), Points: x.Boundary, Kind: figure.Main}}
	}
	said := v.say(fmt.Sprintf("The statement holds under %d of %d pairs of beliefs about the missing.", holds, len(x.Map)))
	f.Notes = []string{said + v.say(" In the middle the missing are like the observed; each pair is held of every trial.")}
	f.Description = said
	return f.Draw()
}

// drawSubsets is the density of estimate against I², coloured by one trial.
func drawSubsets(a report.Analysis, x report.Subsets, frame figure.Frame, v view) figure.Drawing {
	d, r := x.Answer.Density, x.Answer
	name := x.Trials[r.Colour].Label
	f := figure.Subsets{Frame: frame, X: v.axis(a), Y: figure.Axis{Null: math.NaN(), Low: math.NaN(), High: math.NaN(), Label: "I² (%)"},
		With: d.With, Without: d.Without, Names: [3]string{v.say("Mostly with ") + name, v.say("With and without alike"), v.say("Mostly without ") + name}, Mark: figure.NewDot(v.say("All trials"), math.NaN(), math.NaN())}
	for c := range d.Columns + 1 {
		f.ColumnEdges = append(f.ColumnEdges, x.Measure.Back(d.X0+float64(float64(c)*d.Step)))
	}
	for i := range d.Rows + 1 {
		f.RowEdges = append(f.RowEdges, 100*float64(i)/float64(d.Rows))
	}
	i2 := r.Main.I2
	if math.IsNaN(i2) {
		i2 = r.Main.I2Q
	}
	f.Mark.X, f.Mark.Y = x.Measure.Back(r.Main.Estimate), i2
	of := report.Plural(r.Subsets, "subset", "subsets")
	if r.Sampled {
		of += " drawn"
	}
	f.Notes = []string{"Each cell counts subsets; the darker, the more."}
	if d.Outside > 0 {
		f.Notes[0] += fmt.Sprintf(" %s without an I² are not shown.", report.Plural(d.Outside, "subset", "subsets"))
	}
	f.Notes[0] = v.say(f.Notes[0])
	f.Description = v.say(fmt.Sprintf("Estimate against I² of %s of %d trials, coloured by the presence of ", of, r.K)) + name + "."
	return f.Draw()
}

// drawChoices is the specification curve of the distinct specifications, each
// marked at every option that gives it.
func drawChoices(x report.Choices, frame figure.Frame, v view) figure.Drawing {
	f := figure.Specifications{Frame: frame, Names: [3]string{v.say("As in the main result"), v.say("Otherwise by degrees of freedom alone"), v.say("Otherwise")}}
	for _, axis := range x.Axes {
		f.Choices = append(f.Choices, figure.Choice{Name: axis.Name, Options: axis.Options})
	}
	var codes []string
	options := taken(x)
	for i, c := range x.Cells {
		e := c.Estimate
		if e.Failed != "" || e.Result.K == 0 || c.SameAs >= 0 {
			continue
		}
		at := slices.Index(codes, e.Measure.Code)
		if at < 0 {
			at = len(codes)
			codes = append(codes, e.Measure.Code)
			f.Scales = append(f.Scales, v.axis(report.Analysis{Measure: e.Measure}))
		}
		state := 2
		switch {
		case c.Holds:
			state = 0
		case c.OnlyDegrees:
			state = 1
		}
		f.Results = append(f.Results, figure.Specification{Scale: at, Options: options[i], Value: e.Natural.Estimate, Low: e.Natural.CILower, High: e.Natural.CIUpper, State: state})
	}
	f.Notes = []string{"Specifications sorted by measure and estimate, with the choices of each beneath. They share trials: this is no distribution and no test."}
	if x.Repeat > 0 {
		f.Notes[0] += fmt.Sprintf(" %d that repeat another are shown by its marks alone: it has one at every option that leads to it.", x.Repeat)
	}
	if x.Failed > 0 {
		f.Notes[0] += fmt.Sprintf(" Without an estimate: %d.", x.Failed)
	}
	f.Notes[0] = v.say(f.Notes[0])
	f.Description = v.say(fmt.Sprintf("%d distinct specifications sorted by measure and estimate, with the choices of each beneath; %d agree with the main result.", x.Distinct, x.Agree))
	return f.Draw()
}

// taken are the options of each choice, by cell and axis: its own, and those of
// the cells that repeat it.
func taken(x report.Choices) [][][]int {
	all := make([][][]int, len(x.Cells))
	for i, c := range x.Cells {
		to := i
		if c.SameAs >= 0 {
			to = c.SameAs
		}
		if all[to] == nil {
			all[to] = make([][]int, len(c.At))
		}
		for j, o := range c.At {
			if !slices.Contains(all[to][j], o) {
				all[to][j] = append(all[to][j], o)
			}
		}
	}
	return all
}

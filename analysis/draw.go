package analysis

import (
	"math"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/report"
	"grove/analysis/study"
)

// draw makes the forest plot of an analysis, and the sensitivity forest when
// anything was changed. The error is choose.ErrProtocol where a column that the
// figures show cannot be read.
func draw(a report.Analysis, v view) ([]report.Figure, error) {
	f, err := forest(a, v)
	if err != nil {
		return nil, err
	}
	figures := []report.Figure{v.render(a.ID+"/forest", a.Title+": forest plot", f)}
	if len(a.Estimates()) > 1 {
		figures = append(figures, v.render(a.ID+"/sensitivity", a.Title+": sensitivity analyses", sensitivity(a, v)))
	}
	return figures, nil
}

func (v view) render(name, title string, f figure.Forest) report.Figure {
	d := figure.Layout(f)
	return report.Figure{Name: "figures/" + name, Title: title, Alt: f.Description, Forest: f, Drawing: d, SVG: figure.SVG(d), DPI: v.DPI}
}

// axis is the scale of the effects of an analysis.
func axis(a report.Analysis) figure.Axis {
	name := report.Capital(a.Measure.Name)
	if a.Measure.Ratio {
		name += " (log scale)"
	}
	return figure.Axis{Log: a.Measure.Ratio, Null: a.Measure.Back(a.Measure.Null), Label: name, Low: math.NaN(), High: math.NaN()}
}

// straight says that effects are shown on the scale on which they are pooled,
// ratios on a logarithmic one.
func straight(m effect.Measure) bool { return m.Ratio || m.Back(-2) == -2 && m.Back(2) == 2 }

// wayBack is the way from the analysis scale to the natural one for what rests on
// all trials of an estimate.
func wayBack(e report.Estimate) func(float64) float64 {
	effects := make([]study.Effect, len(e.Trials))
	for i, t := range e.Trials {
		effects[i] = t.Effect
	}
	return e.Measure.Natural(effects...)
}

// axis is the scale with its label in the language of the view.
func (v view) axis(a report.Analysis) figure.Axis {
	x := axis(a)
	x.Label = v.say(x.Label)
	return x
}

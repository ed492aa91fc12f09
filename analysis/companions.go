package analysis

import (
	"fmt"
	"math"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/report"
)

// companions are the plots that stand beside a forest plot once there are
// enough trials for them to say something; fewer dots invite stories.
var companions = []struct {
	name, title string
	from        int // trials
	draws       func(report.Analysis) bool
	draw        func(report.Analysis, figure.Frame) figure.Drawing
}{
	{"funnel", "funnel plot", 10, func(report.Analysis) bool { return true }, funnel},
	{"labbe", "L'Abbé plot", 10, func(a report.Analysis) bool { return a.Measure.Needs == effect.Counts }, labbe},
}

// beside draws the companions that an analysis has trials enough for.
func beside(a report.Analysis, v view) []report.Figure {
	var all []report.Figure
	for _, c := range companions {
		if a.Main.Result.K < c.from || !c.draws(a) {
			continue
		}
		title := a.Title + ": " + c.title
		d := c.draw(a, figure.Frame{Title: title, Options: v.options})
		all = append(all, report.Figure{Name: "figures/" + a.ID + "/" + c.name, Title: title, Alt: d.Description, Drawing: d, SVG: figure.SVG(d), DPI: v.DPI})
	}
	return all
}

// funnel is the effects against their standard errors, with regions of
// significance around no difference.
func funnel(a report.Analysis, frame figure.Frame) figure.Drawing {
	back := a.Measure.Back
	f := figure.Funnel{Frame: frame, X: axis(a), YLabel: "Standard error", Centre: back(0), Reference: a.Main.Natural.Estimate, Beyond: "P ≤ 0.01",
		Contours: []figure.Contour{{Name: "P > 0.10", Z: 1.6448536269514722}, {Name: "0.05 < P ≤ 0.10", Z: 1.959963984540054}, {Name: "0.01 < P ≤ 0.05", Z: 2.5758293035489004}}}
	if a.Measure.Ratio {
		f.YLabel += " of the logarithm"
	}
	f.Notes = []string{"Asymmetry has many causes; trials that were never published are one of them. The dashed line is the main estimate."}
	f.Description = fmt.Sprintf("Effects of %d trials against their standard errors, with regions of significance around no difference.", a.Main.Result.K)
	for _, t := range a.Main.Trials {
		if !math.IsNaN(t.Y) {
			f.Dots = append(f.Dots, figure.NewDot(t.Label, back(t.Y), math.Sqrt(t.V)))
		}
	}
	return f.Draw()
}

// labbe is the share with the event under the experimental treatment against
// the share under control.
func labbe(a report.Analysis, frame figure.Frame) figure.Drawing {
	percent := func(label string) figure.Axis {
		return figure.Axis{Null: math.NaN(), Low: math.NaN(), High: math.NaN(), Label: label}
	}
	f := figure.LAbbe{Frame: frame, X: percent("Control, % with the event"), Y: percent("Experimental, % with the event")}
	f.Notes = []string{"The area of a mark is the trial's weight; on the diagonal both arms have the same share."}
	f.Description = fmt.Sprintf("Share with the event under the experimental treatment against the share under control, %d trials.", a.Main.Result.K)
	for _, t := range a.Main.Trials {
		if math.IsNaN(t.T.Events+t.T.N+t.C.Events+t.C.N) || math.IsNaN(t.Weight) {
			continue
		}
		d := figure.NewDot(t.Label, 100*t.C.Events/t.C.N, 100*t.T.Events/t.T.N)
		d.Weight = t.Weight
		f.Dots = append(f.Dots, d)
	}
	return f.Draw()
}

package analysis

import (
	"fmt"
	"math"

	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// funnel is the effects against their standard errors, with regions of
// significance around no difference, on the scale on which they are pooled.
func funnel(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	if err := s.enough(p); err != nil {
		return report.Figure{}, err
	}
	back, axis := s.Measure.Back, s.axis(s.Analysis)
	if !straight(s.Measure) {
		back = func(y float64) float64 { return y }
		axis.Null = s.Measure.Null
		axis.Label += s.say(", scale of pooling")
	}
	f := figure.Funnel{Frame: frame, X: axis, YLabel: s.say(report.Capital(s.se())), Centre: axis.Null, Reference: back(s.Main.Result.Estimate), Limits: pool.Critical(s.Main.Settings.Level), Beyond: s.say("P ≤ 0.01"),
		Contours: []figure.Contour{{Name: s.say("P > 0.10"), Z: pool.Critical(90)}, {Name: s.say("0.05 < P ≤ 0.10"), Z: pool.Critical(95)}, {Name: s.say("0.01 < P ≤ 0.05"), Z: pool.Critical(99)}}}
	f.Notes = []string{s.say(fmt.Sprintf("Asymmetry has many causes; trials that were never published are one of them. The dashed line is the main estimate; between those around it %s%% of the trials would lie if all had that one effect.",
		report.Level(s.Main.Settings.Level)))}
	f.Description = s.say(fmt.Sprintf("Effects of %d trials against their standard errors, with regions of significance around no difference.", s.Main.Result.K))
	if math.IsNaN(s.Measure.Null) {
		f.Description = s.say(fmt.Sprintf("Effects of %d trials against their standard errors.", s.Main.Result.K))
	}
	for _, t := range s.Main.Trials {
		if !math.IsNaN(t.Y) {
			f.Dots = append(f.Dots, figure.NewDot(t.Label, back(t.Y), math.Sqrt(t.V)))
		}
	}
	return report.Figure{Drawing: f.Draw()}, nil
}

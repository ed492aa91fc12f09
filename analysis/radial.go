package analysis

import (
	"fmt"
	"math"

	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// radial is the effects over their standard errors against precision.
func radial(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	if err := s.enough(p); err != nil {
		return report.Figure{}, err
	}
	if s.Measure.Null != 0 || !straight(s.Measure) {
		return report.Figure{}, undrawn("the effects are not differences on the scale on which they are shown")
	}
	level := s.Main.Settings.Level
	name := report.Capital(s.Measure.Name)
	if s.Measure.Ratio {
		name = "Logarithm of the " + s.Measure.Name
	}
	f := figure.Radial{Frame: frame, XLabel: s.say("Precision: 1 / " + s.se()), YLabel: s.say(name + " / standard error; on the arc the effect itself"),
		Slope: s.Main.Result.Estimate, Low: s.Main.Result.CILower, High: s.Main.Result.CIUpper, Band: pool.Critical(level), Effects: s.axis(s.Analysis)}
	outside, all := 0, 0
	for _, t := range s.Main.Trials {
		if math.IsNaN(t.Y) {
			continue
		}
		se := math.Sqrt(t.V)
		f.Dots = append(f.Dots, figure.NewDot(t.Label, 1/se, t.Y/se))
		all++
		if math.Abs(t.Y-s.Main.Result.Estimate) > f.Band*se {
			outside++
		}
	}
	f.Notes = []string{s.say(fmt.Sprintf("A line from the origin through a trial meets the arc at its effect. Thick: the main estimate and, on the arc, its interval. Between the dashed lines %s%% of the trials would lie if all had that one effect; %d of %d lie outside.",
		report.Level(level), outside, all))}
	f.Description = s.say(fmt.Sprintf("Effects over their standard errors against precision, %s; %d of them outside the band in which %s%% would lie if all had the effect of the main estimate.",
		report.Plural(all, "trial", "trials"), outside, report.Level(level)))
	return report.Figure{Drawing: f.Draw()}, nil
}

package analysis

import (
	"fmt"
	"math"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// manyfold is how many times the smallest share the greatest is when risk ratios
// are shown on logarithmic axes, or the trials at low risk would be one heap.
const manyfold = 20

// labbe is the share with the event under the experimental treatment against
// the share under control.
func labbe(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	percent := func(label string) figure.Axis {
		return figure.Axis{Null: 0, Low: math.NaN(), High: math.NaN(), Label: s.say(label)}
	}
	f := figure.LAbbe{Frame: frame, X: percent("Control, % with the event"), Y: percent("Experimental, % with the event")}
	for _, t := range s.Main.Trials {
		if math.IsNaN(t.T.Events+t.T.N+t.C.Events+t.C.N) || math.IsNaN(t.Weight) {
			continue
		}
		f.Dots = append(f.Dots, weighted(t, 100*t.C.Events/t.C.N, 100*t.T.Events/t.T.N))
	}
	lowest, highest := math.Inf(1), 0.0
	for _, d := range f.Dots {
		lowest, highest = min(lowest, d.X, d.Y), max(highest, d.X, d.Y)
	}
	if s.Measure.Code == effect.RR.Code && lowest > 0 && highest > manyfold*lowest {
		f.X.Log, f.Y.Log = true, true
		f.X.Label += s.say(" (log scale)")
		f.Y.Label += s.say(" (log scale)")
	}
	if err := few(kindOf(p), len(f.Dots), "trial with the counts of both arms", "trials with the counts of both arms"); err != nil {
		return report.Figure{}, err
	}
	said := ""
	for _, row := range risks {
		if row.measure != s.Measure.Code {
			continue
		}
		estimate := s.Main.Natural.Estimate
		c := figure.Curve{Name: s.say("Main estimate") + ": " + s.Measure.Code + " " + s.effect(estimate, s.Measure.Ratio), Kind: figure.Expected}
		for risk := 0.01; risk < 100; risk *= 1.05 {
			c.Points = append(c.Points, figure.Point{X: risk, Y: 100 * row.with(risk/100, estimate)})
		}
		f.Curves = append(f.Curves, c)
		said = " Dashed: what the main estimate makes of each share."
	}
	f.Notes = []string{s.say("The area of a mark is the trial's weight; on the diagonal both arms have the same share." + said)}
	f.Description = s.say(fmt.Sprintf("Share with the event under the experimental treatment against the share under control, %s.", report.Plural(len(f.Dots), "trial", "trials")))
	return report.Figure{Drawing: f.Draw()}, nil
}

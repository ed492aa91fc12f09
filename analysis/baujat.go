package analysis

import (
	"fmt"
	"math"
	"strings"

	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/probe"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// baujat is what each trial contributes to the heterogeneity and to the result.
func baujat(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	if err := s.enough(p); err != nil {
		return report.Figure{}, err
	}
	settings := s.asked.Settings
	shares, err := probe.Shares(s.m.data, settings)
	if err != nil {
		return report.Figure{}, undrawn(err.Error())
	}
	f := figure.Baujat{Frame: frame, XLabel: s.say("Contribution to the heterogeneity: squared standardised residual"), YLabel: s.say("Influence on the result: squared change of the estimate without the trial, over its variance")}
	if settings.Model == pool.Common.Code {
		f.XLabel = s.say("Contribution to Q")
	}
	most := 0
	var without []string
	for i, x := range shares {
		label := s.m.effects[i].Label
		if math.IsNaN(x.Result) {
			without = append(without, label)
			continue
		}
		f.Dots = append(f.Dots, figure.NewDot(label, x.Heterogeneity, x.Result))
		if shares[most].Result < x.Result {
			most = i
		}
	}
	f.Notes = []string{s.say("Far to the right: the trial differs from the others. High up: the result would move without it.")}
	if without != nil {
		f.Notes = append(f.Notes, s.say("No estimate without ")+strings.Join(without, ", ")+".")
	}
	f.Description = s.say(fmt.Sprintf("Contribution to the heterogeneity against influence on the result, %s; the result would move most without ", report.Plural(len(f.Dots), "trial", "trials"))) + s.m.effects[most].Label + "."
	return report.Figure{Drawing: f.Draw()}, nil
}

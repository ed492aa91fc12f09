package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// oneByOne is the forest of a series of refits: leaving out, or adding, one trial
// or group at a time.
func oneByOne(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	var rows []figure.Row
	n, by := 0, ""
	shown := []string{s.Main.Scenario}
	for _, e := range s.Sensitivity {
		if e.Kind != p.Kind {
			continue
		}
		if e.Group != by {
			by = e.Group
			rows = append(rows, figure.NewRow(figure.Gap))
		}
		n++
		if !slices.Contains(shown, e.SameAs) {
			e.SameAs = "" // the row it repeats is in another figure
		}
		shown = append(shown, e.Scenario)
		rows = append(rows, s.scenarioRow(s.Analysis, e))
	}
	if n == 0 {
		return report.Figure{}, undrawn("sensitivity has no " + p.Kind)
	}
	if err := few(kindOf(p), n, "refit", "refits"); err != nil {
		return report.Figure{}, err
	}
	f := s.refits(frame, rows)
	f.Description = s.say(fmt.Sprintf("The main estimate and %d refits.", n)) + " " + s.ends(p.Kind)
	f.Notes = []string{s.say("The rows share trials: they are not independent confirmations." + marked(f.Rows))}
	return report.Figure{Forest: f, Drawing: figure.Layout(f)}, nil
}

// ends are the least and the greatest estimate of a series in words.
func (s subject) ends(kind string) string {
	var least, most *report.Estimate
	for i, e := range s.Sensitivity {
		if e.Kind != kind || e.Failed != "" || math.IsNaN(e.Result.Estimate) {
			continue
		}
		if least == nil || e.Result.Estimate < least.Result.Estimate {
			least = &s.Sensitivity[i]
		}
		if most == nil || e.Result.Estimate > most.Result.Estimate {
			most = &s.Sensitivity[i]
		}
	}
	if least == nil {
		return ""
	}
	one := func(e *report.Estimate) string {
		return s.effect(e.Natural.Estimate, e.Measure.Ratio) + " (" + s.title(*e) + ")"
	}
	return s.say("From ") + one(least) + s.say(" to ") + one(most) + "."
}

// subgroupSummary is the main estimate and that of each subgroup, with the test
// between them.
func subgroupSummary(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	if s.asked.Subgroup == nil {
		return report.Figure{}, undrawn("the analysis has no subgroup")
	}
	if err := few(kindOf(p), len(s.Subgroups), "group", "groups"); err != nil {
		return report.Figure{}, err
	}
	rows := []figure.Row{figure.NewRow(figure.Gap)}
	for _, e := range s.Subgroups {
		rows = append(rows, s.scenarioRow(s.Analysis, e))
	}
	f := s.refits(frame, rows)
	f.Columns[0].Head = s.say("Subgroup")
	f.Description = s.say(fmt.Sprintf("The main estimate and those of %d subgroups by ", len(s.Subgroups))) + s.asked.Subgroup.By + "."
	if len(s.Between) > 0 {
		test := s.say(between(s.Between[0]))
		f.Notes = append(f.Notes, test)
		f.Description += " " + test
	}
	if note := marked(f.Rows); note != "" {
		f.Notes = append(f.Notes, s.say(strings.TrimSpace(note)))
	}
	return report.Figure{Forest: f, Drawing: figure.Layout(f)}, nil
}

// refits is a forest of the main estimate above others.
func (s subject) refits(frame figure.Frame, rows []figure.Row) figure.Forest {
	f := sensitivity(s.Analysis, s.view)
	f.Title, f.Options, f.Rows, f.Notes = frame.Title, frame.Options, append([]figure.Row{s.mainRow(s.Analysis)}, rows...), nil
	return f
}

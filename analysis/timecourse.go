package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/choose"
	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// reading is the effect of one trial at one time.
type reading struct {
	study string
	hours float64
	used  bool // by the main estimate
	dot   figure.Dot
}

// timeCourse is the effect of every trial at every time at which the data have
// it, under the filters of the main estimate and whatever its window. Nothing is
// pooled: the readings of a trial are of the same people.
func timeCourse(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	readings, problems := s.readings()
	times := map[float64]bool{}
	for _, r := range readings {
		times[r.hours] = true
	}
	if len(times) < 2 {
		return report.Figure{}, undrawn(report.Plural(len(times), "time with an effect", "times with an effect") + strings.Join(append([]string{""}, problems...), "; "))
	}
	last, unit, per := readings[len(readings)-1].hours, "Hours", 1.0
	if last > 336 { // from two weeks on days are easier to read
		unit, per = "Days", 24
	}
	f := figure.TimeCourse{Frame: frame, X: figure.Axis{Null: math.NaN(), Low: math.NaN(), High: math.NaN(), Label: s.say(unit)}, Y: s.axis(s.Analysis)}
	var studies []string
	for _, r := range readings {
		r.dot.X = r.hours / per
		f.Dots = append(f.Dots, r.dot)
		at := slices.Index(studies, r.study)
		if at < 0 {
			at = len(studies)
			studies, f.Curves = append(studies, r.study), append(f.Curves, figure.Curve{Kind: figure.Own})
		}
		f.Curves[at].Points = append(f.Curves[at].Points, figure.Point{X: r.dot.X, Y: r.dot.Y})
	}
	f.Notes = []string{s.say(fmt.Sprintf("Each trial's effect with its %s%% interval; a line joins the readings of one trial, which are of the same people. Filled: in the main estimate. Nothing is pooled over times.", report.Level(s.Main.Settings.Level)))}
	for _, problem := range problems {
		f.Notes = append(f.Notes, s.say("Not shown: ")+problem+".")
	}
	f.Description = s.say(fmt.Sprintf("Effect against time, %s of %s from %s to %s h.", report.Plural(len(readings), "reading", "readings"), report.Plural(len(studies), "trial", "trials"),
		report.Number(readings[0].hours), report.Number(last)))
	return report.Figure{Drawing: f.Draw()}, nil
}

// readings are the effects of the trials at each time, by time, and what could
// not be told.
func (s subject) readings() (all []reading, problems []string) {
	for _, hours := range s.times() {
		p := plan{s.asked.Select, s.asked.Measure, s.asked.Settings, s.asked.Options}
		p.choice.Time = &protocol.Window{At: hours, From: hours, To: hours, Unit: "h"}
		m, err := measure(s.in.Tables, p)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s h (%v)", report.Number(hours), err))
			continue
		}
		for _, t := range finish(m, p, pool.Undefined(p.settings, len(m.effects), math.NaN())).Trials {
			i := slices.IndexFunc(s.m.chosen, func(c choose.Chosen) bool { return c.Contrast.Study == t.Study })
			r := reading{study: t.Study, hours: hours, used: i >= 0 && equal(s.m.chosen[i].Time, hours)}
			r.dot = figure.NewDot(t.Label, hours, t.Natural.Estimate)
			r.dot.Low, r.dot.High, r.dot.Open = t.Natural.CILower, t.Natural.CIUpper, !r.used
			if slices.ContainsFunc(all, func(o reading) bool { return o.study == t.Study }) {
				r.dot.Label = ""
			}
			all = append(all, r)
		}
	}
	return all, problems
}

// times are the times in hours of the rows of the outcome, in their order.
func (s subject) times() []float64 {
	var all []float64
	for _, t := range []*read.Table{s.in.Tables.Arms, s.in.Tables.Contrasts} {
		if t == nil {
			continue
		}
		for _, r := range t.Rows {
			if (s.asked.Select.Outcome == "" || r.Outcome == s.asked.Select.Outcome) && !math.IsNaN(r.Time) {
				all = append(all, r.Time)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

package analysis

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// drapery is the P value of every possible true effect, by each trial and by the
// main estimate: all confidence intervals at once.
func drapery(s subject, p protocol.Companion, frame figure.Frame) (report.Figure, error) {
	if err := s.enough(p); err != nil {
		return report.Figure{}, err
	}
	r, level := s.Main.Result, s.Main.Settings.Level
	if s.Measure.Null != 0 {
		return report.Figure{}, undrawn("the measure has no difference at 0")
	}
	if at := pool.P((r.CIUpper-r.Estimate)/r.SE, r.DF); !(math.Abs(at-(1-level/100)) < 1e-6) {
		return report.Figure{}, undrawn("the interval of the main estimate is not that of one P value")
	}
	f := figure.Drapery{Frame: frame, X: s.axis(s.Analysis), Y: figure.Axis{Null: math.NaN(), Low: 0, High: 1, Label: s.say("P value")}}
	for _, l := range []float64{level, 80, 50} {
		f.Levels = append(f.Levels, figure.Level{At: 1 - l/100, Name: s.say(report.Level(l) + "%")})
	}
	low, high := s.reach()
	f.X.Low, f.X.High = s.Measure.Back(low), s.Measure.Back(high)
	n := 0
	for _, t := range s.Main.Trials {
		if math.IsNaN(t.Y) {
			continue
		}
		name := ""
		if n++; n == 1 {
			name = s.say("Each trial")
		}
		f.Curves = append(f.Curves, s.likely(name, figure.Own, t.Y, math.Sqrt(t.V), math.Inf(1), low, high))
	}
	if half := r.PIUpper - r.Estimate; r.Prediction != "" && r.PIDF > 0 {
		scale := half / pool.Quantile(level, r.PIDF)
		f.Curves = append(f.Curves, s.likely(s.say("Prediction for a new trial"), figure.Expected, r.Estimate, scale, r.PIDF, low, high))
	}
	f.Curves = append(f.Curves, s.likely(s.say(report.Model(r)), figure.Main, r.Estimate, r.SE, r.DF, low, high))
	f.Notes = []string{s.say("Of each possible true effect the P value of the test against it. A level at the right edge is that of the confidence interval between the two points where its line meets a curve.")}
	f.Description = s.say(fmt.Sprintf("P values of every possible true effect by each of %s and by the main estimate, whose P value is greatest at ", report.Plural(n, "trial", "trials"))) +
		s.effect(s.Main.Natural.Estimate, s.Measure.Ratio) + s.say(" and at no difference "+report.PValue(r.P)) + "."
	return report.Figure{Drawing: f.Draw()}, nil
}

// reach is the part of the analysis scale that a drapery plot shows: every
// effect with twice the usual standard error, and the intervals of the main
// estimate.
func (s subject) reach() (low, high float64) {
	var errs []float64
	r := s.Main.Result
	low, high = min(r.CILower, 0), max(r.CIUpper, 0)
	for _, t := range s.Main.Trials {
		if !math.IsNaN(t.Y) {
			errs = append(errs, math.Sqrt(t.V))
			low, high = min(low, t.Y), max(high, t.Y)
		}
	}
	slices.Sort(errs)
	more := 2 * errs[len(errs)/2]
	return low - more, high + more
}

// likely is the P value function of an estimate with its standard error, from
// low to high and finest around its top.
func (s subject) likely(name string, kind figure.CurveKind, y, se, df, low, high float64) figure.Curve {
	const steps = 60
	var at []float64
	for i := -steps; i <= steps; i++ {
		u := float64(i) / steps
		at = append(at, y+float64(4*u*math.Abs(u)*se), low+float64((u+1)/2*(high-low)))
	}
	slices.Sort(at)
	c := figure.Curve{Name: name, Kind: kind}
	for _, x := range slices.Compact(at) {
		if x >= low && x <= high {
			c.Points = append(c.Points, figure.Point{X: s.Measure.Back(x), Y: pool.P((x-y)/se, df)})
		}
	}
	return c
}

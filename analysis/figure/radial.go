package figure

import (
	"math"
	"slices"
)

// Radial is Galbraith's plot: the effect over its standard error against
// precision. The slope of a line from the origin through a point is the
// study's effect, read where it meets the arc.
//
// Galbraith, R.F. 1988, Technometrics 30, 271-281.
type Radial struct {
	Frame
	XLabel, YLabel string
	Dots           []Dot   // X is 1 over the standard error, Y the effect over the standard error, about the same zero
	Slope          float64 // the pooled effect in axis units of the studies; NaN for none
	Low, High      float64 // ends of its interval, thick on the arc; NaN for none
	Band           float64 // dashed lines at so many standard errors around the pooled effect; 0 for none
	Effects        Axis    // of the studies, read on the arc; its label stands in YLabel
}

// Draw lays the plot out.
func (f Radial) Draw() Drawing {
	f.Dots = slices.Clone(f.Dots)
	for i, d := range f.Dots {
		if !placed(d) {
			f.Dots[i].X = nan // no infinite precision is on an arc; the drawing warns of it
		}
	}
	c := chart{Frame: f.Frame, kind: "Radial plot", tall: 0.8, dots: f.Dots, arc: f.arc(),
		x: Axis{Null: nan, Low: 0, High: nan, Label: f.XLabel}, y: Axis{Null: 0, Low: nan, High: nan, Label: f.YLabel}}
	c.ranked(outlying, func(d Dot) float64 { return math.Abs(d.Y - float64(f.Slope*d.X)) })
	return c.draw()
}

// arc covers the pooled effect with its interval, the effects of the studies that
// are at least a third as precise as the most precise one, and the null if it is
// not far. Imprecise effects may be far away, and would squeeze the others.
func (f Radial) arc() *arc {
	a := &arc{Radial: f, null: axisValue(f.Effects.Log, f.Effects.Null)}
	s := span{math.Inf(1), math.Inf(-1)}
	for _, d := range f.Dots {
		if t := f.shown(d.Y / d.X); placed(d) && finite(t) && d.X >= f.finest()/3 {
			s.add(t)
		}
	}
	if t := f.shown(f.Slope); finite(t) {
		s.add(t)
	}
	s.reach(3, f.shown(f.Low), f.shown(f.High), f.shown(a.null))
	a.lo, a.hi = padded(s, f.Effects.Log)
	return a
}

// shown is an effect in axis units, NaN where its natural value is beyond what can
// be written.
func (f Radial) shown(t float64) float64 {
	if f.Effects.Log && !(math.Abs(t) < 300*math.Ln10) || !(math.Abs(t) < far) {
		return nan
	}
	return t
}

// placed reports whether a study has a place in the plot.
func placed(d Dot) bool { return d.X > 1/far && d.X < far && math.Abs(d.Y) < far }

// finest is the precision of the most precise study, 1 without a study.
func (f Radial) finest() float64 {
	most := 0.0
	for _, d := range f.Dots {
		if placed(d) {
			most = math.Max(most, d.X)
		}
	}
	if most == 0 {
		return 1
	}
	return most
}

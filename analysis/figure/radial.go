package figure

import "math"

// Radial is Galbraith's plot: the effect over its standard error against
// precision. The slope of a line from the origin through a point is the
// study's effect, read at the right edge.
//
// Galbraith, R.F. 1988, Technometrics 30, 271-281.
type Radial struct {
	Frame
	XLabel, YLabel string
	Dots           []Dot   // X is 1 over the standard error, Y the effect over the standard error, about the same zero
	Slope          float64 // the pooled effect in axis units of the studies; NaN for none
	Band           float64 // dashed lines at so many standard errors around the pooled effect; 0 for none
	Effects        Axis    // of the studies, read at the right edge; its label stands in YLabel
}

// Draw lays the plot out.
func (f Radial) Draw() Drawing {
	far := 0.0
	for _, d := range f.Dots {
		if finite(d.X) {
			far = math.Max(far, d.X)
		}
	}
	if far == 0 {
		far = 1
	}
	c := chart{Frame: f.Frame, kind: "Radial plot", tall: 0.8, dots: f.Dots, fan: true,
		x: Axis{Null: nan, Low: 0, High: 1.05 * far, Label: f.XLabel}, y: Axis{Null: 0, Low: nan, High: nan, Label: f.YLabel}}
	c.guides = []guide{{at: 0, role: RoleNull, color: f.Options.filled().Style.Null}}
	end := 1.2 * far // cut at the plot
	line := func(kind CurveKind, from float64) {
		c.curves = append(c.curves, trace{[]Point{{0, from}, {end, from + float64(f.Slope*end)}}, kind, false})
	}
	if finite(f.Slope) {
		line(Main, 0)
		c.also = []float64{f.Slope * c.x.High}
		if f.Band > 0 {
			line(Expected, f.Band)
			line(Expected, -f.Band)
		}
	}
	c.right = f.effects(c)
	return c.draw()
}

// effects are the round effects whose lines from the origin end at the right
// edge.
func (f Radial) effects(c chart) []rightTick {
	o := f.Options.filled()
	edge := c.limitsY()
	s := scale{log: f.Effects.Log, lo: edge.lo / c.x.High, hi: edge.hi / c.x.High, x1: c.tall * naturalChart}
	if o.Width > 0 {
		s.x1 *= o.Width * perMillimetre / naturalChart
	}
	var all []rightTick
	for _, t := range s.ticks(face{o.Style.Font, false}.above, o.Locale) {
		all = append(all, rightTick{s.lo + float64(t.at/s.x1*(s.hi-s.lo)), t.label})
	}
	return all
}

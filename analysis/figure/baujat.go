package figure

import "math"

// Baujat shows which studies make the heterogeneity and the result: their
// share of Q against what leaving them out changes.
//
// Baujat, B. et al. 2002, Statistics in Medicine 21, 2641-2652.
type Baujat struct {
	Frame
	XLabel, YLabel string
	Dots           []Dot // both values are 0 or more
}

// Draw lays the plot out.
func (f Baujat) Draw() Drawing {
	x, y := Axis{Null: 0, Low: 0, High: nan, Label: f.XLabel}, Axis{Null: 0, Low: 0, High: nan, Label: f.YLabel}
	c := chart{Frame: f.Frame, kind: "Baujat plot", x: x, y: y, tall: 0.75, dots: f.Dots}
	right, top := c.limitsX().hi, c.limitsY().hi
	c.ranked(outermost, func(d Dot) float64 { return math.Hypot(d.X/right, d.Y/top) })
	return c.draw()
}

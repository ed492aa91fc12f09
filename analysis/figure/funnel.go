package figure

import "math"

// Funnel is a funnel plot: effects against their standard errors, the most
// precise on top, with regions of significance around a centre and the limits
// within which the effects of one size would lie.
//
// Light, R.J. and Pillemer, D.B. 1984, Summing Up; Peters, J.L. et al. 2008,
// Journal of Clinical Epidemiology 61, 991-996 (contours).
type Funnel struct {
	Frame
	X      Axis   // the effects
	YLabel string // for example "Standard error (log scale)"
	Dots   []Dot  // Y is the standard error in axis units: of the logarithm on a logarithmic axis

	Centre   float64   // of the contours, usually no effect; NaN for none
	Contours []Contour // from the centre outwards
	Beyond   string    // the legend of the region outside the last contour

	Reference float64 // vertical line at the pooled effect; NaN for none
	Limits    float64 // dashed limits at so many standard errors around the reference; 0 for none
}

// Contour is the region between so many standard errors and the contour
// before.
type Contour struct {
	Name string // in the legend, for example "0.05 < P ≤ 0.10"
	Z    float64
}

// symmetric returns limits as far on either side of the reference, or else of
// the centre, so that one sees whether the dots are; given ones stay.
func (f Funnel) symmetric() (low, high float64) {
	middle := axisValue(f.X.Log, f.Reference)
	if !finite(middle) {
		middle = axisValue(f.X.Log, f.Centre)
	}
	reach := math.Abs(axisValue(f.X.Log, f.X.Null) - middle)
	if !finite(reach) {
		reach = 0
	}
	for _, d := range f.Dots {
		if away := math.Abs(axisValue(f.X.Log, d.X) - middle); finite(away) {
			reach = math.Max(reach, away)
		}
	}
	if !finite(middle) || reach == 0 || finite(f.X.Low) || finite(f.X.High) {
		return f.X.Low, f.X.High
	}
	return natural(Axis{Log: f.X.Log, Low: middle - float64(1.05*reach), High: middle + float64(1.05*reach)})
}

// shades fill the regions of a funnel from the centre outwards, so that they
// are told apart in greyscale.
var shades = []Color{{0xff, 0xff, 0xff}, {0xee, 0xee, 0xee}, {0xdc, 0xdc, 0xdc}, {0xc8, 0xc8, 0xc8}, {0xb4, 0xb4, 0xb4}}

func shade(i int) Color { return shades[min(i, len(shades)-1)] }

// Draw lays the plot out.
func (f Funnel) Draw() Drawing {
	c := chart{Frame: f.Frame, kind: "Funnel plot", x: f.X, y: Axis{Null: nan, Low: 0, High: nan, Label: f.YLabel}, downward: true, tall: 0.8, dots: f.Dots}
	style := f.Options.filled().Style
	deep := 0.0
	for _, d := range f.Dots {
		if finite(d.Y) && d.Y < far {
			deep = math.Max(deep, d.Y)
		}
	}
	if deep == 0 {
		deep = 1
	}
	c.y.High = 1.05 * deep
	middle := axisValue(f.X.Log, f.Reference)
	c.ranked(outlying, func(d Dot) float64 { return math.Abs(axisValue(f.X.Log, d.X)-middle) / d.Y })
	c.x.Low, c.x.High = f.symmetric()
	base := 2 * deep // the regions run on below the plot, where they are cut
	wedge := func(centre, z float64) []Point {
		return []Point{{centre, 0}, {centre + float64(z*base), base}, {centre - float64(z*base), base}}
	}
	if centre := axisValue(f.X.Log, f.Centre); finite(centre) && len(f.Contours) > 0 {
		for i := len(f.Contours) - 1; i >= 0; i-- {
			c.areas = append(c.areas, area{wedge(centre, f.Contours[i].Z), shade(i), 0})
		}
		around := area{[]Point{{-far, -base}, {far, -base}, {far, base}, {-far, base}}, shade(len(f.Contours)), 0}
		c.areas = append([]area{around}, c.areas...)
		for i, k := range f.Contours {
			c.keys = append(c.keys, swatch(k.Name, shade(i)))
		}
		c.keys = append(c.keys, swatch(f.Beyond, shade(len(f.Contours))))
	}
	c.guides = []guide{{vertical: true, at: f.X.Null, role: RoleNull, color: style.Null}, {vertical: true, at: f.Reference, role: RoleReference, color: style.Pooled, dash: [2]float64{3, 2.2}}}
	if r := axisValue(f.X.Log, f.Reference); finite(r) && f.Limits > 0 {
		w := wedge(r, f.Limits)
		c.curves = []trace{{[]Point{w[2], w[0], w[1]}, Expected, false}}
	}
	return c.draw()
}

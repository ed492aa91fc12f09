package figure

import (
	"math"
	"slices"
)

// Bubble shows effects against a covariate; the area of a mark is the study's
// weight. A regression is drawn by its line and the limits around it. Both axes have a
// line where the null is.
type Bubble struct {
	Frame
	X      Axis // the covariate
	Y      Axis // the effect
	Dots   []Dot
	Groups []string
	Band   []Limits // around the line; the region between is shaded
	Curves []Curve
}

// Limits are the ends of an interval at a value of the covariate.
type Limits struct{ X, Low, High float64 }

// Draw lays the plot out.
func (f Bubble) Draw() Drawing {
	style := f.Options.filled().Style
	c := chart{Frame: f.Frame, kind: "Bubble plot", x: f.X, y: f.Y, tall: 0.75, sized: true, dots: f.Dots, curves: traces(f.X, f.Y, f.Curves), keys: append(groupKeys(f.Groups), curveKeys(f.Curves)...)}
	c.ranked(largest, Dot.weight)
	c.guides = []guide{{vertical: true, at: f.X.Null, role: RoleNull, color: style.Null}, {at: f.Y.Null, role: RoleNull, color: style.Null}}
	var low, high []Point
	for _, l := range f.Band {
		x, a, b := axisValue(f.X.Log, l.X), axisValue(f.Y.Log, l.Low), axisValue(f.Y.Log, l.High)
		if !math.IsNaN(x) && !math.IsNaN(a) && !math.IsNaN(b) {
			low, high = append(low, Point{x, a}), append(high, Point{x, b})
		}
	}
	slices.Reverse(high)
	if len(low) > 1 {
		c.areas = []area{{append(low, high...), shade(1), 0}}
	}
	return c.draw()
}

package figure

// Drapery shows P-value functions: for every effect on the axis the P value
// of the test that it is the true one. Where a curve is above a level lies the
// confidence interval.
//
// Rücker, G. and Schwarzer, G. 2021, Research Synthesis Methods 12, 13-19.
type Drapery struct {
	Frame
	X      Axis
	Y      Axis // P values; Log for a logarithmic axis, Low its foot
	Curves []Curve
	Levels []Level
}

// Level is a horizontal line, named at the right edge.
type Level struct {
	At   float64
	Name string // for example "95%"
}

// Draw lays the plot out.
func (f Drapery) Draw() Drawing {
	style := f.Options.filled().Style
	c := chart{Frame: f.Frame, kind: "Drapery plot", x: f.X, y: f.Y, tall: 0.75, curves: traces(f.X, f.Y, f.Curves), shown: len(f.Curves), keys: curveKeys(f.Curves)}
	c.guides = []guide{{vertical: true, at: f.X.Null, role: RoleNull, color: style.Null}}
	for _, l := range f.Levels {
		c.guides = append(c.guides, guide{at: l.At, role: RoleGuide, color: style.Pale})
		c.right = append(c.right, rightTick{axisValue(f.Y.Log, l.At), l.Name})
	}
	return c.draw()
}

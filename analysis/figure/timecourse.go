package figure

// TimeCourse shows effects with their intervals against time, in groups.
type TimeCourse struct {
	Frame
	X      Axis // the time, for example in hours
	Y      Axis // the effect
	Dots   []Dot
	Groups []string
	Curves []Curve
}

// Draw lays the plot out.
func (f TimeCourse) Draw() Drawing {
	c := chart{Frame: f.Frame, kind: "Time course", x: f.X, y: f.Y, tall: 0.6, dots: f.Dots, curves: traces(f.X, f.Y, f.Curves), keys: append(groupKeys(f.Groups), curveKeys(f.Curves)...)}
	c.guides = []guide{{at: f.Y.Null, role: RoleNull, color: f.Options.filled().Style.Null}}
	return c.draw()
}

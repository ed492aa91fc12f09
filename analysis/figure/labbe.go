package figure

// LAbbe shows the outcome under treatment against the outcome under control,
// with the line of equality; the area of a mark is the study's weight.
//
// L'Abbé, K.A., Detsky, A.S. and O'Rourke, K. 1987, Annals of Internal
// Medicine 107, 224-233.
type LAbbe struct {
	Frame
	X, Y   Axis // control and treatment, both logarithmic or neither; a null that is not far is kept in view
	Dots   []Dot
	Groups []string
	Curves []Curve // the outcomes that the pooled effect joins
}

// Draw lays the plot out.
func (f LAbbe) Draw() Drawing {
	f.Y.Log = f.X.Log
	c := chart{Frame: f.Frame, kind: "L'Abbé plot", x: f.X, y: f.Y, tall: 1, sized: true, dots: f.Dots, curves: traces(f.X, f.Y, f.Curves), keys: append(groupKeys(f.Groups), curveKeys(f.Curves)...)}
	c.ranked(largest, Dot.weight)
	// Both axes get the same limits, so that equality is the diagonal.
	x, y := c.limitsX(), c.limitsY()
	ends := Axis{Log: f.X.Log, Low: min(x.lo, y.lo), High: max(x.hi, y.hi)}
	c.x.Low, c.x.High = natural(ends)
	c.y.Low, c.y.High = c.x.Low, c.x.High
	more := ends.High - ends.Low // cut at the plot
	low, high := ends.Low-more, ends.High+more
	c.curves = append([]trace{{[]Point{{low, low}, {high, high}}, Own, true}}, c.curves...)
	return c.draw()
}

package figure

// Frame is what every companion of a forest plot has.
type Frame struct {
	Title       string   // accessible name; also printed on top when non-empty
	Description string   // text alternative of the whole figure
	Notes       []string // lines below the plot, wrapped to its width
	Options     Options  // width, style and locale
}

// Dot is one study, or one estimate, in a companion plot. Its values are on
// the natural scale of the axes.
type Dot struct {
	Label     string // printed beside the mark where there is room
	X, Y      float64
	Low, High float64 // interval of Y, where a plot shows one; NaN for none
	Weight    float64 // sets the area of the mark, where a plot says so; NaN for none
	Group     int     // index into the plot's groups: shape and colour
	Open      bool    // hollow: a study that was not observed, or not counted
}

// NewDot returns a dot without interval and weight.
func NewDot(label string, x, y float64) Dot {
	return Dot{Label: label, X: x, Y: y, Low: nan, High: nan, Weight: nan}
}

func (d Dot) weight() float64 { return d.Weight }

// Curve is a line through points on the natural scale of the axes; a point
// that is NaN breaks it.
type Curve struct {
	Name   string // in the legend; empty for none
	Points []Point
	Kind   CurveKind
}

// CurveKind says how a curve is drawn.
type CurveKind int

const (
	Main     CurveKind = iota // thick: the result
	Own                       // thin: one study
	Expected                  // dashed: a prediction or a limit
)

// known turns an unknown kind into a thin line.
func (k CurveKind) known() CurveKind {
	if k < 0 || int(k) >= len(curveLooks) {
		return Own
	}
	return k
}

func (f Frame) cleaned() Frame {
	f.Title, f.Description = clean(f.Title), clean(f.Description)
	f.Notes = append([]string(nil), f.Notes...)
	for i, n := range f.Notes {
		f.Notes[i] = clean(n)
	}
	return f
}

package figure

import "math"

// Role says what a primitive or box is for.
type Role string

const (
	RoleBackground Role = "background"
	RoleTitle      Role = "title"
	RoleHead       Role = "column head"
	RoleCell       Role = "cell text"
	RoleBar        Role = "weight bar"
	RoleRule       Role = "rule"
	RoleBand       Role = "band"
	RoleMark       Role = "mark"
	RoleInterval   Role = "interval"
	RoleThin       Role = "thin interval"
	RoleDiamond    Role = "diamond"
	RolePrediction Role = "prediction"
	RoleArrow      Role = "arrow"
	RoleNull       Role = "null line"
	RoleReference  Role = "reference line"
	RoleAxis       Role = "axis"
	RoleTick       Role = "axis tick"
	RoleAxisLabel  Role = "axis label"
	RoleFavours    Role = "favours"
	RoleNote       Role = "note"
	RoleArea       Role = "area"
	RoleCurve      Role = "curve"
	RoleGuide      Role = "guide line"
	RoleLabel      Role = "point label"
	RoleLeader     Role = "line to a label"
	RoleSwatch     Role = "legend mark"
	RoleKey        Role = "legend text"
	RoleSign       Role = "sign"
	RoleSymbol     Role = "symbol"
)

// Box is the space something takes, in points; X1 >= X0 and Y1 >= Y0.
type Box struct {
	Tag
	X0, Y0, X1, Y1 float64
	String         string // the text, for a text
}

// Boxes returns the box of every item, in painting order.
func Boxes(d Drawing) []Box {
	boxes := make([]Box, len(d.Items))
	for i, item := range d.Items {
		boxes[i] = item.Box()
	}
	return boxes
}

// Meets reports whether two boxes share more than an edge.
func (b Box) Meets(c Box) bool {
	return b.X0 < c.X1 && c.X0 < b.X1 && b.Y0 < c.Y1 && c.Y0 < b.Y1
}

// Ascent and descent of Liberation Sans, in em: ink of capitals with accents
// and of descenders stays inside.
const (
	ascent  = 0.905
	descent = 0.212
)

// Box covers the advance widths and the font's ascent and descent.
func (t Text) Box() Box {
	x := t.X - float64(anchorShift(t.Anchor)*t.Width)
	return Box{t.Tag, x, t.Y - float64(ascent*t.Size), x + t.Width, t.Y + float64(descent*t.Size), t.String}
}

func anchorShift(a Anchor) float64 { return float64(a) / 2 }

// Box covers the line with its width.
func (l Line) Box() Box {
	h := l.Width / 2
	b := Box{Tag: l.Tag, X0: math.Min(l.X1, l.X2), X1: math.Max(l.X1, l.X2), Y0: math.Min(l.Y1, l.Y2), Y1: math.Max(l.Y1, l.Y2)}
	if l.X1 == l.X2 {
		b.X0, b.X1 = b.X0-h, b.X1+h
	}
	if l.Y1 == l.Y2 {
		b.Y0, b.Y1 = b.Y0-h, b.Y1+h
	}
	return b
}

// Box covers the rectangle with its edge.
func (r Rect) Box() Box {
	h := r.EdgeWidth / 2
	return Box{Tag: r.Tag, X0: r.X - h, Y0: r.Y - h, X1: r.X + r.W + h, Y1: r.Y + r.H + h}
}

// Box covers the circle with its edge.
func (c Circle) Box() Box {
	r := c.R + c.EdgeWidth/2
	return Box{Tag: c.Tag, X0: c.X - r, Y0: c.Y - r, X1: c.X + r, Y1: c.Y + r}
}

// Box covers the corners; the edge may reach half its width beyond.
func (p Polygon) Box() Box { return around(p.Tag, p.Points) }

// Box covers the points; the line may reach half its width beyond.
func (p Polyline) Box() Box { return around(p.Tag, p.Points) }

func around(tag Tag, points []Point) Box {
	b := Box{Tag: tag, X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	for _, q := range points {
		b.X0, b.X1 = math.Min(b.X0, q.X), math.Max(b.X1, q.X)
		b.Y0, b.Y1 = math.Min(b.Y0, q.Y), math.Max(b.Y1, q.Y)
	}
	return b
}

package figure

import "math"

// marks draws the points and intervals of one row.
type marks struct {
	page  *page
	scale scale
	edge  [2]float64 // of the plot, where arrows end
	most  float64    // largest weight of a study

	row      int
	y        float64
	muted    bool
	open     bool    // diamonds are hollow
	arrowed  [2]bool // sides of this row that have an arrow
	thinned  [2]bool
	lineInk  Color
	solid    Color
	squareIn Color
}

// begin turns to a row whose middle is at y.
func (m *marks) begin(i int, r Row, y float64) {
	m.row, m.y, m.muted, m.open = i, y, r.Muted, false
	m.arrowed, m.thinned = [2]bool{}, [2]bool{}
	m.lineInk, m.solid, m.squareIn = m.page.Style.Ink, m.page.Style.Pooled, m.page.Style.Study
	if r.Muted {
		m.lineInk, m.solid, m.squareIn = m.page.Style.Pale, m.page.Style.Pale, m.page.Style.Pale
	}
}

func (m *marks) tag(role Role) Tag { return Tag{role, m.row} }

func (m *marks) nothing(Row) {}

// study is a square whose area is proportional to the weight, the heaviest
// study's being the largest, with the interval drawn over it so that an
// interval narrower than its square is still seen.
func (m *marks) study(r Row) {
	m.thin(r)
	x, ok := m.point(r)
	if ok {
		side := m.page.em(0.5)
		if r.Weight >= 0 && r.Weight <= m.most && m.most > 0 {
			side = math.Max(m.page.em(0.95)*math.Sqrt(r.Weight/m.most), m.page.em(0.2))
		}
		m.page.add(Rect{m.tag(RoleMark), x - side/2, m.y - side/2, side, side, m.squareIn, white, 0})
	}
	m.interval(r.Low, r.High, RoleInterval, 0.9, m.lineInk)
	if ok {
		tall := m.page.em(0.16)
		m.page.add(Line{m.tag(RoleMark), x, m.y - tall, x, m.y + tall, 0.9, m.lineInk, [2]float64{}})
	}
}

// pooled is a diamond from end to end of the interval.
func (m *marks) pooled(r Row) {
	m.thin(r)
	x, lo, hi := m.value(r.X), m.value(r.Low), m.value(r.High)
	if math.IsNaN(x) {
		m.interval(r.Low, r.High, RoleInterval, 0.9, m.lineInk)
		return
	}
	if math.IsNaN(lo) || math.IsNaN(hi) {
		if at, ok := m.point(r); ok {
			m.diamond(at-m.page.em(0.3), at, at+m.page.em(0.3), m.page.em(0.36), 0)
		}
		return
	}
	wide := 1e4 * (m.scale.x1 - m.scale.x0)
	at := func(t float64) float64 { return math.Max(-wide, math.Min(wide, m.scale.at(t))) }
	m.clip(lo, hi, RoleArrow, 0.9, m.solid)
	m.clip(x, x, RoleArrow, 0.9, m.solid)
	m.diamond(at(lo), at(x), at(hi), m.page.em(0.4), 0)
}

// hollow is a diamond with nothing in it.
func (m *marks) hollow(r Row) {
	m.open = true
	m.pooled(r)
}

// diamond is cut at the limits of the axis.
func (m *marks) diamond(lo, x, hi, half, edge float64) {
	points := within([]Point{{lo, m.y}, {x, m.y - half}, {hi, m.y}, {x, m.y + half}}, m.scale.x0, m.scale.x1)
	fill, rim := m.solid, white
	if m.open {
		fill, rim, edge = white, m.solid, 0.9
	}
	if len(points) > 2 {
		m.page.add(Polygon{m.tag(RoleDiamond), points, fill, rim, edge, ""})
	}
}

// prediction is an open bar: where a new study's effect may lie, which is
// not a confidence interval.
func (m *marks) prediction(r Row) {
	lo, hi := m.value(r.Low), m.value(r.High)
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return
	}
	fill := m.page.Style.Prediction
	if m.muted {
		fill = white
	}
	m.clip(lo, hi, RoleArrow, 0.7, m.lineInk)
	a, b := m.scale.at(math.Max(lo, m.scale.lo)), m.scale.at(math.Min(hi, m.scale.hi))
	if a <= b && m.density(r, fill) {
		return
	}
	if a <= b {
		half := m.page.em(0.2)
		m.page.add(Rect{m.tag(RolePrediction), a, m.y - half, b - a, 2 * half, fill, m.lineInk, 0.7})
	}
}

// scenario is a small diamond on a thick interval.
func (m *marks) scenario(r Row) {
	m.thin(r)
	m.interval(r.Low, r.High, RoleInterval, 2.4, m.solid)
	if x, ok := m.point(r); ok {
		half := m.page.em(0.42)
		m.diamond(x-half, x, x+half, half, 0.8)
	}
}

// single is a square on a thick interval.
func (m *marks) single(r Row) {
	m.thin(r)
	m.interval(r.Low, r.High, RoleInterval, 2.4, m.solid)
	if x, ok := m.point(r); ok {
		side := m.page.em(0.62)
		m.page.add(Rect{m.tag(RoleMark), x - side/2, m.y - side/2, side, side, m.solid, white, 0.8})
	}
}

// thin draws the second interval, with end strokes tall enough to be seen
// behind a thick first one.
func (m *marks) thin(r Row) {
	lo, hi := m.value(r.ThinLow), m.value(r.ThinHigh)
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return
	}
	a, b := m.interval(r.ThinLow, r.ThinHigh, RoleThin, 0.7, m.lineInk)
	tall := m.page.em(0.3)
	if m.inside(lo) {
		m.page.add(Line{m.tag(RoleThin), a, m.y - tall, a, m.y + tall, 0.7, m.lineInk, [2]float64{}})
	}
	if m.inside(hi) {
		m.page.add(Line{m.tag(RoleThin), b, m.y - tall, b, m.y + tall, 0.7, m.lineInk, [2]float64{}})
	}
}

// interval draws a line from low to high; an end beyond the axis becomes an
// arrow. It returns the ends drawn.
func (m *marks) interval(low, high float64, role Role, width float64, color Color) (a, b float64) {
	lo, hi := m.value(low), m.value(high)
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return nan, nan
	}
	m.clip(lo, hi, RoleArrow, width, color)
	a, b = m.scale.at(math.Max(lo, m.scale.lo)), m.scale.at(math.Min(hi, m.scale.hi))
	if a <= b {
		m.page.add(Line{m.tag(role), a, m.y, b, m.y, width, color, [2]float64{}})
	}
	return a, b
}

// clip draws arrows at the sides on which lo to hi leaves the axis.
func (m *marks) clip(lo, hi float64, role Role, width float64, color Color) {
	if lo < m.scale.lo {
		m.arrow(0, role, width, color)
	}
	if hi > m.scale.hi {
		m.arrow(1, role, width, color)
	}
}

// arrow points out of the plot from the axis limit on one side.
func (m *marks) arrow(side int, role Role, width float64, color Color) {
	if m.arrowed[side] {
		return
	}
	m.arrowed[side] = true
	tip, from := m.edge[side], [2]float64{m.scale.x0, m.scale.x1}[side]
	base := tip + float64(0.62*(from-tip))
	half := m.page.em(0.24) + width/4
	// The shaft overlaps interval and head a little, so that no seam shows.
	lap := math.Copysign(0.5, tip-from)
	m.page.add(Line{m.tag(role), from - lap, m.y, base + lap, m.y, width, color, [2]float64{}})
	m.page.add(Polygon{m.tag(role), []Point{{tip, m.y}, {base, m.y - half}, {base, m.y + half}}, color, white, 0, ""})
}

// point returns the position of the row's point; off the axis it is shown by
// an arrow instead.
func (m *marks) point(r Row) (x float64, ok bool) {
	t := m.value(r.X)
	if math.IsNaN(t) {
		return 0, false
	}
	m.clip(t, t, RoleArrow, 0.9, m.lineInk)
	return m.scale.at(t), m.inside(t)
}

func (m *marks) value(v float64) float64 { return axisValue(m.scale.log, v) }

func (m *marks) inside(t float64) bool { return t >= m.scale.lo && t <= m.scale.hi }

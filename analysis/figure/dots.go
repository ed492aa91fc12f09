package figure

import (
	"cmp"
	"fmt"
	"math"
	"sort"
)

// largestMark is the radius of the heaviest mark, in em.
const largestMark = 1.3

// shapes are the marks of the groups, told apart without colour; further
// groups begin again.
var shapes = []struct {
	corners []Point // at radius 1; none for a circle
	fill    func(Style) Color
}{
	{nil, func(s Style) Color { return s.Study }},
	{[]Point{{-0.89, -0.89}, {0.89, -0.89}, {0.89, 0.89}, {-0.89, 0.89}}, func(s Style) Color { return s.Pooled }},
	{[]Point{{0, -1.2}, {1.1, 0.8}, {-1.1, 0.8}}, func(s Style) Color { return s.Prediction }},
	{[]Point{{0, -1.25}, {1.25, 0}, {0, 1.25}, {-1.25, 0}}, func(s Style) Color { return s.Grey }},
}

// shape returns a mark of a group.
func (p *page) shape(tag Tag, group int, x, y, r float64, open bool, name string) Item {
	s := shapes[(max(group, 0))%len(shapes)]
	fill := s.fill(p.Style)
	if open {
		fill = white
	}
	edge := math.Min(0.6, 0.25*r)
	if s.corners == nil {
		return Circle{tag, x, y, r, fill, p.Style.Ink, edge, name}
	}
	corners := make([]Point, len(s.corners))
	for i, q := range s.corners {
		corners[i] = Point{x + float64(r*q.X), y + float64(r*q.Y)}
	}
	return Polygon{tag, corners, fill, p.Style.Ink, edge, name}
}

// radius is the size of a dot's mark. Where there are many for the plot's room they
// are smaller, or they would be one heap.
func (v *canvas) radius(c chart, d Dot) float64 {
	plot, own := v.drawing.Plot, 9.0 // square em of room
	if c.sized {
		own = 20
	}
	room := (plot.X1 - plot.X0) * (plot.Y1 - plot.Y0) / (v.fontSize * v.fontSize)
	crowd := math.Max(0.6, math.Min(1, math.Sqrt(room/(own*float64(len(c.dots))))))
	usual := v.em(cmp.Or(c.mark, 0.32) * crowd)
	if !c.sized {
		return usual
	}
	most := 0.0
	for _, e := range c.dots {
		if e.Weight > most && !math.IsInf(e.Weight, 0) {
			most = e.Weight
		}
	}
	if !(most > 0 && d.Weight >= 0 && d.Weight <= most) {
		return usual
	}
	return math.Max(v.em((largestMark-0.1)*crowd)*math.Sqrt(d.Weight/most), v.em(0.15))
}

// heaviestFirst is the order of painting, so that no mark hides a smaller one.
func (c chart) heaviestFirst() []int {
	order := make([]int, len(c.dots))
	for i := range order {
		order[i] = i
	}
	if c.sized {
		sort.SliceStable(order, func(i, j int) bool { return c.dots[order[i]].Weight > c.dots[order[j]].Weight })
	}
	return order
}

// interval draws the interval of a dot; what lies off the axis is a triangle at
// the edge that points to it.
func (v *canvas) interval(c chart, i int, d Dot) {
	x, lo, hi := axisValue(c.x.Log, d.X), axisValue(c.y.Log, d.Low), axisValue(c.y.Log, d.High)
	if math.IsNaN(x) || math.IsNaN(axisValue(c.y.Log, d.Y)) || math.IsNaN(lo) || math.IsNaN(hi) {
		return
	}
	px, a, b := v.x.at(inside(x, v.x)), v.y.at(inside(lo, v.y)), v.y.at(inside(hi, v.y))
	width := math.Max(0.35, math.Min(0.9, (v.x.x1-v.x.x0)/float64(2*len(c.dots)))) // finer where they are close
	v.add(Line{Tag{RoleInterval, i}, px, a, px, b, width, v.Style.Ink, [2]float64{}})
	v.busy = append(v.busy, Box{X0: px - 1, X1: px + 1, Y0: math.Min(a, b), Y1: math.Max(a, b)})
	if lo < v.y.lo {
		v.pointer(i, px, a, 0, v.down(-1))
	}
	if hi > v.y.hi {
		v.pointer(i, px, b, 0, v.down(1))
	}
}

// dot draws a mark, a triangle at the edge where it lies off the axes.
func (v *canvas) dot(c chart, i int, d Dot) {
	x, y := axisValue(c.x.Log, d.X), axisValue(c.y.Log, d.Y)
	if math.IsNaN(x) || math.IsNaN(y) {
		v.warn(fmt.Sprintf("point %d (%s): %v, %v has no place on the axes", i+1, d.Label, d.X, d.Y))
		return
	}
	offX, offY := off(x, v.x), off(y, v.y)
	px, py := v.x.at(inside(x, v.x)), v.y.at(inside(y, v.y))
	if offX != 0 || offY != 0 {
		v.pointer(i, px, py, float64(offX), v.down(offY))
		return
	}
	mark := v.shape(Tag{RoleMark, i}, d.Group, px, py, v.radius(c, d), d.Open, d.Label)
	v.add(mark)
	v.busy = append(v.busy, mark.Box())
}

// down turns a direction of the vertical axis into one of the page.
func (v *canvas) down(side int) float64 {
	if v.y.x0 > v.y.x1 {
		side = -side
	}
	return float64(side)
}

// pointer draws a triangle that points out of the plot.
func (v *canvas) pointer(i int, x, y, dx, dy float64) {
	long := v.em(0.8) / math.Max(1, math.Hypot(dx, dy))
	half := v.em(0.36) / math.Max(1, math.Hypot(dx, dy))
	tip := Point{x + float64(dx*long), y + float64(dy*long)}
	mark := Polygon{Tag{RoleArrow, i}, []Point{tip, {x + float64(dy*half), y - float64(dx*half)}, {x - float64(dy*half), y + float64(dx*half)}}, v.Style.Ink, white, 0, ""}
	v.add(mark)
	v.busy = append(v.busy, mark.Box())
}

// off says on which side of the axis a value lies: −1, 0, 1.
func off(t float64, s scale) int {
	switch {
	case t < s.lo:
		return -1
	case t > s.hi:
		return 1
	}
	return 0
}

func inside(t float64, s scale) float64 { return math.Max(s.lo, math.Min(s.hi, t)) }

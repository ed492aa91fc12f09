package figure

import "math"

// area fills a polygon, cut at the plot.
func (v *canvas) area(a area) {
	points := make([]Point, len(a.corners))
	for i, q := range a.corners {
		points[i] = v.place(q)
	}
	plot := v.drawing.Plot
	if a.fill == white { // or a hair of the region behind it shows at the edge
		plot.X1, plot.Y0 = plot.X1+0.5, plot.Y0-0.5
	}
	points = within(points, plot.X0, plot.X1)
	points = cut(points, func(p Point) float64 { return p.Y - plot.Y0 })
	points = cut(points, func(p Point) float64 { return plot.Y1 - p.Y })
	if len(points) > 2 {
		v.add(Polygon{Tag{RoleArea, -1}, points, a.fill, a.fill, a.edge, ""})
	}
}

// place returns the position of a point in axis units, no farther from the
// plot than drawing needs.
func (v *canvas) place(q Point) Point {
	return Point{bounded(v.x.at(q.X)), bounded(v.y.at(q.Y))}
}

func bounded(t float64) float64 { return math.Max(-1e6, math.Min(1e6, t)) }

// guide draws a straight line across the plot.
func (v *canvas) guide(g guide) {
	plot := v.drawing.Plot
	l := Line{Tag: Tag{g.role, -1}, Width: 0.8, Color: g.color, Dash: g.dash, X1: plot.X0, X2: plot.X1, Y1: plot.Y0, Y2: plot.Y1}
	s := v.y
	if g.vertical {
		s = v.x
	}
	t := axisValue(s.log, g.at)
	if !(t >= s.lo && t <= s.hi) {
		if !math.IsNaN(g.at) {
			v.warn(string(g.role) + " is outside the axis")
		}
		return
	}
	if g.vertical {
		l.X1, l.X2 = s.at(t), s.at(t)
	} else {
		l.Y1, l.Y2 = s.at(t), s.at(t)
	}
	v.add(l)
	v.busy = append(v.busy, l.Box())
}

// trace draws a curve, cut at the plot.
func (v *canvas) trace(t trace, i int) {
	line := Polyline{Tag: Tag{RoleCurve, i}}
	look := curveLooks[t.kind]
	line.Width, line.Dash = look.width, look.dash
	line.Color = v.Style.Pooled
	if t.kind == Own {
		line.Color = v.Style.Study
	}
	if t.kind == Own && v.crowded {
		line.Color, line.Width = v.Style.Bar, line.Width/2
	}
	if t.null {
		line.Color, line.Width = v.Style.Null, 0.8
	}
	var from Point
	flush := func() {
		if len(line.Points) > 1 {
			v.add(line)
		}
		line.Points = nil
	}
	for k, q := range t.points {
		if math.IsNaN(q.X) || math.IsNaN(q.Y) {
			flush()
			from = Point{nan, nan}
			continue
		}
		to := v.place(q)
		if k > 0 && !math.IsNaN(from.X) {
			a, b, ok := v.clip(from, to)
			if n := len(line.Points); n > 0 && (!ok || line.Points[n-1] != a) {
				flush()
			}
			if ok {
				if line.Points == nil {
					line.Points = []Point{a}
				}
				line.Points = append(line.Points, b)
				v.busy = append(v.busy, pieces(a, b, v.em(0.5))...)
			}
		}
		from = to
	}
	flush()
}

// pieces are the boxes along a segment, none longer than so much; none of a point.
func pieces(a, b Point, step float64) []Box {
	n := math.Ceil(math.Max(math.Abs(b.X-a.X), math.Abs(b.Y-a.Y)) / step)
	var all []Box
	for i := 0.0; i < n; i++ {
		x0, y0, x1, y1 := a.X+float64((b.X-a.X)*(i/n)), a.Y+float64((b.Y-a.Y)*(i/n)), a.X+float64((b.X-a.X)*((i+1)/n)), a.Y+float64((b.Y-a.Y)*((i+1)/n))
		all = append(all, Box{X0: math.Min(x0, x1) - 0.5, Y0: math.Min(y0, y1) - 0.5, X1: math.Max(x0, x1) + 0.5, Y1: math.Max(y0, y1) + 0.5})
	}
	return all
}

// curveLooks are the lines of the kinds of curve, in the order of their
// constants.
var curveLooks = [...]struct {
	width float64
	dash  [2]float64
}{Main: {1.8, [2]float64{}}, Own: {0.6, [2]float64{}}, Expected: {1, [2]float64{3, 2.2}}}

// clip cuts a segment at the plot (Liang and Barsky 1984).
func (v *canvas) clip(a, b Point) (Point, Point, bool) {
	plot := v.drawing.Plot
	t0, t1 := 0.0, 1.0
	dx, dy := b.X-a.X, b.Y-a.Y
	for _, e := range [4][2]float64{{-dx, a.X - plot.X0}, {dx, plot.X1 - a.X}, {-dy, a.Y - plot.Y0}, {dy, plot.Y1 - a.Y}} {
		switch p, q := e[0], e[1]; {
		case p == 0 && q < 0:
			return a, b, false
		case p < 0:
			t0 = math.Max(t0, q/p)
		case p > 0:
			t1 = math.Min(t1, q/p)
		}
	}
	if t0 > t1 {
		return a, b, false
	}
	at := func(t float64, whole Point) Point {
		if t == 0 || t == 1 {
			return whole
		}
		return Point{a.X + float64(t*dx), a.Y + float64(t*dy)}
	}
	return at(t0, a), at(t1, b), true
}

// ticksLeft labels the vertical axis.
func (v *canvas) ticksLeft(ticks []tick) {
	plot, font := v.drawing.Plot, face{v.fontSize, false}
	for _, t := range ticks {
		x := plot.X0 - v.em(0.4)
		v.add(Line{Tag{RoleAxis, -1}, x, t.at, plot.X0, t.at, 0.8, v.Style.Ink, [2]float64{}})
		v.text(Tag{RoleTick, -1}, font, x-v.em(0.3), t.at+v.em((ascent-descent)/2), End, v.Style.Ink, t.label, "")
	}
}

// ticksRight labels the right edge, where it is inside the axis; labels that
// would come close to each other are moved apart, each still led to by its
// tick.
func (v *canvas) ticksRight(ticks []rightTick) {
	plot, font := v.drawing.Plot, face{v.fontSize, false}
	var at, to []float64
	var labels []string
	for _, r := range ticks {
		if y := v.y.at(r.y); y >= plot.Y0 && y <= plot.Y1 {
			at, to, labels = append(at, y), append(to, y), append(labels, r.label)
		}
	}
	for range 100 {
		for i := range to {
			for j := range i {
				lap := v.em(1.25) - math.Abs(to[i]-to[j])
				if lap <= 0 {
					continue
				}
				if to[i] < to[j] || to[i] == to[j] && i < j {
					lap = -lap
				}
				to[i], to[j] = to[i]+lap/2, to[j]-lap/2
			}
		}
	}
	x := plot.X1 + v.em(0.5)
	var kept []Box
	for i, label := range labels {
		v.add(Line{Tag{RoleAxis, -1}, plot.X1, at[i], x, to[i], 0.8, v.Style.Ink, [2]float64{}})
		box := Box{X0: 0, X1: 1, Y0: to[i] - v.em(0.6), Y1: to[i] + v.em(0.6)}
		if meetsAny(box, kept) || box.Y0 < plot.Y0-v.em(0.6) || box.Y1 > plot.Y1+v.em(0.2) {
			v.warn("no room for the label " + label + " at the right edge")
			continue
		}
		kept = append(kept, box)
		v.text(Tag{RoleTick, -1}, font, x+v.em(0.25), to[i]+v.em((ascent-descent)/2), Start, v.Style.Ink, label, "")
	}
}

func meetsAny(b Box, all []Box) bool {
	for _, c := range all {
		if b.Meets(c) {
			return true
		}
	}
	return false
}

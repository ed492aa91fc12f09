package figure

import "math"

// arc is the edge of a radial plot: part of a circle around the origin, on which
// slopes of lines from there are read.
type arc struct {
	Radial
	lo, hi float64 // slopes at its ends
	null   float64 // the slope of no effect

	x, y, r float64 // the origin and the radius, in points
	steep   float64 // points of a unit of y over points of a unit of x
}

const (
	steepest = 1.05 // the largest angle of the arc from the horizontal, 60°
	unitsUp  = 2    // the left axis shows so many standard errors on either side of 0

	beyondAll = 1.04 // the axis of precision ends at so many times the most precise study
)

// at is the place of a slope on the arc, so far beyond it.
func (a *arc) at(slope, beyond float64) Point {
	angle := math.Atan(a.steep * slope)
	return Point{a.x + float64((a.r+beyond)*math.Cos(angle)), a.y - float64((a.r+beyond)*math.Sin(angle))}
}

// reach is how far the plot reaches from the origin, in units of x, if a unit of
// y is so steep: to the arc, to its right end, above and below.
func (a *arc) reach(steep float64) (r, right, up, down float64) {
	up, down = unitsUp*steep, unitsUp*steep
	for _, d := range a.Dots {
		if placed(d) {
			r = math.Max(r, math.Hypot(d.X, steep*d.Y))
			up, down = math.Max(up, 1.02*steep*d.Y), math.Max(down, -1.02*steep*d.Y)
		}
	}
	r *= 1.06
	if r == 0 {
		r = 1
	}
	low, high := math.Atan(steep*a.lo), math.Atan(steep*a.hi)
	up, down = math.Max(up, float64(r*math.Sin(high))), math.Max(down, -float64(r*math.Sin(low)))
	return r, math.Max(r*math.Cos(math.Max(0, math.Max(low, -high))), beyondAll*a.finest()), up, down
}

// holds reports whether a box lies inside the circle.
func (a *arc) holds(b Box) bool {
	return math.Hypot(math.Max(b.X1-a.x, a.x-b.X0), math.Max(b.Y1-a.y, a.y-b.Y0)) < a.r
}

// fit sets the origin, the radius and the steepness so that the arc fits a box. It
// returns the points of a unit of x.
func (a *arc) fit(b Box) float64 {
	wide, high := b.X1-b.X0, b.Y1-b.Y0
	most := math.Min(math.Tan(steepest)/math.Max(math.Abs(a.lo), math.Abs(a.hi)), 1e9*a.finest())
	least := 1e-100 * most
	for range 100 {
		a.steep = math.Sqrt(least) * math.Sqrt(most)
		if _, right, up, down := a.reach(a.steep); (up+down)/right < high/wide {
			least = a.steep
		} else {
			most = a.steep
		}
	}
	r, right, up, down := a.reach(a.steep)
	unit := math.Min(wide/right, high/(up+down))
	a.x, a.y, a.r = b.X0, b.Y0+float64(unit*up), r*unit
	return unit
}

// fan lays out a radial plot from top on and draws its lines and its arc.
func (v *canvas) fan(c chart, top float64) {
	a, font := c.arc, face{v.fontSize, false}
	left := v.margin + font.width("−2") + v.em(0.8)
	inset := v.em(1.2)
	var unit, up, down, right float64
	var ticks []tick
	beyond := v.em(0.7)
	for range 8 { // the room for the labels depends on them
		box := Box{X0: left + v.arrowRoom, X1: v.drawing.Width - v.margin - beyond - right, Y0: top + inset, Y1: top + float64(c.tall*v.usual()) - inset}
		unit = a.fit(box)
		_, _, up, down = a.reach(a.steep)
		ticks = v.arcTicks(a, beyond)
		need := right
		for _, t := range ticks {
			need = math.Max(need, a.at(t.at, beyond).X+font.width(t.label)-box.X1-beyond)
		}
		if need == right {
			break
		}
		right = need
	}
	step, end := unit*a.steep, beyondAll*a.finest()
	v.x = scale{lo: 0, hi: end, x0: a.x, x1: a.x + float64(end*unit)}
	v.y = scale{lo: -down / a.steep, hi: up / a.steep, x0: a.y + float64(down*unit), x1: a.y - float64(up*unit)}
	v.drawing.Plot = Box{Tag: Tag{Row: -1}, X0: left, Y0: top, X1: v.drawing.Width - v.margin, Y1: v.y.x0 + inset}
	v.left = [2]float64{a.y - float64(unitsUp*step), a.y + float64(unitsUp*step)}
	v.ticks = scale{lo: -unitsUp, hi: unitsUp, x0: v.left[1], x1: v.left[0]}.ticks(font.above, v.Locale)
	v.arc = a
	v.spokes(a)
	v.rim(a, ticks, beyond)
}

// spokes draws the lines of no effect and of the pooled effect, and those around
// it, to the arc.
func (v *canvas) spokes(a *arc) {
	unit := (v.x.x1 - v.x.x0) / v.x.hi
	line := func(i int, slope, from float64, t trace) {
		if !finite(a.shown(slope)) || math.Abs(from) > far {
			return
		}
		// Where from + slope·x meets the circle, in units of x.
		k, m, r := a.steep*slope, a.steep*from, a.r/unit
		root := float64(k*m)*float64(k*m) - (1+float64(k*k))*(float64(m*m)-float64(r*r))
		if end := (math.Sqrt(root) - float64(k*m)) / (1 + float64(k*k)); end > 0 && finite(end) {
			t.points = []Point{{0, from}, {end, from + float64(slope*end)}}
			v.trace(t, i)
		}
	}
	if a.null >= a.lo && a.null <= a.hi {
		line(0, a.null, 0, trace{kind: Own, null: true})
	}
	line(1, a.Slope, 0, trace{kind: Main})
	if a.Band > 0 {
		line(2, a.Slope, a.Band, trace{kind: Expected})
		line(3, a.Slope, -a.Band, trace{kind: Expected})
	}
}

// rim draws the arc with its ticks and the interval of the pooled effect on it.
func (v *canvas) rim(a *arc, ticks []tick, beyond float64) {
	curve := func(from, to, width float64, color Color) {
		if from, to = math.Max(from, a.lo), math.Min(to, a.hi); !(from < to) {
			return
		}
		line := Polyline{Tag: Tag{RoleAxis, -1}, Width: width, Color: color}
		const steps = 60
		low, high := math.Atan(a.steep*from), math.Atan(a.steep*to)
		for i := 0.0; i <= steps; i++ {
			line.Points = append(line.Points, a.at(math.Tan(low+float64((high-low)*(i/steps)))/a.steep, 0))
			if n := len(line.Points); n > 1 {
				v.busy = append(v.busy, pieces(line.Points[n-2], line.Points[n-1], v.em(0.5))...)
			}
		}
		v.add(line)
	}
	curve(a.lo, a.hi, 0.8, v.Style.Ink)
	curve(a.Low, a.High, 3, v.Style.Pooled)
	font := face{v.fontSize, false}
	for _, t := range ticks {
		from, to, at := a.at(t.at, 0), a.at(t.at, v.em(0.4)), a.at(t.at, beyond)
		v.add(Line{Tag{RoleAxis, -1}, from.X, from.Y, to.X, to.Y, 0.8, v.Style.Ink, [2]float64{}})
		v.text(Tag{RoleTick, -1}, font, at.X, at.Y+v.em((ascent-descent)/2), Start, v.Style.Ink, t.label, "")
	}
}

// arcTicks are round effects that leave room between their labels; each is at
// its slope.
func (v *canvas) arcTicks(a *arc, beyond float64) []tick {
	font := face{v.fontSize, false}
	apart := func(set []tick) bool {
		var boxes []Box
		for _, t := range set {
			at, half := a.at(t.at, beyond), v.em(0.62)
			box := Box{X0: at.X, X1: at.X + font.width(t.label) + v.em(0.4), Y0: at.Y - half, Y1: at.Y + half}
			if meetsAny(box, boxes) {
				return false
			}
			boxes = append(boxes, box)
		}
		return true
	}
	return scale{log: a.Effects.Log, lo: a.lo, hi: a.hi, x0: a.lo, x1: a.hi}.ticks(apart, v.Locale)
}

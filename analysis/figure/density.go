package figure

import "math"

// density draws the shape of a prediction on a line under it, as high as the
// row allows where it is highest: what lies in the interval is filled, the tails
// are not. It is cut at the limits of the axis; the arrows of an interval that
// leaves the axis are drawn by the caller. It reports false, and draws nothing,
// where no two neighbouring points of the shape can be seen.
func (m *marks) density(r Row, fill Color) bool {
	points := m.outline(r.Shape)
	if len(points) < 2 {
		return false
	}
	lo, hi := m.scale.at(m.value(r.Low)), m.scale.at(m.value(r.High))
	base := m.y + m.page.em(densityBelow)
	area := func(from, to float64) {
		under := within(append(append([]Point{{points[0].X, base}}, points...), Point{points[len(points)-1].X, base}), from, to)
		if len(under) > 2 {
			m.page.add(Polygon{m.tag(RolePrediction), under, fill, white, 0, ""})
		}
	}
	area(math.Max(lo, m.scale.x0), math.Min(hi, m.scale.x1))
	m.page.add(Polyline{m.tag(RolePrediction), points, 0.7, m.lineInk, [2]float64{}})
	m.page.add(Line{m.tag(RolePrediction), points[0].X, base, points[len(points)-1].X, base, 0.7, m.lineInk, [2]float64{}})
	for _, x := range []float64{lo, hi} {
		if x >= m.scale.x0 && x <= m.scale.x1 {
			m.page.add(Line{m.tag(RolePrediction), x, base - m.page.em(0.3), x, base + m.page.em(0.12), 0.9, m.lineInk, [2]float64{}})
		}
	}
	return true
}

// How far a density reaches from the middle of its row, in em.
const (
	densityAbove = 0.6
	densityBelow = 0.42
)

// outline is the part of a shape between the limits of the axis, in points;
// nothing if it does not run from left to right or has a height that is not a
// finite number of at least 0.
func (m *marks) outline(shape []Point) []Point {
	most := 0.0
	for _, q := range shape {
		if !(q.Y >= 0) || q.Y > far {
			return nil
		}
		most = math.Max(most, q.Y)
	}
	if most == 0 {
		return nil
	}
	var all []Point
	tall := m.page.em(densityAbove + densityBelow)
	for i, q := range shape {
		t := m.value(q.X)
		if !finite(t) || i > 0 && !(q.X > shape[i-1].X) {
			return nil
		}
		all = append(all, Point{m.scale.at(t), m.y + m.page.em(densityBelow) - float64(tall*(q.Y/most))})
	}
	return clipped(all, m.scale.x0, m.scale.x1)
}

// clipped is the part of a line that runs from left to right between two
// vertical lines.
func clipped(line []Point, x0, x1 float64) []Point {
	var kept []Point
	for i, q := range line {
		if i > 0 {
			p := line[i-1]
			for _, x := range []float64{x0, x1} {
				if p.X < x && x < q.X {
					kept = append(kept, Point{x, p.Y + float64((x-p.X)/(q.X-p.X)*(q.Y-p.Y))})
				}
			}
		}
		if q.X >= x0 && q.X <= x1 {
			kept = append(kept, q)
		}
	}
	return kept
}

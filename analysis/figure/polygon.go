package figure

// within cuts a convex polygon at two vertical lines (Sutherland and Hodgman
// 1974).
func within(points []Point, x0, x1 float64) []Point {
	points = cut(points, func(p Point) float64 { return p.X - x0 })
	return cut(points, func(p Point) float64 { return x1 - p.X })
}

// cut keeps the side of the polygon where inside is not negative; inside is
// linear in the position.
func cut(points []Point, inside func(Point) float64) []Point {
	var kept []Point
	for i, p := range points {
		q := points[(i+1)%len(points)]
		a, b := inside(p), inside(q)
		if a >= 0 {
			kept = append(kept, p)
		}
		if a < 0 && b > 0 || a > 0 && b < 0 {
			share := a / (a - b)
			kept = append(kept, Point{p.X + float64(share*(q.X-p.X)), p.Y + float64(share*(q.Y-p.Y))})
		}
	}
	return kept
}

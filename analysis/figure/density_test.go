package figure

import (
	"math"
	"slices"
	"testing"
)

// TestDensity: the outline is cut at the limits of the axis, the filled part at
// the interval, and its peak stands at its value; a shape that is none is drawn
// as a bar.
func TestDensity(t *testing.T) {
	f := forest(0)
	f.Axis.Low, f.Axis.High = 0.25, 4
	row := func(low, high float64, shape ...Point) Row {
		r := NewRow(Prediction, "A")
		r.Low, r.High, r.Shape = low, high, shape
		return r
	}
	hill := []Point{{0.125, 0}, {0.5, 1}, {1, 3}, {8, 0}}
	f.Rows = []Row{row(0.5, 2, hill...), row(0.1, 16, hill...), row(0.5, 2), row(0.5, 2, Point{1, math.NaN()}, Point{2, 1}), row(0.5, 2, Point{2, 1}, Point{1, 1}),
		row(0.5, 2, Point{1, 1}), row(0.5, 2, Point{5, 1}, Point{6, 1}), row(0.5, 2, Point{1, 0}, Point{2, 0})}
	d := Layout(f)
	at := func(x float64) float64 {
		return d.Plot.X0 + usual.arrowRoom + (math.Log2(x)+2)/4*(usual.plotWidth-2*usual.arrowRoom)
	}
	for i, limits := range [][2]float64{{0.5, 2}, {0.25, 4}} {
		var line Polyline
		var area Polygon
		for _, item := range d.Items {
			if p, ok := item.(Polyline); ok && p.Row == i {
				line = p
			}
			if p, ok := item.(Polygon); ok && p.Row == i && p.Role == RolePrediction {
				area = p
			}
		}
		if b := line.Box(); math.Abs(b.X0-at(0.25)) > 1e-9 || math.Abs(b.X1-at(4)) > 1e-9 {
			t.Errorf("row %d: the outline runs from %v to %v, not from %v to %v", i, b.X0, b.X1, at(0.25), at(4))
		}
		if b := area.Box(); math.Abs(b.X0-at(limits[0])) > 1e-9 || math.Abs(b.X1-at(limits[1])) > 1e-9 {
			t.Errorf("row %d: the filled part runs from %v to %v", i, b.X0, b.X1)
		}
		peak := slices.MinFunc(line.Points, func(p, q Point) int { return int(math.Copysign(1, p.Y-q.Y)) })
		if math.Abs(peak.X-at(1)) > 1e-9 {
			t.Errorf("row %d: the peak stands at %v, not at %v", i, peak.X, at(1))
		}
	}
	bars := 0
	for _, item := range d.Items {
		if r, ok := item.(Rect); ok && r.Role == RolePrediction && r.Row >= 2 {
			bars++
		}
	}
	if bars != 6 {
		t.Errorf("%d bars, want 6", bars)
	}
}

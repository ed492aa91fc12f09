package png

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"

	"grove/analysis/figure"
)

// canvas draws primitives on an image; y runs upwards there.
type canvas struct {
	*vgimg.Canvas
	height float64
}

func (c canvas) at(x, y float64) vg.Point {
	return vg.Point{X: vg.Points(x), Y: vg.Points(c.height - y)}
}

func (c canvas) draw(item figure.Item) {
	switch i := item.(type) {
	case figure.Text:
		c.text(i)
	case figure.Line:
		c.line([]figure.Point{{X: i.X1, Y: i.Y1}, {X: i.X2, Y: i.Y2}}, i.Width, i.Color, i.Dash)
	case figure.Polyline:
		c.line(i.Points, i.Width, i.Color, i.Dash)
	case figure.Circle:
		c.paint(c.round(i), i.Fill, i.Edge, i.EdgeWidth)
	case figure.Rect:
		c.shape([]figure.Point{{X: i.X, Y: i.Y}, {X: i.X + i.W, Y: i.Y}, {X: i.X + i.W, Y: i.Y + i.H}, {X: i.X, Y: i.Y + i.H}}, i.Fill, i.Edge, i.EdgeWidth)
	case figure.Polygon:
		c.shape(i.Points, i.Fill, i.Edge, i.EdgeWidth)
	}
}

// line draws an open line through points.
func (c canvas) line(points []figure.Point, width float64, color figure.Color, dash [2]float64) {
	c.SetColor(rgb(color))
	c.SetLineWidth(vg.Points(width))
	if dash != [2]float64{} {
		c.SetLineDash([]vg.Length{vg.Points(dash[0]), vg.Points(dash[1])}, 0)
	}
	c.Stroke(c.path(points))
	c.SetLineDash(nil, 0)
}

func (c canvas) path(points []figure.Point) vg.Path {
	var p vg.Path
	for k, q := range points {
		if k == 0 {
			p.Move(c.at(q.X, q.Y))
			continue
		}
		p.Line(c.at(q.X, q.Y))
	}
	return p
}

func (c canvas) round(i figure.Circle) vg.Path {
	var p vg.Path
	p.Move(c.at(i.X+i.R, i.Y))
	p.Arc(c.at(i.X, i.Y), vg.Points(i.R), 0, 2*math.Pi)
	p.Close()
	return p
}

// shape fills a polygon and draws its edge.
func (c canvas) shape(points []figure.Point, fill, edge figure.Color, edgeWidth float64) {
	p := c.path(points)
	p.Close()
	c.paint(p, fill, edge, edgeWidth)
}

func (c canvas) paint(p vg.Path, fill, edge figure.Color, edgeWidth float64) {
	c.SetColor(rgb(fill))
	c.Fill(p)
	if edgeWidth > 0 {
		c.SetColor(rgb(edge))
		c.SetLineWidth(vg.Points(edgeWidth))
		c.Stroke(p)
	}
}

// text sets the characters one by one at the advance widths of the layout, so
// that there is no kerning and figures stay in columns. A character the font
// lacks, which the drawing warns about, is shown as a question mark.
func (c canvas) text(t figure.Text) {
	c.SetColor(rgb(t.Color))
	font := face(t.Bold, t.Size)
	x := t.Box().X0
	for _, r := range t.String {
		em, ok := figure.Advance(r, t.Bold)
		s := string(r)
		if !ok {
			s = "?"
		}
		c.FillString(font, c.at(x, t.Y), s)
		x += em * t.Size
	}
}

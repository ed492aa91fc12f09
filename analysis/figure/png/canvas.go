package png

import (
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
		c.SetColor(rgb(i.Color))
		c.SetLineWidth(vg.Points(i.Width))
		c.SetLineDash(nil, 0)
		if i.Dash != [2]float64{} {
			c.SetLineDash([]vg.Length{vg.Points(i.Dash[0]), vg.Points(i.Dash[1])}, 0)
		}
		var p vg.Path
		p.Move(c.at(i.X1, i.Y1))
		p.Line(c.at(i.X2, i.Y2))
		c.Stroke(p)
		c.SetLineDash(nil, 0)
	case figure.Rect:
		c.shape([]figure.Point{{X: i.X, Y: i.Y}, {X: i.X + i.W, Y: i.Y}, {X: i.X + i.W, Y: i.Y + i.H}, {X: i.X, Y: i.Y + i.H}}, i.Fill, i.Edge, i.EdgeWidth)
	case figure.Polygon:
		c.shape(i.Points, i.Fill, i.Edge, i.EdgeWidth)
	}
}

// shape fills a polygon and draws its edge.
func (c canvas) shape(points []figure.Point, fill, edge figure.Color, edgeWidth float64) {
	var p vg.Path
	for k, q := range points {
		if k == 0 {
			p.Move(c.at(q.X, q.Y))
			continue
		}
		p.Line(c.at(q.X, q.Y))
	}
	p.Close()
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

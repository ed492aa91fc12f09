package pdf

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"

	"grove/analysis/figure"
)

const family = "LiberationSans"

// page draws primitives on the current page of a document in points; y runs
// downwards in both.
type page struct{ *fpdf.Fpdf }

// decimals rounds to the two decimals of the SVG.
func decimals(v float64) float64 { return math.Round(v*100) / 100 }

func (p page) draw(item figure.Item) {
	switch i := item.(type) {
	case figure.Text:
		p.text(i)
	case figure.Line:
		p.pen(i.Color, i.Width, i.Dash)
		p.Line(decimals(i.X1), decimals(i.Y1), decimals(i.X2), decimals(i.Y2))
	case figure.Polyline:
		p.pen(i.Color, i.Width, i.Dash)
		for k, q := range i.Points {
			if k == 0 {
				p.MoveTo(decimals(q.X), decimals(q.Y))
				continue
			}
			p.LineTo(decimals(q.X), decimals(q.Y))
		}
		p.DrawPath("D")
	case figure.Rect:
		p.Rect(decimals(i.X), decimals(i.Y), decimals(i.W), decimals(i.H), p.brush(i.Fill, i.Edge, i.EdgeWidth))
	case figure.Circle:
		p.Circle(decimals(i.X), decimals(i.Y), decimals(i.R), p.brush(i.Fill, i.Edge, i.EdgeWidth))
	case figure.Polygon:
		points := make([]fpdf.PointType, len(i.Points))
		for k, q := range i.Points {
			points[k] = fpdf.PointType{X: decimals(q.X), Y: decimals(q.Y)}
		}
		p.Polygon(points, p.brush(i.Fill, i.Edge, i.EdgeWidth))
	}
}

// pen sets how lines are drawn.
func (p page) pen(c figure.Color, width float64, dash [2]float64) {
	p.SetDrawColor(int(c.R), int(c.G), int(c.B))
	p.SetLineWidth(decimals(width))
	pattern := []float64{}
	if dash != [2]float64{} {
		pattern = dash[:]
	}
	p.SetDashPattern(pattern, 0)
}

// brush sets how shapes are drawn and returns fpdf's word for it.
func (p page) brush(fill, edge figure.Color, edgeWidth float64) string {
	p.SetFillColor(int(fill.R), int(fill.G), int(fill.B))
	if edgeWidth == 0 {
		return "F"
	}
	p.pen(edge, edgeWidth, [2]float64{})
	return "FD"
}

// text sets a line at the advance widths of the font, without kerning. A
// character the font lacks, which the drawing warns about, is shown as a
// question mark in the room the layout gave it; whoever copies the line gets the
// character itself.
func (p page) text(t figure.Text) {
	style := ""
	if t.Bold {
		style = "B"
	}
	p.SetFont(family, style, t.Size)
	p.SetTextColor(int(t.Color.R), int(t.Color.G), int(t.Color.B))
	x, y := t.Box().X0, decimals(t.Y)
	if complete(t) {
		p.Text(decimals(x), y, t.String)
		return
	}
	p.RawWriteStr("/Span <</ActualText " + hexText(t.String) + ">> BDC")
	for _, r := range t.String {
		em, ok := figure.Advance(r, t.Bold)
		if !ok {
			r = '?'
		}
		p.Text(decimals(x), y, string(r))
		x += float64(em * t.Size)
	}
	p.RawWriteStr("EMC")
}

// complete reports whether the font has every character of a text.
func complete(t figure.Text) bool {
	for _, r := range t.String {
		if _, ok := figure.Advance(r, t.Bold); !ok {
			return false
		}
	}
	return true
}

// hexText is a PDF text string in UTF-16 (PDF 1.7, 7.9.2.2).
func hexText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}

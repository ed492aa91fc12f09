package figure

import (
	"fmt"
	"math"
)

// chart is a plot with two axes, to which the companions of a forest plot map
// their fields. Corners of areas and curves are in axis units.
type chart struct {
	Frame
	kind     string // what it is called without a title
	x, y     Axis   // the label of y stands above the plot
	downward bool   // y grows downwards
	tall     float64
	sized    bool // the area of the marks is the weight
	areas    []area
	guides   []guide
	curves   []trace
	dots     []Dot
	right    []rightTick
	fan      bool      // the right labels are slopes of lines from the origin, not values of y
	also     []float64 // values of y, in axis units, that are kept in view if they are not too far
	keys     []key
}

// area is a filled polygon behind everything, cut at the plot.
type area struct {
	corners []Point
	fill    Color
}

// guide is a straight line across the plot at a natural value of one axis.
type guide struct {
	vertical bool
	at       float64
	role     Role
	color    Color
	dash     [2]float64
}

// trace is a curve in axis units.
type trace struct {
	points []Point
	kind   CurveKind
	null   bool // equality, drawn like a line of no effect
}

// rightTick is a label at the right edge at a position of y in axis units.
type rightTick struct {
	y     float64
	label string
}

// naturalChart is the width of a chart in points without a width asked for:
// 120 mm.
const naturalChart = 120 * perMillimetre

// smallestChart is the narrowest a chart can be, in em.
const smallestChart = 20

// canvas is a chart being drawn.
type canvas struct {
	*page
	x, y scale
	busy []Box // what labels must not meet

	crowded bool // so many curves that single ones are drawn finer
}

// draw lays a chart out.
func (c chart) draw() Drawing {
	c = c.cleaned()
	p := newPage(c.Frame, c.kind)
	top := p.title(c.Title, p.margin)
	top = p.wrapped(RoleAxisLabel, c.y.Label, p.margin, top, p.drawing.Width-2*p.margin) + p.em(0.4)
	v := &canvas{page: p, crowded: len(c.curves) > 30}
	font := face{p.fontSize, false}
	inset := p.arrowRoom
	if c.sized {
		inset = math.Max(inset, p.em(largestMark))
	}
	wide := p.drawing.Width - 2*p.margin - p.em(3)
	bottom := top + float64(c.tall*wide)
	v.y = c.limitsY()
	v.y.x0, v.y.x1 = bottom-inset, top+inset
	if c.downward {
		v.y.x0, v.y.x1 = top+inset, bottom-inset
	}
	ticks := v.y.ticks(font.above, p.Locale)
	left, right := 0.0, 0.0
	for _, t := range ticks {
		left = math.Max(left, font.width(t.label))
	}
	for _, t := range c.right {
		right = math.Max(right, font.width(t.label)+p.em(0.8))
	}
	plot := Box{Tag: Tag{Row: -1}, X0: p.margin + left + p.em(0.8), Y0: top, X1: p.drawing.Width - p.margin - right, Y1: bottom}
	p.drawing.Plot = plot
	v.x = c.limitsX()
	v.x.x0, v.x.x1 = plot.X0+inset, plot.X1-inset
	if c.fan {
		edge := v.x.lo + float64((plot.X1-v.x.x0)/(v.x.x1-v.x.x0)*(v.x.hi-v.x.lo))
		for i := range c.right {
			c.right[i].y *= edge
		}
	}

	for _, a := range c.areas {
		v.area(a)
	}
	for _, g := range c.guides {
		v.guide(g)
	}
	for i, t := range c.curves {
		v.trace(t, i)
	}
	for _, i := range c.heaviestFirst() {
		v.dot(c, i, c.dots[i])
	}
	if len(c.dots)+len(c.curves) == 0 {
		p.text(Tag{RoleLabel, -1}, font, (plot.X0+plot.X1)/2, (plot.Y0+plot.Y1)/2, Middle, p.Style.Grey, p.Locale.Words.None, "")
	}
	unlabelled := v.labels(c)
	p.add(Line{Tag{RoleAxis, -1}, plot.X0, plot.Y0, plot.X0, plot.Y1, 0.8, p.Style.Ink, [2]float64{}})
	p.add(Line{Tag{RoleAxis, -1}, plot.X0, plot.Y1, plot.X1, plot.Y1, 0.8, p.Style.Ink, [2]float64{}})
	v.ticksLeft(ticks)
	v.ticksRight(c.right)
	y := p.ticksBelow(v.x)
	y = p.axisLabel(c.x.Label, y)
	y = p.legend(c.keys, y)
	notes := c.Notes
	if unlabelled > 0 {
		notes = append(notes[:len(notes):len(notes)], fmt.Sprintf(p.Locale.Words.Unlabelled, unlabelled, len(c.dots)))
	}
	return p.finish(p.notes(notes, y))
}

// newPage begins a chart's page.
func newPage(f Frame, kind string) *page {
	p := &page{seen: map[rune]bool{}}
	width := naturalChart
	if f.Options.Width > 0 {
		width = f.Options.Width * perMillimetre
	}
	for _, r := range ladder {
		p.look = f.Options.look(r)
		p.maxLines = ladder[len(ladder)-1].lines
		if width >= p.em(28) {
			break
		}
	}
	if least := p.em(smallestChart); width < least {
		p.warn(fmt.Sprintf("the figure needs %.0f mm, not %.4g", math.Ceil(least/perMillimetre), f.Options.Width))
		width = least
	}
	p.drawing.Width, p.drawing.Lang = width, p.Locale.Lang
	p.drawing.Title, p.drawing.Description = f.Title, f.Description
	if p.drawing.Title == "" {
		p.drawing.Title = kind
	}
	if p.drawing.Description == "" {
		p.drawing.Description = p.drawing.Title
	}
	return p
}

// wrapped prints a text from x on, wrapped to a width, and returns the y
// below it.
func (p *page) wrapped(role Role, s string, x, y, width float64) float64 {
	font := face{p.fontSize, false}
	lines, cut := font.wrap(s, width, p.maxLines)
	p.shortened(s, cut)
	return p.block(Tag{role, -1}, font, x, y, Start, p.Style.Ink, lines, whole(s, lines))
}

func (c chart) cleaned() chart {
	c.Frame = c.Frame.cleaned()
	c.x.Label, c.y.Label = clean(c.x.Label), clean(c.y.Label)
	c.dots = append([]Dot(nil), c.dots...)
	for i := range c.dots {
		c.dots[i].Label = clean(c.dots[i].Label)
	}
	c.right = append([]rightTick(nil), c.right...)
	for i := range c.right {
		c.right[i].label = clean(c.right[i].label)
	}
	c.keys = append([]key(nil), c.keys...)
	for i := range c.keys {
		c.keys[i].text = clean(c.keys[i].text)
	}
	return c
}

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
	sized    bool    // the area of the marks is the weight
	mark     float64 // radius of the marks that are not sized, in em; 0 for the usual
	areas    []area
	guides   []guide
	curves   []trace
	dots     []Dot
	naming   naming
	rank     []float64 // of the dots, the highest named first; none where those alone are
	right    []rightTick
	arc      *arc // in place of a straight right edge
	keys     []key
	shown    int // what there is to see beside the dots
}

// area is a filled polygon behind everything, cut at the plot.
type area struct {
	corners []Point
	fill    Color
	edge    float64 // width of an edge in the same colour; 0 for none
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
	x, y  scale
	left  [2]float64 // where the left axis begins and ends
	ticks []tick     // of the left axis
	busy  []Box      // what labels must not meet
	arc   *arc       // the right edge of a radial plot

	crowded bool // so many curves that single ones are drawn finer
}

// draw lays a chart out.
func (c chart) draw() Drawing {
	c = c.cleaned()
	p := newPage(c.Frame, c.kind)
	top := p.title(c.Title, p.margin)
	top = p.wrapped(RoleAxisLabel, c.y.Label, p.margin, top, p.drawing.Width-2*p.margin) + p.em(0.4)
	v := &canvas{page: p, crowded: len(c.curves) > 30}
	if c.arc == nil {
		v.straight(c, top)
	} else {
		v.fan(c, top)
	}
	plot := p.drawing.Plot

	for _, a := range c.areas {
		v.area(a)
	}
	for _, g := range c.guides {
		v.guide(g)
	}
	for i, t := range c.curves {
		v.trace(t, i)
	}
	for i, d := range c.dots {
		v.interval(c, i, d)
	}
	for _, i := range c.heaviestFirst() {
		v.dot(c, i, c.dots[i])
	}
	if len(c.dots)+c.shown == 0 {
		v.nothing()
	}
	named, of := v.labels(c)
	p.add(Line{Tag{RoleAxis, -1}, plot.X0, v.left[0], plot.X0, v.left[1], 0.8, p.Style.Ink, [2]float64{}})
	p.add(Line{Tag{RoleAxis, -1}, plot.X0, plot.Y1, plot.X1, plot.Y1, 0.8, p.Style.Ink, [2]float64{}})
	v.ticksLeft(v.ticks)
	v.ticksRight(c.right)
	y := p.ticksBelow(v.x)
	y = p.axisLabel(c.x.Label, y)
	y = p.legend(c.keys, y)
	notes := c.Notes
	if named < of {
		notes = append(notes[:len(notes):len(notes)], fmt.Sprintf(p.Locale.Words.Named[c.naming], named, of))
	}
	return p.finish(p.notes(notes, y))
}

// straight lays out a plot with straight edges from top on.
func (v *canvas) straight(c chart, top float64) {
	inset := v.arrowRoom
	if c.sized {
		inset = math.Max(inset, v.em(largestMark))
	}
	bottom := top + float64(c.tall*v.usual())
	v.y = c.limitsY()
	v.y.x0, v.y.x1 = bottom-inset, top+inset
	if c.downward {
		v.y.x0, v.y.x1 = top+inset, bottom-inset
	}
	font := face{v.fontSize, false}
	v.ticks, v.left = v.y.ticks(font.above, v.Locale), [2]float64{top, bottom}
	left, right := 0.0, 0.0
	for _, t := range v.ticks {
		left = math.Max(left, font.width(t.label))
	}
	for _, t := range c.right {
		right = math.Max(right, font.width(t.label)+v.em(0.8))
	}
	v.drawing.Plot = Box{Tag: Tag{Row: -1}, X0: v.margin + left + v.em(0.8), Y0: top, X1: v.drawing.Width - v.margin - right, Y1: bottom}
	v.x = c.limitsX()
	v.x.x0, v.x.x1 = v.drawing.Plot.X0+inset, v.drawing.Plot.X1-inset
}

// usual is the usual width of a plot in the page.
func (v *canvas) usual() float64 { return v.drawing.Width - 2*v.margin - v.em(3) }

// nothing says that there is nothing to show, where no line crosses it.
func (v *canvas) nothing() {
	font, plot := face{v.fontSize, false}, v.drawing.Plot
	var text Text
	for _, at := range [...]Point{{0.5, 0.5}, {0.5, 0.75}, {0.75, 0.5}, {0.75, 0.75}, {0.25, 0.75}} {
		x, y := plot.X0+float64(at.X*(plot.X1-plot.X0)), plot.Y0+float64(at.Y*(plot.Y1-plot.Y0))
		text = Text{Tag{RoleLabel, -1}, x, y, font.size, false, Middle, v.Style.Grey, v.Locale.Words.None, "", font.width(v.Locale.Words.None)}
		if !meetsAny(text.Box(), v.busy) {
			break
		}
	}
	v.add(text)
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

package figure

import (
	"math"
	"strings"
)

// axis draws the scale under the rows with its tick labels, the directions
// and the label, and returns the y below them.
func (p *page) axis(f Forest, t *table, s scale) float64 {
	plot := p.drawing.Plot
	p.add(Line{Tag{RoleAxis, -1}, plot.X0, plot.Y1, plot.X1, plot.Y1, 0.8, p.Style.Ink, [2]float64{}})
	y := p.ticksBelow(s)
	if above := p.favoursAbove(f, t, s); above[0] == nil && above[1] == nil {
		y = p.favours(f, s, y)
	}
	return p.axisLabel(f.Axis.Label, y)
}

// ticksBelow draws the ticks under the plot with their labels and returns the
// y below them.
func (p *page) ticksBelow(s scale) float64 {
	plot := p.drawing.Plot
	font := face{p.fontSize, false}
	y := plot.Y1 + p.em(0.4)
	for _, t := range s.ticks(font.across(p.drawing.Width), p.Locale) {
		p.add(Line{Tag{RoleAxis, -1}, t.at, plot.Y1, t.at, y, 0.8, p.Style.Ink, [2]float64{}})
		p.text(Tag{RoleTick, -1}, font, t.at, y+p.em(0.1+ascent), Middle, p.Style.Ink, t.label, "")
	}
	return y + p.em(0.2+lineStep)
}

// arrowed is a direction with its arrow, empty without one.
func arrowed(favours [2]string, side int) string {
	switch {
	case favours[side] == "":
		return ""
	case side == 0:
		return "← " + favours[0]
	}
	return favours[1] + " →"
}

// arrowGlue keeps an arrow with the word beside it.
var arrowGlue = strings.NewReplacer("← ", "←\u00a0", " →", "\u00a0→")

// nullAt returns where the directions part: at the null, or in the middle of
// the plot if the axis does not show it.
func (p *page) nullAt(f Forest, s scale) float64 {
	middle := s.at(axisValue(s.log, f.Axis.Null))
	if !(middle > s.x0-p.arrowRoom && middle < s.x1+p.arrowRoom) {
		middle = (s.x0 + s.x1) / 2
	}
	return middle
}

// beside returns where a direction above the plot stands.
func (p *page) beside(f Forest, s scale, side int) (x float64, anchor Anchor) {
	if side == 0 {
		return p.nullAt(f, s) - p.em(0.8), End
	}
	return p.nullAt(f, s) + p.em(0.8), Start
}

// favoursAbove returns the directions as they stand beside the heads, nil if
// the style has them below or they do not fit there whole.
func (p *page) favoursAbove(f Forest, t *table, s scale) [2][]string {
	above := [2][]string{}
	if !p.Style.FavoursHead {
		return above
	}
	middle, off := p.nullAt(f, s), p.em(0.8)
	for side, room := range [2]float64{middle - off - t.plot[0], t.plot[1] - middle - off} {
		room += p.gap - p.em(0.5)
		text := arrowGlue.Replace(arrowed(f.Favours, side))
		lines, cut := face{p.fontSize, false}.wrap(text, room, maxAbove)
		if cut || room < p.fontSize && text != "" {
			return [2][]string{}
		}
		for _, word := range strings.Split(text, " ") {
			if !(face{p.fontSize, false}).fits(word, room) {
				return [2][]string{}
			}
		}
		above[side] = lines
	}
	return above
}

// maxAbove is how many lines a direction may take beside the heads.
const maxAbove = 2

// favours prints the two directions on either side of the null.
func (p *page) favours(f Forest, s scale, y float64) float64 {
	if f.Favours == [2]string{} {
		return y
	}
	font := face{p.fontSize, false}
	beside := p.em(0.8)
	middle := p.nullAt(f, s)
	if room := p.em(8); middle-p.margin < room || p.drawing.Width-p.margin-middle < room {
		middle = p.drawing.Width / 2
	}
	bottom := y
	rooms := [2]float64{
		math.Min(middle-beside-p.margin, math.Max(middle-p.drawing.Plot.X0, p.favoursWidth)),
		math.Min(p.drawing.Width-p.margin-middle-beside, math.Max(p.drawing.Plot.X1-middle, p.favoursWidth)),
	}
	for side, room := range rooms {
		text := arrowed(f.Favours, side)
		lines, cut := font.wrap(arrowGlue.Replace(text), room, p.maxLines)
		p.shortened(text, cut)
		if !cut {
			lines = unglued(text, lines)
		}
		x, anchor := middle-beside, End
		if side == 1 {
			x, anchor = middle+beside, Start
		}
		bottom = math.Max(bottom, p.block(Tag{RoleFavours, -1}, font, x, y, anchor, p.Style.Ink, lines, whole(text, lines)))
	}
	return bottom
}

// axisLabel prints the label centred under the plot, as wide as the nearer
// edge of the canvas allows.
func (p *page) axisLabel(label string, y float64) float64 {
	middle := (p.drawing.Plot.X0 + p.drawing.Plot.X1) / 2
	half := math.Min(middle, p.drawing.Width-middle) - p.margin
	font := face{p.fontSize, false}
	lines, cut := font.wrap(label, 2*half, p.maxLines)
	p.shortened(label, cut)
	return p.block(Tag{RoleAxisLabel, -1}, font, middle, y+p.em(0.1), Middle, p.Style.Ink, lines, whole(label, lines))
}

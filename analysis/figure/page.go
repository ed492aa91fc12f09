package figure

import (
	"fmt"
	"math"
)

// page collects the primitives of a drawing.
type page struct {
	look
	drawing Drawing
	seen    map[rune]bool // characters already warned about
}

func (p *page) add(item Item) { p.drawing.Items = append(p.drawing.Items, item) }

func (p *page) warn(s string) { p.drawing.Warnings = append(p.drawing.Warnings, s) }

// text adds one line of text and warns about characters the font lacks.
func (p *page) text(tag Tag, font face, x, y float64, anchor Anchor, color Color, s, full string) {
	if s == "" {
		return
	}
	for _, r := range s {
		if _, ok := Advance(r, font.bold); !ok && !p.seen[r] {
			p.seen[r] = true
			p.warn(fmt.Sprintf("the font has no glyph for %q (%U), in %q: ? stands for it in PDF and PNG", r, r, s))
		}
	}
	p.add(Text{tag, x, y, font.size, font.bold, anchor, color, s, full, font.width(s)})
}

// block adds wrapped lines, the first with its top at y, and returns the y
// below them.
func (p *page) block(tag Tag, font face, x, y float64, anchor Anchor, color Color, lines []string, full string) float64 {
	for i, line := range lines {
		part := ""
		if i == 0 {
			part = full
		}
		p.text(tag, font, x, y+float64(ascent*font.size), anchor, color, line, part)
		y += float64(lineStep * font.size)
	}
	return y
}

// title prints the title across the top.
func (p *page) title(s string, y float64) float64 {
	if s == "" {
		return y
	}
	font := face{p.titleSize, true}
	lines, cut := font.wrap(s, p.drawing.Width-2*p.margin, p.maxLines)
	p.shortened(s, cut)
	return p.block(Tag{RoleTitle, -1}, font, p.margin, y, Start, p.Style.Ink, lines, whole(s, lines)) + p.em(0.5)
}

// whole returns s if lines do not show it in one piece.
func whole(s string, lines []string) string {
	if len(lines) == 1 && lines[0] == s {
		return ""
	}
	return s
}

func (p *page) shortened(s string, cut bool) {
	if cut {
		p.warn(fmt.Sprintf("shortened to fit: %q", s))
	}
}

// head prints the column heads, bottom aligned, with the rules around them; it
// returns the top of the rows.
func (p *page) head(f Forest, t *table, s scale, y float64) float64 {
	if p.Style.Rules[0] > 0 {
		p.rule(y, p.Style.Rules[0])
		y += p.em(0.3)
	}
	font := face{p.fontSize, true}
	step := p.em(lineStep)
	above := p.favoursAbove(f, t, s)
	bottom := y + float64(float64(t.headLines(above))*step)
	if p.Style.HeadFill != white {
		p.add(Rect{Tag{RoleBand, -1}, p.margin / 2, y, p.drawing.Width - p.margin, bottom + p.em(0.3) - y, p.Style.HeadFill, white, 0})
	}
	for c, lines := range t.heads {
		x, anchor := t.bar[c], Start
		if c != t.first && f.Columns[c].Align != AlignLeft {
			x, anchor = t.x1[c], End
		}
		if len(f.Columns[c].Signs) > 0 {
			x, anchor = (t.x0[c]+t.x1[c])/2, Middle
		}
		p.block(Tag{RoleHead, -1}, font, x, bottom-float64(float64(len(lines)+t.headsBelow(t.sides[sideOf(f.Columns[c])], t.tier(c)))*step), anchor, p.Style.Ink, lines, "")
	}
	for side, lines := range above {
		x, anchor := p.beside(f, s, side)
		p.block(Tag{RoleFavours, -1}, face{p.fontSize, false}, x, bottom-float64(float64(len(lines))*step), anchor, p.Style.Ink, lines, whole(arrowed(f.Favours, side), lines))
	}
	y = bottom + p.em(0.3)
	if p.Style.Rules[1] > 0 {
		p.rule(y, p.Style.Rules[1])
	}
	return y + p.em(0.3)
}

// rule draws a line across the figure.
func (p *page) rule(y, width float64) {
	p.add(Line{Tag{RoleRule, -1}, p.margin, y, p.drawing.Width - p.margin, y, width, p.Style.Rule, [2]float64{}})
}

// foot draws the rule below the axis and returns the y below it.
func (p *page) foot(y float64) float64 {
	if p.Style.Rules[2] == 0 {
		return y
	}
	y += p.em(0.5)
	p.rule(y, p.Style.Rules[2])
	return y + p.em(0.2)
}

// lines draws the vertical lines behind the rows.
func (p *page) lines(f Forest, s scale) {
	plot := p.drawing.Plot
	draw := func(name string, v float64, l Line) {
		t := axisValue(s.log, v)
		switch {
		case math.IsNaN(v):
		case t >= s.lo && t <= s.hi:
			l.X1, l.X2, l.Y1, l.Y2 = s.at(t), s.at(t), plot.Y0, plot.Y1
			p.add(l)
		default:
			p.warn(fmt.Sprintf("the %s, %v, is outside the axis", name, v))
		}
	}
	draw("null", f.Axis.Null, Line{Tag: Tag{RoleNull, -1}, Width: 0.8, Color: p.Style.Null})
	draw("reference", f.Reference, Line{Tag: Tag{RoleReference, -1}, Width: 0.8, Color: p.Style.Pooled, Dash: [2]float64{3, 2.2}})
}

// cells prints the texts of one row, each centred in its place.
func (p *page) cells(f Forest, t *table, i int, y float64, l line, most float64) {
	r := f.Rows[i]
	font := p.cellFace(r.Kind)
	color := p.Style.Ink
	if r.Muted {
		color = p.Style.Grey
	}
	for c, cell := range t.cells[i] {
		x, anchor, at := t.x0[c], Start, l.label
		if c != t.first {
			at = l.tiers[sideOf(f.Columns[c])][t.tier(c)]
		}
		switch align := f.Columns[c].Align; {
		case c == t.first:
			x += t.indentOf(r, t.x1[c]-t.x0[c])
		case align == AlignDecimal && len(cell.lines) == 1 && t.numbers[c] != numbers{}:
			x = t.numbers[c].start(cell.lines[0], font, t.x1[c], p.Locale)
		case align != AlignLeft:
			x, anchor = t.x1[c], End
		}
		if t.bar[c] < t.x0[c] && r.Kind == Study && r.Weight > 0 && r.Weight <= most {
			long := (p.barRoom - p.em(0.6)) * (r.Weight / most)
			p.add(Rect{Tag{RoleBar, i}, t.bar[c], y + at.middle() - p.em(0.25), long, p.em(0.5), p.Style.Bar, white, 0})
		}
		if cell.sign != nil {
			p.sign(Tag{RoleSign, i}, *cell.sign, (t.x0[c]+t.x1[c])/2, y+at.middle(), p.em(columnSign))
			continue
		}
		p.shortened(t.label(r, c), cell.cut)
		middle := y + at.top + (at.bottom-at.top-float64(float64(len(cell.lines))*p.em(lineStep)))/2 + p.em((lineStep-ascent-descent)/2)
		p.block(Tag{RoleCell, i}, font, x, middle, anchor, color, cell.lines, cell.full)
	}
}

// check warns about numbers of a row that its marks cannot show.
func (p *page) check(f Forest, i int) {
	r := f.Rows[i]
	if kinds[r.Kind].group == groupNone {
		return
	}
	for _, pair := range [2][2]float64{{r.Low, r.High}, {r.ThinLow, r.ThinHigh}} {
		if math.IsNaN(pair[0]) != math.IsNaN(pair[1]) || pair[0] > pair[1] {
			p.warn(fmt.Sprintf("row %d: the interval %v to %v cannot be drawn", i+1, pair[0], pair[1]))
		}
	}
	for _, v := range []float64{r.X, r.Low, r.High, r.ThinLow, r.ThinHigh} {
		if f.Axis.Log && v < 0 {
			p.warn(fmt.Sprintf("row %d: %v has no place on a logarithmic axis", i+1, v))
		}
	}
}

// notes prints the lines below the plot.
func (p *page) notes(notes []string, y float64) float64 {
	font := face{p.noteSize, false}
	if len(notes) > 0 {
		y += p.em(0.8)
	}
	for _, n := range notes {
		lines, _ := font.wrap(n, p.drawing.Width-2*p.margin, len(n)+1)
		y = p.block(Tag{RoleNote, -1}, font, p.margin, y, Start, p.Style.Ink, lines, whole(n, lines)) + float64(0.15*p.noteSize)
	}
	return y
}

// finish closes the page below y, on a white ground.
func (p *page) finish(y float64) Drawing {
	p.drawing.Height = y + p.margin
	ground := Rect{Tag{RoleBackground, -1}, 0, 0, p.drawing.Width, p.drawing.Height, white, white, 0}
	p.drawing.Items = append([]Item{ground}, p.drawing.Items...)
	return p.drawing
}

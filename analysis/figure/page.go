package figure

import (
	"fmt"
	"math"
)

// page collects the primitives of a drawing.
type page struct {
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
			p.warn(fmt.Sprintf("the font has no glyph for %q (%U), in %q", r, r, s))
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
	font := face{titleSize, true}
	lines, cut := font.wrap(s, p.drawing.Width-2*margin, maxLines)
	p.shortened(s, cut)
	return p.block(Tag{RoleTitle, -1}, font, margin, y, Start, ink, lines, whole(s, lines)) + 0.5*fontSize
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

// head prints the column heads, bottom aligned, and the rule below them; it
// returns the top of the rows.
func (p *page) head(f Forest, t *table, y float64) float64 {
	font := face{fontSize, true}
	step := lineStep * fontSize
	for c, lines := range t.heads {
		x, anchor := t.bar[c], Start
		if c != t.first && f.Columns[c].Align != AlignLeft {
			x, anchor = t.x1[c], End
		}
		p.block(Tag{RoleHead, -1}, font, x, y+float64(float64(t.headRows-len(lines))*step), anchor, ink, lines, "")
	}
	y += float64(float64(t.headRows)*step) + 0.3*fontSize
	p.add(Line{Tag{RoleRule, -1}, margin, y, p.drawing.Width - margin, y, 0.8, ruleColor, [2]float64{}})
	return y + 0.3*fontSize
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
	draw("null", f.Axis.Null, Line{Tag: Tag{RoleNull, -1}, Width: 0.8, Color: nullColor})
	draw("reference", f.Reference, Line{Tag: Tag{RoleReference, -1}, Width: 0.8, Color: pooledFill, Dash: [2]float64{3, 2.2}})
}

// cells prints the texts of one row, each centred in the row's height.
func (p *page) cells(f Forest, t *table, i int, y, height, most float64) {
	r := f.Rows[i]
	font := cellFace(r.Kind)
	color := ink
	if r.Muted {
		color = grey
	}
	for c, cell := range t.cells[i] {
		x, anchor := t.x0[c], Start
		switch align := f.Columns[c].Align; {
		case c == t.first:
			x += indentOf(r, t.x1[c]-t.x0[c])
		case align == AlignDecimal && len(cell.lines) == 1 && t.numbers[c] != numbers{}:
			x = t.numbers[c].start(cell.lines[0], font, t.x1[c])
		case align != AlignLeft:
			x, anchor = t.x1[c], End
		}
		if t.bar[c] < t.x0[c] && r.Kind == Study && r.Weight > 0 && r.Weight <= most {
			long := (barRoom - 0.6*fontSize) * (r.Weight / most)
			p.add(Rect{Tag{RoleBar, i}, t.bar[c], y + height/2 - 0.25*fontSize, long, 0.5 * fontSize, weightColor, white, 0})
		}
		p.shortened(t.label(r, c), cell.cut)
		middle := y + (height-float64(float64(len(cell.lines))*lineStep*fontSize))/2 + (lineStep-ascent-descent)/2*fontSize
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
	font := face{noteSize, false}
	if len(notes) > 0 {
		y += 0.8 * fontSize
	}
	for _, n := range notes {
		lines, _ := font.wrap(n, p.drawing.Width-2*margin, len(n)+1)
		y = p.block(Tag{RoleNote, -1}, font, margin, y, Start, ink, lines, whole(n, lines)) + 0.15*noteSize
	}
	return y
}

// finish closes the page below y, on a white ground.
func (p *page) finish(y float64) Drawing {
	p.drawing.Height = y + margin
	ground := Rect{Tag{RoleBackground, -1}, 0, 0, p.drawing.Width, p.drawing.Height, white, white, 0}
	p.drawing.Items = append([]Item{ground}, p.drawing.Items...)
	return p.drawing
}

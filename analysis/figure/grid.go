package figure

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// grid is a matrix fitted to its width.
type grid struct {
	Matrix
	look
	first   float64 // width of the first column
	step    float64 // width of the others
	side    float64 // of a sign
	rows    [][]string
	heads   [][]string
	heights []float64
	width   float64
	missing map[rune]bool

	numbered bool // the heads are numbers
}

// grid chooses the sizes: column heads are wrapped to their columns.
func (m Matrix) grid() *grid {
	m.Frame = m.Frame.cleaned()
	g := &grid{Matrix: m, missing: map[rune]bool{}}
	g.Rows, g.Columns, g.RowHead = cleanAll(m.Rows), cleanAll(m.Columns), clean(m.RowHead)
	want := m.Options.Width * perMillimetre
	g.fit(want)
	if want > g.width {
		g.first, g.width = g.first+want-g.width, want
	}
	bold, plain := face{g.fontSize, true}, face{g.fontSize, false}
	g.maxLines = ladder[len(ladder)-1].lines
	for c, h := range g.Columns {
		lines, _ := bold.wrap(h, g.step-g.em(0.4), g.maxLines)
		if g.numbered {
			lines = []string{strconv.Itoa(c + 1)}
		}
		g.heads = append(g.heads, lines)
	}
	for _, r := range g.Rows {
		lines, _ := plain.wrap(r, g.first-g.gap, g.maxLines)
		g.rows = append(g.rows, lines)
		g.heights = append(g.heights, math.Max(float64(float64(len(lines))*g.em(lineStep))+g.em(0.4), g.side+g.em(0.3)))
	}
	return g
}

// fit climbs down the ladder until the matrix fits its width; where no font is
// small enough for the heads, or they leave the rows' names a narrow column, they
// are numbers with a key below.
func (g *grid) fit(want float64) {
	for _, numbered := range []bool{false, true} {
		for _, r := range ladder {
			g.look, g.numbered = g.Frame.Options.look(r), numbered
			if g.size(r) && (!(want > 0) || g.width <= want && (numbered || g.flat())) {
				return
			}
		}
	}
}

// size sets the widths of a rung, and reports whether the heads' words are
// short enough to be read.
func (g *grid) size(r rung) bool {
	bold, plain := face{g.fontSize, true}, face{g.fontSize, false}
	g.side = g.em(signSide)
	need := bold.width(g.RowHead)
	for _, s := range g.Rows {
		need = math.Max(need, plain.width(s))
	}
	g.first = math.Min(need, r.first*g.em(1.6)) + g.gap
	word := bold.width(strconv.Itoa(len(g.Columns)))
	if !g.numbered {
		for _, h := range g.Columns {
			for _, w := range strings.Fields(h) {
				word = math.Max(word, bold.width(w))
			}
		}
	}
	g.step = math.Max(g.side, word) + g.em(0.5)
	g.width = 2*g.margin + g.first + float64(g.step*float64(len(g.Columns)))
	g.width = math.Max(g.width, g.em(20))
	return word <= g.em(9)
}

// flat reports whether no row's name needs more than four lines in what the heads
// leave of the width.
func (g *grid) flat() bool {
	font, room := face{g.fontSize, false}, g.first-g.gap+g.Frame.Options.Width*perMillimetre-g.width
	for _, s := range g.Rows {
		if lines, _ := font.wrap(s, room, maxFlat+1); len(lines) > maxFlat {
			return false
		}
	}
	return true
}

// maxFlat is how many lines of a row's name are preferred to numbers as heads.
const maxFlat = 4

// sheet draws the rows from one to before another.
func (g *grid) sheet(from, to int, last bool) Drawing {
	p := newPage(Frame{Options: g.Options}, "Matrix")
	p.look, p.seen = g.look, g.missing
	p.drawing = Drawing{Width: g.width, Lang: g.Locale.Lang, Title: g.Title, Description: g.Description}
	title := g.Title
	if from > 0 {
		title = strings.TrimSpace(title + " (" + g.Locale.Words.Continued + ")")
	}
	if p.drawing.Title == "" {
		p.drawing.Title = "Matrix of marks"
	}
	if p.drawing.Description == "" {
		p.drawing.Description = g.inWords()
	}
	if want := g.Options.Width * perMillimetre; from == 0 && want > 0 && g.width > want+1e-6 {
		p.warn(fmt.Sprintf("%d columns need %.0f mm, not %.4g", len(g.Columns), math.Ceil(g.width/perMillimetre), g.Options.Width))
	}
	y := g.drawHeads(p, p.title(title, p.margin))
	p.drawing.Plot = Box{Tag: Tag{Row: -1}, X0: g.margin + g.first, X1: g.margin + g.first + float64(g.step*float64(len(g.Columns))), Y0: y}
	for i := from; i < to; i++ {
		h := g.heights[i]
		top := y + (h-float64(float64(len(g.rows[i]))*g.em(lineStep)))/2 + g.em((lineStep-ascent-descent)/2)
		p.shortened(g.Rows[i], strings.HasSuffix(strings.Join(g.rows[i], ""), ellipsis) && !strings.HasSuffix(g.Rows[i], ellipsis))
		p.block(Tag{RoleCell, i}, face{g.fontSize, false}, g.margin, top, Start, g.Style.Ink, g.rows[i], whole(g.Rows[i], g.rows[i]))
		for c := range g.Columns {
			if i < len(g.Cells) && c < len(g.Cells[i]) && g.Cells[i][c] >= 0 && g.Cells[i][c] < len(g.Legend) {
				p.sign(Tag{RoleMark, i}, g.Legend[g.Cells[i][c]], g.margin+g.first+float64(g.step*(float64(c)+0.5)), y+h/2, g.side)
			}
		}
		y += h
	}
	if len(g.Rows) == 0 {
		y = p.block(Tag{RoleCell, -1}, face{g.fontSize, false}, g.margin, y+g.em(0.2), Start, g.Style.Grey, []string{g.Locale.Words.None}, "")
	}
	p.drawing.Plot.Y1 = y
	p.rule(y+g.em(0.2), 0.5)
	y = p.legend(signKeys(g.Legend), y+g.em(0.3))
	notes := g.Notes
	if !last {
		notes = nil
	}
	if g.numbered {
		notes = append([]string{g.headKey()}, notes...)
	}
	y = p.notes(notes, y)
	return p.finish(y)
}

// drawHeads prints the heads, bottom aligned, and the rule below them.
func (g *grid) drawHeads(p *page, y float64) float64 {
	font, step := face{g.fontSize, true}, g.em(lineStep)
	rows := 1
	first, cut := font.wrap(g.RowHead, g.first-g.gap, g.maxLines)
	p.shortened(g.RowHead, cut)
	for _, h := range append(g.heads, first) {
		rows = max(rows, len(h))
	}
	bottom := y + float64(float64(rows)*step)
	p.block(Tag{RoleHead, -1}, font, g.margin, bottom-float64(float64(len(first))*step), Start, g.Style.Ink, first, whole(g.RowHead, first))
	for c, lines := range g.heads {
		p.block(Tag{RoleHead, -1}, font, g.margin+g.first+float64(g.step*(float64(c)+0.5)), bottom-float64(float64(len(lines))*step), Middle, g.Style.Ink, lines, whole(g.Columns[c], lines))
	}
	p.rule(bottom+g.em(0.3), 0.8)
	return bottom + g.em(0.6)
}

// headKey says what the numbers over the columns stand for.
func (g *grid) headKey() string {
	all := make([]string, len(g.Columns))
	for c, h := range g.Columns {
		all[c] = strconv.Itoa(c+1) + "\u00a0" + h
	}
	return strings.Join(all, "; ")
}

// inWords is the text alternative: row by row.
func (g *grid) inWords() string {
	var b strings.Builder
	for i, r := range g.Rows {
		b.WriteString(r + ":")
		for c, h := range g.Columns {
			what := g.Locale.Words.Not
			if i < len(g.Cells) && c < len(g.Cells[i]) && g.Cells[i][c] >= 0 && g.Cells[i][c] < len(g.Legend) {
				what = g.Legend[g.Cells[i][c]].Name
			}
			b.WriteString(" " + h + " " + what + ";")
		}
		b.WriteString(" ")
	}
	if s := clean(b.String()); s != "" {
		return s
	}
	return "Matrix of marks"
}

func cleanAll(all []string) []string {
	cleaned := make([]string, len(all))
	for i, s := range all {
		cleaned[i] = clean(s)
	}
	return cleaned
}

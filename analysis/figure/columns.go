package figure

import (
	"math"
	"strings"
)

// table holds where the columns stand and the wrapped texts.
type table struct {
	look
	x0, x1  []float64 // edges of each column's texts
	bar     []float64 // where the weight bars of a column begin
	numbers []numbers // how the cells of a decimal column line up
	sides   [2]tiers  // the columns of each side
	first   int       // index of the leftmost column; -1 without left columns
	plot    [2]float64
	width   float64 // of the canvas
	cells   [][]wrapped
	stacked []bool  // rows whose label stands above their numbers
	space   float64 // of a row beyond its text
	heads   [][]string
}

// label is what the cell prints: the first column has the footnote mark.
func (t *table) label(r Row, c int) string {
	if c == t.first && r.Mark != "" {
		return r.Cells[c] + r.Mark
	}
	return r.Cells[c]
}

// arrange gives every column its width and place and wraps every cell.
func arrange(f Forest, l look) *table {
	n := len(f.Columns)
	t := &table{look: l, x0: make([]float64, n), x1: make([]float64, n), bar: make([]float64, n), numbers: make([]numbers, n), first: -1,
		sides: [2]tiers{{nil}, {nil}}}
	for c, column := range f.Columns {
		side := t.sides[sideOf(column)]
		side[0] = append(side[0], c)
	}
	if left := t.sides[Left][0]; len(left) > 0 {
		t.first = left[0]
	}
	t.heads = make([][]string, n)
	w := make([]float64, n)
	for c := range f.Columns {
		if c != t.first {
			w[c] = t.natural(f, c)
		}
	}
	t.foldSides(f, w)
	if t.first >= 0 {
		w[t.first] = t.firstWidth(f, w)
	}
	t.place(f, w)
	t.wrapCells(f)
	return t
}

func sideOf(c Column) Side {
	if c.Side == Right {
		return Right
	}
	return Left
}

// natural returns the width of a column other than the first, wraps its head
// and, for a decimal column, lines up its numbers.
func (t *table) natural(f Forest, c int) float64 {
	width := 0.0
	for _, r := range f.Rows {
		if signOf(f.Columns[c], r.Cells[c]) != nil {
			width = math.Max(width, t.em(columnSign))
			continue
		}
		width = math.Max(width, t.cellFace(r.Kind).width(r.Cells[c]))
	}
	if f.Columns[c].Align == AlignDecimal {
		t.numbers[c] = t.lineUp(f.Rows, c)
		width = math.Max(width, t.numbers[c].width())
	}
	width += t.barOf(f.Columns[c])
	if most := t.narrowest(f, c); width > most {
		width, t.numbers[c] = most, numbers{}
	}
	t.heads[c], width = t.wrapHead(f.Columns[c].Head, width)
	return width
}

// narrowest returns how wide a column may be at most: the widest cell of the
// look, or more where numbers need it that should not be broken.
func (t *table) narrowest(f Forest, c int) float64 {
	most := t.cellMax
	if t.fold[sideOf(f.Columns[c])] > 1 && f.Columns[c].Align == AlignLeft {
		most = math.Max(most, t.em(textBelow))
	}
	for _, r := range f.Rows {
		cell := r.Cells[c]
		if t.unbroken < digits {
			cell = glue(cell)
		}
		pieces := strings.Split(breakable.Replace(cell), " ")
		if t.unbroken == estimates && f.Columns[c].Align != AlignLeft {
			pieces = append(pieces, cell)
		}
		for _, piece := range pieces {
			if w := t.cellFace(r.Kind).width(piece); strings.ContainsAny(piece, "0123456789") && w <= t.em(widestNumber) {
				most = math.Max(most, w+t.barOf(f.Columns[c]))
			}
		}
	}
	return most
}

// textBelow is how wide, in em, a text may be that stands below numbers.
const textBelow = 9.2

// widestNumber is how much of a line, in em, is kept in one piece for a number.
const widestNumber = 12

// wrapHead wraps a column head to the width of its column, or to headMin
// where the cells are narrower, into lines of about equal length, and returns
// the width that cells and head need.
func (l look) wrapHead(head string, width float64) ([]string, float64) {
	bold := face{l.fontSize, true}
	var lines []string
	for _, part := range strings.Split(head, "\n") {
		whole := part
		part = glue(part)
		room, word := math.Max(width, l.headMin), 0.0
		for _, w := range strings.Split(part, " ") {
			word = math.Max(word, bold.width(w))
		}
		if word <= l.em(8) {
			room = math.Max(room, word)
		}
		wrapped, _ := bold.wrap(part, room, len(part)+1)
		for len(wrapped) > 1 && room-1 >= word {
			narrower, _ := bold.wrap(part, room-1, len(part)+1)
			if len(narrower) > len(wrapped) {
				break
			}
			wrapped, room = narrower, room-1
		}
		lines = append(lines, unglued(whole, wrapped)...)
	}
	for _, l := range lines {
		width = math.Max(width, bold.width(l))
	}
	return lines, width
}

// firstWidth returns the width of the first column: what its labels need, but
// no more than a share of the figure, three tenths if there is room. A label may run over empty
// cells to its right, so these count for it.
func (t *table) firstWidth(f Forest, w []float64) float64 {
	rest := t.plotWidth + float64(2*t.gap)
	if len(t.sides[Right][0]) > 0 {
		rest += t.wide(t.sides[Right], w) + t.gap
	}
	for _, c := range t.sides[Left][0][1:] {
		rest += w[c] + t.gap
	}
	need := 0.0
	for _, r := range f.Rows {
		own := t.cellFace(r.Kind).width(t.label(r, t.first)) + float64(t.indent*float64(max(r.Indent, 0)))
		for _, c := range t.spanned(f, r) {
			own -= w[c] + t.gap
		}
		need = math.Max(need, own)
	}
	limit := math.Max(t.firstMin, rest*t.firstShare)
	width := math.Min(need, limit)
	t.heads[t.first], width = t.wrapHead(f.Columns[t.first].Head, width)
	return math.Min(width, limit)
}

// spanned returns the empty columns a row's first label may run over.
func (t *table) spanned(f Forest, r Row) []int {
	left, n := t.sides[Left][0], 1
	for n < len(left) && r.Cells[left[n]] == "" && !f.Columns[left[n]].Bar {
		n++
	}
	return left[1:n]
}

func (l look) barOf(c Column) float64 {
	if c.Bar {
		return l.barRoom
	}
	return 0
}

// widen gives the plot more room.
func (t *table) widen(by float64) {
	for c := range t.x0 {
		if t.x0[c] > t.plot[0] {
			t.bar[c], t.x0[c], t.x1[c] = t.bar[c]+by, t.x0[c]+by, t.x1[c]+by
		}
	}
	t.plot[1] += by
	t.width += by
}

// place sets the columns side by side around the plot. In the tiers of a folded
// side a text may take what is left of the line, and numbers below others end where
// the side ends.
func (t *table) place(f Forest, w []float64) {
	put := func(side tiers, x float64) float64 {
		for i, tier := range side {
			at := x
			for _, c := range tier {
				t.bar[c], t.x0[c], t.x1[c] = at, at, at+w[c]
				if f.Columns[c].Bar && c != t.first {
					t.x0[c] += t.barRoom
				}
				at += w[c] + t.gap
			}
			if len(side) == 1 {
				break
			}
			last, spare := tier[len(tier)-1], t.wide(side, w)-t.wide(tiers{tier}, w)
			switch {
			case last == t.first || f.Columns[last].Align == AlignLeft && len(f.Columns[last].Signs) == 0:
				t.x1[last] += spare
			case i > 0 && sideOf(f.Columns[last]) == Right:
				for _, c := range tier {
					t.bar[c], t.x0[c], t.x1[c] = t.bar[c]+spare, t.x0[c]+spare, t.x1[c]+spare
				}
			}
		}
		return x + t.wide(side, w)
	}
	x := put(t.sides[Left], t.margin) + t.gap
	t.plot = [2]float64{x, x + t.plotWidth}
	x += t.plotWidth + t.gap
	if len(t.sides[Right][0]) > 0 {
		x = put(t.sides[Right], x)
	}
	t.width = x + t.margin
}

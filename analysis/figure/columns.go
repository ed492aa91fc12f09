package figure

import (
	"math"
	"strings"
)

// table holds where the columns stand and the wrapped texts.
type table struct {
	look
	x0, x1   []float64 // edges of each column's texts
	bar      []float64 // where the weight bars of a column begin
	numbers  []numbers // how the cells of a decimal column line up
	first    int       // index of the leftmost column; -1 without left columns
	plot     [2]float64
	width    float64 // of the canvas
	cells    [][]wrapped
	stacked  []float64 // height of a row's label where it stands above the row's numbers, else 0
	heads    [][]string
	headRows int
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
	t := &table{look: l, x0: make([]float64, n), x1: make([]float64, n), bar: make([]float64, n), numbers: make([]numbers, n), first: -1}
	var order [2][]int
	for c := n - 1; c >= 0; c-- {
		order[sideOf(f.Columns[c])] = append([]int{c}, order[sideOf(f.Columns[c])]...)
	}
	if len(order[Left]) > 0 {
		t.first = order[Left][0]
	}
	t.heads = make([][]string, n)
	w := make([]float64, n)
	for c := range f.Columns {
		if c != t.first {
			w[c] = t.natural(f, c)
		}
	}
	if t.first >= 0 {
		w[t.first] = t.firstWidth(f, w, order[Left])
	}
	t.place(f, w, order)
	t.wrapCells(f, order[Left])
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
// look, or more where a number needs it, which should not be broken, or an
// interval in its brackets, which is broken only in the narrowest looks.
func (t *table) narrowest(f Forest, c int) float64 {
	most := t.cellMax
	for _, r := range f.Rows {
		cell := breakable.Replace(r.Cells[c])
		if t.cellMax > t.em(6) {
			cell = glue(cell)
		}
		for _, piece := range strings.Split(cell, " ") {
			if w := t.cellFace(r.Kind).width(piece); strings.ContainsAny(piece, "0123456789") && w <= t.em(12) {
				most = math.Max(most, w+t.barOf(f.Columns[c]))
			}
		}
	}
	return most
}

// wrapHead wraps a column head to the width of its column, or to headMin
// where the cells are narrower, into lines of about equal length, and returns
// the width that cells and head need.
func (l look) wrapHead(head string, width float64) ([]string, float64) {
	bold := face{l.fontSize, true}
	var lines []string
	for _, part := range strings.Split(head, "\n") {
		room, word := math.Max(width, l.headMin), 0.0
		for _, w := range strings.Fields(part) {
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
		lines = append(lines, wrapped...)
	}
	for _, l := range lines {
		width = math.Max(width, bold.width(l))
	}
	return lines, width
}

// firstWidth returns the width of the first column: what its labels need, but
// no more than a share of the figure, three tenths if there is room. A label may run over empty
// cells to its right, so these count for it.
func (t *table) firstWidth(f Forest, w []float64, left []int) float64 {
	rest := t.plotWidth + float64(2*t.gap)
	for c := range w {
		if c != t.first {
			rest += w[c] + t.gap
		}
	}
	need := 0.0
	for _, r := range f.Rows {
		own := t.cellFace(r.Kind).width(t.label(r, t.first)) + float64(t.indent*float64(max(r.Indent, 0)))
		for _, c := range spanned(f, r, left) {
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
func spanned(f Forest, r Row, left []int) []int {
	n := 1
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

// place sets the columns side by side around the plot.
func (t *table) place(f Forest, w []float64, order [2][]int) {
	x := t.margin
	put := func(c int) {
		t.bar[c], t.x0[c], t.x1[c] = x, x, x+w[c]
		if f.Columns[c].Bar && c != t.first {
			t.x0[c] += t.barRoom
		}
		x += w[c] + t.gap
	}
	for _, c := range order[Left] {
		put(c)
	}
	if len(order[Left]) == 0 {
		x += t.gap
	}
	t.plot = [2]float64{x, x + t.plotWidth}
	x += t.plotWidth + t.gap
	for _, c := range order[Right] {
		put(c)
	}
	if len(order[Right]) > 0 {
		x -= t.gap
	}
	t.width = x + t.margin
	for _, h := range t.heads {
		t.headRows = max(t.headRows, len(h))
	}
}

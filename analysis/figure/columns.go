package figure

import (
	"math"
	"strings"
)

// table holds where the columns stand and the wrapped texts.
type table struct {
	x0, x1   []float64 // edges of each column's texts
	bar      []float64 // where the weight bars of a column begin
	numbers  []numbers // how the cells of a decimal column line up
	first    int       // index of the leftmost column; -1 without left columns
	plot     [2]float64
	width    float64 // of the canvas
	cells    [][]wrapped
	heads    [][]string
	headRows int
}

// wrapped is one cell's text.
type wrapped struct {
	lines []string
	full  string // the whole label when lines do not show it in one piece
	cut   bool
}

// cellFace says how the texts of a row are set.
func cellFace(k Kind) face { return face{fontSize, kinds[k].bold} }

// label is what the cell prints: the first column has the footnote mark.
func (t *table) label(r Row, c int) string {
	if c == t.first && r.Mark != "" {
		return r.Cells[c] + r.Mark
	}
	return r.Cells[c]
}

// arrange gives every column its width and place and wraps every cell.
func arrange(f Forest) *table {
	n := len(f.Columns)
	t := &table{x0: make([]float64, n), x1: make([]float64, n), bar: make([]float64, n), numbers: make([]numbers, n), first: -1}
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
		width = math.Max(width, cellFace(r.Kind).width(r.Cells[c]))
	}
	if f.Columns[c].Align == AlignDecimal {
		t.numbers[c] = lineUp(f.Rows, c)
		width = math.Max(width, t.numbers[c].width())
	}
	if f.Columns[c].Bar {
		width += barRoom
	}
	if width > cellMax {
		width, t.numbers[c] = cellMax, numbers{}
	}
	t.heads[c], width = wrapHead(f.Columns[c].Head, width)
	return width
}

// wrapHead wraps a column head to the width of its column, or to headMin
// where the cells are narrower, into lines of about equal length, and returns
// the width that cells and head need.
func wrapHead(head string, width float64) ([]string, float64) {
	bold := face{fontSize, true}
	var lines []string
	for _, part := range strings.Split(head, "\n") {
		room := math.Max(width, headMin)
		wrapped, _ := bold.wrap(part, room, len(part)+1)
		for len(wrapped) > 1 {
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
// no more than three tenths of the whole figure. A label may run over empty
// cells to its right, so these count for it.
func (t *table) firstWidth(f Forest, w []float64, left []int) float64 {
	rest := plotWidth + 2*gap
	for c := range w {
		if c != t.first {
			rest += w[c] + gap
		}
	}
	need := 0.0
	for _, r := range f.Rows {
		own := cellFace(r.Kind).width(t.label(r, t.first)) + float64(indent*float64(max(r.Indent, 0)))
		for _, c := range spanned(f, r, left) {
			own -= w[c] + gap
		}
		need = math.Max(need, own)
	}
	limit := math.Max(firstMin, rest*3/7)
	width := math.Min(need, limit)
	t.heads[t.first], width = wrapHead(f.Columns[t.first].Head, width)
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

// place sets the columns side by side around the plot.
func (t *table) place(f Forest, w []float64, order [2][]int) {
	x := margin
	put := func(c int) {
		t.bar[c], t.x0[c], t.x1[c] = x, x, x+w[c]
		if f.Columns[c].Bar && c != t.first {
			t.x0[c] += barRoom
		}
		x += w[c] + gap
	}
	for _, c := range order[Left] {
		put(c)
	}
	if len(order[Left]) == 0 {
		x += gap
	}
	t.plot = [2]float64{x, x + plotWidth}
	x += plotWidth + gap
	for _, c := range order[Right] {
		put(c)
	}
	if len(order[Right]) > 0 {
		x -= gap
	}
	t.width = x + margin
	for _, h := range t.heads {
		t.headRows = max(t.headRows, len(h))
	}
}

func (t *table) wrapCells(f Forest, left []int) {
	t.cells = make([][]wrapped, len(f.Rows))
	for i, r := range f.Rows {
		t.cells[i] = make([]wrapped, len(f.Columns))
		for c := range f.Columns {
			x0, x1 := t.x0[c], t.x1[c]
			if c == t.first {
				x0 += indentOf(r, x1-x0)
				if over := spanned(f, r, left); len(over) > 0 {
					x1 = t.x1[over[len(over)-1]]
				}
			}
			s := t.label(r, c)
			cell := wrapped{}
			cell.lines, cell.cut = cellFace(r.Kind).wrap(s, x1-x0, maxLines)
			if cell.cut && c == t.first && r.Mark != "" && cellFace(r.Kind).width(r.Mark) < (x1-x0)/2 {
				cell.lines = t.keepMark(r, x1-x0)
			}
			if len(cell.lines) > 1 || cell.cut {
				cell.full = s
			}
			t.cells[i][c] = cell
		}
	}
}

// keepMark shortens a label so that its footnote mark still shows.
func (t *table) keepMark(r Row, width float64) []string {
	font := cellFace(r.Kind)
	lines, _ := font.wrap(r.Cells[t.first], width-font.width(r.Mark), maxLines)
	return append(lines[:len(lines)-1], lines[len(lines)-1]+r.Mark)
}

// indentOf keeps at least half of the column for the text.
func indentOf(r Row, width float64) float64 {
	return math.Min(indent*float64(max(r.Indent, 0)), width/2)
}

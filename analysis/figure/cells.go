package figure

import (
	"math"
)

// wrapped is one cell's text.
type wrapped struct {
	lines []string
	full  string // the whole label when lines do not show it in one piece
	cut   bool
	sign  *Sign // drawn in place of the text
}

// tall is the number of lines that a cell takes.
func (w wrapped) tall() int {
	if w.sign != nil {
		return 1
	}
	return len(w.lines)
}

func (t *table) wrapCells(f Forest) {
	n := len(f.Rows)
	t.cells, t.stacked = make([][]wrapped, n), make([]bool, n)
	left := t.sides[Left][0]
	for i, r := range f.Rows {
		t.cells[i] = make([]wrapped, len(f.Columns))
		for c := range f.Columns {
			x0, x1 := t.x0[c], t.x1[c]
			if c == t.first {
				x0, x1 = t.labelRoom(f, r)
			}
			s := t.label(r, c)
			cell := wrapped{sign: signOf(f.Columns[c], r.Cells[c])}
			if cell.sign != nil {
				t.cells[i][c] = cell
				continue
			}
			cell.lines, cell.cut = t.cellFace(r.Kind).wrapCell(s, x1-x0, t.maxLines)
			if cell.cut && c == t.first && r.Mark != "" && t.cellFace(r.Kind).width(r.Mark) < (x1-x0)/2 {
				cell.lines = t.keepMark(r, x1-x0)
			}
			if len(cell.lines) > 1 || cell.cut {
				cell.full = s
			}
			t.cells[i][c] = cell
		}
		if t.maxLines > maxNatural && len(left) > 1 {
			t.stack(r, i, left)
		}
	}
}

// labelRoom returns where the label of a row may stand.
func (t *table) labelRoom(f Forest, r Row) (x0, x1 float64) {
	x0, x1 = t.x0[t.first], t.x1[t.first]
	x0 += t.indentOf(r, x1-x0)
	if over := t.spanned(f, r); len(over) > 0 {
		x1 = t.x1[over[len(over)-1]]
	}
	return x0, x1
}

// stack puts a label that would take many lines above its row's numbers, as
// wide as the left columns, if that is lower.
func (t *table) stack(r Row, i int, left []int) {
	numbers := 1
	for c, cell := range t.cells[i] {
		if c != t.first {
			numbers = max(numbers, len(cell.lines))
		}
	}
	cell, x0 := t.cells[i][t.first], t.x0[t.first]
	lines, cut := t.cellFace(r.Kind).wrap(t.label(r, t.first), t.x1[left[len(left)-1]]-x0-t.indentOf(r, t.x1[t.first]-x0), t.maxLines)
	if len(cell.lines) <= maxNatural && !cell.cut || len(lines)+numbers >= len(cell.lines) || cut && !cell.cut {
		return
	}
	t.cells[i][t.first] = wrapped{lines: lines, full: whole(t.label(r, t.first), lines), cut: cut}
	t.stacked[i] = true
}

// keepMark shortens a label so that its footnote mark still shows.
func (t *table) keepMark(r Row, width float64) []string {
	font := t.cellFace(r.Kind)
	lines, _ := font.wrap(r.Cells[t.first], width-font.width(r.Mark), t.maxLines)
	return append(lines[:len(lines)-1], lines[len(lines)-1]+r.Mark)
}

// indentOf keeps at least half of the column for the text.
func (l look) indentOf(r Row, width float64) float64 {
	return math.Min(l.indent*float64(max(r.Indent, 0)), width/2)
}

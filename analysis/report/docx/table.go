package docx

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"grove/analysis/figure"
)

// lettering is a size in which a table is set, in points, with the styles that
// have it.
type lettering struct {
	size             float64
	head, text, mark string
}

// letterings are tried in turn until the longest words fit.
var letterings = []lettering{{8, "TableHead", "TableText", "TableMark"}, {7, "TableHeadSmall", "TableTextSmall", "TableMarkSmall"}}

// padding is what a cell adds to its text on both sides together, in points.
const padding = 6.2

// widest is the number of columns from which on a table is split in two: its
// texts first, then its marks under upright heads, both beside the first column.
const widest = 12

// write leaves out the columns that are empty in every row.
func (t table) write(d *document) {
	texts, marks, filled := []int{0}, []int{0}, []int{0}
	for c := 1; c < len(t.head); c++ {
		longest := t.longest(c)
		if longest > 0 {
			filled = append(filled, c)
		}
		if longest > 1 {
			texts = append(texts, c)
		} else {
			marks = append(marks, c)
		}
	}
	if len(t.head) < widest {
		t.only(filled).set(d, false)
		return
	}
	t.only(texts).set(d, false)
	t.only(marks).set(d, true)
}

// longest is the number of characters of a column's longest text below its head.
func (t table) longest(c int) int {
	most := 0
	for _, row := range t.rows {
		most = max(most, utf8.RuneCountInString(plain(row[c])))
	}
	return most
}

// only is the table with the given columns.
func (t table) only(columns []int) table {
	pick := func(row []cell) []cell {
		var some []cell
		for _, c := range columns {
			some = append(some, row[c])
		}
		return some
	}
	part := table{head: pick(t.head)}
	for _, row := range t.rows {
		part.rows = append(part.rows, pick(row))
	}
	return part
}

// set writes the table at the width of the text, its head on every page; upright
// turns the heads of all columns but the first.
func (t table) set(d *document, upright bool) {
	if len(t.head) < 2 {
		return
	}
	set := letterings[0]
	for _, set = range letterings {
		if least, _ := t.needs(set, upright, 2); sum(least) <= room.width {
			break
		}
	}
	widths := t.widths(set, upright)
	d.body.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>`)
	total := 0
	for _, w := range widths {
		total += w
	}
	d.printf(`<w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`, total)
	for _, w := range widths {
		d.printf(`<w:gridCol w:w="%d"/>`, w)
	}
	d.body.WriteString("</w:tblGrid>\n")
	height := ""
	if upright {
		height = `<w:trHeight w:val="` + twips(t.tallestHead(set)+2*padding) + `" w:hRule="exact"/>`
	}
	d.printf(`<w:tr><w:trPr><w:cantSplit/>%s<w:tblHeader/></w:trPr>`, height)
	for c, h := range t.head {
		more := `<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>`
		if upright && c > 0 {
			more += `<w:textDirection w:val="btLr"/><w:vAlign w:val="center"/>`
		} else {
			more += `<w:vAlign w:val="bottom"/>`
		}
		d.cell(widths[c], more, set.head, h)
	}
	d.body.WriteString("</w:tr>\n")
	for _, row := range t.rows {
		d.body.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for c, x := range row {
			style := set.text
			if upright && c > 0 {
				style = set.mark
			}
			d.cell(widths[c], "", style, x)
		}
		d.body.WriteString("</w:tr>\n")
	}
	d.body.WriteString(`</w:tbl><w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>` + "\n")
}

func (d *document) cell(width int, more, style string, text cell) {
	d.printf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>`, width, more)
	d.styled(style, text)
	d.body.WriteString(`</w:tc>`)
}

// widths are the columns' widths in twentieths of a point, together at most the
// width of the text. Each column has what its longest text takes up to a limit
// that is the same for all, beyond it what its longest word takes; where even the
// words are too many, these are cut at a limit.
func (t table) widths(set lettering, upright bool) []int {
	least, want := t.needs(set, upright, 1)
	if sum(want) > room.width {
		least, want = t.needs(set, upright, 2)
	}
	width := func(limit float64, c int) float64 { return math.Max(least[c], math.Min(want[c], limit)) }
	if sum(least) > room.width {
		width = func(limit float64, c int) float64 { return math.Min(least[c], limit) }
	}
	total := func(limit float64) float64 {
		var w float64
		for c := range least {
			w += width(limit, c)
		}
		return w
	}
	limit, above := 0.0, 2*sum(want)
	if total(above) <= room.width {
		limit = above
	}
	for range 60 {
		if middle := (limit + above) / 2; total(middle) <= room.width {
			limit = middle
		} else {
			above = middle
		}
	}
	widths := make([]int, len(least))
	for c := range widths {
		widths[c] = int(width(limit, c) * 20)
	}
	return widths
}

// needs are what each column takes for its longest word and for its longest
// text, in points, with so many lines for a head; an upright head takes the
// height of one line.
func (t table) needs(set lettering, upright bool, lines float64) (least, want []float64) {
	for c, head := range t.head {
		l, w := padding+set.size, padding+set.size
		column := []cell{head}
		if upright && c > 0 {
			column = nil
		}
		for _, row := range t.rows {
			column = append(column, row[c])
		}
		for i, x := range column {
			text, bold, over := plain(x), len(x) > 0 && x[0].bold, 1.0
			if i == 0 && len(column) > len(t.rows) {
				bold, over = true, lines
			}
			w = math.Max(w, set.advance(text, bold)/over+padding)
			for _, word := range strings.Fields(text) {
				l = math.Max(l, set.advance(word, bold)+padding)
			}
		}
		least, want = append(least, l), append(want, math.Max(l, w))
	}
	return least, want
}

func sum(all []float64) float64 {
	var s float64
	for _, x := range all {
		s += x
	}
	return s
}

// tallestHead is the length of the longest head but the first, in points.
func (t table) tallestHead(set lettering) float64 {
	longest := 0.0
	for _, h := range t.head[1:] {
		longest = math.Max(longest, set.advance(plain(h), true))
	}
	return longest
}

// advance is the width of a text, in points.
func (set lettering) advance(text string, bold bool) float64 {
	var em float64
	for _, r := range text {
		x, ok := figure.Advance(r, bold)
		if !ok {
			x = 1
		}
		em += x
	}
	return em * set.size
}

func twips(points float64) string {
	return strconv.Itoa(int(points * 20))
}

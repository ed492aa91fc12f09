package read

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Bulk reads many small tables that share one header, as they stand one after
// another in a large file. Lines whose cells are plain are cut and read at once;
// any other goes to Read, so that both give the same rows and the same errors.
type Bulk struct {
	sheet    sheet // the header, without rows
	layout   Layout
	have     claims
	raw      []byte // the header's line
	comma    byte
	columns  []bulkColumn // by position in the file
	numbered bool         // the file has no column study: the rows of a table are numbered
}

// bulkColumn is how a column is read: into a number or a text of a record, both
// nil for a column of the user's own.
type bulkColumn struct {
	code   string
	number func(*record) *number
	kind   reflect.Type
	text   int // field of record; -1 for none
}

// NewBulk settles what a row is, from the header's line.
func NewBulk(name string, header []byte, layout Layout) (*Bulk, error) {
	header = bytes.TrimRight(bytes.TrimPrefix(header, byteOrderMark), "\r\n")
	if errs := checkLine(name, 1, header, false); len(errs) > 0 {
		return nil, errs
	}
	comma := separator(header)
	cells, err := newReader(header, comma).Read()
	if err != nil {
		return nil, Errors{quoteError(name, err)}
	}
	b := &Bulk{sheet: sheet{file: name, line: 1}, raw: header, comma: byte(comma)}
	for _, c := range cells {
		b.sheet.header = append(b.sheet.header, trim(c))
	}
	if b.sheet.meaningless("study") {
		b.numbered = true
		b.sheet.header = append([]string{"study"}, b.sheet.header...)
		b.raw = slices.Concat([]byte("study"), []byte{b.comma}, header)
	}
	errs := b.sheet.checkHeader()
	if len(errs) == 0 {
		b.layout, errs = chooseLayout(b.sheet, layout)
	}
	if len(errs) == 0 {
		b.have, errs = claim(b.sheet, b.layout)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	b.columns = make([]bulkColumn, len(b.sheet.header))
	shape := reflect.TypeFor[record]()
	for i := range b.columns {
		c := bulkColumn{text: -1}
		for code, at := range b.have {
			if at == i {
				c.code = code
			}
		}
		for _, n := range numbers {
			if n.code == c.code {
				c.number = n.of
			}
		}
		for f := range shape.NumField() {
			field := shape.Field(f)
			if c.code == "" || field.Tag.Get("csv") != c.code {
				continue
			}
			if c.kind = field.Type; c.number == nil {
				c.text = f
			}
		}
		b.columns[i] = c
	}
	return b, nil
}

// meaningless says that no column of a header stands for a field, in any layout.
func (s sheet) meaningless(code string) bool {
	for i := range s.header {
		for _, l := range everywhere[:2] {
			if s.meaning(s.header[i], l) == code {
				return false
			}
		}
	}
	return true
}

// Column is the position of a column in the lines of the file, or -1.
func (b *Bulk) Column(name string) int {
	i := slices.Index(b.sheet.header, name)
	if b.numbered {
		i = max(i-1, -1)
	}
	return i
}

// Header are the names of the columns as the file has them.
func (b *Bulk) Header() []string {
	if b.numbered {
		return b.sheet.header[1:]
	}
	return b.sheet.header
}

// Comma is what stands between two cells.
func (b *Bulk) Comma() byte { return b.comma }

// Table reads the lines of one table; first is the number of the first of them
// in the file. The error is of type Errors.
func (b *Bulk) Table(lines []byte, first int) (Table, error) {
	if t, ok := b.plain(lines, first); ok {
		return t, nil
	}
	var whole bytes.Buffer
	whole.Write(b.raw)
	for i, line := range bytes.Split(bytes.TrimSuffix(lines, []byte("\n")), []byte("\n")) {
		whole.WriteByte('\n')
		if b.numbered && len(bytes.TrimSpace(line)) > 0 {
			fmt.Fprintf(&whole, "%d%c", i+1, b.comma)
		}
		whole.Write(line)
	}
	whole.WriteByte('\n')
	return readAt(b.sheet.file, whole.Bytes(), b.layout, first-2)
}

// plain reads lines in which nothing is out of the ordinary; false leaves them
// to Read.
func (b *Bulk) plain(lines []byte, first int) (Table, bool) {
	if b.layout != Wide || bytes.ContainsAny(lines, "\"\r\x00") {
		return Table{}, false
	}
	text := string(bytes.TrimSuffix(lines, []byte("\n")))
	k := strings.Count(text, "\n") + 1
	s := b.sheet
	s.rows = make([]sheetRow, k)
	rows := make([]Row, k)
	all := make([]string, k*len(s.header))
	var rec record
	for i := range k {
		line := text
		if at := strings.IndexByte(text, '\n'); at >= 0 {
			line, text = text[:at], text[at+1:]
		}
		cells := all[i*len(s.header) : (i+1)*len(s.header) : (i+1)*len(s.header)]
		if !b.cut(line, cells, i) {
			return Table{}, false
		}
		s.rows[i] = sheetRow{line: first + i, cells: cells}
		rec = record{}
		if !b.fill(&rec, cells) {
			return Table{}, false
		}
		build := builder{sheet: s, have: b.have, raw: s.rows[i], record: &rec}
		rows[i] = build.build(b.layout)
		if len(build.errs) > 0 {
			return Table{}, false
		}
	}
	if len(checkKeys(s, b.layout, b.have, rows)) > 0 || len(checkSpelling(s, b.have, rows)) > 0 {
		return Table{}, false
	}
	return Table{File: s.file, Layout: b.layout, Header: s.header, Study: s.header[b.have["study"]], Rows: rows}, true
}

// cut cuts a line into its cells; false if it has another number of them, or
// one that would have to be trimmed or looked at.
func (b *Bulk) cut(line string, cells []string, i int) bool {
	at := 0
	if b.numbered {
		cells[0], at = strconv.Itoa(i+1), 1
	}
	for ; at < len(cells); at++ {
		end := strings.IndexByte(line, b.comma)
		if last := at == len(cells)-1; last != (end < 0) {
			return false
		}
		cell := line
		if end >= 0 {
			cell, line = line[:end], line[end+1:]
		}
		if len(cell) > maxCell {
			return false
		}
		for j := 0; j < len(cell); j++ {
			if cell[j] <= ' ' && (cell[j] < ' ' || j == 0 || j == len(cell)-1) || cell[j] >= 0x7f {
				return false
			}
		}
		if cell == "NA" {
			cell = ""
		}
		cells[at] = cell
	}
	return true
}

// fill puts the cells of a row into a record; false for a cell that Read should
// see.
func (b *Bulk) fill(r *record, cells []string) bool {
	for i, c := range b.columns {
		switch {
		case cells[i] == "":
		case c.number != nil:
			x, ok := decimalOf(cells[i])
			if !ok {
				return false
			}
			switch c.kind {
			case reflect.TypeFor[count]():
				ok = x >= 0 && x == math.Trunc(x) && x <= maxCount
			case reflect.TypeFor[total]():
				ok = x >= 1 && x == math.Trunc(x) && x <= maxCount
			case reflect.TypeFor[positive]():
				ok = x > 0
			}
			if !ok {
				return false
			}
			n := c.number(r)
			n.given, n.value = true, x
		case c.text >= 0:
			*reflect.ValueOf(r).Elem().Field(c.text).Addr().Interface().(*text) = text{cells[i]}
		}
	}
	return true
}

// decimalOf reads a decimal of up to fifteen digits whose value is exact but for
// one rounding: a whole number below 2⁵³ over a power of ten that a float64
// holds. Others are left to Read.
func decimalOf(s string) (float64, bool) {
	i, negative := 0, false
	if s[0] == '-' {
		i, negative = 1, true
	}
	var mantissa int64
	digits, decimals, point := 0, 0, false
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			mantissa = 10*mantissa + int64(c-'0')
			digits++
			if point {
				decimals++
			}
		case c == '.' && !point && digits > 0:
			point = true
		default:
			return 0, false
		}
	}
	if digits == 0 || digits > 15 || point && decimals == 0 {
		return 0, false
	}
	x := float64(mantissa) / powers[decimals]
	if negative {
		x = -x
	}
	return x, true
}

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

package read

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// sheet is a file cut into cells: trimmed of spaces and tabs, and empty where
// the file says NA.
type sheet struct {
	file   string
	line   int // of the header
	header []string
	rows   []sheetRow
	bad    Errors // rows that are not among rows
}

// sheetRow is one record and where it stands. lines is the line of each cell,
// nil if the record is on one line.
type sheetRow struct {
	line  int
	cells []string
	lines []int
}

func (r sheetRow) lineOf(column int) int {
	if r.lines == nil || column < 0 {
		return r.line
	}
	return r.lines[column]
}

// move moves the rows of a sheet down by so many lines.
func (s *sheet) move(down int) {
	for i := range s.rows {
		s.rows[i].line += down
		for j := range s.rows[i].lines {
			s.rows[i].lines[j] += down
		}
	}
	s.bad.moved(down)
}

// at is an error at a cell; column -1 means the row as a whole.
func (s sheet) at(r sheetRow, column int, reason, cause string) Error {
	e := Error{File: s.file, Line: r.lineOf(column), Reason: reason, Cause: cause}
	if column >= 0 {
		e.Column, e.Text = s.header[column], r.cells[column]
	}
	return e
}

// separators in the order of preference when a header does not tell.
var separators = []rune{',', ';', '\t'}

// scan cuts a file into cells and checks its shape: encoding, limits, quotes,
// the header's names, equal length of rows. Its errors are those after which no
// row can be read; a row that is wrong by itself is left to bad.
func scan(name string, data []byte) (sheet, Errors) {
	if errs := checkBytes(name, data); len(errs) > 0 {
		return sheet{}, errs
	}
	data = bytes.TrimPrefix(data, byteOrderMark)
	s := sheet{file: name}
	reader := newReader(data, separator(data))
	for {
		cells, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			s.bad = append(s.bad, quoteError(name, err))
			break // what follows a broken quote cannot be trusted
		}
		row := place(reader, cells)
		if len(cells) == 1 && row.cells[0] == "" {
			continue // a blank line
		}
		if s.header == nil {
			s.line, s.header = row.line, row.cells
			if errs := s.checkHeader(); len(errs) > 0 {
				return sheet{}, errs
			}
			continue
		}
		if len(s.rows) == maxRows {
			return sheet{}, Errors{{File: name, Line: row.line, Reason: fmt.Sprintf("more than %d rows", maxRows), Cause: "split the file"}}
		}
		if e := s.checkRow(row); e != nil {
			s.bad = append(s.bad, *e)
			continue
		}
		for i, cell := range row.cells {
			if cell == "NA" {
				row.cells[i] = ""
			}
		}
		s.rows = append(s.rows, row)
	}
	switch {
	case s.header == nil && len(s.bad) > 0:
		return sheet{}, s.bad
	case s.header == nil:
		return sheet{}, Errors{{File: name, Line: 1, Reason: "the file is empty", Cause: "an export that failed, or the wrong file"}}
	case len(s.rows) == 0 && len(s.bad) == 0:
		return sheet{}, Errors{{File: name, Line: s.line, Reason: "a header and no rows", Cause: "an export that failed, or the wrong file"}}
	}
	return s, nil
}

func newReader(data []byte, comma rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = comma
	r.FieldsPerRecord = -1
	return r
}

// separator is the one under which the header has most names that are known,
// among equals the earlier.
func separator(data []byte) rune {
	best, most := separators[0], 0
	for _, comma := range separators {
		cells, err := newReader(data, comma).Read()
		if err != nil {
			continue
		}
		names := 0
		for _, c := range cells {
			if known(trim(c)) {
				names++
			}
		}
		if names > most {
			best, most = comma, names
		}
	}
	return best
}

// place trims a record and notes where its cells begin.
func place(reader *csv.Reader, cells []string) sheetRow {
	first, _ := reader.FieldPos(0)
	last, _ := reader.FieldPos(len(cells) - 1)
	row := sheetRow{line: first, cells: make([]string, len(cells))}
	for i, c := range cells {
		row.cells[i] = trim(c)
	}
	if last != first {
		row.lines = make([]int, len(cells))
		for i := range cells {
			row.lines[i], _ = reader.FieldPos(i)
		}
	}
	return row
}

// trim drops spaces, tabs and line ends around a cell, and no other white space.
func trim(s string) string { return strings.Trim(s, " \t\r\n") }

func quoteError(name string, err error) Error {
	e := Error{File: name, Reason: err.Error()}
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return e
	}
	e.Line = parse.StartLine
	e.Reason = "a quote inside a cell that does not begin with one"
	e.Cause = "write the cell in quotes and each quote inside it twice"
	if errors.Is(parse.Err, csv.ErrQuote) {
		e.Reason = "a quoted cell that is not closed, or text after its closing quote"
		if parse.Line > parse.StartLine {
			e.Reason += fmt.Sprintf(" (found at line %d)", parse.Line)
		}
	}
	return e
}

func (s sheet) checkRow(row sheetRow) *Error {
	if len(row.cells) != len(s.header) {
		return &Error{File: s.file, Line: row.line, Reason: fmt.Sprintf("%d cells where the header has %d", len(row.cells), len(s.header)),
			Cause: "a separator inside a cell without quotes, a decimal comma, or a cell left out"}
	}
	for i, c := range row.cells {
		if len(c) > maxCell {
			return &Error{File: s.file, Line: row.lineOf(i), Column: s.header[i], Reason: fmt.Sprintf("a cell of %d bytes is longer than the limit of %d", len(c), maxCell),
				Cause: "a quote that is closed far too late"}
		}
	}
	return nil
}

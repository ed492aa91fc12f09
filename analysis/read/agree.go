package read

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Agreement is two extractions of the same trials held against each other cell
// by cell. Rows are matched by their address, columns by what they mean, so the
// order of neither matters. An empty cell and NA are one: both say missing.
//
//	Cells = Same + the values of Differing,  share = Same / Cells
//
// The cells of the address itself are not among Cells: they are how the rows
// were found.
type Agreement struct {
	A, B      Side
	Matched   int        // rows that are in both
	Cells     int        // cells compared: those of the matched rows in shared columns
	Same      int        // of those, how many hold the same value
	Differing []CellPair // in the order of A's rows and columns
}

// Side is one of the two tables: what it has that the other has not.
type Side struct {
	File        string
	Rows        int
	OnlyRows    []Place // rows without a match
	OnlyColumns []string
}

// Place is one cell, or a row by its study, as the file has it.
type Place struct {
	Line   int
	Column string
	Text   string
}

// How two cells differ.
const (
	ByNumber = "number" // two numbers
	ByText   = "text"
	ByGap    = "missing" // one of them is empty
	ByFormat = "format"  // the same number or text written in another way
)

// CellPair is a cell that the tables write differently. Address names the row
// as A has it.
type CellPair struct {
	Address string
	A, B    Place
	How     string
}

// Agree compares two tables. It is an error when they have different layouts, or
// when the columns of the address that both have do not tell the rows of one of
// them apart.
func Agree(a, b Table) (Agreement, error) {
	if a.Layout != b.Layout {
		return Agreement{}, Errors{{File: b.File, Line: 1, Reason: fmt.Sprintf("the %s layout, where %s has the %s layout", b.Layout, a.File, a.Layout),
			Cause: "two different forms, or not two extractions of one thing"}}
	}
	ha, _ := claim(sheet{header: a.Header}, a.Layout)
	hb, _ := claim(sheet{header: b.Header}, b.Layout)
	var key []string
	for _, code := range addressOf(a.Layout) {
		if ha.column(code) >= 0 && hb.column(code) >= 0 {
			key = append(key, code)
		}
	}
	if errs := slices.Concat(apart(a, b, ha, key), apart(b, a, hb, key)); len(errs) > 0 {
		return Agreement{}, errs
	}
	g := Agreement{A: Side{File: a.File, Rows: len(a.Rows)}, B: Side{File: b.File, Rows: len(b.Rows)}}
	columns := shared(a, b, ha, hb)
	g.A.OnlyColumns, g.B.OnlyColumns = alone(a.Header, columns, 0), alone(b.Header, columns, 1)
	partner := match(a, b, ha, hb, key)
	taken := map[int]bool{}
	for i, row := range a.Rows {
		j, ok := partner[i]
		if !ok {
			g.A.OnlyRows = append(g.A.OnlyRows, Place{Line: row.Line, Column: a.Study, Text: describe(row, ha, key)})
			continue
		}
		taken[j] = true
		g.Matched++
		for _, c := range columns {
			inAddress := slices.ContainsFunc(key, func(code string) bool { return ha.column(code) == c[0] })
			was, now := row.Cells[c[0]], b.Rows[j].Cells[c[1]]
			how := differ(was, now)
			switch {
			case !inAddress:
				g.Cells++
				if how == "" || how == ByFormat {
					g.Same++
				}
			case how != "":
				how = ByFormat // the rows were matched in spite of it
			}
			if how != "" {
				g.Differing = append(g.Differing, CellPair{Address: describe(row, ha, key), How: how,
					A: Place{row.Line, a.Header[c[0]], was}, B: Place{b.Rows[j].Line, b.Header[c[1]], now}})
			}
		}
	}
	for j, row := range b.Rows {
		if !taken[j] {
			g.B.OnlyRows = append(g.B.OnlyRows, Place{Line: row.Line, Column: b.Study, Text: describe(row, hb, key)})
		}
	}
	return g, nil
}

// Changed says whether a value, a row or a column is not in both.
func (g Agreement) Changed() bool {
	one := len(g.A.OnlyRows) + len(g.B.OnlyRows) + len(g.A.OnlyColumns) + len(g.B.OnlyColumns)
	return one > 0 || g.Same < g.Cells
}

// addressOf are the fields that address a row of a layout.
func addressOf(layout Layout) []string {
	for _, k := range keyFields {
		if k.layout == layout {
			return k.codes
		}
	}
	return nil
}

// apart refuses a table in which two rows have the same address by the columns
// that the other table has as well.
func apart(t, other Table, have claims, key []string) Errors {
	var errs Errors
	first := map[string]int{}
	for _, row := range t.Rows {
		k := address(row, have, key, asWritten)
		if line, ok := first[k]; ok {
			errs = append(errs, Error{File: t.File, Line: row.Line, Column: t.Study, Text: row.Study,
				Reason: fmt.Sprintf("lines %d and %d have the same %s, which are the columns of the address that %s has too", line, row.Line, listed(key), other.File),
				Cause:  "the column that tells them apart is missing there"})
			continue
		}
		first[k] = row.Line
	}
	return errs
}

// shared pairs the columns of two headers: those of one field, then those of
// one name but for capitals.
func shared(a, b Table, ha, hb claims) [][2]int {
	var pairs [][2]int
	for i, name := range a.Header {
		j := -1
		if code := fieldAt(ha, i); code != "" {
			j = hb.column(code)
		} else {
			j = slices.IndexFunc(b.Header, func(n string) bool { return strings.EqualFold(n, name) })
			if j >= 0 && fieldAt(hb, j) != "" {
				j = -1
			}
		}
		if j >= 0 {
			pairs = append(pairs, [2]int{i, j})
		}
	}
	return pairs
}

// fieldAt is the field that a column holds, empty for one of the user's own.
func fieldAt(have claims, column int) string {
	for code, i := range have {
		if i == column {
			return code
		}
	}
	return ""
}

// alone are the columns of one side that are in no pair.
func alone(header []string, pairs [][2]int, side int) []string {
	var names []string
	for i, name := range header {
		if !slices.ContainsFunc(pairs, func(p [2]int) bool { return p[side] == i }) {
			names = append(names, name)
		}
	}
	return names
}

// match pairs the rows of a with those of b: by the address as written, then,
// among the rest, by the address without capitals, spaces and Unicode forms
// where that leaves no doubt.
func match(a, b Table, ha, hb claims, key []string) map[int]int {
	partner, taken := map[int]int{}, map[int]bool{}
	for _, spelling := range []func(string) string{asWritten, folded} {
		left, right := map[string][]int{}, map[string][]int{}
		for i, row := range a.Rows {
			if _, ok := partner[i]; !ok {
				k := address(row, ha, key, spelling)
				left[k] = append(left[k], i)
			}
		}
		for j, row := range b.Rows {
			if !taken[j] {
				k := address(row, hb, key, spelling)
				right[k] = append(right[k], j)
			}
		}
		for k, rows := range left {
			if len(rows) == 1 && len(right[k]) == 1 {
				partner[rows[0]] = right[k][0]
				taken[right[k][0]] = true
			}
		}
	}
	return partner
}

// describe is a row's address for a reader: its cells that are not empty.
func describe(row Row, have claims, key []string) string {
	var parts []string
	for _, code := range key {
		if text := row.Cells[have.column(code)]; text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// differ says how two cells differ, empty if they are the same.
func differ(a, b string) string {
	x, _, _ := Decimal(a)
	y, _, _ := Decimal(b)
	numbers := !math.IsNaN(x) && !math.IsNaN(y)
	switch {
	case a == b:
		return ""
	case a == "" || b == "":
		return ByGap
	case numbers && x == y, !numbers && words(a) == words(b):
		return ByFormat
	case numbers:
		return ByNumber
	}
	return ByText
}

// words is a text without regard to capitals, the kind and number of spaces
// between words, and the composition of its letters.
func words(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(s))), " ")
}

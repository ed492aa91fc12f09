package choose

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"grove/analysis/protocol"
	"grove/analysis/read"
)

// studiesPrefix marks a column of the studies table where the data have a
// column of the same name.
const studiesPrefix = "studies."

// failsStudy is the reason why a study fails the filters on what is true of it
// whatever the outcome, empty when it passes. Only clauses that speak of
// nothing else are judged here.
func failsStudy(t Tables, s protocol.Select, st listed) string {
	for _, f := range s.Where {
		if ofStudy(t, f) && !matches(f, studyCell(t, st.key, f.Column)) {
			return withReason(t, st, unmet(f, studyCell(t, st.key, f.Column)))
		}
	}
	for _, clause := range s.Exclude {
		all := len(clause) > 0
		for _, f := range clause {
			all = all && ofStudy(t, f) && matches(f, studyCell(t, st.key, f.Column))
		}
		if all {
			return "excluded: " + words(clause)
		}
	}
	return ""
}

// failsRows is the reason why a contrast made of these rows fails the filters,
// empty when it passes. The rows stand or fall together: each must pass every
// filter, and none may match an excluded clause.
func failsRows(t Tables, table *read.Table, s protocol.Select, rows []read.Row) string {
	for _, f := range s.Where {
		if ofStudy(t, f) {
			continue
		}
		for _, r := range rows {
			if c := cell(t, table, r, f.Column); !matches(f, c) {
				return withCell(table, r, unmet(f, c))
			}
		}
	}
	for _, clause := range s.Exclude {
		for _, r := range rows {
			all := len(clause) > 0
			for _, f := range clause {
				all = all && matches(f, cell(t, table, r, f.Column))
			}
			if all {
				return "excluded: " + words(clause)
			}
		}
	}
	return ""
}

// ofStudy says whether a filter speaks of the study itself: its key, or a
// column that the studies table has and the data have not.
func ofStudy(t Tables, f protocol.Filter) bool {
	if f.Column == "study" || strings.HasPrefix(f.Column, studiesPrefix) {
		return true
	}
	return column(t.Arms, f.Column) < 0 && column(t.Contrasts, f.Column) < 0
}

// studyCell is the text of a column for a study: its key, or what its row in the
// studies table has.
func studyCell(t Tables, key, name string) string {
	if name == "study" {
		return key
	}
	i := column(t.Studies, strings.TrimPrefix(name, studiesPrefix))
	if i < 0 {
		return ""
	}
	at := slices.IndexFunc(t.Studies.Rows, func(r read.Row) bool { return r.Study == key })
	if at < 0 {
		return ""
	}
	return t.Studies.Rows[at].Cells[i]
}

// cell is the text of a column for a row: its own, or its study's.
func cell(t Tables, table *read.Table, r read.Row, name string) string {
	switch {
	case name == "study":
		return r.Study
	case name == "treatment" && r.Treatment != "":
		return r.Treatment
	}
	if i := column(table, name); i >= 0 {
		return r.Cells[i]
	}
	if column(t.Arms, name) >= 0 || column(t.Contrasts, name) >= 0 {
		return ""
	}
	return studyCell(t, r.Study, name)
}

// Known says whether any table has the column.
func Known(t Tables, name string) bool {
	_, ok := columnValues(t, name)
	return ok
}

// Has says whether any row has the value in the column.
func Has(t Tables, name, value string) bool {
	values, _ := columnValues(t, name)
	return slices.ContainsFunc(values, func(v string) bool { return same(v, value) })
}

// Row is the row of a reference, with the table it is in; false when there is
// none.
func Row(t Tables, ref Ref) (*read.Table, read.Row, bool) {
	for _, table := range []*read.Table{t.Arms, t.Contrasts} {
		if table == nil || table.File != ref.File {
			continue
		}
		i, ok := slices.BinarySearchFunc(table.Rows, ref.Line, func(r read.Row, line int) int { return r.Line - line })
		if ok {
			return table, table.Rows[i], true
		}
	}
	return nil, read.Row{}, false
}

// Values are the distinct texts that the rows of a chosen contrast have in a
// column, or that its study has.
func Values(t Tables, c Chosen, name string) []string {
	var values []string
	for _, ref := range c.Rows {
		table, r, ok := Row(t, ref)
		if !ok {
			continue
		}
		if v := cell(t, table, r, name); v != "" && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values
}

// Value is what a study has in a column, of its row in the studies table or of
// its first row in the data; empty when it has nothing there.
func Value(t Tables, key, name string) string {
	if column(t.Studies, strings.TrimPrefix(name, studiesPrefix)) >= 0 {
		return studyCell(t, key, name)
	}
	for _, table := range []*read.Table{t.Arms, t.Contrasts} {
		if table == nil {
			continue
		}
		for _, r := range table.Rows {
			if r.Study == key {
				if v := cell(t, table, r, name); v != "" {
					return v
				}
			}
		}
	}
	return ""
}

// column is the position of a column, -1 when the table has none of the name.
func column(t *read.Table, name string) int {
	if t == nil {
		return -1
	}
	return slices.Index(t.Header, name)
}

// matches says whether a cell's text passes a filter. A missing cell matches
// only the filter for missing cells.
func matches(f protocol.Filter, text string) bool {
	op, _ := find(f.Op)
	return op.match(f, text)
}

// operator is one way a filter compares.
type operator struct {
	code, words string
	match       func(f protocol.Filter, text string) bool
}

var operators = []operator{
	{"in", "=", func(f protocol.Filter, text string) bool {
		return text != "" && slices.ContainsFunc(f.Values, func(v string) bool { return same(v, text) })
	}},
	{"gt", ">", func(f protocol.Filter, text string) bool { x, ok := number(text); return ok && x > f.Number }},
	{"ge", "≥", func(f protocol.Filter, text string) bool { x, ok := number(text); return ok && x >= f.Number }},
	{"lt", "<", func(f protocol.Filter, text string) bool { x, ok := number(text); return ok && x < f.Number }},
	{"le", "≤", func(f protocol.Filter, text string) bool { x, ok := number(text); return ok && x <= f.Number }},
	{"missing", "missing", func(f protocol.Filter, text string) bool { return text == "" }},
}

func find(code string) (operator, bool) {
	for _, o := range operators {
		if o.code == code {
			return o, true
		}
	}
	return operator{match: func(protocol.Filter, string) bool { return false }}, false
}

// same compares as text, or as numbers when both are plain decimals.
func same(a, b string) bool {
	if a == b {
		return true
	}
	x, okx := number(a)
	y, oky := number(b)
	return okx && oky && x == y
}

func number(text string) (float64, bool) {
	if strings.Trim(text, "+-.0123456789") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil
}

// words is a clause as a reader would say it.
func words(clause []protocol.Filter) string {
	var parts []string
	for _, f := range clause {
		parts = append(parts, f.Words())
	}
	return strings.Join(parts, " and ")
}

func unmet(f protocol.Filter, text string) string {
	if text == "" {
		return fmt.Sprintf("%s is not reported (wanted: %s)", f.Column, f.Words())
	}
	return fmt.Sprintf("%s is %s (wanted: %s)", f.Column, text, f.Words())
}

// withCell and withReason add what the table itself says in a column named
// reason.
func withCell(table *read.Table, r read.Row, text string) string {
	if i := column(table, "reason"); i >= 0 && r.Cells[i] != "" {
		return text + ": " + r.Cells[i]
	}
	return text
}

func withReason(t Tables, st listed, text string) string {
	if reason := studyCell(t, st.key, "reason"); reason != "" {
		return text + ": " + reason
	}
	return text
}

package report

import (
	"fmt"
	"strconv"
	"strings"

	"grove/analysis/read"
)

// differences are the ways in which two cells differ, in words.
var differences = map[string]string{
	read.ByNumber: "another number", read.ByText: "another text", read.ByGap: "missing in one", read.ByFormat: "written otherwise, the same value",
}

// AgreementText is the comparison of two extractions for a terminal: one line a
// cell, with both places as an editor opens them.
func AgreementText(g read.Agreement) string {
	var b strings.Builder
	for _, l := range agreementSummary(g) {
		b.WriteString(Plain(l) + "\n")
	}
	for _, d := range g.Differing {
		fmt.Fprintf(&b, "%s %s | %s %s | %s | %s\n", at(g.A, d.A), cellText(d.A.Text), at(g.B, d.B), cellText(d.B.Text), differences[d.How], Plain(d.Address))
	}
	for _, s := range []read.Side{g.A, g.B} {
		for _, r := range s.OnlyRows {
			fmt.Fprintf(&b, "%s: a row in this table only: %s\n", at(s, r), Plain(r.Text))
		}
		for _, name := range s.OnlyColumns {
			fmt.Fprintf(&b, "%s:1:%s: a column of this table only\n", Plain(s.File), Plain(name))
		}
	}
	return b.String()
}

// AgreementMarkdown is the same for a log of the extraction.
func AgreementMarkdown(g read.Agreement) string {
	var b strings.Builder
	for i, l := range agreementSummary(g) {
		mark := "* "
		if i == 0 {
			mark = ""
		}
		b.WriteString(mark + Escape(l) + "\n")
		if i == 0 {
			b.WriteString("\n")
		}
	}
	if len(g.Differing) > 0 {
		fmt.Fprintf(&b, "\n| row | %s | | %s | | difference |\n|---|---|---|---|---|---|\n", Escape(g.A.File), Escape(g.B.File))
		for _, d := range g.Differing {
			fmt.Fprintf(&b, "| %s | %d:%s | %s | %d:%s | %s | %s |\n", Escape(d.Address), d.A.Line, Escape(d.A.Column), Escape(cellText(d.A.Text)),
				d.B.Line, Escape(d.B.Column), Escape(cellText(d.B.Text)), differences[d.How])
		}
	}
	for _, s := range []read.Side{g.A, g.B} {
		if len(s.OnlyRows)+len(s.OnlyColumns) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\nOnly in %s:\n\n", Escape(s.File))
		for _, r := range s.OnlyRows {
			fmt.Fprintf(&b, "* line %d: %s\n", r.Line, Escape(r.Text))
		}
		for _, name := range s.OnlyColumns {
			fmt.Fprintf(&b, "* column %s\n", Escape(name))
		}
	}
	return b.String()
}

// AgreementJSON is the same for programs.
func AgreementJSON(g read.Agreement) ([]byte, error) {
	side := func(s read.Side) object {
		rows := []any{}
		for _, r := range s.OnlyRows {
			rows = append(rows, object{{"line", r.Line}, {"address", r.Text}})
		}
		return object{{"file", s.File}, {"rows", s.Rows}, {"only_rows", rows}, {"only_columns", append([]string{}, s.OnlyColumns...)}}
	}
	place := func(p read.Place) object { return object{{"line", p.Line}, {"column", p.Column}, {"text", p.Text}} }
	cells := []any{}
	for _, d := range g.Differing {
		cells = append(cells, object{{"address", d.Address}, {"a", place(d.A)}, {"b", place(d.B)}, {"differs", d.How}})
	}
	return indent(object{
		{"a", side(g.A)}, {"b", side(g.B)}, {"rows_in_both", g.Matched},
		{"cells_compared", g.Cells}, {"cells_same", g.Same}, {"cells", cells},
	})
}

// agreementSummary counts, in one line or two.
func agreementSummary(g read.Agreement) []string {
	lines := []string{fmt.Sprintf("%s: %s; %s: %s; %s in both", g.A.File, Plural(g.A.Rows, "row", "rows"), g.B.File, Plural(g.B.Rows, "row", "rows"), thousands(strconv.Itoa(g.Matched)))}
	if g.Cells == 0 {
		return append(lines, "no cell could be compared")
	}
	otherwise := 0
	for _, d := range g.Differing {
		if d.How == read.ByFormat {
			otherwise++
		}
	}
	said := fmt.Sprintf("%s compared, %s with the same value (%s%%)", Plural(g.Cells, "cell", "cells"), thousands(strconv.Itoa(g.Same)), share(g.Same, g.Cells))
	if otherwise > 0 {
		said += fmt.Sprintf("; %s written otherwise", Plural(otherwise, "cell", "cells"))
	}
	return append(lines, said)
}

// share is a percentage with one decimal that says 100 only of all.
func share(part, of int) string {
	percent := 100 * float64(part) / float64(of)
	if part < of && percent > 99.9 {
		percent = 99.9
	}
	return strconv.FormatFloat(percent, 'f', 1, 64)
}

// at is a place as compilers write it.
func at(s read.Side, p read.Place) string {
	return Plain(fmt.Sprintf("%s:%d:%s", s.File, p.Line, p.Column))
}

// cellText is a cell in quotes, in which what does not print is spelt out since
// it may be all that differs, or the word for an empty one.
func cellText(s string) string {
	if s == "" {
		return "missing"
	}
	return strconv.Quote(s)
}

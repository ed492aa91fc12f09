package report

import (
	"slices"
	"unicode/utf8"
)

// htmlTable is a table of the page: heads over groups of rows, the first cell
// of a row being its head.
type htmlTable struct {
	ID, Title string
	Name      string // of the CSV it gives
	Heads     []htmlCell
	Groups    []htmlGroup
	Wide      bool // wants a page on its side in print
}

// htmlGroup is some rows under a head of their own; one without a title is
// just rows.
type htmlGroup struct {
	Title string
	Rows  []htmlRow
}

type htmlRow struct {
	Cells []htmlCell
	Muted bool
}

// htmlCell is a text, with a link or with another text for machines and screen
// readers where it is only a mark.
type htmlCell struct {
	Text, Link, Meaning string
	Number              bool // stands to the right
	Long                bool // may break over lines
	Fixed               bool // never breaks, in print either
	Turned              bool // written upwards, in narrow columns
	Down                int  // rows it spans, where more than one
	English             bool // a text of ours that stays English
}

// most is the length from which a text may break over lines.
const most = 24

func plainCell(s string) htmlCell  { return htmlCell{Text: s, Long: utf8.RuneCountInString(s) > most} }
func fixedCell(s string) htmlCell  { return htmlCell{Text: s, Fixed: true} }
func numberCell(s string) htmlCell { return htmlCell{Text: s, Number: true} }

// saidCell is a text of ours, which is English in every page.
func saidCell(s string) htmlCell {
	c := plainCell(s)
	c.English = true
	return c
}

// row is a row of cells that is not muted.
func row(cells ...htmlCell) htmlRow { return htmlRow{Cells: cells} }

// full is the table without the columns that hold nothing. It is for tables
// without spans.
func (t htmlTable) full() *htmlTable {
	var kept []int
	for i := range t.Heads {
		if slices.ContainsFunc(t.Groups, func(g htmlGroup) bool {
			return slices.ContainsFunc(g.Rows, func(r htmlRow) bool { return r.Cells[i].Text != "" })
		}) {
			kept = append(kept, i)
		}
	}
	only := func(cells []htmlCell) []htmlCell {
		var some []htmlCell
		for _, i := range kept {
			some = append(some, cells[i])
		}
		return some
	}
	t.Heads = only(t.Heads)
	for g := range t.Groups {
		for r := range t.Groups[g].Rows {
			t.Groups[g].Rows[r].Cells = only(t.Groups[g].Rows[r].Cells)
		}
	}
	return &t
}

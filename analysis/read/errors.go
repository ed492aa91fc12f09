package read

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Error is one thing wrong in a file. It prints as
//
//	file:line:column-name: "text": reason; cause
//
// without the parts that do not apply.
type Error struct {
	File   string
	Line   int    // from 1
	Column string // the column's name as written
	Text   string // the offending text
	Reason string
	Cause  string // the likely cause
}

const longestQuote = 60 // runes of an offending text that an error shows

func (e Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d", e.File, e.Line)
	if e.Column != "" {
		b.WriteString(":" + plain(e.Column))
	}
	b.WriteString(": ")
	if e.Text != "" {
		b.WriteString(strconv.Quote(shorten(e.Text)) + ": ")
	}
	b.WriteString(e.Reason)
	if e.Cause != "" {
		b.WriteString("; " + e.Cause)
	}
	return b.String()
}

// moved are the errors of rows that stand further down, by so many lines.
func (e Errors) moved(down int) Errors {
	for i := range e {
		if e[i].Line > 1 {
			e[i].Line += down
		}
	}
	return e
}

// plain drops what a terminal could take for a command.
func plain(s string) string {
	quoted := strconv.Quote(shorten(s))
	return quoted[1 : len(quoted)-1]
}

func shorten(s string) string {
	runes := 0
	for i := range s {
		if runes == longestQuote {
			return s[:i] + "…"
		}
		runes++
	}
	return s
}

// Errors are all that is wrong in a file, in the order of its lines.
type Errors []Error

const mostPrinted = 50

// Error prints the first 50 errors, one a line, then how many more there are.
func (es Errors) Error() string {
	var b strings.Builder
	for i, e := range es {
		if i == mostPrinted {
			fmt.Fprintf(&b, "\nand %d more", len(es)-mostPrinted)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.Error())
	}
	return b.String()
}

func (es Errors) sort() {
	sort.SliceStable(es, func(i, j int) bool { return es[i].Line < es[j].Line })
}

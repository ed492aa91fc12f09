package protocol

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Error is one thing wrong in a protocol. It prints as
//
//	file:line:column: "text": reason; did you mean "nearest"?
//
// without the parts that do not apply.
type Error struct {
	File         string
	Line, Column int // from 1; Line is 0 for the file as a whole
	Text         string
	Reason       string
	Nearest      string // the known word that looks most like Text
}

func (e Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", e.Line, e.Column)
	}
	b.WriteString(": ")
	if e.Text != "" {
		b.WriteString(strconv.Quote(shorten(e.Text)) + ": ")
	}
	b.WriteString(e.Reason)
	if e.Nearest != "" {
		fmt.Fprintf(&b, "; did you mean %q?", e.Nearest)
	}
	return b.String()
}

const longestQuote = 60 // runes of an offending text that an error shows

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

// Errors are all that is wrong in a protocol, in the order of the file.
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
	sort.SliceStable(es, func(i, j int) bool {
		if es[i].Line != es[j].Line {
			return es[i].Line < es[j].Line
		}
		return es[i].Column < es[j].Column
	})
}

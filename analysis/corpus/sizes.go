package corpus

import (
	"fmt"
	"strings"
)

// The limits that are promised, in bytes.
const (
	longestLine = 1 << 20
	longestCell = 64 << 10
)

// sizes are files at a limit, which are read, and past it, which are refused.
func sizes() []File {
	own := func(cell string) string { return replace(",a\n", ","+cell+"\n")(Counts) }
	var many, cells, names strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&names, ",own%d", i)
		cells.WriteString(",x")
	}
	many.WriteString("study,arm,n,events\n")
	for i := range 60 {
		fmt.Fprintf(&many, "s%d,x,10,11\n", i)
	}
	comments := strings.Repeat("# x\n", 32<<10)
	return []File{
		{Name: "the longest cell", Base: "counts", Text: own(strings.Repeat("x", longestCell)), Want: Equal, Loose: []string{"Cells"}},
		{Name: "a cell too long", Base: "counts", Text: own(strings.Repeat("x", longestCell+1)), Want: Refused, Line: 2, Column: "note", Says: "a cell of 65537 bytes is longer than the limit"},
		{Name: "a cell too long in quotes and many lines", Base: "counts", Text: own(`"` + strings.Repeat("x\n", longestCell/2+1) + `"`), Want: Refused, Line: 2, Column: "note", Says: "a quote that is closed far too late"},
		{Name: "a name too long", Base: "counts", Text: replace("note", strings.Repeat("x", longestCell+1))(Counts), Want: Refused, Line: 1, Says: "the name of column 6 is longer"},
		{Name: "a line too long", Base: "counts", Text: Counts + strings.Repeat("x", longestLine+1), Want: Refused, Line: 5, Says: "a line of 1048577 bytes is longer than the limit"},
		{Name: "a thousand columns of one's own", Base: "counts", Text: strings.Replace(strings.ReplaceAll(Counts, "\n", cells.String()+"\n"), cells.String(), names.String(), 1), Want: Equal, Loose: []string{"Cells"}},
		{Name: "more errors than are printed", Base: "long", Text: many.String(), Want: Refused, Line: 51, Column: "events", Says: "more events than people (10)"},
		{Name: "a protocol too large", Base: "protocol", Text: Protocol + comments, Want: Refused, Line: 1, Column: "1", Says: "is larger than the limit"},
		{Name: "a line of a protocol too long", Base: "protocol", Text: Protocol + "# " + strings.Repeat("x", 16<<10) + "\n", Want: Refused, Line: 21, Column: "16386", Says: "a line longer than"},
		{Name: "brackets too deep", Base: "protocol", Text: Protocol + "x: " + strings.Repeat("[", 60) + "\n", Want: Refused, Line: 21, Column: "36", Says: "more than 32 brackets open"},
	}
}

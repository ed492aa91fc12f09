package read

import (
	"fmt"
	"strings"
	"unicode"
)

// checkHeader refuses names that are empty, too long, unprintable or, but for
// capitals, written twice.
func (s sheet) checkHeader() Errors {
	var errs Errors
	bad := func(name, reason, cause string) {
		errs = append(errs, Error{File: s.file, Line: s.line, Column: name, Reason: reason, Cause: cause})
	}
	seen := map[string]int{}
	for i, name := range s.header {
		switch {
		case name == "":
			bad("", fmt.Sprintf("column %d of the header has no name", i+1), "a separator too many, or a column without a heading")
			continue
		case len(name) > maxCell:
			bad("", fmt.Sprintf("the name of column %d is longer than %d bytes", i+1, maxCell), "a quote that is closed far too late")
			continue
		case strings.IndexFunc(name, unprintable) >= 0:
			bad(name, fmt.Sprintf("the name of column %d has a character that does not print", i+1), "copied from a web page or a word processor; type the name again")
		}
		folded := strings.ToLower(name)
		if first, ok := seen[folded]; ok {
			bad(name, fmt.Sprintf("columns %d (%s) and %d (%s) have the same name", first+1, plain(s.header[first]), i+1, plain(name)), "a column pasted twice, or names that differ only in capitals")
			continue
		}
		seen[folded] = i
	}
	return errs
}

// unprintable is true for control and invisible characters and for every space
// but the plain one.
func unprintable(r rune) bool { return !unicode.IsPrint(r) }

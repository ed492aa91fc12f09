package read

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// keyFields address a row of each layout; those that a file lacks count for
// nothing.
var keyFields = []struct {
	layout Layout
	codes  []string
}{
	{Long, []string{"study", "outcome", "time", "time_weeks", "moment", "arm", "scale", "kind"}},
	{Wide, []string{"study", "outcome", "time", "time_weeks", "moment", "experimental", "variant_t", "control", "variant_c", "scale", "kind", "rating", "measure", "pairing"}},
	{Studies, []string{"study"}},
}

// checkKeys refuses two rows of one address, and an arm whose treatment changes
// from row to row.
func checkKeys(s sheet, layout Layout, have claims, rows []Row) Errors {
	var codes, names []string
	for _, k := range keyFields {
		if k.layout != layout {
			continue
		}
		for _, code := range k.codes {
			if column := have.column(code); column >= 0 {
				codes, names = append(codes, code), append(names, s.header[column])
			}
		}
	}
	var errs Errors
	seen := map[string]int{}
	treatments := map[[2]string]int{}
	for i, row := range rows {
		if row.Study == "" {
			continue
		}
		key := address(row, have, codes, asWritten)
		if first, ok := seen[key]; ok {
			errs = append(errs, s.at(s.rows[i], have.column("study"),
				fmt.Sprintf("lines %d and %d have the same %s", rows[first].Line, row.Line, listed(names)),
				"a row pasted twice, or what tells the two apart is in no column of the key"))
			continue
		}
		seen[key] = i
		if layout != Long || row.Arm == "" {
			continue
		}
		arm := [2]string{row.Study, row.Arm}
		first, ok := treatments[arm]
		if !ok {
			treatments[arm] = i
		} else if rows[first].Treatment != row.Treatment {
			errs = append(errs, s.at(s.rows[i], have.column("treatment"),
				fmt.Sprintf("the arm %q of this study has the treatment %q here and %q on line %d", plain(row.Arm), plain(row.Treatment), plain(rows[first].Treatment), rows[first].Line),
				"two arms under one name, or a treatment spelt in two ways"))
		}
	}
	return errs
}

// asWritten is the spelling of an address in which each letter counts.
func asWritten(s string) string { return s }

// address is a row's key. Times are compared as numbers, so that 24 and 24.0
// are one time; everything else as text in the given spelling.
func address(row Row, have claims, codes []string, spelling func(string) string) string {
	var b strings.Builder
	for _, code := range codes {
		part := spelling(row.Cells[have.column(code)])
		if (code == "time" || code == "time_weeks") && !math.IsNaN(row.Time) {
			part = fmt.Sprint(row.Time)
		}
		fmt.Fprintf(&b, "%d:%s", len(part), part)
	}
	return b.String()
}

func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// checkSpelling refuses names of studies that differ only in capitals, spaces or
// the form of their Unicode letters: pooled as they are, one study would count
// twice.
func checkSpelling(s sheet, have claims, rows []Row) Errors {
	var errs Errors
	first := map[string]int{} // folded name to the row that first has it
	told := map[string]bool{}
	for i, row := range rows {
		if row.Study == "" || told[row.Study] {
			continue
		}
		key := folded(row.Study)
		other, ok := first[key]
		if !ok {
			first[key] = i
			continue
		}
		if rows[other].Study != row.Study {
			told[row.Study] = true
			errs = append(errs, s.at(s.rows[i], have.column("study"),
				fmt.Sprintf("differs from %q on line %d only in capitals, spaces or the form of its letters", shorten(rows[other].Study), rows[other].Line),
				"likely the same study written twice"))
		}
	}
	return errs
}

// folded is a name without what the eye does not tell apart.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(strings.ToLower(name))))
}

// Package read turns a CSV file into a table whose every number is what the
// file says. Whatever is ambiguous is refused, with the place, the text and the
// likely cause, and all of a file's errors are listed.
//
// A missing number is an empty cell or NA and becomes NaN; it is never zero.
package read

import "grove/analysis/study"

// Layout says what one row of a table is.
type Layout string

// The layouts. Detect is what Read is given when the header is to decide
// between Long and Wide.
const (
	Detect  Layout = ""
	Long    Layout = "long"    // a row is an arm
	Wide    Layout = "wide"    // a row is a comparison
	Studies Layout = "studies" // a row is a study
)

// Table is a file that was read without an error.
type Table struct {
	File   string
	Layout Layout
	Header []string // as written, without the spaces around
	Study  string   // the header of the column that names the study
	Rows   []Row
}

// Row is one row of a table. What it does not report is NaN, or empty for
// text; fields of another layout are NaN or empty as well.
type Row struct {
	Line  int      // of the row's first byte, from 1
	Cells []string // the text of each header column; empty for a missing cell

	Study, Label, Outcome, Scale, Kind string

	Time float64 // hours: column time_h or time as it is, time_weeks times 168

	// Long: the arm. SD comes from se·√n if only se is given; a note says so.
	Arm, Treatment string // Treatment is Arm where the column is missing or empty
	Group          study.Group

	// Wide: the experimental arm T, the control arm C and their names, which
	// are empty unless the file has columns for them.
	T, C                   study.Group
	TreatmentT, TreatmentC string

	// Wide: the people of a crossover or matched trial, nil unless the file has
	// their paired counts. T and C are then the margins.
	Pairs *study.Pairs

	// Wide: what a study of one group reports of how its variables go together, nil
	// unless the file has columns for it. T is then the group.
	Within *study.Within

	// Wide: the reported effect on the analysis scale (log for ratios), its
	// variance, and the measure it is on if the file says so.
	Y, V    float64
	Measure string

	Converted []string // what was converted, by the codes of effect.Conversions
	Notes     []string // caveats that travel with the numbers
}

// Column returns the position of a header column by its name as written, or -1.
func (t Table) Column(name string) int {
	for i, h := range t.Header {
		if h == name {
			return i
		}
	}
	return -1
}

// Read reads a CSV file. name stands in the errors; data are the bytes of the
// file; layout is what a row is, or Detect. The error is of type Errors and
// then there is no table.
func Read(name string, data []byte, layout Layout) (Table, error) {
	return readAt(name, data, layout, 0)
}

// readAt is Read of a header whose rows stand further down in their file, by so
// many lines.
func readAt(name string, data []byte, layout Layout, down int) (Table, error) {
	sheet, errs := scan(name, data)
	if len(errs) > 0 {
		return Table{}, errs.moved(down)
	}
	sheet.move(down)
	layout, errs = chooseLayout(sheet, layout)
	if len(errs) > 0 {
		return Table{}, errs
	}
	claimed, errs := claim(sheet, layout)
	if len(errs) > 0 {
		return Table{}, errs
	}
	rows, errs := decode(sheet, layout, claimed)
	errs = append(errs, sheet.bad...)
	errs = append(errs, checkKeys(sheet, layout, claimed, rows)...)
	errs = append(errs, checkSpelling(sheet, claimed, rows)...)
	if len(errs) > 0 {
		errs.sort()
		return Table{}, errs
	}
	return Table{File: name, Layout: layout, Header: sheet.header, Study: sheet.header[claimed["study"]], Rows: rows}, nil
}

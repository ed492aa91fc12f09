package report

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// EstimatesCSV is estimates.csv: a row an estimate, named as in results.json.
func EstimatesCSV(r Review) ([]byte, error) {
	var all []Estimate
	for _, a := range r.Analyses {
		all = append(all, a.Estimates()...)
	}
	return EstimateCSV(all)
}

// EstimateCSV is a header and a row for each estimate.
func EstimateCSV(all []Estimate) ([]byte, error) {
	var rows [][]string
	for _, e := range all {
		rows = append(rows, EstimateCells(e))
	}
	return write(EstimateHeader(), rows)
}

// EstimateHeader are the names of the columns of an estimate.
func EstimateHeader() []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}

// EstimateCells is the row of an estimate under EstimateHeader.
func EstimateCells(e Estimate) []string {
	row := make([]string, len(fields))
	for i, f := range fields {
		v := f.of(e)
		switch v.json.(type) {
		case string, []string:
			v.csv = Inert(v.csv)
		}
		row[i] = v.csv
	}
	return row
}

// trialColumns are the columns of studies.csv. yi, vi and slab are what R's
// rma(yi, vi, slab = slab) takes as it is.
var trialColumns = []struct {
	name string
	of   func(Analysis, Trial) string
}{
	{"analysis", func(a Analysis, _ Trial) string { return a.ID }},
	{"study", func(_ Analysis, t Trial) string { return Inert(t.Study) }},
	{"slab", func(_ Analysis, t Trial) string { return Inert(t.Label) }},
	{"measure", func(a Analysis, _ Trial) string { return a.Measure.Code }},
	{"yi", func(_ Analysis, t Trial) string { return Number(float64(settle(t.Y, t.V))) }},
	{"vi", func(_ Analysis, t Trial) string { return Number(t.V) }},
	{"ci_lb", func(_ Analysis, t Trial) string { return Number(t.CILower) }},
	{"ci_ub", func(_ Analysis, t Trial) string { return Number(t.CIUpper) }},
	{"weight", func(_ Analysis, t Trial) string { return Number(t.Weight) }},
	{"events_t", func(_ Analysis, t Trial) string { return Number(t.T.Events) }},
	{"n_t", func(_ Analysis, t Trial) string { return Number(t.T.N) }},
	{"mean_t", func(_ Analysis, t Trial) string { return Number(t.T.Mean) }},
	{"sd_t", func(_ Analysis, t Trial) string { return Number(t.T.SD) }},
	{"events_c", func(_ Analysis, t Trial) string { return Number(t.C.Events) }},
	{"n_c", func(_ Analysis, t Trial) string { return Number(t.C.N) }},
	{"mean_c", func(_ Analysis, t Trial) string { return Number(t.C.Mean) }},
	{"sd_c", func(_ Analysis, t Trial) string { return Number(t.C.SD) }},
	{"source", func(_ Analysis, t Trial) string { return Inert(t.Source) }},
	{"converted", func(_ Analysis, t Trial) string { return strings.Join(t.Converted, "; ") }},
	{"notes", func(_ Analysis, t Trial) string { return Inert(joined(t.Notes)) }},
}

// TrialsCSV is studies.csv: the trials of every main estimate.
func TrialsCSV(r Review) ([]byte, error) {
	var header []string
	for _, c := range trialColumns {
		header = append(header, c.name)
	}
	var rows [][]string
	for _, a := range r.Analyses {
		for _, t := range a.Main.Trials {
			var row []string
			for _, c := range trialColumns {
				row = append(row, c.of(a, t))
			}
			rows = append(rows, row)
		}
	}
	return write(header, rows)
}

func write(header []string, rows [][]string) ([]byte, error) {
	return Rows(append([][]string{header}, rows...))
}

// Rows are rows of cells as CSV.
func Rows(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), w.Error()
}

// Inert is a text on one line that no spreadsheet takes for a formula: one that
// begins like a formula gets a leading apostrophe.
func Inert(s string) string {
	s = Plain(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

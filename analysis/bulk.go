package analysis

import (
	"math"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// Pool is the main estimate of one table, without anything beside it.
func Pool(t read.Table, asked protocol.Analysis) (report.Estimate, error) {
	in := tables(t)
	asked = in.completed(asked)
	p := plan{asked.Select, asked.Measure, asked.Settings, asked.Options}
	m, err := measure(in.Tables, p)
	if err != nil {
		return report.Estimate{}, err
	}
	e, err := estimate(m, p)
	for _, l := range m.left {
		e.Notes = append(e.Notes, l.Label+" left out: "+l.Reason)
	}
	return e, err
}

// NoAnswer is the estimate of a table that has none.
func NoAnswer(asked protocol.Analysis, why error) report.Estimate {
	m, _ := effect.Lookup(asked.Measure)
	nan := math.NaN()
	e := report.Estimate{Measure: m, Settings: asked.Settings, Result: pool.Undefined(asked.Settings, 0, nan),
		Natural: report.Natural{Estimate: nan, CILower: nan, CIUpper: nan, WaldLower: nan, WaldUpper: nan, PILower: nan, PIUpper: nan}, ExactP: nan}
	fail(&e, why)
	return e
}

// MeasureOf is the measure that a question about a table leaves open: the first
// that a trial has the numbers for.
func MeasureOf(t read.Table, asked protocol.Analysis) string {
	return tables(t).completed(asked).Measure
}

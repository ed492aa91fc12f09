package analysis

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/choose"
	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// readings are the rows of the readings that an analysis asks for. The error is
// choose.ErrProtocol where its measure has none.
func readings(asked protocol.Analysis, a report.Analysis) ([]effect.Reading, error) {
	if len(asked.Readings) > 0 && !a.Measure.Readable() {
		return nil, fmt.Errorf("%w: readings: they are of a mean difference in standard deviations, not of %s", choose.ErrProtocol, a.Measure.Code)
	}
	var rows []effect.Reading
	for _, r := range effect.Readings {
		if slices.Contains(asked.Readings, r.Code) {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// inWords are the main estimate and its interval in the readings of an analysis.
func inWords(a report.Analysis) []string {
	n := a.Main.Natural
	if math.IsNaN(n.Estimate + n.CILower + n.CIUpper) {
		return nil
	}
	var notes []string
	for _, r := range a.Readings {
		low, high := r.Between(n.CILower, n.CIUpper)
		notes = append(notes, fmt.Sprintf("%s: %s (%s to %s), if the outcome is normal with one standard deviation (%s)",
			r.Name, report.Percent(100*r.Of(n.Estimate)), report.Percent(100*low), report.Percent(100*high), r.Code))
	}
	return notes
}

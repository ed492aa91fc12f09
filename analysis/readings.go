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
	var rows []effect.Reading
	for _, r := range effect.Readings {
		if !slices.Contains(asked.Readings, r.Code) {
			continue
		}
		if !r.Reads(a.Measure) {
			return nil, fmt.Errorf("%w: readings: %s is of %s, not of %s", choose.ErrProtocol, r.Code, r.Subject.Name, a.Measure.Code)
		}
		rows = append(rows, r)
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
		tau2 := a.Main.Result.Tau2
		if r.Subject.Spread && !(tau2 >= 0) {
			notes = append(notes, fmt.Sprintf("%s: not defined without a variance between trials (%s)", r.Name, r.Code))
			continue
		}
		x := r.Of(n.Estimate, tau2)
		low, high := r.Between(n.CILower, n.CIUpper, tau2)
		said := report.EffectCI(x, low, high, a.Measure.Ratio)
		if r.Subject.Share {
			said = fmt.Sprintf("%s (%s to %s)", report.Percent(100*x), report.Percent(100*low), report.Percent(100*high))
		}
		notes = append(notes, fmt.Sprintf("%s: %s, %s (%s)", r.Name, said, r.Subject.Given, r.Code))
	}
	return notes
}

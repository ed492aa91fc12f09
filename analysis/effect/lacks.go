package effect

import "grove/analysis/study"

// lacks says, for each need, what a contrast misses.
var lacks = [...]func(study.Contrast) string{Counts: countsMissing, Means: meansMissing, Reported: effectMissing, Paired: pairsMissing}

// Lacks says what the contrast does not report that the measure needs, empty
// when it has everything. It looks at the arms; whether a reported effect
// stands in for them is the caller's to know.
func (m Measure) Lacks(c study.Contrast) string { return lacks[m.Needs](c) }

func effectMissing(c study.Contrast) string {
	if reported(c) {
		return ""
	}
	return "no effect reported"
}

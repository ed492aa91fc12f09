package effect

import (
	"fmt"
	"slices"

	"grove/analysis/study"
)

// Declared is what a protocol declares of the correlation of two treatments, or
// times, of the same people, for trials that do not report it: the correlation R, or
// the bound of the bounds with a code. The zero value declares nothing.
type Declared struct {
	Given bool
	R     float64
	Bound string // empty for R
}

// Bound is an end of what the correlation of the same people can be.
type Bound struct {
	Code, Name string
	of         func(low, high float64) float64
	Cites      []string
}

// Bounds are the ends, for a protocol that will not guess. For counts each trial has
// its own, by its margins; for means they are −1 and 1.
var Bounds = []Bound{
	// The largest variance that the pairing can leave: no trial weighs more than it must.
	{Code: "lowest", Name: "the lowest that each trial allows, with which its variance is the largest", of: func(low, _ float64) float64 { return low }, Cites: []string{"frechet1951"}},
	// The smallest variance. Where both margins are alike, or of means alike in their
	// spread, it leaves none, and the trial has no effect.
	{Code: "highest", Name: "the highest that each trial allows, with which its variance is the smallest", of: func(_, high float64) float64 { return high }, Cites: []string{"frechet1951"}},
}

// CorrelationDeclared is the correlation of the protocol in the place of one that is
// not reported, where a measure of the same people lacks nothing else. A number beyond
// what the margins of a trial allow is taken as the nearest that they do. Elbourne and
// others 2002.
var CorrelationDeclared = Conversion{Code: "correlation-declared", Name: "correlation of the two treatments declared, not reported", kind: ofPairing, Cites: []string{"elbourne2002"}}

// Correlates says whether a measure makes use of the correlation of the same people
// under two treatments or at two times.
func (m Measure) Correlates() bool {
	return slices.Contains([]Needs{Counts, Margins, Twice, TwiceRaw}, m.Needs)
}

// Declare is a contrast with the declared correlation where that is all that a
// measure lacks of it, with a note and the mark of a conversion; any other contrast
// as it is.
func (m Measure) Declare(c study.Contrast, d Declared) study.Contrast {
	if !d.Given || !m.Correlates() || reported(c) {
		return c
	}
	with := c
	w := study.Within{}
	if c.Within != nil {
		w = *c.Within
	}
	low, high := -1.0, 1.0
	if m.Needs == Counts || m.Needs == Margins {
		low, high = Correlations(c.T, c.C)
	}
	w.R = d.R
	for _, b := range Bounds {
		if b.Code == d.Bound {
			w.R = b.of(low, high)
		}
	}
	with.Within = &w
	if m.unlinked(c) == "" || m.unlinked(with) != "" {
		return c
	}
	with.Converted = append(slices.Clone(c.Converted), CorrelationDeclared.Code)
	with.Notes = append(slices.Clone(c.Notes), d.note(w.R))
	return with
}

// unlinked says what a measure that makes use of a correlation lacks of a contrast,
// empty for nothing.
func (m Measure) unlinked(c study.Contrast) string {
	if m.Needs == Counts || m.Needs == Margins {
		return m.Unpaired(c)
	}
	return m.Lacks(c)
}

func (d Declared) note(r float64) string {
	if d.Bound != "" {
		return fmt.Sprintf("correlation of the two treatments not reported: taken as the %s possible, %.2f", d.Bound, r)
	}
	return fmt.Sprintf("correlation of the two treatments not reported: declared as %g", r)
}

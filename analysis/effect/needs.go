package effect

import (
	"math"

	"grove/analysis/study"
)

// Needs is what a measure reads of a contrast.
type Needs int

const (
	Counts      Needs = iota // N and Events of both arms, or Pairs
	Means                    // N, Mean and SD of both arms
	Reported                 // Y and V
	Paired                   // Pairs
	Margins                  // Pairs, or N and Events of both arms, which are the same people, and mostly R
	Independent              // N and Events of both arms, which are different people
	Rates                    // Events and Time of both arms
	Share                    // N and Events of one group
	Rate                     // Events and Time of one group
	Mean                     // N, Mean and SD of one group
	Spread                   // N and SD of one group
	Twice                    // N of the first arm, Mean and SD of both, R: the same people
	TwiceRaw                 // the same without the SD of the second arm
	Correlation              // N, R
	Coefficient              // N, Statistic, Predictors
	SemiPartial              // N, Statistic, Predictors, R2
	Explained                // N, R2, Predictors
	Reliability              // N, Alpha, Items
	Genotypes                // First, Mixed, Second
)

// needs says of each need what a contrast misses, how many groups of people
// there are (0 for an effect as reported), and whether zero rules apply.
var needs = [...]struct {
	missing func(study.Contrast) string
	groups  int
	counts  bool
}{
	Counts:      {countsMissing, 2, true},
	Means:       {meansMissing, 2, false},
	Reported:    {effectMissing, 0, false},
	Paired:      {pairsMissing, 2, true},
	Margins:     {marginsMissing, 2, true},
	Independent: {armsMissing, 2, true},
	Rates:       {ratesMissing, 2, true},
	Share:       {shareMissing, 1, true},
	Rate:        {rateMissing, 1, true},
	Mean:        {meanMissing, 1, false},
	Spread:      {spreadMissing, 1, false},
	Twice:       {twiceMissing, 1, false},
	TwiceRaw:    {twiceRawMissing, 1, false},
	Correlation: {correlationMissing, 1, false},
	Coefficient: {coefficientMissing, 1, false},
	SemiPartial: {semiPartialMissing, 1, false},
	Explained:   {explainedMissing, 1, false},
	Reliability: {reliabilityMissing, 1, false},
	Genotypes:   {genotypesMissing, 1, false},
}

// OneGroup says that a measure is of one group of people, which a contrast has
// in T.
func (n Needs) OneGroup() bool { return needs[n].groups == 1 }

// Counted says that a measure is of counts of people or events.
func (n Needs) Counted() bool { return needs[n].counts }

// Lacks says what the contrast does not report that the measure needs, empty
// when it has everything. It looks at the arms; whether a reported effect
// stands in for them, or a correlation is declared for them, is the caller's to
// know.
func (m Measure) Lacks(c study.Contrast) string { return needs[m.Needs].missing(c) }

func effectMissing(c study.Contrast) string {
	if reported(c) {
		return ""
	}
	return "no effect reported"
}

// given says that a number is reported and finite.
func given(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

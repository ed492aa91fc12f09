// Package study holds the words every other room speaks in: what a trial
// reported, and the effect computed from it. Types only, no arithmetic.
package study

// Group is what one arm of one trial reports for one outcome. N is the number
// of people analysed, Events how many of them had the event, Mean and SD the
// mean and standard deviation on the outcome's own scale; Time is the person-time
// in which Events were counted, where one person may have several; Randomised is
// how many were allocated to the arm, N and those whose outcome is not known. What
// an arm does not report is NaN.
type Group struct {
	N, Events, Mean, SD, Time, Randomised float64
}

// Contrast is one comparison to be measured: the experimental arm T against
// the control arm C, or an effect the paper reports itself, with Y on the
// analysis scale (log for ratios) and its variance V; Y and V are NaN when the
// effect is to be computed from the arms. A study of one group has its numbers
// in T and nothing in C.
type Contrast struct {
	Study        string // the key, unique in an analysis
	Label        string // what a figure prints
	T, C         Group
	Apart        *Apart  // the arms of which T and C are made, when they are measured apart; nil when as one
	BaseT, BaseC *Group  // the arms before treatment, nil when no adjustment for them is asked or possible
	Pairs        *Pairs  // the people of a crossover or matched trial, nil when the arms are independent or their pairing is not reported
	Same         bool    // the arms are the same people, or matched ones, whether or not there are Pairs
	Within       *Within // what one group of people, or the same people in both arms, reports of its own variables, nil for none
	Y, V         float64
	Converted    []string // what was converted on the way from what the paper prints, by the codes of conversions
	Notes        []string // caveats that travel with the number
}

// Apart are the experimental arms T and the control arms C of one trial, and the
// code of the rule by which they become one effect.
type Apart struct {
	Rule string
	T, C []Group
}

// Pairs are people who had both treatments (or matched pairs), by where the
// event occurred.
type Pairs struct {
	Both, OnlyT, OnlyC, Neither float64
}

// Within is what a study of one group, whose size is N of the contrast's T,
// reports of how its variables go together. What it does not report is NaN.
type Within struct {
	R                    float64 // the correlation of two variables, or of a variable at two times
	Statistic            float64 // t of one coefficient of a regression
	Predictors           float64 // of that regression, with the one tested
	R2                   float64 // its share of variance explained
	Alpha                float64 // Cronbach's alpha of a questionnaire
	Items                float64 // of that questionnaire
	First, Mixed, Second float64 // people of one homozygous genotype, the heterozygous, the other homozygous
}

// Effect is a measured contrast: Y on the analysis scale with variance V.
// Both are NaN when the contrast carries no such effect; the last note then
// says why.
type Effect struct {
	Study     string
	Label     string
	T, C      Group
	Y, V      float64
	Converted []string // the conversions that it rests on, by their codes
	Notes     []string
}

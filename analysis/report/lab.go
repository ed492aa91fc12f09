package report

import (
	"grove/analysis/effect"
	"grove/analysis/probe"
	"grove/analysis/probe/subsets"
)

// Subsets is what all subsets of the trials of an analysis say of a statement.
type Subsets struct {
	ID, Title string
	Asked     Asked
	Measure   effect.Measure
	Trials    []Trial // of the main estimate, in the order of the answer's trials
	Answer    subsets.Answer
	Failed    string // why there is no answer
}

// Choices is what every combination of declared choices says of a statement.
type Choices struct {
	ID, Title      string
	Asked          Asked
	Axes           []ChoiceAxis
	Cells          []ChoiceCell
	Distinct       int // cells with an answer that repeat no earlier one
	Agree          int // of them, in which the statement holds
	OnlyDegrees    int // of them, in which it fails and does not by the Wald interval
	Failed, Repeat int // cells without an answer; cells that repeat an earlier one
	Most           int // the axis that matters most, −1 for none
}

// Asked is a statement about the main result, with the value it looks at on the
// natural scale, and where the main result stands to it: 1 above, −1 below, 0
// neither.
type Asked struct {
	Statement subsets.Statement
	At        float64
	Stands    int
}

// ChoiceAxis is one choice with its options in words.
type ChoiceAxis struct {
	Name    string
	Options []string
	probe.Axis
}

// ChoiceCell is one specification: the option of each axis, and its estimate.
type ChoiceCell struct {
	At          []int
	Estimate    Estimate
	SameAs      int // the earlier cell that says the same of the same trials, −1 for none
	Holds       bool
	OnlyDegrees bool // the statement fails, and does not by the Wald interval
}

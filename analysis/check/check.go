// Package check asks of the trials of one analysis what a careful reviewer
// would ask: is this standard deviation a standard error, was this arm typed
// with a digit too many, is this trial here twice.
//
// Checks is one ordered table; help, protocol and tests range over it. A check
// sees only plain numbers and texts that the caller makes, never a file. It
// accuses nobody: a finding names the numbers, says what is odd about them and
// the likely cause, and asks for a look at the paper.
//
// Two ideas recur. A number of a trial is held against the median m of the
// other trials and their median absolute deviation MAD, taken times 1.4826 so
// that it estimates a standard deviation. And where a typing error has a known
// size, the number as typed and the number without the error are compared by
// how far each is from the others: with distances d and d', both over σ, the
// difference (d² − d'²)/2σ² is a log likelihood ratio.
package check

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strings"

	"grove/analysis/study"
)

// Level is how sure a finding is.
type Level string

// The levels, from a remark to what cannot be.
const (
	Note  Level = "note"  // worth saying beside the result
	Warn  Level = "warn"  // unlikely unless something is wrong
	Error Level = "error" // impossible as it stands
)

// Check is one question asked of the data. Level is the gravest it can answer.
type Check struct {
	Code, Name string
	Level      Level
	Source     string // the paper or the published case behind it
	run        func(Trials) []Finding
}

// Checks are the checks in the order in which their findings are listed.
var Checks = []Check{
	EventsOverN, WholeCounts, PercentCounts, ColumnsExchanged,
	SEAsSD, SEAsSDArm, SEAsSDColumn, LargeSMD, Unit, ScaleBounds, GRIM, GRIMMER,
	NonEvents, ArmSizes,
	SameStudy, SameData, SharedControl, SameRegistration, TotalRow,
	Outlier, Better,
	Weight, ReportedSE, ReportedEffect, NotLog, SEFloor,
	MixedKinds, MixedScales, DoubleZero, SingleTrial,
}

// Finding is one answer. Study is empty when it is about the analysis as a
// whole; Rows are the rows behind it and RowHash a hash of their contents, by
// which an acceptance lapses.
type Finding struct {
	Check   string
	Level   Level
	Study   string // the key
	Text    string
	Rows    []Row
	RowHash string
}

// Row is one row of a table.
type Row struct {
	File string
	Line int
}

// Trials are the trials of one analysis.
type Trials struct {
	Measure string // a code of effect.Measures
	Better  string // higher, lower or empty
	Trials  []Trial
}

// Trial is one trial as the caller knows it. Numbers are finite, or NaN, which
// like the empty text means not known.
type Trial struct {
	Study, Label      string // the key, and what a reader sees
	T, C              study.Group
	TextsT, TextsC    Texts
	Y, V              float64 // the effect that is pooled, on the analysis scale, and its variance
	Reported          Reported
	Scale             Scale
	Kind              string // endpoint, change or empty
	Paired            bool   // the same people in both arms, or matched pairs
	Registration, DOI string
	Rows              []Row
	Hash              string // of the contents of the rows
}

// Texts are the cells of an arm as typed, whose decimals say how a number was
// rounded. A number that was derived, not typed, has an empty text.
type Texts struct {
	Mean, SD string
}

// Scale is the scale of a continuous outcome. Min and Max are those of one
// person's score, NaN where unknown; Worse says which direction is worse, higher,
// lower or empty; Integer that one person's score is a whole number.
type Scale struct {
	Name     string
	Min, Max float64
	Worse    string
	Integer  bool
}

// Reported is what a paper prints of an effect beside its arms, on the analysis
// scale (log for ratios), with the level of its interval in percent.
type Reported struct {
	Y, SE, Low, High, P, Level float64
}

// Unreported is a paper that prints no effect.
var Unreported = Reported{math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()}

// Lookup is the check with the given code.
func Lookup(code string) (Check, bool) {
	for _, c := range Checks {
		if c.Code == code {
			return c, true
		}
	}
	return Check{}, false
}

// Run asks all checks, in their order, and within a check in the order of the
// trials. The trials are left untouched.
func Run(t Trials) []Finding {
	if len(t.Trials) == 0 {
		return nil
	}
	var all []Finding
	for _, c := range Checks {
		for _, f := range c.run(t) {
			f.Check = c.Code
			all = append(all, f)
		}
	}
	return all
}

// whole makes a finding about the trials of a family together.
func (t Trials) whole(f family, level Level, text string) Finding {
	finding := t.on(level, text, f...)
	finding.Study = ""
	return finding
}

// on makes a finding about the trials at the given positions, named after the
// first; one about no trial in particular rests on all.
func (t Trials) on(level Level, text string, at ...int) Finding {
	f := Finding{Level: level, Text: text}
	if len(at) > 0 {
		f.Study = t.Trials[at[0]].Study
	} else {
		for i := range t.Trials {
			at = append(at, i)
		}
	}
	hashes := make([]string, len(at))
	for i, j := range at {
		f.Rows = append(f.Rows, t.Trials[j].Rows...)
		hashes[i] = t.Trials[j].Hash
	}
	f.RowHash = hashes[0]
	if len(at) > 1 {
		sum := sha256.Sum256([]byte(strings.Join(hashes, "\n")))
		f.RowHash = hex.EncodeToString(sum[:])
	}
	return f
}

// Package report writes finished results down: JSON, CSV, Markdown and the
// table a terminal shows. It computes nothing but back-transformations' text
// and roundings; every number arrives in a Review.
package report

import (
	"grove/analysis/check"
	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/study"
)

// Review is the whole finished answer of one run.
type Review struct {
	Title, Name string
	About       string // what kind of review this is, in the protocol's words
	Profile     string
	Version     string
	Language    string // of the page's own words: a code of Languages, empty for the first
	Listed      int    // trials listed in the data
	Analyses    []Analysis
	Listing     []string      // the columns shown of every listed trial
	Trials      []ListedTrial // every listed trial, in the order of the data
	Figures     []Figure      // of the whole review
	Undrawn     []string      // the figures that were asked for and are not there, with why
	Findings    []string      // open warnings and errors of the checks, and acceptances that lapsed or match nothing
}

// ListedTrial is one trial of the review with its texts of the listing's
// columns, and what each analysis has of it.
type ListedTrial struct {
	Study, Label string
	Cells        []string
	Evidence     []Evidence // in the order of the analyses
}

// Evidence is what the data hold of one trial for one analysis.
type Evidence string

// The kinds of evidence.
const (
	Pooled  Evidence = "pooled"
	Shown   Evidence = "found, not pooled"
	Nothing Evidence = "nothing found"
)

// Analysis is one question answered: the main estimate, what stands beside it,
// and each refit with one thing changed.
type Analysis struct {
	ID, Title, Question string
	Outcome             string
	Measure             effect.Measure
	Better              string    // higher, lower or empty
	Favours             [2]string // left and right of the null
	Listed              int
	Columns             []string         // further columns of the data shown beside each trial
	Absolute            []Absolute       // at the declared baseline risks, in the protocol's order
	Readings            []effect.Reading // what the estimate says in other words, as asked for
	Mid                 *Margin          // minimal important difference, nil without one
	Conclusions         []string         // the rules by which a rerun may change what the analysis says
	Margin              *Margin          // nil without one
	Published           []Published      // pooled results of published reviews, to compare with
	Findings            []check.Finding  // what the checks ask of the data, notes included
	Main                Estimate
	Beside              []Estimate     // the same trials under other intervals
	Subgroups           []Estimate     // the trials by a column, in the protocol's order
	Between             []pool.Between // the tests between the subgroups
	Sensitivity         []Estimate     // scenarios, leave-one-out, cumulative, in the protocol's order
	Subsets             []Subsets      // in the protocol's order
	Choices             []Choices
	Missing             []Missing
	Next                []Next
	Fragility           []Fragility
	Regressions         []Regression
	Figures             []Figure
	Undrawn             []string // the figures that were asked for and are not there, with why
}

// Estimate is one pooled result with the trials it rests on. Natural values
// are back-transformed.
type Estimate struct {
	Analysis, Scenario string
	Title              string // how a reader would name it
	Change             string // what differs from the main estimate
	Subgroup           string
	Kind               string // main, beside, refit, leave-one-out, cumulative
	Group              string // the scenario a row of a series belongs to
	SameAs             string // "main" when the trials and settings are those of the main estimate
	Measure            effect.Measure
	Settings           pool.Settings
	Options            effect.Options
	Result             pool.Result
	Natural            Natural
	ExactP             float64 // of the discordant pairs, for one trial with paired counts; NaN otherwise
	Trials             []Trial
	Left               []Left
	Notes              []string
	Failed             string // why there is no answer
}

// Margin is the difference that would matter, declared before the run, on the
// measure's natural scale, with where it comes from.
type Margin struct {
	Value  float64 `json:"value"`
	Source string  `json:"source"`
}

// Absolute is what the main estimate means for 1,000 people at a baseline risk:
// how many more (or, below zero, fewer) have the event with the experimental
// treatment.
type Absolute struct {
	Risk      float64
	Source    string
	More      float64 // per 1,000
	Low, High float64 // from the interval of the estimate
	Capped    bool    // an estimate or limit led beyond 0 or 1,000
}

// Published is a pooled result of a published review on the natural scale of
// its measure. It is shown, never pooled.
type Published struct {
	Key, Review, Measure, Control, Timepoint string
	K, N                                     string
	Estimate, Low, High                      float64
	Comparable, Source                       string
}

// Natural are the numbers of a result back-transformed to the measure's natural
// scale; for a difference they are the result's own.
type Natural struct {
	Estimate, CILower, CIUpper, WaldLower, WaldUpper, PILower, PIUpper float64
}

// Trial is one used trial: its effect on the analysis scale with its own Wald
// interval and its weight in percent.
type Trial struct {
	study.Effect
	From             study.Contrast // what the effect was measured from
	CILower, CIUpper float64
	Natural          Natural  // the effect and its interval back-transformed
	Weight           float64  // NaN where nothing is pooled
	Source           string   // the table it came from, with the lines: arms.csv:4,5
	Columns          []string // the texts of the analysis's further columns
}

// Left is a trial that was not used.
type Left struct {
	Study  string `json:"study"`
	Label  string `json:"label"`
	Reason string `json:"reason"`
	Found  bool   `json:"found"` // the data have a number of the outcome for it
}

// Figure is one drawing: its name without extension, relative to the output,
// what it shows, the drawing, and the drawing as SVG.
type Figure struct {
	Name, Title, Alt string
	Forest           figure.Forest // what is drawn, for a rendering of another width
	Drawing          figure.Drawing
	SVG              []byte
	DPI              int      // dots per inch of its PNG picture
	Cites            []string // of its kind
}

// Estimates are all estimates of an analysis in the order they are written:
// the main one, those beside it, the subgroups, then the sensitivity analyses.
func (a Analysis) Estimates() []Estimate {
	all := append([]Estimate{a.Main}, a.Beside...)
	all = append(all, a.Subgroups...)
	return append(all, a.Sensitivity...)
}

// Lacking is what a reader of the figures would miss, each once with the first
// figure it is missing in: characters that the font has not, texts cut short,
// numbers that cannot be drawn.
func (r Review) Lacking() []string {
	seen := map[string]bool{}
	var all []string
	for _, f := range r.AllFigures() {
		for _, w := range f.Drawing.Warnings {
			if !seen[w] {
				seen[w] = true
				all = append(all, f.Name+": "+w)
			}
		}
	}
	return all
}

// AllFigures are the figures of the review and of its analyses.
func (r Review) AllFigures() []Figure {
	all := r.Figures[:len(r.Figures):len(r.Figures)]
	for _, a := range r.Analyses {
		all = append(all, a.Figures...)
	}
	return all
}

// Package protocol reads the protocol of a review: YAML in, every choice of every
// analysis out as plain values. It knows the tables of methods, so that an
// unknown word is refused where it stands, with the nearest word that is known.
//
// Choices merge key by key: profile, then the review's model, then the
// analysis's, then the scenario's; so do the review's figure and the analysis's.
package protocol

import (
	"grove/analysis/check"
	"grove/analysis/effect"
	"grove/analysis/missing"
	"grove/analysis/pool"
)

// FileName is the file that makes a folder a review.
const FileName = "protocol.yaml"

// Protocol is a whole protocol. Two protocols that differ only in comments, in
// spacing, in quotes or in the order of the keys of a map have the same
// Canonical bytes.
type Protocol struct {
	Review    string
	About     string // what kind of review this is, to stand under its title
	Language  string // of the page's own words, a code of Languages
	Profile   string // a code of Profiles
	Data      Data
	Listing   []string         // columns shown of every listed trial
	Plots     []Companion      // the figures of the whole review
	Scales    []check.Scale    // what is known of the scales, by name
	Accepted  []check.Accepted // findings that somebody has looked at and left as they are
	Figure    Figure           // how the figures of the whole review are set
	Analyses  []Analysis
	Canonical []byte // the protocol as JSON with sorted keys, which Parse reads to the same
}

// Data are the files of a review; nil where the protocol names none.
type Data struct {
	Studies, Arms, Contrasts *File
	Published                *File // pooled results of published reviews, to compare with
}

// File is one table of a review.
type File struct {
	Name   string // inside the review's folder
	Layout string // long or wide; empty if the header is to tell; studies for the table of studies
}

// Analysis is one main analysis and its scenarios.
type Analysis struct {
	At                  Place // of the analysis
	ID, Title, Question string
	Select              Select
	Measure             string    // a code of effect.Measures
	Better              string    // higher, lower or empty
	Favours             [2]string // what the left and the right side of the axis favour, empty if not said
	Settings            pool.Settings
	Options             effect.Options
	Margin              *Margin     // nil if there is none
	Mid                 *Margin     // the minimal important difference, nil if none is declared
	Conclusions         []string    // codes of Conclusions: what a rerun watches
	Risks               []Risk      // baseline risks at which absolute effects are shown
	Readings            []string    // codes of effect.Readings: what the estimate says in other words
	Columns             []string    // further columns of the data to show beside each trial
	Plots               []Companion // the figures beside the forest plots; nil for the usual ones
	Published           []string    // the published results to show, by their keys
	Figure              Figure      // how its figures are set
	Subgroup            *Subgroup   // nil if there is none
	Scenarios           []Scenario
}

// Conclusion is a rule by which a rerun may change what an analysis says.
type Conclusion struct {
	Code, Name string
}

// Conclusions are the rules. All are watched unless the protocol names some.
var Conclusions = []Conclusion{
	{"direction", "the estimate changes sign"},
	{"null-excluded", "the interval starts or stops excluding no difference"},
	{"mid", "the interval starts or stops excluding the minimal important difference"},
	{"outside", "the new estimate is outside the old interval"},
}

// Risk is a risk without the experimental treatment, 0 to 1, with where it comes
// from.
type Risk struct {
	Value  float64
	Source string
}

// Margin is the difference that would matter, on the natural scale of the
// measure, with where it comes from.
type Margin struct {
	Value  float64
	Source string
}

// Subgroup is a grouping of the trials of an analysis by a column. Order are the
// groups in the order in which they are shown; others follow.
type Subgroup struct {
	By    string
	Order []string
}

// Scenario is one change to an analysis. Select, Measure, Settings and Options
// are its whole choice after merging, so that it runs as a main analysis does.
type Scenario struct {
	ID, Title  string
	Change     string         // what differs from the analysis, in words
	Kind       string         // refit, or a code of Shorthands
	By         string         // the column of a shorthand, empty for the others
	Statement  string         // of all-subsets and choices: a code of subsets.Statements
	Colour     string         // of all-subsets: the study that colours the density; empty for the one that splits most
	Axes       []Axis         // of choices
	Cells      []Cell         // of choices: every combination of options
	Beliefs    []float64      // of missing: about the missing of an arm, odds ratios or units of the outcome, ascending; empty for the usual ones
	Belief     missing.Belief // of missing: how sure one is of them (SD) and how the arms go together (Correlation)
	Moderators Moderators     // of moderators
	Select     Select
	Measure    string
	Settings   pool.Settings
	Options    effect.Options
}

// Refit is the kind of a scenario that is one more analysis.
const Refit = "refit"

// Select is which numbers of which trials an analysis uses.
type Select struct {
	Outcome      string   // empty for every row
	Time         *Window  // nil for any time
	Experimental []string // treatments of the experimental arm; empty for any
	Control      []string
	Prefer       []Preference    // in the order scale, kind, source
	Where        []Filter        // all must hold; by column
	Exclude      [][]Filter      // a row is dropped if all filters of any clause hold
	Arms         string          // combine or only
	ArmsOnly     string          // the arm, if Arms is only
	Baseline     string          // the kind of the rows before treatment for which means are adjusted; empty for none
	Pairing      effect.Declared // the correlation of the same people under two treatments, for trials that do not report it
	At           Places
}

// Places are where the words of a selection stand in the protocol.
type Places struct{ Outcome, Compare, Prefer, Arms, Pairing Place }

// Place is a line and a column of the protocol, from 1; both are 0 for what
// stands in none.
type Place struct{ Line, Col int }

// Window is a span of time, bounds included, in hours; the time nearest to At is
// used. Unit is the unit the protocol wrote it in.
type Window struct {
	At, From, To float64
	Unit         string
}

// Preference ranks the values of a column, the first being preferred.
type Preference struct {
	Column string
	Values []string
}

// Filter is a condition on a column. Op in holds if the cell is one of Values; gt,
// ge, lt and le compare the cell with Number; missing holds if the cell is empty.
// Values are the text as typed.
type Filter struct {
	Column    string
	Values    []string
	Op        string
	Number    float64
	Line, Col int // of the value in the protocol
}

// Parse reads a protocol. name stands in the errors. The error is of type Errors
// and lists all that is wrong; there is then no protocol.
func Parse(name string, data []byte) (Protocol, error) {
	tree, errs := grow(name, data)
	if len(errs) > 0 {
		return Protocol{}, errs
	}
	r := &reader{file: name}
	p := r.protocol(tree)
	if len(r.errs) > 0 {
		r.errs.sort()
		return Protocol{}, r.errs
	}
	p.Canonical = canonical(tree)
	return p, nil
}

// Languages are the languages of a report's own words, the default first.
var Languages = []string{"en", "no"}

// DefaultProfile is the profile of a protocol that names none.
const DefaultProfile = "grove-2026"

func (r *reader) protocol(n *node) Protocol {
	p := Protocol{Profile: DefaultProfile, Language: Languages[0]}
	base, plain := profileOf(DefaultProfile), Plain()
	r.mapping(n, "a protocol", []key{
		{"review", true, func(v *node) { p.Review = r.text(v, "review") }},
		{"about", false, func(v *node) { p.About = r.text(v, "about") }},
		{"language", false, func(v *node) {
			p.Language = r.word(v, "language", Languages)
			plain.Language = p.Language
		}},
		{"profile", false, func(v *node) {
			p.Profile = r.word(v, "profile", codes(Profiles, func(x Profile) string { return x.Code }))
			base = profileOf(p.Profile)
		}},
		{"data", true, func(v *node) { p.Data = r.data(v) }},
		{"listing", false, func(v *node) { p.Listing = r.texts(v, "listing") }},
		{"plots", false, func(v *node) { p.Plots = r.plots(v, true) }},
		{"scales", false, func(v *node) { p.Scales = r.scales(v) }},
		{"accepted", false, func(v *node) { p.Accepted = r.accepted(v) }},
		{"model", false, func(v *node) { r.model(v, &base, func(string) {}) }},
		{"figure", false, func(v *node) { r.figure(v, &plain) }},
		{"analyses", true, func(v *node) { p.Analyses = r.analyses(v, base, plain) }},
	})
	p.Figure = plain
	return p
}

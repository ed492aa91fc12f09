package record

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Comparison is what changed from one output of a review to another.
type Comparison struct {
	Class       string             `json:"class"` // a code of Classes
	Said        string             `json:"said"`  // the class in words
	OldVersion  string             `json:"old_version"`
	NewVersion  string             `json:"new_version"`
	Looks       int                `json:"looks"` // how often results have been looked at, the new ones included; 0 when not known
	Trials      []TrialChange      `json:"trials"`
	Cells       []CellChange       `json:"cells"`
	Inputs      []string           `json:"inputs"` // tables whose rows differ
	Settings    []SettingChange    `json:"settings"`
	Estimates   []EstimateChange   `json:"estimates"`
	Answers     []AnswerChange     `json:"answers"`
	Conclusions []ConclusionChange `json:"conclusions"`
	Unwatched   []string           `json:"unwatched"` // what could not be held against the declared rules
}

// Classes are the kinds of change; the first that fits names a comparison. Two
// of one code differ in words.
var Classes = []struct {
	Code, Name string
	fits       func(o, n Results, c Comparison) bool
}{
	{"program-changed", "another version of grove", func(o, n Results, _ Comparison) bool { return o.run.Version != n.run.Version }},
	{"data-changed", "the data changed", func(o, n Results, c Comparison) bool { return len(c.Inputs)+len(c.Trials) > 0 }},
	{"method-changed", "the protocol changed", func(o, n Results, _ Comparison) bool { return o.run.Protocol.Canonical != n.run.Protocol.Canonical }},
	{"unexplained", "the numbers differ though data, protocol and version are the same: another build of grove", func(_, _ Results, c Comparison) bool { return c.Changed() }},
	{"format-only", "only spelling, spacing, comments or the order of columns changed", func(o, n Results, _ Comparison) bool {
		return o.run.Protocol.SHA256 != n.run.Protocol.SHA256 || !reflect.DeepEqual(o.run.Inputs, n.run.Inputs)
	}},
	{"format-only", "only texts or figures changed", func(o, n Results, _ Comparison) bool { return !reflect.DeepEqual(o.run.Files, n.run.Files) }},
	{"identical", "nothing changed", func(Results, Results, Comparison) bool { return true }},
}

// TrialChange is a trial that came, went, or whose rows differ.
type TrialChange struct {
	Study  string `json:"study"`
	Change string `json:"change"` // added, removed or edited
}

// CellChange is a number or text of a trial in a main estimate that differs.
type CellChange struct {
	Analysis string `json:"analysis"`
	Study    string `json:"study"`
	Column   string `json:"column"`
	Old      string `json:"old"`
	New      string `json:"new"`
	Source   string `json:"source"` // the rows it comes from now
}

// SettingChange is a choice in effect that differs.
type SettingChange struct {
	Analysis string `json:"analysis"`
	Setting  string `json:"setting"`
	Old      string `json:"old"`
	New      string `json:"new"`
}

// EstimateChange is an estimate that differs, or is in one output only. Old and
// New are nil on that side. Shift is the change of the estimate on the analysis
// scale (log for ratios); Width is the new width of the interval over the old,
// Wald the same of the Wald intervals, which no degrees of freedom enter.
type EstimateChange struct {
	Analysis string  `json:"analysis"`
	Scenario string  `json:"scenario"`
	Subgroup string  `json:"subgroup"`
	Title    string  `json:"title"`
	Measure  string  `json:"measure"`
	Was      string  `json:"old_measure"`
	Old      *Brief  `json:"old"`
	New      *Brief  `json:"new"`
	Shift    float64 `json:"shift"`
	Width    float64 `json:"width"`
	Wald     float64 `json:"wald_width"`
}

// AnswerChange is what an analysis says beside its estimates, by a key of
// results.json, that differs.
type AnswerChange struct {
	Analysis string `json:"analysis"`
	Key      string `json:"key"`
}

// Brief is an estimate on the natural scale.
type Brief struct {
	K        int      `json:"k"`
	Estimate *float64 `json:"estimate"`
	Lower    *float64 `json:"ci_lb"`
	Upper    *float64 `json:"ci_ub"`
}

// ConclusionChange is a rule by which a main estimate says something else now.
// WaldStands says that by the Wald intervals it would not have; OnlyDegrees that
// the estimate and its Wald interval are the same, too: the change is one of the
// reference distribution alone.
type ConclusionChange struct {
	Analysis    string `json:"analysis"`
	Rule        string `json:"rule"`
	Text        string `json:"text"`
	WaldStands  bool   `json:"wald_stands"`
	OnlyDegrees bool   `json:"only_degrees_of_freedom"`
}

// Changed says whether any number of the results differs.
func (c Comparison) Changed() bool { return len(c.Estimates)+len(c.Answers) > 0 }

// Compare says what changed from an old output to a new one.
func Compare(o, n Results) Comparison {
	c := Comparison{OldVersion: o.run.Version, NewVersion: n.run.Version, Looks: n.looks,
		Trials: trialChanges(o.run, n.run), Cells: cellChanges(o.trials, n.trials), Inputs: inputChanges(o.run, n.run),
		Settings: settingChanges(o.result, n.result), Estimates: estimateChanges(o.result, n.result), Answers: answerChanges(o.result, n.result)}
	c.Conclusions, c.Unwatched = conclusionChanges(o.result, n.result)
	for _, class := range Classes {
		if class.fits(o, n, c) {
			c.Class, c.Said = class.Code, class.Name
			break
		}
	}
	return c
}

func trialChanges(o, n run) []TrialChange {
	changes := []TrialChange{}
	hash := func(r run, study string) (string, bool) {
		for _, s := range r.Studies {
			if s.Study == study {
				return s.SHA256, true
			}
		}
		return "", false
	}
	for _, s := range o.Studies {
		if now, ok := hash(n, s.Study); !ok {
			changes = append(changes, TrialChange{s.Study, "removed"})
		} else if now != s.SHA256 {
			changes = append(changes, TrialChange{s.Study, "edited"})
		}
	}
	for _, s := range n.Studies {
		if _, ok := hash(o, s.Study); !ok {
			changes = append(changes, TrialChange{s.Study, "added"})
		}
	}
	return changes
}

// inputChanges are the tables whose content differs, whatever their formatting.
func inputChanges(o, n run) []string {
	names := []string{}
	table := func(r run, name string) string {
		for _, in := range r.Inputs {
			if in.Name == name {
				return in.Table
			}
		}
		return ""
	}
	for _, r := range []run{o, n} {
		for _, in := range r.Inputs {
			if table(o, in.Name) != table(n, in.Name) && !slices.Contains(names, in.Name) {
				names = append(names, in.Name)
			}
		}
	}
	return names
}

// cellColumns are the columns of studies.csv that come from the data as they
// are; the others follow from them.
var cellColumns = []string{"slab", "events_t", "n_t", "mean_t", "sd_t", "events_c", "n_c", "mean_c", "sd_c"}

func cellChanges(o, n []trialRow) []CellChange {
	changes := []CellChange{}
	for _, old := range o {
		for _, now := range n {
			if old["analysis"] != now["analysis"] || old["study"] != now["study"] || old["scenario"] != now["scenario"] {
				continue
			}
			before := len(changes)
			for _, column := range cellColumns {
				if old[column] != now[column] {
					changes = append(changes, CellChange{now["analysis"], now["study"], column, old[column], now[column], now["source"]})
				}
			}
			for _, column := range []string{"yi", "vi"} {
				if len(changes) == before && old[column] != now[column] && old["measure"] == now["measure"] {
					changes = append(changes, CellChange{now["analysis"], now["study"], column, old[column], now[column], now["source"]})
				}
			}
		}
	}
	return changes
}

func settingChanges(o, n resultsFile) []SettingChange {
	changes := []SettingChange{}
	for _, now := range n.Analyses {
		i := slices.IndexFunc(o.Analyses, func(a analysisEntry) bool { return a.ID == now.ID })
		if i < 0 {
			changes = append(changes, SettingChange{now.ID, "analysis", "", "added"})
			continue
		}
		old := o.Analyses[i]
		if old.Measure != now.Measure {
			changes = append(changes, SettingChange{now.ID, "measure", old.Measure, now.Measure})
		}
		var names []string
		for name := range now.Settings {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, x := range []struct{ name, old, now string }{
			{"better", old.Better, now.Better}, {"margin", plain(old.Margin), plain(now.Margin)}, {"mid", plain(old.Mid), plain(now.Mid)},
			{"conclusions", strings.Join(old.Conclusions, ", "), strings.Join(now.Conclusions, ", ")}, {"risks", plain(old.Absolute), plain(now.Absolute)},
		} {
			if x.old != x.now {
				changes = append(changes, SettingChange{now.ID, x.name, x.old, x.now})
			}
		}
		for _, name := range names {
			if a, b := fmt.Sprint(old.Settings[name]), fmt.Sprint(now.Settings[name]); a != b {
				changes = append(changes, SettingChange{now.ID, name, a, b})
			}
		}
	}
	for _, old := range o.Analyses {
		if !slices.ContainsFunc(n.Analyses, func(a analysisEntry) bool { return a.ID == old.ID }) {
			changes = append(changes, SettingChange{old.ID, "analysis", "present", "removed"})
		}
	}
	return changes
}

// answerChanges are the answers that differ in an analysis that both have,
// empty ones as those that are not there.
func answerChanges(o, n resultsFile) []AnswerChange {
	changes := []AnswerChange{}
	for _, now := range n.Analyses {
		i := slices.IndexFunc(o.Analyses, func(a analysisEntry) bool { return a.ID == now.ID })
		if i < 0 {
			continue
		}
		old := o.Analyses[i]
		for _, x := range []struct {
			key      string
			old, now json.RawMessage
		}{
			{"subsets", old.Subsets, now.Subsets}, {"choices", old.Choices, now.Choices}, {"missing", old.Missing, now.Missing}, {"next_trial", old.NextTrial, now.NextTrial},
			{"fragility", old.Fragility, now.Fragility}, {"regressions", old.Regressions, now.Regressions},
		} {
			if plain(x.old) != plain(x.now) {
				changes = append(changes, AnswerChange{now.ID, x.key})
			}
		}
	}
	return changes
}

// plain is a part of a results file as text, empty for nothing.
func plain(v any) string {
	data, err := json.Marshal(v)
	if err != nil || string(data) == "null" || string(data) == "[]" {
		return ""
	}
	return string(data)
}

func estimateChanges(o, n resultsFile) []EstimateChange {
	changes := []EstimateChange{}
	for _, now := range n.Estimates {
		old, ok := find(o, now)
		if !ok {
			changes = append(changes, EstimateChange{Analysis: now.Analysis, Scenario: now.Scenario, Subgroup: text(now.Subgroup), Title: now.Title, Measure: now.Measure, New: brief(now)})
			continue
		}
		if reflect.DeepEqual(old, now) {
			continue
		}
		c := EstimateChange{Analysis: now.Analysis, Scenario: now.Scenario, Subgroup: text(now.Subgroup), Title: now.Title, Measure: now.Measure, Was: old.Measure, Old: brief(old), New: brief(now)}
		if c.Shift = value(now.Estimate) - value(old.Estimate); math.IsNaN(c.Shift) {
			c.Shift = 0
		}
		c.Width = ratio(width(now.Lower, now.Upper), width(old.Lower, old.Upper))
		c.Wald = ratio(width(now.WaldLower, now.WaldUpper), width(old.WaldLower, old.WaldUpper))
		changes = append(changes, c)
	}
	for _, old := range o.Estimates {
		if _, ok := find(n, old); !ok {
			changes = append(changes, EstimateChange{Analysis: old.Analysis, Scenario: old.Scenario, Subgroup: text(old.Subgroup), Title: old.Title, Measure: old.Measure, Was: old.Measure, Old: brief(old)})
		}
	}
	return changes
}

func find(r resultsFile, e estimateEntry) (estimateEntry, bool) {
	for _, x := range r.Estimates {
		if x.Analysis == e.Analysis && x.Scenario == e.Scenario && text(x.Subgroup) == text(e.Subgroup) {
			return x, true
		}
	}
	return estimateEntry{}, false
}

func brief(e estimateEntry) *Brief { return &Brief{e.K, e.Natural, e.NaturalLower, e.NaturalUpper} }

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func value(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

func width(lower, upper *float64) float64 { return value(upper) - value(lower) }

// ratio is new over old, 1 where either is not defined.
func ratio(n, o float64) float64 {
	if math.IsNaN(n) || !(o > 0) {
		return 1
	}
	return n / o
}

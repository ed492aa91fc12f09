// Package choose turns the tables of a review and the selection of one analysis
// into the contrasts to be measured, one a study, and says of every other study
// why it is not among them.
//
// A study goes through fixed stages: its own columns against the filters, its
// rows of the outcome, the arms compared, the time window, the filters on the
// rows (a contrast stands or falls whole, by its weakest arm), what the measure
// needs; then the time nearest to the wanted one, ties to the earlier, then the
// preferred scale, kind and source. What is still ambiguous is an error.
package choose

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/study"
)

// Tables are the data of a review as read. A table that is not there is nil.
type Tables struct {
	Studies, Arms, Contrasts *read.Table
}

// byStudy gives the tables with the rows of one study alone.
func (t Tables) byStudy() func(key string) Tables {
	split := func(t *read.Table) func(key string) *read.Table {
		if t == nil {
			return func(string) *read.Table { return nil }
		}
		rows := map[string][]read.Row{}
		for _, r := range t.Rows {
			rows[r.Study] = append(rows[r.Study], r)
		}
		return func(key string) *read.Table {
			own := *t
			own.Rows = rows[key]
			return &own
		}
	}
	studies, arms, contrasts := split(t.Studies), split(t.Arms), split(t.Contrasts)
	return func(key string) Tables { return Tables{studies(key), arms(key), contrasts(key)} }
}

// Chosen is the contrast of one study with where it came from.
type Chosen struct {
	Contrast study.Contrast
	Time     float64 // hours; NaN where the data have no time
	Scale    string
	Kind     string
	Source   string // "arms" or "contrasts"
	Rows     []Ref  // the rows it was made from, in file order
}

// Ref is one row of a table.
type Ref struct {
	File string
	Line int
}

// Left is a study that is not in the analysis, with the reason. Found says that
// the data have a number of it on the outcome and the arms compared.
type Left struct {
	Study, Label, Reason string
	Found                bool
}

// Choice is what an analysis may use and what it leaves out.
type Choice struct {
	Used   []Chosen
	Left   []Left
	Listed int // studies listed in the data
}

// Choose selects. A selection that names a column, a value, an outcome or an
// arm that no row has, and a study for which several numbers remain, are
// errors, all of them listed.
func Choose(t Tables, s protocol.Select, m effect.Measure) (Choice, error) {
	problems := validate(t, s, m)
	if len(problems) > 0 {
		return Choice{}, problems
	}
	list, of := studies(t), t.byStudy()
	c := Choice{Listed: len(list)}
	for _, st := range list {
		own := of(st.key)
		one, reason, err := choose(own, s, m, st)
		switch {
		case err != nil:
			problems = append(problems, err)
		case reason != "":
			c.Left = append(c.Left, Left{Study: st.key, Label: st.label, Reason: reason, Found: found(own, s)})
		default:
			c.Used = append(c.Used, one)
		}
	}
	if len(problems) > 0 {
		return Choice{}, problems
	}
	return c, nil
}

// Problems are all that is wrong with a selection.
type Problems []error

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, e := range p {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

func (p Problems) Unwrap() []error { return p }

// Listed are the studies of a review in the order of its data, without reasons.
func Listed(t Tables) []Left {
	var all []Left
	for _, st := range studies(t) {
		all = append(all, Left{Study: st.key, Label: st.label})
	}
	return all
}

// listed is one study of the review.
type listed struct{ key, label string }

// studies lists the studies in the order of the studies table or, without one,
// of their first row in the data.
func studies(t Tables) []listed {
	var list []listed
	seen := map[string]bool{}
	add := func(table *read.Table) {
		if table == nil {
			return
		}
		for _, r := range table.Rows {
			if !seen[r.Study] {
				seen[r.Study] = true
				list = append(list, listed{r.Study, cmp.Or(r.Label, r.Study)})
			}
		}
	}
	if add(t.Studies); t.Studies == nil {
		add(t.Arms)
		add(t.Contrasts)
	}
	return list
}

// choose is the contrast of one study, of whose rows the tables are, or the reason
// why there is none.
func choose(t Tables, s protocol.Select, m effect.Measure, st listed) (Chosen, string, error) {
	if reason := failsStudy(t, s, st); reason != "" {
		return Chosen{}, reason, nil
	}
	trail := trail{}
	candidates := append(fromArms(t, s, m, st, &trail), fromContrasts(t, s, m, st, &trail)...)
	if len(candidates) == 0 {
		return Chosen{}, trail.reason(s), nil
	}
	candidates, err := narrow(candidates, s, st)
	if err != nil {
		return Chosen{}, "", err
	}
	c := candidates[0]
	c.Contrast.Same = called(t, c, crossed...)
	if x := c.Contrast; !x.Same && m.SamePeople(x) && x.Pairs == nil && math.IsNaN(x.Y) && called(t, c, "parallel") {
		return Chosen{}, "the data call its arms parallel, and " + m.Code + " is of the same people in both", nil
	}
	c.Contrast = m.Declare(c.Contrast, s.Pairing)
	why := m.Unpaired(c.Contrast)
	if !m.Needs.OneGroup() && m.SamePeople(c.Contrast) && c.Source == "arms" && len(c.Rows) > 2 {
		why = "several of its arms make up one, in which people count more than once"
	}
	if why != "" {
		return Chosen{}, "", fmt.Errorf("%w: %s (%s): %s", ErrCrossover, st.key, lines(candidates), why)
	}
	return c, "", nil
}

// crossed are the words by which designs say that both arms are the same
// people, without spaces and hyphens.
var crossed = []string{"crossover", "xover", "withinperson", "withinsubject", "withinpatient", "abba", "paired", "splitmouth"}

// called says whether the data call a contrast's trial by one of the words, in a
// column design, study_design or structure, however they spell it.
func called(t Tables, c Chosen, words ...string) bool {
	for _, column := range []string{"design", "study_design", "structure"} {
		for _, v := range Values(t, c, column) {
			plain := strings.ToLower(strings.NewReplacer("-", "", " ", "", "_", "", "/", "", "‐", "", "–", "").Replace(v))
			if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(plain, w) }) && !strings.Contains(plain, "unpaired") {
				return true
			}
		}
	}
	return false
}

// found says whether the tables have a number that compares what the selection
// compares, whatever its time and the filters.
func found(t Tables, s protocol.Select) bool {
	if t.Arms != nil {
		for _, rows := range groups(t.Arms, s.Outcome) {
			if len(side(rows, s.Experimental, s.ArmsOnly)) > 0 && len(side(rows, s.Control, s.ArmsOnly)) > 0 {
				return true
			}
		}
	}
	return t.Contrasts != nil && slices.ContainsFunc(t.Contrasts.Rows, func(r read.Row) bool {
		return (s.Outcome == "" || r.Outcome == s.Outcome) && compares(s, r)
	})
}

// trail remembers, of all rows of a study that did not become candidates, the
// reason given at the farthest stage any of them reached.
type trail struct {
	stage int
	texts []string
}

const (
	stageCompare = iota + 1
	stageTime
	stageFilter
	stageNeeds
)

func (t *trail) stop(stage int, text string) {
	if stage > t.stage {
		t.stage, t.texts = stage, nil
	}
	if stage < t.stage {
		return
	}
	for _, have := range t.texts {
		if have == text {
			return
		}
	}
	t.texts = append(t.texts, text)
}

func (t *trail) reason(s protocol.Select) string {
	if t.stage == 0 {
		if s.Outcome == "" {
			return "no row in the data"
		}
		return fmt.Sprintf("no number found for outcome %q", s.Outcome)
	}
	return strings.Join(t.texts, "; ")
}

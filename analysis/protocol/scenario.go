package protocol

import (
	"fmt"
	"strings"

	"grove/analysis/probe/subsets"
)

// Shorthand is a word in the list of sensitivity analyses that stands for many
// refits.
type Shorthand struct {
	Code, Name string
	By         string                                                   // the column whose values are left out or added, unless the protocol says by; empty for none
	keys       func(r *reader, s *Scenario, n *node, main choice) []key // of its map, beside id and title
	example    string                                                   // of its map, where the word alone will not do
	lacks      func(s Scenario) string                                  // what its map lacks to ask anything, empty for nothing
}

// Shorthands are all shorthands.
var Shorthands = []Shorthand{
	{Code: "leave-one-out", Name: "leave one out", By: "study", keys: byColumn},
	{Code: "cumulative", Name: "add one at a time", By: "year", keys: byColumn},
	{Code: "all-subsets", Name: "every subset of the trials", keys: ofSubsets},
	{Code: "choices", Name: "every combination of choices", keys: ofChoices, example: "{measure: [OR, RR], interval: [hk-guarded, wald]}", lacks: lacksAxis},
	{Code: "moderators", Name: "the effects explained by", keys: ofModerators, example: "{formula: latitude + allocation}", lacks: lacksModerators},
	{Code: "missing", Name: "what is assumed of missing outcomes", keys: ofMissing},
	{Code: "next-trial", Name: "one more trial", keys: ofStatement},
	{Code: "fragility", Name: "outcomes of single people changed", keys: ofStatement},
}

// scenarios reads the list of sensitivity analyses of the analysis that chose c.
func (r *reader) scenarios(n *node, c choice) []Scenario {
	if n.shape != list || len(n.items) == 0 {
		r.fail(n, "sensitivity is a list of scenarios and shorthands")
		return nil
	}
	var all []Scenario
	ids := map[string]int{}
	for _, item := range n.items {
		s := r.scenario(item, c)
		r.unique(item, s.ID, ids)
		all = append(all, s)
	}
	return all
}

// scenario is a shorthand, as a word or as a map of one key, or one refit.
func (r *reader) scenario(n *node, main choice) Scenario {
	if n.shape == scalar {
		return r.shorthandWord(n, main)
	}
	if n.shape == mapping && len(n.pairs) == 1 {
		for _, h := range Shorthands {
			if h.Code == n.pairs[0].name {
				return r.shorthand(h, n.pairs[0].value, main)
			}
		}
	}
	s := Scenario{Kind: Refit}
	c := main
	var changes []string
	keys := []key{
		{"id", true, func(v *node) { s.ID = r.id(v, "id") }},
		{"title", false, func(v *node) { s.Title = r.text(v, "title") }},
	}
	keys = append(keys, r.choiceKeys(&c, true, func(change string) { changes = append(changes, change) })...)
	before := len(r.errs)
	r.mapping(n, "a scenario", keys)
	if len(r.errs) == before {
		if same(c, main) {
			r.errs = append(r.errs, Error{File: r.file, Line: n.line, Column: n.col, Text: s.ID, Reason: "the scenario changes nothing of its analysis"})
		}
		if c.options.Variance != main.options.Variance || c.measure != main.measure {
			r.checkVariance(n, c)
		}
		if c.settings.Prior != main.settings.Prior || c.measure != main.measure {
			r.checkPrior(n, c)
		}
		if c.options.Baseline != main.options.Baseline || c.measure != main.measure {
			r.checkBaseline(n, c)
			r.checkControl(n, c)
		}
	}
	s.Change = strings.Join(changes, "; ")
	return s.with(c)
}

func (s Scenario) with(c choice) Scenario {
	s.Select, s.Measure, s.Settings, s.Options = c.sel, c.measure, c.model.with(c.measure), c.options
	return s
}

func (r *reader) shorthandWord(n *node, main choice) Scenario {
	word := r.word(n, "shorthand", codes(Shorthands, func(h Shorthand) string { return h.Code }))
	for _, h := range Shorthands {
		if h.Code != word {
			continue
		}
		if h.example != "" {
			r.fail(n, fmt.Sprintf("%s needs a map: {%s: %s}", word, word, h.example))
		}
		s := h.scenario()
		return s.with(main)
	}
	return Scenario{}
}

// shorthand reads the map of a shorthand: {leave-one-out: {by: programme}}.
func (r *reader) shorthand(h Shorthand, n *node, main choice) Scenario {
	s := h.scenario()
	r.mapping(n, h.Code, append(h.keys(r, &s, n, main),
		key{"id", false, func(v *node) { s.ID = r.id(v, "id") }},
		key{"title", false, func(v *node) { s.Title = r.text(v, "title") }}))
	if h.lacks != nil && len(r.errs) == 0 {
		if reason := h.lacks(s); reason != "" {
			r.fail(n, reason)
		}
	}
	return s.with(main)
}

// scenario is the shorthand as its word alone means it.
func (h Shorthand) scenario() Scenario {
	s := Scenario{ID: h.Code, Kind: h.Code, By: h.By, Change: h.Name, Statement: subsets.Statements[0].Code}
	if h.By != "" {
		s.Change += ", by " + h.By
		s.Statement = ""
	}
	return s
}

// byColumn is the column of a shorthand. Its id is the code, with the column if
// that is not the usual one.
func byColumn(r *reader, s *Scenario, _ *node, _ choice) []key {
	usual := *s
	return []key{{"by", true, func(v *node) {
		s.By = r.text(v, "by")
		s.Change = strings.TrimSuffix(usual.Change, usual.By) + s.By
		if s.By != usual.By {
			s.ID = usual.Kind + "-by-" + Slug(s.By)
		}
	}}}
}

// statement is what a shorthand asks whether it holds.
func (r *reader) statement(s *Scenario) key {
	return key{"statement", false, func(v *node) {
		s.Statement = r.word(v, "statement", codes(subsets.Statements, func(x subsets.Statement) string { return x.Code }))
	}}
}

func ofSubsets(r *reader, s *Scenario, _ *node, _ choice) []key {
	return []key{r.statement(s), {"colour", false, func(v *node) { s.Colour = r.text(v, "colour") }}}
}

func ofStatement(r *reader, s *Scenario, _ *node, _ choice) []key { return []key{r.statement(s)} }

// ofMissing reads what is assumed of missing outcomes:
//
//	{missing: {beliefs: [0.25, 1, 4], sd: 1, correlation: 0.5}}
func ofMissing(r *reader, s *Scenario, _ *node, _ choice) []key {
	return []key{r.statement(s),
		{"beliefs", false, func(v *node) {
			if v.shape != list || len(v.items) < 2 {
				r.fail(v, "beliefs is a list of two numbers or more, ascending: odds ratios, or units of the outcome")
				return
			}
			for _, item := range v.items {
				x, ok := r.number(item, "belief")
				if n := len(s.Beliefs); ok && n > 0 && x <= s.Beliefs[n-1] {
					r.fail(item, "beliefs ascend")
				}
				s.Beliefs = append(s.Beliefs, x)
			}
		}},
		{"sd", false, func(v *node) {
			if s.Belief.SD, _ = r.number(v, "sd"); s.Belief.SD < 0 {
				r.fail(v, "a standard deviation is 0 or more")
			}
		}},
		{"correlation", false, func(v *node) {
			if s.Belief.Correlation, _ = r.number(v, "correlation"); s.Belief.Correlation < -1 || s.Belief.Correlation > 1 {
				r.fail(v, "a correlation is between -1 and 1")
			}
		}},
	}
}

// Slug is a column's name as part of an id.
func Slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
	return strings.Join(words, "-")
}

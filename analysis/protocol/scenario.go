package protocol

import "strings"

// Shorthand is a word in the list of sensitivity analyses that stands for many
// refits.
type Shorthand struct {
	Code, Name string
	By         string // the column whose values are left out or added, unless the protocol says by
}

// Shorthands are all shorthands.
var Shorthands = []Shorthand{
	{Code: "leave-one-out", Name: "leave one out", By: "study"},
	{Code: "cumulative", Name: "add one at a time", By: "year"},
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
		if c.options.Baseline != main.options.Baseline || c.measure != main.measure {
			r.checkBaseline(n, c)
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
		if h.Code == word {
			return h.scenario(h.By).with(main)
		}
	}
	return Scenario{}
}

// shorthand reads the map of a shorthand: {leave-one-out: {by: programme}}.
func (r *reader) shorthand(h Shorthand, n *node, main choice) Scenario {
	s := h.scenario(h.By)
	r.mapping(n, h.Code, []key{
		{"by", true, func(v *node) { s = h.scenario(r.text(v, "by")) }},
		{"id", false, func(v *node) { s.ID = r.id(v, "id") }},
		{"title", false, func(v *node) { s.Title = r.text(v, "title") }},
	})
	return s.with(main)
}

// scenario is the shorthand by a column. Its id is the code, with the column if
// that is not the usual one.
func (h Shorthand) scenario(by string) Scenario {
	s := Scenario{ID: h.Code, Kind: h.Code, By: by, Change: h.Name + ", by " + by}
	if by != h.By {
		s.ID += "-by-" + Slug(by)
	}
	return s
}

// Slug is a column's name as part of an id.
func Slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
	return strings.Join(words, "-")
}

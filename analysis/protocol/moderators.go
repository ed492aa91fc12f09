package protocol

import (
	"slices"
	"strings"

	"grove/analysis/regress"
)

// Moderators is a regression of the effects of an analysis on columns of its
// data.
type Moderators struct {
	Formula     string     // as regress.Parse reads it; empty for the mean alone
	Columns     []Column   // that it names, each once
	Model       string     // a code of regress.Models, empty for the analysis's
	Cluster     Column     // within which trials depend on each other; no name for none
	Within      Column     // what they have effects of within a cluster; no name for each its own
	Rho         float64    // the correlation of the sampling errors of a cluster's trials
	Robust      string     // a code of regress.Corrections, empty without clusters
	Permutation bool       // every arrangement of the trials is fitted too
	At          [][]Filter // a value of each column, at which the effect is predicted
}

// ofModerators reads a regression. Its id is the code with the formula.
//
//	{moderators: {formula: latitude + allocation, cluster: centre, permutation: yes, at: [{latitude: 20, allocation: random}]}}
func ofModerators(r *reader, s *Scenario, _ *node, _ choice) []key {
	keys := r.moderators(&s.Moderators)
	read := keys[0].read
	keys[0].read = func(v *node) {
		read(v)
		if id := s.Kind + "-" + Slug(s.Moderators.Formula); len(id) <= longestID && !strings.HasSuffix(id, "-") {
			s.ID = id
		}
		s.Change += " " + s.Moderators.Formula
	}
	return keys
}

// moderators are the keys of a regression, which flags have too.
func (r *reader) moderators(m *Moderators) []key {
	return []key{
		{"formula", false, func(v *node) { r.formula(v, m) }},
		{"cluster", false, func(v *node) { m.Cluster = r.column(v, "cluster") }},
		{"model", false, func(v *node) {
			m.Model = r.word(v, "model", codes(regress.Models, func(k regress.Kind) string { return k.Code }))
			if regress.WithClusters(m.Model) || regress.ByMoments(m.Model) {
				r.clustered(v, m, "the model "+m.Model)
			}
		}},
		{"within", false, func(v *node) {
			if m.Within = r.column(v, "within"); !regress.WithClusters(m.Model) {
				r.fail(v, "within is of a model with effects of clusters: three-level")
			}
		}},
		{"rho", false, func(v *node) {
			if m.Rho, _ = r.number(v, "rho"); !(m.Rho >= 0 && m.Rho < 1) {
				r.fail(v, "rho is a correlation from 0 to below 1")
			}
			r.clustered(v, m, "rho")
		}},
		{"robust", false, func(v *node) {
			m.Robust = r.word(v, "robust", codes(regress.Corrections, func(c regress.Correction) string { return c.Code }))
			r.clustered(v, m, "robust")
		}},
		{"permutation", false, func(v *node) { m.Permutation = r.word(v, "permutation", []string{"yes", "no"}) == "yes" }},
		{"at", false, func(v *node) { r.at(v, m) }},
	}
}

// clustered says that something needs a cluster.
func (r *reader) clustered(n *node, m *Moderators, what string) {
	if m.Cluster.Name == "" {
		r.fail(n, what+" needs a cluster: the column within which trials depend on each other")
	}
}

// column is a column of the data with its place.
func (r *reader) column(n *node, what string) Column {
	return Column{Name: r.text(n, what), Line: n.line, Col: n.col}
}

// formula is a formula, or the names of columns with commas between them.
func (r *reader) formula(n *node, m *Moderators) {
	m.Formula = strings.ReplaceAll(r.text(n, "formula"), ",", " + ")
	f, err := regress.Parse(m.Formula)
	if err != nil {
		r.fail(n, err.Error())
	}
	for _, term := range f.Terms {
		if len(term) == 1 {
			m.Columns = append(m.Columns, Column{Name: term[0], Line: n.line, Col: n.col})
		}
	}
}

// at is the values at which the effect is predicted, each a map with all columns
// of the formula.
func (r *reader) at(n *node, m *Moderators) {
	if n.shape != list || len(n.items) == 0 {
		r.fail(n, "at is a list of values such as {latitude: 20}, each a prediction")
		return
	}
	known := codes(m.Columns, func(c Column) string { return c.Name })
	for _, item := range n.items {
		if len(known) == 0 {
			r.fail(item, "no moderator in a formula to predict at")
			return
		}
		var values []Filter
		var keys []key
		for _, name := range known {
			keys = append(keys, key{name, true, func(v *node) {
				values = append(values, Filter{Column: name, Op: opIn, Values: []string{r.text(v, name)}, Line: v.line, Col: v.col})
			}})
		}
		r.mapping(item, "a place to predict at", keys)
		if slices.ContainsFunc(m.At, func(other []Filter) bool { return slices.EqualFunc(other, values, sameValue) }) {
			r.fail(item, "stands twice in at")
		}
		m.At = append(m.At, values)
	}
}

// sameValue says whether a column has one value at two places: by the text or,
// where both are numbers, by the number, as filters compare.
func sameValue(a, b Filter) bool {
	x, isX := numberOf(a.Values[0])
	y, isY := numberOf(b.Values[0])
	return a.Column == b.Column && (a.Values[0] == b.Values[0] || isX && isY && x == y)
}

// lacksModerators says what a regression without anything to ask lacks.
func lacksModerators(s Scenario) string {
	m := s.Moderators
	if m.Formula == "" && m.Cluster.Name == "" && !m.Permutation {
		return "moderators needs a formula, such as latitude + allocation"
	}
	return ""
}

// AsModerators reads a regression as flags have it: words are the values of its
// keys, and at holds values such as latitude=20,allocation=random. The error is of
// type Errors.
func AsModerators(words map[string]string, at []string) (Moderators, error) {
	flags := &node{shape: mapping}
	add := func(name string, n *node) { flags.pairs = append(flags.pairs, pair{name: name, value: n}) }
	for name, text := range words {
		add(name, &node{shape: scalar, text: text})
	}
	if len(at) > 0 {
		places := &node{shape: list}
		for _, text := range at {
			places.items = append(places.items, &node{shape: mapping, pairs: parameters(text)})
		}
		add("at", places)
	}
	var m Moderators
	r := &reader{}
	for _, k := range r.moderators(&m) {
		if r.file = "--" + k.name; k.name == "formula" {
			r.file = "--moderators"
		}
		if v := flags.get(k.name); v != nil {
			k.read(v)
		}
	}
	if len(r.errs) > 0 {
		return m, r.errs
	}
	return m, nil
}

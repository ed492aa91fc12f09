// Package regress explains differences between trials by their moderators, in a
// mixed-effects model
//
//	y = Xβ + u + e,  u ~ N(0, τ²),  e ~ N(0, v),
//
// or without u in a common-effect model, or with effects of clusters of trials as
// well (see Models), and V for diag(v+τ²). Throughout, k are the trials, p the
// columns of X, w = 1/v and u = 1/(v+τ²) weights, and everything is on the
// analysis scale of the effects (log for ratios).
package regress

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/tau"
)

// Data are the measured trials with their moderators, in one order throughout.
// Y and V are effects and variances, finite and V > 0. Study and Cluster may be
// nil: the names of the trials, used in notes, and of what they depend on. Within
// is what they have effects of within a cluster, such as the sample of people; nil
// for each trial its own.
type Data struct {
	Study, Cluster, Within []string
	Y, V                   []float64
	Variables              []Variable
}

// Model is what is fitted: the trials that report every moderator of the
// formula, and the columns of X.
type Model struct {
	Study, Cluster, Within []string
	Y, V                   []float64
	Columns                []Column
	Intercept              bool
	Kept                   []int // positions of the trials in the data, nil for all
	Notes                  []string

	coding []coded
	levels map[string][]string // of the factors, the reference first
}

// ErrData marks trials that no model can be made of.
var ErrData = errors.New("data cannot be regressed")

const intercept = "intercept"

// Cites are the works behind the interval of τ² about a model and its R², the
// diagnostics, the shrunken effects and the robust test of several coefficients.
var Cites = []string{"jackson2014", "lopezlopez2014", "viechtbauer2010", "raudenbush1985", "tipton2015b"}

// New makes the model of a formula. Factors have treatment contrasts: a column
// for each level but the reference; without an intercept the first factor has a
// column for every level. Trials that do not report a moderator are left out,
// with a note. The errors are ErrFormula, ErrVariable and ErrData, the last also
// for columns that say the same and for more columns than the trials can bear.
func New(d Data, formula string) (Model, error) {
	f, err := Parse(formula)
	if err != nil {
		return Model{}, err
	}
	if err := d.check(); err != nil {
		return Model{}, err
	}
	used, err := d.used(f)
	if err != nil {
		return Model{}, err
	}
	m := d.complete(used)
	m.Intercept = f.Intercept
	if len(m.Y) == 0 {
		return Model{}, fmt.Errorf("%w: no trial reports all of the moderators", ErrData)
	}
	levels := map[string][]string{}
	m.levels = levels
	for _, v := range used {
		if !v.factor() {
			if first := v.Numbers[m.Kept[0]]; f.Intercept && !slices.ContainsFunc(m.Kept, func(i int) bool { return v.Numbers[i] != first }) {
				return Model{}, fmt.Errorf("%w: all trials have the %s %v, so it explains nothing", ErrVariable, v.Name, first)
			}
			continue
		}
		var notes []string
		if levels[v.Name], notes, err = v.levels(m.Kept); err != nil {
			return Model{}, err
		}
		m.Notes = append(m.Notes, notes...)
		if len(levels[v.Name]) < 2 {
			return Model{}, fmt.Errorf("%w: all trials have the %s %q, so it explains nothing", ErrVariable, v.Name, levels[v.Name][0])
		}
	}
	if f.Intercept {
		m.Columns = append(m.Columns, Column{intercept, intercept, repeat(1, len(m.Y))})
	}
	full := !f.Intercept // the next factor has a column for every level
	for _, term := range f.Terms {
		c := coded{names: term}
		for _, name := range term {
			own := levels[name]
			if own != nil && !(full && len(term) == 1) {
				own = own[1:]
			}
			c.levels = append(c.levels, own)
		}
		full = full && !(len(term) == 1 && levels[term[0]] != nil)
		m.coding = append(m.coding, c)
		m.Columns = append(m.Columns, c.columns(used, m.Kept)...)
	}
	return m, m.check()
}

func (d Data) check() error {
	k := len(d.Y)
	if len(d.V) != k || d.Study != nil && len(d.Study) != k || d.Cluster != nil && len(d.Cluster) != k || d.Within != nil && len(d.Within) != k {
		return fmt.Errorf("%w: %d effects, %d variances, %d names and %d clusters, %d within them", ErrData, k, len(d.V), len(d.Study), len(d.Cluster), len(d.Within))
	}
	for _, v := range d.Variables {
		if n := max(len(v.Numbers), len(v.Words)); n != k || v.Numbers != nil && v.Words != nil {
			return fmt.Errorf("%w: %d trials and %d values of %s", ErrData, k, n, v.Name)
		}
		for i, x := range v.Numbers {
			if math.IsInf(x, 0) {
				return fmt.Errorf("%w: %s of trial %d is not finite", ErrVariable, v.Name, i+1)
			}
		}
	}
	return nil
}

// used are the moderators of the formula.
func (d Data) used(f Formula) ([]Variable, error) {
	var used []Variable
	for _, t := range f.Terms {
		if len(t) > 1 {
			break // an interaction has its moderators among the main effects
		}
		v, err := find(d.Variables, t[0])
		if err != nil {
			return nil, err
		}
		used = append(used, v)
	}
	return used, nil
}

// complete is the trials that report all of the moderators.
func (d Data) complete(used []Variable) Model {
	var m Model
	lacking := map[string][]string{}
	for i := range d.Y {
		whole := true
		for _, v := range used {
			if !v.reported(i) {
				whole = false
				lacking[v.Name] = append(lacking[v.Name], d.name(i))
			}
		}
		if !whole {
			continue
		}
		m.Kept = append(m.Kept, i)
		m.Y, m.V = append(m.Y, d.Y[i]), append(m.V, d.V[i])
		if d.Study != nil {
			m.Study = append(m.Study, d.Study[i])
		}
		if d.Cluster != nil {
			m.Cluster = append(m.Cluster, d.Cluster[i])
		}
		if d.Within != nil {
			m.Within = append(m.Within, d.Within[i])
		}
	}
	for _, v := range used {
		if l := lacking[v.Name]; l != nil {
			m.Notes = append(m.Notes, fmt.Sprintf("left out because they do not report %s: %s", v.Name, strings.Join(l, ", ")))
		}
	}
	return m
}

func (d Data) name(i int) string {
	if d.Study != nil {
		return d.Study[i]
	}
	return fmt.Sprintf("trial %d", i+1)
}

// check asks for a design that can be estimated.
func (m Model) check() error {
	_, err := m.design()
	return err
}

// design is the model as tau takes it, its errors in the words of the formula.
func (m Model) design() (*tau.Design, error) {
	d, err := tau.NewDesign(m.Y, m.V, m.values())
	var same tau.Collinear
	switch {
	case errors.As(err, &same):
		return nil, fmt.Errorf("%w: %s says nothing that %s do not say already", ErrData, m.Columns[same.Column].Name, m.names(same.Column))
	case errors.Is(err, tau.ErrTooMany):
		return nil, fmt.Errorf("%w: %d coefficients (%s) cannot be estimated from %d trials", ErrData, len(m.Columns), m.names(len(m.Columns)), len(m.Y))
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrData, err)
	}
	return d, nil
}

func (m Model) values() [][]float64 {
	x := make([][]float64, len(m.Columns))
	for j, c := range m.Columns {
		x[j] = c.Values
	}
	return x
}

// names are the first n columns.
func (m Model) names(n int) string {
	var all []string
	for _, c := range m.Columns[:n] {
		all = append(all, c.Name)
	}
	return strings.Join(all, ", ")
}

// Levels are the levels of a factor in use, the reference first; nil for a
// covariate and for what is no moderator of the model.
func (m Model) Levels(name string) []string { return slices.Clone(m.levels[name]) }

// only is the model of the trials at the given positions of its own. Its columns
// are the same, so that they may no longer be estimable.
func (m Model) only(at []int) Model {
	part := Model{Intercept: m.Intercept, coding: m.coding, levels: m.levels}
	for _, i := range at {
		part.Y, part.V = append(part.Y, m.Y[i]), append(part.V, m.V[i])
		if m.Kept != nil {
			part.Kept = append(part.Kept, m.Kept[i])
		}
		if m.Study != nil {
			part.Study = append(part.Study, m.Study[i])
		}
		if m.Cluster != nil {
			part.Cluster = append(part.Cluster, m.Cluster[i])
		}
		if m.Within != nil {
			part.Within = append(part.Within, m.Within[i])
		}
	}
	for _, c := range m.Columns {
		values := make([]float64, len(at))
		for i, j := range at {
			values[i] = c.Values[j]
		}
		part.Columns = append(part.Columns, Column{c.Name, c.Term, values})
	}
	return part
}

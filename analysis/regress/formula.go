package regress

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Formula says which moderators a model has. A term is the moderators whose
// product it is, one for a main effect.
type Formula struct {
	Intercept bool
	Terms     [][]string // main effects first, interactions after them
}

// MostTerms is how many terms a formula may have.
const MostTerms = 100

// ErrFormula marks a formula that cannot be read or asks for no model.
var ErrFormula = errors.New("formula")

// Parse reads a formula such as
//
//	latitude + allocation + latitude:allocation
//
// in which + joins terms, a:b is the interaction of a and b, and a*b is short
// for a + b + a:b. The intercept is there unless the formula begins with 0 +.
// The empty formula is the intercept alone. An interaction without the terms it
// is made of is refused, because its coefficients would depend on where the
// moderators have their zero.
func Parse(text string) (Formula, error) {
	f := Formula{Intercept: true}
	if strings.TrimSpace(text) == "" {
		return f, nil
	}
	column := 1
	for i, part := range strings.Split(text, "+") {
		word := strings.TrimSpace(part)
		at := column + strings.Index(part, word)
		column += len(part) + 1
		switch {
		case word == "":
			return Formula{}, fmt.Errorf("%w: column %d: a term is missing; likely a + too many", ErrFormula, at)
		case word == "0" && i == 0:
			f.Intercept = false
		case word == "1" && i == 0:
		case word == "0" || word == "1":
			return Formula{}, fmt.Errorf("%w: column %d: %q: only the first term can say whether there is an intercept", ErrFormula, at, word)
		default:
			terms, err := product(word, at)
			if err != nil {
				return Formula{}, err
			}
			for _, t := range terms {
				f.add(t)
			}
			if len(f.Terms) > MostTerms {
				return Formula{}, fmt.Errorf("%w: more than %d terms", ErrFormula, MostTerms)
			}
		}
	}
	slices.SortStableFunc(f.Terms, func(a, b []string) int { return len(a) - len(b) })
	return f, f.check()
}

// product is the terms of one part of a formula: a:b alone, or a*b with all it
// is short for.
func product(word string, at int) ([][]string, error) {
	if strings.ContainsAny(word, "~()") {
		return nil, fmt.Errorf("%w: column %d: %q: only names, +, : and * are understood; likely a formula of R", ErrFormula, at, word)
	}
	terms := [][]string{nil}
	for _, factor := range strings.Split(word, "*") {
		var names []string
		for _, n := range strings.Split(factor, ":") {
			n = strings.TrimSpace(n)
			if n == "" {
				return nil, fmt.Errorf("%w: column %d: %q: a moderator is missing beside : or *", ErrFormula, at, word)
			}
			if !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
		if len(terms) > MostTerms {
			return nil, fmt.Errorf("%w: column %d: more than %d terms", ErrFormula, at, MostTerms)
		}
		for _, t := range slices.Clone(terms) {
			terms = append(terms, union(t, names))
		}
	}
	return terms[1:], nil
}

// union is the names of a and then those of b that a does not have.
func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, n := range b {
		if !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

// add adds a term unless it is there already, in whatever order.
func (f *Formula) add(term []string) {
	if !f.has(term) {
		f.Terms = append(f.Terms, term)
	}
}

func (f *Formula) has(term []string) bool {
	return slices.ContainsFunc(f.Terms, func(t []string) bool { return len(t) == len(term) && len(union(t, term)) == len(t) })
}

// check refuses a formula without any term and interactions without the terms
// that they are made of.
func (f *Formula) check() error {
	if !f.Intercept && len(f.Terms) == 0 {
		return fmt.Errorf("%w: 0 without a term leaves no model", ErrFormula)
	}
	for _, t := range f.Terms {
		for i := range t {
			part := slices.Delete(slices.Clone(t), i, i+1)
			if len(part) > 0 && !f.has(part) {
				return fmt.Errorf("%w: %s needs %s as a term of its own", ErrFormula, strings.Join(t, ":"), strings.Join(part, ":"))
			}
		}
	}
	return nil
}

package regress

import (
	"fmt"
	"math"
	"slices"
)

// Compare is the likelihood-ratio test of a model against one with fewer terms,
//
//	2 (ln L − ln L₀),
//
// referred to χ² with as many degrees of freedom as there are coefficients fewer.
// Both are fitted by maximum likelihood, or as common-effect models, whatever
// the estimator of s, because restricted likelihoods of different moderators do
// not compare. The models need the same trials, and every column of the smaller
// one must be in the span of the larger. Viechtbauer 2010; Wilks 1938.
func Compare(full, reduced Model, s Settings) (Test, error) {
	s.Tau2, s.Interval = "ML", "wald"
	if !slices.Equal(full.Y, reduced.Y) || !slices.Equal(full.V, reduced.V) {
		return Test{}, fmt.Errorf("%w: the models compared have different trials", ErrData)
	}
	for _, c := range reduced.Columns {
		if !full.spans(c) {
			return Test{}, fmt.Errorf("%w: the models compared are not nested: %s is in the smaller only", ErrData, c.Name)
		}
	}
	df := len(full.Columns) - len(reduced.Columns)
	if df < 1 {
		return Test{}, fmt.Errorf("%w: the models compared are of one size", ErrData)
	}
	a, err := prepare(full, s)
	if err != nil {
		return Test{}, err
	}
	if a.moments != nil {
		return Test{}, fmt.Errorf("%w: the model %s has no likelihood", ErrSettings, s.Model)
	}
	b, err := prepare(reduced, s)
	if err != nil {
		return Test{}, err
	}
	logA, _ := a.working().likelihoods()
	logB, _ := b.working().likelihoods()
	t := (reference{code: "likelihood", scale: 1, df: math.Inf(1)}).test(max(0, 2*(logA-logB)), df)
	t.Term = "moderators of the larger model only"
	return t, nil
}

// spans says that a column is a combination of the model's.
func (m Model) spans(c Column) bool {
	for _, own := range m.Columns {
		if slices.Equal(own.Values, c.Values) {
			return true
		}
	}
	m.Columns = append(slices.Clone(m.Columns), c)
	return m.check() != nil
}

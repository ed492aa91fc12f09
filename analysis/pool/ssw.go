package pool

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/effect"
)

// SampleSize is random effects with weights that hang on the sizes of the trials
// alone, so that no relation between an effect and its estimated variance can
// pull the mean to one side,
//
//	μ = Σñy/Σñ,  SE = √Σñ²(v+τ²)/Σñ,  ñ = n₁n₂/(n₁+n₂),
//
// ñ being the people where a measure is of one group or the arms of some trial
// are not known. An estimator of τ² that takes weights has the same; with a
// declared τ² of 0 one effect is assumed, and risk differences have Mantel and
// Haenszel's mean with the variance of Greenland and Robins 1985. Only the Wald
// standard error is known, and referred to the normal distribution, or by the
// interval t to t with k−1 degrees of freedom, as its authors do. A trial whose
// people are not known is an error. Bakbergenuly, Hoaglin and Kulinskaya 2020.
var SampleSize = Model{Code: "ssw", Name: "random effects, trials weighted by size", Random: true, one: "common", WaldOnly: true, orT: true, sized: true, centre: sampleSize, Cites: []string{"bakbergenuly2020", "greenland1985"}}

func sampleSize(d Data, s Settings) (centre, error) {
	w := sizes(d)
	if i := slices.IndexFunc(w, func(n float64) bool { return !(n > 0) || math.IsInf(n, 0) }); i >= 0 {
		return centre{}, fmt.Errorf("%w: trials are weighted by their size, and trial %d does not report its people", ErrData, i+1)
	}
	return weighted(d, s, w)
}

// sizes are what the trials are weighted by, NaN where it is not known.
func sizes(d Data) []float64 {
	m, _ := effect.Lookup(d.Measure)
	arms := len(d.C) > 0 && !m.Needs.OneGroup()
	w := slices.Repeat([]float64{math.NaN()}, len(d.Y))
	for i := 0; arms && i < len(w); i++ {
		t, c := d.T[i].N, d.C[i].N
		w[i] = t * (c / (t + c))
	}
	if d.N != nil && slices.ContainsFunc(w, math.IsNaN) {
		return d.N
	}
	return w
}

package pool

import (
	"cmp"
	"fmt"
	"math"
)

// Credible is one choice among the intervals that hold the probability of the
// level in a posterior.
type Credible struct {
	Code, Name string
	note       string
	limits     func(d distribution, level float64) (lower, upper float64)
	Cites      []string
}

// Credibles are the choices, the default first.
var Credibles = []Credible{
	// From the quantile (1−level)/2 to the quantile (1+level)/2: as much probability
	// lies below as above. Röver 2020.
	{Code: "equal-tailed", Name: "equal tails", note: "posterior medians with equal-tailed credible intervals; a posterior has no p-value, no degrees of freedom and no Wald interval", Cites: []string{"rover2020"},
		limits: func(d distribution, level float64) (float64, float64) {
			return d.quantile(0.5 - level/200), d.quantile(0.5 + level/200)
		}},
	// The shortest interval [a, b] with F(b) − F(a) = level. Inside, every density is
	// higher than any outside where the density has one maximum, and f(a) = f(b); that
	// of τ starts at 0 where the density falls from there. It depends on the scale:
	// the limits of τ² are the squares of those of τ, and those of a ratio the
	// exponentials of those of its logarithm. Röver 2020.
	{Code: "shortest", Name: "shortest", note: "posterior medians with the shortest credible intervals; a posterior has no p-value, no degrees of freedom and no Wald interval", Cites: []string{"rover2020"}, limits: shortest},
}

// credible is the choice that the settings name, the first if they name none.
func (s Settings) credible() (Credible, error) {
	c, ok := find(Credibles, func(c Credible) string { return c.Code }, cmp.Or(s.Credible, Credibles[0].Code))
	if !ok {
		return c, fmt.Errorf("%w: credible %q", ErrSettings, s.Credible)
	}
	return c, nil
}

// distribution is a distribution with a density, from its lowest value on, which
// may be −Inf.
type distribution struct {
	lowest, atLowest float64 // a value and the density there
	quantile         func(probability float64) float64
	density          func(x float64) float64
}

// shortest seeks where f(a) − f(b) rises through zero, a and b being the
// quantiles p and p + level: there the width is smallest. A density of several
// maxima has several such places, of which the shortest is taken; its lowest value
// is one where the density is higher there than at the other limit. A distribution
// so narrow beside its distance from 0 that numbers hold no density of it has equal
// tails.
func shortest(d distribution, level float64) (lower, upper float64) {
	steps := []float64{0, 1e-12, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.0625, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1} // of the probability outside; the first tell a density without bound at its lowest value from one that has a valley after it
	free := 1 - level/100
	at := func(p float64) (a, b, excess float64) {
		a, fa := d.lowest, d.atLowest
		if p > 0 {
			a = d.quantile(p)
		}
		if a > d.lowest {
			fa = d.density(a)
		}
		b = d.quantile(p + level/100)
		return a, b, fa - d.density(b)
	}
	lower, upper = math.Inf(-1), math.Inf(1)
	keep := func(a, b float64) {
		if b-a < upper-lower {
			lower, upper = a, b
		}
	}
	a, b, before := at(0)
	if before >= 0 {
		keep(a, b)
	}
	for i, step := range steps[1:] {
		from, to := free*steps[i], free*step
		excess := 1.0 // at the end b is infinite
		if step < 1 {
			_, _, excess = at(to)
		}
		if before < 0 && excess >= 0 {
			last, value := from, before
			p := root(from, to, func(p float64) (float64, float64) {
				_, _, now := at(p)
				slope := (now - value) / (p - last)
				last, value = p, now
				return now, slope
			})
			a, b, _ = at(p)
			keep(a, b)
		}
		before = excess
	}
	if math.IsInf(upper, 1) {
		return d.quantile(free / 2), d.quantile(1 - free/2)
	}
	return lower, upper
}

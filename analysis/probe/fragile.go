package probe

import (
	"math"

	"grove/analysis/pool"
	"grove/analysis/study"
)

// Change is one person's outcome changed: in a trial, in its experimental or
// its control arm, from no event to event (+1) or back (−1).
type Change struct {
	Trial   int
	Control bool
	By      float64
}

// MostChanges is how many changes Fragility looks for.
const MostChanges = 200

// FragilityCites is the paper behind Fragility.
var FragilityCites = []string{"atal2019"}

// Fragility changes outcomes of single people, one after another, until the
// statement about the pooled result changes: at each step the one that brings the
// interval's limit nearest to the value at furthest towards it, or, where the
// interval includes the value, that moves it furthest out on the side of the
// estimate. It is the greedy search of Atal and others 2019, so that the number
// of changes can be larger than the fewest that would do. measure makes the effect
// of a trial from its arms, NaN where there is none; stands and at are on the
// analysis scale. done is false where MostChanges did not suffice. The error is
// pool.Fit's for the data as they are.
func Fragility(d pool.Data, s pool.Settings, measure func(t, c study.Group) (y, v float64), stands func(pool.Result) int, at float64) (changes []Change, last pool.Result, done bool, err error) {
	if last, err = pool.Fit(d, s); err != nil {
		return nil, last, false, err
	}
	all := make([]int, len(d.Y))
	for i := range all {
		all[i] = i
	}
	d = Subset(d, all) // a copy that may be written to
	now := stands(last)
	above := last.Estimate > at
	for len(changes) < MostChanges {
		var best Change
		var found pool.Result
		gain := math.Inf(-1)
		for i := range d.Y {
			for _, control := range []bool{false, true} {
				for _, by := range []float64{1, -1} {
					c := Change{i, control, by}
					r, ok := c.try(d, s, measure)
					if !ok {
						continue
					}
					if g := towards(r, now, above, at); g > gain {
						best, found, gain = c, r, g
					}
				}
			}
		}
		if math.IsInf(gain, -1) {
			return changes, last, false, nil
		}
		g := best.arm(d)
		g.Events += best.By
		d.Y[best.Trial], d.V[best.Trial] = measure(d.T[best.Trial], d.C[best.Trial])
		changes, last = append(changes, best), found
		if stands(last) != now {
			return changes, last, true, nil
		}
	}
	return changes, last, false, nil
}

func (c Change) arm(d pool.Data) *study.Group {
	if c.Control {
		return &d.C[c.Trial]
	}
	return &d.T[c.Trial]
}

// try pools with one change made, which is undone.
func (c Change) try(d pool.Data, s pool.Settings, measure func(t, c study.Group) (y, v float64)) (pool.Result, bool) {
	g := c.arm(d)
	if e := g.Events + c.By; e < 0 || e > g.N {
		return pool.Result{}, false
	}
	y, v := d.Y[c.Trial], d.V[c.Trial]
	g.Events += c.By
	defer func() {
		g.Events -= c.By
		d.Y[c.Trial], d.V[c.Trial] = y, v
	}()
	d.Y[c.Trial], d.V[c.Trial] = measure(d.T[c.Trial], d.C[c.Trial])
	if math.IsNaN(d.Y[c.Trial]) {
		return pool.Result{}, false
	}
	r, err := pool.Fit(d, s)
	return r, err == nil && !math.IsNaN(r.CILower+r.CIUpper)
}

// towards is how far a result is towards changing the statement.
func towards(r pool.Result, now int, above bool, at float64) float64 {
	switch {
	case now > 0:
		return at - r.CILower
	case now < 0:
		return r.CIUpper - at
	case above:
		return r.CILower - at
	}
	return at - r.CIUpper
}

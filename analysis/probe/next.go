package probe

import (
	"math"
	"slices"

	"grove/analysis/pool"
)

// Next is what one more trial of a given variance would have to find to change
// a statement: an effect at Low or below, or at High or above. Each is NaN where
// no effect within the search does. Effects are on the analysis scale.
type Next struct {
	V         float64
	Low, High float64
	Always    bool // the statement changes even if the trial finds the present estimate
}

// nextSteps and nextReach are how finely and how far, in standard deviations of
// a new trial's effect, the search goes before a crossing is closed in on.
const (
	nextSteps = 120
	nextReach = 30.0
)

// NextTrial asks, for each variance, which effect of one more trial changes
// where the pooled result stands. stands looks at a result; the trial adds its
// effect and variance to d and nothing else, so that a model that needs more of a
// trial is refused with pool.ErrSettings. The error is pool.Fit's for the data as they
// are. A crossing nearer than the search's step can be missed.
func NextTrial(d pool.Data, s pool.Settings, variances []float64, stands func(pool.Result) int) ([]Next, error) {
	if !pool.EffectsOnly(s.Model) {
		return nil, pool.ErrSettings
	}
	main, err := pool.Fit(d, s)
	if err != nil {
		return nil, err
	}
	k := len(d.Y)
	with := pool.Data{Y: append(slices.Clone(d.Y), 0), V: append(slices.Clone(d.V), 0), Measure: d.Measure}
	now := stands(main)
	var all []Next
	for _, v := range variances {
		changed := func(y float64) bool {
			with.Y[k], with.V[k] = y, v
			r, err := pool.Fit(with, s)
			return err == nil && stands(r) != now
		}
		n := Next{V: v, Low: math.NaN(), High: math.NaN(), Always: changed(main.Estimate)}
		if n.Always {
			all = append(all, n)
			continue
		}
		spread := main.SE * main.SE
		if main.Tau2 > 0 {
			spread += main.Tau2
		}
		reach := nextReach * math.Sqrt(v+spread)
		n.Low = crossing(changed, main.Estimate, -reach)
		n.High = crossing(changed, main.Estimate, reach)
		all = append(all, n)
	}
	return all, nil
}

// crossing is the effect nearest to a place, towards place + reach, from which
// on the statement is changed, found by steps that grow and then by halving.
func crossing(changed func(float64) bool, place, reach float64) float64 {
	kept := 0.0
	for i := 1; i <= nextSteps; i++ {
		share := float64(i) / nextSteps
		share *= share // finer near the place
		if !changed(place + float64(share*reach)) {
			kept = share
			continue
		}
		for range 60 {
			middle := (kept + share) / 2
			if changed(place + float64(middle*reach)) {
				share = middle
			} else {
				kept = middle
			}
		}
		return place + float64(share*reach)
	}
	return math.NaN()
}

package tau

import "math"

// PM is the root of Σu(y−μ)² = k−1, zero where the sum is smaller than that
// already at τ² = 0. It is also the empirical Bayes estimator, whose standard
// error it takes:
//
//	SE = k √(2/(k−1)) / Σu.
//
// Paule and Mandel 1982; Morris 1983.
var PM = Estimator{Code: "PM", Name: "Paule–Mandel", Iterative: true, Cites: []string{"paule1982", "morris1983"},
	Fit: estimator(func(s *sample) Estimate {
		t, ok := rootOfQ(s, s.df())
		var su float64
		for _, v := range s.v {
			su += 1 / (v + t)
		}
		k := float64(len(s.z))
		return Estimate{Tau2: t, SE: k * math.Sqrt(2/(k-1)) / su, Converged: ok, Truncated: t == 0}
	}),
	Regress: about((*Design).pauleMandel)}

// rootOfQ is the τ² at which Q(τ²) = Σu(y−μ)² has come down to the target, 0
// where it never was above it. As no u exceeds 1/(min v + τ²),
//
//	Q(τ²) ≤ SS/(min v + τ²),
//
// with SS the sum of squares about the unweighted fit, so that the root lies
// below SS/target − min v and always exists. As Q is convex, Newton's steps from
// 0 never pass it.
func rootOfQ(m model, target float64) (tau2 float64, ok bool) {
	if q, _ := m.total(0); q <= target {
		return 0, true
	}
	ss, vmin, _ := m.spread()
	return solve(func(t float64) (float64, float64) {
		q, slope := m.total(t)
		return q - target, slope
	}, 0, ss/target-vmin, 0)
}

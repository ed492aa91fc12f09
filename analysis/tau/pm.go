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
		t, ok := s.rootOfQ(s.df())
		var su float64
		for _, v := range s.v {
			su += 1 / (v + t)
		}
		k := float64(len(s.z))
		return Estimate{Tau2: t, SE: k * math.Sqrt(2/(k-1)) / su, Converged: ok, Truncated: t == 0}
	})}

// rootOfQ is the τ² at which Q(τ²) = Σu(y−μ)² has come down to the target, 0
// where it never was above it. As no u exceeds 1/(min v + τ²),
//
//	Q(τ²) ≤ Σ(y−ȳ)²/(min v + τ²),
//
// so that the root lies below Σ(y−ȳ)²/target − min v and always exists. As Q is
// convex, Newton's steps from 0 never pass it.
func (s *sample) rootOfQ(target float64) (tau2 float64, ok bool) {
	if q, _ := s.total(0); q <= target {
		return 0, true
	}
	return solve(func(t float64) (float64, float64) {
		q, slope := s.total(t)
		return q - target, slope
	}, 0, s.ss/target-s.vmin, 0)
}

package effect

import (
	"math"

	"grove/analysis/study"
)

// Combine makes one group of several arms, as if their people had been
// allocated to one arm. Counts and person-time add up; for means
//
//	N = ΣN,  M = ΣNM/N,
//	SD² = [Σ(N−1)SD² + ΣN(m−M)²] / (N−1),
//
// which for two arms is the formula of the Cochrane Handbook, chapter 6. What
// one arm does not report, the combined group does not report; of no arm nothing
// is known.
func Combine(arms []study.Group) study.Group {
	if len(arms) == 1 {
		return arms[0]
	}
	if len(arms) == 0 {
		return study.Group{N: math.NaN(), Events: math.NaN(), Mean: math.NaN(), SD: math.NaN(), Time: math.NaN(), Randomised: math.NaN()}
	}
	var g study.Group
	for _, a := range arms {
		g.N += a.N
		g.Events += a.Events
		g.Time += a.Time
		g.Randomised += a.Randomised
		g.Mean += float64(a.N * a.Mean)
	}
	g.Mean /= g.N
	var ss float64
	for _, a := range arms {
		d := a.Mean - g.Mean
		ss += float64((a.N-1)*float64(a.SD*a.SD)) + float64(a.N*float64(d*d))
	}
	g.SD = math.Sqrt(ss / (g.N - 1))
	return g
}

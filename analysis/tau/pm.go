package tau

import "math"

// PM is the root of Q(τ²) = Σu(y−μ)² = k−p, zero where the sum is smaller than
// that already at τ² = 0. It is also the empirical Bayes estimator, whose
// standard error it takes:
//
//	SE = k √(2/(k−p)) / Σu.
//
// Other estimators end at the same root, so they are names of this one. Where
// DerSimonian and Laird's step is repeated with a = 1/(v+τ²) (DLIT), the
// expectation of Q at its own τ² is k−p; where Sidik and Jonkman's is repeated
// (SJIT), τ²Q(τ²)/(k−p) = τ² says the same, or τ² = 0.
// Paule and Mandel 1982; Morris 1983; Veroniki and others 2016.
var PM = Estimator{Code: "PM", Also: []string{"EB", "DLIT", "SJIT"}, Name: "Paule–Mandel", Iterative: true,
	Cites: []string{"paule1982", "morris1983", "veroniki2016"},
	Fit:   mean(pm), Regress: about(pm)}

func pm(m model) Estimate { return equateQ(m, m.df()) }

// PMM is the root of Q(τ²) = the median of χ² with k−p degrees of freedom, so
// that the estimate is as often above τ² as below it, but for truncation. The
// standard error is that of PM. Viechtbauer 2021.
var PMM = Estimator{Code: "PMM", Name: "Paule–Mandel, median-unbiased", Iterative: true, Cites: []string{"viechtbauer2021", "paule1982"},
	Fit: mean(pmm), Regress: about(pmm)}

func pmm(m model) Estimate { return equateQ(m, chiSquaredBelow(m.df(), 0.5)) }

func equateQ(m model, target float64) Estimate {
	t, ok := rootOfQ(m, target)
	var su float64
	for _, v := range m.variances() {
		su += 1 / (v + t)
	}
	return Estimate{Tau2: t, SE: m.trials() * math.Sqrt(2/m.df()) / su, Converged: ok, Truncated: t == 0}
}

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

package missing

import "grove/analysis/study"

// IMDoM is the informative missingness difference of means: the mean of the
// missing of an arm is that of its observed plus λ. The arm's mean is x̄ + aλ
// with the variance
//
//	s²/n + λ² a(1−a)/N,
//
// to which a belief with standard deviation σ adds (aσ)². What λ adds is added to
// the effect and variance that the trial has, so that one adjusted for a baseline
// stays adjusted. Mavridis, White, Higgins, Cipriani and Salanti 2015.
var IMDoM = Method{Code: "imdom", Name: "informative missingness difference of means", Needs: []string{"MD"}, Cites: []string{"mavridis2015"},
	arm: func(_ string, g study.Group, missing, lambda float64) part {
		a := share(g.N, missing)
		return part{a * lambda, float64(lambda*lambda) * float64(a*(1-a)) / (g.N + missing), a}
	}}

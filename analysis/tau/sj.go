package tau

import "math"

// SJ starts from the crude variance t = Σ(y−ȳ)²/k and takes
//
//	τ² = Σa(y−μ)²/(k−p),  a = t/(v+t),
//
// which is positive unless all effects are equal. About a linear model t stays
// that about the mean and μ is that of the model. The standard error is
// √Var(Σa(y−μ)²)/(k−p) with the weights taken as fixed.
// Sidik and Jonkman 2005.
var SJ = Estimator{Code: "SJ", Name: "Sidik–Jonkman", Cites: []string{"sidik2005"},
	Fit: mean(sj), Regress: about(sj)}

func sj(m model) Estimate {
	t := m.crude()
	if t == 0 {
		return Estimate{Converged: true, Truncated: true}
	}
	a := weights(m, func(v float64) float64 { return t / (v + t) })
	e := Estimate{Tau2: m.quadratic(a).q / m.df(), Converged: true}
	e.SE = math.Sqrt(m.varianceOfQ(a, e.Tau2)) / m.df()
	return e
}

package tau

import "math"

// SJ starts from the crude variance t = Σ(y−ȳ)²/k and takes
//
//	τ² = Σa(y−μ)²/(k−1),  a = t/(v+t),
//
// which is positive unless all effects are equal. The standard error is
// √Var(Σa(y−μ)²)/(k−1) with the weights taken as fixed.
// Sidik and Jonkman 2005.
var SJ = Estimator{Code: "SJ", Name: "Sidik–Jonkman", Cites: []string{"sidik2005"},
	Fit: estimator(func(s *sample) Estimate {
		t := s.ss / float64(len(s.z))
		if t == 0 {
			return Estimate{Converged: true, Truncated: true}
		}
		sa, q := s.weigh(func(v float64) float64 { return t / (v + t) })
		e := Estimate{Tau2: q / s.df(), Converged: true}
		e.SE = math.Sqrt(s.varianceOfQ(sa, e.Tau2)) / s.df()
		return e
	}),
	Regress: about((*Design).sidikJonkman)}

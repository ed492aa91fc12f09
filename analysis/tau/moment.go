package tau

import "math"

// DL is the moment estimator with weights 1/v.
// DerSimonian and Laird 1986.
var DL = Estimator{Code: "DL", Name: "DerSimonian–Laird", Cites: []string{"dersimonian1986", "dersimonian2007"},
	Fit: estimator(func(s *sample) Estimate {
		return moment(s, func(v float64) float64 { return 1 / v })
	})}

// HE is the moment estimator with equal weights, the variance of the effects
// less the mean of their sampling variances. Hedges and Olkin 1985.
var HE = Estimator{Code: "HE", Name: "Hedges", Cites: []string{"hedges1985", "dersimonian2007"},
	Fit: estimator(func(s *sample) Estimate {
		return moment(s, func(float64) float64 { return 1 })
	})}

// moment equates Q = Σa(y−μ)², for any fixed weights a, with what is expected
// of it (DerSimonian and Kacker 2007):
//
//	τ² = max(0, (Q − (Σav − Σa²v/Σa)) / C),  C = Σa − Σa²/Σa,
//
// with the standard error √Var(Q)/C at that τ².
func moment(s *sample, weight func(v float64) float64) Estimate {
	sa, q := s.weigh(weight)
	var sav, sa2, sa2v float64
	for i, a := range s.a {
		sav += float64(a * s.v[i])
		sa2 += float64(a * a)
		sa2v += float64(float64(a*a) * s.v[i])
	}
	c := sa - sa2/sa
	raw := (q - (sav - sa2v/sa)) / c
	e := Estimate{Tau2: max(0, raw), Converged: true, Truncated: raw < 0}
	e.SE = math.Sqrt(s.varianceOfQ(sa, e.Tau2)) / c
	return e
}

// varianceOfQ is the variance of Q = Σa(y−μ)² for normal effects with variances
// V = v+τ², twice the trace of (AV)² with A = diag(a) − aa'/Σa:
//
//	2 (Σa²V² − 2Σa³V²/Σa + (Σa²V)²/(Σa)²)
//
// (Biggerstaff and Tweedie 1997, for weights 1/v).
func (s *sample) varianceOfQ(sa, tau2 float64) float64 {
	var s2, s3, s1 float64
	for i, a := range s.a {
		av := a * (s.v[i] + tau2)
		s2 += float64(av * av)
		s3 += float64(a * float64(av*av))
		s1 += float64(a * av)
	}
	return 2 * (s2 - 2*s3/sa + float64((s1/sa)*(s1/sa)))
}

package tau

import "math"

// DL is the moment estimator with weights 1/v.
// DerSimonian and Laird 1986.
var DL = Estimator{Code: "DL", Name: "DerSimonian–Laird", Cites: []string{"dersimonian1986", "dersimonian2007"},
	Fit: estimator(func(s *sample) Estimate {
		return moment(s, func(v float64) float64 { return 1 / v })
	}),
	Regress: about(func(d *Design) Estimate { return d.moment(func(v float64) float64 { return 1 / v }) })}

// HE is the moment estimator with equal weights, the variance of the effects
// less the mean of their sampling variances. Hedges and Olkin 1985.
var HE = Estimator{Code: "HE", Name: "Hedges", Cites: []string{"hedges1985", "dersimonian2007"},
	Fit: estimator(func(s *sample) Estimate {
		return moment(s, func(float64) float64 { return 1 })
	}),
	Regress: about(func(d *Design) Estimate { return d.moment(func(float64) float64 { return 1 }) })}

// moment equates Q = Σa(y−μ)², for any fixed weights a, with what is expected
// of it (DerSimonian and Kacker 2007):
//
//	τ² = max(0, (Q − (Σav − Σa²v/Σa)) / C),  C = Σa − Σa²/Σa,
//
// with the standard error √Var(Q)/C at that τ². Both sums are Σa(1−a/Σa), times v
// in the first.
func moment(s *sample, weight func(v float64) float64) Estimate {
	sa, q := s.weigh(weight)
	var rest, c, within float64
	for i, a := range s.a {
		if i == s.heavy {
			continue
		}
		left := float64(a * (1 - a/sa))
		rest += a
		c += left
		within += float64(left * s.v[i])
	}
	left := float64(s.a[s.heavy] * (rest / sa)) // so that no large terms cancel
	c += left
	within += float64(left * s.v[s.heavy])
	raw := (q - within) / c
	e := Estimate{Tau2: max(0, raw), Converged: true, Truncated: raw < 0}
	e.SE = math.Sqrt(s.varianceOfQ(sa, e.Tau2)) / c
	return e
}

// varianceOfQ is the variance of Q = Σa(y−μ)² for normal effects with variances
// V = v+τ², twice the trace of (AV)² with A = diag(a) − aa'/Σa:
//
//	2 (Σa²V² − 2Σa³V²/Σa + (Σa²V)²/(Σa)²)
//
// (Biggerstaff and Tweedie 1997, for weights 1/v), in which the heaviest trial h
// stands apart, so that no large terms cancel: the sum over the others, and
//
//	2 (2aₕ²Vₕ Σa²V/(Σa)² + (aₕVₕ(1−aₕ/Σa))²).
func (s *sample) varianceOfQ(sa, tau2 float64) float64 {
	var s2, s3, s1, rest float64
	for i, a := range s.a {
		if i == s.heavy {
			continue
		}
		av := a * (s.v[i] + tau2)
		s2 += float64(av * av)
		s3 += float64(a * float64(av*av))
		s1 += float64(a * av)
		rest += a
	}
	heavy := s.a[s.heavy] * (s.v[s.heavy] + tau2)
	alone := heavy * rest / sa
	return 2 * (s2 - 2*s3/sa + float64((s1/sa)*(s1/sa)) +
		2*float64(float64(heavy*s.a[s.heavy]/sa)*(s1/sa)) + float64(alone*alone))
}

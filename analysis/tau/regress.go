package tau

import "math"

// about wraps the arithmetic of an estimator about a linear model in what all of
// them share.
func about(fit func(*Design) Estimate) func(*Design) Estimate {
	return func(d *Design) Estimate {
		e := fit(d)
		if e.Truncated {
			e.Notes = append(e.Notes, truncated)
		}
		return e
	}
}

// moment equates Q = y'Ay with what is expected of it, for any fixed weights a,
// A = diag(a) − diag(a)X(X'diag(a)X)⁻¹X'diag(a) and V = diag(v):
//
//	τ² = max(0, (Q − tr AV) / tr A),
//
// with the standard error √Var(Q)/tr A. DerSimonian and Kacker 2007; Raudenbush
// 2009.
func (d *Design) moment(weight func(v float64) float64) Estimate {
	d.weigh(weight)
	var q, trA, trAV float64
	for i, v := range d.v {
		q += float64(d.e[i] * d.e[i])
		left := weight(v) * d.left[i]
		trA += left
		trAV += float64(left * v)
	}
	raw := (q - trAV) / trA
	e := Estimate{Tau2: max(0, raw), Converged: true, Truncated: raw < 0}
	e.SE = math.Sqrt(d.varianceOfQ(weight, e.Tau2)) / trA
	return e
}

// varianceOfQ is 2 tr (AV)² with V = diag(v+τ²), after weigh with the same
// weights.
func (d *Design) varianceOfQ(weight func(v float64) float64, tau2 float64) float64 {
	return 2 * d.squares(func(i int) float64 { return weight(d.v[i]) * (d.v[i] + tau2) })
}

// sidikJonkman is SJ about a linear model: the crude variance stays that about
// the mean, Σ(y−ȳ)²/k, and k−p takes the place of k−1. Sidik and Jonkman 2005b.
func (d *Design) sidikJonkman() Estimate {
	k := float64(len(d.y))
	var sum, t float64
	for _, y := range d.y {
		sum += y - d.y[0]
	}
	for _, y := range d.y {
		t += float64((y - d.y[0] - sum/k) * (y - d.y[0] - sum/k))
	}
	t /= k
	if t == 0 {
		return Estimate{Converged: true, Truncated: true}
	}
	weight := func(v float64) float64 { return t / (v + t) }
	d.weigh(weight)
	var q float64
	for _, e := range d.e {
		q += float64(e * e)
	}
	e := Estimate{Tau2: q / d.df(), Converged: true}
	e.SE = math.Sqrt(d.varianceOfQ(weight, e.Tau2)) / d.df()
	return e
}

// pauleMandel is PM about a linear model: the root of Q(τ²) = k−p.
func (d *Design) pauleMandel() Estimate {
	t, ok := rootOfQ(d, d.df())
	var su float64
	for _, v := range d.v {
		su += 1 / (v + t)
	}
	return Estimate{Tau2: t, SE: float64(len(d.v)) * math.Sqrt(2/d.df()) / su, Converged: ok, Truncated: t == 0}
}

package tau

import "math"

// DL is the moment estimator with weights 1/v.
// DerSimonian and Laird 1986.
var DL = Estimator{Code: "DL", Name: "DerSimonian–Laird", Cites: []string{"dersimonian1986", "dersimonian2007"},
	Fit: mean(dl), Down: down(dl), Regress: about(dl)}

func dl(m model) Estimate { return moment(m, weights(m, inverse)) }

// HE is the moment estimator with equal weights, the variance of the effects
// less the mean of their sampling variances. Hedges and Olkin 1985; it is the
// analysis of variance of Cochran 1954.
var HE = Estimator{Code: "HE", Also: []string{"CA"}, Name: "Hedges", Cites: []string{"hedges1985", "cochran1954", "dersimonian2007"},
	Fit: mean(he), Down: down(he), Regress: about(he)}

func he(m model) Estimate { return moment(m, weights(m, func(float64) float64 { return 1 })) }

// moment equates Q = y'Ay, for any fixed weights a and the A of quadratic, with
// what is expected of it (DerSimonian and Kacker 2007):
//
//	τ² = max(0, (Q − tr AV) / tr A),
//
// with the standard error √Var(Q)/tr A at that τ². Where a τ² below 0 is allowed, the
// least one takes the place of 0; the standard error is then that at 0, sampling alone
// making Q vary so much.
func moment(m model, a []float64) Estimate {
	f := m.quadratic(a)
	raw := (f.q - f.within) / f.trace
	e := Estimate{Tau2: max(m.least(), raw), Converged: true, Truncated: raw < m.least()}
	e.SE = math.Sqrt(m.varianceOfQ(a, max(0, e.Tau2))) / f.trace
	return e
}

func inverse(v float64) float64 { return 1 / v }

// weights are fixed weights that depend on the variances.
func weights(m model, of func(v float64) float64) []float64 {
	v := m.variances()
	a := make([]float64, len(v))
	for i := range v {
		a[i] = of(v[i])
	}
	return a
}

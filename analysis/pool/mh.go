package pool

import (
	"fmt"
	"math"

	"grove/analysis/study"
)

// MantelHaenszel pools the counts themselves, without a continuity correction,
// as odds ratio, risk ratio or risk difference. Its standard errors are those
// of Robins, Breslow and Greenland 1986 (odds ratio), Greenland and Robins
// 1985 (risk ratio) and Sato, Greenland and Robins 1989 (risk difference). It
// assumes one effect behind all trials. Q is about the Mantel–Haenszel
// estimate, over the trials that have an effect of their own; a trial with only
// events in both arms has none and still draws a risk ratio towards 1.
var MantelHaenszel = Model{Code: "mh", Name: "Mantel–Haenszel", WaldOnly: true, centre: mantelHaenszel, carries: mhCarries,
	Cites: []string{"mantel1959", "robins1986", "greenland1985", "sato1989"}}

// mhRow is the estimator of one measure: the pooled value on the analysis
// scale, its variance and the weights of the trials; and whether a trial adds
// anything to the sums.
type mhRow struct {
	measure string
	pool    func(t, c []study.Group) (estimate, variance float64, w []float64)
	adds    func(t, c study.Group) bool
}

var mhRows = []mhRow{
	{"OR", mhOR, func(t, c study.Group) bool { return t.Events*(c.N-c.Events) > 0 || (t.N-t.Events)*c.Events > 0 }},
	{"RR", mhRR, func(t, c study.Group) bool { return t.Events > 0 || c.Events > 0 }},
	{"RD", mhRD, func(t, c study.Group) bool { return t.N > 0 && c.N > 0 }},
}

func mantelHaenszel(d Data, _ Settings) (centre, error) {
	row, ok := find(mhRows, func(r mhRow) string { return r.measure }, d.Measure)
	if !ok {
		return centre{}, fmt.Errorf("%w: Mantel–Haenszel pools OR, RR and RD, not %s", ErrSettings, d.Measure)
	}
	if len(d.T) == 0 {
		return centre{}, fmt.Errorf("%w: Mantel–Haenszel needs the counts of both arms", ErrData)
	}
	for i := range d.T {
		if math.IsNaN(d.T[i].Events + d.T[i].N + d.C[i].Events + d.C[i].N) {
			return centre{}, fmt.Errorf("%w: Mantel–Haenszel needs the counts of both arms, trial %d reports none", ErrData, i+1)
		}
	}
	nan := math.NaN()
	est, v, w := row.pool(d.T, d.C)
	if math.IsNaN(est) || math.IsInf(est, 0) || !(v > 0) || math.IsInf(v, 0) {
		return centre{}, fmt.Errorf("%w: the Mantel–Haenszel %s is not defined: too few events in all", ErrData, d.Measure)
	}
	return centre{estimate: est, se: math.Sqrt(v), weights: w, spread: nan, about: est, converged: true,
		tau2: nan, tau2SE: nan, tau2Lower: nan, tau2Upper: nan, notes: []string{oneEffect, "the sums take the counts as they are; what is added to a zero cell stands only in the trial's own effect and in Q"}}, nil
}

// mhCarries says whether the sums change when a trial is added.
func mhCarries(measure string, t, c study.Group) bool {
	row, ok := find(mhRows, func(r mhRow) string { return r.measure }, measure)
	return ok && row.adds(t, c)
}

// mhOR is ln(R/S) with R = Σad/n, S = Σbc/n.
func mhOR(t, c []study.Group) (float64, float64, []float64) {
	w := make([]float64, len(t))
	var r, s, pr, psqr, qs float64
	for i := range t {
		a, b := t[i].Events, t[i].N-t[i].Events
		e, f := c[i].Events, c[i].N-c[i].Events
		n := t[i].N + c[i].N
		ri, si := float64(a*f)/n, float64(b*e)/n
		p, q := (a+f)/n, (b+e)/n
		r += ri
		s += si
		pr += float64(p * ri)
		psqr += float64(p*si) + float64(q*ri)
		qs += float64(q * si)
		w[i] = si
	}
	return math.Log(r / s), pr/(2*r*r) + psqr/(2*r*s) + qs/(2*s*s), w
}

// mhRR is ln(R/S) with R = Σa·n₂/n, S = Σc·n₁/n.
func mhRR(t, c []study.Group) (float64, float64, []float64) {
	w := make([]float64, len(t))
	var r, s, p float64
	for i := range t {
		a, e, n1, n2 := t[i].Events, c[i].Events, t[i].N, c[i].N
		n := n1 + n2
		r += float64(a*n2) / n
		s += float64(e*n1) / n
		p += (float64(float64(n1*n2)*(a+e)) - float64(float64(a*e)*n)) / (n * n)
		w[i] = float64(e*n1) / n
	}
	return math.Log(r / s), p / (r * s), w
}

// mhRD is Σ(a·n₂ − c·n₁)/n over Σn₁n₂/n.
func mhRD(t, c []study.Group) (float64, float64, []float64) {
	w := make([]float64, len(t))
	var sw, sd, p, q float64
	for i := range t {
		a, e, n1, n2 := t[i].Events, c[i].Events, t[i].N, c[i].N
		n := n1 + n2
		w[i] = float64(n1*n2) / n
		sw += w[i]
		sd += (float64(a*n2) - float64(e*n1)) / n
		p += (float64(float64(n1*n1)*e) - float64(float64(n2*n2)*a) + float64(float64(n1*n2)*(n2-n1))/2) / (n * n)
		q += (float64(a*(n2-e)) + float64(e*(n1-a))) / (2 * n)
	}
	est := sd / sw
	return est, (float64(est*p) + q) / (sw * sw), w
}

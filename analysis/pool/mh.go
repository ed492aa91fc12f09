package pool

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/study"
)

// MantelHaenszel pools the counts themselves, without a continuity correction,
// as odds ratio, risk ratio or risk difference, and events over person-time as
// rate ratio or rate difference. Its standard errors are those of Robins,
// Breslow and Greenland 1986 (odds ratio), Greenland and Robins 1985 (risk
// ratio, rates) and Sato, Greenland and Robins 1989 (risk difference). It
// assumes one effect behind all trials. Q is about the Mantel–Haenszel
// estimate, over the trials that have an effect of their own; a trial with only
// events in both arms has none and still draws a risk ratio towards 1. With an
// odds ratio or a rate ratio come the tests of the sums: Cochran, Mantel and
// Haenszel's of no effect, and for the odds ratio Breslow and Day's and
// Tarone's of one effect.
var MantelHaenszel = Model{Code: "mh", Name: "Mantel–Haenszel", Measures: []string{"OR", "RR", "RD", "IRR", "IRD"}, WaldOnly: true, centre: mantelHaenszel, carries: mhCarries,
	Cites: []string{"mantel1959", "robins1986", "greenland1985", "sato1989"}}

// mhRow is the estimator of one measure: the pooled value on the analysis
// scale, its variance and the weights of the trials; whether a trial adds
// anything to the sums; and the tests that go with it, nil for none.
type mhRow struct {
	measure string
	over    func(study.Group) float64 // what the events are counted over
	pool    func(t, c []study.Group) (estimate, variance float64, w []float64)
	adds    func(t, c study.Group) bool
	tests   func(t, c []study.Group, estimate float64) []Test
}

var mhRows = []mhRow{
	{"OR", inPeople, mhOR, informative, oddsTests},
	{"RR", inPeople, mhRR, func(t, c study.Group) bool { return t.Events > 0 || c.Events > 0 }, nil},
	{"RD", inPeople, mhRD, func(t, c study.Group) bool { return t.N > 0 && c.N > 0 }, nil},
	{"IRR", inTime, mhIRR, func(t, c study.Group) bool { return t.Events > 0 || c.Events > 0 }, rateTests},
	{"IRD", inTime, mhIRD, func(t, c study.Group) bool { return t.Time > 0 && c.Time > 0 }, nil},
}

func inPeople(g study.Group) float64 { return g.N }
func inTime(g study.Group) float64   { return g.Time }

// informative says that both arms have people and some, but not all, of them
// events: only then do the counts bear on an odds ratio.
func informative(t, c study.Group) bool {
	events := t.Events + c.Events
	return t.N > 0 && c.N > 0 && events > 0 && events < t.N+c.N
}

func mantelHaenszel(d Data, _ Settings) (centre, error) {
	row, _ := find(mhRows, func(r mhRow) string { return r.measure }, d.Measure)
	if err := counted(d, row.over, "Mantel–Haenszel"); err != nil {
		return centre{}, err
	}
	nan := math.NaN()
	est, v, w := row.pool(d.T, d.C)
	if !mhDefined(est, v, w) {
		return centre{}, fmt.Errorf("%w: the Mantel–Haenszel %s is not defined: too few events in all", ErrData, d.Measure)
	}
	c := centre{estimate: est, se: math.Sqrt(v), weights: w, spread: nan, about: est, converged: true,
		tau2: nan, tau2SE: nan, tau2Lower: nan, tau2Upper: nan, notes: []string{oneEffect, "the sums take the counts as they are; what is added to a zero cell stands only in the trial's own effect and in Q"}}
	if row.tests != nil {
		c.tests = row.tests(d.T, d.C, est)
	}
	return c, nil
}

// mhDefined says that the sums give an estimate with a variance.
func mhDefined(estimate, variance float64, _ []float64) bool {
	return !math.IsNaN(estimate) && !math.IsInf(estimate, 0) && variance > 0 && !math.IsInf(variance, 0)
}

// overTime says that the events of a measure are counted over person-time, and
// oneGroup that it is of one group, which a trial has in its experimental arm.
func overTime(measure string) bool { return slices.Contains([]string{"IRR", "IRD", "IRLN"}, measure) }
func oneGroup(measure string) bool { return slices.Contains([]string{"PLO", "IRLN"}, measure) }

// Counted says that a trial reports the counts that a model of them pools.
func Counted(measure string, t, c study.Group) bool {
	over := inPeople
	if overTime(measure) {
		over = inTime
	}
	return !math.IsNaN(t.Events+over(t)) && (oneGroup(measure) || !math.IsNaN(c.Events+over(c)))
}

// counted says that a model that pools counts has none of some trial, over
// people or person-time.
func counted(d Data, over func(study.Group) float64, model string) error {
	if len(d.T) == 0 {
		return fmt.Errorf("%w: %s needs the counts of both arms", ErrData, model)
	}
	for i := range d.T {
		for _, g := range []study.Group{d.T[i], d.C[i]} {
			if !(g.Events >= 0 && over(g) >= 0) || math.IsInf(g.Events, 0) || math.IsInf(over(g), 0) {
				return fmt.Errorf("%w: %s needs the counts of both arms, trial %d reports none", ErrData, model, i+1)
			}
		}
	}
	return nil
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

// mhIRR is ln(R/S) with R = Σx₁t₂/t, S = Σx₂t₁/t over person-time t = t₁+t₂,
// and variance Σ(x₁+x₂)t₁t₂/t² over RS.
func mhIRR(t, c []study.Group) (float64, float64, []float64) {
	w := make([]float64, len(t))
	var r, s, v float64
	for i := range t {
		x1, x2, t1, t2 := t[i].Events, c[i].Events, t[i].Time, c[i].Time
		all := t1 + t2
		r += x1 * (t2 / all)
		s += x2 * (t1 / all)
		v += (x1 + x2) * (t1 / all) * (t2 / all)
		w[i] = x2 * (t1 / all)
	}
	return math.Log(r / s), v / (r * s), w
}

// mhIRD is Σw(x₁/t₁ − x₂/t₂)/Σw with w = t₁t₂/(t₁+t₂), and variance
// Σw²(x₁/t₁² + x₂/t₂²)/(Σw)².
func mhIRD(t, c []study.Group) (float64, float64, []float64) {
	w := make([]float64, len(t))
	var sw, sd, v float64
	for i := range t {
		x1, x2, t1, t2 := t[i].Events, c[i].Events, t[i].Time, c[i].Time
		all := t1 + t2
		w[i] = t1 * (t2 / all)
		sw += w[i]
		sd += float64(x1*(t2/all)) - float64(x2*(t1/all))
		u, x := t2/all, t1/all
		v += float64(x1*float64(u*u)) + float64(x2*float64(x*x))
	}
	return sd / sw, v / (sw * sw), w
}

package pool

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"grove/analysis/study"
)

// Test is a statistic beside Q, referred to χ² with DF degrees of freedom.
type Test struct {
	Code             string // of TestKinds
	Statistic, DF, P float64
}

// TestKind says what a test is called and what it is of.
type TestKind struct {
	Code, Name string
	Cites      []string
}

// TestKinds are the tests that models of counts bring beside Q.
var TestKinds = []TestKind{
	// cmh is (Σ(x−E))²/ΣV, from the events x of the experimental arms, and their mean
	// E and variance V given each trial's margins, where the treatment does nothing.
	// Cochran 1954; Mantel and Haenszel 1959.
	{"cmh", "Cochran–Mantel–Haenszel test of no effect", []string{"cochran1954b", "mantel1959"}},
	// cmh-corrected is (max(0, |Σ(x−E)|−½))²/ΣV.
	{"cmh-corrected", "Cochran–Mantel–Haenszel test of no effect with continuity correction", []string{"cochran1954b", "mantel1959"}},
	// bd is Σ(a−A)²/V, A the events that the pooled odds ratio gives with a trial's
	// margins and V their asymptotic variance. Breslow and Day 1980.
	{"bd", "Breslow–Day test of one effect", []string{"breslow1980"}},
	// tarone is bd less (Σ(a−A))²/ΣV. Tarone 1985.
	{"tarone", "Tarone's test of one effect", []string{"tarone1985"}},
	// wald is Σ(θ_i−θ̄)²w_i over effects of the trials' own, w_i the information about
	// each.
	{"wald", "Wald test of one effect", []string{"jackson2018"}},
	// lrt is twice the log-likelihood that effects of the trials' own gain over one.
	{"lrt", "likelihood ratio test of one effect", []string{"jackson2018"}},
}

// KindOf is the kind of a test.
func KindOf(t Test) TestKind {
	k, _ := find(TestKinds, func(k TestKind) string { return k.Code }, t.Code)
	return k
}

// chiSquared is a test of a statistic against χ².
func chiSquared(code string, statistic, df float64) Test {
	return Test{code, statistic, df, distuv.ChiSquared{K: df}.Survival(statistic)}
}

// cmh is Cochran, Mantel and Haenszel's test of no effect, from the events of
// the experimental arms less those expected, Σ(x−E), and their variance ΣV:
//
//	(Σ(x−E))²/ΣV,  and with continuity correction (max(0, |Σ(x−E)|−½))²/ΣV,
//
// each referred to χ² with one degree of freedom. Cochran 1954; Mantel and
// Haenszel 1959.
func cmh(difference, variance float64) []Test {
	if !(variance > 0) {
		return nil
	}
	short := math.Max(0, math.Abs(difference)-0.5)
	return []Test{
		chiSquared("cmh", difference*difference/variance, 1),
		chiSquared("cmh-corrected", short*short/variance, 1),
	}
}

// hypergeometric is the mean and variance of the events of the experimental arm
// given all events of the trial, where the treatment does nothing:
//
//	E = n₁m/n,  V = n₁n₂m(n−m)/(n²(n−1)).
//
// Both are zero for a trial that says nothing of an odds ratio.
func hypergeometric(t, c study.Group) (expected, variance float64) {
	n, m := t.N+c.N, t.Events+c.Events
	if !informative(t, c) || !(n > 1) {
		return t.Events, 0
	}
	p, q := t.N/n, c.N/n
	return float64(p * m), p * q * m * ((n - m) / (n - 1))
}

// rateTests are Cochran, Mantel and Haenszel's for events over person-time, with
// E = m·t₁/(t₁+t₂) and V = m·t₁t₂/(t₁+t₂)².
func rateTests(t, c []study.Group, _ float64) []Test {
	var difference, variance float64
	for i := range t {
		p := t[i].Time / (t[i].Time + c[i].Time)
		m := t[i].Events + c[i].Events
		difference += t[i].Events - float64(p*m)
		variance += m * p * (1 - p)
	}
	return cmh(difference, variance)
}

// oddsTests are Cochran, Mantel and Haenszel's test, and over the trials that
// say something of an odds ratio Breslow and Day's of one odds ratio,
//
//	Σ(a−A)²/V,  V = 1/(1/A + 1/(n₁−A) + 1/(m−A) + 1/(n₂−m+A)),
//
// where A are the events that the pooled odds ratio ψ would give with the
// trial's margins, A(n₂−m+A)/((n₁−A)(m−A)) = ψ, with k−1 degrees of freedom; and
// Tarone's, which subtracts (Σ(a−A))²/ΣV and so is right about an estimate that
// is not the maximum of the likelihood. Breslow and Day 1980; Tarone 1985.
func oddsTests(t, c []study.Group, estimate float64) []Test {
	var difference, variance, bd, off, all, k float64
	for i := range t {
		e, v := hypergeometric(t[i], c[i])
		difference += t[i].Events - e
		variance += v
		if !informative(t[i], c[i]) {
			continue
		}
		k++
		fitted, v := fittedEvents(t[i], c[i], math.Exp(estimate))
		d := t[i].Events - fitted
		bd += d * d / v
		off += d
		all += v
	}
	tests := cmh(difference, variance)
	if k > 1 {
		tests = append(tests,
			chiSquared("bd", bd, k-1),
			chiSquared("tarone", math.Max(0, bd-off*off/all), k-1))
	}
	return tests
}

// fittedEvents are the events in the experimental arm that an odds ratio gives
// with the margins of a trial, and their asymptotic variance. They are the root
// of (ψ−1)A² − (ψ(n₁+m) + n₂−m)A + ψn₁m = 0 that leaves no cell negative, in the
// form that loses no digits.
func fittedEvents(t, c study.Group, psi float64) (events, variance float64) {
	n1, n2, m := t.N, c.N, t.Events+c.Events
	b := psi*(n1+m) + (n2 - m)
	root := math.Sqrt(math.Max(0, float64(b*b)-4*(psi-1)*psi*n1*m))
	a := 2 * psi * n1 * m / (b + root)
	return a, 1 / (1/a + 1/(n1-a) + 1/(m-a) + 1/(n2-m+a))
}

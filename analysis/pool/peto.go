package pool

import (
	"fmt"
	"math"

	"grove/analysis/study"
)

// Peto is the one-step odds ratio: with x the events of the experimental arm, E
// and V their hypergeometric mean and variance given all events of the trial,
//
//	ln ψ = Σ(x−E)/ΣV,  SE = 1/√ΣV,
//
// so a trial's own effect is (x−E)/V with variance 1/V, which needs no
// correction of a zero cell, and Q is of these. It assumes one effect behind
// all trials. A trial with no events, or only events, in both arms has V = 0 and
// no weight. It is near the odds ratio only where events are rare, the arms of
// much the same size and the effect not large; where that fails, a note says
// so. Yusuf, Peto, Lewis, Collins and Sleight 1985; Bradburn, Deeks, Berlin and
// Localio 2007.
var Peto = Model{Code: "peto", Name: "Peto", Measures: []string{"OR"}, WaldOnly: true, centre: peto,
	carries: func(measure string, t, c study.Group) bool { return measure == "OR" && informative(t, c) },
	Cites:   []string{"yusuf1985", "bradburn2007"}}

func peto(d Data, _ Settings) (centre, error) {
	if err := counted(d, inPeople, "Peto's method"); err != nil {
		return centre{}, err
	}
	nan := math.NaN()
	y, v, w := make([]float64, len(d.T)), make([]float64, len(d.T)), make([]float64, len(d.T))
	var difference, variance float64
	for i := range d.T {
		var e float64
		e, w[i] = hypergeometric(d.T[i], d.C[i])
		difference += d.T[i].Events - e
		variance += w[i]
		y[i], v[i] = nan, nan
		if w[i] > 0 {
			y[i], v[i] = (d.T[i].Events-e)/w[i], 1/w[i]
		}
	}
	if !(variance > 0) {
		return centre{}, fmt.Errorf("%w: Peto's odds ratio is not defined: no trial has both events and people without", ErrData)
	}
	est := difference / variance
	c := centre{estimate: est, se: math.Sqrt(1 / variance), weights: w, spread: nan, about: est, converged: true,
		tau2: nan, tau2SE: nan, tau2Lower: nan, tau2Upper: nan, y: y, v: v, tests: cmh(difference, variance),
		notes: []string{oneEffect, "Q is of the trials' one-step odds ratios, for which nothing is added to a zero cell"}}
	for _, reason := range unfit(d, est) {
		c.notes = append(c.notes, "Peto's odds ratio may be far from the odds ratio: "+reason)
	}
	return c, nil
}

// Where Peto's odds ratio is trusted, after Bradburn 2007 and the Cochrane
// Handbook, section 10.4.4.1: events rarer than one in a hundred, no arm more
// than twice as large as the other, an odds ratio from one half to two.
const (
	petoRisk    = 0.01
	petoBalance = 2
	petoOdds    = 2
)

// unfit says which of Peto's conditions do not hold.
func unfit(d Data, estimate float64) []string {
	var events, people float64
	unbalanced := 0
	for i := range d.T {
		events += d.T[i].Events + d.C[i].Events
		people += d.T[i].N + d.C[i].N
		if a, b := d.T[i].N, d.C[i].N; max(a, b) > petoBalance*min(a, b) {
			unbalanced++
		}
	}
	var reasons []string
	if events > petoRisk*people {
		reasons = append(reasons, fmt.Sprintf("events are not rare, %.2g%% of all people have one", 100*events/people))
	}
	if unbalanced > 0 {
		reasons = append(reasons, fmt.Sprintf("one arm is more than twice as large as the other in %d of %d trials", unbalanced, len(d.T)))
	}
	if math.Abs(estimate) > math.Log(petoOdds) {
		reasons = append(reasons, "the effect is large, an odds ratio outside one half to two")
	}
	return reasons
}

// Package missing asks how much an answer rests on people whose outcome is not
// known: effects of the trials under stated assumptions about them, for pooling
// as any others.
//
// In the formulas an arm has n people with an outcome and m without, N = n+m
// and a = m/N; p is the observed share with the event, x̄ and s the observed mean
// and standard deviation.
package missing

import (
	"errors"
	"fmt"
	"math"

	"grove/analysis/study"
)

// Trial is one trial: its arms as observed, with N the people whose outcome is
// known, how many are missing from each (NaN where not reported), and its effect
// from the observed alone, on the analysis scale with its variance.
type Trial struct {
	T, C               study.Group
	MissingT, MissingC float64
	Y, V               float64
}

// Belief is what is assumed of the missing: the same of every trial, but for
// each arm its own mean. The scale is the method's: the logarithm of an odds
// ratio or units of the outcome. SD is how sure one is of it, Correlation that
// of the two arms' deviations from their means.
type Belief struct {
	T, C, SD, Correlation float64
}

// Method is one kind of assumption about the missing.
type Method struct {
	Code, Name string
	Needs      []string // the measures it knows, by their codes
	adds       bool     // its parts are added to the effect that a trial has, not put in its place
	arm        func(measure string, g study.Group, missing, belief float64) part
	Cites      []string
}

// Methods are the kinds of assumption.
var Methods = []Method{IMOR, IMDoM}

// part is what an arm adds to an effect: a value on the analysis scale, its
// sampling variance, and how it moves with the belief.
type part struct{ value, variance, slope float64 }

// ErrMeasure says that no method speaks of a measure.
var ErrMeasure = errors.New("missing outcomes")

// For is the method for a measure.
func For(measure string) (Method, error) {
	for _, m := range Methods {
		for _, code := range m.Needs {
			if code == measure {
				return m, nil
			}
		}
	}
	return Method{}, fmt.Errorf("%w: assumptions are known for OR, RR, RD and MD, not for %s", ErrMeasure, measure)
}

// Effects are the effects of the trials under a belief, with their variances. A
// trial that does not say how many are missing, or that has none missing, keeps
// the effect it has.
func (m Method) Effects(measure string, trials []Trial, b Belief) (y, v []float64) {
	y, v = make([]float64, len(trials)), make([]float64, len(trials))
	for i, t := range trials {
		if y[i], v[i] = t.Y, t.V; !t.open() {
			continue
		}
		e, c := observed(measure, t)
		et, ct := m.arm(measure, e, t.MissingT, b.T), m.arm(measure, c, t.MissingC, b.C)
		if !m.adds {
			y[i], v[i] = 0, 0
		}
		y[i] += et.value - ct.value
		spread := float64(et.slope*et.slope) + float64(ct.slope*ct.slope) - float64(2*b.Correlation*float64(et.slope*ct.slope))
		v[i] += et.variance + ct.variance + float64(float64(b.SD*b.SD)*spread)
	}
	return y, v
}

// open says that the trial has missing outcomes that it counts.
func (t Trial) open() bool { return t.MissingT+t.MissingC > 0 }

// observed are the arms as observed; where a count of events is 0 or all, half a
// person is added to each cell of the trial, as in the effect itself.
func observed(measure string, t Trial) (e, c study.Group) {
	e, c = t.T, t.C
	if measure == "MD" || e.Events*c.Events*(e.N-e.Events)*(c.N-c.Events) != 0 {
		return e, c
	}
	e.Events, e.N = e.Events+0.5, e.N+1
	c.Events, c.N = c.Events+0.5, c.N+1
	return e, c
}

// share is a = m/N.
func share(n, missing float64) float64 { return missing / (n + missing) }

// Count is how many people are missing in each arm of all trials that say so,
// and how many trials do not.
func Count(trials []Trial) (t, c float64, silent int) {
	for _, x := range trials {
		if math.IsNaN(x.MissingT + x.MissingC) {
			silent++
			continue
		}
		t, c = t+x.MissingT, c+x.MissingC
	}
	return t, c, silent
}

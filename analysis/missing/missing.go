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
	whole      bool     // the variance of its parts is that of the whole arm, not what the belief adds to it
	arm        func(measure string, g study.Group, missing, belief float64) part
	Cites      []string
}

// Methods are the kinds of assumption.
var Methods = []Method{IMOR, IMDoM}

// part is an arm under a belief: a value on the analysis scale, a sampling
// variance, and how the value moves with the belief.
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

// Effects are the effects of the trials under a belief, with their variances. The
// effect that a trial has, by the options of its measure, moves by what the belief
// moves in its arms, from the missing being like the observed, and so does its
// variance: a belief of 0, held surely, leaves both as they are. A trial that does
// not say how many are missing, or that has none missing, keeps the effect it has.
func (m Method) Effects(measure string, trials []Trial, b Belief) (y, v []float64) {
	y, v = make([]float64, len(trials)), make([]float64, len(trials))
	for i, t := range trials {
		if y[i], v[i] = t.Y, t.V; !t.open() {
			continue
		}
		e, c := m.observed(measure, t)
		et, ct := m.arm(measure, e, t.MissingT, b.T), m.arm(measure, c, t.MissingC, b.C)
		e0, c0 := m.arm(measure, e, t.MissingT, 0), m.arm(measure, c, t.MissingC, 0)
		y[i] += (et.value - e0.value) - (ct.value - c0.value)
		if moved := et.variance + ct.variance; m.whole {
			v[i] *= moved / (e0.variance + c0.variance)
		} else {
			v[i] += moved
		}
		spread := float64(et.slope*et.slope) + float64(ct.slope*ct.slope) - float64(2*b.Correlation*float64(et.slope*ct.slope))
		v[i] += float64(float64(b.SD*b.SD) * spread)
	}
	return y, v
}

// open says that the trial has missing outcomes that it counts.
func (t Trial) open() bool { return t.MissingT+t.MissingC > 0 }

// observed are the arms as observed; where they have no finite value or no
// variance, for a count of events that is 0 or all, half a person is added to each
// cell of the trial.
func (m Method) observed(measure string, t Trial) (e, c study.Group) {
	e, c = t.T, t.C
	if !m.whole {
		return e, c
	}
	e0, c0 := m.arm(measure, e, t.MissingT, 0), m.arm(measure, c, t.MissingC, 0)
	if v := e0.variance + c0.variance; v > 0 && !math.IsInf(e0.value-c0.value, 0) {
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

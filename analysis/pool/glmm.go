package pool

import (
	"fmt"
	"math"

	"grove/analysis/study"
	"grove/analysis/tau"
)

// Mixed pools the counts themselves in a generalised linear mixed model by the
// maximum of its likelihood: binomial for counts of people, Poisson for events
// over person-time, with a normal log odds ratio or log rate ratio θ+u,
// u ~ N(0, τ²), or a normal log odds or log rate of one group. Nothing is added
// to a zero cell. Which likelihood is a setting (GLMMs). The integrals are by
// adaptive quadrature; all maxima over τ from 0 up are looked for, and the highest is taken. Standard errors are from the inverse of the exact
// Hessian, other parameters included; the interval of τ² is that of the profile
// likelihood. A τ² of 0 has no standard error. The weights are the trials' shares
// of the information about θ. Tests of one effect compare with the model in
// which every trial has an effect of its own: Wald's and the likelihood ratio,
// with k−1 degrees of freedom.
//
// ErrData where the likelihood has no maximum (no events in all arms of one
// kind, or only events), where counts are not whole or, for the exact likelihood,
// too large, or where no maximum is found. Stijnen, Hamza and Özdemir 2010;
// Jackson, Law, Stijnen, Viechtbauer and White 2018; Louis 1982; Crouch and Spiegelman 1990.
var Mixed = Model{Code: "glmm", Name: "generalised linear mixed model", Random: true, one: "glmm-common", Measures: glmmMeasures, WaldOnly: true,
	centre: func(d Data, s Settings) (centre, error) { return glmm(d, s, true) }, carries: glmmCarries, Cites: []string{"stijnen2010", "jackson2018", "louis1982", "crouch1990"}}

// MixedCommon is Mixed with one effect behind all trials, τ² = 0.
var MixedCommon = Model{Code: "glmm-common", Name: "generalised linear model, common effect", Measures: glmmMeasures, WaldOnly: true,
	centre: func(d Data, s Settings) (centre, error) { return glmm(d, s, false) }, carries: glmmCarries, Cites: []string{"stijnen2010", "jackson2018"}}

var glmmMeasures = []string{"OR", "IRR", "PLO", "IRLN"}

// GLMM is one likelihood of the counts.
type GLMM struct {
	Code, Name string
	fixed      int                                           // effects, the last of them θ
	random     int                                           // standard deviations, the last of them τ
	local      bool                                          // each trial has a level of its own
	terms      func(measure string, t, c study.Group) []term // nil where the measure has no such likelihood
	Cites      []string
}

// GLMMs are the likelihoods, the default first. A measure of one group has one
// likelihood, whatever is asked.
var GLMMs = []GLMM{
	// CM.EL takes the events of the experimental arm given all m events of the
	// trial, which leaves nothing but the effect: of an odds ratio ψ = e^(θ+u) the
	// non-central hypergeometric distribution
	//
	//	P(y) ∝ C(n₁, y)·C(n₂, m−y)·ψ^y,
	//
	// of a rate ratio the binomial of m with odds ψt₁/t₂. Stijnen, Hamza and Özdemir
	// 2010.
	{Code: "CM.EL", Name: "given each trial's events, exact (hypergeometric-normal)", fixed: 1, random: 1, terms: exact, Cites: []string{"stijnen2010"}},
	// CM.AL takes the events of the experimental arm, given all m of the trial, as
	// binomial with odds ψn₁/n₂, to which CM.EL comes as events get rare; of odds
	// ratios only. Stijnen, Hamza and Özdemir 2010.
	{Code: "CM.AL", Name: "given each trial's events, approximate for rare ones (binomial-normal)", fixed: 1, random: 1, terms: approximate, Cites: []string{"stijnen2010"}},
	// UM.FS takes both arms about a level that each trial has for itself, with half
	// of the random part of the effect in either arm: log odds (or log rates)
	//
	//	α_i + θ + u/2  and  α_i − u/2.
	//
	// Jackson, Law, Stijnen, Viechtbauer and White 2018.
	{Code: "UM.FS", Name: "both arms, fixed trial levels", fixed: 1, random: 1, local: true, terms: fixedLevels, Cites: []string{"jackson2018"}},
	// UM.RS is UM.FS with normal levels α_i ~ N(α, σ²), independent of u. A trial
	// with no events, or only events, in both arms would say something of α and σ; it
	// is left out here as in the other likelihoods. Turner, Omar, Yang, Goldstein and
	// Thompson 2000; Jackson, Law, Stijnen, Viechtbauer and White 2018.
	{Code: "UM.RS", Name: "both arms, random trial levels", fixed: 2, random: 2, terms: randomLevels, Cites: []string{"turner2000", "jackson2018"}},
}

// single is the likelihood of a measure of one group: θ+u is its log odds or log
// rate.
var single = GLMM{Code: "", Name: "one group", fixed: 1, random: 1, terms: func(measure string, t, _ study.Group) []term {
	return []term{term{arm(measure, t), 0, []float64{1}, []float64{1}, 0}.over(measure, t)}
}}

// arm is the count of one arm.
func arm(measure string, g study.Group) observation {
	if overTime(measure) {
		return newPoisson(g.Events)
	}
	return newBinomial(g.Events, g.N)
}

// over adds the logarithm of the person-time of an arm to a term of a rate.
func (t term) over(measure string, g study.Group) term {
	if overTime(measure) {
		t.offset = math.Log(g.Time)
	}
	return t
}

func exact(measure string, t, c study.Group) []term {
	if measure == "IRR" {
		return []term{{newBinomial(t.Events, t.Events+c.Events), math.Log(t.Time) - math.Log(c.Time), []float64{1}, []float64{1}, 0}}
	}
	return []term{{noncentral{t.Events, t.N, c.N, t.Events + c.Events}, 0, []float64{1}, []float64{1}, 0}}
}

func approximate(measure string, t, c study.Group) []term {
	if measure == "IRR" {
		return nil
	}
	return []term{{newBinomial(t.Events, t.Events+c.Events), math.Log(t.N) - math.Log(c.N), []float64{1}, []float64{1}, 0}}
}

func fixedLevels(measure string, t, c study.Group) []term {
	return []term{
		term{arm(measure, t), 0, []float64{1}, []float64{0.5}, 1}.over(measure, t),
		term{arm(measure, c), 0, []float64{0}, []float64{-0.5}, 1}.over(measure, c),
	}
}

func randomLevels(measure string, t, c study.Group) []term {
	return []term{
		term{arm(measure, t), 0, []float64{1, 1}, []float64{1, 0.5}, 0}.over(measure, t),
		term{arm(measure, c), 0, []float64{1, 0}, []float64{1, -0.5}, 0}.over(measure, c),
	}
}

// glmmCarries says whether a trial's counts bear on the effect.
func glmmCarries(measure string, t, c study.Group) bool {
	switch measure {
	case "OR":
		return informative(t, c)
	case "IRR":
		return t.Time > 0 && c.Time > 0 && t.Events+c.Events > 0
	case "PLO":
		return t.N > 0
	case "IRLN":
		return t.Time > 0
	}
	return false
}

// glmm fits the likelihood that the settings name, with or without a
// between-trial variance.
func glmm(d Data, s Settings, random bool) (centre, error) {
	v, err := likelihoodOf(d, s)
	if err != nil {
		return centre{}, err
	}
	one := newMixed(v, d, v.random-1)
	if err := one.bounded(); err != nil {
		return centre{}, err
	}
	theta := v.fixed - 1
	p, at, arrived := climb(one.slope, one.start(), one.all())
	if !arrived {
		return centre{}, fmt.Errorf("%w: no maximum of the likelihood was found", ErrData)
	}
	_, shares := one.whole(p, theta)
	nan := math.NaN()
	c := centre{estimate: p[theta], se: math.Sqrt(variance(at.hessian, one.all(), theta)), weights: shares, spread: nan, converged: true,
		tau2: nan, tau2SE: nan, tau2Lower: nan, tau2Upper: nan, variant: v.Code, notes: []string{oneEffect}}
	if len(d.T) > 1 {
		c.tests = v.oneEffect(d, one, at.value)
	}
	if random {
		f, err := search(newMixed(v, d, v.random), p, at.value, s.Level)
		if err != nil {
			return centre{}, err
		}
		c.tau2Interval = tau.ProfileLikelihood.Code
		c.tau2Method, c.tau2, c.tau2Lower, c.tau2Upper, c.notes = "ML", f.tau*f.tau, f.lower*f.lower, f.upper*f.upper, f.notes
		if f.tau > 0 {
			c.estimate, c.se, c.weights = f.at[theta], f.se, f.shares
			c.tau2SE = 2 * f.tau * f.tauSE
		}
	}
	if !(c.se > 0) || math.IsInf(c.se, 0) {
		return centre{}, fmt.Errorf("%w: the likelihood has no maximum that determines the effect", ErrData)
	}
	c.about, _, _, _ = inverseVariance(d)
	c.notes = append(c.notes, "the weights are the trials' shares of the information about the effect; what is added to a zero cell stands only in the trial's own effect, in Q and in I²")
	return c, nil
}

// inverseVariance is the mean of the trials that have an effect of their own.
func inverseVariance(d Data) (mu, se float64, w []float64, q float64) {
	var y, v []float64
	for i := range d.Y {
		if !math.IsNaN(d.Y[i]) {
			y, v = append(y, d.Y[i]), append(v, d.V[i])
		}
	}
	if len(y) == 0 {
		return math.NaN(), math.NaN(), nil, math.NaN()
	}
	return mean(y, v, 0)
}

// likelihoodOf is the likelihood for data and settings, and what stands against
// it.
func likelihoodOf(d Data, s Settings) (GLMM, error) {
	v, ok := find(GLMMs, func(v GLMM) string { return v.Code }, s.GLMM)
	if !ok {
		return v, fmt.Errorf("%w: glmm %q", ErrSettings, s.GLMM)
	}
	over := inPeople
	if overTime(d.Measure) {
		over = inTime
	}
	if len(d.T) == 0 {
		return v, fmt.Errorf("%w: a model of counts needs the counts", ErrData)
	}
	if oneGroup(d.Measure) {
		v = single
	} else if err := counted(d, over, "a generalised linear mixed model"); err != nil {
		return v, err
	}
	for i := range d.T {
		if v.terms(d.Measure, d.T[i], d.C[i]) == nil {
			return v, fmt.Errorf("%w: the likelihood %s is of odds ratios, not of %s", ErrSettings, v.Code, d.Measure)
		}
		if v.Code == "CM.EL" && d.Measure == "OR" && min(d.T[i].N, d.C[i].N, d.T[i].Events+d.C[i].Events) > exactMost {
			return v, fmt.Errorf("%w: trial %d has too many events for the exact likelihood; UM.FS takes them", ErrData, i+1)
		}
		groups := []study.Group{d.T[i], d.C[i]}
		if oneGroup(d.Measure) {
			groups = groups[:1]
		}
		for _, g := range groups {
			if g.Events != math.Trunc(g.Events) || d.Measure == "OR" && g.N != math.Trunc(g.N) {
				return v, fmt.Errorf("%w: a likelihood of counts needs whole ones, trial %d has others", ErrData, i+1)
			}
			if !(g.Events >= 0 && over(g) > 0) {
				return v, fmt.Errorf("%w: trial %d has nobody, or reports no counts, in an arm", ErrData, i+1)
			}
		}
	}
	return v, nil
}

// exactMost is the largest number of terms of an exact likelihood, which bounds
// the time.
const exactMost = 1e5

// newMixed is the model of the trials under a likelihood, with only the first
// random effects of it.
func newMixed(v GLMM, d Data, random int) *mixed {
	m := &mixed{fixed: v.fixed, random: random, local: v.local, apart: fine}
	for i := range d.T {
		terms := v.terms(d.Measure, d.T[i], d.C[i])
		m.trials = append(m.trials, terms)
		m.at = append(m.at, crude(terms))
	}
	return m
}

// crude is a level to begin with: half way between what the counts of a trial
// have, each kept off infinity.
func crude(terms []term) float64 {
	var sum float64
	for _, t := range terms {
		eta, _, _ := t.peak()
		sum += math.Max(-8, math.Min(8, eta-t.offset))
	}
	return sum / float64(len(terms))
}

// start is where a climb begins: no effect, the mean level, standard deviations
// of a half.
func (m *mixed) start() vector {
	var p vector
	for i := range m.fixed - 1 {
		for _, level := range m.at {
			p[i] += level / float64(len(m.at))
		}
	}
	for r := range m.random {
		p[m.fixed+r] = 0.5
	}
	return p
}

// all are the places of all parameters that the trials share.
func (m *mixed) all() []int {
	var free []int
	for i := range m.parameters() {
		free = append(free, i)
	}
	return free
}

func (m *mixed) slope(p vector) slope {
	s, _ := m.whole(p, 0)
	return s
}

// lean says to which side a trial alone would drive the effect without end: −1,
// +1, or 0 for neither.
func lean(terms []term) int {
	side := func(eta float64) int {
		if math.IsInf(eta, 0) {
			return int(math.Copysign(1, eta))
		}
		return 0
	}
	eta, _, _ := terms[0].peak()
	if len(terms) == 1 || side(eta) != 0 {
		return side(eta)
	}
	other, _, _ := terms[1].peak()
	return -side(other)
}

// bounded says that the trials together do not drive the effect without end.
func (m *mixed) bounded() error {
	first := lean(m.trials[0])
	for _, t := range m.trials[1:] {
		if lean(t) != first {
			return nil
		}
	}
	if first == 0 {
		return nil
	}
	return fmt.Errorf("%w: every trial has events only in one arm or in all people of one, so the likelihood has no maximum", ErrData)
}

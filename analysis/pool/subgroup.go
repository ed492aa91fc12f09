package pool

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Subgroup is the trials of one class, pooled alone; Err says why they could
// not be. The class of trials that report none has the empty name.
type Subgroup struct {
	Name   string
	Result Result
	Err    error
}

// Between is one test of a difference between subgroups,
//
//	Q = Σ(μ−μ̄)²/SE²,  μ̄ = Σ(μ/SE²)/Σ(1/SE²),
//
// over the subgroups' estimates with their Wald standard errors, referred to χ²
// with one degree of freedom fewer than there are subgroups. A test that is not
// shown has NaN and a note that says why. Hedges and Olkin 1985.
type Between struct {
	Tau2     string  // common: one τ² behind all subgroups; separate: each its own; none: the model has none
	Common   float64 // the common τ², NaN otherwise
	Q, DF, P float64
	Notes    []string
}

// Subgroups pools each class of trials under s, with its few-trials rule, and
// tests the difference between them: in a random-effects model once with a
// common τ² and once with separate ones, in another model once. The common τ²
// is DerSimonian and Laird's moment estimate from the trials about the means of
// their own classes,
//
//	τ² = max(0, (ΣQ − Σ(k−1)) / Σ(Σw − Σw²/Σw)),  w = 1/v,
//
// whatever the estimator of s. The classes are in the order of their first
// trial, but trials with an empty class are last and outside the tests. The
// few-trials rule also says how many trials a test needs. The error is ErrData,
// for classes that are not as many as trials, or ErrSettings.
func Subgroups(d Data, class []string, s Settings) ([]Subgroup, []Between, error) {
	if err := check(d, s); err != nil {
		return nil, nil, err
	}
	if len(class) != len(d.Y) {
		return nil, nil, fmt.Errorf("%w: %d effects and %d classes", ErrData, len(d.Y), len(class))
	}
	few, ok := find(FewRules, func(r Few) string { return r.Code }, s.Few)
	if !ok {
		return nil, nil, fmt.Errorf("%w: few %q", ErrSettings, s.Few)
	}
	model, ok := find(Models, func(m Model) string { return m.Code }, s.Model)
	if !ok {
		return nil, nil, fmt.Errorf("%w: model %q", ErrSettings, s.Model)
	}
	var groups []Subgroup
	var tested []Data
	names := classes(class)
	for _, name := range names {
		part := members(d, class, name)
		r, err := Fit(part, s)
		groups = append(groups, Subgroup{name, r, err})
		if name != "" {
			tested = append(tested, part)
		}
	}
	kinds := []string{"none"}
	switch {
	case rules(model) && model.WaldOnly: // its likelihood has no τ² to share
		kinds = []string{"separate"}
	case rules(model):
		kinds = []string{"common", "separate"}
	}
	var tests []Between
	for _, kind := range kinds {
		b := Between{Tau2: kind, Common: math.NaN(), Q: math.NaN(), DF: math.NaN(), P: math.NaN()}
		if why := few.untested(tested, model); why != "" {
			b.Notes = []string{"no test between subgroups: " + why}
		} else if kind == "common" {
			b.common(tested)
		} else {
			b.separate(tested, s)
		}
		if len(tested) < len(groups) {
			b.Notes = append(b.Notes, "trials that report no class are outside the test")
		}
		tests = append(tests, b)
	}
	return groups, tests, nil
}

// classes are the names in the order of their first trial, the empty one last.
func classes(class []string) []string {
	var names []string
	seen := map[string]bool{"": true}
	empty := false
	for _, c := range class {
		empty = empty || c == ""
		if !seen[c] {
			seen[c] = true
			names = append(names, c)
		}
	}
	if empty {
		names = append(names, "")
	}
	return names
}

// members are the trials of one class.
func members(d Data, class []string, name string) Data {
	part := Data{Measure: d.Measure}
	for i, c := range class {
		if c != name {
			continue
		}
		part.Y, part.V = append(part.Y, d.Y[i]), append(part.V, d.V[i])
		if d.T != nil {
			part.T = append(part.T, d.T[i])
		}
		if d.C != nil {
			part.C = append(part.C, d.C[i])
		}
		if d.N != nil {
			part.N = append(part.N, d.N[i])
		}
	}
	return part
}

// untested says why there is no test between these classes, empty if there is.
func (f Few) untested(parts []Data, m Model) string {
	var k int
	small := false
	for _, p := range parts {
		k += len(p.Y)
		small = small || len(p.Y) < f.class
	}
	switch {
	case m.Code == Bayes.Code:
		return "a posterior has no test"
	case len(parts) < 2:
		return "fewer than two subgroups"
	case small:
		return fmt.Sprintf("a subgroup has fewer than %d trials", f.class)
	case k < f.trials:
		return fmt.Sprintf("fewer than %d trials in all", f.trials)
	}
	return ""
}

func (b *Between) common(parts []Data) {
	var excess, c float64
	for _, p := range parts {
		_, _, w, q := mean(p.Y, p.V, 0)
		if len(p.Y) < 2 {
			continue
		}
		var sw, sw2 float64
		for _, x := range w {
			sw += x
			sw2 += float64(x * x)
		}
		excess += float64((q - 1) * float64(len(p.Y)-1))
		c += sw - sw2/sw
	}
	b.Common = 0
	if excess > 0 {
		b.Common = excess / c
	}
	b.Notes = append(b.Notes, "one τ² behind all subgroups, by DerSimonian and Laird")
	var mu, v []float64
	for _, p := range parts {
		m, se, _, _ := mean(p.Y, p.V, b.Common)
		mu, v = append(mu, m), append(v, se*se)
	}
	b.test(mu, v)
}

func (b *Between) separate(parts []Data, s Settings) {
	s.Interval, s.Prediction = Wald.Code, "none"
	var mu, v []float64
	for _, p := range parts {
		r, err := Fit(p, s)
		if err != nil {
			b.Notes = append(b.Notes, "no test between subgroups: one could not be pooled")
			return
		}
		mu, v = append(mu, r.Estimate), append(v, r.SE*r.SE)
	}
	if b.Tau2 == "separate" {
		b.Notes = append(b.Notes, "each subgroup has a τ² of its own")
	}
	b.test(mu, v)
}

// test is the statistic over the subgroups' estimates and their variances,
// which is Q about their common mean.
func (b *Between) test(mu, v []float64) {
	_, _, _, q := mean(mu, v, 0)
	b.DF = float64(len(mu) - 1)
	b.Q = q * b.DF
	b.P = distuv.ChiSquared{K: b.DF}.Survival(b.Q)
}

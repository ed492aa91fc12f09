package pool

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/study"
	"grove/analysis/tau"
)

// choice is one row of a table in otherwise usual settings, of effects, or of
// the counts of a measure.
type choice struct {
	Settings
	measure string // empty for effects as they are
}

func (c choice) String() string {
	s := c.Settings
	return fmt.Sprint(c.measure, " ", s.Model, " ", s.GLMM, " ", s.Tau2, " ", s.Tau2Interval, " ", s.Interval, " ", s.Prediction, " ", s.Prior.Tau, " ", s.Few)
}

// choices are every row of every table: models with each measure that they pool
// from counts and each likelihood, intervals of both kinds of model, predictions,
// estimators and intervals of τ², priors, rules for few trials.
func choices() (all []choice) {
	add := func(measure string, of func(*Settings)) {
		s := Settings{Model: Random.Code, Tau2: tau.REML.Code, Interval: HKGuarded.Code, Prediction: Predictions[0].Code, Few: "off", Level: 95}
		of(&s)
		if s.Model == Bayes.Code && s.Prior.Tau == "" {
			s.Prior = HalfNormal(0.5)
		}
		all = append(all, choice{s, measure})
	}
	for _, m := range Models {
		if m.Measures == nil {
			add("", func(s *Settings) { s.Model = m.Code })
		}
		for _, measure := range m.Measures {
			for _, l := range likelihoods(m, measure) {
				add(measure, func(s *Settings) { s.Model, s.GLMM = m.Code, l })
			}
		}
	}
	for _, i := range Intervals {
		add("", func(s *Settings) { s.Interval = i.Code })
		add("", func(s *Settings) { s.Model, s.Interval = Common.Code, i.Code })
	}
	for _, p := range Predictions {
		add("", func(s *Settings) { s.Prediction = p.Code })
	}
	for _, e := range tau.Estimators {
		add("", func(s *Settings) { s.Tau2, s.Interval = e.Code, HK.Code })
		add("", func(s *Settings) { s.Model, s.Tau2 = Equal.Code, e.Code })
	}
	add("", func(s *Settings) { s.Tau2, s.Interval = "0.25", HK.Code })
	for _, i := range tau.Intervals {
		add("", func(s *Settings) { s.Tau2Interval = i.Code })
	}
	for _, p := range Priors {
		measure := ""
		if p.Measures != nil {
			measure = p.Measures[0]
		}
		add(measure, func(s *Settings) { s.Model, s.Prior = Bayes.Code, parameters(p) })
	}
	for _, f := range FewRules {
		add("", func(s *Settings) { s.Few = f.Code })
	}
	return all
}

// likelihoods are those that a model of the measure has: the first of the table
// where it has one or none.
func likelihoods(m Model, measure string) (codes []string) {
	for i, l := range GLMMs {
		if i == 0 || (m.Code == Mixed.Code || m.Code == MixedCommon.Code) && !oneGroup(measure) && l.terms(measure, study.Group{}, study.Group{}) != nil {
			codes = append(codes, l.Code)
		}
	}
	return codes
}

// parameters is a prior of the row with what it asks for.
func parameters(row PriorOfTau) Prior {
	p := Prior{Tau: row.Code}
	if row.Scale {
		p.Scale = 0.7
	}
	if row.DF {
		p.DF = 4
	}
	if row.Location {
		p.Location = -1.5
	}
	if row.Published != nil {
		p.Outcome, p.Comparison = row.Published[0].Outcome, row.Published[0].Comparison
	}
	return p
}

// sets is how many data sets a choice is tried on, and of how many trials at the
// most, by the time it takes.
func (c choice) sets() (n, trials int) {
	switch {
	case c.Model == Bayes.Code:
		return 3, 6
	case c.Model == HenmiCopas.Code:
		return 10, 12
	case c.Prediction == "nagashima":
		return 5, 8
	case c.Model == Mixed.Code && c.GLMM == "UM.RS":
		return 1, 3
	case c.Model == Mixed.Code:
		return 3, 5
	case c.measure != "":
		return 30, 8
	}
	return 40, 12
}

// random makes a data set of k trials for a choice: effects with variances over
// three orders of magnitude, or counts of rare events, now and then none, with
// their effects.
func (c choice) random(r *rand.Rand, k int) Data {
	if c.measure == "" {
		var d Data
		for range k {
			d.Y, d.V, d.N = append(d.Y, 6*r.Float64()-3), append(d.V, math.Pow(10, 3*r.Float64()-2)), append(d.N, float64(10+r.IntN(90)))
		}
		return d
	}
	var cs []study.Contrast
	for range k {
		arm := func() study.Group {
			n := float64(20 + r.IntN(180))
			return study.Group{N: n, Events: float64(r.IntN(7)), Time: n / 3}
		}
		cs = append(cs, study.Contrast{T: arm(), C: arm(), Y: math.NaN(), V: math.NaN()})
	}
	return c.measured(cs)
}

// measured are the data of the counts, without the trials that the model takes
// nothing from.
func (c choice) measured(cs []study.Contrast) Data {
	m, _ := effect.Lookup(c.measure)
	es, err := m.Of(cs, effect.Options{Add: 0.5, Zero: "only0", Double: "keep"})
	if err != nil {
		panic(err)
	}
	d := Data{Measure: c.measure}
	for _, e := range es {
		if math.IsNaN(e.Y) && !Carries(c.Model, c.measure, e.T, e.C) {
			continue
		}
		d.Y, d.V, d.T, d.C, d.N = append(d.Y, e.Y), append(d.V, e.V), append(d.T, e.T), append(d.C, e.C), append(d.N, e.T.N+e.C.N)
	}
	return d
}

// contrasts are the counts of the data, each arm changed.
func (d Data) contrasts(arms func(t, c study.Group) (study.Group, study.Group)) (cs []study.Contrast) {
	for i := range d.T {
		t, c := arms(d.T[i], d.C[i])
		cs = append(cs, study.Contrast{T: t, C: c, Y: math.NaN(), V: math.NaN()})
	}
	return cs
}

// at are the trials at the given positions.
func (d Data) at(is []int) Data {
	x := Data{Measure: d.Measure}
	for _, i := range is {
		x.Y, x.V, x.N = append(x.Y, d.Y[i]), append(x.V, d.V[i]), append(x.N, d.N[i])
		if d.T != nil {
			x.T, x.C = append(x.T, d.T[i]), append(x.C, d.C[i])
		}
	}
	return x
}

// change is what may be done to the data of which it is known what becomes of the
// answer: the changed data and settings, and the answer led back, or nothing
// where the choice has no such change.
type change struct {
	name string
	of   func(c choice, d Data, r *rand.Rand) (choice, Data, func(Result) Result)
}

var changes = []change{
	{"order", func(c choice, d Data, r *rand.Rand) (choice, Data, func(Result) Result) {
		order := r.Perm(len(d.Y))
		return c, d.at(order), func(x Result) Result {
			weights, trials := make([]float64, len(order)), make([]Summary, len(x.Posterior.Trials))
			for i, j := range order {
				weights[j] = x.Weights[i]
				if len(trials) > 0 {
					trials[j] = x.Posterior.Trials[i]
				}
			}
			x.Weights, x.Posterior.Trials = weights, trials
			return x
		}
	}},
	{"shift", func(c choice, d Data, r *rand.Rand) (choice, Data, func(Result) Result) {
		return affine(c, d, 10*r.Float64()-5, 1)
	}},
	{"unit", func(c choice, d Data, r *rand.Rand) (choice, Data, func(Result) Result) {
		return affine(c, d, 0, math.Pow(10, 4*r.Float64()-2))
	}},
	{"sign", func(c choice, d Data, _ *rand.Rand) (choice, Data, func(Result) Result) {
		return affine(c, d, 0, -1)
	}},
	{"arms", func(c choice, d Data, _ *rand.Rand) (choice, Data, func(Result) Result) {
		if c.measure == "" || oneGroup(c.measure) {
			return c, d, nil
		}
		exchanged := d.contrasts(func(t, c study.Group) (study.Group, study.Group) { return c, t })
		return c, c.measured(exchanged), func(r Result) Result { return back(r, 0, -1) }
	}},
	{"events", func(c choice, d Data, _ *rand.Rand) (choice, Data, func(Result) Result) {
		if !slices.Contains([]string{"OR", "RD", "PLO"}, c.measure) { // a ratio of risks is another of the other event, and time has none
			return c, d, nil
		}
		others := d.contrasts(func(t, c study.Group) (study.Group, study.Group) {
			t.Events, c.Events = t.N-t.Events, c.N-c.Events
			return t, c
		})
		return c, c.measured(others), func(r Result) Result { return back(r, 0, -1) }
	}},
}

// affine is y → a+by with v → b²v and all that the settings have in the unit of
// the effects. Counts have no such change.
func affine(c choice, d Data, a, b float64) (choice, Data, func(Result) Result) {
	if c.measure != "" {
		return c, d, nil
	}
	x := Data{N: d.N, V: make([]float64, len(d.Y))}
	for i, y := range d.Y {
		x.Y = append(x.Y, a+b*y)
		x.V[i] = b * b * d.V[i]
	}
	size := math.Abs(b)
	if row, _ := find(Priors, func(p PriorOfTau) string { return p.Code }, c.Prior.Tau); row.Location { // of ln τ²
		c.Prior.Location += 2 * math.Log(size)
	} else {
		c.Prior.Scale *= size
	}
	if declared, err := strconv.ParseFloat(c.Tau2, 64); err == nil {
		c.Tau2 = decimal(b * b * declared)
	}
	return c, x, func(r Result) Result { return back(r, a, b) }
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// back is an answer on the scale a+by as one on that of y. The test of zero and
// the probability of a mean above it are of another hypothesis where a is not 0,
// and left out.
func back(r Result, a, b float64) Result {
	size := math.Abs(b)
	place := func(xs ...*float64) {
		for _, x := range xs {
			*x = (*x - a) / b
		}
	}
	limits := func(lo, hi *float64) {
		if place(lo, hi); b < 0 {
			*lo, *hi = *hi, *lo
		}
	}
	square := func(xs ...*float64) {
		for _, x := range xs {
			*x /= b * b
		}
	}
	place(&r.Estimate)
	limits(&r.CILower, &r.CIUpper)
	limits(&r.WaldLower, &r.WaldUpper)
	limits(&r.PILower, &r.PIUpper)
	r.SE /= size
	square(&r.Tau2, &r.Tau2SE, &r.Tau2Lower, &r.Tau2Upper)
	r.Statistic = math.Copysign(1, b) * r.Statistic
	if a != 0 {
		r.Statistic, r.P, r.Posterior.Positive = math.NaN(), math.NaN(), math.NaN()
	}
	p := &r.Posterior
	if p.Prior == "" {
		return r
	}
	located := func(s *Summary) {
		place(&s.Mean, &s.Median)
		limits(&s.Lower, &s.Upper)
		s.SD /= size
	}
	located(&p.Mean)
	located(&p.New)
	p.Trials = slices.Clone(p.Trials)
	for i := range p.Trials {
		located(&p.Trials[i])
	}
	for _, x := range []*float64{&p.Tau.Mean, &p.Tau.SD, &p.Tau.Median, &p.Tau.Lower, &p.Tau.Upper} {
		*x /= size
	}
	if b < 0 {
		p.Positive = 1 - p.Positive
	}
	return r
}

// apart lists the numbers, words and lengths in which two answers differ, whatever
// fields they have.
func apart(path string, a, b reflect.Value, tol float64) (all []string) {
	switch a.Kind() {
	case reflect.Float64:
		if !near(a.Float(), b.Float(), tol) {
			all = append(all, fmt.Sprintf("%s %v, not %v", path, b.Float(), a.Float()))
		}
	case reflect.Struct:
		for i := range a.NumField() {
			if name := a.Type().Field(i).Name; name != "Notes" { // which may print numbers
				all = append(all, apart(path+"."+name, a.Field(i), b.Field(i), tol)...)
			}
		}
	case reflect.Slice:
		if a.Len() != b.Len() {
			return append(all, fmt.Sprintf("%s of %d, not %d", path, b.Len(), a.Len()))
		}
		for i := range a.Len() {
			all = append(all, apart(path, a.Index(i), b.Index(i), tol)...)
		}
	default:
		if !a.Equal(b) {
			all = append(all, fmt.Sprintf("%s %v, not %v", path, b, a))
		}
	}
	return all
}

// exceptions are the numbers of which a change makes others, or all.
var exceptions = []struct {
	change, field, why string
	of                 func(choice) bool
}{
	{"shift", "", "power is judged by the distance of the mean from zero", func(c choice) bool { return c.Model == WAAP.Code }},
	{"unit", "Tau2Method", "a declared τ² is its own name", func(c choice) bool { return c.Tau2 == "0.25" }},
	{"arms", "Weights", "a trial's share of the sums has the events of one arm", sums},
	{"arms", "Weights", "the information about the effect is given the level of the control arms, which all trials share", oneLevel},
	{"arms", "Tests", "with an effect for each trial only the control arms have levels that are alike", levels},
	{"events", "", "binomial only where events are rare", func(c choice) bool { return c.GLMM == "CM.AL" }},
	{"events", "Weights", "a trial's share of the sums has the events of one arm", sums},
	{"twice", "Tau2", "τ² is DerSimonian and Laird's of twice the trials, whatever is set", fixedTau},
	{"twice", "SE", "τ² is DerSimonian and Laird's of twice the trials, whatever is set", fixedTau},
	{"twice", "Wald", "τ² is DerSimonian and Laird's of twice the trials, whatever is set", fixedTau},
	{"twice", "", "twice the trials have another posterior of τ", func(c choice) bool { return c.Model == Bayes.Code }},
}

func sums(c choice) bool     { return c.Model == MantelHaenszel.Code || c.Model == Rare.Code }
func fixedTau(c choice) bool { return c.Model == IVhet.Code || c.Model == HenmiCopas.Code }
func levels(c choice) bool   { return c.GLMM == "UM.RS" }
func oneLevel(c choice) bool { return c.Model == BetaBinomial.Code || levels(c) }

// excused is what is left of the differences that a change makes.
func excused(change string, c choice, off []string, used map[string]bool) []string {
	return slices.DeleteFunc(off, func(o string) bool {
		for _, e := range exceptions {
			if e.change == change && e.of(c) && strings.HasPrefix(o, "."+e.field) {
				used[e.change+e.field+e.why] = true
				return true
			}
		}
		return false
	})
}

// needed complains of exceptions that nothing used.
func needed(t *testing.T, used map[string]bool, of func(change string) bool) {
	t.Helper()
	for _, e := range exceptions {
		if of(e.change) && !used[e.change+e.field+e.why] {
			t.Errorf("nothing needs the exception of %s %s: %s", e.change, e.field, e.why)
		}
	}
}

// answer fits and sees to it that the data are left alone.
func answer(t *testing.T, c choice, d Data) (Result, error) {
	t.Helper()
	before := Data{Y: slices.Clone(d.Y), V: slices.Clone(d.V), N: slices.Clone(d.N), T: slices.Clone(d.T), C: slices.Clone(d.C)}
	r, err := Fit(d, c.Settings)
	if !slices.EqualFunc(before.Y, d.Y, same) || !slices.EqualFunc(before.V, d.V, same) || !slices.EqualFunc(before.N, d.N, same) || !slices.Equal(before.T, d.T) || !slices.Equal(before.C, d.C) {
		t.Errorf("%v: the data were written to", c)
	}
	if err != nil && !(errors.Is(err, ErrData) && math.IsNaN(r.Estimate)) {
		t.Errorf("%v of %+v: %v", c, d, err)
	}
	return r, err
}

// tolerance is how far an answer that a search or a quadrature finds may be from
// itself by another way.
func (c choice) tolerance() float64 {
	switch {
	case c.Model == Bayes.Code, c.Model == Mixed.Code:
		return 1e-6
	}
	return 1e-8
}

// What becomes of an answer when the trials come in another order, move along
// the scale, are in another unit or of the other sign, have their arms or their
// events and the rest exchanged. All that the result has is compared, but the
// notes.
func TestChanges(t *testing.T) {
	used := map[string]bool{}
	count := map[string]int{}
	for _, c := range choices() {
		n, most := c.sets()
		for i := range n {
			r := rand.New(rand.NewPCG(uint64(i), 2026))
			d := c.random(r, 2+r.IntN(most-1))
			if len(d.Y) == 0 {
				continue
			}
			plain, err := answer(t, c, d)
			for _, change := range changes {
				changed, x, lead := change.of(c, d, r)
				if lead == nil {
					continue
				}
				count[change.name]++
				other, otherErr := answer(t, changed, x)
				if (err != nil) != (otherErr != nil) {
					t.Errorf("%s: %v: %v, then %v", change.name, c, err, otherErr)
				}
				if err != nil || otherErr != nil {
					continue
				}
				want := plain
				if change.name == "shift" {
					want = back(want, math.SmallestNonzeroFloat64, 1)
				}
				off := apart("", reflect.ValueOf(want), reflect.ValueOf(lead(other)), c.tolerance())
				if off = excused(change.name, c, off, used); len(off) > 0 {
					t.Errorf("%s: %v of %v %v: %s", change.name, c, d.Y, d.V, strings.Join(off, "; "))
				}
			}
		}
	}
	needed(t, used, func(change string) bool { return change != "twice" })
	t.Logf("%d choices: %v", len(choices()), count)
}

// With every trial twice Q is twice what it was and has k more degrees of
// freedom; the weights are halved; with the τ² that is found in twice the trials
// declared for them once, or with their own where it is in the likelihood, the
// estimate stays and the variance is halved, or what the factor of a spread over
// k−1 degrees of freedom makes of it.
func TestEveryTrialTwice(t *testing.T) {
	used := map[string]bool{}
	count := 0
	for _, c := range choices() {
		n, most := c.sets()
		for i := range n {
			r := rand.New(rand.NewPCG(uint64(i), 2027))
			d := c.random(r, 2+r.IntN(most-1))
			if len(d.Y) < 2 {
				continue
			}
			is := r.Perm(2 * len(d.Y))
			for j := range is {
				is[j] /= 2
			}
			c.Few = "off" // which has other rows for twice the trials
			two, err := answer(t, c, d.at(is))
			once := c
			if two.Tau2Method == c.Tau2 {
				once.Tau2 = decimal(two.Tau2)
				if strings.HasPrefix(c.Interval, "kr") || strings.HasPrefix(c.Prediction, "kr") {
					once.Interval, once.Prediction = Wald.Code, "none"
				}
			}
			one, oneErr := answer(t, once, d)
			if (err != nil) != (oneErr != nil) {
				t.Errorf("%v: %v, of every trial twice %v", c, oneErr, err)
			}
			if err != nil || oneErr != nil {
				continue
			}
			if weighty(two) != 2*weighty(one) {
				continue // a trial that alone has power has it no longer alone
			}
			count++
			k := weighty(one)
			spread := (k - 1) / (2*k - 1)
			shrink := 0.5 // of the variance
			if c.Model == UWLS.Code || c.Model == WAAP.Code {
				shrink = spread
			}
			var off []string
			check := func(field string, got, want float64) {
				if !near(got, want, max(1e-7, c.tolerance())) {
					off = append(off, fmt.Sprintf(".%s %v, not %v", field, got, want))
				}
			}
			check("K", float64(two.K), 2*float64(one.K))
			check("QDF", two.QDF, 2*(one.QDF+1)-1)
			check("Q", two.Q, 2*one.Q)
			check("Estimate", two.Estimate, one.Estimate)
			check("N", two.N, 2*one.N)
			check("Tau2", two.Tau2, one.Tau2)
			for i, j := range is {
				check("Weights", two.Weights[i], one.Weights[j]/2)
			}
			check("Wald", two.WaldUpper-two.Estimate, math.Sqrt(shrink)*(one.WaldUpper-one.Estimate))
			if factor, ok := map[string]float64{Wald.Code: 0.5, T.Code: 0.5, HK.Code: spread}[one.Interval]; ok && shrink == 0.5 && one.Interval == two.Interval {
				check("SE", two.SE, math.Sqrt(factor)*one.SE)
			}
			if off = excused("twice", c, off, used); len(off) > 0 {
				t.Errorf("%v of %v %v: %s", c, d.Y, d.V, strings.Join(off, "; "))
			}
		}
	}
	needed(t, used, func(change string) bool { return change == "twice" })
	t.Logf("%d answers", count)
}

// weighty is the number of trials that have weight.
func weighty(r Result) (n float64) {
	for _, w := range r.Weights {
		if w > 0 {
			n++
		}
	}
	return n
}

// Where all variances are v, and all trials of one size, every model of effects has the plain mean; with the
// variance (v+τ²)/k, or from the spread, SS/(k(k−1)), whatever the estimator of
// τ² is.
func TestEqualVariancesOfAll(t *testing.T) {
	count := 0
	for _, c := range choices() {
		if c.measure != "" {
			continue
		}
		n, most := c.sets()
		for i := range n {
			r := rand.New(rand.NewPCG(uint64(i), 2028))
			d := c.random(r, 2+r.IntN(most-1))
			var sum, squares float64
			k := float64(len(d.Y))
			for j, y := range d.Y {
				d.V[j], d.N[j] = d.V[0], d.N[0]
				sum += y
			}
			for _, y := range d.Y {
				squares += (y - sum/k) * (y - sum/k)
			}
			x, err := answer(t, c, d)
			if err != nil {
				continue
			}
			count++
			tau2, spread := x.Tau2, squares/(k*(k-1))
			if math.IsNaN(tau2) {
				tau2 = 0
			}
			wald := (d.V[0] + tau2) / k
			if c.Model == UWLS.Code || c.Model == WAAP.Code {
				wald = spread
			}
			variance, ok := map[string]float64{Wald.Code: wald, T.Code: wald, HK.Code: spread}[x.Interval]
			half := (x.WaldUpper - x.WaldLower) / 2 / quantile(95, math.Inf(1))
			if !near(x.Estimate, sum/k, 1e-8) || ok && !near(x.SE*x.SE, variance, 1e-9) || x.Model != Bayes.Code && !near(half*half, wald, 1e-9) {
				t.Errorf("%v of %v with %v: %v (%v), not %v (√%v)", c, d.Y, d.V[0], x.Estimate, x.SE, sum/k, variance)
			}
		}
	}
	t.Logf("%d answers", count)
}

// hard are data that are hard, by the number of trials: effects, or the counts of
// arms.
var hard = []struct {
	name   string
	k      int
	effect func(r *rand.Rand) (y, v float64)
	arms   func(r *rand.Rand) (t, c study.Group)
}{
	{"none", 0, plainEffect, plainArms},
	{"one", 1, plainEffect, plainArms},
	{"two", 2, plainEffect, plainArms},
	{"three", 3, plainEffect, plainArms},
	{"far from zero", 6, func(r *rand.Rand) (y, v float64) { y, v = plainEffect(r); return away + y, v }, nil},
	{"variances over twelve orders of magnitude", 8, func(r *rand.Rand) (y, v float64) {
		v = math.Pow(10, 12*r.Float64()-6)
		return r.NormFloat64() * math.Sqrt(v), v
	}, nil},
	{"identical", 5, func(r *rand.Rand) (y, v float64) { return 0.3, math.Pow(10, 2*r.Float64()-2) }, alike(4, 9)},
	{"identical, three", 3, func(r *rand.Rand) (y, v float64) { return 0.3, 0.1 }, alike(4, 9)},
	{"identical but for rounding", 5, func(r *rand.Rand) (y, v float64) { return math.Nextafter(0.3, float64(r.IntN(2))), 0.1 }, nil},
	{"identical at zero", 4, func(r *rand.Rand) (y, v float64) { return 0, 0.1 }, alike(5, 5)},
	{"no events in one kind of arm", 4, nil, alike(0, 5)},
	{"no events at all", 4, nil, alike(0, 0)},
	{"only events", 4, nil, alike(40, 40)},
	{"only events in one kind of arm", 4, nil, alike(5, 40)},
	{"only events against none", 4, nil, alike(40, 0)},
	{"many", 100_000, plainEffect, plainArms},
}

const away = 1e7

func plainEffect(r *rand.Rand) (y, v float64) {
	return math.Ldexp(math.Round(math.Ldexp(2*r.NormFloat64(), 20)), -20), math.Pow(10, 2*r.Float64()-2)
}

func plainArms(r *rand.Rand) (t, c study.Group) {
	arm := func() study.Group { return study.Group{N: 60, Events: float64(1 + r.IntN(9)), Time: 30} }
	return arm(), arm()
}

func alike(t, c float64) func(*rand.Rand) (_, _ study.Group) {
	return func(*rand.Rand) (_, _ study.Group) {
		return study.Group{N: 40, Events: t, Time: 20}, study.Group{N: 40, Events: c, Time: 30}
	}
}

// tooLong is what takes minutes with a hundred thousand trials: integrals over
// each, or sums over all of them at every step of a search. Of the measures of a
// model one will do.
func (c choice) tooLong() bool {
	if m, _ := find(Models, func(m Model) string { return m.Code }, c.Model); m.Measures != nil && c.measure != m.Measures[0] {
		return true
	}
	generalised := []string{tau.GENQM.Code, tau.GeneralisedQ.Code, tau.BiggerstaffJackson.Code}
	return slices.Contains(slow, c.Model) || c.Prediction == "nagashima" || c.Model == MixedCommon.Code || c.Model == BetaBinomial.Code ||
		slices.Contains(generalised, c.Tau2) || slices.Contains(generalised, c.Tau2Interval)
}

// Hard data have a right answer or a plain error: every number is what it can be,
// what is not a number has a note that says so, and effects far from zero give
// what they give near it. The rule for few trials makes no difference to that.
func TestHardData(t *testing.T) {
	answers, refused := 0, 0
	for _, c := range choices() {
		for _, h := range hard {
			if (c.measure == "") == (h.effect == nil) && c.measure == "" || c.measure != "" && h.arms == nil || h.k > 1000 && c.tooLong() || c.Model == Mixed.Code && c.GLMM == "UM.RS" && h.k > 3 {
				continue
			}
			r := rand.New(rand.NewPCG(3, uint64(h.k)))
			var d Data
			if c.measure == "" {
				for range h.k {
					y, v := h.effect(r)
					d.Y, d.V, d.N = append(d.Y, y), append(d.V, v), append(d.N, 50)
				}
			} else {
				var cs []study.Contrast
				for range h.k {
					x, y := h.arms(r)
					cs = append(cs, study.Contrast{T: x, C: y, Y: math.NaN(), V: math.NaN()})
				}
				d = c.measured(cs)
			}
			rules := FewRules
			if h.k > 10 || c.Model == Bayes.Code {
				rules = rules[:1] // no rule speaks of so many, or of a posterior
			}
			for _, rule := range rules {
				c.Few = rule.Code
				x, err := answer(t, c, d)
				if err != nil {
					refused++
					continue
				}
				answers++
				bad := append(improper(d, x, c.Settings), unsaid(c.Settings, x)...)
				if width := x.CIUpper - x.CILower; x.Interval != Permutation.Code && h.k > 1 && width >= 0 && !(width > 1e-12*math.Abs(x.Estimate)) {
					bad = append(bad, "an interval without width")
				}
				if h.effect != nil && h.name == "far from zero" && c.Model != WAAP.Code {
					bad = append(bad, nearZero(t, c, d, x)...)
				}
				if len(bad) > 0 {
					t.Errorf("%s: %v: %s: %+v", h.name, c, strings.Join(bad, "; "), x)
				}
			}
		}
	}
	t.Logf("%d answers, %d refused", answers, refused)
}

// unsaid lists what is not there though asked for, and that no note speaks of.
func unsaid(s Settings, r Result) (all []string) {
	for _, x := range []struct {
		what    string
		missing bool
		words   []string // of the notes that say so
	}{
		{"estimate", math.IsNaN(r.Estimate), []string{"no trial left"}},
		{"interval", math.IsNaN(r.CILower + r.CIUpper), []string{"no trial left", "interval", "limits"}},
		{"test", math.IsNaN(r.P), []string{"no trial left", "no test", "no p-value", "not defined for one trial", "is not made"}},
		{"prediction", r.Tau2Method != "" && s.Prediction != "none" && math.IsNaN(r.PILower), []string{"prediction interval"}},
		{"interval of τ²", r.Tau2Method != "" && math.IsNaN(r.Tau2Lower+r.Tau2Upper), []string{"τ²"}},
		{"convergence", !r.Converged, []string{"converge", "settle"}},
	} {
		if x.missing && !slices.ContainsFunc(r.Notes, func(n string) bool {
			return slices.ContainsFunc(x.words, func(w string) bool { return strings.Contains(n, w) })
		}) {
			all = append(all, "no "+x.what+" and no note")
		}
	}
	return all
}

// nearZero compares an answer far from zero with that of the same effects near it.
func nearZero(t *testing.T, c choice, d Data, x Result) []string {
	centred := Data{V: d.V, N: d.N}
	for _, y := range d.Y {
		centred.Y = append(centred.Y, y-away)
	}
	want, err := answer(t, c, centred)
	if err != nil {
		return []string{err.Error()}
	}
	return apart("", reflect.ValueOf(back(want, math.SmallestNonzeroFloat64, 1)), reflect.ValueOf(back(x, away, 1)), 1e-6)
}

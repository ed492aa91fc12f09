package pool

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"grove/analysis/study"
	"grove/analysis/tau"
)

// trialBytes is the length of one trial in the fuzzer's data: four bytes of
// effect, two of variance, one each of events and people in both arms.
const trialBytes = 10

// FuzzFit: no panic; an error exactly where a setting that is used is unknown
// or the data cannot be pooled; otherwise a result without infinities, NaN only
// where nothing is defined, and every number inside what it can be. Effects are
// within ±128 in steps of 2^-24 and variances from 2^-32 to 2^32, which holds
// every effect measure in use.
func FuzzFit(f *testing.F) {
	var trials []byte
	for i := range 12 {
		trials = append(trials, byte(37*i), byte(11*i), byte(i%3), byte(-i%2), byte(50*i), byte(-8+i), byte(3*i), byte(20+i), byte(2*i), byte(30+i))
	}
	for k := range 13 {
		for i := range 40 {
			f.Add([]byte{byte(i + k), byte(i / 2), byte(i), byte(i / 3), byte(i / 5 % 2), byte(i / 7), byte(i / 6), byte(i / 3), byte(i / 4)}, trials[:k*trialBytes])
		}
	}
	for k := range 13 {
		for b := range 6 {
			i := byte(k + b)
			f.Add([]byte{byte(244 + b), i, i, i, 1, byte(k), byte(k / 2), i / 2, byte(b), i, i, byte(k + b/2), i, i, i, i, i}, trials[:k*trialBytes])
		}
	}
	f.Fuzz(func(t *testing.T, choices, trials []byte) {
		s, d := chosen(choices, trials)
		y, v := slices.Clone(d.Y), slices.Clone(d.V)
		r, err := Fit(d, s)
		if !slices.EqualFunc(d.Y, y, same) || !slices.EqualFunc(d.V, v, same) {
			t.Fatalf("the data were written to")
		}
		if s.Model == "rare" && errors.Is(err, ErrData) {
			return // nothing was picked, and no other setting looked at
		}
		if known := knows(d, s); known == errors.Is(err, ErrSettings) {
			t.Fatalf("%+v of %+v: known %v, error %v", s, d, known, err)
		}
		if err != nil {
			if !errors.Is(err, ErrSettings) && !(errors.Is(err, ErrData) && (!EffectsOnly(s.Model) || s.Model == "bayes" && (s.Prior.Usable(len(d.Y), 1) != nil || boundless(s.Prior, len(d.Y))))) {
				t.Fatalf("%+v of %+v: %v", s, d, err)
			}
			if !math.IsNaN(r.Estimate + r.CILower) {
				t.Fatalf("%+v of %+v: an error with a result %+v", s, d, r)
			}
			return
		}
		for _, p := range improper(d, r, s) {
			t.Errorf("%s", p)
		}
		if t.Failed() {
			t.Fatalf("%+v of %+v: %+v", s, d, r)
		}
	})
}

// boundless says that nothing but a prior on the logarithm of tau says how far tau
// reaches: of one trial with a flat prior on the mean it may be farther than
// numbers do.
func boundless(p Prior, k int) bool {
	row, _ := find(Priors, func(r PriorOfTau) string { return r.Code }, p.Tau)
	return (row.Location || row.Published != nil) && p.SD == 0 && k == 1
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// The models in the order of their table, those that take a thousand times as
// long apart: they are tried seldom, and on few trials. Random effects stand three
// times, for all the estimators and intervals they go with.
var (
	slow  = []string{"bayes", "glmm", "henmi-copas"}
	quick = append(slices.DeleteFunc(codesOf(Models, func(m Model) string { return m.Code }), func(c string) bool {
		return slices.Contains(slow, c)
	}), "random", "random")
)

// many, some and few are the most trials of a quick model, of a slow one and of
// random trial levels, which take two integrals each.
const many, some, few = 24, 10, 2

// pooled are the measures that some model pools from counts, and one that none
// does.
var pooled = func() []string {
	all := []string{"MD"}
	for _, m := range Models {
		for _, code := range m.Measures {
			if !slices.Contains(all, code) {
				all = append(all, code)
			}
		}
	}
	return all
}()

// chosen makes settings from bytes, one each, and trials from others. A byte of
// 250 and more is an unknown code, and a level or a prior that cannot be.
func chosen(choices, trials []byte) (Settings, Data) {
	next := func() int {
		if len(choices) == 0 {
			return 0
		}
		b := choices[0]
		choices = choices[1:]
		return int(b)
	}
	code := func(codes []string) string {
		if b := next(); b < 250 {
			return codes[b%len(codes)]
		}
		return "unknown"
	}
	number := func(numbers []float64) float64 {
		if b := next(); b < 250 {
			return numbers[b%len(numbers)]
		}
		return 0
	}
	var s Settings
	most := many
	if b := next(); b < 244 {
		s.Model = quick[b%len(quick)]
	} else if b < 250 {
		s.Model, most = slow[b%len(slow)], some
	}
	s.Tau2 = code(append(codesOf(tau.Estimators, func(e tau.Estimator) string { return e.Code }), "0", "0.05", "1000000"))
	s.Interval = code(codesOf(Intervals, func(i Interval) string { return i.Code }))
	s.Prediction = code(codesOf(Predictions, func(p Prediction) string { return p.Code }))
	s.Few = code(codesOf(FewRules, func(f Few) string { return f.Code }))
	s.Level = number([]float64{95, 90, 80, 99, 99.9, 50, 1})
	scale := number([]float64{0.5, 1, 0.01, 10, 100})
	d := Data{Measure: pooled[next()%len(pooled)]}
	onlyCounts := next()%4 == 0
	s.GLMM = code(codesOf(GLMMs, func(v GLMM) string { return v.Code }))
	if most == some && s.GLMM == "UM.RS" {
		most = few
	}
	s.Tau2Interval = code(append([]string{""}, codesOf(tau.Intervals, func(i tau.Interval) string { return i.Code })...))
	s.Prior.Tau = code(codesOf(Priors, func(p PriorOfTau) string { return p.Code }))
	row, _ := find(Priors, func(p PriorOfTau) string { return p.Code }, s.Prior.Tau)
	if row.Scale {
		s.Prior.Scale = scale
	}
	if row.DF {
		s.Prior.DF = number([]float64{5, 1, 0.5, 30})
	}
	if row.Location {
		s.Prior.Location = []float64{-2.5, 0, 3, -40}[next()%4]
	}
	if row.Published != nil {
		if b := next(); b < 250 {
			cell := row.Published[b%len(row.Published)]
			s.Prior.Outcome, s.Prior.Comparison = cell.Outcome, cell.Comparison
		}
	}
	if next()%4 == 1 {
		s.Prior.Mean, s.Prior.SD = []float64{0, 1, -100}[next()%3], number([]float64{1, 0.01, 100})
	}
	if next()%8 == 1 { // the shortest take ten times as long
		s.Credible = code(codesOf(Credibles, func(c Credible) string { return c.Code }))
	}
	s.Tau2Min = []float64{0, 0, 0, -0x1p-33, math.NaN(), 1}[next()%6] // no variance is below 2^-32
	for ; len(trials) >= trialBytes && len(d.Y) < most; trials = trials[trialBytes:] {
		y := float64(int32(binary.LittleEndian.Uint32(trials))) / (1 << 24)
		v := math.Exp2(float64(int16(binary.LittleEndian.Uint16(trials[4:]))) / 1024)
		e := study.Group{N: 1 + float64(trials[7]), Mean: math.NaN(), SD: math.NaN(), Time: 0.5 + float64(trials[7])}
		e.Events = math.Min(float64(trials[6]), e.N)
		c := study.Group{N: 1 + float64(trials[9]), Mean: math.NaN(), SD: math.NaN(), Time: 0.5 + float64(trials[9])/2}
		c.Events = math.Min(float64(trials[8]), c.N)
		if onlyCounts && len(d.Y)%2 == 1 && Carries(s.Model, d.Measure, e, c) {
			y, v = math.NaN(), math.NaN()
		}
		d.Y, d.V, d.T, d.C, d.N = append(d.Y, y), append(d.V, v), append(d.T, e), append(d.C, c), append(d.N, e.N+c.N)
	}
	return s, d
}

func codesOf[R any](table []R, code func(R) string) []string {
	var codes []string
	for _, row := range table {
		codes = append(codes, code(row))
	}
	return codes
}

// knows says whether every setting that Fit uses of these data is known.
func knows(d Data, s Settings) bool {
	few, ok := find(FewRules, func(r Few) string { return r.Code }, s.Few)
	if !ok || !(s.Level > 0 && s.Level < 100) || !(s.Tau2Min <= 0) {
		return false
	}
	s, _, _ = picked(d, s)
	used, _ := few.apply(len(d.Y), s)
	if len(d.Y) == 0 {
		return true
	}
	known := slices.Contains(codesOf(Predictions, func(p Prediction) string { return p.Code }), used.Prediction)
	e, estimator := tau.Lookup(used.Tau2)
	estimator = estimator && (used.Tau2Min == 0 || e.Down != nil)
	interval := slices.Contains(codesOf(Intervals, func(i Interval) string { return i.Code }), used.Interval)
	restricted := used.Tau2 == "REML" || !strings.HasPrefix(used.Interval, "kr") && !strings.HasPrefix(used.Prediction, "kr")
	model, ok := find(Models, func(m Model) string { return m.Code }, used.Model)
	if strings.HasPrefix(used.Model, "glmm") {
		_, variant := find(GLMMs, func(v GLMM) string { return v.Code }, used.GLMM)
		known = known && variant && !(used.GLMM == "CM.AL" && d.Measure == "IRR")
	}
	_, within := tau.LookupInterval(cmp.Or(used.Tau2Interval, "QP"))
	row, prior := find(Priors, func(p PriorOfTau) string { return p.Code }, used.Prior.Tau)
	_, credible := find(Credibles, func(c Credible) string { return c.Code }, cmp.Or(used.Credible, "equal-tailed"))
	prior = prior && credible && row.Scale == (used.Prior.Scale > 0) && row.DF == (used.Prior.DF > 0) && (used.Prior.SD > 0 || used.Prior.Mean == 0) &&
		(row.Published == nil || used.Prior.Outcome != "") && (row.Measures == nil || slices.Contains(row.Measures, d.Measure))
	needs, named := map[string]bool{"random": interval && estimator && within && restricted, "equal": interval && estimator && within, "ssw": interval && estimator && within,
		"ivhet": interval && within, "henmi-copas": interval && within, "bayes": prior}[used.Model]
	return known && ok && (model.Measures == nil || slices.Contains(model.Measures, d.Measure)) && (needs || !named && interval)
}

// improper lists what no result may be.
func improper(d Data, r Result, s Settings) (all []string) {
	no := func(bad bool, what string) {
		if bad {
			all = append(all, what)
		}
	}
	for name, x := range map[string]float64{"Estimate": r.Estimate, "SE": r.SE, "Statistic": r.Statistic, "P": r.P, "CILower": r.CILower, "CIUpper": r.CIUpper,
		"WaldLower": r.WaldLower, "WaldUpper": r.WaldUpper, "PILower": r.PILower, "PIUpper": r.PIUpper, "Tau2": r.Tau2, "Tau2SE": r.Tau2SE,
		"Tau2Lower": r.Tau2Lower, "Tau2Upper": r.Tau2Upper, "I2": r.I2, "I2Q": r.I2Q, "H2": r.H2, "Q": r.Q, "QDF": r.QDF, "QP": r.QP} {
		no(math.IsInf(x, 0), name+" is infinite")
	}
	undefined := func(x ...float64) bool { return slices.ContainsFunc(x, math.IsNaN) }
	outside := func(x, lo, hi float64) bool { return x < lo || x > hi }
	k := len(d.Y)
	no(r.K != k, "K")
	said := func(words ...string) bool {
		return slices.ContainsFunc(r.Notes, func(note string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(note, w) })
		})
	}
	no(!r.Converged && !said("converge", "settle"), "not converged")
	no(undefined(r.Estimate) && len(r.Notes) == 0, "NaN without a note")
	if k == 0 {
		no(!undefined(r.Estimate), "an estimate of no trial")
		return all
	}
	atOne := k == 1 && slices.Contains([]string{"hk", "hk-adhoc", "hk-iqwig", "t", "kr", "sj"}, r.Interval) // no spread, no degree of freedom
	vast := r.Interval == "kr" && r.DF < 0.1                                                                // its quantile may or may not be a number that a float64 holds
	unflipped := r.Interval == "permutation" && k > mostFlipped
	flat := r.SE == 0                                                                                                                                       // no spread to make it from
	unbounded := atOne || unflipped || flat || vast && undefined(r.CILower, r.CIUpper) || r.Interval == "permutation" && math.Ldexp(1-s.Level/100, k-1) < 1 // or no arrangement is rare enough
	no(undefined(r.Estimate), "no estimate")
	no(undefined(r.SE) && !atOne && !said("too heavy for a standard deviation") || r.SE < 0, "no standard error")
	no(undefined(r.CILower, r.CIUpper) != unbounded, "interval defined or not")
	aside := s.Credible == "shortest" && s.Level < 50 // a short interval may lie beside the median
	no(!unbounded && !(r.Model == "bayes" && aside) && !(r.CILower <= r.Estimate && r.Estimate <= r.CIUpper), "the interval does not hold the estimate")
	no(r.Model != "bayes" && !undefined(r.SE) && !(flat && undefined(r.WaldLower, r.WaldUpper)) && !(r.WaldLower <= r.Estimate && r.Estimate <= r.WaldUpper), "the Wald interval does not hold the estimate")
	no(r.Model != "bayes" && !atOne && !unflipped && r.SE > 0 && undefined(r.Statistic, r.P), "no test")
	no(outside(r.P, 0, 1) || outside(r.QP, 0, 1), "a probability")
	no(undefined(r.PILower, r.PIUpper) != (r.Prediction == ""), "prediction interval defined or not")
	no(r.Prediction != "" && !(r.PILower <= r.PIUpper), "the prediction interval is turned round")
	no(r.Prediction != "" && r.Prediction != "nagashima" && r.Model != "bayes" && !(r.PILower <= r.Estimate && r.Estimate <= r.PIUpper), "the prediction interval does not hold the estimate") // the median of those two is another
	random := r.Tau2Method != ""
	no(undefined(r.Tau2) == random, "τ² defined or not")
	no(r.Tau2 < s.Tau2Min || r.Tau2 < 0 && !said("no distribution has a negative variance") || r.Tau2Lower > r.Tau2Upper || r.Tau2Lower < 0 || r.Tau2SE < 0, "τ² or its interval")
	no(k > 1 && undefined(r.Q, r.QP, r.H2, r.I2Q) && !said("no Q and no I²"), "no Q, and no note")
	no(random && k > 1 && undefined(r.Tau2, r.I2) && !said("no Q and no I²"), "heterogeneity")
	no(random && undefined(r.Tau2Lower, r.Tau2Upper) && !said("interval of τ²", "limit of τ²", "τ² is declared"), "no interval of τ², and no note")
	no(outside(r.I2, 0, 100) && !(r.Tau2 < 0 && r.I2 < 0) || outside(r.I2Q, 0, 100) || r.Q < 0 || r.H2 < 0, "Q, I² or H²")
	if !Independent(r.Model) {
		low, high := slices.Min(d.Y), slices.Max(d.Y)
		slack := 1e-12 * (math.Abs(low) + math.Abs(high))
		if s.Prior.SD > 0 && r.Model == "bayes" {
			low, high = math.Min(low, s.Prior.Mean), math.Max(high, s.Prior.Mean)
		}
		if r.Model == "bayes" {
			slack += 1e-10 * r.SE // its median is a root
		}
		no(outside(r.Estimate, low-slack, high+slack), "the estimate is outside the effects")
	}
	var sum float64
	for _, w := range r.Weights {
		no(!(w >= 0), "a weight")
		sum += w
	}
	for _, p := range append(slices.Clone(r.Posterior.Trials), r.Posterior.Mean, r.Posterior.New, r.Posterior.Tau) {
		no(math.IsInf(p.Mean+p.SD+p.Median+p.Lower+p.Upper, 0) || p.SD < 0, "a posterior without end")
		no(r.Model == "bayes" && !(p.Lower <= p.Upper && (aside || p.Lower <= p.Median && p.Median <= p.Upper)), "a posterior is turned round")
	}
	no(len(r.Weights) != k || math.Abs(sum-100) > 1e-9, "weights")
	return all
}

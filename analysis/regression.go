package analysis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/regress"
	"grove/analysis/report"
	"grove/analysis/tau"
)

// regressed is a fitted regression while its parts are made.
type regressed struct {
	x     *report.Regression
	m     measured // the trials of the model, in its order
	model regress.Model
	s     regress.Settings
	d     regress.Data // all trials
}

// noted adds a note unless it is empty or there already.
func (e regressed) noted(note string) {
	if note != "" && !slices.Contains(e.x.Notes, note) {
		e.x.Notes = append(e.x.Notes, note)
	}
}

// lacking takes an error that the data or the settings make as a note, so that
// the rest stands.
func (e regressed) lacking(what string, err error) error {
	if !errors.Is(err, regress.ErrData) && !errors.Is(err, regress.ErrVariable) && !errors.Is(err, regress.ErrSettings) {
		return err
	}
	e.noted(what + ": " + reason(err))
	return nil
}

// predictionOf is the prediction interval of a regression that leaves so many
// degrees of freedom: the one of the settings where regressions have it. Under a
// rule for few trials there is none where a mean would have none, below four. A
// posterior has its own, which any of them but none asks for, and moments have none.
func predictionOf(s pool.Settings, df int) (code, note string) {
	const least = 4
	if s.Model == pool.Bayes.Code && s.Prediction != "none" {
		return regress.Predictions[0].Code, ""
	}
	if regress.ByMoments(s.Model) {
		return "none", ""
	}
	if s.Few != "off" && s.Prediction != "none" && df < least {
		return "none", fmt.Sprintf("no prediction intervals: %s fewer than four", report.Plural(df, "degree of freedom is", "degrees of freedom are"))
	}
	for _, p := range regress.Predictions {
		if p.Code == s.Prediction {
			return p.Code, ""
		}
	}
	first := regress.Predictions[0]
	return first.Code, fmt.Sprintf("the prediction interval %s is one of a mean; predictions have %s: %s", s.Prediction, first.Code, first.Name)
}

// scarce says under a rule for few trials that a variance between trials, or that
// between clusters of a model with their effects, is estimated on fewer than three
// degrees of freedom, and that of two trials the rule takes no mean that has one. It
// is empty otherwise.
func scarce(x report.Regression, few string, df int) string {
	if few == "off" || x.Result.Tau2Method == "" || x.Result.Posterior.Prior != "" || df < 1 || df > 2 {
		return ""
	}
	units := "trials"
	if regress.WithClusters(x.Result.Model) {
		units = "clusters"
	}
	var said []string
	if e, _ := tau.Lookup(x.Result.Tau2Method); !e.Declared {
		said = append(said, fmt.Sprintf("the variance between %s rests on %s and is hardly known, and so are the intervals and tests by it", units, report.Plural(df, "degree of freedom", "degrees of freedom")))
	}
	if x.Result.K == 2 {
		said = append(said, "a headline of two trials is the estimate that takes one effect for both, not this mean")
	}
	return strings.Join(said, "; ")
}

// trials are the trials of the model with what it says of each. There are no
// diagnostics and no shrunken effects of trials that depend on each other, and no
// diagnostics of a posterior.
func (e regressed) trials() error {
	diagnostics, notes, err := regress.Diagnose(e.model, e.s)
	if err != nil && !errors.Is(err, regress.ErrSettings) {
		return err
	}
	for _, n := range notes {
		e.noted(n)
	}
	shrunken, err := regress.Shrink(e.model, e.s)
	if err != nil && !errors.Is(err, regress.ErrSettings) {
		return err
	}
	for i, x := range e.m.effects {
		own := e.m.measure.Natural(x)
		t := report.Explained{Trial: e.m.trial(i, e.s.Level), Fitted: e.x.Result.Fitted[i], FittedNatural: own(e.x.Result.Fitted[i])}
		if diagnostics != nil {
			t.Diagnostic = &diagnostics[i]
		}
		if shrunken != nil {
			b := shrunken[i]
			t.Shrunken, t.DrawnNatural = &b, report.Natural{Estimate: own(b.Estimate), CILower: own(b.Lower), CIUpper: own(b.Upper)}
		}
		t.Weight = e.x.Result.Weights[i]
		for _, v := range e.d.Variables {
			t.Values = append(t.Values, valueOf(v, e.model.Kept[i]))
		}
		if e.model.Cluster != nil {
			t.Cluster = e.clusterOf(e.model.Cluster[i])
		}
		if e.model.Within != nil {
			t.Within = e.model.Within[i]
		}
		e.x.Trials = append(e.x.Trials, t)
	}
	return nil
}

// clusterOf is the name of a cluster, empty for that of a trial that reports none.
func (e regressed) clusterOf(name string) string {
	if strings.HasPrefix(name, alone) {
		return ""
	}
	return name
}

// clusters are the effects of the clusters, where the model has them.
func (e regressed) clusters() error {
	if !regress.WithClusters(e.s.Model) {
		return nil
	}
	all, err := regress.ShrinkClusters(e.model, e.s)
	if err != nil {
		return e.lacking("no effects of clusters", err)
	}
	if v := e.x.Result.Variances; len(v) > 0 && v[0].Estimate == 0 {
		e.noted("the variance between clusters is estimated as 0, which draws each of them to the model whole, and is no sign that they are alike")
	}
	back := apart(e.m.measure)
	for _, c := range all {
		x := report.Cluster{ShrunkenCluster: c, Natural: report.Natural{Estimate: back(c.Deviation), CILower: back(c.Lower), CIUpper: back(c.Upper)}}
		if x.Cluster = e.clusterOf(c.Cluster); x.Cluster == "" {
			x.Cluster = e.m.label(strings.TrimPrefix(c.Cluster, alone))
		}
		e.x.Clusters = append(e.x.Clusters, x)
	}
	return nil
}

// valueOf is what a trial has of a moderator.
func valueOf(v regress.Variable, i int) report.Value {
	if v.Words != nil {
		return report.Value{Word: v.Words[i]}
	}
	return report.Value{Number: v.Numbers[i]}
}

// alone is the same trials without moderators, and the test of all moderators by
// the likelihoods of both, which a posterior has not.
func (e regressed) alone() error {
	mean, err := regress.New(regress.Data{Study: e.model.Study, Cluster: e.model.Cluster, Within: e.model.Within, Y: e.model.Y, V: e.model.V}, "")
	if err != nil {
		return err
	}
	if e.x.Alone, err = regress.Fit(mean, e.s); err != nil || len(e.d.Variables) == 0 || e.x.Result.Posterior.Prior != "" {
		return err
	}
	test, err := regress.Compare(e.model, mean, e.s)
	if err != nil {
		return e.lacking("no likelihood-ratio test", err)
	}
	e.x.Ratio = &test
	return nil
}

// robust are standard errors that allow for dependence within clusters.
func (e regressed) robust(by protocol.Moderators) error {
	if by.Cluster.Name == "" {
		return nil
	}
	for _, t := range e.x.Trials {
		if t.Cluster == "" {
			e.noted(fmt.Sprintf("%s reports no %s and stands as a cluster of its own", t.Label, by.Cluster.Name))
		}
	}
	r, err := regress.Robust(e.model, e.s, cmp.Or(by.Robust, regress.Corrections[0].Code))
	if err != nil {
		return e.lacking("no standard errors that allow for dependence within "+by.Cluster.Name, err)
	}
	e.x.Robust = &r
	return nil
}

// permuted are tests by every arrangement of the trials. They take seconds at
// most; a run that is interrupted does not wait for them.
func (e regressed) permuted(ctx context.Context, by protocol.Moderators) error {
	if !by.Permutation {
		return nil
	}
	if !e.model.Intercept {
		e.noted("no permutation test: without an intercept other orders of the moderators do not stand for moderators that say nothing")
		return nil
	}
	type answer struct {
		p   regress.Permuted
		err error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if p := recover(); p != nil {
				a.err = fmt.Errorf("permutation: %w: %v", ErrInternal, p)
			}
			done <- a
		}()
		a.p, a.err = regress.Permute(e.model, e.s)
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case a := <-done:
		if a.err != nil {
			return e.lacking("no permutation test", a.err)
		}
		e.x.Permuted = &a.p
		if by.Cluster.Name != "" {
			e.noted("the permutation test takes all trials for independent, also those of one " + by.Cluster.Name)
		}
		return nil
	}
}

// predictions are the effects at the places asked for, at each level of a factor
// that stands alone, or the mean where there are no moderators, and how the others differ from the first.
func (e regressed) predictions(by protocol.Moderators) error {
	var rows [][]float64
	for _, place := range e.places(by) {
		row, err := e.model.Row(place)
		if err != nil {
			if err := e.lacking("no prediction at "+wordsOf(place), err); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, row)
		for _, v := range place {
			e.noted(e.beyond(v))
		}
		var at []report.Value
		for _, v := range place {
			at = append(at, report.Value{Number: v.Number, Word: v.Word})
		}
		e.x.Predictions = append(e.x.Predictions, report.Predicted{At: at})
	}
	if rows == nil {
		return nil
	}
	all, err := regress.Predict(e.model, e.s, rows)
	if err != nil {
		return err
	}
	back, between := e.m.measure.Natural(e.m.effects...), apart(e.m.measure)
	for i, p := range all {
		x := &e.x.Predictions[i]
		x.Predicted = p
		x.Natural = report.Natural{Estimate: back(p.Estimate), CILower: back(p.CILower), CIUpper: back(p.CIUpper), PILower: back(p.PILower), PIUpper: back(p.PIUpper)}
		if i == 0 {
			continue
		}
		b, err := regress.Contrast(e.model, e.s, less(rows[i], rows[0]))
		if err != nil {
			return err
		}
		x.Difference = report.NewContrast(b, between)
	}
	return e.robustly(rows)
}

// robustly gives the predictions, and how they differ from the first, their robust
// variances. There are no robust prediction intervals: such a variance is for where
// that of the model may be wrong, and how much trials differ is known from it alone.
func (e regressed) robustly(rows [][]float64) error {
	if e.x.Robust == nil {
		return nil
	}
	combinations := slices.Clone(rows)
	for _, row := range rows[1:] {
		combinations = append(combinations, less(row, rows[0]))
	}
	all, err := regress.RobustContrasts(e.model, e.s, e.x.Robust.Correction, combinations)
	if err != nil {
		return err
	}
	back, between := e.m.measure.Natural(e.m.effects...), apart(e.m.measure)
	foretold := false
	for i, b := range all[:len(rows)] {
		x := &e.x.Predictions[i]
		x.Robust = report.NewContrast(b, back)
		if i > 0 {
			x.RobustDifference = report.NewContrast(all[len(rows)+i-1], between)
		}
		foretold = foretold || !math.IsNaN(x.PILower)
		if len(e.d.Variables) == 0 {
			continue // what is to be said of the mean stands by its coefficient
		}
		at := wordsOf(e.place(x.At))
		switch {
		case math.IsNaN(b.SE):
			e.noted("no robust interval at " + at + ", where no residual is left to judge the effect by")
		case b.DF < regress.Reliable:
			e.noted(fmt.Sprintf("the robust interval at %s rests on %.1f degrees of freedom; below %d it is not to be relied on", at, b.DF, regress.Reliable))
		}
	}
	if foretold {
		e.noted("prediction intervals are those of the model, and none is robust: a robust variance says how surely a mean is known, not how much trials differ")
	}
	return nil
}

// less is a − b.
func less(a, b []float64) []float64 {
	c := slices.Clone(a)
	for j := range c {
		c[j] -= b[j]
	}
	return c
}

// place is a place of the report's.
func (e regressed) place(at []report.Value) []regress.Value {
	var place []regress.Value
	for i, v := range at {
		place = append(place, regress.Value{Name: e.d.Variables[i].Name, Number: v.Number, Word: v.Word})
	}
	return place
}

// apart is the way of a difference between effects to the natural scale: a ratio
// of ratios, a difference of differences; not defined where the scale is bent.
func apart(m effect.Measure) func(float64) float64 {
	if straight(m) {
		return m.Back
	}
	return func(float64) float64 { return math.NaN() }
}

// places are where the effect is to be predicted, a value for each moderator.
func (e regressed) places(by protocol.Moderators) [][]regress.Value {
	if len(e.d.Variables) == 0 {
		return [][]regress.Value{nil}
	}
	var all [][]regress.Value
	for _, asked := range by.At {
		var place []regress.Value
		for i, f := range asked {
			v := regress.Value{Name: f.Column, Word: f.Values[0]}
			if e.d.Variables[i].Words == nil {
				v.Number, _, _ = read.Decimal(f.Values[0])
				v.Word = ""
			}
			place = append(place, v)
		}
		all = append(all, place)
	}
	if by.At == nil && len(e.d.Variables) == 1 {
		name := e.d.Variables[0].Name
		for _, level := range e.model.Levels(name) {
			all = append(all, []regress.Value{{Name: name, Word: level}})
		}
	}
	return all
}

// beyond says that no trial reaches so far as a value to predict at; it is empty
// otherwise.
func (e regressed) beyond(at regress.Value) string {
	i := slices.IndexFunc(e.d.Variables, func(v regress.Variable) bool { return v.Name == at.Name })
	if e.d.Variables[i].Words != nil {
		return ""
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, k := range e.model.Kept {
		low, high = min(low, e.d.Variables[i].Numbers[k]), max(high, e.d.Variables[i].Numbers[k])
	}
	if low <= at.Number && at.Number <= high {
		return ""
	}
	return fmt.Sprintf("%s lies outside what the trials have, %s to %s: there the model extrapolates", wordsOf([]regress.Value{at}), report.Number(low), report.Number(high))
}

// wordsOf is a place to predict at in words.
func wordsOf(place []regress.Value) string {
	var parts []string
	for _, v := range place {
		parts = append(parts, v.Name+" = "+cmp.Or(v.Word, report.Number(v.Number)))
	}
	return strings.Join(parts, ", ")
}

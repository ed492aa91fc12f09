package analysis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"grove/analysis/choose"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/regress"
	"grove/analysis/report"
)

// Moderated explains the effects of one table by moderators. A column in which
// every cell is a plain decimal is a number, any other a factor.
func Moderated(ctx context.Context, t read.Table, asked protocol.Analysis, by protocol.Moderators) (report.Regression, error) {
	in := tables(t)
	asked = in.completed(asked)
	p := plan{asked.Select, asked.Measure, asked.Settings, asked.Options}.by(by)
	if err := p.settings.Prior.Suits(p.measure); err != nil {
		return report.Regression{}, err
	}
	m, err := measure(in.Tables, p)
	if err != nil {
		return report.Regression{}, err
	}
	return m.regression(ctx, in, p, by)
}

// by is a plan under the model of a regression that names one.
func (p plan) by(m protocol.Moderators) plan {
	p.settings.Model = cmp.Or(m.Model, p.settings.Model)
	return p
}

// moderators explains the trials of the main estimate by columns of their data. A
// regression that the trials or the settings do not bear leaves no answer, and
// says so.
func moderators(ctx context.Context, in Input, _ protocol.Analysis, s protocol.Scenario, m measured, a *report.Analysis) error {
	p := plan{s.Select, s.Measure, s.Settings, s.Options}.by(s.Moderators)
	if p.settings.Model != s.Settings.Model { // which may take trials that have no effect of their own
		var err error
		if m, err = measure(in.Tables, p); err != nil {
			return err
		}
	}
	x, err := m.regression(ctx, in, p, s.Moderators)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, choose.ErrProtocol), errors.Is(err, choose.ErrAmbiguous), errors.Is(err, ErrInternal):
		return err
	case errors.Is(err, regress.ErrSettings):
		x.Failed = "no regression by the analysis's " + reason(err)
	case err != nil:
		x.Failed = reason(err)
	}
	x.ID, x.Title = s.ID, cmp.Or(s.Title, report.RegressionTitle(x))
	a.Regressions = append(a.Regressions, x)
	return nil
}

// reason is what a regression's error says, without what kind of error it is.
func reason(err error) string {
	_, why, _ := strings.Cut(err.Error(), ": ")
	return why
}

// regression is the measured trials explained by columns, with the tests,
// predictions and diagnostics that go with it. What only a part lacks is a note.
func (m measured) regression(ctx context.Context, in Input, p plan, by protocol.Moderators) (report.Regression, error) {
	x := report.Regression{Formula: by.Formula, Cluster: by.Cluster.Name, Rho: by.Rho, Measure: m.measure, Options: p.options, Level: p.settings.Level, Left: slices.Clone(m.left)}
	d, err := m.moderated(in, by)
	if err != nil {
		return x, err
	}
	switch {
	case pool.Independent(p.settings.Model):
		return x, fmt.Errorf("%w: model %q, which pools counts and not effects", regress.ErrSettings, p.settings.Model)
	case p.settings.Tau2Min < 0:
		return x, fmt.Errorf("%w: tau2_min %v: the τ² that moderators leave is not below 0", regress.ErrSettings, p.settings.Tau2Min)
	case len(d.Y) == 0:
		return x, fmt.Errorf("%w: no trial has an effect", regress.ErrData)
	}
	for _, v := range d.Variables {
		if note := mistyped(v); note != "" {
			x.Notes = append(x.Notes, note)
		}
	}
	model, err := regress.New(d, by.Formula)
	if err != nil {
		return x, err
	}
	s := regress.Settings{Model: p.settings.Model, Tau2: p.settings.Tau2, Tau2Interval: p.settings.Tau2Interval, Interval: p.settings.Interval, Level: p.settings.Level,
		Prior: p.settings.Prior, Credible: p.settings.Credible, Rho: by.Rho}
	units := len(model.Y)
	if regress.WithClusters(s.Model) {
		units = distinct(model.Cluster)
	}
	df := units - len(model.Columns)
	var note string
	s.Prediction, note = predictionOf(p.settings, df)
	if x.Result, err = regress.Fit(model, s); err != nil {
		return x, err
	}
	if x.Result.Tau2Method != "" && s.Prediction != "none" {
		x.Prediction = s.Prediction
	}
	e := regressed{x: &x, m: m.only(model.Kept), model: model, s: s, d: d}
	e.noted(note)
	e.noted(scarce(x, p.settings.Few, df))
	x.Left = append(x.Left, m.silent(d, model.Kept)...)
	for _, v := range d.Variables {
		x.Moderators = append(x.Moderators, report.Moderator{Name: v.Name, Levels: model.Levels(v.Name)})
		if read.Outcome(v.Name) {
			e.noted(v.Name + " is part of the effects themselves, which vary with it by chance: they go together even where it explains nothing")
		}
	}
	for _, part := range []func() error{
		e.trials,
		e.clusters,
		e.alone,
		func() error { return e.robust(by) },
		func() error { return e.permuted(ctx, by) },
		func() error { return e.predictions(by) },
	} {
		if err := part(); err != nil {
			return x, err
		}
	}
	return x, nil
}

package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/check"
	"grove/analysis/choose"
	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
	"grove/analysis/study"
)

// plan is everything that decides one estimate.
type plan struct {
	choice   protocol.Select
	measure  string
	settings pool.Settings
	options  effect.Options
}

// measured are the trials of one estimate, ready to be pooled.
type measured struct {
	measure effect.Measure
	chosen  []choose.Chosen // of the trials, in their order
	data    pool.Data
	effects []study.Effect
	left    []report.Left
	listed  int
	notes   []string // caveats of the selection as a whole
}

// mixture says what must not, or not silently, be pooled: mean differences on
// more than one scale, and changes with other means, which a standardised
// difference cannot bear and a mean difference can, with a note.
func mixture(m effect.Measure, used []choose.Chosen) ([]string, error) {
	if m.Needs != effect.Means {
		return nil, nil
	}
	var scales, kinds []string
	for _, c := range used {
		if c.Scale != "" && !slices.Contains(scales, c.Scale) {
			scales = append(scales, c.Scale)
		}
		if !slices.Contains(kinds, c.Kind) {
			kinds = append(kinds, c.Kind)
		}
	}
	standardised := m.Code == effect.SMD.Code
	if len(scales) > 1 && !standardised {
		return nil, fmt.Errorf("%w: %s over different scales (%s): filter or prefer one, or standardise", choose.ErrAmbiguous, m.Code, strings.Join(scales, ", "))
	}
	if len(kinds) < 2 || !slices.Contains(kinds, "change") {
		return nil, nil
	}
	if standardised {
		return nil, fmt.Errorf("%w: %s over change and other means: their standard deviations are not of one thing", choose.ErrAmbiguous, m.Code)
	}
	return []string{"changes from baseline and endpoints are pooled together"}, nil
}

// answer is one analysis: its main estimate, the intervals beside it, and
// every scenario, with its figures.
func answer(ctx context.Context, in Input, asked protocol.Analysis) (report.Analysis, error) {
	main := plan{asked.Select, asked.Measure, asked.Settings, asked.Options}
	m, err := measure(in.Tables, main)
	if err != nil {
		return report.Analysis{}, err
	}
	a := report.Analysis{ID: asked.ID, Title: asked.Title, Question: asked.Question, Outcome: asked.Select.Outcome,
		Measure: m.measure, Better: asked.Better, Favours: asked.Favours, Listed: m.listed, Columns: asked.Columns, Conclusions: asked.Conclusions}
	if a.Published, err = published(in, asked); err != nil {
		return report.Analysis{}, err
	}
	a.Margin, a.Mid = margin(asked.Margin), margin(asked.Mid)
	for _, x := range []*report.Margin{a.Margin, a.Mid} {
		if x != nil && m.measure.Ratio && x.Value <= 0 {
			return report.Analysis{}, fmt.Errorf("%w: a margin or minimal important difference of a ratio is above 0, on its natural scale", choose.ErrProtocol)
		}
	}
	if a.Mid != nil && math.IsNaN(m.measure.Null) {
		return report.Analysis{}, fmt.Errorf("%w: mid: %s is not a measure of difference", choose.ErrProtocol, m.measure.Code)
	}
	if a.Main, err = estimate(m, main); err != nil {
		return report.Analysis{}, err
	}
	a.Findings = check.Run(checked(in, asked, m))
	if a.Absolute, err = absolute(asked, a); err != nil {
		return report.Analysis{}, err
	}
	if a.Readings, err = readings(asked, a); err != nil {
		return report.Analysis{}, err
	}
	a.Main.Notes = append(a.Main.Notes, inWords(a)...)
	a.Main.Analysis, a.Main.Scenario, a.Main.Kind, a.Main.Title = asked.ID, "main", "main", asked.Title
	for _, name := range asked.Columns {
		if !choose.Known(in.Tables, name) {
			return report.Analysis{}, fmt.Errorf("%w: columns: no table has a column %q", choose.ErrProtocol, name)
		}
		for i := range a.Main.Trials {
			a.Main.Trials[i].Columns = append(a.Main.Trials[i].Columns, strings.Join(choose.Values(in.Tables, m.chosen[i], name), "; "))
		}
	}
	v, err := look(in, asked, m)
	if err != nil {
		return report.Analysis{}, fmt.Errorf("figure: %w", err)
	}
	beside, err := pool.Beside(m.data, main.settings)
	if err != nil {
		return report.Analysis{}, err
	}
	for _, r := range beside {
		e := finish(m, main, r)
		e.Analysis, e.Scenario, e.Kind = asked.ID, "beside-"+r.Interval, "beside"
		e.Title = report.BesideName(r)
		e.Change = "interval: " + r.Interval
		if pool.Independent(r.Model) {
			e.Scenario, e.Change = "beside-"+r.Model, "model: "+r.Model
		}
		a.Beside = append(a.Beside, e)
	}
	for _, code := range asked.Figure.Models {
		if code == main.settings.Model || slices.ContainsFunc(a.Beside, func(e report.Estimate) bool { return e.Result.Model == code }) {
			continue
		}
		other := main
		other.settings.Model = code
		e, err := estimate(m, other)
		if err != nil {
			return report.Analysis{}, fmt.Errorf("figure: model %s: %w", code, err)
		}
		e.Analysis, e.Scenario, e.Kind = asked.ID, "beside-"+code, "beside"
		e.Title, e.Change = report.Model(e.Result), "model: "+code
		e.SameAs = same(e, []report.Estimate{a.Main})
		a.Beside = append(a.Beside, e)
	}
	if asked.Subgroup != nil {
		if a.Subgroups, a.Between, err = subgroups(in, asked, m, main); err != nil {
			return report.Analysis{}, err
		}
		for i := range a.Subgroups {
			a.Subgroups[i].SameAs = same(a.Subgroups[i], []report.Estimate{a.Main})
		}
	}
	for _, s := range asked.Scenarios {
		if i := slices.IndexFunc(labs, func(l lab) bool { return l.kind == s.Kind }); i >= 0 {
			if err := labs[i].ask(ctx, in, asked, s, m, &a); err != nil {
				return report.Analysis{}, fmt.Errorf("sensitivity %s: %w", s.ID, err)
			}
			continue
		}
		rows, err := scenario(in, asked, s, m, a.Estimates())
		if err != nil {
			return report.Analysis{}, fmt.Errorf("sensitivity %s: %w", s.ID, err)
		}
		a.Sensitivity = append(a.Sensitivity, rows...)
	}
	a.Sensitivity = append(a.Sensitivity, withoutConverted(asked, m, main, a.Estimates())...)
	if a.Figures, err = draw(a, v); err != nil {
		return report.Analysis{}, err
	}
	figures, missing, err := surround(subject{a, v, in, asked, m})
	a.Figures, a.Undrawn = slices.Concat(a.Figures, figures, labFigures(a, v)), missing
	return a, err
}

func margin(m *protocol.Margin) *report.Margin {
	if m == nil {
		return nil
	}
	return &report.Margin{Value: m.Value, Source: m.Source}
}

// measure selects the trials of a plan and computes their effects. A trial
// whose effect cannot be computed is left out with the reason.
func measure(t choose.Tables, p plan) (measured, error) {
	row, ok := effect.Lookup(p.measure)
	if !ok {
		return measured{}, fmt.Errorf("unknown measure %q", p.measure)
	}
	choice, err := choose.Choose(t, p.choice, row)
	if err != nil {
		return measured{}, err
	}
	mixed, err := mixture(row, choice.Used)
	if err != nil {
		return measured{}, err
	}
	contrasts := make([]study.Contrast, len(choice.Used))
	for i, c := range choice.Used {
		if row.SamePeople(c.Contrast) && pool.Independent(p.settings.Model) {
			return measured{}, fmt.Errorf("%w: %s has paired counts, and the model %s takes the arms as independent", choose.ErrCrossover, c.Contrast.Study, p.settings.Model)
		}
		contrasts[i] = c.Contrast
	}
	if row.Needs.OneGroup() && slices.ContainsFunc(contrasts, func(c study.Contrast) bool { return !math.IsNaN(c.C.N) && c.Within == nil }) {
		mixed = append(mixed, "a measure of one group: it is that of the experimental arm")
	}
	effects, err := row.Of(contrasts, p.options)
	if err != nil {
		return measured{}, err
	}
	m := measured{measure: row, listed: choice.Listed, notes: mixed, data: pool.Data{Measure: row.Code}}
	for _, l := range choice.Left {
		m.left = append(m.left, report.Left{Study: l.Study, Label: l.Label, Reason: l.Reason, Found: l.Found})
	}
	for i, e := range effects {
		if math.IsNaN(e.Y) && !pool.Carries(p.settings.Model, row.Code, e.T, e.C) {
			m.left = append(m.left, report.Left{Study: e.Study, Label: e.Label, Reason: e.Notes[len(e.Notes)-1], Found: true})
			continue
		}
		m.chosen = append(m.chosen, choice.Used[i])
		m.effects = append(m.effects, e)
		m.data.Y, m.data.V = append(m.data.Y, e.Y), append(m.data.V, e.V)
		m.data.T, m.data.C = append(m.data.T, e.T), append(m.data.C, e.C)
		m.data.N = append(m.data.N, people(choice.Used[i].Contrast, row))
	}
	return m, nil
}

// people is the number of people of a contrast; those who had both treatments
// count once, and of a measure of one group only that group counts.
func people(c study.Contrast, m effect.Measure) float64 {
	if m.SamePeople(c) || m.Needs.OneGroup() {
		return c.T.N
	}
	return c.T.N + c.C.N
}

// estimate pools the trials of a plan.
func estimate(m measured, p plan) (report.Estimate, error) {
	var r pool.Result
	err := m.poolable(p.settings.Model)
	if err == nil {
		r, err = pool.Fit(m.data, p.settings)
	} else {
		r = pool.Undefined(p.settings, len(m.data.Y), math.NaN())
	}
	return finish(m, p, r), err
}

// poolable says which trial a model that pools counts has no counts of. Of a
// measure that it does not pool the model itself says so.
func (m measured) poolable(model string) error {
	i := slices.IndexFunc(pool.Models, func(x pool.Model) bool { return x.Code == model })
	if !pool.Independent(model) || !slices.Contains(pool.Models[i].Measures, m.measure.Code) {
		return nil
	}
	for i, e := range m.effects {
		if m.chosen[i].Contrast.Apart != nil {
			return fmt.Errorf("%w: the model %s pools counts, and the arms of %s are compared apart; combine them", pool.ErrData, model, e.Label)
		}
		if !pool.Counted(m.measure.Code, e.T, e.C) {
			return fmt.Errorf("%w: the model %s pools counts, and %s reports none", pool.ErrData, model, e.Label)
		}
	}
	return nil
}

// finish writes a result down with its trials and natural values.
func finish(m measured, p plan, r pool.Result) report.Estimate {
	back := m.measure.Natural(m.effects...)
	if m.measure.Null != 0 {
		r.Statistic, r.P = math.NaN(), math.NaN() // they are of 0, which is not no difference
	}
	e := report.Estimate{Measure: m.measure, Settings: p.settings, Options: p.options, Result: r, Left: m.left,
		Natural: report.Natural{Estimate: back(r.Estimate), CILower: back(r.CILower), CIUpper: back(r.CIUpper),
			WaldLower: back(r.WaldLower), WaldUpper: back(r.WaldUpper), PILower: back(r.PILower), PIUpper: back(r.PIUpper)},
		Notes: append(slices.Clone(r.Notes), m.notes...)}
	switch {
	case r.K == 0 || m.measure.Null == 0:
	case math.IsNaN(m.measure.Null):
		e.Notes = append(e.Notes, "no test: the measure is not one of difference")
	default:
		e.Notes = append(e.Notes, "no test: it would be of 0, and no difference is "+report.Number(m.measure.Null))
	}
	e.ExactP = math.NaN()
	if len(m.chosen) == 1 {
		single(&e, m.chosen[0].Contrast)
	}
	for i, x := range m.effects {
		t := m.trial(i, p.settings.Level)
		if len(r.Weights) > 0 {
			t.Weight = r.Weights[i]
		}
		e.Trials = append(e.Trials, t)
		for _, n := range x.Notes {
			e.Notes = append(e.Notes, x.Label+": "+n)
		}
	}
	if note := impossible(e); note != "" {
		e.Notes = append(e.Notes, note)
	}
	return e
}

// trial is the i-th measured trial with its own Wald interval, without a weight.
func (m measured) trial(i int, level float64) report.Trial {
	x, own := m.effects[i], m.measure.Natural(m.effects[i])
	reach := pool.Critical(level) * math.Sqrt(x.V)
	t := report.Trial{Effect: x, From: m.chosen[i].Contrast, CILower: x.Y - reach, CIUpper: x.Y + reach, Weight: math.NaN(), Source: source(m.chosen[i])}
	t.Natural = report.Natural{Estimate: own(t.Y), CILower: own(t.CILower), CIUpper: own(t.CIUpper),
		WaldLower: own(t.CILower), WaldUpper: own(t.CIUpper), PILower: math.NaN(), PIUpper: math.NaN()}
	return t
}

// impossible is the note of limits that lie where no value of the measure can,
// which stand as they are computed; empty if there are none.
func impossible(e report.Estimate) string {
	var where string
	var whose []string
	look := func(name string, lower, upper float64) {
		if w := e.Measure.Beyond(lower, upper); w != "" {
			where, whose = w, append(whose, name)
		}
	}
	look("the interval", e.Natural.CILower, e.Natural.CIUpper)
	look("the prediction interval", e.Natural.PILower, e.Natural.PIUpper)
	for _, t := range e.Trials {
		look(t.Label, t.Natural.CILower, t.Natural.CIUpper)
	}
	if len(whose) == 0 {
		return ""
	}
	return "limits " + where + " are not possible and stand as computed: " + strings.Join(whose, ", ")
}

// single says of the estimate of one trial what its own interval hides: the
// exact test of paired counts, and few people behind counts.
func single(e *report.Estimate, c study.Contrast) {
	const few = 5
	if c.Pairs != nil {
		e.ExactP = effect.McNemar(*c.Pairs)
	}
	if math.IsNaN(c.Y) && e.Measure.Needs.Counted() && !e.Measure.Needs.OneGroup() && min(c.T.Events, c.T.N-c.T.Events, c.C.Events, c.C.N-c.C.Events) < few {
		e.Notes = append(e.Notes, "fewer than five people in one cell of the table: the interval of this one trial is rough")
	}
}

// source names the rows a trial's numbers come from: arms.csv:4,5.
func source(c choose.Chosen) string {
	var b strings.Builder
	for i, r := range c.Rows {
		if i == 0 {
			fmt.Fprintf(&b, "%s:%d", base(r.File), r.Line)
		} else {
			fmt.Fprintf(&b, ",%d", r.Line)
		}
	}
	return b.String()
}

func base(name string) string { return name[strings.LastIndexAny(name, `/\`)+1:] }

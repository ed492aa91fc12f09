package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/probe"
	"grove/analysis/protocol"
	"grove/analysis/report"
	"grove/analysis/study"
)

// nextTrial asks what one more trial would have to find to change the
// statement, for trials as small, as middling and as large as those there are,
// and for one as informative as all of them together.
func nextTrial(_ context.Context, _ Input, asked protocol.Analysis, s protocol.Scenario, m measured, a *report.Analysis) error {
	x := report.Next{ID: s.ID, Title: cmp.Or(s.Title, "The next trial"), Measure: a.Measure}
	at, err := statement(s, *a, &x.Asked)
	if err != nil {
		return err
	}
	stands := func(r pool.Result) int { return x.Asked.Statement.Stands(r.Estimate, r.CILower, r.CIUpper, at) }
	x.Asked.Stands = stands(a.Main.Result)
	defer func() { a.Next = append(a.Next, x) }()
	if len(m.data.V) == 0 {
		x.Failed = "no trial to add to"
		return nil
	}
	v := slices.Sorted(slices.Values(m.data.V))
	k := len(v)
	total, per := 0.0, make([]float64, 0, k) // people times variance: what one person is worth
	for i, one := range m.data.V {
		total += 1 / one
		if n := m.data.N[i] * one; n > 0 {
			per = append(per, n)
		}
	}
	sizes := []struct {
		name string
		v    float64
	}{{"as the smallest trial", v[k-1]}, {"as the middling trial", v[k/2]}, {"as the largest trial", v[0]}, {"as all trials together", 1 / total}}
	variances := make([]float64, len(sizes))
	for i, size := range sizes {
		variances[i] = size.v
	}
	next, err := probe.NextTrial(m.data, asked.Settings, variances, stands)
	if err != nil {
		x.Failed = "the model " + asked.Settings.Model + " takes no trial that has an effect only"
		return nil
	}
	slices.Sort(per)
	for i, n := range next {
		row := report.NextRow{Size: sizes[i].name, Next: n, People: math.NaN()}
		if len(per) == k {
			row.People = math.Round(per[k/2] / n.V)
		}
		x.Rows = append(x.Rows, row)
	}
	return nil
}

// ofTwoArms says that the effect of a contrast is made of its two arms, not of
// pairs, of several arms apart or of what the paper says.
func ofTwoArms(m effect.Measure, c study.Contrast) bool {
	return !m.SamePeople(c) && c.Apart == nil && math.IsNaN(c.Y)
}

// fragility changes outcomes of single people until the statement changes.
func fragility(_ context.Context, _ Input, asked protocol.Analysis, s protocol.Scenario, m measured, a *report.Analysis) error {
	x := report.Fragility{ID: s.ID, Title: cmp.Or(s.Title, "Fragility"), Measure: a.Measure, Trials: a.Main.Trials}
	at, err := statement(s, *a, &x.Asked)
	if err != nil {
		return err
	}
	stands := func(r pool.Result) int { return x.Asked.Statement.Stands(r.Estimate, r.CILower, r.CIUpper, at) }
	x.Asked.Stands = stands(a.Main.Result)
	defer func() { a.Fragility = append(a.Fragility, x) }()
	if a.Measure.Needs != effect.Counts {
		x.Failed = "only counts of people can be changed by one person"
		return nil
	}
	for _, c := range m.chosen {
		if !ofTwoArms(a.Measure, c.Contrast) || math.IsNaN(c.Contrast.T.Events+c.Contrast.C.Events) {
			x.Failed = "a trial has no counts of two independent arms"
			return nil
		}
	}
	measured := func(t, c study.Group) (y, v float64) {
		es, err := a.Measure.Of([]study.Contrast{{T: t, C: c, Y: math.NaN(), V: math.NaN()}}, asked.Options)
		if err != nil {
			return math.NaN(), math.NaN()
		}
		return es[0].Y, es[0].V
	}
	var last pool.Result
	if x.Changes, last, x.Done, err = probe.Fragility(m.data, asked.Settings, measured, stands, at); err != nil {
		x.Failed = err.Error()
		return nil
	}
	x.Last = last
	return nil
}

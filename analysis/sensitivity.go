package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"grove/analysis/choose"
	"grove/analysis/probe"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// series are the kinds of scenario that refit the trials of the main estimate
// many times; every other scenario is one refit of its own selection.
var series = []struct {
	kind  string
	title string // with the changed trial or group
	cases func(m measured, p plan, value func(i int) string) []probe.Case
}{
	{"leave-one-out", "Without %s", func(m measured, p plan, value func(int) string) []probe.Case {
		cluster := make([]string, len(m.effects))
		for i, e := range m.effects {
			if cluster[i] = value(i); cluster[i] == "" {
				cluster[i] = e.Label
			}
		}
		return probe.LeaveOneOut(m.data, cluster, p.settings)
	}},
	{"cumulative", "+ %s", func(m measured, p plan, value func(int) string) []probe.Case {
		label, order := make([]string, len(m.effects)), make([]int, len(m.effects))
		for i, e := range m.effects {
			label[i], order[i] = e.Label, i
		}
		slices.SortStableFunc(order, func(a, b int) int { return inOrder(value(a), value(b)) })
		return probe.Cumulative(m.data, label, order, p.settings)
	}},
}

// scenario is the estimates of one scenario: one refit, or a series. earlier are
// the estimates of the analysis so far, the main one first.
func scenario(in Input, asked protocol.Analysis, s protocol.Scenario, m measured, earlier []report.Estimate) ([]report.Estimate, error) {
	p := plan{s.Select, s.Measure, s.Settings, s.Options}
	for _, row := range series {
		if row.kind != s.Kind {
			continue
		}
		if !choose.Known(in.Tables, s.By) {
			return nil, fmt.Errorf("%w: no table has a column %q", choose.ErrProtocol, s.By)
		}
		value := func(i int) string {
			if s.By == "study" {
				return m.effects[i].Label
			}
			return choose.Value(in.Tables, m.effects[i].Study, s.By)
		}
		var all []report.Estimate
		for _, c := range row.cases(m, p, value) {
			e := finish(m.only(c.Kept), p, c.Result)
			if c.Err != nil {
				e.Failed = c.Err.Error()
			}
			e.Analysis, e.Scenario, e.Group, e.Kind = asked.ID, s.ID+": "+c.Changed, s.ID, s.Kind
			e.Title = fmt.Sprintf(row.title, c.Changed)
			e.Change = e.Title
			e.SameAs = same(e, append(earlier, all...))
			all = append(all, e)
		}
		return all, nil
	}
	again, err := measure(in.Tables, p)
	if err != nil {
		return nil, err
	}
	e, err := estimate(again, p)
	if err != nil {
		e = report.Estimate{Measure: again.measure, Settings: p.settings, Options: p.options, Left: again.left, Failed: err.Error()}
	}
	e.Analysis, e.Scenario, e.Kind, e.Title, e.Change = asked.ID, s.ID, s.Kind, s.Title, s.Change
	e.SameAs = same(e, earlier)
	return []report.Estimate{e}, nil
}

// only is the measured trials at the given positions; the others count as left
// out by the change.
func (m measured) only(at []int) measured {
	kept := measured{measure: m.measure, listed: m.listed, left: slices.Clone(m.left)}
	for i, e := range m.effects {
		if !slices.Contains(at, i) {
			kept.left = append(kept.left, report.Left{Study: e.Study, Label: e.Label, Reason: "left out by this scenario", Found: true})
		}
	}
	for _, i := range at {
		kept.effects = append(kept.effects, m.effects[i])
		kept.chosen = append(kept.chosen, m.chosen[i])
	}
	return kept
}

// same is the scenario of the first earlier estimate that rests on the same
// numbers under the same settings, empty if there is none. A repetition is
// never an independent confirmation.
func same(e report.Estimate, earlier []report.Estimate) string {
	for _, other := range earlier {
		if repeats(e, other) {
			return other.Scenario
		}
	}
	return ""
}

func repeats(e, other report.Estimate) bool {
	if e.Failed != "" || e.Measure.Code != other.Measure.Code || e.Result.Model != other.Result.Model ||
		e.Result.Interval != other.Result.Interval || e.Result.Tau2Method != other.Result.Tau2Method ||
		e.Settings.Level != other.Settings.Level || e.Settings.Prior != other.Settings.Prior || len(e.Trials) != len(other.Trials) {
		return false
	}
	for _, t := range e.Trials {
		if !slices.ContainsFunc(other.Trials, func(o report.Trial) bool { return t.Study == o.Study && t.Y == o.Y && t.V == o.V }) {
			return false
		}
	}
	return true
}

// inOrder compares two cells as numbers where both are, else as texts.
func inOrder(a, b string) int {
	x, errx := strconv.ParseFloat(a, 64)
	y, erry := strconv.ParseFloat(b, 64)
	if errx == nil && erry == nil {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(a, b)
}

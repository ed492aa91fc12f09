package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"grove/analysis/choose"
	"grove/analysis/probe"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// series are the kinds of scenario that refit the trials of the main estimate
// many times; every other scenario is one refit of its own selection. by is what
// each trial has in the column of the scenario, empty for nothing.
var series = []struct {
	kind  string
	title string // with the changed trial or group
	cases func(m measured, p plan, by []string) []probe.Case
}{
	{"leave-one-out", "Without %s", func(m measured, p plan, by []string) []probe.Case {
		return probe.LeaveOneOut(m.data, m.clusters(by), p.settings)
	}},
	{"cumulative", "+ %s", func(m measured, p plan, by []string) []probe.Case {
		key, order := make([]string, len(m.effects)), make([]int, len(m.effects))
		for i, e := range m.effects {
			key[i], order[i] = alone+e.Study, i
		}
		slices.SortStableFunc(order, func(a, b int) int { return inOrder(by[a], by[b]) })
		return probe.Cumulative(m.data, key, order, p.settings)
	}},
}

// alone marks a cluster of one trial, named by the trial's key: no cell of a
// table can hold it.
const alone = "\x00"

// column is what each trial of a main estimate has in a column: of its rows, or
// of its study. A trial whose rows differ there is an error.
func (m measured) column(in Input, name string) ([]string, error) {
	if !choose.Known(in.Tables, name) {
		return nil, fmt.Errorf("%w: no table has a column %q", choose.ErrProtocol, name)
	}
	values := make([]string, len(m.chosen))
	for i, c := range m.chosen {
		switch all := choose.Values(in.Tables, c, name); len(all) {
		case 0:
		case 1:
			values[i] = all[0]
		default:
			return nil, fmt.Errorf("%w: the rows of %s differ in %s: %s", choose.ErrAmbiguous, c.Contrast.Study, name, strings.Join(all, ", "))
		}
	}
	return values, nil
}

// clusters are the groups of trials by what each has in a column; one that has
// nothing there stands alone.
func (m measured) clusters(by []string) []string {
	all := slices.Clone(by)
	for i, e := range m.effects {
		if by[i] == "" {
			all[i] = alone + e.Study
		}
	}
	return all
}

// scenario is the estimates of one scenario: one refit, or a series. earlier are
// the estimates of the analysis so far, the main one first.
func scenario(in Input, asked protocol.Analysis, s protocol.Scenario, m measured, earlier []report.Estimate) ([]report.Estimate, error) {
	p := plan{s.Select, s.Measure, s.Settings, s.Options}
	for _, row := range series {
		if row.kind != s.Kind {
			continue
		}
		by := make([]string, len(m.effects)) // by study every trial stands alone
		if s.By != "study" {
			var err error
			if by, err = m.column(in, s.By); err != nil {
				return nil, err
			}
		}
		var all []report.Estimate
		for _, c := range row.cases(m, p, by) {
			e := finish(m.only(c.Kept), p, c.Result)
			if c.Err != nil {
				fail(&e, c.Err)
			}
			key, label := c.Changed, s.By+" "+c.Changed
			if study, ok := strings.CutPrefix(c.Changed, alone); ok {
				key, label = study, m.label(study)
			}
			e.Analysis, e.Scenario, e.Group, e.Kind = asked.ID, s.ID+": "+key, s.ID, s.Kind
			e.Title = fmt.Sprintf(row.title, label)
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
		fail(&e, err)
	}
	e.Analysis, e.Scenario, e.Kind, e.Title, e.Change = asked.ID, s.ID, s.Kind, cmp.Or(s.Title, s.Change, s.ID), s.Change
	e.SameAs = same(e, earlier)
	return []report.Estimate{e}, nil
}

// only is the measured trials at the given positions; the others count as left
// out by the change.
func (m measured) only(at []int) measured {
	kept := measured{measure: m.measure, data: probe.Subset(m.data, at), listed: m.listed, notes: m.notes, left: slices.Clone(m.left)}
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

// fail marks an estimate that has no answer.
func fail(e *report.Estimate, err error) {
	e.Failed = err.Error()
	e.Notes = append(e.Notes, "no estimate: "+err.Error())
}

// label is what a figure calls a trial.
func (m measured) label(key string) string {
	for _, e := range m.effects {
		if e.Study == key {
			return e.Label
		}
	}
	return key
}

// same is the scenario of the first earlier estimate that says the same of the
// same trials, empty if there is none. A repetition is never an independent
// confirmation.
func same(e report.Estimate, earlier []report.Estimate) string {
	for _, other := range earlier {
		if repeats(e, other) {
			return other.Scenario
		}
	}
	return ""
}

// repeats says whether two estimates are of the same trials by the same method,
// as it shows in every number.
func repeats(e, other report.Estimate) bool {
	a, b := e.Result, other.Result
	if e.Failed != "" || other.Failed != "" || e.Measure.Code != other.Measure.Code || a.Model != b.Model || a.Interval != b.Interval ||
		a.Tau2Method != b.Tau2Method || a.Tau2Interval != b.Tau2Interval || a.Prediction != b.Prediction || e.Settings.Level != other.Settings.Level || len(e.Trials) != len(other.Trials) {
		return false
	}
	for _, pair := range [][2]float64{{a.Estimate, b.Estimate}, {a.CILower, b.CILower}, {a.CIUpper, b.CIUpper}, {a.PILower, b.PILower}, {a.PIUpper, b.PIUpper}} {
		if !agrees(pair[0], pair[1]) {
			return false
		}
	}
	for _, t := range e.Trials {
		if !slices.ContainsFunc(other.Trials, func(o report.Trial) bool { return t.Study == o.Study && equal(t.Y, o.Y) && equal(t.V, o.V) }) {
			return false
		}
	}
	return true
}

// equal is equality in which what is not defined equals itself.
func equal(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// agrees is equality but for the rounding of sums in another order.
func agrees(a, b float64) bool {
	return equal(a, b) || math.Abs(a-b) <= 1e-12*math.Max(math.Abs(a), math.Abs(b))
}

// inOrder compares two cells: numbers first, in their order, then texts, then
// what is missing.
func inOrder(a, b string) int {
	rank := func(s string) (int, float64) {
		x, err := strconv.ParseFloat(s, 64)
		switch {
		case s == "":
			return 2, 0
		case err != nil:
			return 1, 0
		}
		return 0, x
	}
	ra, xa := rank(a)
	rb, xb := rank(b)
	if ra != rb || ra == 0 {
		return cmp.Or(cmp.Compare(ra, rb), cmp.Compare(xa, xb))
	}
	return cmp.Compare(a, b)
}

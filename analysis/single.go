package analysis

import (
	"context"
	"fmt"

	"grove/analysis/choose"
	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// Single answers one question from one table, without a protocol, and draws its
// figures. An empty measure is the first one that a trial of the table has the
// numbers for.
func Single(t read.Table, asked protocol.Analysis) (report.Analysis, error) {
	in := tables(t)
	asked = in.completed(asked)
	if err := asked.Settings.Prior.Suits(asked.Measure); err != nil {
		return report.Analysis{}, err
	}
	return answer(context.Background(), in, asked)
}

// tables is a review of one table.
func tables(t read.Table) Input {
	var in Input
	if t.Layout == read.Long {
		in.Tables.Arms = &t
	} else {
		in.Tables.Contrasts = &t
	}
	return in
}

// completed is a question with what it leaves open: the measure, the prior that
// goes with it, a title.
func (in Input) completed(asked protocol.Analysis) protocol.Analysis {
	if asked.Measure == "" {
		asked.Measure = firstMeasure(in.Tables, asked.Select)
	}
	asked.Settings = protocol.Profile{Settings: asked.Settings, LogPrior: protocol.Profiles[0].LogPrior}.For(asked.Measure)
	if asked.Figure.Style == "" {
		asked.Figure = protocol.Plain()
	}
	if asked.Title == "" {
		m, _ := effect.Lookup(asked.Measure)
		asked.Title = report.Capital(m.Name)
	}
	return asked
}

// firstMeasure is the first measure under which any trial can be measured, or
// the first of all.
func firstMeasure(t choose.Tables, s protocol.Select) string {
	for _, m := range effect.Measures {
		if c, err := choose.Choose(t, s, m); err == nil && len(c.Used) > 0 {
			return m.Code
		}
	}
	return effect.Measures[0].Code
}

// Where reads a filter written as column=value, as grove pool takes it.
func Where(text string) (protocol.Filter, error) {
	for i, r := range text {
		if r == '=' && i > 0 {
			return protocol.Filter{Column: text[:i], Op: "in", Values: []string{text[i+1:]}}, nil
		}
	}
	return protocol.Filter{}, fmt.Errorf("%q is not column=value", text)
}

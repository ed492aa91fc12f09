package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// published are the results of published reviews that an analysis shows, in
// the protocol's order. A key that no row has, a row on a measure that is not
// known and a row without its three numbers are errors.
func published(in Input, asked protocol.Analysis) ([]report.Published, error) {
	if len(asked.Published) == 0 {
		return nil, nil
	}
	t := in.Published
	if t == nil {
		return nil, protocol.Errors{{File: in.protocolFile(), Text: "published", Reason: "the protocol names no file of published results (data: {published: ...})"}}
	}
	var all []report.Published
	for _, key := range asked.Published {
		i := slices.IndexFunc(t.Rows, func(r read.Row) bool { return r.Study == key })
		if i < 0 {
			var known []string
			for _, r := range t.Rows {
				known = append(known, r.Study)
			}
			return nil, protocol.Errors{{File: in.protocolFile(), Text: key, Reason: fmt.Sprintf("no row of %s has this key; known: %s", t.File, strings.Join(known, ", "))}}
		}
		p, err := publishedRow(*t, t.Rows[i])
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func publishedRow(t read.Table, r read.Row) (report.Published, error) {
	text := func(column string) string {
		if i := t.Column(column); i >= 0 {
			return r.Cells[i]
		}
		return ""
	}
	p := report.Published{Key: r.Study, Review: text("review"), Measure: text("measure"), Control: text("control"), Timepoint: text("timepoint"),
		K: text("k"), N: text("n"), Comparable: text("comparable"), Source: text("source")}
	if _, ok := effect.Lookup(p.Measure); !ok {
		return p, read.Errors{{File: t.File, Line: r.Line, Column: "measure", Text: p.Measure, Reason: "not a measure grove knows"}}
	}
	for _, n := range []struct {
		column string
		to     *float64
	}{{"estimate", &p.Estimate}, {"ci_low", &p.Low}, {"ci_high", &p.High}} {
		x, reason, cause := read.Decimal(text(n.column))
		if reason == "" && math.IsNaN(x) {
			reason = "a published result needs estimate, ci_low and ci_high"
		}
		if reason != "" {
			return p, read.Errors{{File: t.File, Line: r.Line, Column: n.column, Text: text(n.column), Reason: reason, Cause: cause}}
		}
		*n.to = x
	}
	m, _ := effect.Lookup(p.Measure)
	if p.Low >= p.High || p.Estimate < p.Low || p.Estimate > p.High || m.Ratio && p.Low <= 0 {
		return p, read.Errors{{File: t.File, Line: r.Line, Column: "estimate", Text: text("estimate"), Reason: "not inside its interval, or a ratio that is not above 0", Cause: "columns exchanged, a sign lost, or a ratio on the log scale"}}
	}
	return p, nil
}

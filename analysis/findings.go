package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/check"
	"grove/analysis/choose"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// checked are the trials of a main estimate as the checks see them.
func checked(in Input, a protocol.Analysis, m measured) check.Trials {
	t := check.Trials{Measure: m.measure.Code, Better: a.Better}
	for i, e := range m.effects {
		c := m.chosen[i]
		x := check.Trial{Study: e.Study, Label: e.Label, T: e.T, C: e.C, Y: e.Y, V: e.V, Reported: check.Unreported, Kind: c.Kind,
			Paired: m.measure.SamePeople(c.Contrast), Scale: check.Scale{Name: c.Scale, Min: math.NaN(), Max: math.NaN()},
			Registration: strings.Join(choose.Values(in.Tables, c, "registration"), " "), DOI: strings.Join(choose.Values(in.Tables, c, "doi"), " ")}
		if i := slices.IndexFunc(in.Protocol.Scales, func(s check.Scale) bool { return s.Name == c.Scale && c.Scale != "" }); i >= 0 {
			x.Scale = in.Protocol.Scales[i]
		}
		if !math.IsNaN(c.Contrast.Y) {
			x.Reported.Y, x.Reported.SE = c.Contrast.Y, math.Sqrt(c.Contrast.V)
		}
		hash := sha256.New()
		for _, ref := range c.Rows {
			x.Rows = append(x.Rows, check.Row{File: base(ref.File), Line: ref.Line})
			if _, row, ok := choose.Row(in.Tables, ref); ok {
				fmt.Fprintf(hash, "%q\n", row.Cells)
			}
		}
		x.Hash = hex.EncodeToString(hash.Sum(nil))
		x.TextsT, x.TextsC = typed(in, c)
		t.Trials = append(t.Trials, x)
	}
	return t
}

// typed are the cells of the means and standard deviations of both arms as they
// stand in the file; empty where an arm is made of several rows.
func typed(in Input, c choose.Chosen) (t, k check.Texts) {
	if c.Source == "contrasts" {
		table, row, ok := choose.Row(in.Tables, c.Rows[0])
		if !ok {
			return t, k
		}
		text := func(column string) string {
			if i := table.Column(column); i >= 0 {
				return row.Cells[i]
			}
			return ""
		}
		return check.Texts{Mean: text("mean_t"), SD: text("sd_t")}, check.Texts{Mean: text("mean_c"), SD: text("sd_c")}
	}
	if len(c.Rows) != 2 {
		return t, k
	}
	for _, ref := range c.Rows {
		table, row, ok := choose.Row(in.Tables, ref)
		if !ok || table.Column("mean") < 0 || table.Column("sd") < 0 {
			return check.Texts{}, check.Texts{}
		}
		texts := check.Texts{Mean: row.Cells[table.Column("mean")], SD: row.Cells[table.Column("sd")]}
		if row.Group.Mean == c.Contrast.T.Mean && row.Group.SD == c.Contrast.T.SD {
			t = texts
		} else {
			k = texts
		}
	}
	return t, k
}

// findings are the open warnings and errors of all analyses in words, each
// once, and what became of the acceptances.
func findings(in Input, analyses []report.Analysis) []string {
	var all []check.Finding
	for _, a := range analyses {
		all = append(all, a.Findings...)
	}
	j := check.Judge(all, in.Protocol.Accepted)
	var said []string
	for _, a := range analyses {
		if a.Main.Result.K == 0 {
			said = append(said, fmt.Sprintf("warn: %s: no trial is in the main estimate", a.ID))
		}
	}
	add := func(s string) {
		if !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	for _, f := range j.Open {
		if f.Level != check.Note {
			add(Finding(f))
		}
	}
	for _, s := range j.Lapsed {
		add(fmt.Sprintf("the acceptance of %s for %s has lapsed: its rows changed", s.Accepted.Check, who(s.Accepted)))
	}
	for _, a := range j.Unmatched {
		add(fmt.Sprintf("the acceptance of %s for %s matches no finding any more", a.Check, who(a)))
	}
	return said
}

func who(a check.Accepted) string {
	if a.Study == "" {
		return "the analysis"
	}
	return a.Study
}

// Finding is a finding in a line, with the hash by which it can be accepted.
func Finding(f check.Finding) string {
	hash := f.RowHash
	if len(hash) > 8 {
		hash = hash[:8]
	}
	study := f.Study
	if study != "" {
		study += ": "
	}
	return fmt.Sprintf("%s: %s%s (%s, rows %s)", f.Level, study, f.Text, f.Check, hash)
}

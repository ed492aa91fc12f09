package analysis

import (
	"slices"
	"strings"
	"testing"

	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// A table of counts or of rates is pooled by the models of counts, and what the
// rule for rare events picked, and what stands beside it, is named.
func TestModelsOfCountsFromATable(t *testing.T) {
	const people = "study,events_t,n_t,events_c,n_c\nA,0,1200,2,1180\nB,1,3000,4,3100\nC,0,500,0,520\nD,3,4000,5,3900\n"
	const rates = "study,events_t,time_t,events_c,time_c\nA,7,1344,11,1988\nB,8,1600,8,1461\nC,3,12012,14,10962\nD,0,536,10,1503\nE,4,700,5,800\n"
	for _, c := range []struct {
		table, measure, model, glmm string
		used                        string
		beside                      []string
		left                        int
	}{
		{people, "OR", "rare", "CM.EL", "mh", []string{"beside-glmm", "beside-beta-binomial", "beside-peto"}, 1},
		{people, "OR", "peto", "CM.EL", "peto", nil, 1},
		{people, "OR", "glmm", "UM.FS", "glmm", nil, 1},
		{people, "OR", "beta-binomial", "CM.EL", "beta-binomial", nil, 0},
		{people, "RR", "rare", "CM.EL", "mh", nil, 1},
		{rates, "IRR", "rare", "CM.EL", "mh", []string{"beside-glmm"}, 0},
		{rates, "IRR", "glmm", "UM.RS", "glmm", nil, 0},
		{rates, "IRD", "mh", "CM.EL", "mh", nil, 0},
	} {
		table, err := read.Read("t.csv", []byte(c.table), read.Detect)
		if err != nil {
			t.Fatal(err)
		}
		p := protocol.Profiles[0]
		asked := protocol.Analysis{ID: "pool", Measure: c.measure, Settings: p.Settings, Options: p.Options}
		asked.Settings.Model, asked.Settings.GLMM = c.model, c.glmm
		a, err := Single(table, asked)
		if err != nil {
			t.Errorf("%s %s: %v", c.measure, c.model, err)
			continue
		}
		var beside []string
		for _, e := range a.Beside {
			beside = append(beside, e.Scenario)
		}
		if a.Main.Result.Model != c.used || !slices.Equal(beside, c.beside) || len(a.Main.Left) != c.left {
			t.Errorf("%s %s: %s, beside it %v, left out %d", c.measure, c.model, a.Main.Result.Model, beside, len(a.Main.Left))
		}
		if said := report.Terminal(a); strings.Contains(said, "NaN") || c.model == "rare" && !strings.Contains(said, "rule for rare events") || c.used == "glmm" && !strings.Contains(said, c.glmm) {
			t.Errorf("%s %s: %s", c.measure, c.model, said)
		}
	}
}

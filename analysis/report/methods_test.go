package report

import (
	"slices"
	"testing"

	"grove/analysis/cite"
	"grove/analysis/missing"
	"grove/analysis/pool"
	"grove/analysis/probe"
	"grove/analysis/probe/subsets"
	"grove/analysis/regress"
)

// Every key that a method cites is a work, and every work is cited.
func TestCitationsBothWays(t *testing.T) {
	cited := slices.Concat(pool.HeterogeneityCites, regress.Cites, regress.PermutationCites, probe.InfluenceCites, probe.GridCites, subsets.Cites, missing.ExtremeCites, probe.FragilityCites)
	for _, c := range chapters() {
		for _, m := range c.rows {
			for _, k := range m.cites {
				if _, ok := cite.Lookup(k); !ok {
					t.Errorf("%s %s cites %s, which is no work", c.word, m.code, k)
				}
				cited = append(cited, k)
			}
		}
	}
	for _, w := range cite.Works {
		if !slices.Contains(cited, w.Key) {
			t.Errorf("no method cites %s", w.Key)
		}
	}
}

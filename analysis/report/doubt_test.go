package report

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/missing"
	"grove/analysis/pool"
	"grove/analysis/probe/subsets"
)

// A pair of beliefs without an estimate is counted and said, and that nothing
// turns the statement is said only where every pair has an answer that bears it.
func TestMapOfBeliefs(t *testing.T) {
	or, _ := effect.Lookup("OR")
	holds := MissingCell{Holds: true, Result: pool.Result{Estimate: 1, SE: 0.2, CILower: 0.6, CIUpper: 1.4}}
	turned := holds
	turned.Holds = false
	failed := MissingCell{Failed: errors.New("no").Error()}
	none := MissingCell{Result: pool.Undefined(pool.Settings{}, 3, math.NaN())}
	for _, c := range []struct {
		cells []MissingCell
		want  string
	}{
		{[]MissingCell{holds, holds}, "holds in 2 of 2 pairs: nothing in its range turns it."},
		{[]MissingCell{holds, turned}, "holds in 1 of 2 pairs."},
		{[]MissingCell{holds, holds, failed}, "holds in 2 of 3 pairs; 1 pair has no estimate."},
		{[]MissingCell{none, failed}, "holds in 0 of 2 pairs; 2 pairs have no estimate."},
		{nil, "holds in 0 of 0 pairs."},
	} {
		x := Missing{Method: missing.IMOR, Measure: or, Map: c.cells, Asked: Asked{Statement: subsets.Statements[0], Stands: 1}}
		said := missingLab(x).Said
		if !slices.ContainsFunc(said, func(s string) bool { return strings.HasSuffix(s, c.want) }) {
			t.Errorf("%q, not %q", said, c.want)
		}
	}
}

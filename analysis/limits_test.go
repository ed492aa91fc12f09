package analysis

import (
	"slices"
	"strings"
	"testing"

	"grove/analysis/protocol"
	"grove/analysis/read"
)

// Limits where no value of a measure can lie are noted, with whose they are, and
// stand as computed; a scale without an end has none.
func TestImpossibleLimits(t *testing.T) {
	const shares = "study,events_g,n_g\nA,1,12\nB,11,12\nC,6,12\n"
	const rates = "study,events_g,time_g\nA,1,10\nB,2,11\nC,1,9\n"
	const arms = "study,events_t,n_t,events_c,n_c\nA,1,3,3,3\nB,9,40,20,41\nC,8,40,21,40\n"
	const items = "study,ai,mi,ni\nA,0.5,7,10\nB,0.9,10,22\nC,0.8,9,12\n"
	const means = "study,mean_t,sd_t,n_t,mean_c,sd_c,n_c\nA,9,1,5,7,1,5\nB,5.5,2,20,5,2,20\nC,4.5,2,20,4,2,20\n"
	for _, c := range []struct{ table, measure, note string }{
		{shares, "PR", "limits below 0 or above 1 are not possible and stand as computed: the interval, A, B"},
		{shares, "PLO", ""},
		{rates, "IR", "limits below 0 are not possible and stand as computed: the interval, A, B, C"},
		{rates, "IRLN", ""},
		{arms, "RD", "limits below −1 or above 1 are not possible and stand as computed: A"},
		{arms, "RR", ""},
		{arms, "PHI", "limits below −1 or above 1 are not possible and stand as computed: A"},
		{arms, "RTET", "limits below −1 or above 1 are not possible and stand as computed: A"},
		{arms, "AS", "limits below −π/2 or above π/2 are not possible and stand as computed: A"},
		{items, "ARAW", "limits above 1 are not possible and stand as computed: the interval, A"},
		{items, "AHW", ""},
		{means, "CLESN", "limits below 0 or above 1 are not possible and stand as computed: the interval, A"},
		{means, "RBIS", "limits below −1 or above 1 are not possible and stand as computed: the interval, A"},
	} {
		table, err := read.Read("t.csv", []byte(c.table), read.Detect)
		if err != nil {
			t.Fatal(err)
		}
		p := protocol.Profiles[0]
		a, err := Single(table, protocol.Analysis{ID: "pool", Measure: c.measure, Settings: p.Settings, Options: p.Options})
		if err != nil {
			t.Fatal(err)
		}
		notes := slices.DeleteFunc(slices.Clone(a.Main.Notes), func(n string) bool { return !strings.HasPrefix(n, "limits") })
		if said := strings.Join(notes, "; "); said != c.note {
			t.Errorf("%s: %q, not %q; %+v", c.measure, said, c.note, a.Main.Natural)
		}
	}
}

package analysis

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"grove/analysis/choose"
	"grove/analysis/report"
)

// What a standardised difference says of people stands in the notes of the main
// estimate and brings its works; of another measure it is refused.
func TestReadingsInNotes(t *testing.T) {
	files := func(measure string) map[string]string {
		return map[string]string{"x.csv": "study,mean_t,sd_t,n_t,mean_c,sd_c,n_c\nA,9,2,40,8,2,40\nB,10,3,60,9,3,60\nC,8,2,50,7.2,2,50\n",
			"protocol.yaml": "review: R\ndata: {contrasts: x.csv}\nanalyses:\n  - {id: a, title: T, measure: " + measure + ", readings: [overlap, u3]}\n"}
	}
	r := folder(t, files("SMD"))
	a := r.Analyses[0]
	notes := slices.DeleteFunc(slices.Clone(a.Main.Notes), func(n string) bool { return !strings.Contains(n, "if the outcome is normal") })
	if n := a.Main.Natural; len(notes) != 2 || !strings.HasPrefix(notes[0], "share of the control arm below the mean of the experimental arm: 65% (") || !strings.Contains(notes[1], "overlap") {
		t.Errorf("%q of %+v", notes, n)
	}
	if keys := report.Keys(r); !slices.Contains(keys, "cohen1988") || !slices.Contains(keys, "reiser1999") {
		t.Errorf("works %v", keys)
	}
	if _, err := attempt(t, files("MD")); !errors.Is(err, choose.ErrProtocol) || !strings.Contains(err.Error(), "readings") {
		t.Errorf("of a mean difference: %v", err)
	}
}

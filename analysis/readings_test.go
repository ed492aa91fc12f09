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

// A point-biserial correlation reads as a difference, and a ratio as its mean over
// settings, which a model without a variance between trials has not.
func TestReadingsOfOthersInNotes(t *testing.T) {
	means := "study,mean_t,sd_t,n_t,mean_c,sd_c,n_c\nA,9,2,40,8,2,40\nB,10,3,60,9,3,60\nC,8,2,50,7.2,2,50\n"
	counts := "study,events_t,n_t,events_c,n_c\nA,12,40,20,40\nB,9,60,40,60\nC,30,50,31,50\n"
	for _, c := range []struct{ table, asks, prefix, suffix, work string }{
		{means, "measure: RPB, readings: [d]", "mean difference in standard deviations: 0.", ", if both arms are of one size (d)", "jacobs2017"},
		{counts, "measure: RR, readings: [mean-ratio]", "mean of the ratio over settings: 0.", ", if its logarithm is normal over settings, τ² taken as known (mean-ratio)", "finney1941"},
		{counts, "measure: RR, readings: [mean-ratio], model: {model: common}", "mean of the ratio over settings: not defined without a variance between trials", "(mean-ratio)", "finney1941"},
	} {
		r := folder(t, map[string]string{"x.csv": c.table, "protocol.yaml": "review: R\ndata: {contrasts: x.csv}\nanalyses:\n  - {id: a, title: T, " + c.asks + "}\n"})
		said := func(n string) bool { return strings.HasPrefix(n, c.prefix) && strings.HasSuffix(n, c.suffix) }
		if notes := r.Analyses[0].Main.Notes; !slices.ContainsFunc(notes, said) || !slices.Contains(report.Keys(r), c.work) {
			t.Errorf("%s: %q, works %v", c.asks, notes, report.Keys(r))
		}
	}
}

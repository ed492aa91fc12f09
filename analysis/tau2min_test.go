package analysis

import (
	"slices"
	"strings"
	"testing"

	"grove/analysis/report"
)

// A τ² below 0 is asked for in the protocol, and found there again in the results,
// with what it is in a note of each output; a refit whose estimator has none fails
// and says so. Unasked, no key says anything of it.
func TestTau2BelowZeroIsSaid(t *testing.T) {
	review := func(least string) report.Review {
		return folder(t, map[string]string{"x.csv": "study,yi,vi\nA,0.1,0.2\nB,0.11,0.3\nC,0.12,0.25\nD,0.1,0.4\nE,0.105,0.2\nF,0.115,0.35\n",
			"protocol.yaml": "review: R\ndata: {contrasts: x.csv}\nanalyses:\n  - {id: a, title: T, measure: GEN, model: {tau2: DL" + least + "}, sensitivity: [{id: s, model: {tau2: REML}}]}\n"})
	}
	r := review(", tau2_min: -0.18")
	a := r.Analyses[0]
	const said = "no distribution has a negative variance"
	if a.Main.Result.Tau2 != -0.18 || a.Main.Result.Prediction != "" || !slices.ContainsFunc(a.Main.Notes, func(n string) bool { return strings.Contains(n, said) }) {
		t.Errorf("%+v, notes %q", a.Main.Result, a.Main.Notes)
	}
	if s := a.Sensitivity[0]; !strings.Contains(s.Failed, "τ² by REML is not below 0") {
		t.Errorf("%+v", s)
	}
	for _, f := range results {
		data, err := f.make(r)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string][]string{"results.json": {`"tau2_min": -0.18`, said}, "estimates.csv": {said}, "report.md": {"−0.18", said}, "reproduce.R": {"tau2_min = -0.18"}}[f.name]
		for _, text := range want {
			if !strings.Contains(string(data), text) {
				t.Errorf("%s does not say %q", f.name, text)
			}
		}
	}
	data, err := report.JSON(review(""))
	if err != nil || strings.Contains(string(data), "tau2_min") {
		t.Errorf("unasked, results.json has tau2_min (%v)", err)
	}
}

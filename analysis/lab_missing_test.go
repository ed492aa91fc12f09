package analysis

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"grove/analysis/missing"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// reviewed runs a review of one wide table.
func reviewed(t *testing.T, table, asked string) (report.Review, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"t.csv": table, protocol.FileName: asked} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	in, err := Load(dir)
	if err != nil {
		return report.Review{}, err
	}
	return Run(context.Background(), in)
}

const (
	countTable = `study,events_t,n_t,n_randomised_t,events_c,n_c,n_randomised_c
A,30,60,70,15,58,70
B,22,40,46,12,41,45
C,9,25,30,5,27,33
D,18,50,52,10,49,60
E,11,30,,7,31,
`
	meanTable = `study,mean_t,sd_t,n_t,n_randomised_t,mean_c,sd_c,n_c,n_randomised_c
A,10,4,30,36,13,5,31,35
B,11,5,40,44,13,5,39,49
C,9,3,25,25,12,4,26,30
`
)

// Assumptions about the missing, one more trial and single outcomes reach every
// output, and the results keep their schema.
func TestDoubts(t *testing.T) {
	r, err := reviewed(t, countTable, `review: Counts
data: {contrasts: t.csv}
analyses:
  - id: response
    measure: OR
    sensitivity:
      - {missing: {beliefs: [0.02, 0.1, 0.5, 1, 2, 10, 50], sd: 0.7, correlation: 0.5}}
      - next-trial
      - fragility
`)
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	x := a.Missing[0]
	if x.T != 23 || x.C != 33 || x.Silent != 1 || len(x.Rows) != 10 || len(x.Map) != 49 || x.SD != 0.7 || x.Correlation != 0.5 {
		t.Errorf("%v %v %v, %d rows, %d cells", x.T, x.C, x.Silent, len(x.Rows), len(x.Map))
	}
	middle := x.Map[24]
	if middle.T != 1 || middle.C != 1 || math.Abs(middle.Result.Estimate-a.Main.Result.Estimate) > 1e-12 {
		t.Errorf("the middle of the map is not the main result: %+v", middle)
	}
	// On the boundary the nearer limit is that of no difference.
	trials := make([]missing.Trial, len(a.Main.Trials))
	for i, tr := range a.Main.Trials {
		trials[i] = missing.Trial{T: tr.From.T, C: tr.From.C, MissingT: lost(tr.From.T.N, tr.From.T.Randomised), MissingC: lost(tr.From.C.N, tr.From.C.Randomised), Y: tr.Y, V: tr.V}
	}
	if len(x.Boundary) < 10 {
		t.Fatalf("a boundary of %d points", len(x.Boundary))
	}
	for _, p := range x.Boundary {
		y, v := missing.IMOR.Effects("OR", trials, missing.Belief{T: math.Log(p.X), C: math.Log(p.Y)})
		under, err := pool.Fit(pool.Data{Y: y, V: v, Measure: "OR"}, a.Main.Settings)
		if err != nil || math.Abs(under.CILower) > 1e-6 {
			t.Errorf("at %v the interval begins at %v, %v", p, under.CILower, err)
		}
	}
	if n := a.Next[0]; len(n.Rows) != 4 || n.Failed != "" || !(n.Rows[3].Next.Low > n.Rows[0].Next.Low) || !(n.Rows[0].People < n.Rows[2].People) {
		t.Errorf("%+v", n)
	}
	if f := a.Fragility[0]; !f.Done || len(f.Changes) == 0 || f.Last.CILower > 0 {
		t.Errorf("%+v", f)
	}
	text := string(report.Markdown(r))
	for _, want := range []string{"23 people of the experimental and 33 of the control arms have no outcome; of 1 trial it is not known", "### The next trial", "### Fragility", "figures/response/missing.svg"} {
		if !strings.Contains(text, want) {
			t.Errorf("report.md does not say %q", want)
		}
	}
	if err := follows(t, r); err != nil {
		t.Error(err)
	}
}

// A statement that an assumption turns with as many degrees of freedom as before is
// not turned by them, whatever Wald's intervals say.
func TestMissingWithTheSameDegrees(t *testing.T) {
	table := `study,events_t,n_t,n_randomised_t,events_c,n_c,n_randomised_c
A,30,60,70,15,58,70
B,22,40,46,12,41,45
C,0,25,30,5,27,33
D,18,50,52,0,49,60
E,11,30,,7,31,
F,30,30,40,20,30,35
`
	r, err := reviewed(t, table, "review: Same\ndata: {contrasts: t.csv}\nanalyses:\n  - id: response\n    measure: OR\n    sensitivity: [missing]\n")
	if err != nil {
		t.Fatal(err)
	}
	main, row := r.Analyses[0].Main.Result, r.Analyses[0].Missing[0].Rows[0]
	if row.Result.DF != main.DF || !(main.CILower < 0 && main.WaldLower > 0 && row.Result.CILower > 0) {
		t.Fatalf("not such a case: %+v, %+v", main, row.Result)
	}
	if row.Holds || row.OnlyDegrees {
		t.Errorf("holds %v, only by degrees of freedom %v", row.Holds, row.OnlyDegrees)
	}
}

// The middle of the map is the main estimate to the last digit, with zero cells
// too, whatever is added to which.
func TestMiddleOfTheMap(t *testing.T) {
	table := `study,events_t,n_t,n_randomised_t,events_c,n_c,n_randomised_c
A,0,60,70,15,58,70
B,22,40,46,0,41,45
C,0,25,30,0,27,33
D,18,50,52,10,49,60
E,30,30,33,31,31,40
F,11,30,31,7,31,31
`
	for _, measure := range []string{"RD", "OR", "RR"} {
		for _, model := range []string{"{add: 0.5}", "{add: 0.1}", "{add: 1, zero: all}", "{zero: only0-events}", "{zero: only0-variance}", "{zero: all, double: keep}"} {
			r, err := reviewed(t, table, "review: Zeros\ndata: {contrasts: t.csv}\nmodel: "+model+
				"\nanalyses:\n  - id: response\n    measure: "+measure+"\n    sensitivity: [missing]\n")
			if err != nil {
				t.Fatal(err)
			}
			a := r.Analyses[0]
			x := a.Missing[0]
			middle := x.Map[len(x.Map)/2]
			if main := a.Main.Result; middle.T != 1 || middle.C != 1 || middle.Failed != "" || middle.Result.Estimate != main.Estimate || middle.Result.CILower != main.CILower || middle.Result.Tau2 != main.Tau2 {
				t.Errorf("%s, %s: %v (%v), the main estimate is %v (%v)", measure, model, middle.Result.Estimate, middle.Result.SE, main.Estimate, main.SE)
			}
			if i := slices.IndexFunc(x.Map, func(c report.MissingCell) bool { return c.Failed != "" || math.IsNaN(c.Result.Estimate) }); i >= 0 {
				t.Errorf("%s, %s: no estimate at %v, %v: %s", measure, model, x.Map[i].T, x.Map[i].C, x.Map[i].Failed)
			}
		}
	}
}

// Of means the beliefs are in units of the outcome; what no method speaks of is
// said, and what cannot be believed is refused.
func TestDoubtsOfOtherMeasures(t *testing.T) {
	asked := func(measure, scenario string) string {
		return "review: Means\ndata: {contrasts: t.csv}\nanalyses:\n  - id: score\n    measure: " + measure + "\n    sensitivity: [" + scenario + "]\n"
	}
	r, err := reviewed(t, meanTable, asked("MD", "missing, next-trial, fragility"))
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	if x := a.Missing[0]; x.Failed != "" || len(x.Rows) != 7 || x.Map[0].T != -5 || x.T != 10 || x.C != 18 {
		t.Errorf("%+v", x)
	}
	if f := a.Fragility[0]; !strings.Contains(f.Failed, "only counts") {
		t.Errorf("%+v", f)
	}
	r, err = reviewed(t, meanTable, asked("SMD", "missing"))
	if err != nil || !strings.Contains(r.Analyses[0].Missing[0].Failed, "not for SMD") {
		t.Errorf("%v, %+v", err, r.Analyses)
	}
	for scenario, says := range map[string]string{
		"{missing: {beliefs: [1]}}":       "two numbers or more",
		"{missing: {beliefs: [2, 1]}}":    "beliefs ascend",
		"{missing: {correlation: 2}}":     "between -1 and 1",
		"{missing: {sd: -1}}":             "0 or more",
		"{missing: {statement: nothing}}": "nothing",
	} {
		if _, err := reviewed(t, meanTable, asked("MD", scenario)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", scenario, err)
		}
	}
	if _, err := reviewed(t, countTable, asked("OR", "{missing: {beliefs: [0, 1]}}")); err == nil || !strings.Contains(err.Error(), "odds ratios, above 0") {
		t.Errorf("%v", err)
	}
}

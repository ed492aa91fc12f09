package analysis

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"grove/analysis/report"
)

// asking runs a small protocol over the BCG trials.
func asking(t *testing.T, sensitivity string, more ...string) report.Analysis {
	t.Helper()
	dir := t.TempDir()
	data, err := os.ReadFile("../data/bcg/bcg.csv")
	if err != nil {
		t.Fatal(err)
	}
	text := "review: R\ndata: {contrasts: bcg.csv}\nanalyses:\n  - id: a\n    title: A\n    measure: RR\n"
	for _, m := range more {
		text += "    " + m + "\n"
	}
	text += "    sensitivity:\n" + sensitivity
	for name, body := range map[string][]byte{"bcg.csv": data, "protocol.yaml": []byte(text)} {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r.Analyses[0]
}

// near is equality to the digits that matter here.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-10*math.Max(1, math.Abs(b)) }

// The sets of one trial that change the statement are the rows of leave-one-out
// whose interval stands otherwise, and the whole set is the main estimate.
func TestSubsetsAgreeWithLeaveOneOut(t *testing.T) {
	// Of the trials below 40 degrees leaving out one may change the statement.
	a := asking(t, "      - leave-one-out\n      - all-subsets: {colour: TPT Madras 1980}\n", "where: {latitude: {lt: 40}}")
	x := a.Subsets[0]
	if x.Failed != "" || x.Answer.K != a.Main.Result.K || !near(x.Answer.Main.Estimate, a.Main.Result.Estimate) || !near(x.Answer.Main.Lower, a.Main.Result.CILower) {
		t.Fatalf("%s: %+v, main %+v", x.Failed, x.Answer.Main, a.Main.Result)
	}
	if got := x.Trials[x.Answer.Colour].Study; got != "TPT Madras 1980" {
		t.Errorf("coloured by %s", got)
	}
	want := map[string]bool{}
	for _, e := range a.Sensitivity {
		if report.ExcludesNull(e) != report.ExcludesNull(a.Main) {
			want[strings.TrimPrefix(e.Title, "Without ")] = true
		}
	}
	if len(want) == 0 || x.Answer.Least.Size != 1 || len(x.Answer.Least.Sets) != len(want) {
		t.Fatalf("removals %+v, leave-one-out %v", x.Answer.Least, want)
	}
	for _, s := range x.Answer.Least.Sets {
		for i, trial := range x.Trials {
			if s.Removed.Has(i) && !want[trial.Label] {
				t.Errorf("%s changes it only as a subset", trial.Label)
			}
		}
	}
}

// A posterior has an estimate although it has no Wald interval.
func TestChoicesOfPosteriors(t *testing.T) {
	c := asking(t, "      - choices: {model: [random, bayes], credible: [equal-tailed, shortest]}\n").Choices[0]
	if c.Failed != 0 || c.Distinct != 3 || c.Repeat != 1 {
		t.Errorf("%d without an estimate, %d distinct, %d repeat", c.Failed, c.Distinct, c.Repeat)
	}
	for _, x := range c.Axes {
		if x.Pairs != 2 {
			t.Errorf("%s: %d pairs", x.Name, x.Pairs)
		}
	}
}

// A specification is the refit of a scenario that says the same, and repetitions
// are called so.
func TestChoicesAreScenarios(t *testing.T) {
	a := asking(t, strings.Join([]string{
		"      - {id: x, measure: OR, model: {tau2: DL, interval: wald}, where: {allocation: random}}",
		"      - {id: y, model: {model: common}}",
		"      - choices: {measure: [RR, OR], model: [random, common], tau2: [REML, DL], interval: [hk-guarded, wald], where: {allocation: [main, random]}}", ""}, "\n"))
	c := a.Choices[0]
	find := func(options ...string) report.ChoiceCell {
		for _, cell := range c.Cells {
			all := map[string]bool{}
			for i, o := range cell.At {
				all[c.Axes[i].Name+"="+c.Axes[i].Options[o]] = true
			}
			match := true
			for _, o := range options {
				match = match && all[o]
			}
			if match {
				return cell
			}
		}
		t.Fatalf("no cell %v", options)
		return report.ChoiceCell{}
	}
	x := find("measure=OR", "model=random", "tau2=DL", "interval=wald", "where allocation=random").Estimate.Result
	y := find("measure=RR", "model=common", "where allocation=main").Estimate.Result
	for i, pair := range [][2]float64{{x.Estimate, a.Sensitivity[0].Result.Estimate}, {x.CILower, a.Sensitivity[0].Result.CILower}, {y.Estimate, a.Sensitivity[1].Result.Estimate}, {y.CIUpper, a.Sensitivity[1].Result.CIUpper}} {
		if pair[0] != pair[1] {
			t.Errorf("%d: %v, as a scenario %v", i, pair[0], pair[1])
		}
	}
	// Under a common effect neither τ² nor the interval's rule matters: of eight cells
	// each, seven repeat; over two measures and two filters.
	if len(c.Cells) != 32 || c.Repeat != 4*3 || c.Distinct != 20 || c.Failed != 0 || c.Agree != 20 {
		t.Errorf("%d cells, %d distinct, %d repeated, %d agree", len(c.Cells), c.Distinct, c.Repeat, c.Agree)
	}
	for _, cell := range c.Cells {
		if cell.SameAs >= 0 && c.Cells[cell.SameAs].Estimate.Result.Estimate != cell.Estimate.Result.Estimate {
			t.Errorf("%v is not the same as %v", cell.At, c.Cells[cell.SameAs].At)
		}
	}
}

// A statement needs the value it looks at; a model without a fast way says so and
// leaves the rest standing.
func TestLabsWithoutAnAnswer(t *testing.T) {
	a := asking(t, "      - {all-subsets: {statement: mid}}\n", "mid: {value: 0.8, source: declared}")
	if x := a.Subsets[0]; x.Failed != "" || x.Asked.At != 0.8 || x.Asked.Stands != -1 {
		t.Errorf("%+v", x.Asked)
	}
	a = asking(t, "      - all-subsets\n", "model: {model: mh}")
	if x := a.Subsets[0]; !strings.Contains(x.Failed, "inverse variances") || a.Main.Result.K != 13 {
		t.Errorf("%q", x.Failed)
	}
}

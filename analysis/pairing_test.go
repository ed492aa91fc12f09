package analysis

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"grove/analysis/check"
	"grove/analysis/choose"
	"grove/analysis/report"
)

const (
	crossovers = "study,design,events_t,n_t,events_c,n_c,both,only_t,only_c,neither\n" +
		"A,parallel,10,40,5,41,,,,\nB,crossover,15,45,10,45,,,,\nC,crossover,20,50,12,50,,,,\nD,crossover,,,,,4,9,3,14\nE,crossover,6,20,0,20,,,,\n"
	askPaired = "review: Pairs\ndata: {contrasts: t.csv}\nanalyses:\n  - id: pairs\n    measure: OR\n    model: {model: common}\n"
)

// A crossover that reports no paired table is pooled with a declared correlation, the
// more precisely the higher it is; a grid of it is a sensitivity analysis, and a trial
// that needs none is the same in each.
func TestGridOfCorrelations(t *testing.T) {
	r, err := reviewed(t, crossovers, askPaired+"    pairing: {r: 0.3}\n    sensitivity:\n      - {id: lowest, pairing: {r: lowest}}\n      - {id: zero, pairing: {r: 0}}\n      - {id: high, pairing: {r: 0.6}}\n      - {id: highest, pairing: {r: highest}}\n"+
		"      - {id: parallel, where: {design: parallel}, pairing: none}\n      - choices: {pairing: [{r: 0.1}, {r: 0.5}], tau2: [REML, DL]}\n")
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	marked := func(e report.Estimate) (all []string) {
		for _, x := range e.Trials {
			if len(x.Converted) > 0 {
				all = append(all, x.Study)
			}
		}
		return all
	}
	find := func(id string) report.Estimate {
		i := slices.IndexFunc(a.Sensitivity, func(e report.Estimate) bool { return e.Scenario == id })
		if i < 0 {
			t.Fatalf("no scenario %s", id)
		}
		return a.Sensitivity[i]
	}
	last := math.Inf(1)
	for _, e := range []report.Estimate{find("lowest"), find("zero"), a.Main, find("high"), find("highest")} {
		if e.Result.K != 5 || !(e.Result.SE < last) || !slices.Equal(marked(e), []string{"B", "C"}) {
			t.Errorf("%s: %d trials, standard error %v after %v, marked %v", e.Scenario, e.Result.K, e.Result.SE, last, marked(e))
		}
		last = e.Result.SE
		for i, x := range e.Trials {
			if same := x.V == a.Main.Trials[i].V; same != (x.Study != "B" && x.Study != "C" || e.Scenario == "main") {
				t.Errorf("%s: the variance of %s is %v, in the main analysis %v", e.Scenario, x.Study, x.V, a.Main.Trials[i].V)
			}
		}
	}
	if e := find("without-correlation-declared"); e.Result.K != 3 {
		t.Errorf("%d trials without a declared correlation", e.Result.K)
	}
	if len(a.Choices) != 1 || a.Choices[0].Axes[0].Name != "pairing" {
		t.Errorf("choices %+v", a.Choices)
	}
	if a.Main.Result.N != 81+45+50+30+20 {
		t.Errorf("%v people", a.Main.Result.N)
	}
}

// What takes the arms as independent leaves the margins of a crossover alone: models of
// counts, outcomes of single people changed, and the smallest standard error that so
// many people can give.
func TestMarginsAreNotIndependentArms(t *testing.T) {
	margins := "study,design,events_t,n_t,events_c,n_c,ri\nA,crossover,25,50,22,50,0.9\nB,parallel,10,40,5,41,\n"
	r, err := reviewed(t, margins, askPaired+"    sensitivity: [fragility]\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if strings.Contains(f, check.SEFloor.Code) {
			t.Error(f)
		}
	}
	if v, floor := r.Analyses[0].Main.Trials[0].V, 4./50+4./50; !(v < 0.81*floor) {
		t.Errorf("variance %v: the table puts nothing to the test", v)
	}
	if f := r.Analyses[0].Fragility[0]; !strings.Contains(f.Failed, "independent arms") {
		t.Errorf("fragility: %q", f.Failed)
	}
	for _, model := range []string{"mh", "glmm"} {
		if _, err := reviewed(t, margins, strings.Replace(askPaired, "model: common", "model: "+model, 1)); !errors.Is(err, choose.ErrCrossover) || !strings.Contains(err.Error(), "takes the arms as independent") {
			t.Errorf("%s: %v", model, err)
		}
	}
}

// Without a declared correlation there is no answer, but the limits of each trial; nor
// is there a use for one in a measure of other things.
func TestPairingIsAsked(t *testing.T) {
	for _, c := range []struct {
		old, new string
		kind     error
		says     []string
	}{
		{"", "", choose.ErrCrossover, []string{"t.csv:3): correlation of the two treatments not reported; by the margins it lies from -0.38 to 0.76", "t.csv:4)"}},
		{"measure: OR", "measure: MPORM", choose.ErrCrossover, []string{"t.csv:4)", "(a column ri, or pairing declares one)"}},
		{"measure: OR", "measure: PETO\n    pairing: {r: 0.3}", choose.ErrProtocol, []string{"protocol.yaml:6:14: pairing: PETO makes no use"}},
	} {
		_, err := reviewed(t, crossovers, strings.Replace(askPaired, c.old, c.new, 1))
		if !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", c.new, err)
			continue
		}
		for _, says := range c.says {
			if !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %v, not %q", c.new, err, says)
			}
		}
	}
}

// The refit without converted numbers is grove's own, and Norwegian where the figure is.
func TestWithoutConvertedInNorwegian(t *testing.T) {
	r, err := reviewed(t, crossovers, askPaired+"    figure: {language: no}\n    pairing: {r: 0.3}\n    sensitivity:\n      - {id: zero, pairing: {r: 0}}\n")
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, f := range r.Analyses[0].Figures {
		for _, row := range f.Forest.Rows {
			if len(row.Cells) > 0 {
				labels = append(labels, row.Cells[0])
			}
		}
	}
	if want := "Uten omregnede tall: korrelasjonen mellom de to behandlingene satt i protokollen, ikke rapportert"; !slices.Contains(labels, want) {
		t.Errorf("no row %q among %q", want, labels)
	}
}

package analysis

import (
	"errors"
	"math"
	"strings"
	"testing"

	"grove/analysis/choose"
	"grove/analysis/pool"
	"grove/analysis/report"
)

// dosed is a trial of two doses and a control, and two trials of one dose.
const dosed = `study,arm,treatment,outcome,n,events,mean,sd
a,low,drug,r,40,12,10.2,3.1
a,high,drug,r,42,18,12.5,2.8
a,none,placebo,r,45,8,11.4,3.6
b,low,drug,r,30,9,9.8,2.9
b,none,placebo,r,31,5,11.1,3.3
c,low,drug,r,25,6,10.9,3.0
c,none,placebo,r,24,4,11.8,2.7
`

const askDosed = "review: Doses\ndata: {arms: t.csv}\nanalyses:\n  - id: response\n    measure: OR\n    compare: {experimental: [drug], control: [placebo]}\n" +
	"    model: {model: common, interval: wald}\n"

const bothRules = "    sensitivity:\n      - {id: split, arms: split}\n      - {id: covariance, arms: covariance}\n"

// The trial with two doses stays one trial under each rule for its arms. R's
// metafor 3.8 gives the estimates: rma.mv(yi, V) over four comparisons, in V the
// covariance 1/8 + 1/37 of the two that share the control, or half the control
// in each and none. The common-effect estimate of the trials is that of the
// comparisons.
func TestArmsOfOneTrialApart(t *testing.T) {
	r, err := reviewed(t, dosed, askDosed+bothRules)
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	for _, c := range []struct {
		e     report.Estimate
		y, se float64
		note  string
	}{
		{a.Main, 0.824567952393328, 0.327365143239128, "a: arms combined: low, high"},
		{a.Sensitivity[0], 0.818783631412289, 0.327932340356624, "a: arms compared apart, the shared arm split: low, high"},
		{a.Sensitivity[1], 0.829827654348741, 0.327763279432529, "a: arms compared apart, with the covariance of the shared arm: low, high"},
	} {
		if math.Abs(c.e.Result.Estimate-c.y) > 1e-12 || math.Abs(c.e.Result.SE-c.se) > 1e-12 || c.e.Result.K != 3 {
			t.Errorf("%s: %.15g with standard error %.15g of %d", c.e.Scenario, c.e.Result.Estimate, c.e.Result.SE, c.e.Result.K)
		}
		if !strings.Contains(strings.Join(c.e.Notes, "\n"), c.note) {
			t.Errorf("%s: %q lacks %q", c.e.Scenario, c.e.Notes, c.note)
		}
	}
}

// A rule for arms that the measure or the model cannot follow is refused, with
// its place where the protocol is wrong.
func TestArmsApartAreRefused(t *testing.T) {
	for _, c := range []struct {
		old, new, rules string
		kind            error
		says            string
	}{
		{"measure: OR", "measure: SMD", bothRules, choose.ErrProtocol, "protocol.yaml:10:32: arms: covariance: in SMD the variances of two arms do not add"},
		{"measure: OR", "measure: PLO", bothRules, choose.ErrProtocol, "arms: split compares arms, and PLO is of one group"},
		{"measure: OR", "measure: MD\n    baseline: {kind: before, r: 0.5, as: adjusted}", bothRules, choose.ErrProtocol, "arms: split does not go with a baseline"},
		{"model: common", "model: mh", "    arms: split\n", pool.ErrData, "the arms of a are compared apart"},
	} {
		_, err := reviewed(t, dosed, strings.Replace(askDosed, c.old, c.new, 1)+c.rules)
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.new, err)
		}
	}
}

// Of arms that report counts and means those are shown of which the measure is
// made.
func TestShownIsWhatTheMeasureIsMadeOf(t *testing.T) {
	for _, c := range []struct{ measure, shown, other string }{{"OR", "events/N", "mean (SD)"}, {"MD", "mean (SD)", "events/N"}} {
		r, err := reviewed(t, dosed, strings.Replace(askDosed, "measure: OR", "measure: "+c.measure, 1))
		if err != nil {
			t.Fatal(err)
		}
		a := r.Analyses[0]
		texts := report.Terminal(a) + string(report.Markdown(r))
		for _, f := range a.Figures {
			texts += string(f.SVG)
		}
		if !strings.Contains(texts, c.shown) || strings.Contains(texts, c.other) {
			t.Errorf("%s: %s", c.measure, report.Terminal(a))
		}
	}
}

// What changes people of two arms leaves a trial of several arms apart alone, and
// says so.
func TestArmsApartAreNotTwoArms(t *testing.T) {
	for _, rule := range []string{"combine", "split"} {
		r, err := reviewed(t, dosed, askDosed+"    arms: "+rule+"\n    sensitivity: [fragility]\n")
		if err != nil {
			t.Fatal(err)
		}
		if f := r.Analyses[0].Fragility[0]; (f.Failed == "") != (rule == "combine") {
			t.Errorf("%s: %q", rule, f.Failed)
		}
	}
}

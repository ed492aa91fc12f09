package analysis

import (
	"math"
	"slices"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/report"
)

// Every conversion is marked where a trial rests on it, and has a refit without
// those trials; a number that is printed as it is needed leaves no mark.
func TestConversions(t *testing.T) {
	means := "review: Means\ndata: {arms: t.csv}\nanalyses:\n  - id: score\n    measure: MD\n    compare: {experimental: [drug], control: [placebo]}\n"
	effects := "review: Effects\ndata: {contrasts: t.csv}\nanalyses:\n  - id: effect\n    measure: GEN\n"
	before := strings.Replace(means, "    measure: MD\n", "    measure: MD\n    prefer: {kind: [endpoint]}\n    baseline: {kind: baseline, r: 0.5}\n", 1)
	paired := "review: Pairs\ndata: {contrasts: t.csv}\nanalyses:\n  - id: pairs\n    measure: MPORM\n    pairing: {r: 0.3}\n"
	crossed := strings.Replace(paired, "MPORM", "OR", 1)
	changes := strings.Replace(paired, "MPORM", "MC", 1)
	counts := "review: Counts\ndata: {contrasts: t.csv}\nanalyses:\n  - id: counts\n    measure: OR\n"
	for _, c := range []struct {
		code, table, protocol string
		y, v                  float64 // of trial B, which needs it
	}{
		{"sd-from-se", "study,arm,n,mean,sd,se\nA,drug,20,5,2,\nA,placebo,20,4,2,\nB,drug,25,6,,0.4\nB,placebo,25,4,,0.6\n", means, 2, 0.4*0.4 + 0.6*0.6},
		{"sd-from-interval", "study,arm,n,mean,sd,ci_low,ci_high\nA,drug,20,5,2,,\nA,placebo,20,4,2,,\nB,drug,25,32.1,,30,34.2\nB,placebo,25,30,2,,\n", means, 2.1, 4.2*4.2/(4*2.0638985616280205*2.0638985616280205) + 4.0/25},
		{"mean-from-quantiles", "study,arm,n,mean,sd,q1,median,q3\nA,drug,20,5,2,,,\nA,placebo,20,4,2,,,\nB,drug,40,,,44.4,52.4,57.9\nB,placebo,40,50,10,,,\n", means, 51.5128125 - 50, 10.380553669972185*10.380553669972185/40 + 100.0/40},
		{"sd-from-se", "study,arm,kind,n,mean,sd,se\nA,drug,endpoint,20,5,2,\nA,placebo,endpoint,20,4,2,\nB,drug,endpoint,25,6,2,\nB,placebo,endpoint,25,4,2,\nB,drug,baseline,25,9,,0.4\nB,placebo,baseline,25,8,,0.4\n", before, 1.5, 0.75 * 8 / 25},
		{"se-from-interval", "study,yi,sei,ci_low,ci_high\nA,0.5,0.2,,\nB,0.4,,0,0.8\n", effects, 0.4, math.Pow(0.4/1.959963984540054, 2)},
		{"se-from-p", "study,yi,sei,p\nA,0.5,0.2,\nB,0.03,,0.008\n", effects, 0.03, math.Pow(0.03/2.6520698079021954, 2)},
		{"se-from-statistic", "study,yi,sei,t_value\nA,0.5,0.2,\nB,-0.4,,-2.5\n", effects, -0.4, 0.16 * 0.16},
		{"design-effect", "study,events_t,n_t,events_c,n_c,cluster_size,icc\nA,10,40,5,40,,\nB,69,138,34.5,138,20,0.02\n", "", 0, 0},
		{"design-effect", "study,events_t,n_t,events_c,n_c,cluster_size,icc\nA,10,40,5,40,,\nB,69,276,138,276,20,0.02\n", counts, math.Log(50.0 * 100 / (150 * 100)), 1.0/50 + 1.0/150 + 1.0/100 + 1.0/100},
		{"correlation-declared", "study,events_t,n_t,events_c,n_c,ri\nA,10,40,5,40,0.1\nB,15,45,10,45,\n", paired, math.Log(15 * 35. / (30 * 10)), 1./15 + 1./30 + 1./10 + 1./35 - 2*45*0.3/math.Sqrt(15*30*10*35)},
		{"correlation-declared", "study,design,events_t,n_t,events_c,n_c\nA,parallel,10,40,5,41\nB,crossover,15,45,10,45\n", crossed, math.Log(15 * 35. / (30 * 10)), 1./15 + 1./30 + 1./10 + 1./35 - 2*45*0.3/math.Sqrt(15*30*10*35)},
		{"correlation-declared", "study,m1i,sd1i,m2i,sd2i,ni,ri\nA,5,2,4,2,20,0.1\nB,6,2,4,3,25,\n", changes, 2, (4 + 9 - 2*0.3*6) / 25},
	} {
		r, err := reviewed(t, c.table, c.protocol)
		if c.protocol == "" { // a count that is no whole number stays refused
			if err == nil {
				t.Errorf("%s: half an event was read", c.code)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.code, err)
			continue
		}
		a := r.Analyses[0]
		var b report.Trial
		for _, x := range a.Main.Trials {
			if x.Study == "B" {
				b = x
			} else if len(x.Converted) > 0 {
				t.Errorf("%s: %s is marked %v", c.code, x.Study, x.Converted)
			}
		}
		if !slices.Equal(b.Converted, []string{c.code}) || math.Abs(b.Y-c.y) > 1e-9 || math.Abs(b.V-c.v) > 1e-9 {
			t.Errorf("%s: B is %v, %v, marked %v; want %v, %v", c.code, b.Y, b.V, b.Converted, c.y, c.v)
		}
		i := slices.IndexFunc(a.Sensitivity, func(e report.Estimate) bool { return e.Scenario == "without-"+c.code })
		if i < 0 {
			t.Fatalf("%s: no refit without it", c.code)
		}
		alone := a.Sensitivity[i]
		want, err := pool.Fit(pool.Data{Y: []float64{a.Main.Trials[0].Y}, V: []float64{a.Main.Trials[0].V}, Measure: a.Measure.Code}, a.Main.Settings)
		if err != nil || alone.Result.K != 1 || alone.Result.Estimate != want.Estimate || len(alone.Left) == 0 {
			t.Errorf("%s: without it %+v, %v", c.code, alone.Result, err)
		}
		csv, err := report.TrialsCSV(r)
		if err != nil || !strings.Contains(string(csv), c.code) {
			t.Errorf("%s is not in studies.csv: %v", c.code, err)
		}
		if svg := string(a.Figures[0].SVG); !strings.Contains(svg, report.ConvertedMark) {
			t.Errorf("%s: the forest plot has no mark", c.code)
		}
		if terminal, page := report.Terminal(a), string(report.Markdown(r)); !strings.Contains(terminal, "B‡") || !strings.Contains(terminal, "‡ Converted: ") || !strings.Contains(page, "| B‡ |") || strings.Contains(terminal, "A‡") {
			t.Errorf("%s: no mark beside B:\n%s", c.code, terminal)
		}
		if len(slices.Compact(slices.Sorted(slices.Values(b.Notes)))) != len(b.Notes) {
			t.Errorf("%s: notes said twice: %q", c.code, b.Notes)
		}
	}
	if len(effect.Conversions) != 8 {
		t.Errorf("%d conversions, this test knows 8", len(effect.Conversions))
	}
}

// A conversion that the effect does not rest on leaves no mark and no refit.
func TestConversionNotNeeded(t *testing.T) {
	r, err := reviewed(t, "study,arm,n,mean,se,events\nA,drug,20,5,0.5,4\nA,placebo,20,4,0.5,2\nB,drug,25,6,0.4,7\nB,placebo,25,4,0.6,3\n",
		"review: Counts\ndata: {arms: t.csv}\nanalyses:\n  - id: response\n    measure: OR\n    compare: {experimental: [drug], control: [placebo]}\n")
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	if len(a.Sensitivity) != 0 || len(a.Main.Trials[0].Converted) != 0 {
		t.Errorf("%v, %d refits", a.Main.Trials[0].Converted, len(a.Sensitivity))
	}
}

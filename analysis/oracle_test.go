package analysis

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/protocol"
	"grove/analysis/report"
)

// pooledByR are R's answers for one measure of one selection of trials.
type pooledByR struct {
	K      int
	N      float64
	Trials []struct {
		Study  string
		Yi, Vi float64
	}
	Headline struct {
		Estimate float64
		Low      float64 `json:"ci_lb"`
		High     float64 `json:"ci_ub"`
	}
	Reml *struct {
		Tau2, Q, I2 float64
		Tau2Low     float64 `json:"tau2_lb"`
		Tau2High    float64 `json:"tau2_ub"`
	}
	MH *struct {
		Estimate float64
		Low      float64 `json:"ci_lb"`
		High     float64 `json:"ci_ub"`
	} `json:"mh"`
	Common *struct {
		Estimate float64
		Low      float64 `json:"ci_lb"`
		High     float64 `json:"ci_ub"`
	}
}

// fromR are R's answers under a path of keys in testdata/ketamine/oracle.json,
// which oracle.R beside it made from the same tables by a selection of its own.
func fromR(t *testing.T, path ...string) pooledByR {
	t.Helper()
	data, err := os.ReadFile("testdata/ketamine/oracle.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range path {
		var level map[string]json.RawMessage
		if err := json.Unmarshal(data, &level); err != nil || level[key] == nil {
			t.Fatalf("R's answers have no %v: %v", path, err)
		}
		data = level[key]
	}
	var r pooledByR
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// Where each estimate of the review stands among R's answers.
var answered = []struct {
	analysis, scenario string
	path               []string
}{
	{"response-acute", "main", []string{"response_acute", "all", "OR"}},
	{"response-acute", "risk-ratio", []string{"response_acute", "all", "RR"}},
	{"response-acute", "risk-difference", []string{"response_acute", "all", "RD"}},
	{"response-acute", "without-masked", []string{"response_acute", "without_lii2023", "OR"}},
	{"response-acute", "risk-ratio-without-masked", []string{"response_acute", "without_lii2023", "RR"}},
	{"response-acute", "risk-difference-without-masked", []string{"response_acute", "without_lii2023", "RD"}},
	{"response-acute", "masked-or-active", []string{"response_acute", "masked_or_active", "OR"}},
	{"response-acute", "active-only", []string{"response_acute", "active", "OR"}},
	{"response-acute", "inactive-only", []string{"response_acute", "inactive", "OR"}},
	{"response-acute", "own-report", []string{"response_acute", "own_report", "OR"}},
	{"response-acute", "half-mg", []string{"response_acute", "dose_0.5", "OR"}},
	{"response-acute", "masked-at-48h", []string{"response_acute", "lii2023_at_48h", "OR"}},
	{"response-acute", "masked-at-72h", []string{"response_acute", "lii2023_at_72h", "OR"}},
	{"response-acute", "at-24h", []string{"response_acute", "at_24h_strictly", "OR"}},
	{"response-acute", "any-route-one-in-both", []string{"response_any_route", "one-in-both", "add0", "OR"}},
	{"response-acute", "any-route-none-in-both", []string{"response_any_route", "none-in-both", "add0", "OR"}},
	{"response-acute", "leave-one-out: murrough2013", []string{"response_acute", "leave_one_out", "murrough2013", "OR"}},
	{"response-acute", "leave-one-out: su2017", []string{"response_acute", "leave_one_out", "su2017", "OR"}},
	{"response-acute", "leave-one-out: lii2023", []string{"response_acute", "leave_one_out", "lii2023", "OR"}},
	{"response-acute", "leave-one-out: su2023", []string{"response_acute", "leave_one_out", "su2023", "OR"}},
	{"madrs-24h", "main", []string{"madrs_24h", "pooled", "adjusted_r0.5"}},
	{"madrs-24h", "endpoint", []string{"madrs_24h", "pooled", "endpoint"}},
	{"madrs-24h", "r-0-3", []string{"madrs_24h", "pooled", "adjusted_r0.3"}},
	{"madrs-24h", "r-0-7", []string{"madrs_24h", "pooled", "adjusted_r0.7"}},
	{"madrs-24h", "change", []string{"madrs_24h", "pooled", "change_r0.5"}},
	{"repeated-remission", "main", []string{"repeated_remission", "OR"}},
	{"repeated-remission", "risk-ratio", []string{"repeated_remission", "RR"}},
	{"ect-response", "main", []string{"ect_response", "RD"}},
	{"ect-response", "odds-ratio", []string{"ect_response", "OR"}},
}

func TestKetamineAgreesWithR(t *testing.T) {
	r := review(t, "ketamine")
	same := func(where string, got, want, scale float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9*math.Max(math.Abs(want), scale) {
			t.Errorf("%s: %.15g, R has %.15g", where, got, want)
		}
	}
	for _, c := range answered {
		e := among(t, r, c.analysis, c.scenario)
		want := fromR(t, c.path...)
		where := c.analysis + "/" + c.scenario
		if e.Result.K != want.K || e.Result.N != want.N {
			t.Errorf("%s: %d trials, %v people; R has %d, %v", where, e.Result.K, e.Result.N, want.K, want.N)
		}
		for _, w := range want.Trials {
			i := slices.IndexFunc(e.Trials, func(x report.Trial) bool { return x.Study == w.Study })
			if i < 0 {
				t.Errorf("%s: %s is not in it", where, w.Study)
				continue
			}
			same(where+" "+w.Study+" yi", e.Trials[i].Y, w.Yi, math.Sqrt(w.Vi))
			same(where+" "+w.Study+" vi", e.Trials[i].V, w.Vi, 0)
		}
		se := e.Result.SE
		same(where+" estimate", e.Result.Estimate, want.Headline.Estimate, se)
		same(where+" lower", e.Result.CILower, want.Headline.Low, se)
		same(where+" upper", e.Result.CIUpper, want.Headline.High, se)
		if want.Reml != nil && e.Result.Tau2Method == "REML" {
			same(where+" tau2", e.Result.Tau2, want.Reml.Tau2, e.Trials[0].V)
			same(where+" tau2 lower", e.Result.Tau2Lower, want.Reml.Tau2Low, e.Trials[0].V)
			same(where+" tau2 upper", e.Result.Tau2Upper, want.Reml.Tau2High, e.Trials[0].V)
			same(where+" Q", e.Result.Q, want.Reml.Q, 1)
			same(where+" I2", e.Result.I2, want.Reml.I2, 100)
		}
	}
	all := fromR(t, "response_acute", "all", "OR")
	mh, common := among(t, r, "response-acute", "mantel-haenszel"), among(t, r, "response-acute", "common")
	same("mh", mh.Result.Estimate, all.MH.Estimate, 1)
	same("mh lower", mh.Result.CILower, all.MH.Low, 1)
	same("mh upper", mh.Result.CIUpper, all.MH.High, 1)
	same("common", common.Result.Estimate, all.Common.Estimate, 1)
	same("common lower", common.Result.CILower, all.Common.Low, 1)
	t.Logf("%d estimates compared with R", len(answered)+2)
}

func among(t *testing.T, r report.Review, analysis, scenario string) report.Estimate {
	t.Helper()
	for _, a := range r.Analyses {
		for _, e := range a.Estimates() {
			if a.ID == analysis && e.Scenario == scenario {
				return e
			}
		}
	}
	t.Fatalf("no %s/%s", analysis, scenario)
	return report.Estimate{}
}

// No row marked display or no is in any estimate, no study is in an estimate
// twice, and HADS never stands with MADRS. Rows from before treatment are in no
// estimate themselves: they are what an endpoint is adjusted for.
func TestNoRowForDisplayIsInAnEstimate(t *testing.T) {
	r := review(t, "ketamine")
	tables := map[string][]cellsByName{"arms.csv": cellsOf(t, ketamineData+"arms.csv"), "contrasts.csv": cellsOf(t, ketamineData+"contrasts.csv")}
	walked := 0
	for _, a := range r.Analyses {
		for _, e := range a.Estimates() {
			seen := map[string]bool{}
			scales := map[string]bool{}
			for _, trial := range e.Trials {
				if seen[trial.Study] {
					t.Errorf("%s/%s has %s twice", a.ID, e.Scenario, trial.Study)
				}
				seen[trial.Study] = true
				file, lines, _ := strings.Cut(trial.Source, ":")
				for _, text := range strings.Split(lines, ",") {
					line, err := strconv.Atoi(text)
					if err != nil {
						t.Fatalf("%s/%s: source %q", a.ID, e.Scenario, trial.Source)
					}
					row := tables[file][line-2] // no cell of these tables has a line break
					if row["study"] != trial.Study {
						t.Errorf("%s/%s: %s cites a row of %s", a.ID, e.Scenario, trial.Study, row["study"])
					}
					if row["kind"] == "baseline" && e.Options.Baseline > 0 {
						continue
					}
					walked++
					scales[row["scale"]] = true
					if row["use"] != "primary" && row["use"] != "sensitivity" {
						t.Errorf("%s/%s uses %s:%d, which is marked %s", a.ID, e.Scenario, file, line, row["use"])
					}
					if row["use"] == "sensitivity" && e.Kind == "main" {
						t.Errorf("%s: the main estimate uses %s:%d, which is for scenarios only", a.ID, file, line)
					}
				}
			}
			if scales["HADS"] && scales["MADRS"] {
				t.Errorf("%s/%s has HADS with MADRS", a.ID, e.Scenario)
			}
			if len(e.Trials)+len(e.Left) != 40 {
				t.Errorf("%s/%s: %d trials used, %d left out, not 40", a.ID, e.Scenario, len(e.Trials), len(e.Left))
			}
		}
	}
	if walked < 300 {
		t.Errorf("only %d rows walked", walked)
	}
}

// Deleting the masked trial's rows and running again gives the numbers of the
// scenario without it.
func TestDeletingTheMaskedTrialGivesTheScenario(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ketamine")
	if err := os.CopyFS(dir, os.DirFS(ketamineData)); err != nil {
		t.Fatal(err)
	}
	edit := func(name string, change func(string) string) {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(change(string(data))), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"arms.csv", "contrasts.csv", "studies.csv"} {
		edit(name, func(s string) string { return regexp.MustCompile(`(?m)^lii2023,.*\n`).ReplaceAllString(s, "") })
	}
	// Only the first analysis is asked, without what names the trial or its class.
	edit("protocol.yaml", func(s string) string {
		head, _, _ := strings.Cut(s, "    subgroup:")
		return head
	})
	in, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	without := among(t, review(t, "ketamine"), "response-acute", "without-masked")
	deleted := r.Analyses[0].Main
	a, err := report.EstimateCSV([]report.Estimate{anonymous(without)})
	if err != nil {
		t.Fatal(err)
	}
	b, err := report.EstimateCSV([]report.Estimate{anonymous(deleted)})
	if err != nil {
		t.Fatal(err)
	}
	if string(a) != string(b) {
		t.Errorf("with the rows deleted:\n%s\nthe scenario:\n%s", b, a)
	}
}

// anonymous is an estimate without what it is called.
func anonymous(e report.Estimate) report.Estimate {
	e.Analysis, e.Scenario, e.Title, e.Change, e.SameAs, e.Kind = "", "", "", "", "", ""
	return e
}

// Each trial left out in turn, as odds ratio, risk ratio and risk difference.
// The review shows the odds ratios; all three are held to R.
func TestEveryLeaveOneOutAgreesWithR(t *testing.T) {
	in, err := Load(ketamineData)
	if err != nil {
		t.Fatal(err)
	}
	asked := in.Protocol.Analyses[0]
	compared := 0
	for _, code := range []string{"OR", "RR", "RD"} {
		for _, study := range []string{"murrough2013", "su2017", "lii2023", "su2023"} {
			p := plan{asked.Select, code, asked.Settings, asked.Options}
			p.choice.Exclude = append(slices.Clone(p.choice.Exclude), []protocol.Filter{{Column: "study", Op: "in", Values: []string{study}}})
			m, err := measure(in.Tables, p)
			if err != nil {
				t.Fatal(err)
			}
			e, err := estimate(m, p)
			if err != nil {
				t.Fatal(err)
			}
			want := fromR(t, "response_acute", "leave_one_out", study, code)
			if e.Result.K != want.K {
				t.Errorf("%s without %s: %d trials, R has %d", code, study, e.Result.K, want.K)
			}
			for name, pair := range map[string][2]float64{
				"estimate": {e.Result.Estimate, want.Headline.Estimate}, "lower": {e.Result.CILower, want.Headline.Low}, "upper": {e.Result.CIUpper, want.Headline.High},
				"tau2": {e.Result.Tau2, want.Reml.Tau2}, "Q": {e.Result.Q, want.Reml.Q},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-9*math.Max(math.Abs(pair[1]), e.Result.SE) {
					t.Errorf("%s without %s, %s: %.15g, R has %.15g", code, study, name, pair[0], pair[1])
				}
				compared++
			}
		}
	}
	t.Logf("%d numbers compared with R", compared)
}

package report_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"grove/analysis"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

func bcg(t *testing.T) report.Review {
	t.Helper()
	in, err := analysis.Load("../../data/bcg")
	if err != nil {
		t.Fatal(err)
	}
	r, err := analysis.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// schema is the schema of results.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	var text any
	if err := json.Unmarshal(report.Schema, &text); err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("results.schema.json", text); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("results.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// results are those of a review as read again.
func results(t *testing.T, r report.Review) (all map[string]any) {
	t.Helper()
	data, err := report.JSON(r)
	if err == nil {
		err = json.Unmarshal(data, &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestResultsFollowTheSchema(t *testing.T) {
	r := bcg(t)
	for i := range r.Analyses { // keys that stand only where they are asked for
		s := &r.Analyses[i].Main.Settings
		s.Tau2Min, s.Credible = -0.001, "shortest"
	}
	all := results(t, r)
	if err := schema(t).Validate(all); err != nil {
		t.Error(err)
	}
	delete(all, "listed")
	if schema(t).Validate(all) == nil {
		t.Error("the schema does not notice a missing key")
	}
}

// A published prior is echoed as the distribution that it stands for, named in a
// note and cited; a measure that it is not of is refused.
func TestPublishedPrior(t *testing.T) {
	in, err := analysis.Load("../../data/bcg")
	if err != nil {
		t.Fatal(err)
	}
	asked := in.Protocol.Analyses[0]
	asked.Measure, asked.Scenarios, asked.Plots = "OR", nil, nil
	asked.Settings.Model = pool.Bayes.Code
	asked.Settings.Prior = pool.Prior{Tau: "turner2015", Outcome: "symptoms", Comparison: "pharmacological-placebo"}
	in.Protocol.Analyses = []protocol.Analysis{asked}
	r, err := analysis.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	all := results(t, r)
	if err := schema(t).Validate(all); err != nil {
		t.Error(err)
	}
	settings := all["analyses"].([]any)[0].(map[string]any)["settings"].(map[string]any)
	if want := map[string]any{"tau": "log-normal", "location": -2.06, "scale": 1.51}; !reflect.DeepEqual(settings["prior"], want) {
		t.Errorf("%v", settings["prior"])
	}
	if notes := strings.Join(r.Analyses[0].Main.Result.Notes, "\n"); !strings.Contains(notes, "“turner2015:outcome=symptoms,comparison=pharmacological-placebo”") {
		t.Error(notes)
	}
	if !slices.Contains(report.Keys(r), "turner2015") {
		t.Errorf("%v", report.Keys(r))
	}
	asked.Measure = "RR"
	if _, err := analysis.Single(*in.Tables.Contrasts, asked); !errors.Is(err, pool.ErrSettings) {
		t.Errorf("%v", err)
	}
}

// The names that users and scripts rely on.
func TestEstimateNames(t *testing.T) {
	want := []string{"analysis", "scenario", "subgroup", "measure", "model", "tau2_method", "interval", "k", "n", "estimate", "se",
		"statistic", "df", "p", "ci_lb", "ci_ub", "pi_lb", "pi_ub", "pi_df", "tau2", "tau2_se", "tau2_lb", "tau2_ub", "i2", "i2_q", "h2",
		"q", "q_df", "q_p", "converged", "notes", "estimate_natural", "ci_lb_natural", "ci_ub_natural", "pi_lb_natural", "pi_ub_natural"}
	data, err := report.EstimatesCSV(bcg(t))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range want {
		if !slices.Contains(rows[0], name) {
			t.Errorf("estimates.csv has no column %s", name)
		}
	}
	if len(rows) != 1+1+10+13+13 {
		t.Errorf("%d rows, want a header, the main estimate, 10 scenarios, 13 left out and 13 added", len(rows))
	}
}

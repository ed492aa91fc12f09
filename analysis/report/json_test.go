package report_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"grove/analysis"
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

func TestResultsFollowTheSchema(t *testing.T) {
	data, err := report.JSON(bcg(t))
	if err != nil {
		t.Fatal(err)
	}
	var schema, results any
	if err := json.Unmarshal(report.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &results); err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("results.schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("results.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(results); err != nil {
		t.Error(err)
	}
	delete(results.(map[string]any), "listed")
	if compiled.Validate(results) == nil {
		t.Error("the schema does not notice a missing key")
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

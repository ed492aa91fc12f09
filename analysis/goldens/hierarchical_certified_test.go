package goldens

import (
	"encoding/json"
	"os"
	"testing"

	"grove/analysis/regress"
)

// Hierarchical effects by moments, of which one variance or both are estimated at 0
// or neither is, that mpmath has to 20 digits.
func TestCertifiedHierarchical(t *testing.T) {
	raw, err := os.ReadFile("testdata/certified_hierarchical.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID               string
			Data             map[string]json.RawMessage
			Sigma2, Beta, SE []number
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	y := newTally(t)
	kinds := map[[2]bool]int{}
	for _, c := range file.Cases {
		m, s := clustered(golden{ID: c.ID, Data: c.Data})
		s.Model, s.Interval, s.Prediction = "hierarchical", "contain", "none"
		r, err := regress.Fit(m, s)
		if err != nil {
			t.Fatal(err)
		}
		kinds[[2]bool{c.Sigma2[0] > 0, c.Sigma2[1] > 0}]++
		for j, v := range r.Variances {
			y.hold(c.ID, v.Name, v.Estimate, &c.Sigma2[j], 12)
		}
		for j, b := range r.Coefficients {
			y.hold(c.ID, "beta", b.Estimate, &c.Beta[j], 12)
			y.hold(c.ID, "se", b.SE, &c.SE[j], 12)
		}
	}
	if y.held != 48 || len(kinds) != 4 {
		t.Errorf("%d values held, not 48, of %d kinds", y.held, len(kinds))
	}
	t.Logf("%d values held%s", y.held, y.table(nil))
}

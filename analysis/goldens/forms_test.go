package goldens

import (
	"encoding/json"
	"os"
	"testing"

	"grove/analysis/tau"
)

// The limits and medians of a generalised Q that mpmath has to 16 digits, by
// eigenvalues, at the log relative error that iterative numbers are held to.
func TestCertifiedForms(t *testing.T) {
	raw, err := os.ReadFile("testdata/certified_forms.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			ID              string
			Yi, Vi, Weights []float64
			Lower           *number `json:"tau2_lb"`
			Upper           *number `json:"tau2_ub"`
			Median          *number
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	y := newTally(t)
	for _, c := range file.Cases {
		e, err := tau.GENQM.Weighted(c.Yi, c.Vi, c.Weights)
		if err != nil {
			t.Fatal(err)
		}
		lo, hi, _ := tau.GeneralisedQ.Of(c.Yi, c.Vi, e, 95)
		y.hold(c.ID, "lower", lo, c.Lower, 10)
		y.hold(c.ID, "upper", hi, c.Upper, 10)
		y.hold(c.ID, "median", e.Tau2, c.Median, 10)
	}
	if y.held != 72 {
		t.Errorf("%d values held, not 72", y.held)
	}
}

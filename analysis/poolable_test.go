package analysis

import (
	"strings"
	"testing"
)

// A model of counts that does not pool a measure says which it does, not that
// trials lack counts that they have.
func TestModelOfCountsOfAnotherMeasure(t *testing.T) {
	r, err := reviewed(t, "study,events_g,n_g\na,3,50\nb,5,45\nc,12,90\n",
		"review: Shares\ndata: {contrasts: t.csv}\nanalyses:\n  - id: share\n    measure: PR\n    model: {model: glmm}\n")
	if err == nil || !strings.Contains(err.Error(), "not PR") {
		t.Errorf("%+v, %v", r.Analyses, err)
	}
}

package cite

import (
	"slices"
	"strings"
	"testing"
)

func TestWorksAreInOrderAndOnce(t *testing.T) {
	var keys []string
	for _, w := range Works {
		keys = append(keys, w.Key)
		if !strings.HasSuffix(strings.TrimSpace(w.Text), ".") && !strings.Contains(w.Text, "doi:") {
			t.Errorf("%s has neither an end nor a doi: %s", w.Key, w.Text)
		}
	}
	if !slices.IsSorted(keys) || len(slices.Compact(keys)) != len(Works) {
		t.Error("keys are not sorted or not unique")
	}
}

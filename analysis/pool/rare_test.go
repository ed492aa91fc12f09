package pool

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// The rule picks by the counts alone, says what it picked, and the answer is that
// of the model it picked.
func TestRuleForRareEvents(t *testing.T) {
	for _, c := range []struct {
		name, measure string
		arms          [][4]float64
		picked, why   string // no model where there is no answer
	}{
		{"no empty arm", "OR", [][4]float64{{5, 50, 9, 50}, {7, 60, 8, 60}, {2, 40, 6, 45}}, "random", "no trial has an arm without events"},
		{"one empty arm", "OR", [][4]float64{{0, 50, 9, 50}, {7, 60, 8, 60}, {2, 40, 6, 45}}, "mh", "1 of 3 trials"},
		{"one full arm", "RD", [][4]float64{{50, 50, 9, 50}, {7, 60, 8, 60}}, "mh", "1 of 2 trials"},
		{"events in one kind of arm only", "OR", [][4]float64{{1, 500, 0, 500}, {2, 600, 0, 610}}, "peto", "so Peto"},
		{"events in one kind of arm only, as a risk ratio", "RR", [][4]float64{{1, 500, 0, 500}, {2, 600, 0, 610}}, "", "too few events in all for Mantel–Haenszel"},
		{"events not rare", "OR", [][4]float64{{10, 50, 0, 50}, {12, 60, 0, 60}}, "", "events are not rare"},
		{"arms of unlike size", "OR", [][4]float64{{1, 500, 0, 100}, {2, 600, 0, 610}}, "", "more than twice as large"},
	} {
		d := Data{Measure: c.measure}
		for _, a := range c.arms {
			d.add(a[0], a[1], a[2], a[3])
		}
		s := Settings{Model: "rare", Tau2: "REML", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
		r, err := Fit(d, s)
		if c.picked == "" {
			if !errors.Is(err, ErrData) || !strings.Contains(err.Error(), c.why) {
				t.Errorf("%s: %v, error %v; not %q", c.name, r.Model, err, c.why)
			}
			continue
		}
		if err != nil || r.Model != c.picked || !strings.Contains(strings.Join(r.Notes, "; "), c.why) {
			t.Errorf("%s: model %s, notes %q, %v; not %s because %q", c.name, r.Model, r.Notes, err, c.picked, c.why)
			continue
		}
		s.Model = c.picked
		same := fitted(t, d, s)
		r.Notes, same.Notes = nil, nil
		if fmt.Sprint(r) != fmt.Sprint(same) {
			t.Errorf("%s: %+v, the picked model has %+v", c.name, r, same)
		}
	}
}

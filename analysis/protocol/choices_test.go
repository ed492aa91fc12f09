package protocol

import (
	"slices"
	"testing"
)

func TestAllSubsets(t *testing.T) {
	a := first(t, "sensitivity:", "  - all-subsets", "  - all-subsets: {id: by-margin, title: T, statement: direction, colour: s1}")
	s := a.Scenarios[0]
	if s.ID != "all-subsets" || s.Kind != "all-subsets" || s.Statement != "null-excluded" || s.By != "" || s.Colour != "" || s.Settings != a.Settings {
		t.Errorf("%+v", s)
	}
	if s := a.Scenarios[1]; s.ID != "by-margin" || s.Title != "T" || s.Statement != "direction" || s.Colour != "s1" {
		t.Errorf("%+v", s)
	}
}

// Every combination of options is there once, each with the whole choice of a
// scenario that says the same.
func TestChoices(t *testing.T) {
	a := first(t, "where: {x: [1, 2]}", "sensitivity:",
		"  - {id: one, measure: RR, model: {interval: wald}, where: {x: 1}, exclude: {y: 3}}",
		"  - choices: {measure: [main, RR, RD], interval: [hk-guarded, wald], where: {x: [main, 1, [1, 3], {gt: 2}]}, exclude: {y: [main, 3]}, arms: [combine, {only: a}]}")
	s := a.Scenarios[1]
	if len(s.Cells) != 3*2*4*2*2 || len(s.Axes) != 5 || s.Kind != "choices" || s.Statement != "null-excluded" {
		t.Fatalf("%d cells, %+v", len(s.Cells), s.Axes)
	}
	for _, axis := range s.Axes {
		want := map[string][]string{"measure": {"main", "RR", "RD"}, "interval": {"hk-guarded", "wald"}, "where x": {"main", "1", "1 or 3", "where x > 2"}, "exclude y": {"main", "3"}, "arms": {"combine", "only the arm a"}}[axis.Name]
		if !slices.Equal(axis.Options, want) {
			t.Errorf("%s: %q, want %q", axis.Name, axis.Options, want)
		}
	}
	seen, found := map[string]bool{}, false
	one := scenario(t, a, "one")
	for _, c := range s.Cells {
		key := (choice{sel: c.Select, measure: c.Measure, model: model{settings: c.Settings, options: c.Options}}).essence()
		if seen[key] {
			t.Errorf("twice: %s", key)
		}
		seen[key] = true
		if (choice{sel: one.Select, measure: one.Measure, model: model{settings: one.Settings, options: one.Options}}).essence() == key {
			found = true
		}
	}
	if !found {
		t.Error("no cell is the scenario of the same choices")
	}
	if c := s.Cells[0]; c.Measure != a.Measure || c.Settings != a.Settings || !slices.Equal(c.At, []int{0, 0, 0, 0, 0}) {
		t.Errorf("first cell %+v", c)
	}
}

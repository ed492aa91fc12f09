package figure

import (
	"slices"
	"testing"
)

// TestEachKindHasItsMarks: the kinds are told apart by what is drawn.
func TestEachKindHasItsMarks(t *testing.T) {
	want := map[Kind][]Role{
		Study:      {RoleThin, RoleThin, RoleThin, RoleMark, RoleInterval, RoleMark},
		Heading:    nil,
		Pooled:     {RoleThin, RoleThin, RoleThin, RoleDiamond},
		Hollow:     {RoleThin, RoleThin, RoleThin, RoleDiamond},
		Prediction: {RolePrediction},
		Scenario:   {RoleThin, RoleThin, RoleThin, RoleInterval, RoleDiamond},
		Single:     {RoleThin, RoleThin, RoleThin, RoleInterval, RoleMark},
		Remark:     nil,
		Gap:        nil,
	}
	if len(want) != len(kinds) {
		t.Fatalf("%d kinds, %d expected", len(kinds), len(want))
	}
	for kind, roles := range want {
		for _, muted := range []bool{false, true} {
			r := NewRow(kind, "A")
			r.X, r.Low, r.High, r.ThinLow, r.ThinHigh, r.Weight, r.Muted = 1, 0.5, 2, 0.6, 1.7, 10, muted
			var got []Role
			for _, item := range Layout(Forest{Columns: testColumns, Rows: []Row{r}, Axis: Axis{Log: true, Null: nan, Low: nan, High: nan}, Reference: nan}).Items {
				b := item.Box()
				if b.Row == 0 && b.Role != RoleCell && b.Role != RoleBar {
					got = append(got, b.Role)
				}
				if text, ok := item.(Text); ok && text.Row == 0 && text.Color != map[bool]Color{false: usual.Style.Ink, true: usual.Style.Grey}[muted] {
					t.Errorf("kind %d, muted %v: text in %v", kind, muted, text.Color)
				}
				if line, ok := item.(Line); ok && line.Row == 0 && muted != (line.Color == usual.Style.Pale) {
					t.Errorf("kind %d, muted %v: line in %v", kind, muted, line.Color)
				}
			}
			if !slices.Equal(got, roles) {
				t.Errorf("kind %d: %v, want %v", kind, got, roles)
			}
		}
	}
}

// TestVerticalLines: null and reference run through all rows.
func TestVerticalLines(t *testing.T) {
	d := Layout(forest(13))
	for _, role := range []Role{RoleNull, RoleReference} {
		n := 0
		for _, item := range d.Items {
			if l, ok := item.(Line); ok && l.Role == role {
				n++
				if l.Y1 != d.Plot.Y0 || l.Y2 != d.Plot.Y1 || (l.Dash != [2]float64{}) != (role == RoleReference) {
					t.Errorf("%s: %+v in %+v", role, l, d.Plot)
				}
			}
		}
		if n != 1 {
			t.Errorf("%d lines for %s", n, role)
		}
	}
}

// TestWithin cuts a diamond at its middle and clears what lies outside.
func TestWithin(t *testing.T) {
	diamond := []Point{{0, 0}, {2, -1}, {4, 0}, {2, 1}}
	if got, want := within(diamond, 1, 9), []Point{{1, -0.5}, {2, -1}, {4, 0}, {2, 1}, {1, 0.5}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := within(diamond, 5, 9); len(got) != 0 {
		t.Errorf("%v, want nothing", got)
	}
}

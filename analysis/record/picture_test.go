package record

import (
	"slices"
	"strings"
	"testing"
)

func TestPicture(t *testing.T) {
	x := func(v float64) *float64 { return &v }
	e := EstimateChange{Measure: "MD", Was: "MD", Old: &Brief{3, x(2), x(1), x(3)}, New: &Brief{3, x(1), x(-1), x(3)}}
	got := picture(e)
	for i := range got {
		if strings.Count(got[i], "●") != 1 {
			t.Errorf("%q", got[i])
		}
	}
	mark := func(s string, r rune) int { return slices.Index([]rune(s), r) }
	if mark(got[0], '│') != mark(got[1], '┼') || mark(got[0], '┤') != mark(got[1], '┤') || mark(got[1], '├') != 5 || mark(got[0], '●') <= mark(got[1], '●') {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
	if picture(EstimateChange{Measure: "MD", New: e.New}) != nil || picture(EstimateChange{Measure: "OR", Was: "OR", Old: &Brief{K: 1}, New: e.New}) != nil {
		t.Error("a picture of what is not there")
	}
}

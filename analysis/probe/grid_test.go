package probe

import (
	"math"
	"testing"
)

// Of a grid of two by three, one axis changes the statement in every pair and the
// other never does; where nothing changes, the one that moves more matters more.
func TestAxes(t *testing.T) {
	var cells []Specification
	for i := range 2 {
		for j := range 3 {
			cells = append(cells, Specification{At: []int{i, j}, Holds: i == 0, Wald: i == 0 || j == 2, Z: float64(i) + float64(10*j)})
		}
	}
	axes, most := Axes(2, cells)
	if most != 0 || axes[0] != (Axis{Pairs: 3, Changes: 3, OnlyDegrees: 1, Moves: 1}) || axes[1].Pairs != 6 || axes[1].Changes != 0 || math.Abs(axes[1].Moves-40./3) > 1e-12 {
		t.Errorf("%+v, most %d", axes, most)
	}
	for i := range cells {
		cells[i].Holds = true
	}
	if _, most := Axes(2, cells); most != 1 {
		t.Errorf("most %d, where only the second moves far", most)
	}
	for i := range cells {
		cells[i].Z = math.NaN()
	}
	if axes, most := Axes(2, cells); most != -1 || axes[0].Pairs != 0 || !math.IsNaN(axes[0].Moves) {
		t.Errorf("without answers: %+v, most %d", axes, most)
	}
}

package probe

import "math"

// GridCites are the works behind a grid of choices, of which no test is taken.
var GridCites = []string{"simonsohn2020"}

// Specification is one cell of a grid of choices: the option taken on each axis,
// whether the statement holds in it as in the main result, by its own and by its
// Wald interval, and its estimate over Wald's standard error, NaN without an
// answer.
type Specification struct {
	At          []int
	Holds, Wald bool
	Z           float64
}

// Axis is what one choice does. Pairs are the pairs of specifications alike in all
// but this choice, each with an answer; Changes are those of which one bears the
// statement out and the other does not, OnlyDegrees those of them that the Wald
// intervals do not tell apart. Moves is the mean distance of their estimates, each
// over its Wald standard error, so that it compares scales; NaN without a pair.
// Specifications that repeat others count: each combination of the other choices
// has one voice.
type Axis struct {
	Pairs, Changes, OnlyDegrees int
	Moves                       float64
}

// Axes is what each axis of a grid does, and the axis that matters most: that with
// the largest share of changes among its pairs, of equal ones that with the
// larger Moves; −1 where no axis changes or moves anything.
func Axes(n int, cells []Specification) (axes []Axis, most int) {
	axes, most = make([]Axis, n), -1
	share := func(a Axis) float64 {
		if a.Pairs == 0 {
			return 0
		}
		return float64(a.Changes) / float64(a.Pairs)
	}
	for x := range axes {
		a := &axes[x]
		var sum float64
		for i, c := range cells {
			for _, d := range cells[i+1:] {
				if math.IsNaN(c.Z) || math.IsNaN(d.Z) || !alike(c.At, d.At, x) {
					continue
				}
				a.Pairs++
				sum += math.Abs(c.Z - d.Z)
				if c.Holds != d.Holds {
					a.Changes++
					if c.Wald == d.Wald {
						a.OnlyDegrees++
					}
				}
			}
		}
		a.Moves = sum / float64(a.Pairs)
		if !(a.Changes > 0 || a.Moves > 1e-12) {
			continue
		}
		if most < 0 || share(*a) > share(axes[most]) || share(*a) == share(axes[most]) && a.Moves > axes[most].Moves {
			most = x
		}
	}
	return axes, most
}

// alike says that two specifications differ on one axis and on no other.
func alike(a, b []int, axis int) bool {
	for i := range a {
		if (a[i] == b[i]) == (i == axis) {
			return false
		}
	}
	return true
}

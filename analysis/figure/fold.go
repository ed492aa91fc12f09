package figure

import (
	"math"
	"slices"
	"sort"
)

// tiers are the columns of one side from left to right: those of a row's first
// line and, where the side is folded, those of the lines below it. There is
// always a first.
type tiers [][]int

// fold is in how many tiers the columns of each side may stand.
type fold [2]int

// foldSides folds the sides as the look says: on the left the labels have a line
// of their own.
func (t *table) foldSides(w []float64) {
	if left := t.sides[Left][0]; t.fold[Left] > 1 && len(left) > 1 {
		t.sides[Left] = append(tiers{left[:1]}, t.split(left[1:], t.fold[Left]-1, w)...)
	}
	if right := t.sides[Right][0]; t.fold[Right] > 1 && len(right) > 1 {
		t.sides[Right] = t.split(right, t.fold[Right], w)
	}
}

// split puts columns into at most so many tiers, as narrow as that allows.
func (t *table) split(columns []int, most int, w []float64) tiers {
	var limits []float64
	for from := range columns {
		for to := from + 1; to <= len(columns); to++ {
			limits = append(limits, t.wide(tiers{columns[from:to]}, w))
		}
	}
	sort.Float64s(limits)
	for _, limit := range limits {
		if packed := t.pack(columns, limit, w); len(packed) <= most && t.wide(packed, w) <= limit {
			return packed
		}
	}
	return tiers{columns}
}

// pack fills tiers one after the other.
func (t *table) pack(columns []int, limit float64, w []float64) tiers {
	packed := tiers{}
	for from := 0; from < len(columns); {
		to := from + 1
		for to < len(columns) && t.wide(tiers{columns[from : to+1]}, w) <= limit {
			to++
		}
		packed, from = append(packed, columns[from:to]), to
	}
	return packed
}

// wide returns the width of a side: that of its widest tier.
func (t *table) wide(side tiers, w []float64) float64 {
	most := 0.0
	for _, tier := range side {
		sum := 0.0
		for i, c := range tier {
			if i > 0 {
				sum += t.gap
			}
			sum += w[c]
		}
		most = math.Max(most, sum)
	}
	return most
}

// tier returns in which tier a column stands.
func (t *table) tier(c int) int {
	for _, side := range t.sides {
		for i, tier := range side {
			if slices.Contains(tier, c) {
				return i
			}
		}
	}
	return 0
}

// headsBelow returns how many lines of heads stand below those of a tier.
func (t *table) headsBelow(side tiers, tier int) int {
	lines := 0
	for _, columns := range side[min(tier+1, len(side)):] {
		most := 0
		for _, c := range columns {
			most = max(most, len(t.heads[c]))
		}
		lines += most
	}
	return lines
}

// headLines returns how many lines the heads take, with directions that stand
// beside them.
func (t *table) headLines(above [2][]string) int {
	return max(t.headsBelow(t.sides[Left], -1), t.headsBelow(t.sides[Right], -1), len(above[0]), len(above[1]))
}

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
// of their own, and columns of signs stay together.
func (t *table) foldSides(f Forest, w []float64) {
	if left := t.sides[Left][0]; t.fold[Left] > 1 && len(left) > 1 {
		t.sides[Left] = append(tiers{left[:1]}, t.split(together(f, left[1:]), t.fold[Left]-1, w)...)
	}
	if right := t.sides[Right][0]; t.fold[Right] > 1 && len(right) > 1 {
		t.sides[Right] = t.split(together(f, right), t.fold[Right], w)
	}
}

// together returns columns one by one, but those of signs beside each other as one
// group.
func together(f Forest, columns []int) [][]int {
	var groups [][]int
	signs := false
	for _, c := range columns {
		if last := len(groups) - 1; signs && len(f.Columns[c].Signs) > 0 {
			groups[last] = append(groups[last], c)
		} else {
			groups = append(groups, []int{c})
		}
		signs = len(f.Columns[c].Signs) > 0
	}
	return groups
}

// split puts groups of columns into at most so many tiers, as narrow as that
// allows.
func (t *table) split(groups [][]int, most int, w []float64) tiers {
	var limits []float64
	for from := range groups {
		for to := from + 1; to <= len(groups); to++ {
			limits = append(limits, t.wide(tiers{slices.Concat(groups[from:to]...)}, w))
		}
	}
	sort.Float64s(limits)
	for _, limit := range limits {
		if packed := t.pack(groups, limit, w); len(packed) <= most && t.wide(packed, w) <= limit {
			return packed
		}
	}
	return tiers{slices.Concat(groups...)}
}

// pack fills tiers one after the other.
func (t *table) pack(groups [][]int, limit float64, w []float64) tiers {
	packed := tiers{groups[0]}
	for _, g := range groups[1:] {
		last := len(packed) - 1
		if more := slices.Concat(packed[last], g); t.wide(tiers{more}, w) <= limit {
			packed[last] = more
		} else {
			packed = append(packed, g)
		}
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

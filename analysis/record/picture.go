package record

import (
	"math"
	"strings"

	"grove/analysis/effect"
)

// pictureWidth is how many characters wide an interval can be drawn.
const pictureWidth = 56

// picture draws the old and the new interval of an estimate under each other on
// one scale, logarithmic for ratios, with no difference, if it has a place there, as a bar:
//
//	old  ├──────●──────┤   │
//	new    ├─────●─────┤   │
//
// Empty when either is missing.
func picture(e EstimateChange) []string {
	if !e.comparable() {
		return nil
	}
	m, known := effect.Lookup(e.Measure)
	if !known {
		m = effect.GEN
	}
	on := func(x *float64) float64 {
		if x == nil || m.Ratio && *x <= 0 {
			return math.NaN()
		}
		if m.Ratio {
			return math.Log(*x)
		}
		return *x
	}
	rows := [][3]float64{{on(e.Old.Lower), on(e.Old.Estimate), on(e.Old.Upper)}, {on(e.New.Lower), on(e.New.Estimate), on(e.New.Upper)}}
	low, high := math.Inf(1), math.Inf(-1)
	null := m.Back(m.Null)
	none := on(&null)
	if !math.IsNaN(none) {
		low, high = none, none
	}
	for _, r := range rows {
		for _, x := range r {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return nil
			}
			low, high = math.Min(low, x), math.Max(high, x)
		}
	}
	if !(high > low) {
		return nil
	}
	at := func(x float64) int { return int(math.Round((x - low) / (high - low) * (pictureWidth - 1))) }
	var lines []string
	for i, name := range []string{"old  ", "new  "} {
		line := []rune(strings.Repeat(" ", pictureWidth))
		if !math.IsNaN(none) {
			line[at(none)] = '│'
		}
		from, to := at(rows[i][0]), at(rows[i][2])
		for c := from; c <= to; c++ {
			line[c] = '─'
			if !math.IsNaN(none) && c == at(none) {
				line[c] = '┼'
			}
		}
		line[from], line[to] = '├', '┤'
		line[at(rows[i][1])] = '●'
		lines = append(lines, name+strings.TrimRight(string(line), " "))
	}
	return lines
}

package figure

import "sort"

// unitsPerEm is the unit of the width table.
const unitsPerEm = 2048

// advances holds the advance widths of consecutive characters from first on.
type advances struct {
	first         rune
	regular, bold []uint16
}

// Advance returns the advance width of r in em, and whether the font has it.
// A character that the font lacks counts as one em.
func Advance(r rune, bold bool) (em float64, ok bool) {
	i := 0
	if r > '~' { // the first run is ASCII
		i = sort.Search(len(widths), func(i int) bool { return widths[i].first > r }) - 1
	}
	if r < widths[0].first || int(r-widths[i].first) >= len(widths[i].regular) {
		return 1, false
	}
	units := widths[i].regular
	if bold {
		units = widths[i].bold
	}
	return float64(units[r-widths[i].first]) / unitsPerEm, true
}

// TextWidth returns the width of s in points: the sum of the advance widths,
// without kerning, so that figures stay tabular (the font kerns "11").
func TextWidth(s string, size float64, bold bool) float64 {
	em := 0.0
	for _, r := range s {
		w, _ := Advance(r, bold)
		em += w
	}
	return float64(em * size)
}

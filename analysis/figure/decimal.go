package figure

import (
	"math"
	"strings"
)

// numbers says how the cells of a decimal column line up: how much room their
// longest integer part needs before the decimal point, and the longest rest
// after it; and where, counted from the point, their brackets open.
type numbers struct{ before, after, bracket float64 }

func (n numbers) width() float64 { return n.before + n.after }

// lineUp measures the cells of a column.
func (l look) lineUp(rows []Row, c int) numbers {
	n := numbers{}
	for _, r := range rows {
		s, font := r.Cells[c], l.cellFace(r.Kind)
		p := integerPart(s, l.Locale)
		if p == 0 {
			continue
		}
		before := font.width(s[:p])
		n.before, n.after = math.Max(n.before, before), math.Max(n.after, font.width(s)-before)
		if b := strings.IndexAny(s, "[("); b > p {
			n.bracket = math.Max(n.bracket, font.width(s[p:b]))
		}
	}
	for _, r := range rows {
		if opens(r.Cells[c]) {
			n.after = math.Max(n.after, n.bracket+l.cellFace(r.Kind).width(r.Cells[c]))
		}
	}
	return n
}

// start returns where a cell begins in a column that ends at x1: numbers with
// their points in line, lone intervals in line with the others' brackets,
// words at the left of the numbers.
func (n numbers) start(s string, font face, x1 float64, l Locale) float64 {
	point := x1 - n.after
	if p := integerPart(s, l); p > 0 {
		return point - font.width(s[:p])
	}
	if opens(s) {
		return point + n.bracket
	}
	return math.Min(point-n.before, x1-font.width(s))
}

// opens reports whether a cell is an interval without an estimate.
func opens(s string) bool { return strings.HasPrefix(s, "[") || strings.HasPrefix(s, "(") }

// integerPart returns the length of the sign and the digits before the
// decimal point of a cell that begins with a number, 0 for other cells.
// Thousands may be set apart by the locale's mark or by no-break spaces.
func integerPart(s string, l Locale) int {
	end := 0
	for i, r := range s {
		switch {
		case i == 0 && (r == '−' || r == '-'):
		case '0' <= r && r <= '9':
			end = i + 1
		case end > 0 && strings.ContainsRune(l.Thousands+"\u00a0\u2009\u202f", r):
		default:
			return end
		}
	}
	return end
}

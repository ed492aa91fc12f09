package figure

import "strings"

const ellipsis = "…"

// face is how a text is set.
type face struct {
	size float64
	bold bool
}

func (f face) width(s string) float64 { return TextWidth(s, f.size, f.bold) }

// wrap breaks s into at most max lines no wider than width: between words,
// inside a word only where it is wider than a line. What does not fit ends in
// an ellipsis, and cut is true. An empty s has no lines.
func (f face) wrap(s string, width float64, max int) (lines []string, cut bool) {
	line := ""
	for _, word := range strings.Split(s, " ") {
		if len(lines) > max {
			break
		}
		try := word
		if line != "" {
			try = line + " " + word
		}
		if f.fits(try, width) {
			line = try
			continue
		}
		if line != "" {
			lines, line = append(lines, line), ""
		}
		for !f.fits(word, width) && len(lines) <= max {
			head := f.prefix(word, width)
			lines, word = append(lines, head), word[len(head):]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	if len(lines) <= max {
		return lines, false
	}
	last := lines[max-1]
	for last != "" && !f.fits(last+ellipsis, width) {
		last = last[:len(last)-len(lastRune(last))]
	}
	return append(lines[:max-1:max-1], strings.TrimRight(last, " ")+ellipsis), true
}

// fits allows for rounding in sums of widths.
func (f face) fits(s string, width float64) bool { return f.prefix(s, width+1e-6) == s }

// prefix returns the longest beginning of s that is no wider than width, at
// least one character.
func (f face) prefix(s string, width float64) string {
	em := 0.0
	for i, r := range s {
		w, _ := Advance(r, f.bold)
		em += w
		if i > 0 && em*f.size > width {
			return s[:i]
		}
	}
	return s
}

func lastRune(s string) string {
	r := []rune(s)
	return string(r[len(r)-1:])
}

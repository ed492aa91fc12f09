package figure

import (
	"strings"
	"unicode/utf8"
)

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
			head := f.breakWord(word, width)
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

// wrapCell wraps like wrap, but breaks inside brackets only where they are
// wider than a line, so that an interval stays in one piece.
func (f face) wrapCell(s string, width float64, max int) (lines []string, cut bool) {
	glued := glue(s)
	lines, cut = f.wrap(glued, width, max)
	for _, word := range strings.Split(glued, " ") {
		cut = cut || strings.ContainsRune(word, noBreak) && !f.fits(word, width)
	}
	if i := strings.IndexAny(s, "[("); cut && i > 1 && s[i-1] == ' ' {
		before, cut1 := f.wrap(s[:i-1], width, max)
		inside, cut2 := f.wrap(s[i:], width, max)
		if all := append(before, inside...); !cut1 && !cut2 && len(all) <= max {
			return all, false
		}
	}
	if cut || glued == s {
		return f.wrap(s, width, max)
	}
	return unglued(s, lines), false
}

// unglued returns the lines of a text as they are in the text, which had no-break
// spaces put in when it was wrapped.
func unglued(s string, lines []string) []string {
	for i, line := range lines {
		s = strings.TrimLeft(s, " ")
		end := 0
		for range utf8.RuneCountInString(line) {
			_, size := utf8.DecodeRuneInString(s[end:])
			end += size
		}
		lines[i], s = s[:end], s[end:]
	}
	return lines
}

const noBreak = '\u00a0'

// glue puts no-break spaces for the spaces inside brackets.
func glue(s string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r == '[' || r == '(':
			depth++
		case r == ']' || r == ')':
			depth--
		case r == ' ' && depth > 0:
			return noBreak
		}
		return r
	}, s)
}

// breakable ends a piece of a word after a mark at which it may be broken.
var breakable = strings.NewReplacer("/", "/ ", "–", "– ")

// breakWord returns the beginning of a word wider than a line: up to the last
// mark at which it may be broken, or else what fits.
func (f face) breakWord(word string, width float64) string {
	head := f.prefix(word, width)
	if i := strings.LastIndexAny(head, "/–"); i > 0 && i < len(head) {
		_, size := utf8.DecodeRuneInString(head[i:])
		return head[:i+size]
	}
	return head
}

func lastRune(s string) string {
	r := []rune(s)
	return string(r[len(r)-1:])
}

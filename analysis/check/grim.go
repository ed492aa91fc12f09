package check

import (
	"math"
	"strconv"
	"strings"
)

// GRIM finds a mean that no n whole scores have. With n scores the mean is a
// whole number over n; if none of these rounds to the printed mean, at its
// printed decimals, then n, the mean or the scale is not what it seems. It says
// nothing when n ≥ 10^decimals. Either way of rounding a half is accepted.
// Brown and Heathers 2017.
var GRIM = Check{Code: "grim", Name: "a mean that whole scores cannot have", Level: Warn,
	Source: "Brown & Heathers 2017, 10.1177/1948550616673876", run: grim}

func grim(t Trials) []Finding {
	var found []Finding
	for i, x := range t.Trials {
		texts := [2]Texts{x.TextsT, x.TextsC}
		for j, g := range x.arms() {
			if !x.Scale.Integer || !whole(g.N) || decimals(texts[j].Mean) < 0 {
				continue
			}
			if low, high := wholeSums(g.Mean, texts[j].Mean, g.N); low > high {
				below, above := math.Floor(g.Mean*g.N), math.Ceil(g.Mean*g.N)
				found = append(found, t.on(Warn, say("no %v whole scores have the mean %v of the %v arm: the nearest are %v and %v: were fewer people analysed, or is the scale an average of items?",
					g.N, texts[j].Mean, armNames[j], fixed(below/g.N, texts[j].Mean), fixed(above/g.N, texts[j].Mean)), i))
			}
		}
	}
	return found
}

// wholeSums are the lowest and the highest whole sum of n scores whose mean rounds to
// the text; low > high without any.
func wholeSums(mean float64, text string, n float64) (low, high float64) {
	round := rounding(text)
	return math.Ceil(float64((mean-round)*n) - slack*n), math.Floor(float64((mean+round)*n) + slack*n)
}

const slack = 1e-9 // for numbers that are a half exactly in decimals, not in binary

// whole says that n is a number of people.
func whole(n float64) bool { return n >= 2 && n == math.Trunc(n) && n < 1e9 }

// decimals is the number of digits after the point of a plain decimal, −1 for
// any other text.
func decimals(text string) int {
	text = strings.TrimLeft(strings.TrimSpace(text), "+-")
	if text == "" || strings.Trim(text, "0123456789.") != "" || strings.Count(text, ".") > 1 {
		return -1
	}
	if at := strings.IndexByte(text, '.'); at >= 0 {
		return len(text) - at - 1
	}
	return 0
}

// rounding is half a unit of the last digit of a text, 0 for a number not typed.
func rounding(text string) float64 {
	d := decimals(text)
	if d < 0 {
		return 0
	}
	return math.Pow10(-d) / 2
}

// fixed writes x with one decimal more than the text.
func fixed(x float64, text string) string { return strconv.FormatFloat(x, 'f', decimals(text)+1, 64) }

package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Words for people. Machines read Number.

// Human is x with a fixed number of decimals, a true minus sign and thousands
// separators, from 1e15 on, where a float64 has no decimals, as 1.23e15;
// "not estimable" when it is not defined.
func Human(x float64, decimals int) string {
	if math.IsNaN(x) {
		return "not estimable"
	}
	if math.IsInf(x, 0) {
		return strings.Replace(fmt.Sprintf("%c∞", sign(x)), "+", "", 1)
	}
	s := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	if math.Abs(x) >= 1e15 {
		s = strings.Replace(strconv.FormatFloat(math.Abs(x), 'e', 2, 64), "e+", "e", 1)
	}
	whole, rest, _ := strings.Cut(s, ".")
	if rest != "" {
		rest = "." + rest
	}
	s = thousands(whole) + rest
	if x < 0 && strings.Trim(s, "0.,") != "" {
		return "−" + s
	}
	return s
}

func sign(x float64) rune {
	if x < 0 {
		return '−'
	}
	return '+'
}

func thousands(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Count is a whole number of people or events, "?" when it is not reported.
func Count(x float64) string {
	if math.IsNaN(x) {
		return "?"
	}
	return Human(x, 0)
}

// Effect is a number on the natural scale with two decimals; a ratio from 10
// keeps one, from 100 none, and below 0.01 three. A number that is not no
// difference (1 for a ratio, else 0) never prints as it: it gets the decimals it
// needs, up to six.
func Effect(x float64, ratio bool) string {
	decimals := 2
	if ratio {
		switch {
		case x >= 99999.5:
			return ">99,999"
		case x >= 99.5:
			decimals = 0
		case x >= 9.95:
			decimals = 1
		case x > 0 && x < 0.0005:
			return "<0.001"
		case x > 0 && x < 0.0095:
			decimals = 3
		}
	}
	return EffectIn(x, ratio, decimals)
}

// EffectIn is a number on the natural scale with so many decimals, or with as
// many more, up to six, as it takes to tell it from no difference and a ratio
// from 0.
func EffectIn(x float64, ratio bool, decimals int) string {
	null := 0.0
	if ratio {
		null = 1
	}
	like := func(y float64) bool { return math.Abs(x-y) > 1e-9 && Human(x, decimals) == Human(y, decimals) }
	for decimals < 6 && (like(null) || like(0)) {
		decimals++
	}
	return Human(x, decimals)
}

// Interval is "0.33 to 0.73".
func Interval(lo, hi float64, ratio bool) string {
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return "not estimable"
	}
	return Effect(lo, ratio) + " to " + Effect(hi, ratio)
}

// EffectCI is "0.49 (0.33 to 0.73)", or "not estimable".
func EffectCI(x, lo, hi float64, ratio bool) string {
	if math.IsNaN(x) {
		return "not estimable"
	}
	return Effect(x, ratio) + " (" + Interval(lo, hi, ratio) + ")"
}

// Brackets is "0.49 [0.33 to 0.73]", as figures and terminals show it.
func Brackets(x, lo, hi float64, ratio bool) string {
	if math.IsNaN(x) {
		return "not estimable"
	}
	return Effect(x, ratio) + " [" + Interval(lo, hi, ratio) + "]"
}

// PValue is "P = 0.03" with two significant digits down to 0.001, below that
// "P < 0.001".
func PValue(p float64) string {
	switch {
	case math.IsNaN(p):
		return "P not estimable"
	case p < 0.001:
		return "P < 0.001"
	case p < 0.0995:
		return "P = " + strconv.FormatFloat(p, 'f', 3, 64)
	}
	return "P = " + strconv.FormatFloat(p, 'f', 2, 64)
}

// Variance is τ² with the digits its size needs.
func Variance(x float64) string {
	if math.IsNaN(x) {
		return "not estimable"
	}
	if x == 0 {
		return "0"
	}
	decimals := 2
	if x < 0 {
		return "−" + Variance(-x)
	}
	if x < 1e-6 {
		return "<0.000001"
	}
	for d := 0.1; x < d; d /= 10 {
		decimals++
	}
	if x >= 10 {
		decimals = 1
	}
	return Human(x, decimals)
}

// Degrees is a number of degrees of freedom, with a decimal where it is not whole.
func Degrees(df float64) string {
	if df == math.Trunc(df) {
		return Human(df, 0)
	}
	return Human(df, 1)
}

// Percent is a percentage without decimals, with one below 10 and where a whole
// number would say 100 of what is not.
func Percent(x float64) string {
	if math.IsNaN(x) {
		return "not estimable"
	}
	if x > 0 && x < 0.05 {
		return "<0.1%"
	}
	if x >= 99.95 && x < 100 {
		return ">99.9%"
	}
	if x > 0 && x < 9.95 || x >= 99.5 && x < 100 {
		return Human(x, 1) + "%"
	}
	return Human(x, 0) + "%"
}

// Plural is "1 trial", "3 trials".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(strconv.Itoa(n)) + " " + many
}

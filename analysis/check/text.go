package check

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// num writes a number for a reader: whole numbers in full, others to four
// digits, and a ratio beyond all numbers as that.
func num(x float64) string {
	if math.IsInf(x, 1) {
		return "over 1e308"
	}
	if x == math.Trunc(x) && math.Abs(x) < 1e9 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	if math.Abs(x) >= 1e4 && math.Abs(x) < 1e9 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}

// say is fmt.Sprintf with every float64 written by num; its verb is %v.
func say(format string, args ...any) string {
	for i, a := range args {
		if x, ok := a.(float64); ok {
			args[i] = num(x)
		}
	}
	return fmt.Sprintf(format, args...)
}

// folded is a text without case, spaces and punctuation, by which two names are
// compared.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if letterOrDigit(r) {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

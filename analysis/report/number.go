package report

import (
	"math"
	"strconv"
	"strings"
)

// Num is a machine number. It prints as Number does; what is not defined (NaN,
// and an infinite number of degrees of freedom) is null in JSON and empty in
// CSV.
type Num float64

// Number prints x with ten significant digits in the shortest form, the only
// way a number reaches a file that programs read. Not a number and infinite are
// the empty string.
func Number(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	if x == 0 {
		return "0" // never −0
	}
	s := strconv.FormatFloat(x, 'g', 10, 64)
	if mantissa, exp, ok := strings.Cut(s, "e"); ok {
		return trimZeros(mantissa) + "e" + exp
	}
	return trimZeros(s)
}

func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// MarshalJSON is Number, or null.
func (n Num) MarshalJSON() ([]byte, error) {
	if s := Number(float64(n)); s != "" {
		return []byte(s), nil
	}
	return []byte("null"), nil
}

// settle is x, or 0 where x is rounding noise beside the scale of its kind:
// below 1e-12 of it.
func settle(x, scale float64) Num {
	if math.Abs(x) < 1e-12*math.Abs(scale) {
		return 0
	}
	return Num(x)
}

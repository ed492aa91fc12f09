package tau

import (
	"math"
	"regexp"
	"strconv"
)

// Declared takes τ² as given, from an earlier review or a prior belief: nothing
// is estimated, so that it has no standard error and no interval. Its code is the
// number. τ² must be finite and not below 0.
func Declared(tau2 float64) Estimator {
	given := Estimate{Tau2: tau2, SE: math.NaN(), Converged: true, Declared: true}
	return Estimator{Code: strconv.FormatFloat(tau2, 'g', -1, 64), Name: "declared", Declared: true,
		Fit: func(y, v []float64) (Estimate, error) {
			return given, check(y, v)
		},
		Regress: func(*Design) Estimate { return given }}
}

// number is a plain or scientific decimal, such as the code of a small τ² is.
var number = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// declared is the estimator that a decimal stands for.
func declared(code string) (Estimator, bool) {
	tau2, err := strconv.ParseFloat(code, 64)
	if err != nil || !number.MatchString(code) {
		return Estimator{}, false
	}
	return Declared(tau2), true
}

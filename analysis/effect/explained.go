package effect

import (
	"math"

	"grove/analysis/study"
)

// explained makes a measure of the share of variance that a regression explains.
// It is not a measure of difference.
func explained(code, name string, of func(correlated) float64, back func(float64) float64, variance func(correlated) float64, cites ...string) Measure {
	variances := []variant[correlated]{{"LS", each(variance)}}
	return Measure{Code: code, Name: name, Needs: Explained, Null: math.NaN(), Back: back, Variances: codes(variances), Cites: cites,
		measure: computed(explainedMissing, func(c study.Contrast, _ Options) correlated { return correlated{c.Within.R2, c.T.N} }, of, variances,
			func(c study.Contrast) string {
				if r2 := c.Within.R2; r2 == 0 || r2 == 1 {
					return "a share of 0 or 1 has no variance"
				}
				return "too few people for a variance"
			})}
}

func explainedMissing(c study.Contrast) string {
	switch {
	case c.Within == nil || !given(c.Within.R2):
		return "share of variance explained not reported"
	case !(c.Within.R2 >= 0 && c.Within.R2 <= 1):
		return "the share of variance explained is not between 0 and 1"
	}
	return peopleMissing(c)
}

// R2 is the share of variance that a regression's predictors explain together,
// R², with variance 4R²(1−R²)²/n. Olkin and Finn 1995.
var R2 = explained("R2", "share of variance explained", func(c correlated) float64 { return c.r }, identity,
	func(c correlated) float64 { return 4 * c.r * float64((1-c.r)*(1-c.r)) / c.n }, "olkin1995")

// ZR2 is Fisher's z of the multiple correlation, artanh √R², with variance 1/n,
// and back tanh²y, 0 below 0. Olkin and Finn 1995.
var ZR2 = explained("ZR2", "share of variance explained (pooled as Fisher's z)", func(c correlated) float64 { return math.Atanh(math.Sqrt(c.r)) },
	func(y float64) float64 { return squared(math.Tanh(y)) },
	func(c correlated) float64 { return 1 / c.n }, "olkin1995")

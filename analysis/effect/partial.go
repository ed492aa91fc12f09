package effect

import (
	"math"

	"grove/analysis/study"
)

// coefficient is one coefficient of a regression: its t, the correlation made of
// it, the number of people and of predictors, the variance explained.
type coefficient struct{ r, n, m, r2 float64 }

// regressed makes a measure of a coefficient of a regression.
func regressed(code, name string, needs Needs, correlation func(c study.Contrast) float64, z bool, variance func(coefficient) float64, cites ...string) Measure {
	of, back := func(c coefficient) float64 { return c.r }, identity
	variances := []variant[coefficient]{{"LS", each(variance)}}
	if z {
		of, back = func(c coefficient) float64 { return math.Atanh(c.r) }, math.Tanh
	}
	missing := coefficientMissing
	if needs == SemiPartial {
		missing = semiPartialMissing
	}
	return Measure{Code: code, Name: name, Needs: needs, Back: back, Variances: codes(variances), Cites: cites,
		measure: computed(missing, func(c study.Contrast, _ Options) coefficient {
			return coefficient{correlation(c), c.T.N, c.Within.Predictors, c.Within.R2}
		}, of, variances, func(study.Contrast) string { return "too few people for a variance, or a correlation beyond 1" })}
}

func coefficientMissing(c study.Contrast) string {
	switch {
	case c.Within == nil || !given(c.Within.Statistic):
		return "t statistic of the coefficient not reported"
	case !given(c.Within.Predictors) || !(c.Within.Predictors >= 1):
		return "number of predictors not reported"
	}
	return peopleMissing(c)
}

func semiPartialMissing(c study.Contrast) string {
	if c.Within == nil || !(c.Within.R2 >= 0 && c.Within.R2 <= 1) {
		return "share of variance explained not reported"
	}
	return coefficientMissing(c)
}

// partial is t/√(t² + n−m−1).
func partial(c study.Contrast) float64 {
	t := c.Within.Statistic
	return t / math.Sqrt(float64(t*t)+c.T.N-c.Within.Predictors-1)
}

// PCOR is the partial correlation of an outcome and one of m predictors, from the
// t statistic of its coefficient,
//
//	r = t/√(t² + n−m−1),  variance (1−r²)²/(n−m).
//
// Aloe and Thompson 2013.
var PCOR = regressed("PCOR", "partial correlation", Coefficient, partial, false,
	func(c coefficient) float64 { return stretch(c.r) / (c.n - c.m) }, "aloe2013")

// ZPCOR is Fisher's z of the partial correlation, artanh r, with variance
// 1/(n−m−2). Fisher 1924.
var ZPCOR = regressed("ZPCOR", "partial correlation (pooled as Fisher's z)", Coefficient, partial, true,
	func(c coefficient) float64 { return 1 / (c.n - c.m - 2) }, "fisher1924", "aloe2013")

// semiPartial is t√(1−R²)/√(n−m−1).
func semiPartial(c study.Contrast) float64 {
	return c.Within.Statistic * math.Sqrt(1-c.Within.R2) / math.Sqrt(c.T.N-c.Within.Predictors-1)
}

// SPCOR is the semi-partial correlation: r² is what the predictor adds to the
// variance R² that all m explain,
//
//	r = t√(1−R²)/√(n−m−1),  variance (R⁴ − 2R² + A + 1 − A²)/n,  A = R² − r².
//
// Aloe and Becker 2012.
var SPCOR = regressed("SPCOR", "semi-partial correlation", SemiPartial, semiPartial, false, semiPartialVariance, "aloe2012")

// ZSPCOR is Fisher's z of the semi-partial correlation, artanh r, with variance
// Var(r)/(1−r²)². Aloe and Becker 2012.
var ZSPCOR = regressed("ZSPCOR", "semi-partial correlation (pooled as Fisher's z)", SemiPartial, semiPartial, true,
	func(c coefficient) float64 { return semiPartialVariance(c) / stretch(c.r) }, "fisher1921", "aloe2012")

func semiPartialVariance(c coefficient) float64 {
	a := c.r2 - float64(c.r*c.r)
	// R⁴ − 2R² + 1 is (1−R²)², A − A² is A(1−A).
	return (float64((1-c.r2)*(1-c.r2)) + float64(a*(1-a))) / c.n
}

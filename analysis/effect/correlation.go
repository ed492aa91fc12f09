package effect

import (
	"math"

	"grove/analysis/study"
)

// correlated is one study's correlation with its number of people.
type correlated struct{ r, n float64 }

// correlation makes a measure of the correlation that a study of one group
// reports.
func correlation(code, name string, of func(correlated) float64, back func(float64) float64, variances []variant[correlated], cites ...string) Measure {
	return Measure{Code: code, Name: name, Needs: Correlation, Back: back, Variances: codes(variances), Cites: cites,
		measure: computed(correlationMissing, func(c study.Contrast, _ Options) correlated { return correlated{c.Within.R, c.T.N} }, of, variances,
			func(c study.Contrast) string {
				if math.Abs(c.Within.R) == 1 {
					return "a correlation of 1 or −1 has no variance"
				}
				return "too few people for a variance"
			})}
}

func correlationMissing(c study.Contrast) string {
	switch {
	case c.Within == nil || !given(c.Within.R):
		return "correlation not reported"
	case !(math.Abs(c.Within.R) <= 1):
		return "the correlation is not between −1 and 1"
	}
	return peopleMissing(c)
}

func peopleMissing(c study.Contrast) string {
	if !given(c.T.N) || !(c.T.N >= 1) {
		return "number of people not reported"
	}
	return ""
}

// ZCOR is Fisher's z of a correlation, artanh r, with variance 1/(n−3). Fisher
// 1921.
var ZCOR = correlation("ZCOR", "correlation (pooled as Fisher's z)", func(c correlated) float64 { return math.Atanh(c.r) }, math.Tanh,
	[]variant[correlated]{{"LS", each(func(c correlated) float64 { return 1 / (c.n - 3) })}}, "fisher1921")

// COR is the correlation r with variance (1−r²)²/(n−1) (LS), or with the mean
// correlation of all studies weighted by n in the place of r (AV). Hunter and
// Schmidt 2004.
var COR = correlation("COR", "correlation", func(c correlated) float64 { return c.r }, identity, []variant[correlated]{
	{"LS", each(func(c correlated) float64 { return stretch(c.r) / (c.n - 1) })},
	{"AV", averageCorrelation(func(c correlated) float64 { return c.r })},
}, "hunter2004")

// UCOR is the correlation without its bias,
//
//	G = r·₂F₁(½, ½; (n−2)/2; 1−r²),
//
// with variance
//
//	LS   (1−G²)²/(n−1)
//	UB   G² − 1 + (n−3)/(n−2)·(1−r²)·₂F₁(1, 1; n/2; 1−r²), unbiased
//	AV   LS with the mean of all studies weighted by n in the place of G
//
// It needs five people; the unbiased variance can come out at zero or below, and
// then there is none. Olkin and Pratt 1958; Hedges 1989.
var UCOR = correlation("UCOR", "correlation without its bias", olkinPratt, identity, []variant[correlated]{
	{"LS", each(func(c correlated) float64 { return stretch(olkinPratt(c)) / (c.n - 1) })},
	{"UB", each(func(c correlated) float64 {
		g, rest := olkinPratt(c), (1-c.r)*(1+c.r)
		return float64(g*g) - 1 + float64((c.n-3)/(c.n-2)*rest*gaussOnes(c.r, c.n))
	})},
	{"AV", averageCorrelation(olkinPratt)},
}, "olkin1958", "hedges1989")

// olkinPratt is the unbiased correlation, NaN below five people.
func olkinPratt(c correlated) float64 {
	if !(c.n >= 5) {
		return math.NaN()
	}
	return c.r * gaussHalves(c.r, c.n)
}

// averageCorrelation is the variance at the mean of all studies weighted by n.
func averageCorrelation(of func(correlated) float64) func([]correlated) []float64 {
	return func(cs []correlated) []float64 {
		var sum, n float64
		for _, c := range cs {
			sum += float64(c.n * of(c))
			n += c.n
		}
		return each(func(c correlated) float64 { return stretch(sum/n) / (c.n - 1) })(cs)
	}
}

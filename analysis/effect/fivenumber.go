package effect

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// FiveNumber is what an arm reports of a skewable outcome instead of mean and
// standard deviation: quartiles, extremes, or both, always the median and the
// number of people. What is not reported is NaN.
type FiveNumber struct {
	Min, Q1, Median, Q3, Max float64
	N                        float64
}

// Quantile is one way from quantiles to a mean and a standard deviation.
type Quantile struct {
	Code, Name string
	Cites      []string
	rows       [3]func(f FiveNumber) (mean, sd float64) // by what is reported: extremes, quartiles, both; nil where it knows no way
}

// Quantiles are the ways, the default first.
var Quantiles = []Quantile{Luo, WanQuantiles, BlandQuantiles}

// QuantileOf is the way with a code, the default for none; false for an unknown one.
func QuantileOf(code string) (Quantile, bool) {
	i := slices.IndexFunc(Quantiles, func(q Quantile) bool { return code == "" || q.Code == code })
	if i < 0 {
		return Quantile{}, false
	}
	return Quantiles[i], true
}

// QuantileCodes are the codes of the ways, for a message.
func QuantileCodes() string {
	codes := make([]string, len(Quantiles))
	for i, q := range Quantiles {
		codes[i] = q.Code
	}
	return strings.Join(codes, ", ")
}

// Luo is the mean of Luo and others 2018,
//
//	extremes   w(a+b)/2 + (1−w)m,  w = 4/(4+n^0.75)
//	quartiles  w(q₁+q₃)/2 + (1−w)m,  w = 0.7 + 0.39/n
//	both       w₁(a+b)/2 + w₂(q₁+q₃)/2 + (1−w₁−w₂)m,
//	           w₁ = 2.2/(2.2+n^0.75),  w₂ = 0.7 − 0.72/n^0.55
//
// with the standard deviation of Wan and others 2014,
//
//	extremes   (b−a)/ξ,  ξ = 2Φ⁻¹((n−0.375)/(n+0.25))
//	quartiles  (q₃−q₁)/η,  η = 2Φ⁻¹((0.75n−0.125)/(n+0.25)),
//
// and where both are reported that of Shi and others 2020,
// w(b−a)/ξ + (1−w)(q₃−q₁)/η with w = 1/(1+0.07n^0.6).
var Luo = Quantile{Code: "luo", Name: "Luo's mean, Wan's and Shi's standard deviation", Cites: []string{"luo2018", "wan2014", "shi2020", "shi2023"}, rows: [3]func(FiveNumber) (float64, float64){
	func(f FiveNumber) (float64, float64) {
		w := 4 / (4 + math.Pow(f.N, 0.75))
		return float64(w*f.midrange()) + float64((1-w)*f.Median), f.sdExtremes()
	},
	func(f FiveNumber) (float64, float64) {
		w := 0.7 + 0.39/f.N
		return float64(w*f.midhinge()) + float64((1-w)*f.Median), f.sdQuartiles()
	},
	func(f FiveNumber) (float64, float64) {
		w1, w2 := 2.2/(2.2+math.Pow(f.N, 0.75)), 0.7-0.72/math.Pow(f.N, 0.55)
		w := 1 / (1 + float64(0.07*math.Pow(f.N, 0.6)))
		return float64(w1*f.midrange()) + float64(w2*f.midhinge()) + float64((1-w1-w2)*f.Median),
			float64(w*f.sdExtremes()) + float64((1-w)*f.sdQuartiles())
	},
}}

// WanQuantiles is the mean (a+2m+b)/4 or (q₁+m+q₃)/3 or, of all five,
// (a+2q₁+2m+2q₃+b)/8, with the standard deviations from extremes and quartiles as
// in Luo and from all five their mean. Wan and others 2014.
var WanQuantiles = Quantile{Code: "wan", Name: "Wan's mean and standard deviation", Cites: []string{"wan2014"}, rows: [3]func(FiveNumber) (float64, float64){
	func(f FiveNumber) (float64, float64) { return (f.midrange() + f.Median) / 2, f.sdExtremes() },
	func(f FiveNumber) (float64, float64) { return (f.Q1 + f.Median + f.Q3) / 3, f.sdQuartiles() },
	func(f FiveNumber) (float64, float64) { return f.bland(), (f.sdExtremes() + f.sdQuartiles()) / 2 },
}}

// BlandQuantiles is the mean (a+2q₁+2m+2q₃+b)/8 with the variance
//
//	(a²+2q₁²+2m²+2q₃²+b²)/16 + (aq₁+q₁m+mq₃+q₃b)/8 − (a+2q₁+2m+2q₃+b)²/64,
//
// for all five numbers only. Bland 2015.
var BlandQuantiles = Quantile{Code: "bland", Name: "Bland's mean and standard deviation", Cites: []string{"bland2015"}, rows: [3]func(FiveNumber) (float64, float64){
	2: func(f FiveNumber) (float64, float64) {
		mean := f.bland()
		a, q1, m, q3, b := f.Min-mean, f.Q1-mean, f.Median-mean, f.Q3-mean, f.Max-mean // centred: the variance does not shift
		squares := float64(a*a) + float64(2*q1*q1) + float64(2*m*m) + float64(2*q3*q3) + float64(b*b)
		products := float64(a*q1) + float64(q1*m) + float64(m*q3) + float64(q3*b)
		return mean, math.Sqrt(squares/16 + products/8)
	},
}}

// Of is the mean and the standard deviation behind a five-number summary, NaN
// with a reason where there is none: too little reported, numbers out of order,
// fewer than four people. A note says where the test of Shi and others finds the
// data skewed, for then neither number can be trusted.
func (q Quantile) Of(f FiveNumber) (mean, sd float64, notes []string, reason string) {
	nan := math.NaN()
	extremes, quartiles := !math.IsNaN(f.Min+f.Max), !math.IsNaN(f.Q1+f.Q3)
	at := -1
	switch {
	case math.IsNaN(f.Median):
		return nan, nan, nil, "no median"
	case !(f.N >= 4):
		return nan, nan, nil, "fewer than four people, or no number of them"
	case extremes && quartiles:
		at = 2
	case quartiles:
		at = 1
	case extremes:
		at = 0
	default:
		return nan, nan, nil, "a median without both quartiles or both extremes"
	}
	if extremes && !(f.Min <= f.Median && f.Median <= f.Max) || quartiles && !(f.Q1 <= f.Median && f.Median <= f.Q3) || extremes && quartiles && !(f.Min <= f.Q1 && f.Q3 <= f.Max) {
		return nan, nan, nil, "minimum, quartiles, median and maximum are out of order"
	}
	if q.rows[at] == nil {
		return nan, nan, nil, q.Name + " needs all five numbers"
	}
	if statistic, critical := f.skewness(at); statistic > critical {
		notes = []string{fmt.Sprintf("the quantiles are skewed (%.2f, above %.2f): a mean from them can mislead", statistic, critical)}
	}
	mean, sd = q.rows[at](f)
	return mean, sd, notes, ""
}

// skewness is the test statistic of Shi and others 2023 with its critical value
// at the level of 5%, in large samples of normal data:
//
//	extremes   |a+b−2m|/(b−a),  1.01/ln(n+9) + 2.43/(n+1)
//	quartiles  |q₁+q₃−2m|/(q₃−q₁),  2.66/√n − 5.92/n²
//	both       the larger of 2.65 ln(0.6n)/√n times the first and the second,
//	           2.97/√n − 39.1/n³
func (f FiveNumber) skewness(at int) (statistic, critical float64) {
	ends := math.Abs(f.Min+f.Max-2*f.Median) / (f.Max - f.Min)
	middle := math.Abs(f.Q1+f.Q3-2*f.Median) / (f.Q3 - f.Q1)
	n := f.N
	return [3]float64{ends, middle, math.Max(2.65*math.Log(0.6*n)/math.Sqrt(n)*ends, middle)}[at],
		[3]float64{1.01/math.Log(n+9) + 2.43/(n+1), 2.66/math.Sqrt(n) - 5.92/(n*n), 2.97/math.Sqrt(n) - 39.1/(n*n*n)}[at]
}

func (f FiveNumber) midrange() float64 { return (f.Min + f.Max) / 2 }

func (f FiveNumber) midhinge() float64 { return (f.Q1 + f.Q3) / 2 }

func (f FiveNumber) bland() float64 {
	return (f.Min + 2*f.Q1 + 2*f.Median + 2*f.Q3 + f.Max) / 8
}

func (f FiveNumber) sdExtremes() float64 {
	return (f.Max - f.Min) / (2 * distuv.UnitNormal.Quantile((f.N-0.375)/(f.N+0.25)))
}

func (f FiveNumber) sdQuartiles() float64 {
	return (f.Q3 - f.Q1) / (2 * distuv.UnitNormal.Quantile((float64(0.75*f.N)-0.125)/(f.N+0.25)))
}

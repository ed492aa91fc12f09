package effect

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Conversion is one way from what a report prints to the numbers an effect is
// made of. A trial that needed one is marked in every output, and each analysis
// has a refit without the trials of each conversion it needed.
type Conversion struct {
	Code, Name string
	kind       conversionKind
	Cites      []string
}

// conversionKind is what a conversion touches, so that one that an effect does
// not rest on leaves no mark.
type conversionKind int

const (
	ofEffect  conversionKind = iota // of a reported effect
	ofMeans                         // the mean or the standard deviation of an arm
	ofPairing                       // how the same people under two treatments, or at two times, go together
	ofPeople                        // the number of people of an arm, with all that hangs on it; a reported effect is left as it is
)

// Conversions are the conversions.
var Conversions = []Conversion{
	// SE = (high − low)/(2q), q the 0.975 quantile of the normal distribution, or of t where
	// its degrees of freedom are known; the limits of a ratio are taken as logarithms.
	// Cochrane Handbook, chapter 6.
	{Code: "se-from-interval", Name: "standard error from a reported interval", kind: ofEffect, Cites: []string{"higgins2023"}},
	// SE = |y|/q, q the (1−P/2) quantile of the normal distribution, or of t where its degrees
	// of freedom are known; none where P is not between 0 and 1 or the effect is 0.
	// Cochrane Handbook, chapter 6.
	{Code: "se-from-p", Name: "standard error from a P value", kind: ofEffect, Cites: []string{"higgins2023"}},
	// SE = y/t, of a t or z statistic with the sign of the effect. Cochrane Handbook,
	// chapter 6.
	{Code: "se-from-statistic", Name: "standard error from a t or z statistic", kind: ofEffect, Cites: []string{"higgins2023"}},
	// SD = SE·√n; none without n. Cochrane Handbook, chapter 6.
	{Code: "sd-from-se", Name: "standard deviation from a standard error", kind: ofMeans, Cites: []string{"higgins2023"}},
	// SD = √n (high − low)/(2t₀.₉₇₅), t with n−1 degrees of freedom; none for one person.
	// Cochrane Handbook, chapter 6.
	{Code: "sd-from-interval", Name: "standard deviation from the interval of a mean", kind: ofMeans, Cites: []string{"higgins2023"}},
	// The first of the table of quantiles; only where no mean is printed.
	{Code: "mean-from-quantiles", Name: "mean and standard deviation from median and quartiles or extremes", kind: ofMeans, Cites: []string{"luo2018", "wan2014", "shi2020", "shi2023"}},
	// People and events over 1 + (m−1)·ICC, m the mean size of a cluster. Cochrane Handbook,
	// chapter 23.
	{Code: "design-effect", Name: "people divided by a design effect", kind: ofPeople, Cites: []string{"higgins2023"}},
	CorrelationDeclared,
}

// Rests are the conversions of the given codes that an effect of a measure
// rests on; reported says that the effect is the paper's own.
func (m Measure) Rests(codes []string, reported bool) []string {
	var rests []string
	for _, c := range Conversions {
		touches := map[conversionKind]bool{ofEffect: reported, ofMeans: !reported && slices.Contains([]Needs{Means, Mean, Spread, Twice, TwiceRaw}, m.Needs),
			ofPairing: !reported && m.Correlates(), ofPeople: !reported}
		if touches[c.kind] && slices.Contains(codes, c.Code) {
			rests = append(rests, c.Code)
		}
	}
	return rests
}

// SEFromP is the standard error behind an estimate with a two-sided P value,
//
//	SE = |y| / q,  q the (1−P/2) quantile,
//
// of the normal for df = +Inf, else of t. NaN where P is not between 0 and 1 or
// the estimate is 0. Cochrane Handbook, chapter 6.
func SEFromP(y, p, df float64) float64 {
	if !(p > 0 && p < 1) || y == 0 {
		return math.NaN()
	}
	if math.IsInf(df, 1) {
		return math.Abs(y) / -distuv.UnitNormal.Quantile(p/2)
	}
	return math.Abs(y) / -distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(p/2)
}

// SDFromInterval is the standard deviation behind the 95% interval of the mean
// of n people,
//
//	SD = √n (high − low) / (2 t₀.₉₇₅),
//
// t with n−1 degrees of freedom. NaN for one person. Cochrane Handbook, chapter 6.
func SDFromInterval(low, high, n float64) float64 {
	if !(n > 1) {
		return math.NaN()
	}
	return math.Sqrt(n) * (high - low) / (2 * distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975))
}

// DesignEffect is by how much clusters of m people on average with an
// intracluster correlation widen a variance, 1 + (m−1)·ICC. Cochrane Handbook,
// chapter 23.
func DesignEffect(m, icc float64) float64 { return 1 + float64((m-1)*icc) }

package effect

import (
	"math"
	"slices"
)

// Reading is what a pooled effect says in other words: an effect on its natural
// scale, read with the variance τ² of the true effects where it hangs on it.
type Reading struct {
	Code, Name string
	Subject    Subject
	of         func(x, tau2 float64) float64
	even       bool // the sign of the effect makes no difference
	Cites      []string
}

// Subject is what a reading is of.
type Subject struct {
	Name, Given string // in words, and what is taken for granted of it
	Share       bool   // what is read is a share of 1
	Spread      bool   // the reading hangs on τ²
	has         func(Measure) bool
}

var (
	ofDifference = Subject{Name: "a mean difference in standard deviations", Given: "if the outcome is normal with one standard deviation", Share: true,
		has: func(m Measure) bool { return slices.Contains([]string{SMD.Code, SMD1.Code}, m.Code) }}
	ofPointBiserial = Subject{Name: "a point-biserial correlation", Given: "if both arms are of one size",
		has: func(m Measure) bool { return slices.Contains([]string{RPB.Code, ZPB.Code}, m.Code) }}
	ofRatio = Subject{Name: "a ratio", Given: "if its logarithm is normal over settings, τ² taken as known", Spread: true,
		has: func(m Measure) bool { return m.Ratio }}
)

// Readings are the readings, those of a standardised mean difference d first: what
// it says of people if the outcome is normally distributed with one standard
// deviation in both arms.
var Readings = []Reading{
	// Cohen's U₃ is Φ(d), half where there is no difference. Cohen 1988.
	{Code: "u3", Name: "share of the control arm below the mean of the experimental arm", Subject: ofDifference, of: func(d, _ float64) float64 { return normalCDF(d) }, Cites: []string{"cohen1988"}},
	// Cohen's U₂ is Φ(|d|/2): as many in the arm with the higher mean exceed what as many
	// in the other fall short of. Cohen 1988.
	{Code: "u2", Name: "share of the arm with the higher mean that exceeds as many of the other", Subject: ofDifference, of: func(d, _ float64) float64 { return normalCDF(math.Abs(d) / 2) }, even: true, Cites: []string{"cohen1988"}},
	// Cohen's U₁ is (2U₂ − 1)/U₂, 0 where there is no difference. Cohen 1988.
	{Code: "u1", Name: "share of what both arms cover that is not common to them", Subject: ofDifference, of: func(d, _ float64) float64 {
		u2 := normalCDF(math.Abs(d) / 2)
		return (2*u2 - 1) / u2
	}, even: true, Cites: []string{"cohen1988"}},
	// The overlap of the densities of both arms is 2Φ(−|d|/2), 1 where there is no
	// difference. Reiser and Faraggi 1999.
	{Code: "overlap", Name: "overlap of both arms", Subject: ofDifference, of: func(d, _ float64) float64 { return 2 * normalCDF(-math.Abs(d)/2) }, even: true, Cites: []string{"reiser1999"}},
	// The probability that someone of the experimental arm has the higher value of two
	// people is Φ(d/√2). McGraw and Wong 1992.
	{Code: "superiority", Name: "probability of a higher value in the experimental arm", Subject: ofDifference, of: func(d, _ float64) float64 { return normalCDF(d / math.Sqrt2) }, Cites: []string{"mcgraw1992"}},
	// The binomial effect size display has ½ + r/2 above the median of all in the
	// experimental arm, with r = d/√(d²+4) of two arms of one size. Rosenthal and Rubin
	// 1982.
	{Code: "besd", Name: "share of the experimental arm above the median of all, in a binomial effect size display", Subject: ofDifference, of: func(d, _ float64) float64 { return 0.5 + d/math.Sqrt(float64(d*d)+4)/2 }, Cites: []string{"rosenthal1982"}},
	// A point-biserial correlation r is that of two arms of one size which are
	// 2r/√(1−r²) standard deviations apart, in so many people that N−2 is N; a limit
	// beyond ±1 is infinitely far. Borenstein 2009; Jacobs and Viechtbauer 2017.
	{Code: "d", Name: "mean difference in standard deviations", Subject: ofPointBiserial, of: func(r, _ float64) float64 {
		r = math.Max(-1, math.Min(1, r))
		return 2 * r / math.Sqrt((1-r)*(1+r))
	}, Cites: []string{"borenstein2009", "jacobs2017"}},
	// A ratio whose logarithm varies normally between settings, with mean μ and variance
	// τ², is exp(μ) in the middle and exp(μ + τ²/2) in the mean. The limits are those of
	// exp(μ), times exp(τ²/2). Finney 1941.
	{Code: "mean-ratio", Name: "mean of the ratio over settings", Subject: ofRatio, of: func(x, tau2 float64) float64 { return x * math.Exp(tau2/2) }, Cites: []string{"finney1941"}},
}

// Of is the reading of an effect on its natural scale. One that hangs on τ² is NaN
// without it.
func (r Reading) Of(x, tau2 float64) float64 { return r.of(x, tau2) }

// Between is the lowest and the highest reading of the values from lower to upper;
// of a reading that the sign makes no difference to, 0 may be one of them.
func (r Reading) Between(lower, upper, tau2 float64) (low, high float64) {
	ends := []float64{r.of(lower, tau2), r.of(upper, tau2)}
	if r.even && lower < 0 && upper > 0 {
		ends = append(ends, r.of(0, tau2))
	}
	return slices.Min(ends), slices.Max(ends)
}

// Reads says that a measure has the reading.
func (r Reading) Reads(m Measure) bool { return r.Subject.has(m) }

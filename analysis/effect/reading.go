package effect

import (
	"math"
	"slices"
)

// Reading is what a standardised mean difference d says of people, if the outcome
// is normally distributed with one standard deviation in both arms.
type Reading struct {
	Code, Name string
	of         func(d float64) float64
	even       bool // the sign of d makes no difference
	Cites      []string
}

// Readings are the readings of a standardised mean difference.
var Readings = []Reading{
	// Cohen's U₃ is Φ(d), half where there is no difference. Cohen 1988.
	{Code: "u3", Name: "share of the control arm below the mean of the experimental arm", of: normalCDF, Cites: []string{"cohen1988"}},
	// Cohen's U₂ is Φ(|d|/2): as many in the arm with the higher mean exceed what as many
	// in the other fall short of. Cohen 1988.
	{Code: "u2", Name: "share of the arm with the higher mean that exceeds as many of the other", of: func(d float64) float64 { return normalCDF(math.Abs(d) / 2) }, even: true, Cites: []string{"cohen1988"}},
	// Cohen's U₁ is (2U₂ − 1)/U₂, 0 where there is no difference. Cohen 1988.
	{Code: "u1", Name: "share of what both arms cover that is not common to them", of: func(d float64) float64 {
		u2 := normalCDF(math.Abs(d) / 2)
		return (2*u2 - 1) / u2
	}, even: true, Cites: []string{"cohen1988"}},
	// The overlap of the densities of both arms is 2Φ(−|d|/2), 1 where there is no
	// difference. Reiser and Faraggi 1999.
	{Code: "overlap", Name: "overlap of both arms", of: func(d float64) float64 { return 2 * normalCDF(-math.Abs(d)/2) }, even: true, Cites: []string{"reiser1999"}},
	// The probability that someone of the experimental arm has the higher value of two
	// people is Φ(d/√2). McGraw and Wong 1992.
	{Code: "superiority", Name: "probability of a higher value in the experimental arm", of: func(d float64) float64 { return normalCDF(d / math.Sqrt2) }, Cites: []string{"mcgraw1992"}},
	// The binomial effect size display has ½ + r/2 above the median of all in the
	// experimental arm, with r = d/√(d²+4) of two arms of one size. Rosenthal and Rubin
	// 1982.
	{Code: "besd", Name: "share of the experimental arm above the median of all, in a binomial effect size display", of: func(d float64) float64 { return 0.5 + d/math.Sqrt(float64(d*d)+4)/2 }, Cites: []string{"rosenthal1982"}},
}

// Of is a reading of d as a share of 1.
func (r Reading) Of(d float64) float64 { return r.of(d) }

// Between is the lowest and the highest reading of the values from lower to upper;
// of a reading that the sign makes no difference to, 0 may be one of them.
func (r Reading) Between(lower, upper float64) (low, high float64) {
	ends := []float64{r.of(lower), r.of(upper)}
	if r.even && lower < 0 && upper > 0 {
		ends = append(ends, r.of(0))
	}
	return slices.Min(ends), slices.Max(ends)
}

// Readable says that a measure is a difference of two arms in the one standard
// deviation that both are taken to have.
func (m Measure) Readable() bool { return slices.Contains([]string{SMD.Code, SMD1.Code}, m.Code) }

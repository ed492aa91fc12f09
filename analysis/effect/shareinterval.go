package effect

import (
	"math"

	"grove/analysis/study"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// ShareInterval is one confidence interval of a single group's share, made of the
// x people with the event and the n people at all rather than of an effect and
// its variance.
type ShareInterval struct {
	Code, Name string
	limits     func(x, n, level float64) (lower, upper float64)
	Cites      []string
}

// ShareIntervals are the intervals of a share, the default first. In the formulas
// p = x/n, and z is the two-sided critical value of the normal distribution.
var ShareIntervals = []ShareInterval{
	// The measure's own Wald interval is that with which the trial is pooled, taken
	// back to shares.
	{Code: "pooled", Name: "as it is pooled"},
	// Clopper and Pearson's holds each share under which neither as few events nor as
	// many are rarer than half of what the level leaves,
	//
	//	P(X ≥ x | lower) = α/2,  P(X ≤ x | upper) = α/2,
	//
	// quantiles of beta distributions; 0 and 1 without events and with nothing else.
	// It covers at least at its level, mostly at more. Clopper and Pearson 1934.
	{Code: "clopper-pearson", Name: "exact, Clopper–Pearson", Cites: []string{"clopper1934"}, limits: func(x, n, level float64) (float64, float64) {
		tail := (1 - level/100) / 2
		lower, upper := 0.0, 1.0
		if x > 0 {
			lower = mathext.InvRegIncBeta(x, n-x+1, tail)
		}
		if x < n {
			upper = 1 - mathext.InvRegIncBeta(n-x, x+1, tail)
		}
		return lower, upper
	}},
	// Wilson's inverts the test with the variance of the share tested,
	//
	//	(p + z²/(2n) ± z√(p(1−p)/n + z²/(4n²)))/(1 + z²/n).
	//
	// Wilson 1927; Newcombe 1998.
	{Code: "wilson", Name: "score, Wilson", Cites: []string{"wilson1927", "newcombe1998"}, limits: func(x, n, level float64) (float64, float64) {
		z := critical(level)
		centre, half := x+float64(z*z/2), float64(z*math.Sqrt(float64(x*((n-x)/n))+float64(z*z/4)))
		return (centre - half) / (n + float64(z*z)), (centre + half) / (n + float64(z*z))
	}},
	// Wilson's with correction for continuity is
	//
	//	(2x + z² ∓ 1 ∓ z√(z² ∓ 2 − 1/n + 4p(n(1−p) ± 1)))/(2(n + z²)),
	//
	// 0 without events and 1 with nothing else. Newcombe 1998.
	{Code: "wilson-corrected", Name: "score with correction for continuity, Wilson", Cites: []string{"newcombe1998"}, limits: func(x, n, level float64) (float64, float64) {
		z, lower, upper := critical(level), 0.0, 1.0
		half := func(sign float64) float64 {
			return float64(z * math.Sqrt(float64(z*z)-2*sign-1/n+float64(4*x/n*(n-x+sign))))
		}
		if x > 0 {
			lower = (2*x + float64(z*z) - 1 - half(1)) / (2 * (n + float64(z*z)))
		}
		if x < n {
			upper = (2*x + float64(z*z) + 1 + half(-1)) / (2 * (n + float64(z*z)))
		}
		return lower, upper
	}},
	// Agresti and Coull's is the simple one of z²/2 events more in z² people more,
	//
	//	p̃ ± z√(p̃(1−p̃)/ñ),  ñ = n + z²,  p̃ = (x + z²/2)/ñ,
	//
	// cut off at 0 and 1. Agresti and Coull 1998.
	{Code: "agresti-coull", Name: "Agresti–Coull", Cites: []string{"agresti1998"}, limits: func(x, n, level float64) (float64, float64) {
		z := critical(level)
		return simple(x+float64(z*z/2), n+float64(z*z), z, 0)
	}},
	// The simple one is p ± z√(p(1−p)/n), cut off at 0 and 1. It covers too rarely,
	// never where there are no events. Newcombe 1998.
	{Code: "simple", Name: "simple normal approximation", Cites: []string{"newcombe1998"}, limits: func(x, n, level float64) (float64, float64) {
		return simple(x, n, critical(level), 0)
	}},
	// The simple one with correction for continuity is p ± (z√(p(1−p)/n) + 1/(2n)),
	// cut off at 0 and 1. Newcombe 1998.
	{Code: "simple-corrected", Name: "simple normal approximation with correction for continuity", Cites: []string{"newcombe1998"}, limits: func(x, n, level float64) (float64, float64) {
		return simple(x, n, critical(level), 1/(2*n))
	}},
}

// Of are the limits of a group's share at a level in percent, within 0 and 1. There are
// none of a group without counts, nor by the row that leaves the interval as it is.
func (s ShareInterval) Of(g study.Group, level float64) (lower, upper float64, ok bool) {
	if s.limits == nil || shareMissing(study.Contrast{T: g}) != "" || !(g.N > 0) {
		return math.NaN(), math.NaN(), false
	}
	lower, upper = s.limits(g.Events, g.N, level)
	return math.Max(0, lower), math.Min(1, upper), true // Wilson's are within, but for rounding
}

// critical is the two-sided critical value of the normal distribution.
func critical(level float64) float64 { return distuv.UnitNormal.Quantile(0.5 + level/200) }

// simple is p ± (z√(p(1−p)/n) + more).
func simple(x, n, z, more float64) (lower, upper float64) {
	p := x / n
	half := float64(z*math.Sqrt(p*((n-x)/n)/n)) + more
	return p - half, p + half
}

package effect

import (
	"math"

	"grove/analysis/study"
)

// PFT is the double arcsine of the share, which needs no continuity correction,
//
//	½[arcsin √(x/(n+1)) + arcsin √((x+1)/(n+1))],  variance 1/(4n+2).
//
// The way back hangs on the size of the sample,
//
//	p = ½[1 − sgn(cos 2y)·√(1 − (sin 2y + (sin 2y − 1/sin 2y)/n)²)],
//
// for a pooled number the harmonic mean of the sizes; beyond the values that a
// sample of that size can give it is 0 or 1. Freeman and Tukey 1950; Miller 1978.
// Schwarzer, Chemaitelly, Abu-Raddad and Rücker 2019 show how far from all data
// that way back can lead; the arcsine has no such trouble.
var PFT = Measure{Code: "PFT", Name: "proportion (pooled as double arcsine)", Needs: Share, Null: math.NaN(), Back: sineSquared,
	Variances: codes(pftVariances), Cites: []string{"freeman1950", "miller1978", "schwarzer2019"},
	measure: counted(shares, func(s share) float64 { return doubleArcsine(s.x, s.n()) }, pftVariances),
	sized:   &sized{func(e study.Effect) float64 { return e.T.N }, fromDoubleArcsine}}

var pftVariances = []variant[share]{
	{"LS", each(func(s share) float64 { return 1 / (float64(4*s.n()) + 2) })},
}

func doubleArcsine(x, n float64) float64 {
	return (math.Asin(math.Sqrt(x/(n+1))) + math.Asin(math.Sqrt((x+1)/(n+1)))) / 2
}

// fromDoubleArcsine is the share of n people whose double arcsine is y.
func fromDoubleArcsine(y, n float64) float64 {
	switch {
	case y <= doubleArcsine(0, n):
		return 0
	case y >= doubleArcsine(n, n):
		return 1
	}
	sin, cos := math.Sincos(2 * y)
	inner := sin + (sin-1/sin)/n
	root := math.Sqrt(math.Max(0, (1-inner)*(1+inner)))
	return (1 - math.Copysign(root, cos)) / 2
}

// IRFT is the double square root of a rate, which needs no continuity correction,
//
//	½[√(x/t) + √((x+1)/t)],  variance 1/(4t).
//
// The way back hangs on the person-time t, for a pooled number the harmonic mean
// of them,
//
//	x/t = (y − 1/(4ty))²,  0 below y = 1/(2√t).
//
// Freeman and Tukey 1950.
var IRFT = Measure{Code: "IRFT", Name: "incidence rate (pooled as double square root)", Needs: Rate, Null: math.NaN(), Back: squared,
	Variances: codes(irftVariances), Cites: []string{"freeman1950"},
	measure: counted(oneRate, func(r rate) float64 { return (math.Sqrt(r.x/r.t) + math.Sqrt((r.x+1)/r.t)) / 2 }, irftVariances),
	sized: &sized{func(e study.Effect) float64 { return e.T.Time }, func(y, t float64) float64 {
		return squared(y - 1/(4*t*math.Max(0, y))) // below 0 too, where the difference would be above it again
	}}}

var irftVariances = []variant[rate]{
	{"LS", each(func(r rate) float64 { return 1 / (4 * r.t) })},
}

// squared is y², 0 below 0.
func squared(y float64) float64 { return math.Max(0, y) * math.Max(0, y) }

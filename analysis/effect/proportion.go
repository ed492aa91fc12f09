package effect

import (
	"math"

	"grove/analysis/study"

	"gonum.org/v1/gonum/mathext"
)

// The measures of the share of one group's people that had the event: x with it,
// of n. They are not measures of difference.

// share is a group's people with the event and without, after any correction.
type share struct{ x, rest float64 }

func (s share) n() float64 { return s.x + s.rest }

var shares = tally[share]{missing: shareMissing, cells: "the people with the event and to those without",
	of: func(c study.Contrast) share { return share{c.T.Events, c.T.N - c.T.Events} },
	zero: func(s share) string {
		switch {
		case s.n() == 0:
			return "nobody in the group"
		case s.x == 0:
			return "no events"
		case s.rest == 0:
			return "only events"
		}
		return ""
	},
	double: func(share) (string, bool) { return "", false },
	add:    func(s share, x float64) share { return share{s.x + x, s.rest + x} }}

// logShares are those of a measure made of the logarithm of the share.
var logShares = func() tally[share] {
	t := shares
	t.events = func(s share, x float64) (share, string) { return share{s.x + x, s.rest}, "the people with the event" }
	return t
}()

func shareMissing(c study.Contrast) string {
	switch {
	case math.IsNaN(c.T.Events):
		return "number of events not reported"
	case math.IsNaN(c.T.N):
		return "number of people not reported"
	case !(c.T.Events >= 0 && c.T.N >= c.T.Events) || math.IsInf(c.T.N, 0):
		return "events are negative or exceed the people"
	}
	return ""
}

// proportion makes a measure of one group's share.
func proportion(code, name string, counts tally[share], of func(share) float64, back func(float64) float64, variance func(share) float64, cites ...string) Measure {
	variances := []variant[share]{{"LS", each(variance)}}
	return Measure{Code: code, Name: name, Needs: Share, Null: math.NaN(), Back: back, Variances: codes(variances), Cites: cites,
		measure: counted(counts, of, variances)}
}

// PLO is the log odds of the event,
//
//	ln(x/(n−x)),  variance 1/x + 1/(n−x),
//
// and back p = 1/(1+e^−y). Berkson 1944; Stijnen, Hamza and Özdemir 2010.
var PLO = proportion("PLO", "proportion (pooled as log odds)", shares, func(s share) float64 { return math.Log(s.x / s.rest) },
	func(y float64) float64 { return 1 / (1 + math.Exp(-y)) },
	func(s share) float64 { return 1/s.x + 1/s.rest }, "berkson1944", "stijnen2010")

// PR is the share p = x/n with variance p(1−p)/n (LS), or with the share of all
// trials together in the place of p (AV), as Hunter and Schmidt 2004 do for
// correlations. A share of 0 or 1 has no variance of its own. Agresti 2013.
var PR = Measure{Code: "PR", Name: "proportion", Needs: Share, Null: math.NaN(), Back: identity,
	Variances: codes(prVariances), Cites: []string{"agresti2013", "hunter2004"},
	measure: counted(shares, share.p, prVariances), point: func(c study.Contrast) float64 { return c.T.Events / c.T.N }}

func (s share) p() float64 { return s.x / s.n() }

var prVariances = []variant[share]{
	{"LS", each(func(s share) float64 { return s.p() * (s.rest / s.n()) / s.n() })},
	{"AV", func(ss []share) []float64 {
		var all share
		for _, s := range ss {
			all = share{all.x + s.x, all.rest + s.rest}
		}
		return each(func(s share) float64 { return all.p() * (all.rest / all.n()) / s.n() })(ss)
	}},
}

// PLN is the logarithm of the share,
//
//	ln(x/n),  variance 1/x − 1/n.
//
// Agresti 2013.
var PLN = proportion("PLN", "proportion (pooled as logarithm)", logShares, func(s share) float64 { return math.Log(s.p()) }, math.Exp,
	func(s share) float64 { return s.rest / float64(s.x*s.n()) }, "agresti2013")

// PRZ is the probit of the share, Φ⁻¹(x/n), with variance 2πp(1−p)exp(z²)/n, and
// back p = Φ(y). Glass, McGaw and Smith 1981.
var PRZ = proportion("PRZ", "proportion (pooled as probit)", shares, func(s share) float64 { return mathext.NormalQuantile(s.p()) }, normalCDF,
	func(s share) float64 { return probitVariance(s.x, s.rest) }, "glass1981", "sanchezmeca2003")

// PAS is the arcsine of the square root of the share, whose variance does not
// hang on it,
//
//	arcsin √(x/n),  variance 1/(4n),
//
// and back p = sin²y, 0 below 0 and 1 beyond π/2. Freeman and Tukey 1950; Rücker,
// Schwarzer, Carpenter and Olkin 2009.
var PAS = proportion("PAS", "proportion (pooled as arcsine)", shares, func(s share) float64 { return math.Asin(math.Sqrt(s.p())) }, sineSquared,
	func(s share) float64 { return 1 / (4 * s.n()) }, "freeman1950", "rucker2009")

func sineSquared(y float64) float64 {
	s := math.Sin(math.Max(0, math.Min(math.Pi/2, y)))
	return s * s
}

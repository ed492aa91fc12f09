package effect

import (
	"math"

	"grove/analysis/study"
)

// The measures of one group's rate: x events in the person-time t. They are not
// measures of difference.

// rate is a group's events and person-time, after any correction.
type rate struct{ x, t float64 }

var oneRate = tally[rate]{missing: rateMissing, cells: "the events",
	of: func(c study.Contrast) rate { return rate{c.T.Events, c.T.Time} },
	zero: func(r rate) string {
		if r.x == 0 {
			return "no events"
		}
		return ""
	},
	double: func(rate) (string, bool) { return "", false },
	add:    func(r rate, x float64) rate { return rate{r.x + x, r.t} }}

func rateMissing(c study.Contrast) string { return lacksRate(c.T, "") }

// lacksRate says why a group has no usable rate, empty if it has; where is what
// follows the reason.
func lacksRate(g study.Group, where string) string {
	switch {
	case math.IsNaN(g.Events):
		return "number of events not reported" + where
	case !(g.Time > 0):
		return "person-time not reported" + where
	case !(g.Events >= 0) || math.IsInf(g.Events, 0) || math.IsInf(g.Time, 0):
		return "events are negative or a number is not finite" + where
	}
	return ""
}

// IRLN is the logarithm of the rate, ln(x/t) with variance 1/x. Rothman, Greenland
// and Lash 2008.
var IRLN = incidence("IRLN", "incidence rate (pooled as logarithm)", func(r rate) float64 { return math.Log(r.x / r.t) }, math.Exp,
	func(r rate) float64 { return 1 / r.x }, "rothman2008")

// IR is the rate x/t with variance x/t². No events leave it without a variance.
// Rothman, Greenland and Lash 2008.
var IR = Measure{Code: "IR", Name: "incidence rate", Needs: Rate, Null: math.NaN(), Back: identity,
	Variances: codes(irVariances), Cites: []string{"rothman2008"},
	measure: counted(oneRate, func(r rate) float64 { return r.x / r.t }, irVariances), point: func(c study.Contrast) float64 { return c.T.Events / c.T.Time }}

var irVariances = []variant[rate]{{"LS", each(func(r rate) float64 { return r.x / float64(r.t*r.t) })}}

// IRS is the square root of the rate, √(x/t), whose variance 1/(4t) does not hang
// on it, and back y², 0 below 0. Bartlett 1936.
var IRS = incidence("IRS", "incidence rate (pooled as square root)", func(r rate) float64 { return math.Sqrt(r.x / r.t) }, squared,
	func(r rate) float64 { return 1 / (4 * r.t) }, "bartlett1936")

// incidence makes a measure of one group's rate.
func incidence(code, name string, of func(rate) float64, back func(float64) float64, variance func(rate) float64, cites ...string) Measure {
	variances := []variant[rate]{{"LS", each(variance)}}
	return Measure{Code: code, Name: name, Needs: Rate, Null: math.NaN(), Back: back, Variances: codes(variances), Cites: cites,
		measure: counted(oneRate, of, variances)}
}

package effect

import (
	"math"

	"grove/analysis/study"
)

// twoRates are the events x and the person-time t of both arms.
type twoRates struct{ t, c rate }

func ratesTally(ratio bool) tally[twoRates] {
	return tally[twoRates]{missing: ratesMissing, ratio: ratio, cells: "the events of both arms",
		of: func(c study.Contrast) twoRates {
			return twoRates{rate{c.T.Events, c.T.Time}, rate{c.C.Events, c.C.Time}}
		},
		zero: func(r twoRates) string {
			switch {
			case r.t.x == 0 && r.c.x == 0:
				return "no events in either arm"
			case r.t.x == 0 || r.c.x == 0:
				return "no events in one arm"
			}
			return ""
		},
		double: func(r twoRates) (string, bool) { return "no events in either arm", r.t.x == 0 && r.c.x == 0 },
		add:    func(r twoRates, x float64) twoRates { return twoRates{rate{r.t.x + x, r.t.t}, rate{r.c.x + x, r.c.t}} }}
}

func ratesMissing(c study.Contrast) string {
	if why := lacksRate(c.T, " in the experimental arm"); why != "" {
		return why
	}
	return lacksRate(c.C, " in the control arm")
}

// IRR is the log ratio of the rates of two arms,
//
//	ln((x₁/t₁)/(x₂/t₂)),  variance 1/x₁ + 1/x₂.
//
// Rothman, Greenland and Lash 2008.
var IRR = Measure{Code: "IRR", Name: "incidence rate ratio", Needs: Rates, Additive: true, Ratio: true, Back: math.Exp,
	Variances: codes(irrVariances), Cites: []string{"rothman2008"},
	measure: counted(ratesTally(true), func(r twoRates) float64 { return math.Log(float64(r.t.x*r.c.t) / float64(r.c.x*r.t.t)) }, irrVariances)}

var irrVariances = []variant[twoRates]{
	{"LS", each(func(r twoRates) float64 { return 1/r.t.x + 1/r.c.x })},
}

// IRD is the difference of the rates of two arms,
//
//	x₁/t₁ − x₂/t₂,  variance x₁/t₁² + x₂/t₂².
//
// Rothman, Greenland and Lash 2008.
var IRD = Measure{Code: "IRD", Name: "incidence rate difference", Needs: Rates, Additive: true, Back: identity,
	Variances: codes(irdVariances), Cites: []string{"rothman2008"},
	measure: counted(ratesTally(false), func(r twoRates) float64 { return r.t.x/r.t.t - r.c.x/r.c.t }, irdVariances),
	point:   func(c study.Contrast) float64 { return c.T.Events/c.T.Time - c.C.Events/c.C.Time }}

var irdVariances = []variant[twoRates]{
	{"LS", each(func(r twoRates) float64 { return r.t.x/float64(r.t.t*r.t.t) + r.c.x/float64(r.c.t*r.c.t) })},
}

// IRSD is the difference of the square roots of the rates of two arms, which
// needs no continuity correction,
//
//	√(x₁/t₁) − √(x₂/t₂),  variance 1/(4t₁) + 1/(4t₂).
//
// There is no way back to a difference of rates. Bartlett 1936.
var IRSD = Measure{Code: "IRSD", Name: "difference of square roots of incidence rates", Needs: Rates, Additive: true, Back: identity,
	Variances: codes(irsdVariances), Cites: []string{"bartlett1936"},
	measure: counted(ratesTally(false), func(r twoRates) float64 { return math.Sqrt(r.t.x/r.t.t) - math.Sqrt(r.c.x/r.c.t) }, irsdVariances)}

var irsdVariances = []variant[twoRates]{
	{"LS", each(func(r twoRates) float64 { return 1/(4*r.t.t) + 1/(4*r.c.t) })},
}

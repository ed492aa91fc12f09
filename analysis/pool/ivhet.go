package pool

import (
	"math"

	"grove/analysis/tau"
)

// IVhet is the inverse variance heterogeneity mean: the common-effect mean, with
// a variance that allows for differences between trials,
//
//	μ = Σwy/Σw,  SE² = Σw²(v+τ²)/(Σw)²,  w = 1/v,
//
// τ² by DerSimonian and Laird, referred to the normal distribution. Small trials
// get no more weight than under one effect. Doi, Barendregt, Khan, Thalib and
// Williams 2015.
var IVhet = Model{Code: "ivhet", Name: "inverse variance heterogeneity", spreads: true, WaldOnly: true, centre: ivhet, Cites: []string{"doi2015"}}

func ivhet(d Data, s Settings) (centre, error) {
	s.Tau2, s.Tau2Min = tau.DL.Code, 0
	c, err := between(d, s, nil)
	if err != nil {
		return c, err
	}
	mu, se, w, _ := mean(d.Y, d.V, 0)
	var heavier float64 // Σw²/Σw, the mean of the weights by their own shares
	for _, x := range w {
		heavier += x * (x * float64(se*se))
	}
	c.estimate, c.se, c.weights, c.spread = mu, se*math.Sqrt(1+float64(c.tau2*heavier)), w, math.NaN()
	return c, nil
}

package pool

import (
	"fmt"
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
var IVhet = Model{Code: "ivhet", Name: "inverse variance heterogeneity", WaldOnly: true, centre: ivhet, Cites: []string{"doi2015"}}

func ivhet(d Data, s Settings) (centre, error) {
	t, err := tau.DL.Fit(d.Y, d.V)
	if err != nil {
		return centre{}, fmt.Errorf("tau² by DL: %w", err)
	}
	lo, hi, notes := tau.QProfile(d.Y, d.V, s.Level)
	mu, se, w, _ := mean(d.Y, d.V, 0)
	var heavier float64 // Σw²/Σw, the mean of the weights by their own shares
	for _, x := range w {
		heavier += x * (x * float64(se*se))
	}
	return centre{estimate: mu, se: se * math.Sqrt(1+float64(t.Tau2*heavier)), weights: w, spread: math.NaN(), about: mu, converged: t.Converged,
		tau2Method: tau.DL.Code, tau2: t.Tau2, tau2SE: t.SE, tau2Lower: lo, tau2Upper: hi,
		notes: append(append([]string(nil), t.Notes...), notes...)}, nil
}

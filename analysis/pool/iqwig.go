package pool

import (
	"math"

	"grove/analysis/tau"
)

// HKIQWiG is Hartung and Knapp's interval, but the ad hoc one where it would be
// narrower than the Wald interval of the random-effects mean with DerSimonian
// and Laird's τ², whatever the estimator of the model: the rule of the German
// Institute for Quality and Efficiency in Health Care. Undefined for one trial.
// IQWiG 2022.
var HKIQWiG = Interval{Code: "hk-iqwig", Name: "Hartung–Knapp, ad hoc where narrower than DerSimonian–Laird's", RandomOnly: true, Cites: []string{"hartung2001", "iqwig2022"},
	reach: func(c centre, d Data, level float64) reach {
		r := hk(c, d, level)
		if dl, err := tau.DL.Fit(d.Y, d.V); err == nil && len(d.Y) > 1 {
			if _, se, _, _ := mean(d.Y, d.V, dl.Tau2); r.half(level) < quantile(level, math.Inf(1))*se {
				r = hkAdhoc(c, d, level)
			}
		}
		r.code = "hk-iqwig"
		return r
	}}

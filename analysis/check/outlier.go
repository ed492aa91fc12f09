package check

import (
	"math"

	"grove/analysis/effect"
	"grove/analysis/tau"
)

// Outlier finds one significant trial against the rest. With μ and its standard
// error from a random-effects fit of the other trials (at least four; DL for
// τ²), the deleted residual
//
//	|y − μ|/√(v + τ² + SE²) > 3.5  and  |y|/√v > 1.96
//
// is far beyond what the others let expect. A trial that points the other way is
// said to: arms exchanged, a sign, or the other group of events do that. A measure
// of one group points nowhere, and its effect is not held against 0.
var Outlier = Check{Code: "outlier", Name: "one trial against the rest", Level: Warn,
	Source: "Viechtbauer & Cheung 2010, 10.1002/jrsm.11; case: a review of homeopathy for ADHD, 2023", run: outlier}

const (
	farResidual = 3.5
	twoSided95  = 1.959963984540054
)

func outlier(t Trials) []Finding {
	var f family
	for i, x := range t.Trials {
		if finite(x.Y, x.V) && x.V > 0 {
			f = append(f, i)
		}
	}
	if len(f) < 5 {
		return nil
	}
	m, known := effect.Lookup(t.Measure)
	points := !known || !math.IsNaN(m.Null)
	ys := f.each(t, func(x Trial) float64 { return x.Y })
	vs := f.each(t, func(x Trial) float64 { return x.V })
	var found []Finding
	for i, at := range f {
		y, v := without(ys, i), without(vs, i)
		between, err := tau.DL.Fit(y, v)
		if err != nil {
			continue
		}
		var su, suy float64
		for j := range y {
			u := 1 / (v[j] + between.Tau2)
			su += u
			suy += float64(u * y[j])
		}
		mu := suy / su
		residual := (ys[i] - mu) / math.Sqrt(vs[i]+between.Tau2+1/su)
		if !(math.Abs(residual) > farResidual && (!points || math.Abs(ys[i])/math.Sqrt(vs[i]) > twoSided95)) {
			continue
		}
		guess := "is a digit or a column misread?"
		if points && ys[i]*mu < 0 {
			guess = "it points the other way: are the arms, the sign or the direction of the scale exchanged?"
		}
		found = append(found, t.on(Warn, say("the effect %v is %v standard errors from %v, the pooled effect of the other %d trials (analysis scale); %v",
			ys[i], math.Abs(residual), mu, len(y), guess), at))
	}
	return found
}

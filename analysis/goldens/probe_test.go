package goldens

import (
	"strconv"

	"grove/analysis/pool"
	"grove/analysis/probe"
)

// caseFields are the fields of a row of refits. Heterogeneity is compared from
// the first case on that has more than one trial.
func caseFields(cases []probe.Case, fields []string, v []float64) []check {
	checks := make([]check, len(fields))
	for i, f := range fields {
		checks[i] = refitFields[f]
		checks[i].field = f
		if f == "tau2" {
			checks[i].scale, checks[i].floor = typical(v), typical(v)
		}
		for _, k := range cases {
			if k.Err != nil {
				panic(k.Changed + ": " + k.Err.Error())
			}
			checks[i].got = append(checks[i].got, refitValues(k.Result)[f])
		}
		if len(cases) > 0 && cases[0].Result.K < 2 && ofTwo[f] {
			checks[i].from = 1
		}
	}
	return checks
}

var ofTwo = map[string]bool{"Q": true, "Qp": true, "I2": true, "H2": true}

var refitFields = map[string]check{
	"Q": {scale: 1}, "I2": {scale: 100, floor: 100}, "H2": {scale: 1},
}

func refitValues(r pool.Result) map[string]float64 {
	i2 := r.I2
	if r.Tau2Method == "" {
		i2 = r.I2Q
	}
	return map[string]float64{"estimate": r.Estimate, "se": r.SE, "pval": r.P, "ci_lb": r.CILower, "ci_ub": r.CIUpper,
		"Q": r.Q, "Qp": r.QP, "tau2": r.Tau2, "I2": i2, "H2": r.H2, "TE": r.Estimate, "lower": r.CILower, "upper": r.CIUpper}
}

func leaveOneOut(c golden) ([]check, bool) {
	s, ok := settings(c.text("method", ""), c.text("test", ""), "default", 95)
	if !ok {
		return nil, false
	}
	d := generic(c)
	cases := probe.LeaveOneOut(d, labels(len(d.Y)), s)
	return caseFields(cases, refitted(s, "estimate", "se", "pval", "ci_lb", "ci_ub", "Q", "Qp", "I2", "H2"), d.V), true
}

func cumul(c golden) ([]check, bool) {
	s, ok := settings(c.text("method", ""), c.text("test", ""), "default", 95)
	if !ok {
		return nil, false
	}
	d := generic(c)
	var order []int
	for _, position := range c.column("order") {
		order = append(order, int(position)-1)
	}
	cases := probe.Cumulative(d, labels(len(d.Y)), order, s)
	return caseFields(cases, refitted(s, "estimate", "se", "pval", "ci_lb", "ci_ub", "Q", "I2"), d.V), true
}

// refitted adds τ² to the fields where the model has one.
func refitted(s pool.Settings, fields ...string) []string {
	if s.Model == "random" {
		return append(fields, "tau2")
	}
	return fields
}

func labels(k int) []string {
	ls := make([]string, k)
	for i := range ls {
		ls[i] = strconv.Itoa(i + 1)
	}
	return ls
}

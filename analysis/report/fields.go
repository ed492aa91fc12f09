package report

import (
	"fmt"
	"math"
	"strconv"

	"grove/analysis/pool"
)

// field is one named value of an estimate. Results.json, estimates.csv and
// grove pool --json range over the same table, so a name is written once.
type field struct {
	name string
	of   func(Estimate) value
}

// value is a text, a number, a truth value or a list of texts, as JSON and as
// CSV would have it.
type value struct {
	json any
	csv  string
}

func text(s string) value {
	if s == "" {
		return value{nil, ""}
	}
	return value{s, s}
}
func num(x Num) value       { return value{x, Number(float64(x))} }
func count(n int) value     { return value{n, strconv.Itoa(n)} }
func truth(b bool) value    { return value{b, strconv.FormatBool(b)} }
func list(s []string) value { return value{append([]string{}, s...), joined(s)} }

func joined(s []string) string {
	var t string
	for i, x := range s {
		if i > 0 {
			t += "; "
		}
		t += x
	}
	return t
}

// tests are the tests beside Q: objects in JSON, a text in CSV.
func tests(all []pool.Test) value {
	objects, texts := []any{}, []string{}
	for _, t := range all {
		objects = append(objects, object{{"test", t.Code}, {"statistic", settle(t.Statistic, 1)}, {"df", Num(t.DF)}, {"p", Num(t.P)}})
		texts = append(texts, fmt.Sprintf("%s %s df %s p %s", t.Code, Number(float64(settle(t.Statistic, 1))), Number(t.DF), Number(t.P)))
	}
	return value{objects, joined(texts)}
}

// fields are the names users and scripts rely on, on the analysis scale (log
// for ratios), then the same numbers on the natural scale.
var fields = []field{
	{"analysis", func(e Estimate) value { return text(e.Analysis) }},
	{"scenario", func(e Estimate) value { return text(e.Scenario) }},
	{"subgroup", func(e Estimate) value { return text(e.Subgroup) }},
	{"title", func(e Estimate) value { return text(e.Title) }},
	{"change", func(e Estimate) value { return text(e.Change) }},
	{"same_as", func(e Estimate) value { return text(e.SameAs) }},
	{"measure", func(e Estimate) value { return text(e.Measure.Code) }},
	{"model", func(e Estimate) value { return text(e.Result.Model) }},
	{"glmm", func(e Estimate) value { return text(e.Result.GLMM) }},
	{"tau2_method", func(e Estimate) value { return text(e.Result.Tau2Method) }},
	{"tau2_interval", func(e Estimate) value { return text(e.Result.Tau2Interval) }},
	{"interval", func(e Estimate) value { return text(e.Result.Interval) }},
	{"prediction", func(e Estimate) value { return text(e.Result.Prediction) }},
	{"level", func(e Estimate) value { return num(Num(e.Settings.Level)) }},
	{"k", func(e Estimate) value { return count(e.Result.K) }},
	{"n", func(e Estimate) value { return num(Num(e.Result.N)) }},
	{"estimate", func(e Estimate) value { return num(settle(e.Result.Estimate, e.Result.SE)) }},
	{"se", func(e Estimate) value { return num(Num(e.Result.SE)) }},
	{"statistic", func(e Estimate) value { return num(settle(e.Result.Statistic, 1)) }},
	{"df", func(e Estimate) value { return num(Num(e.Result.DF)) }},
	{"p", func(e Estimate) value { return num(Num(e.Result.P)) }},
	{"ci_lb", func(e Estimate) value { return num(settle(e.Result.CILower, e.Result.SE)) }},
	{"ci_ub", func(e Estimate) value { return num(settle(e.Result.CIUpper, e.Result.SE)) }},
	{"wald_lb", func(e Estimate) value { return num(settle(e.Result.WaldLower, e.Result.SE)) }},
	{"wald_ub", func(e Estimate) value { return num(settle(e.Result.WaldUpper, e.Result.SE)) }},
	{"pi_lb", func(e Estimate) value { return num(settle(e.Result.PILower, e.Result.SE)) }},
	{"pi_ub", func(e Estimate) value { return num(settle(e.Result.PIUpper, e.Result.SE)) }},
	{"pi_df", func(e Estimate) value { return num(Num(e.Result.PIDF)) }},
	{"tau2", func(e Estimate) value { return num(settle(e.Result.Tau2, tauScale(e))) }},
	{"tau2_se", func(e Estimate) value { return num(Num(e.Result.Tau2SE)) }},
	{"tau2_lb", func(e Estimate) value { return num(settle(e.Result.Tau2Lower, tauScale(e))) }},
	{"tau2_ub", func(e Estimate) value { return num(settle(e.Result.Tau2Upper, tauScale(e))) }},
	{"i2", func(e Estimate) value { return num(settle(e.Result.I2, 100)) }},
	{"i2_q", func(e Estimate) value { return num(settle(e.Result.I2Q, 100)) }},
	{"h2", func(e Estimate) value { return num(Num(e.Result.H2)) }},
	{"q", func(e Estimate) value { return num(settle(e.Result.Q, 1)) }},
	{"q_df", func(e Estimate) value { return num(Num(e.Result.QDF)) }},
	{"q_p", func(e Estimate) value { return num(Num(e.Result.QP)) }},
	{"tests", func(e Estimate) value { return tests(e.Result.Tests) }},
	{"converged", func(e Estimate) value { return truth(e.Result.Converged && e.Failed == "") }},
	{"estimate_natural", func(e Estimate) value { return num(Num(e.Natural.Estimate)) }},
	{"ci_lb_natural", func(e Estimate) value { return num(Num(e.Natural.CILower)) }},
	{"ci_ub_natural", func(e Estimate) value { return num(Num(e.Natural.CIUpper)) }},
	{"pi_lb_natural", func(e Estimate) value { return num(Num(e.Natural.PILower)) }},
	{"pi_ub_natural", func(e Estimate) value { return num(Num(e.Natural.PIUpper)) }},
	{"notes", func(e Estimate) value { return list(e.Notes) }},
}

// tauScale is the scale of τ²: the smallest variance of a trial.
func tauScale(e Estimate) float64 {
	scale := math.Inf(1)
	for _, t := range e.Trials {
		scale = math.Min(scale, t.V)
	}
	if math.IsInf(scale, 1) {
		return 0
	}
	return scale
}

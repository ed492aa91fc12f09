package report

import (
	"fmt"
	"math"
	"strings"

	"grove/analysis/pool"
	"grove/analysis/tau"
)

// Heterogeneity is the line under a forest plot: Q, τ² with its interval, and
// both I². Zero is a value with an interval, never "no heterogeneity".
func Heterogeneity(r pool.Result) string {
	if r.K < 2 {
		return ""
	}
	var parts []string
	if r.Tau2Method != "" {
		parts = append(parts, fmt.Sprintf("τ² = %s (%s; Q-profile %s to %s)", Variance(r.Tau2), r.Tau2Method, Variance(r.Tau2Lower), Variance(r.Tau2Upper)))
		parts = append(parts, "I² = "+Percent(r.I2)+" from τ², "+Percent(r.I2Q)+" from Q")
	} else {
		parts = append(parts, "I² = "+Percent(r.I2Q)+" from Q")
	}
	parts = append(parts, fmt.Sprintf("Q = %s, df = %s, %s", Human(r.Q, 2), Human(r.QDF, 0), PValue(r.QP)))
	return "Heterogeneity: " + strings.Join(parts, "; ")
}

// Model is the model of a result as a row label says it: "Random effects
// (REML), guarded Hartung–Knapp interval".
func Model(r pool.Result) string {
	if r.K == 1 {
		return "Single trial"
	}
	name := Capital(modelName(r.Model))
	switch _, estimated := tau.Lookup(r.Tau2Method); {
	case estimated:
		name += " (" + r.Tau2Method + ")"
	case r.Model == pool.Common.Code:
		name += " (assumes one effect)"
	}
	return name
}

// IntervalName is the interval's name, with its degrees of freedom.
func IntervalName(r pool.Result) string {
	name := "credible interval" // of a model with an interval of its own
	for _, i := range pool.Intervals {
		if i.Code == r.Interval {
			name = i.Name
		}
	}
	if !math.IsInf(r.DF, 1) && !math.IsNaN(r.DF) {
		name += fmt.Sprintf(", t with %s df", Human(r.DF, 0))
	}
	return name
}

// BesideName is what an estimate beside the main one is called: its interval,
// or its model where the interval is the model's own.
func BesideName(r pool.Result) string {
	if r.Interval == r.Model {
		return Capital(modelName(r.Model))
	}
	return IntervalName(r)
}

// PredictionName is the prediction interval's definition.
func PredictionName(r pool.Result) string {
	for _, p := range pool.Predictions {
		if p.Code == r.Prediction {
			return p.Name
		}
	}
	return ""
}

// TauName is the estimator's name.
func TauName(r pool.Result) string {
	e, _ := tau.Lookup(r.Tau2Method)
	return e.Name
}

// Reading is what an interval says about the null, and no more.
func Reading(e Estimate) string {
	r := e.Result
	if math.IsNaN(r.Estimate) || math.IsNaN(r.CILower) {
		return "No estimate."
	}
	null := Effect(e.Measure.Back(0), e.Measure.Ratio)
	if e.Measure.Ratio {
		null = "1"
	} else {
		null = "0"
	}
	level := Human(e.Settings.Level, 0)
	if r.CILower <= 0 && r.CIUpper >= 0 {
		return fmt.Sprintf("The %s%% interval includes %s: the data do not settle the direction, nor do they show that there is no difference.", level, null)
	}
	return fmt.Sprintf("The %s%% interval excludes %s.", level, null)
}

// MarginReading holds the interval against the declared margin. An interval
// that crosses the margin leaves the question open.
func MarginReading(a Analysis) string {
	n, m := a.Main.Natural, a.Margin
	said := fmt.Sprintf("Margin declared: %s (%s). ", Effect(m.Value, a.Measure.Ratio), m.Source)
	switch {
	case math.IsNaN(n.CILower):
		return said + "There is no interval to hold against it."
	case n.CILower > m.Value:
		return said + "The whole interval lies above the margin."
	case n.CIUpper < m.Value:
		return said + "The whole interval lies below the margin."
	}
	return said + "The interval crosses the margin: by this margin the question is open."
}

// TestBetween is a test between subgroups, or why there is none.
func TestBetween(t pool.Between) string {
	said := map[string]string{"common": "Test between subgroups with one τ²", "separate": "Test between subgroups, each with its own τ²", "none": "Test between subgroups"}[t.Tau2]
	if math.IsNaN(t.Q) {
		return said + ": not shown. " + Capital(strings.Join(t.Notes, "; ")) + "."
	}
	return fmt.Sprintf("%s: Q = %s, df = %s, %s. %s.", said, Human(t.Q, 2), Human(t.DF, 0), PValue(t.P), Capital(strings.Join(t.Notes, "; ")))
}

// Repeats says of an estimate that repeats an earlier one which, empty
// otherwise.
func Repeats(e Estimate) string {
	switch e.SameAs {
	case "":
		return ""
	case "main":
		return "same as main"
	}
	return "repeats a row above"
}

// PerThousand is an absolute effect in words: "where 280 in 1,000 have it
// without, 300 more with (from 90 more to 480 more)".
func PerThousand(x Absolute) string {
	count := func(n float64) string {
		word := "more"
		if n < 0 {
			word = "fewer"
		}
		decimals := 0
		if math.Abs(n) < 9.95 {
			decimals = 1
		}
		return Human(math.Abs(n), decimals) + " " + word
	}
	if math.IsNaN(x.More) {
		return fmt.Sprintf("Where %s in 1,000 have it without: not estimable (%s).", Human(1000*x.Risk, 0), x.Source)
	}
	return fmt.Sprintf("Where %s in 1,000 have it without the experimental treatment, %s in 1,000 with it (from %s to %s): %s.",
		Human(1000*x.Risk, 0), count(x.More), count(x.Low), count(x.High), x.Source)
}

// OnlyDegrees says whether an interval is narrower than the main one by its
// reference distribution alone: its Wald interval is no narrower. Such a row
// looks like more evidence and is not.
func OnlyDegrees(e, main Estimate) bool {
	a, b := e.Result, main.Result
	return e.Kind != "main" && e.Measure.Code == main.Measure.Code && a.K > 1 &&
		a.CIUpper-a.CILower < (b.CIUpper-b.CILower)*(1-1e-9) && a.WaldUpper-a.WaldLower >= (b.WaldUpper-b.WaldLower)*(1-1e-9)
}

func modelName(code string) string {
	for _, m := range pool.Models {
		if m.Code == code {
			return m.Name
		}
	}
	return code
}

// Capital is the text with its first letter in upper case.
func Capital(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}

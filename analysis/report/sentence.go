package report

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"grove/analysis/effect"
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
		parts = append(parts, fmt.Sprintf("τ² = %s (%s)", Variance(r.Tau2), tauSource(r.Tau2Method, r.Tau2Interval, tauLimits(r.Tau2Lower, r.Tau2Upper))))
		parts = append(parts, "I² = "+Percent(r.I2)+" from τ², "+Percent(r.I2Q)+" from Q")
	} else {
		parts = append(parts, "I² = "+Percent(r.I2Q)+" from Q")
	}
	parts = append(parts, fmt.Sprintf("Q = %s, df = %s, %s", Human(r.Q, 2), Human(r.QDF, 0), PValue(r.QP)))
	return "Heterogeneity: " + strings.Join(parts, "; ")
}

// Tests is the line of the tests that the model brings beside Q, empty without
// any.
func Tests(r pool.Result) string {
	var parts []string
	for _, t := range r.Tests {
		parts = append(parts, fmt.Sprintf("%s χ² = %s, df = %s, %s", pool.KindOf(t).Name, Human(t.Statistic, 2), Human(t.DF, 0), PValue(t.P)))
	}
	return strings.Join(parts, "; ")
}

// tauSource is where a τ² comes from: its estimator with the interval and its
// limits, or that it was declared.
func tauSource(method, interval, limits string) string {
	if e, ok := tau.Lookup(method); ok && e.Declared {
		return "declared, not estimated"
	}
	name := "credible interval" // of a model with an interval of its own
	if i, ok := tau.LookupInterval(interval); ok {
		name = i.Name
	}
	return method + "; " + name + " " + limits
}

// tauLimits are the limits of τ², or that there are none: a Q so small that no
// τ² would be expected to give it leaves an empty interval.
func tauLimits(lower, upper float64) string {
	if upper == 0 {
		return "holds no value, Q is that small"
	}
	return Variance(lower) + " to " + Variance(upper)
}

// Model is the model of a result as a row label says it: "Random effects
// (REML), guarded Hartung–Knapp interval".
func Model(r pool.Result) string {
	if r.K == 1 {
		return "Single trial"
	}
	name := Capital(modelName(r.Model))
	if r.GLMM != "" {
		name += " " + r.GLMM
	}
	switch e, known := tau.Lookup(r.Tau2Method); {
	case e.Declared:
		name += " (τ² declared as " + r.Tau2Method + ")"
	case known:
		name += " (" + r.Tau2Method + ")"
	case r.Model == pool.Common.Code:
		name += " (assumes one effect)"
	}
	return name
}

// IntervalName is the interval's name, with its degrees of freedom.
func IntervalName(r pool.Result) string {
	name := "credible interval"
	if c := r.Posterior.Credible; c != pool.Credibles[0].Code {
		name = strings.TrimSpace(c + " " + name)
	}
	if r.Interval != pool.Bayes.Code {
		name = modelName(r.Interval) // a model with an interval of its own
	}
	for _, i := range pool.Intervals {
		if i.Code == r.Interval {
			name = i.Name
		}
	}
	if !math.IsInf(r.DF, 1) && !math.IsNaN(r.DF) {
		name += fmt.Sprintf(", t with %s df", Degrees(r.DF))
	}
	return name
}

// BesideName is what an estimate beside the main one is called: its interval,
// or its model where that is not random effects.
func BesideName(r pool.Result) string {
	if r.Model != pool.Random.Code {
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
	if r.Prediction == pool.Bayes.Code {
		return "posterior predictive"
	}
	return ""
}

// TauName is the estimator's name.
func TauName(r pool.Result) string {
	e, _ := tau.Lookup(r.Tau2Method)
	return e.Name
}

// Reading is what an interval says about no difference, and no more; empty for
// a measure that is not one of difference.
func Reading(a Analysis) string {
	e := a.Main
	null := Number(nullOf(e))
	level := Level(e.Settings.Level)
	switch {
	case !hasInterval(e.Result):
		return "There is no interval to read."
	case !hasNull(e.Measure):
		return ""
	case !ExcludesNull(e):
		return fmt.Sprintf("The %s%% interval includes %s: the data do not settle the direction, nor do they show that there is no difference.", level, null)
	}
	side := a.Favours[0]
	if e.Result.Estimate > e.Measure.Null {
		side = a.Favours[1]
	}
	if side == "" {
		return fmt.Sprintf("The %s%% interval excludes %s.", level, null)
	}
	return fmt.Sprintf("The %s%% interval excludes %s and lies on the side \u201c%s\u201d.", level, null, side)
}

// Level is a confidence level as text: 95, 97.5.
func Level(level float64) string { return Number(level) }

// nullOf is no difference on the natural scale, NaN for a measure that is not one
// of difference.
func nullOf(e Estimate) float64 { return e.Measure.Back(e.Measure.Null) }

// hasNull says that a measure is one of difference.
func hasNull(m effect.Measure) bool { return !math.IsNaN(m.Null) }

// hasInterval says whether there is an interval that can be read: both limits
// are defined and apart.
func hasInterval(r pool.Result) bool { return r.CIUpper > r.CILower && r.SE > 0 }

// ExcludesNull says whether an estimate has an interval and it excludes no
// difference.
func ExcludesNull(e Estimate) bool {
	return hasInterval(e.Result) && (e.Result.CILower > e.Measure.Null || e.Result.CIUpper < e.Measure.Null)
}

// MarginReading holds the interval against the declared margin. An interval
// that crosses the margin leaves the question open.
func MarginReading(a Analysis) string {
	n, m := a.Main.Natural, a.Margin
	said := fmt.Sprintf("Margin declared: %s (%s). ", Effect(m.Value, a.Measure.Ratio), m.Source)
	switch {
	case !hasInterval(a.Main.Result):
		return said + "There is no interval to hold against it."
	case n.CILower > m.Value:
		return said + "The whole interval lies above the margin."
	case n.CIUpper < m.Value:
		return said + "The whole interval lies below the margin."
	}
	return said + "The interval crosses the margin: by this margin the question is open."
}

// PublishedResult is a published review's result in a line.
func PublishedResult(p Published) string {
	m, _ := effect.Lookup(p.Measure)
	said := fmt.Sprintf("%s: %s %s", p.Review, p.Measure, EffectCI(p.Estimate, p.Low, p.High, m.Ratio))
	for _, part := range []struct{ value, word string }{{p.K, "trials"}, {p.N, "people"}} {
		if part.value != "" {
			said += ", " + part.value + " " + part.word
		}
	}
	if p.Timepoint != "" {
		said += ", " + p.Timepoint
	}
	return said + "."
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

// PerThousand is an absolute effect in words.
func PerThousand(x Absolute) string {
	without := fmt.Sprintf("Where %s in 1,000 have the outcome without the experimental treatment (%s)", few(1000*x.Risk), x.Source)
	if math.IsNaN(x.More) || math.IsNaN(x.Low) {
		return without + ": not estimable with it."
	}
	said := fmt.Sprintf("%s: %s in 1,000 with it (from %s to %s).", without, MoreOrFewer(x.More), MoreOrFewer(x.Low), MoreOrFewer(x.High))
	if x.Capped {
		said += " The estimate would lead beyond 0 or 1,000 there and stops at it."
	}
	return said
}

// few is a number of people in 1,000, with a decimal below ten.
func few(n float64) string {
	if math.Abs(n) < 9.95 {
		return Human(n, 1)
	}
	return Human(n, 0)
}

// MoreOrFewer is a difference per 1,000 in words: "206 more", "1.3 fewer".
func MoreOrFewer(n float64) string {
	word := "more"
	if n < 0 {
		word = "fewer"
	}
	return few(math.Abs(n)) + " " + word
}

// OnlyDegrees says whether an interval is narrower than the main one by its
// reference distribution alone: its critical value is smaller, with the main
// one's critical value it would not be narrower, and neither is its Wald
// interval. Such a row looks like more evidence and is not.
func OnlyDegrees(e, main Estimate) bool {
	a, b := e.Result, main.Result
	if e.Kind == "main" || e.Measure.Code != main.Measure.Code || a.K < 2 || e.Settings.Level != main.Settings.Level ||
		a.Interval == a.Model || b.Interval == b.Model || !hasInterval(a) || !hasInterval(b) {
		return false // an interval that is its model's own has no critical value
	}
	wa, wb := a.CIUpper-a.CILower, b.CIUpper-b.CILower
	critical := wb / b.SE
	return wa < wb*(1-1e-9) && wa/a.SE < critical*(1-1e-9) && critical*a.SE >= wb*(1-1e-9) &&
		a.WaldUpper-a.WaldLower >= (b.WaldUpper-b.WaldLower)*(1-1e-9)
}

func modelName(code string) string {
	for _, m := range pool.Models {
		if m.Code == code {
			return m.Name
		}
	}
	return code
}

// Capital is the text with its first letter in upper case, but for a Greek one,
// which is a symbol: τ² has no capital.
func Capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 || unicode.Is(unicode.Greek, first) {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

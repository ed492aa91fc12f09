package report

import (
	"fmt"
	"math"
	"strings"
)

// InShort is what a reader should take away from an analysis beside its
// headline: how little or much it rests on, what moves it, what is missing. It
// counts refits, not evidence: they share trials.
func InShort(a Analysis) []string {
	e := a.Main
	if e.Failed != "" || e.Result.K == 0 {
		return nil
	}
	said := []string{rests(a)}
	for _, x := range a.Absolute {
		said = append(said, PerThousand(x))
	}
	if s := moves(a); s != "" {
		said = append(said, s)
	}
	return append(said, missing(a))
}

// rests says how much stands behind the estimate.
func rests(a Analysis) string {
	r := a.Main.Result
	switch {
	case r.K == 1:
		return "It is the result of one trial. Nothing is pooled, and nothing can be said of how results differ between trials."
	case r.Tau2Method == "":
		return fmt.Sprintf("It rests on %d trials and assumes one effect behind them; of their differences Q = %s, df = %s, %s.", r.K, Human(r.Q, 2), Human(r.QDF, 0), PValue(r.QP))
	case r.K < 5:
		return fmt.Sprintf("It rests on %d trials. So few leave open how much results differ between trials: τ² is %s, with an interval from %s to %s, and no prediction for a new trial can be made.",
			r.K, Variance(r.Tau2), Variance(r.Tau2Lower), Variance(r.Tau2Upper))
	}
	n := a.Main.Natural
	if math.IsNaN(n.PILower) {
		return fmt.Sprintf("It rests on %d trials.", r.K)
	}
	return fmt.Sprintf("It rests on %d trials. The true effect in a new trial is predicted between %s.", r.K, strings.Replace(Interval(n.PILower, n.PIUpper, a.Measure.Ratio), " to ", " and ", 1))
}

// moves says in which refits the interval stands otherwise to no difference. The
// cumulative rows are not among them: they are the past, not another choice.
func moves(a Analysis) string {
	const most = 12
	main := excludesNull(a.Main)
	var others []string
	distinct := 0
	for _, e := range a.Estimates()[1:] {
		if e.Failed != "" || e.SameAs != "" || e.Result.K == 0 || e.Kind == "cumulative" {
			continue
		}
		distinct++
		if excludesNull(e) == main {
			continue
		}
		code := ""
		if e.Measure.Code != a.Measure.Code {
			code = e.Measure.Code + " "
		}
		others = append(others, fmt.Sprintf("%s (%s%s)", e.Title, code, EffectCI(e.Natural.Estimate, e.Natural.CILower, e.Natural.CIUpper, e.Measure.Ratio)))
	}
	if distinct == 0 {
		return ""
	}
	verb := map[bool]string{true: "includes no difference", false: "excludes no difference"}[main]
	if len(others) == 0 {
		return fmt.Sprintf("In none of %s does the interval stand otherwise to no difference.", Plural(distinct, "refit with one thing changed", "refits with one thing changed"))
	}
	shown := others
	if len(shown) > most {
		shown = append(append([]string{}, shown[:most]...), fmt.Sprintf("and %d more", len(others)-most))
	}
	return fmt.Sprintf("In %d of %s the interval %s: %s.", len(others), Plural(distinct, "refit with one thing changed", "refits with one thing changed"), verb, strings.Join(shown, "; "))
}

// excludesNull says whether the interval excludes no difference.
func excludesNull(e Estimate) bool {
	return e.Result.CILower > 0 || e.Result.CIUpper < 0
}

// missing says how many listed trials are not in the estimate.
func missing(a Analysis) string {
	nothing := 0
	for _, l := range a.Main.Left {
		if !l.Found {
			nothing++
		}
	}
	out := len(a.Main.Left)
	switch {
	case out == 0:
		return "Every listed trial is in it."
	case nothing == 0:
		return fmt.Sprintf("%s of %d listed are not in it; each stands below with the reason.", Plural(out, "trial", "trials"), a.Listed)
	}
	return fmt.Sprintf("%s of %d listed are not in it: for %d no number of this outcome was found; the others stand below with their reasons.", Plural(out, "trial", "trials"), a.Listed, nothing)
}

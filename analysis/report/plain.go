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
	var said []string
	for _, r := range remarks(a) {
		said = append(said, r.text)
	}
	return said
}

// remark is a sentence on a result under the word for what it is about.
type remark struct{ about, text string }

// remarks are the sentences of InShort, each under one of the words rests-on,
// would-change, in-1000 and missing.
func remarks(a Analysis) []remark {
	e := a.Main
	if e.Failed != "" || e.Result.K == 0 {
		return nil
	}
	said := []remark{{"rests-on", rests(a)}}
	if s := beside(a); s != "" {
		said = append(said, remark{"rests-on", s})
	}
	if s := first(a); s != "" {
		said = append(said, remark{"would-change", s})
	}
	for _, s := range InThousand(a) {
		said = append(said, remark{"in-1000", s})
	}
	for _, s := range []string{moves(a), dependent(a)} {
		if s != "" {
			said = append(said, remark{"would-change", s})
		}
	}
	return append(said, remark{"missing", leftOut(a)})
}

// rests says how much stands behind the estimate.
func rests(a Analysis) string {
	r, n := a.Main.Result, a.Main.Natural
	switch {
	case r.K == 1:
		return "It is the result of one trial. Nothing is pooled, and nothing can be said of how results differ between trials."
	case r.Tau2Method == "":
		return fmt.Sprintf("It rests on %d trials and assumes one effect behind them; of their differences Q = %s, df = %s, %s.", r.K, Human(r.Q, 2), Human(r.QDF, 0), PValue(r.QP))
	case !math.IsNaN(n.PILower):
		return fmt.Sprintf("It rests on %d trials. The %s%% prediction interval for the true effect in a new trial runs from %s.", r.K, Level(a.Main.Settings.Level), Interval(n.PILower, n.PIUpper, a.Measure.Ratio))
	case r.K < 5:
		return fmt.Sprintf("It rests on %d trials. So few leave open how much results differ between trials: τ² is %s (interval %s), and there is no prediction for a new trial.", r.K, Variance(r.Tau2), tauLimits(r.Tau2Lower, r.Tau2Upper))
	}
	return fmt.Sprintf("It rests on %d trials.", r.K)
}

// beside is the Bayesian interval of the same trials, where the few-trials rule
// shows one beside an estimate that assumes one effect.
func beside(a Analysis) string {
	if a.Main.Result.Tau2Method != "" {
		return ""
	}
	for _, e := range a.Beside {
		if e.Result.Interval == e.Result.Model {
			return fmt.Sprintf("Letting the true effects differ (%s, %s): %s.", BesideName(e.Result), e.Result.Notes[0], natural(e))
		}
	}
	return ""
}

// first is the change that the protocol asks for before all others.
func first(a Analysis) string {
	if len(a.Sensitivity) == 0 || a.Sensitivity[0].Kind != "refit" {
		return ""
	}
	e := a.Sensitivity[0]
	if e.Failed != "" || e.Result.K == 0 {
		return fmt.Sprintf("The first change asked for: %s: no estimate.", e.Title)
	}
	code := ""
	if e.Measure.Code != a.Measure.Code {
		code = e.Measure.Code + " "
	}
	said := fmt.Sprintf("The first change asked for: %s: %s%s, from %s.", e.Title, code, natural(e), Plural(e.Result.K, "trial", "trials"))
	if OnlyDegrees(e, a.Main) {
		said += " That interval is narrower than the main one by its reference distribution alone, which is no gain in evidence."
	}
	return said
}

// moves says in which refits the interval stands otherwise to no difference. The
// cumulative rows are not among them: they are the past, not another choice.
func moves(a Analysis) string {
	const most = 12
	main := ExcludesNull(a.Main)
	if !hasInterval(a.Main.Result) || !hasNull(a.Measure) {
		return ""
	}
	var others []string
	distinct := 0
	for _, e := range a.Estimates()[1:] {
		if e.Failed != "" || e.SameAs != "" || e.Kind == "cumulative" || !hasInterval(e.Result) {
			continue
		}
		distinct++
		if ExcludesNull(e) == main {
			continue
		}
		code := ""
		if e.Measure.Code != a.Measure.Code {
			code = e.Measure.Code + " "
		}
		others = append(others, e.Title+": "+code+natural(e))
	}
	if distinct < 3 && len(others) == 0 {
		return ""
	}
	refits := Plural(distinct, "distinct refit", "distinct refits")
	if len(others) == 0 {
		return fmt.Sprintf("In none of %s does the interval stand otherwise to no difference.", refits)
	}
	if len(others) > most {
		others = append(others[:most:most], fmt.Sprintf("and %d more", len(others)-most))
	}
	verb := map[bool]string{true: "includes no difference", false: "excludes no difference"}[main]
	return fmt.Sprintf("In %d of %s the interval %s. %s.", len(others), refits, verb, strings.Join(others, "; "))
}

// dependent says which means that allow for dependence between trials stand
// otherwise to no difference. They are among no refits: they are regressions.
func dependent(a Analysis) string {
	if !hasInterval(a.Main.Result) || !hasNull(a.Measure) {
		return ""
	}
	var others []string
	for _, x := range a.Regressions {
		if x.Failed != "" || x.moderating() > 0 || !x.dependent() {
			continue
		}
		c, n := x.Result.Coefficients[0], x.Predictions[0].Natural
		if x.Robust != nil {
			c, n = x.Robust.Coefficients[0], x.Predictions[0].Robust.Natural
		}
		if excludes := c.CILower > 0 || c.CIUpper < 0; !math.IsNaN(c.CILower) && excludes != ExcludesNull(a.Main) {
			others = append(others, x.Title+": "+x.Measure.Code+" "+x.natural(n))
		}
	}
	if others == nil {
		return ""
	}
	return "It stands otherwise to no difference where trials depend on each other: " + strings.Join(others, "; ") + "."
}

// leftOut says how many listed trials are not in the estimate.
func leftOut(a Analysis) string {
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
	if nothing == out {
		return fmt.Sprintf("%s of %d listed are not in it: no number of this outcome was found for any of them.", Plural(out, "trial", "trials"), a.Listed)
	}
	return fmt.Sprintf("%s of %d listed are not in it: for %d no number of this outcome was found; the others stand below with their reasons.", Plural(out, "trial", "trials"), a.Listed, nothing)
}

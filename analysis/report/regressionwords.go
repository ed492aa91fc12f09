package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/pool"
	"grove/analysis/regress"
	"grove/analysis/tau"
)

// perModerator is how many trials each coefficient of a moderator needs before a
// regression is more than exploring.
const perModerator = 10

// regressionLab says what moderators explain, how surely, and what is left.
func regressionLab(x Regression) Lab {
	l := Lab{ID: x.ID, Title: x.Title}
	if x.Failed != "" {
		l.Brief = "Not answered: " + x.Failed + "."
		l.Said = []string{l.Brief}
		return l
	}
	l.Brief = x.explains()
	l.Said = slices.Concat([]string{l.Brief}, x.tested(), []string{x.remains()}, x.scale(), x.interaction(), []string{x.intervals()}, x.standsOut(), x.cautions())
	for _, n := range x.notes() {
		l.Said = append(l.Said, Capital(n)+".")
	}
	l.Tables = []LabTable{x.coefficientTable("coefficients", "Coefficients", x.Result.Coefficients, true)}
	if r := x.Robust; r != nil {
		l.Tables = append(l.Tables, x.coefficientTable("robust", "Coefficients, "+x.robustly(), r.Coefficients, false))
	}
	for _, t := range []LabTable{x.termTable(), x.predictionTable(), x.robustPredictionTable(), x.clusterTable(), x.trialTable()} {
		if len(t.Rows) > 0 {
			l.Tables = append(l.Tables, t)
		}
	}
	return l
}

// explains is the answer in a line.
func (x Regression) explains() string {
	r := x.Result
	if x.moderating() == 0 {
		said := fmt.Sprintf("The mean of %s: %s %s", Plural(r.K, "trial", "trials"), x.Measure.Code, x.natural(x.Predictions[0].Natural))
		if c := x.Predictions[0].Robust; c != nil {
			said += fmt.Sprintf("; allowing for dependence within %s: %s", x.Cluster, x.natural(c.Natural))
		}
		return said + "."
	}
	with, less := "With the moderators", Percent(r.R2)+" "
	if len(x.Moderators) == 1 {
		with = "With " + x.Moderators[0].Name
	}
	if r.R2 == 0 {
		less = "no "
	}
	trials, test := Plural(r.K, "trial", "trials"), testInWords(r.Moderators)
	if x.ofMeans() {
		test += ", a test that all means are 0, not that they are equal"
	}
	if c := x.Robust; c != nil && !math.IsNaN(c.Moderators.P) {
		test += fmt.Sprintf("; allowing for dependence within %s: %s", x.Cluster, testInWords(c.Moderators))
	}
	switch {
	case x.posterior():
		return fmt.Sprintf("%s: τ² is %s without and %s with (posterior medians, of %s).", RegressionTitle(Regression{Formula: x.Formula}), Variance(x.Alone.Tau2), Variance(r.Tau2), trials)
	case math.IsNaN(r.R2):
		return fmt.Sprintf("%s: %s, of %s.", RegressionTitle(Regression{Formula: x.Formula}), test, trials)
	case r.Tau2Method == "":
		return fmt.Sprintf("%s the differences beyond chance between %s are %sless (adjusted R²); %s.", with, trials, less, test)
	}
	return fmt.Sprintf("%s the variance between %s is %sless (R²): τ² is %s without and %s with; %s.", with, trials, less, Variance(x.Alone.Tau2), Variance(r.Tau2), test)
}

// natural is an effect with its interval on the natural scale.
func (x Regression) natural(n Natural) string {
	return EffectCI(n.Estimate, n.CILower, n.CIUpper, x.Measure.Ratio)
}

// testInWords is "F = 17.72, df = 1 and 11, P = 0.001".
func testInWords(t regress.Test) string {
	if math.IsNaN(t.P) {
		return "no test"
	}
	if math.IsInf(t.DFResidual, 1) {
		return fmt.Sprintf("χ² = %s, df = %s, %s", Human(t.Statistic, 2), Degrees(t.DF), PValue(t.P))
	}
	return fmt.Sprintf("F = %s, df = %s and %s, %s", Human(t.Statistic, 2), Degrees(t.DF), Degrees(t.DFResidual), PValue(t.P))
}

// tested are the other tests of all moderators together.
func (x Regression) tested() []string {
	var all []string
	if x.Ratio != nil {
		said := "Against the model without moderators, by likelihood ratio: " + testInWords(*x.Ratio)
		if x.few() && x.Result.Tau2Method != "" {
			said += "; from so few trials this test is too sure"
		}
		all = append(all, said+".")
	}
	if p := x.Permuted; p != nil {
		which, what := "arrangements of the data that are as likely if the moderators say nothing", p.Moderators
		if x.moderating() == 0 {
			which, what = "choices of the effects' signs, as likely if the mean is 0", p.P[0]
		}
		said := fmt.Sprintf("Over all %s %s: %s.", Count(p.Of), which, PValue(what))
		if p.Sampled {
			said = fmt.Sprintf("Over a seeded sample of %s %s: %s (standard error %s).", Count(float64(p.Arrangements)), which, PValue(what), Variance(math.Sqrt(what*(1-what)/float64(p.Arrangements))))
		}
		all = append(all, said)
	}
	return all
}

// remains is the heterogeneity that the moderators leave.
func (x Regression) remains() string {
	r := x.Result
	q := fmt.Sprintf("Q = %s, df = %s, %s", Human(r.Q, 2), Degrees(r.QDF), PValue(r.QP))
	if r.Tau2Method == "" {
		return fmt.Sprintf("The model assumes that nothing else differs between the trials; what it leaves: I² = %s from Q, %s.", Percent(r.I2), q)
	}
	source := tauSource(r.Tau2Method, r.Tau2Interval, tauLimits(r.Tau2Lower, r.Tau2Upper))
	moments := regress.ByMoments(r.Model) // which have no limits
	if moments {
		source = r.Tau2Method
	}
	if len(r.Variances) > 0 {
		var parts []string
		for _, v := range r.Variances {
			part := Variance(v.Estimate) + " " + v.Name
			if !moments {
				part += " (" + tauLimits(v.Lower, v.Upper) + ")"
			}
			parts = append(parts, part)
		}
		i, _ := tau.LookupInterval(r.Tau2Interval)
		source = strings.TrimSuffix(fmt.Sprintf("%s: %s; %s", r.Tau2Method, strings.Join(parts, " and "), i.Name), "; ")
	}
	said := fmt.Sprintf("What is left between trials: τ² = %s (%s), I² = %s from τ², %s.", Variance(r.Tau2), source, Percent(r.I2), q)
	if x.Rho > 0 {
		said += fmt.Sprintf(" The sampling errors of trials within %s are assumed to correlate by %s.", x.Cluster, Number(x.Rho))
	}
	return said
}

// scale says on which scale coefficients are and against what they are held.
func (x Regression) scale() []string {
	if x.moderating() == 0 {
		return nil
	}
	on := "in units of the " + x.Measure.Name
	switch {
	case x.Measure.Ratio:
		on = "on the scale of the logarithm of the " + x.Measure.Name
	case x.Measure.Back(2) != 2:
		on = "on the scale on which the " + x.Measure.Name + " is pooled"
	}
	var per []string
	for _, m := range x.Moderators {
		switch {
		case m.Levels == nil:
			per = append(per, "per unit of "+m.Name)
		case slices.ContainsFunc(x.Result.Coefficients, func(c regress.Coefficient) bool { return c.Term == m.Name+"="+m.Levels[0] }):
			per = append(per, "of each "+m.Name)
		default:
			per = append(per, "of each "+m.Name+" against "+m.Levels[0])
		}
	}
	said := "Coefficients are " + on + ": " + strings.Join(per, ", ")
	if f, _ := regress.Parse(x.Formula); f.Intercept { // it has been fitted
		said += "; the intercept is at " + x.origin()
	}
	return []string{said + "."}
}

// origin is where every coefficient but the intercept has nothing to add:
// latitude 0, allocation alternate.
func (x Regression) origin() string {
	at := make([]Value, len(x.Moderators))
	for i, m := range x.Moderators {
		if m.Levels != nil {
			at[i].Word = m.Levels[0]
		}
	}
	return x.place(at)
}

// interaction says what a moderator's own coefficients are beside those of an
// interaction that it is part of.
func (x Regression) interaction() []string {
	f, _ := regress.Parse(x.Formula) // it has been fitted
	for _, term := range f.Terms {
		if len(term) > 1 {
			return []string{"Beside an interaction, the coefficients and tests of its moderators alone are of where the other is 0 or at its first level, not of all trials."}
		}
	}
	return nil
}

// intervals names the level and the rules of all intervals.
func (x Regression) intervals() string {
	said := Level(x.Level) + "% credible intervals"
	if x.posterior() {
		return said + "."
	}
	for _, r := range regress.Rules {
		if r.Code == x.Result.Interval {
			said = fmt.Sprintf("%s%% intervals: %s", Level(x.Level), r.Name)
		}
	}
	for _, p := range regress.Predictions {
		if p.Code == x.Prediction && x.moderating() > 0 && len(x.Predictions) > 0 {
			said += "; for a new trial " + p.Name
		}
	}
	return said + "."
}

// standsOut names the trials that the model fits worst and that move it most.
func (x Regression) standsOut() []string {
	far, moves := -1, -1
	for i, t := range x.Trials {
		d := t.Diagnostic
		if d == nil {
			return nil
		}
		if !math.IsNaN(d.Studentised) && (far < 0 || math.Abs(d.Studentised) > math.Abs(x.Trials[far].Diagnostic.Studentised)) {
			far = i
		}
		if !math.IsNaN(d.Cook) && (moves < 0 || d.Cook > x.Trials[moves].Diagnostic.Cook) {
			moves = i
		}
	}
	if far < 0 || moves < 0 {
		return nil
	}
	residual, cook := Human(x.Trials[far].Diagnostic.Studentised, 2), Human(x.Trials[moves].Diagnostic.Cook, 2)
	if far == moves {
		return []string{fmt.Sprintf("%s lies farthest from the model, which would move most without it (studentised residual %s, Cook's distance %s).", x.Trials[far].Label, residual, cook)}
	}
	return []string{fmt.Sprintf("%s lies farthest from the model (studentised residual %s), which would move most without %s (Cook's distance %s).", x.Trials[far].Label, residual, x.Trials[moves].Label, cook)}
}

// cautions are what a reader must not take from it.
func (x Regression) cautions() []string {
	n := x.apart()
	if x.moderating() == 0 {
		return nil
	}
	all := []string{"This compares trials, which nobody allocated to their moderators: an association between trials, which whatever else differs between them may explain. It is no effect of a moderator, and says nothing of differences between people within a trial."}
	if x.few() {
		all = append(all, fmt.Sprintf("%s for %s of moderators: with fewer than ten for each it explores, and settles nothing.", Plural(x.Result.K, "trial", "trials"), Plural(n, "coefficient", "coefficients")))
	}
	return all
}

// apart is how many coefficients of moderators tell trials apart.
func (x Regression) apart() int {
	if x.ofMeans() {
		return x.moderating() - 1 // one of them is the mean of all
	}
	return x.moderating()
}

// few says that there are too few trials for the moderators to settle anything.
func (x Regression) few() bool { return x.Result.K < perModerator*x.apart() }

// place is "latitude 20, allocation random".
func (x Regression) place(at []Value) string {
	var all []string
	for i, v := range at {
		all = append(all, x.Moderators[i].Name+" "+v.Text())
	}
	return strings.Join(all, ", ")
}

// RegressionTerminal is what a terminal shows of a regression.
func RegressionTerminal(x Regression) string {
	l := regressionLab(x)
	var b strings.Builder
	for i, t := range l.Tables {
		if t.Name == "trials" {
			continue
		}
		if i > 0 {
			b.WriteString("\n" + Plain(t.Title) + "\n")
		}
		rows := [][]string{t.Heads, nil}
		for _, r := range t.Rows {
			var cells []string
			for _, c := range r {
				cells = append(cells, Plain(c))
			}
			rows = append(rows, cells)
		}
		columns(&b, rows)
	}
	b.WriteString("\n")
	for _, s := range l.Said {
		b.WriteString(Plain(s) + "\n")
	}
	for _, o := range x.Left {
		b.WriteString("Left out: " + Plain(o.Label) + ": " + Plain(o.Reason) + "\n")
	}
	return b.String()
}

// usedByRegression are the works behind a regression.
func usedByRegression(x Regression) []string {
	r, keys := x.Result, slices.Concat(x.Measure.Cites, regress.Cites)
	for _, k := range regress.Models {
		if k.Code == r.Model {
			keys = append(keys, k.Cites...)
		}
	}
	for _, p := range pool.Priors {
		if p.Code == r.Posterior.Prior {
			keys = append(keys, p.Cites...)
		}
	}
	for _, rule := range regress.Rules {
		if rule.Code == r.Interval {
			keys = append(keys, rule.Cites...)
		}
	}
	if e, ok := tau.Lookup(r.Tau2Method); ok {
		keys = append(keys, e.Cites...)
	}
	if x.Permuted != nil {
		keys = append(keys, regress.PermutationCites...)
	}
	for _, c := range regress.Corrections {
		if x.Robust != nil && c.Code == x.Robust.Correction {
			keys = append(keys, c.Cites...)
		}
	}
	return keys
}

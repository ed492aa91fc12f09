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
		l.Tables = append(l.Tables, x.coefficientTable("robust", fmt.Sprintf("Coefficients, allowing for dependence within %s (%s, %s)", x.Cluster, r.Correction, Plural(r.Clusters, "cluster", "clusters")), r.Coefficients, false))
	}
	for _, t := range []LabTable{x.termTable(), x.predictionTable(), x.clusterTable(), x.trialTable()} {
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
		if n := x.RobustMean; n != nil {
			said += fmt.Sprintf("; allowing for dependence within %s: %s", x.Cluster, x.natural(*n))
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

// coefficientTable are coefficients on the analysis scale; whole says that they
// are those of the model, which have variance inflation and permutation.
func (x Regression) coefficientTable(name, title string, all []regress.Coefficient, whole bool) LabTable {
	t := LabTable{Name: name, Title: title, Heads: []string{"Term", x.code() + " (interval)", "Standard error", "df", "P"}}
	if x.posterior() {
		t.Heads = []string{"Term", x.code() + " (credible interval)", "Standard deviation", "Above 0"}
	}
	inflated, permuted := whole && x.moderating() > 1, whole && x.Permuted != nil
	if permuted {
		t.Heads = append(t.Heads, "P by permutation")
	}
	if inflated {
		t.Heads = append(t.Heads, "Variance inflation")
	}
	for i, c := range all {
		row := append([]string{c.Term}, coefficientCells(c)...)
		if x.posterior() {
			row = append(row[:3], Percent(100*x.Result.Posterior.Positive[i]))
		}
		if permuted {
			p := ""
			if x.moderating() == 0 || c.Term != "intercept" { // rearranged moderators do not make the intercept 0
				p = probability(x.Permuted.P[i])
			}
			row = append(row, p)
		}
		if inflated {
			vif := ""
			if !math.IsNaN(c.VIF) {
				vif = Human(c.VIF, 2)
			}
			row = append(row, vif)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// code is the measure on the analysis scale: log RR.
func (x Regression) code() string {
	if x.Measure.Ratio {
		return "log " + x.Measure.Code
	}
	return x.Measure.Code
}

// coefficientCells are a coefficient with its interval, standard error, degrees of freedom
// and P, in as many decimals as show two digits of the standard error.
func coefficientCells(c regress.Coefficient) []string {
	decimals := 2
	for decimals < 8 && c.SE > 0 && c.SE*math.Pow10(decimals) < 10 {
		decimals++
	}
	interval := "not estimable"
	if c.SE > 0 || math.IsNaN(c.SE) && !math.IsNaN(c.CILower) { // a posterior may have no standard deviation, but limits
		interval = Human(c.CILower, decimals) + " to " + Human(c.CIUpper, decimals)
	}
	return []string{Human(c.Estimate, decimals) + " (" + interval + ")", Human(c.SE, decimals), Degrees(c.DF), probability(c.P)}
}

// probability is a P value in a column of them.
func probability(p float64) string {
	return strings.TrimPrefix(strings.TrimPrefix(PValue(p), "P "), "= ")
}

// termTable are the tests of moderators with several coefficients.
func (x Regression) termTable() LabTable {
	t := LabTable{Name: "terms", Title: "All coefficients of each moderator", Heads: []string{"Moderator", "Test"}}
	if x.moderating() == len(x.Result.Terms) || x.posterior() {
		return t
	}
	for _, test := range x.Result.Terms {
		t.Rows = append(t.Rows, []string{test.Term, testInWords(test)})
	}
	return t
}

// predictionTable is the effect at each place, with how it differs from the first.
func (x Regression) predictionTable() LabTable {
	title := "The effect by the model"
	if x.Robust != nil && len(x.Result.Variances) == 0 {
		title += ", not allowing for dependence within " + x.Cluster
	}
	t := LabTable{Name: "predictions", Title: title, Heads: []string{"At", x.Measure.Code + " (interval)"}}
	if x.moderating() == 0 {
		return t
	}
	within := slices.ContainsFunc(x.Predictions, func(p Predicted) bool { return !math.IsNaN(p.PILower) })
	if within {
		t.Heads = append(t.Heads, "Prediction interval for a new trial there")
	}
	several := len(x.Predictions) > 1
	if several {
		head := "Less the first (interval)"
		if x.Measure.Ratio {
			head = "Over the first (interval)"
		}
		t.Heads = append(t.Heads, head)
		if !x.posterior() {
			t.Heads = append(t.Heads, "P")
		}
	}
	for i, p := range x.Predictions {
		row := []string{x.place(p.At), x.natural(p.Natural)}
		if within {
			row = append(row, Interval(p.Natural.PILower, p.Natural.PIUpper, x.Measure.Ratio))
		}
		cells := []string{"", ""}
		switch {
		case i == 0:
		case math.IsNaN(p.Difference.Natural.Estimate):
			cells = []string{coefficientCells(p.Difference.Coefficient)[0] + ", on the scale pooled", probability(p.Difference.P)}
		default:
			cells = []string{x.natural(p.Difference.Natural), probability(p.Difference.P)}
		}
		if several {
			row = append(row, cells[:len(t.Heads)-len(row)]...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// place is "latitude 20, allocation random".
func (x Regression) place(at []Value) string {
	var all []string
	for i, v := range at {
		all = append(all, x.Moderators[i].Name+" "+v.Text())
	}
	return strings.Join(all, ", ")
}

// clusterTable is by how much the trials of each cluster differ from the model.
func (x Regression) clusterTable() LabTable {
	how := x.code() + " added (interval)"
	if x.Measure.Ratio {
		how = x.Measure.Code + " times (interval)"
	}
	t := LabTable{Name: "clusters", Title: "How the trials of each " + x.Cluster + " differ from the model, drawn to it", Heads: []string{Capital(x.Cluster), "Trials", how}}
	for _, c := range x.Clusters {
		n := c.Natural
		if math.IsNaN(n.Estimate) {
			n = Natural{Estimate: c.Deviation, CILower: c.Lower, CIUpper: c.Upper}
		}
		t.Rows = append(t.Rows, []string{c.Cluster, fmt.Sprint(c.Trials), x.natural(n)})
	}
	return t
}

// trialTable is what the model says of each trial, and each trial does to it.
func (x Regression) trialTable() LabTable {
	t := LabTable{Name: "trials", Title: "What the model says of each trial, and what each does to it", Heads: []string{"Trial", x.Measure.Code + " (interval)", "By the model", "Weight"}}
	drawn, diagnosed := false, false
	for _, e := range x.Trials {
		row := []string{Marked(e.Trial), x.natural(e.Natural), Effect(e.FittedNatural, x.Measure.Ratio), Weight(e.Trial)}
		if drawn = e.Shrunken != nil && x.Result.Tau2Method != ""; drawn {
			row = append(row, x.natural(e.DrawnNatural))
		}
		if diagnosed = e.Diagnostic != nil; diagnosed {
			row = append(row, Human(e.Diagnostic.Studentised, 2), Human(e.Diagnostic.Cook, 2))
		}
		t.Rows = append(t.Rows, row)
	}
	if drawn {
		t.Heads = append(t.Heads, "Drawn to the model (interval)")
	}
	if diagnosed {
		t.Heads = append(t.Heads, "Studentised residual", "Cook's distance")
	}
	return t
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

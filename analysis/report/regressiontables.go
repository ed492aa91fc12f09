package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/regress"
)

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
	if x.Robust != nil {
		title += x.allowance()
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
		t.Heads = append(t.Heads, x.against())
		if !x.posterior() {
			t.Heads = append(t.Heads, "P")
		}
	}
	for _, p := range x.Predictions {
		row := []string{x.place(p.At), x.natural(p.Natural)}
		if within {
			row = append(row, Interval(p.Natural.PILower, p.Natural.PIUpper, x.Measure.Ratio))
		}
		if several {
			row = append(row, x.difference(p.Difference)[:len(t.Heads)-len(row)]...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// robustly names the robust variances.
func (x Regression) robustly() string {
	return fmt.Sprintf("allowing for dependence within %s (%s, %s)", x.Cluster, x.Robust.Correction, Plural(x.Robust.Clusters, "cluster", "clusters"))
}

// allowance says how far the intervals of the model itself allow for dependence,
// which those of a model with effects of clusters do.
func (x Regression) allowance() string {
	switch {
	case regress.ByMoments(x.Result.Model):
		return ", with robust intervals (CR1p)"
	case regress.WithClusters(x.Result.Model):
		return ""
	case x.Rho > 0:
		return ", with the correlation within " + x.Cluster + " that it assumes"
	}
	return ", not allowing for dependence within " + x.Cluster
}

// against heads the differences from the first prediction.
func (x Regression) against() string {
	if x.Measure.Ratio {
		return "Over the first (interval)"
	}
	return "Less the first (interval)"
}

// difference is a difference from the first prediction with its P, empty for that
// one.
func (x Regression) difference(d *Contrast) []string {
	switch {
	case d == nil:
		return []string{"", ""}
	case math.IsNaN(d.Natural.Estimate):
		return []string{coefficientCells(d.Coefficient)[0] + ", on the scale pooled", probability(d.P)}
	}
	return []string{x.natural(d.Natural), probability(d.P)}
}

// robustPredictionTable is the effect at each place with robust intervals.
func (x Regression) robustPredictionTable() LabTable {
	t := LabTable{Name: "robust-predictions", Heads: []string{"At", x.Measure.Code + " (interval)", "df"}}
	if x.Robust == nil || x.moderating() == 0 {
		return t
	}
	t.Title = "The effect, " + x.robustly()
	if len(x.Predictions) > 1 {
		t.Heads = append(t.Heads, x.against(), "df", "P")
	}
	for _, p := range x.Predictions {
		row := []string{x.place(p.At), x.natural(p.Robust.Natural), Degrees(p.Robust.DF)}
		if len(x.Predictions) > 1 {
			df, cells := "", x.difference(p.RobustDifference)
			if p.RobustDifference != nil {
				df = Degrees(p.RobustDifference.DF)
			}
			row = append(row, cells[0], df, cells[1])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
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

package report

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"grove/analysis/regress"
	"grove/analysis/tau"
)

// regressionFunctions is the part of reproduce.R that stands in those of reviews
// with regressions.
//
//go:embed regression.R
var regressionFunctions string

// regression is one regression, its moderators called m1, m2 and so on and the
// levels of factors and the clusters numbered.
func (s *script) regression(a Analysis, x Regression) string {
	where := a.ID + ", " + x.ID
	if x.Failed != "" {
		return fmt.Sprintf("not_asserted(%s, %s)\n", quoted(where), quoted("there is no regression: "+x.Failed))
	}
	r := x.Result
	if why := unaskedOf(x); why != "" {
		return fmt.Sprintf("not_asserted(%s, %s)\n", quoted(where), quoted(why))
	}
	trials := make([]Trial, len(x.Trials))
	values := make([][]Value, len(x.Trials))
	for i, t := range x.Trials {
		trials[i], values[i] = t.Trial, t.Values
	}
	at := s.at(Estimate{Trials: trials, Measure: x.Measure, Options: x.Options})
	var b strings.Builder
	for i, m := range x.Moderators {
		fmt.Fprintf(&b, "# m%d is %s", i+1, quoted(m.Name))
		for j, l := range m.Levels {
			fmt.Fprintf(&b, ", %d %s", j+1, quoted(l))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "regression(%s, %s, %s,\n  %s,\n", quoted(where), vector(at, strconv.Itoa), x.formulaInR(), x.dataInR(values))
	fmt.Fprintf(&b, "  list(tau2_method = %s, tau2_interval = %s, interval = %q, level = %s, prediction = %s%s), list(\n",
		rText(r.Tau2Method), rText(r.Tau2Interval), r.Interval, rNumber(x.Level), rText(x.Prediction), x.levelsInR())
	c := r.Coefficients
	b.WriteString("  " + columnsInR(c, []columnInR[regress.Coefficient]{
		{"estimate", func(c regress.Coefficient) float64 { return c.Estimate }}, {"se", func(c regress.Coefficient) float64 { return c.SE }},
		{"ci_lb", func(c regress.Coefficient) float64 { return c.CILower }}, {"ci_ub", func(c regress.Coefficient) float64 { return c.CIUpper }}, {"p", func(c regress.Coefficient) float64 { return c.P }}}))
	for _, n := range []struct {
		name string
		x    float64
	}{{"qm", r.Moderators.Statistic}, {"qm_p", r.Moderators.P}, {"q", r.Q}, {"q_p", r.QP}, {"tau2", r.Tau2}, {"tau2_lb", r.Tau2Lower}, {"tau2_ub", r.Tau2Upper}, {"tau2_alone", x.Alone.Tau2}, {"i2", r.I2}, {"r2", r.R2}} {
		fmt.Fprintf(&b, ",\n  %s = %s", n.name, rNumber(n.x))
	}
	if x.Trials[0].Diagnostic != nil {
		b.WriteString(",\n  " + columnsInR(x.Trials, []columnInR[Explained]{
			{"rstudent", func(t Explained) float64 { return t.Diagnostic.Studentised }}, {"cook_d", func(t Explained) float64 { return t.Diagnostic.Cook }}, {"hat", func(t Explained) float64 { return t.Diagnostic.Hat }},
			{"weight", func(t Explained) float64 { return t.Weight }}, {"blup", func(t Explained) float64 { return t.Shrunken.Estimate }}}))
	}
	if t := x.Ratio; t != nil {
		fmt.Fprintf(&b, ",\n  lrt = c(%s, %s)", rNumber(t.Statistic), rNumber(t.P))
	}
	if c := x.Robust; c != nil && !takenUp(*c) {
		fmt.Fprintf(&b, ",\n  robust = list(code = %q, cluster = %s, qm = %s, qm_p = %s,\n    %s)", c.Correction, vector(x.clusters(), strconv.Itoa), rNumber(c.Moderators.Statistic), rNumber(c.Moderators.P), columnsInR(c.Coefficients, []columnInR[regress.Coefficient]{
			{"se", func(c regress.Coefficient) float64 { return c.SE }}, {"df", func(c regress.Coefficient) float64 { return c.DF }}, {"p", func(c regress.Coefficient) float64 { return c.P }}})+x.robustPlacesInR())
	}
	if p := x.Permuted; p != nil {
		fmt.Fprintf(&b, ",\n  permutation = list(arrangements = %d, p = %s, qm_p = %s)", p.Arrangements, vector(p.P, rNumber), rNumber(p.Moderators))
	}
	if len(x.Predictions) > 0 {
		places := make([][]Value, len(x.Predictions))
		for i, p := range x.Predictions {
			places[i] = p.At
		}
		fmt.Fprintf(&b, ",\n  at = %s,\n  predictions = list(%s)", x.dataInR(places), columnsInR(x.Predictions, []columnInR[Predicted]{
			{"estimate", func(p Predicted) float64 { return p.Estimate }}, {"se", func(p Predicted) float64 { return p.SE }}, {"ci_lb", func(p Predicted) float64 { return p.CILower }}, {"ci_ub", func(p Predicted) float64 { return p.CIUpper }},
			{"pi_lb", func(p Predicted) float64 { return p.PILower }}, {"pi_ub", func(p Predicted) float64 { return p.PIUpper }}, {"pi_df", func(p Predicted) float64 { return p.PIDF }},
			{"difference", differing(func(p Predicted) *Contrast { return p.Difference }, func(d Contrast) float64 { return d.Estimate })}, {"difference_se", differing(func(p Predicted) *Contrast { return p.Difference }, func(d Contrast) float64 { return d.SE })}}))
	}
	b.WriteString("))\n")
	if c := x.Robust; c != nil && takenUp(*c) {
		fmt.Fprintf(&b, "not_asserted(%s, %s)\n", quoted(where+", clusters"), quoted("a coefficient takes up a cluster whole, which leaves R's package clubSandwich with rounding"))
	}
	return b.String()
}

// robustPlacesInR are the robust variances of the effects at the places asked for,
// empty where there are none.
func (x Regression) robustPlacesInR() string {
	if len(x.Predictions) == 0 {
		return ""
	}
	robust := func(p Predicted) *Contrast { return p.Robust }
	apart := func(p Predicted) *Contrast { return p.RobustDifference }
	se, df := func(c Contrast) float64 { return c.SE }, func(c Contrast) float64 { return c.DF }
	return ",\n    places = list(" + columnsInR(x.Predictions, []columnInR[Predicted]{
		{"se", differing(robust, se)}, {"df", differing(robust, df)}, {"ci_lb", differing(robust, func(c Contrast) float64 { return c.CILower })}, {"ci_ub", differing(robust, func(c Contrast) float64 { return c.CIUpper })},
		{"difference_se", differing(apart, se)}, {"difference_df", differing(apart, df)}}) + ")"
}

// differing is one number of a contrast of each prediction, missing where it has
// none.
func differing(which func(Predicted) *Contrast, of func(Contrast) float64) func(Predicted) float64 {
	return func(p Predicted) float64 {
		c := which(p)
		if c == nil {
			return math.NaN()
		}
		return of(*c)
	}
}

// takenUp says that a coefficient has no standard error because it takes up a
// cluster whole.
func takenUp(c regress.Clustered) bool {
	return slices.ContainsFunc(c.Coefficients, func(b regress.Coefficient) bool { return math.IsNaN(b.SE) })
}

// unaskedOf says why the script does not ask R for a regression, empty where it
// does.
func unaskedOf(x Regression) string {
	f, _ := regress.Parse(x.Formula) // it has been fitted
	switch {
	case x.posterior():
		return "metafor has no Bayesian regression"
	case regress.ByMoments(x.Result.Model):
		return "metafor has no moment estimators of dependent effects"
	case x.Result.Tau2Method == tau.GENQM.Code:
		return "metafor's distribution of the generalised Q has fewer digits"
	case !f.Intercept && !x.ofMeans():
		return "metafor centres the effects first, which a model without any mean does not allow"
	}
	return ""
}

// columnInR is one number of each of many things.
type columnInR[T any] struct {
	name string
	of   func(T) float64
}

// columnsInR are vectors of R, a name each.
func columnsInR[T any](all []T, columns []columnInR[T]) string {
	var parts []string
	for _, c := range columns {
		parts = append(parts, c.name+" = "+vector(all, func(x T) string { return rNumber(c.of(x)) }))
	}
	return strings.Join(parts, ",\n  ")
}

// formulaInR is the formula with the moderators by their numbers.
func (x Regression) formulaInR() string {
	f, _ := regress.Parse(x.Formula) // it has been fitted
	terms := []string{}
	if !f.Intercept {
		terms = append(terms, "0")
	} else if len(f.Terms) == 0 {
		terms = append(terms, "1")
	}
	for _, t := range f.Terms {
		var names []string
		for _, n := range t {
			names = append(names, fmt.Sprint("m", 1+slices.IndexFunc(x.Moderators, func(m Moderator) bool { return m.Name == n })))
		}
		terms = append(terms, strings.Join(names, ":"))
	}
	return "~ " + strings.Join(terms, " + ")
}

// dataInR are the moderators of trials or places as a data frame.
func (x Regression) dataInR(rows [][]Value) string {
	parts := []string{"row.names = " + fmt.Sprintf("1:%d", len(rows))}
	for i, m := range x.Moderators {
		name := fmt.Sprint("m", i+1)
		if m.Levels == nil {
			parts = append(parts, name+" = "+vector(rows, func(r []Value) string { return rNumber(r[i].Number) }))
			continue
		}
		parts = append(parts, fmt.Sprintf("%s = factor(%s, levels = 1:%d)", name, vector(rows, func(r []Value) string { return strconv.Itoa(1 + slices.Index(m.Levels, r[i].Word)) }), len(m.Levels)))
	}
	return "data.frame(" + strings.Join(parts, ", ") + ")"
}

// levelsInR are what trials that depend on each other need beside the rest.
func (x Regression) levelsInR() string {
	r := x.Result
	if x.Rho == 0 && !regress.WithClusters(r.Model) {
		return ""
	}
	variances := r.Variances
	if variances == nil && r.Tau2Method != "" {
		variances = []regress.Variance{{Estimate: r.Tau2, Lower: r.Tau2Lower, Upper: r.Tau2Upper}}
	}
	said := fmt.Sprintf(",\n  levels = list(rho = %s, nested = %s, df = %s, cluster = %s, unit = %s,\n    %s", rNumber(x.Rho), rTruth(regress.WithClusters(r.Model)), rNumber(r.Coefficients[0].DF), vector(x.clusters(), strconv.Itoa), vector(x.units(), strconv.Itoa),
		columnsInR(variances, []columnInR[regress.Variance]{{"sigma2", func(v regress.Variance) float64 { return v.Estimate }}, {"lower", func(v regress.Variance) float64 { return v.Lower }}, {"upper", func(v regress.Variance) float64 { return v.Upper }}}))
	if len(r.Variances) > 1 {
		said += ",\n    effects = " + vector(x.Clusters, func(c Cluster) string { return rNumber(c.Deviation) })
	}
	return said + ")"
}

// units number what trials have effects of within their clusters.
func (x Regression) units() []int {
	type unit struct {
		cluster int
		within  string
	}
	place := map[unit]int{}
	all, clusters := make([]int, len(x.Trials)), x.clusters()
	n := 0
	for i, t := range x.Trials {
		key := unit{clusters[i], t.Within}
		if place[key] == 0 || t.Within == "" {
			n++
			place[key] = n
		}
		all[i] = place[key]
	}
	return all
}

// clusters number the clusters of the trials; one without a name is its own.
func (x Regression) clusters() []int {
	place := map[string]int{}
	all := make([]int, len(x.Trials))
	n := 0
	for i, t := range x.Trials {
		at, seen := place[t.Cluster]
		if !seen || t.Cluster == "" {
			n++
			at = n
			place[t.Cluster] = n
		}
		all[i] = at
	}
	return all
}

// rText is a code as a string of R, or NA.
func rText(code string) string {
	if code == "" {
		return "NA"
	}
	return strconv.Quote(code)
}

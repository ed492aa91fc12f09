package report

import (
	"fmt"
	"strings"

	"grove/analysis/effect"
	"grove/analysis/regress"
)

// Regression is a meta-regression with what it was made of.
type Regression struct {
	Measure effect.Measure
	Level   float64
	Result  regress.Result
	Left    []Left
}

// RegressionJSON is a regression as grove pool --moderators --json prints it,
// on the analysis scale.
func RegressionJSON(r Regression) ([]byte, error) {
	x := r.Result
	coefficients := []any{}
	for _, c := range x.Coefficients {
		coefficients = append(coefficients, object{{"term", c.Term}, {"estimate", settle(c.Estimate, c.SE)}, {"se", Num(c.SE)}, {"statistic", settle(c.Statistic, 1)},
			{"df", Num(c.DF)}, {"p", Num(c.P)}, {"ci_lb", settle(c.CILower, c.SE)}, {"ci_ub", settle(c.CIUpper, c.SE)}, {"vif", Num(c.VIF)}})
	}
	return indent(object{
		{"measure", r.Measure.Code}, {"model", x.Model}, {"tau2_method", text(x.Tau2Method).json}, {"tau2_interval", text(x.Tau2Interval).json}, {"interval", x.Interval}, {"level", Num(r.Level)}, {"k", x.K},
		{"coefficients", coefficients},
		{"qm", Num(x.Moderators.Statistic)}, {"qm_df", Num(x.Moderators.DF)}, {"qm_df_residual", Num(x.Moderators.DFResidual)}, {"qm_p", Num(x.Moderators.P)},
		{"tau2", Num(x.Tau2)}, {"tau2_se", Num(x.Tau2SE)}, {"tau2_lb", Num(x.Tau2Lower)}, {"tau2_ub", Num(x.Tau2Upper)},
		{"i2", Num(x.I2)}, {"h2", Num(x.H2)}, {"r2", Num(x.R2)}, {"q", Num(x.Q)}, {"q_df", Num(x.QDF)}, {"q_p", Num(x.QP)},
		{"converged", x.Converged}, {"notes", append([]string{}, x.Notes...)}, {"left_out", append([]Left{}, r.Left...)},
	})
}

// RegressionTerminal is the table a terminal shows, on the analysis scale.
func RegressionTerminal(r Regression) string {
	x := r.Result
	scale := ""
	if r.Measure.Ratio {
		scale = "log "
	}
	rows := [][]string{{"Term", scale + r.Measure.Code + fmt.Sprintf(" [%s%% CI]", Level(r.Level)), "SE", "P"}, nil}
	for _, c := range x.Coefficients {
		rows = append(rows, []string{Plain(c.Term), Human(c.Estimate, 3) + " [" + Human(c.CILower, 3) + " to " + Human(c.CIUpper, 3) + "]", Human(c.SE, 3), strings.TrimPrefix(strings.TrimPrefix(PValue(c.P), "P "), "= ")})
	}
	var b strings.Builder
	columns(&b, rows)
	test := fmt.Sprintf("χ² = %s, df = %s", Human(x.Moderators.Statistic, 2), Human(x.Moderators.DF, 0))
	if Number(x.Moderators.DFResidual) != "" {
		test = fmt.Sprintf("F = %s, df = %s and %s", Human(x.Moderators.Statistic, 2), Human(x.Moderators.DF, 0), Human(x.Moderators.DFResidual, 0))
	}
	fmt.Fprintf(&b, "\n%s. Moderators together: %s, %s\n", Plural(x.K, "trial", "trials"), test, PValue(x.Moderators.P))
	if x.Tau2Method != "" {
		fmt.Fprintf(&b, "Residual heterogeneity: τ² = %s (%s); R² = %s\n", Variance(x.Tau2), tauSource(x.Tau2Method, x.Tau2Interval, tauLimits(x.Tau2Lower, x.Tau2Upper)), Percent(x.R2))
	}
	fmt.Fprintf(&b, "Q = %s, df = %s, %s\n", Human(x.Q, 2), Human(x.QDF, 0), PValue(x.QP))
	for _, n := range x.Notes {
		b.WriteString("Note: " + Plain(n) + "\n")
	}
	for _, l := range r.Left {
		b.WriteString("Left out: " + Plain(l.Label) + ": " + Plain(l.Reason) + "\n")
	}
	return b.String()
}

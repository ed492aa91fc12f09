package report

import (
	"math"

	"grove/analysis/regress"
)

// RegressionJSON is a regression as grove pool --moderators --json prints it, on
// the analysis scale but for the names that end in natural.
func RegressionJSON(x Regression) ([]byte, error) { return indent(regressionObject(x)) }

// regressionsJSON are the regressions of an analysis.
func regressionsJSON(a Analysis) []any {
	all := []any{}
	for _, x := range a.Regressions {
		o := object{{"id", x.ID}, {"title", x.Title}, {"failed", text(x.Failed).json}}
		if x.Failed == "" {
			o = append(o, regressionObject(x)...)
		}
		all = append(all, o)
	}
	return all
}

func regressionObject(x Regression) object {
	r, r2 := x.Result, Num(x.Result.R2)
	if x.moderating() == 0 {
		r2 = Num(math.NaN())
	}
	moderators, predictions, trials := []any{}, []any{}, []any{}
	for _, m := range x.Moderators {
		moderators = append(moderators, object{{"name", m.Name}, {"levels", append([]string{}, m.Levels...)}})
	}
	for _, p := range x.Predictions {
		predictions = append(predictions, x.prediction(p))
	}
	for _, t := range x.Trials {
		trials = append(trials, x.trial(t))
	}
	variances, clusters := []any{}, []any{}
	for _, v := range r.Variances {
		variances = append(variances, object{{"name", v.Name}, {"estimate", Num(v.Estimate)}, {"se", Num(v.SE)}, {"ci_lb", Num(v.Lower)}, {"ci_ub", Num(v.Upper)}, {"i2", Num(v.I2)}})
	}
	for _, c := range x.Clusters {
		clusters = append(clusters, object{{"cluster", c.Cluster}, {"k", c.Trials}, {"estimate", settle(c.Deviation, c.SE)}, {"se", Num(c.SE)}, {"pi_lb", settle(c.Lower, c.SE)}, {"pi_ub", settle(c.Upper, c.SE)}})
	}
	var ratio, robust, permutation any
	if t := x.Ratio; t != nil {
		ratio = object{{"lrt", Num(t.Statistic)}, {"df", Num(t.DF)}, {"p", Num(t.P)}}
	}
	if c := x.Robust; c != nil {
		m := c.Moderators
		o := object{{"correction", c.Correction}, {"clusters", c.Clusters}, {"coefficients", coefficients(c.Coefficients)},
			{"qm", Num(m.Statistic)}, {"qm_df", Num(m.DF)}, {"qm_df_residual", Num(m.DFResidual)}, {"qm_p", Num(m.P)}, {"terms", terms(c.Terms)}, {"predictions", x.robustPredictions()}, {"notes", append([]string{}, c.Notes...)}}
		if x.moderating() == 0 {
			o = append(o, naturalJSON(x.Predictions[0].Robust.Natural)...)
		}
		robust = o
	}
	if p := x.Permuted; p != nil {
		each := []any{}
		for i, c := range r.Coefficients {
			each = append(each, object{{"term", c.Term}, {"p", Num(p.P[i])}})
		}
		permutation = object{{"arrangements", p.Arrangements}, {"sampled", p.Sampled}, {"of", Num(p.Of)}, {"coefficients", each}, {"qm_p", Num(p.Moderators)}}
	}
	o := object{
		{"formula", x.Formula}, {"cluster", text(x.Cluster).json}, {"moderators", moderators},
		{"measure", x.Measure.Code}, {"model", r.Model}, {"tau2_method", text(r.Tau2Method).json}, {"tau2_interval", text(r.Tau2Interval).json}, {"interval", r.Interval}, {"level", Num(x.Level)}, {"k", r.K},
		{"coefficients", coefficients(r.Coefficients)},
		{"qm", Num(r.Moderators.Statistic)}, {"qm_df", Num(r.Moderators.DF)}, {"qm_df_residual", Num(r.Moderators.DFResidual)}, {"qm_p", Num(r.Moderators.P)},
		{"terms", terms(r.Terms)}, {"likelihood_ratio", ratio}, {"permutation", permutation}, {"robust", robust},
		{"tau2", Num(r.Tau2)}, {"tau2_se", Num(r.Tau2SE)}, {"tau2_lb", Num(r.Tau2Lower)}, {"tau2_ub", Num(r.Tau2Upper)}, {"tau2_without_moderators", Num(x.Alone.Tau2)}, {"variances", variances}, {"rho", Num(x.Rho)},
		{"i2", Num(r.I2)}, {"h2", Num(r.H2)}, {"r2", r2}, {"q", Num(r.Q)}, {"q_df", Num(r.QDF)}, {"q_p", Num(r.QP)},
		{"likelihood", criteria(r.Likelihood)}, {"restricted_likelihood", criteria(r.Restricted)},
		{"prediction", text(x.Prediction).json}, {"predictions", predictions}, {"clusters", clusters},
		{"converged", r.Converged}, {"notes", x.notes()}, {"studies", trials}, {"left_out", append([]Left{}, x.Left...)},
	}
	if x.posterior() {
		o = append(o, member{"prior", r.Posterior.Prior}, member{"credible", r.Posterior.Credible}, member{"posterior", regressionPosterior(r)})
	}
	return o
}

// regressionPosterior is τ and each coefficient with the probability that it is
// above zero.
func regressionPosterior(r regress.Result) object {
	p, terms := r.Posterior, []any{}
	for i, c := range r.Coefficients {
		own := p.Coefficients[i]
		terms = append(terms, append(append(object{{"term", c.Term}}, summaryJSON(own, own.Upper-own.Lower)...), member{"above_zero", Num(p.Positive[i])}))
	}
	return object{{"tau", summaryJSON(p.Tau, p.Tau.Upper)}, {"coefficients", terms}}
}

func terms(all []regress.Test) []any {
	rows := []any{}
	for _, t := range all {
		rows = append(rows, object{{"term", t.Term}, {"statistic", Num(t.Statistic)}, {"df", Num(t.DF)}, {"df_residual", Num(t.DFResidual)}, {"p", Num(t.P)}})
	}
	return rows
}

func coefficients(all []regress.Coefficient) []any {
	rows := []any{}
	for _, c := range all {
		rows = append(rows, append(object{{"term", c.Term}}, append(coefficient(c), member{"vif", Num(c.VIF)})...))
	}
	return rows
}

func coefficient(c regress.Coefficient) object {
	return object{{"estimate", settle(c.Estimate, c.SE)}, {"se", Num(c.SE)}, {"statistic", settle(c.Statistic, 1)},
		{"df", Num(c.DF)}, {"p", Num(c.P)}, {"ci_lb", settle(c.CILower, c.SE)}, {"ci_ub", settle(c.CIUpper, c.SE)}}
}

func criteria(l regress.Likelihood) object {
	return object{{"log", Num(l.Log)}, {"deviance", Num(l.Deviance)}, {"aic", Num(l.AIC)}, {"bic", Num(l.BIC)}, {"aicc", Num(l.AICc)}}
}

// values are what a trial or a prediction has of each moderator.
func (x Regression) values(all []Value) object {
	o := object{}
	for i, v := range all {
		if m := x.Moderators[i]; m.Levels != nil {
			o = append(o, member{m.Name, v.Word})
		} else {
			o = append(o, member{m.Name, Num(v.Number)})
		}
	}
	return o
}

func (x Regression) prediction(p Predicted) object {
	n, scale := p.Natural, p.SE
	return object{{"at", x.values(p.At)}, {"estimate", settle(p.Estimate, scale)}, {"se", Num(p.SE)}, {"ci_lb", settle(p.CILower, scale)}, {"ci_ub", settle(p.CIUpper, scale)},
		{"pi_lb", settle(p.PILower, scale)}, {"pi_ub", settle(p.PIUpper, scale)}, {"pi_df", Num(p.PIDF)},
		{"estimate_natural", Num(n.Estimate)}, {"ci_lb_natural", Num(n.CILower)}, {"ci_ub_natural", Num(n.CIUpper)}, {"pi_lb_natural", Num(n.PILower)}, {"pi_ub_natural", Num(n.PIUpper)},
		{"difference", differenceJSON(p.Difference)}}
}

// differenceJSON is a difference from the first prediction, null for that one.
func differenceJSON(d *Contrast) any {
	if d == nil {
		return nil
	}
	return append(coefficient(d.Coefficient), naturalJSON(d.Natural)...)
}

func naturalJSON(n Natural) object {
	return object{{"estimate_natural", Num(n.Estimate)}, {"ci_lb_natural", Num(n.CILower)}, {"ci_ub_natural", Num(n.CIUpper)}}
}

// robustPredictions are the predictions with robust variances.
func (x Regression) robustPredictions() []any {
	all := []any{}
	for _, p := range x.Predictions {
		c := p.Robust
		o := object{{"at", x.values(p.At)}, {"estimate", settle(c.Estimate, c.SE)}, {"se", Num(c.SE)}, {"df", Num(c.DF)}, {"ci_lb", settle(c.CILower, c.SE)}, {"ci_ub", settle(c.CIUpper, c.SE)}}
		all = append(all, append(append(o, naturalJSON(c.Natural)...), member{"difference", differenceJSON(p.RobustDifference)}))
	}
	return all
}

// trial is a trial with its diagnostics, by metafor's names where it has one.
func (x Regression) trial(t Explained) object {
	o := object{{"study", t.Study}, {"label", t.Label}, {"moderators", x.values(t.Values)}, {"cluster", text(t.Cluster).json},
		{"yi", settle(t.Y, t.V)}, {"vi", Num(t.V)}, {"weight", Num(t.Weight)}, {"fitted", settle(t.Fitted, math.Sqrt(t.V))}}
	if d := t.Diagnostic; d != nil {
		dfbs := []Num{}
		for _, b := range d.DFBETAS {
			dfbs = append(dfbs, settle(b, 1))
		}
		o = append(o, object{{"residual", settle(d.Residual, d.SE)}, {"rstandard", settle(d.Standardised, 1)}, {"rstudent", settle(d.Studentised, 1)}, {"dffits", settle(d.DFFITS, 1)}, {"cook_d", settle(d.Cook, 1)},
			{"cov_r", Num(d.CovarianceRatio)}, {"tau2_del", Num(d.Tau2)}, {"qe_del", settle(d.Q, 1)}, {"hat", Num(d.Hat)}, {"dfbs", dfbs}}...)
	}
	if s := t.Shrunken; s != nil {
		o = append(o, object{{"blup", settle(s.Estimate, s.SE)}, {"blup_se", Num(s.SE)}, {"blup_lb", settle(s.Lower, s.SE)}, {"blup_ub", settle(s.Upper, s.SE)}}...)
	}
	return o
}

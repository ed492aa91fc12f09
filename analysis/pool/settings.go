package pool

// Settings are the choices of one pooled analysis, each a code of the table it
// belongs to. The zero value is not usable: a profile fills it.
type Settings struct {
	Model        string  // a code of Models
	GLMM         string  // a code of GLMMs: the likelihood of a generalised linear mixed model
	Tau2         string  // a code of tau.Estimators, or a plain decimal for a declared τ²
	Tau2Min      float64 // the least τ² that an estimate may have, 0 or below
	Tau2Interval string  // a code of tau.Intervals, empty for the first of them
	Interval     string  // a code of Intervals
	Prediction   string  // a code of Predictions
	Few          string  // a code of FewRules: what happens at k = 0 to 4
	Level        float64 // confidence level in percent, 95 for a 95% interval
	Prior        Prior   // of the Bayesian model
	Credible     string  // of the Bayesian model: a code of Credibles, empty for the first of them
}

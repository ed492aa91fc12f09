package pool

import "math"

// Prediction is one definition of the interval in which the true effect of a
// new trial is expected,
//
//	μ ± q·√(τ²+SE²),
//
// and says which quantile q and which standard error it takes.
type Prediction struct {
	Code, Name string
	REMLOnly   bool // belongs to the REML estimate of τ²
	effects    bool // needs the trials' own effects; a model of counts then has v
	reach      func(c centre, d Data) (se, df float64)
	Cites      []string
}

// Predictions are the definitions, the default first, no interval last.
var Predictions = []Prediction{
	// q of t with k−1 degrees of freedom and the larger of Hartung and Knapp's and
	// Wald's standard errors, so that trials which happen to agree do not narrow it.
	// Veroniki 2019; Partlett and Riley 2017.
	{Code: "guarded", effects: true, Name: "t with k−1 degrees of freedom, larger of the Hartung–Knapp and Wald standard errors", Cites: []string{"veroniki2019", "partlett2017"},
		reach: func(c centre, d Data) (float64, float64) {
			return math.Max(1, math.Sqrt(c.spread)) * c.se, float64(len(d.Y) - 1)
		}},
	// q of t with k−1 degrees of freedom, Hartung and Knapp's standard error. At τ² = 0
	// it can be narrower than a confidence interval; none where that error is 0 too.
	// Partlett and Riley 2017.
	{Code: "hk", effects: true, Name: "t with k−1 degrees of freedom, Hartung–Knapp standard error", Cites: []string{"partlett2017"},
		reach: func(c centre, d Data) (float64, float64) {
			return math.Sqrt(c.spread) * c.se, float64(len(d.Y) - 1)
		}},
	// q of t with k−2 degrees of freedom, Hartung and Knapp's standard error. Partlett
	// and Riley 2017.
	{Code: "hk-pr", effects: true, Name: "t with k−2 degrees of freedom, Hartung–Knapp standard error", Cites: []string{"partlett2017"},
		reach: func(c centre, d Data) (float64, float64) {
			return math.Sqrt(c.spread) * c.se, float64(len(d.Y) - 2)
		}},
	// q of t with Kenward and Roger's degrees of freedom, and their standard error. τ²
	// by another estimator than REML is an error. Partlett and Riley 2017.
	{Code: "kr", effects: true, Name: "t with Kenward–Roger degrees of freedom and standard error", REMLOnly: true, Cites: []string{"kenward1997", "partlett2017"},
		reach: func(c centre, d Data) (float64, float64) {
			r := kr(c, d, 0)
			return r.se, r.df
		}},
	// q of t with one degree of freedom fewer than Kenward and Roger's, and their
	// standard error; none where they have no more than one. Partlett and Riley 2017.
	{Code: "kr-pr", effects: true, Name: "t with one degree of freedom fewer than Kenward–Roger's, Kenward–Roger standard error", REMLOnly: true, Cites: []string{"kenward1997", "partlett2017"},
		reach: func(c centre, d Data) (float64, float64) {
			r := kr(c, d, 0)
			return r.se, r.df - 1
		}},
	// q of t with k−2 degrees of freedom, Wald's standard error. Higgins, Thompson and
	// Spiegelhalter 2009.
	{Code: "hts", Name: "t with k−2 degrees of freedom, Wald standard error", Cites: []string{"higgins2009"},
		reach: func(c centre, d Data) (float64, float64) { return c.se, float64(len(d.Y) - 2) }},
	// q of t with k−1 degrees of freedom, Wald's standard error. Veroniki 2019.
	{Code: "v", Name: "t with k−1 degrees of freedom, Wald standard error", Cites: []string{"veroniki2019"},
		reach: func(c centre, d Data) (float64, float64) { return c.se, float64(len(d.Y) - 1) }},
	// q of the normal distribution, Wald's standard error. It is narrow from few trials.
	// Higgins, Thompson and Spiegelhalter 2009; Skipka 2006.
	{Code: "z", Name: "normal, Wald standard error", Cites: []string{"higgins2009", "skipka2006"},
		reach: func(c centre, _ Data) (float64, float64) { return c.se, math.Inf(1) }},
	// q of the normal distribution and SE = 0, as if the mean were known: μ ± q·τ. At
	// τ² = 0 it is the point μ. Higgins, Thompson and Spiegelhalter 2009.
	{Code: "simple", Name: "normal, the mean taken as known", Cites: []string{"higgins2009"},
		reach: func(centre, Data) (float64, float64) { return 0, math.Inf(1) }},
	// no prediction interval.
	{Code: "none", Name: "none", reach: nil},
}

const waldKnown = "no prediction interval: only Wald's standard error is known for this model"

// predict adds the prediction interval to r, or the note that says why there
// is none.
func predict(r *Result, c centre, d Data, p Prediction, level float64) {
	if p.reach == nil {
		return
	}
	if p.effects && r.GLMM != "" {
		p, _ = find(Predictions, func(p Prediction) string { return p.Code }, "v")
		r.Notes = append(r.Notes, "the prediction interval is with Wald's standard error, a model of counts having no other")
	}
	if r.K < 3 {
		r.Notes = append(r.Notes, "no prediction interval from fewer than three trials")
		return
	}
	if r.Tau2 < 0 {
		r.Notes = append(r.Notes, "no prediction interval: true effects have no distribution with a tau² below 0")
		return
	}
	se, df := p.reach(c, d)
	if math.IsNaN(se) {
		r.Notes = append(r.Notes, waldKnown)
		return
	}
	if !(df > 0) {
		r.Notes = append(r.Notes, "no prediction interval: no degree of freedom is left for it")
		return
	}
	if p.effects && se == 0 && r.Tau2 == 0 {
		r.Notes = append(r.Notes, "no prediction interval: the standard error is zero")
		return
	}
	half := float64(quantile(level, df) * math.Sqrt(r.Tau2+float64(se*se)))
	if math.IsInf(half, 1) {
		r.Notes = append(r.Notes, "no prediction interval: "+noLimits)
		return
	}
	if r.K < 10 {
		r.Notes = append(r.Notes, "a prediction interval from fewer than ten trials is itself uncertain")
	}
	r.Prediction, r.PIDF = p.Code, df
	r.PILower, r.PIUpper = r.Estimate-half, r.Estimate+half
}

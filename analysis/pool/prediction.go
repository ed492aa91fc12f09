package pool

import (
	"math"

	"grove/analysis/tau"
)

// Prediction is one definition of the interval in which the true effect of a
// new trial is expected,
//
//	μ ± q·√(τ²+SE²),
//
// and says which quantile q and which standard error it takes; or, where it is not of
// this form, its limits.
type Prediction struct {
	Code, Name string
	REMLOnly   bool // belongs to the REML estimate of τ²
	effects    bool // needs the trials' own effects; a model of counts then has v
	reach      func(c centre, d Data) (se, df float64)
	limits     func(d Data, level float64) (lower, upper float64, ok bool, err error) // instead, about the first effect, where no quantile times a standard error gives them
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
	// The quantiles of
	//
	//	θ = μ + τz − t·√q/√Σu,  q = Σu(y−μ)²/(k−1),  u = 1/(v+τ²),
	//
	// z normal, t with k−1 degrees of freedom and τ², whatever its estimate, with the
	// confidence distribution 1 − P(Q ≤ q; τ²) by the exact distribution of Cochran's Q,
	// which allows for what is not known of τ². The paper draws θ at random; here it is
	// integrated. τ² that is declared has none. Nagashima, Noma and Furukawa 2019.
	{Code: "nagashima", effects: true, Name: "over the confidence distribution of τ²", limits: nagashima, Cites: []string{"nagashima2019", "biggerstaff2008"}},
	// no prediction interval.
	{Code: "none", Name: "none", reach: nil},
}

const noWidth = "no prediction interval: the standard error is zero"

const waldKnown = "no prediction interval: only Wald's standard error is known for this model"

// predict adds the prediction interval to r, or the note that says why there
// is none.
func predict(r *Result, c centre, d Data, p Prediction, level float64) {
	if !p.given() {
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
		r.Notes = append(r.Notes, "no prediction interval: true effects have no distribution with a τ² below 0")
		return
	}
	if p.limits != nil {
		p.within(r, c, d, level)
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
		r.Notes = append(r.Notes, noWidth)
		return
	}
	half := float64(quantile(level, df) * math.Sqrt(r.Tau2+float64(se*se)))
	if math.IsInf(half, 1) {
		r.Notes = append(r.Notes, "no prediction interval: "+noLimits)
		return
	}
	p.made(r, r.Estimate-half, r.Estimate+half, df)
}

// within is an interval by its limits, of which none is a number of standard errors
// of the mean that the model has.
func (p Prediction) within(r *Result, c centre, d Data, level float64) {
	e, _ := tau.Lookup(c.tau2Method)
	_, _, _, q := mean(d.Y, d.V, 0)
	switch {
	case math.IsNaN(c.spread):
		r.Notes = append(r.Notes, waldKnown)
	case e.Declared:
		r.Notes = append(r.Notes, "no prediction interval: τ² is declared and has no confidence distribution")
	case q == 0:
		r.Notes = append(r.Notes, noWidth)
	default:
		lower, upper, ok, err := p.limits(d, level)
		if err != nil || !(lower < upper) || math.IsInf(upper-lower, 0) {
			r.Notes = append(r.Notes, "no prediction interval: the quadrature over the confidence distribution of τ² found none")
			return
		}
		if !ok {
			r.Notes = append(r.Notes, "the quadrature over the confidence distribution of τ² did not settle to eleven digits")
		}
		p.made(r, d.Y[0]+lower, d.Y[0]+upper, math.NaN())
	}
}

// made enters an interval with its degrees of freedom, NaN without any.
func (p Prediction) made(r *Result, lower, upper, df float64) {
	if r.K < 10 {
		r.Notes = append(r.Notes, "a prediction interval from fewer than ten trials is itself uncertain")
	}
	r.Prediction, r.PIDF, r.PILower, r.PIUpper = p.Code, df, lower, upper
}

// given says that there is an interval to be made.
func (p Prediction) given() bool { return p.reach != nil || p.limits != nil }

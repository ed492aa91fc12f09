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
	reach      func(c centre, k int) (se, df float64)
	Cites      []string
}

// Predictions are the definitions, the default first, no interval last.
var Predictions = []Prediction{
	{Code: "guarded", Name: "t with k−1 degrees of freedom, larger of the Hartung–Knapp and Wald standard errors", Cites: []string{"veroniki2019", "partlett2017"},
		reach: func(c centre, k int) (float64, float64) {
			return math.Max(1, math.Sqrt(c.spread)) * c.se, float64(k - 1)
		}},
	{Code: "hk", Name: "t with k−1 degrees of freedom, Hartung–Knapp standard error", Cites: []string{"partlett2017"},
		reach: func(c centre, k int) (float64, float64) { return math.Sqrt(c.spread) * c.se, float64(k - 1) }},
	{Code: "hk-pr", Name: "t with k−2 degrees of freedom, Hartung–Knapp standard error", Cites: []string{"partlett2017"},
		reach: func(c centre, k int) (float64, float64) { return math.Sqrt(c.spread) * c.se, float64(k - 2) }},
	{Code: "hts", Name: "t with k−2 degrees of freedom, Wald standard error", Cites: []string{"higgins2009"},
		reach: func(c centre, k int) (float64, float64) { return c.se, float64(k - 2) }},
	{Code: "v", Name: "t with k−1 degrees of freedom, Wald standard error", Cites: []string{"veroniki2019"},
		reach: func(c centre, k int) (float64, float64) { return c.se, float64(k - 1) }},
	{Code: "z", Name: "normal, Wald standard error", Cites: []string{"higgins2009"},
		reach: func(c centre, k int) (float64, float64) { return c.se, math.Inf(1) }},
	{Code: "none", Name: "none", reach: nil},
}

// predict adds the prediction interval to r, or the note that says why there
// is none.
func predict(r *Result, c centre, p Prediction, level float64) {
	if p.reach == nil {
		return
	}
	if r.K < 3 {
		r.Notes = append(r.Notes, "no prediction interval from fewer than three trials")
		return
	}
	if r.K < 10 {
		r.Notes = append(r.Notes, "a prediction interval from fewer than ten trials is itself uncertain")
	}
	se, df := p.reach(c, r.K)
	r.Prediction, r.PIDF = p.Code, df
	half := float64(quantile(level, df) * math.Sqrt(r.Tau2+float64(se*se)))
	r.PILower, r.PIUpper = r.Estimate-half, r.Estimate+half
}

package regress

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Value is what one moderator is set to: a number, or a word for a factor.
type Value struct {
	Name   string
	Number float64
	Word   string
}

// Predicted is the mean effect of trials with given moderators and its interval,
// NaN where its standard error is 0, and the interval of the true effect in a new
// such trial, NaN without a variance between trials.
type Predicted struct {
	Estimate, SE, CILower, CIUpper float64
	PILower, PIUpper, PIDF         float64
}

// Row is the row of X for the given values of every moderator of the model.
func (m Model) Row(values []Value) ([]float64, error) {
	var x []float64
	if m.Intercept {
		x = append(x, 1)
	}
	for _, c := range m.coding {
		part := []float64{1}
		for j, name := range c.names {
			at := slices.IndexFunc(values, func(v Value) bool { return v.Name == name })
			if at < 0 {
				return nil, fmt.Errorf("%w: no value of %s to predict at", ErrVariable, name)
			}
			own, err := m.own(values[at], c.levels[j])
			if err != nil {
				return nil, err
			}
			var next []float64
			for _, o := range own {
				for _, old := range part {
					next = append(next, o*old)
				}
			}
			part = next
		}
		x = append(x, part...)
	}
	return x, nil
}

// own is the entries of one moderator: its number, or one for each level.
func (m Model) own(v Value, levels []string) ([]float64, error) {
	if levels == nil {
		if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
			return nil, fmt.Errorf("%w: %s to predict at is not finite", ErrVariable, v.Name)
		}
		return []float64{v.Number}, nil
	}
	if known := m.levels[v.Name]; !slices.Contains(known, v.Word) {
		return nil, fmt.Errorf("%w: %s has no level %q; it has %s", ErrVariable, v.Name, v.Word, strings.Join(known, ", "))
	}
	own := make([]float64, len(levels))
	if i := slices.Index(levels, v.Word); i >= 0 {
		own[i] = 1
	}
	return own, nil
}

// Prediction is one definition of the interval of the true effect in a new
// trial,
//
//	x'b ± q·√(τ²+SE²),
//
// by the quantile q and the standard error it takes, as for a pooled mean with
// p in the place of 1. Where clusters have effects it is that of a trial in a new
// cluster, with the clusters counted for k and Wald's standard error throughout.
type Prediction struct {
	Code, Name string
	reach      func(spread, df float64) reference
	Cites      []string
}

// Predictions are the definitions, the default first, no interval last.
var Predictions = []Prediction{
	{Code: "guarded", Name: "t with k−p degrees of freedom, larger of the Knapp–Hartung and Wald standard errors", Cites: []string{"veroniki2019", "partlett2017"},
		reach: func(spread, df float64) reference { return reference{"guarded", math.Max(1, spread), df} }},
	{Code: "hk", Name: "t with k−p degrees of freedom, Knapp–Hartung standard error", Cites: []string{"partlett2017"},
		reach: func(spread, df float64) reference { return reference{"hk", spread, df} }},
	{Code: "hk-pr", Name: "t with k−p−1 degrees of freedom, Knapp–Hartung standard error", Cites: []string{"partlett2017"},
		reach: func(spread, df float64) reference { return reference{"hk-pr", spread, df - 1} }},
	{Code: "hts", Name: "t with k−p−1 degrees of freedom, Wald standard error", Cites: []string{"higgins2009"},
		reach: func(_, df float64) reference { return reference{"hts", 1, df - 1} }},
	{Code: "v", Name: "t with k−p degrees of freedom, Wald standard error", Cites: []string{"veroniki2019"},
		reach: func(_, df float64) reference { return reference{"v", 1, df} }},
	{Code: "z", Name: "normal, Wald standard error", Cites: []string{"higgins2009"},
		reach: func(_, _ float64) reference { return reference{"z", 1, math.Inf(1)} }},
	{Code: "none", Name: "none"},
}

// Predict is the mean effect at each of the given rows of X, with its intervals
// under s. The rows of the model's own trials give its fitted line.
func Predict(m Model, s Settings, rows [][]float64) ([]Predicted, error) {
	a, err := solve(m, s)
	if err != nil {
		return nil, err
	}
	prediction, ok := row(Predictions, func(p Prediction) string { return p.Code }, s.Prediction)
	if !ok {
		return nil, fmt.Errorf("%w: prediction %q", ErrSettings, s.Prediction)
	}
	var all []Predicted
	for _, x := range rows {
		if len(x) != len(m.Columns) {
			return nil, fmt.Errorf("%w: %d coefficients and a row of %d", ErrData, len(m.Columns), len(x))
		}
		all = append(all, a.predict(x, prediction))
	}
	return all, nil
}

func (f fitted) predict(x []float64, prediction Prediction) Predicted {
	ref := widest(f.references(), 1, f.s.Level)
	half, variance := quantile(f.s.Level, ref.df), f.variance(x)
	p := Predicted{SE: math.Sqrt(ref.scale * variance), PILower: math.NaN(), PIUpper: math.NaN(), PIDF: math.NaN()}
	for j, b := range f.gls.Beta {
		p.Estimate += float64(x[j] * b)
	}
	if p.CILower, p.CIUpper = p.Estimate-float64(half*p.SE), p.Estimate+float64(half*p.SE); p.SE == 0 {
		p.CILower, p.CIUpper = math.NaN(), math.NaN()
	}
	if f.kind.random && f.moments == nil && prediction.reach != nil {
		to := prediction.reach(f.factor(), f.degrees().contained)
		if to.df > 0 {
			p.PIDF = to.df
			wide := float64(quantile(f.s.Level, to.df) * math.Sqrt(f.tau2.Tau2+float64(to.scale*variance)))
			p.PILower, p.PIUpper = p.Estimate-wide, p.Estimate+wide
		}
	}
	return p
}

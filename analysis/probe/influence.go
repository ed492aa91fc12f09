package probe

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"grove/analysis/pool"
)

// Influence is what one trial does to a pooled mean. The deleted values are
// those of the analysis without the trial; Err is set when there is none, and
// they are NaN then.
type Influence struct {
	Studentised     float64 // the deleted residual over its standard error
	DFFITS          float64
	Cook            float64
	CovarianceRatio float64
	Tau2            float64 // without the trial, NaN in a common-effect model
	Q               float64 // without the trial
	Hat, Weight     float64 // leverage; percent
	DFBETAS         float64
	Influential     bool
	Err             error
}

// ErrModel says that a model has no measures of influence: its weights are not
// inverse variances.
var ErrModel = errors.New("no measures of influence for this model")

// InfluenceCites are the works behind the measures.
var InfluenceCites = []string{"viechtbauer2010"}

// Influences pools without each trial in turn, τ² estimated anew. For trial i,
// with μ, SE and weights u = 1/(v+τ²) of all trials, and μ₋, SE₋, τ₋² without it
// and weights u₋ = 1/(v+τ₋²) over all trials,
//
//	studentised        (y−μ₋)/√(v+τ₋²+SE₋²)
//	DFFITS             (μ−μ₋)/√(h(v+τ₋²)),  h = u/Σu
//	Cook's distance    (μ−μ₋)²/SE²
//	covariance ratio   SE₋²/SE²
//	DFBETAS            (μ−μ₋)√Σu₋
//	leverage           h
//
// with Wald's standard errors whatever the interval of s, and no few-trials rule.
// A trial is influential if |DFFITS| > 3√(1/(k−1)), if Cook's distance is past
// the median of χ² with one degree of freedom, if its leverage is above 3/k or if
// |DFBETAS| > 1: marks to look at, no test. Viechtbauer and Cheung 2010.
func Influences(d pool.Data, s pool.Settings) ([]Influence, error) {
	if s.Model != pool.Random.Code && s.Model != pool.Common.Code {
		return nil, fmt.Errorf("%w: %s", ErrModel, s.Model)
	}
	s.Interval, s.Prediction, s.Few = pool.Wald.Code, "none", "off"
	full, err := pool.Fit(d, s)
	if err != nil {
		return nil, err
	}
	all := make([]Influence, len(d.Y))
	for i := range all {
		all[i] = influence(d, s, full, i)
	}
	return all, nil
}

func influence(d pool.Data, s pool.Settings, full pool.Result, i int) Influence {
	nan := math.NaN()
	f := Influence{Studentised: nan, DFFITS: nan, Cook: nan, CovarianceRatio: nan, Tau2: nan, Q: nan, DFBETAS: nan,
		Hat: full.Weights[i] / 100, Weight: full.Weights[i]}
	var kept []int
	for j := range d.Y {
		if j != i {
			kept = append(kept, j)
		}
	}
	without := refit(d, "", kept, s)
	switch {
	case without.Err != nil:
		f.Err = without.Err
		return f
	case len(kept) == 0:
		f.Err = fmt.Errorf("%w: a single trial", pool.ErrData)
		return f
	}
	r := without.Result
	f.Tau2, f.Q = r.Tau2, r.Q
	tau2 := r.Tau2
	if math.IsNaN(tau2) {
		tau2 = 0
	}
	var su float64
	for _, v := range d.V {
		su += 1 / (v + tau2)
	}
	total, moved := d.V[i]+tau2, full.Estimate-r.Estimate
	f.Studentised = (d.Y[i] - r.Estimate) / math.Sqrt(total+float64(r.SE*r.SE))
	f.DFFITS = moved / math.Sqrt(f.Hat*total)
	f.Cook = float64(moved/full.SE) * float64(moved/full.SE)
	f.CovarianceRatio = float64(r.SE/full.SE) * float64(r.SE/full.SE)
	f.DFBETAS = moved * math.Sqrt(su)
	k := float64(len(d.Y))
	f.Influential = math.Abs(f.DFFITS) > 3*math.Sqrt(1/(k-1)) || mathext.GammaIncReg(0.5, f.Cook/2) > 0.5 ||
		f.Hat > 3/k || math.Abs(f.DFBETAS) > 1
	return f
}

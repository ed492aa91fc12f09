package regress

import (
	"fmt"
	"math"

	"grove/analysis/tau"
)

// Shrunken is the best linear unbiased prediction of one trial's true effect,
// with the interval in which it lies, and of its deviation from the model.
type Shrunken struct {
	Study                  string
	Estimate, SE           float64
	Lower, Upper           float64
	Deviation, DeviationSE float64
}

// Shrink draws each trial towards the model by how much of its variance is
// sampling error. With λ = τ²/(τ²+v) and x'β the fit,
//
//	θ = λy + (1−λ)x'β,  Var = λv + (1−λ)²Var(x'β),
//	u = λ(y − x'β),     Var = (1−λ)τ² + λ²Var(x'β),
//
// with the reference and the variance of β of the rule of s. Raudenbush and Bryk
// 1985; Kackar and Harville 1981.
func Shrink(m Model, s Settings) ([]Shrunken, error) {
	a, err := solve(m, s)
	if err != nil {
		return nil, err
	}
	return a.shrink()
}

func (f fitted) shrink() ([]Shrunken, error) {
	if err := f.independent("shrunken effects of trials"); err != nil {
		return nil, err
	}
	m := f.m
	ref := widest(f.references(), 1, f.s.Level)
	half := quantile(f.s.Level, ref.df)
	all := make([]Shrunken, len(m.Y))
	for i := range all {
		share := f.tau2.Tau2 / (f.tau2.Tau2 + m.V[i])
		rest := m.V[i] / (f.tau2.Tau2 + m.V[i])
		line := ref.scale * f.gls.Variance(m.row(i))
		b := &all[i]
		b.Study, b.Deviation = m.name(i), float64(share*f.gls.Residual[i])
		b.Estimate = m.Y[i] - float64(rest*f.gls.Residual[i])
		b.SE = math.Sqrt(float64(share*m.V[i]) + float64(float64(rest*rest)*line))
		b.Lower, b.Upper = b.Estimate-float64(half*b.SE), b.Estimate+float64(half*b.SE)
		b.DeviationSE = math.Sqrt(float64(rest*f.tau2.Tau2) + float64(float64(share*share)*line))
	}
	return all, nil
}

// ShrunkenCluster is the best linear unbiased prediction of a cluster's effect:
// by how much its trials differ from the model, with its interval.
type ShrunkenCluster struct {
	Cluster                     string
	Trials                      int
	Deviation, SE, Lower, Upper float64
}

// ShrinkClusters are the effects of the clusters in a model that has them, in the
// order in which the clusters first appear; see tau.Levels. Intervals are those
// of the rule of s. Other models are refused with ErrSettings. Raudenbush and Bryk
// 1985.
func ShrinkClusters(m Model, s Settings) ([]ShrunkenCluster, error) {
	f, err := prepare(m, s)
	if err != nil {
		return nil, err
	}
	if !f.kind.clusters {
		return nil, fmt.Errorf("%w: model %q has no effects of clusters", ErrSettings, s.Model)
	}
	half := quantile(s.Level, widest(f.references(), 1, s.Level).df)
	effects := f.levels.design.Effects(f.levels.at.Sigma2, 0)
	var all []ShrunkenCluster
	for n, at := range tau.Members(m.Cluster) {
		u := effects[n]
		all = append(all, ShrunkenCluster{Cluster: m.Cluster[at[0]], Trials: len(at), Deviation: u.Estimate, SE: u.SE,
			Lower: u.Estimate - float64(half*u.SE), Upper: u.Estimate + float64(half*u.SE)})
	}
	return all, nil
}

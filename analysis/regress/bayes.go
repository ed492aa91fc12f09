package regress

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strings"

	"grove/analysis/pool"
	"grove/analysis/tau"
)

// Posterior is the posterior of a Bayesian model: of τ, and of each coefficient
// with the probability that it is above zero.
type Posterior struct {
	Prior        string // the code of the distribution of τ, empty where there is none
	Credible     string // a code of pool.Credibles
	Tau          pool.Summary
	Coefficients []pool.Summary
	Positive     []float64
}

// posterior is a Bayesian model whose τ is one distribution, discretised.
type posterior struct {
	*pool.Mixture[given]
	m      Model
	s      Settings
	design *tau.Design
}

// given is the distribution of β given τ: its mean, and R⁻¹ by columns, for which
// R⁻¹R⁻ᵀ is its covariance.
type given struct {
	beta []float64
	root [][]float64
}

// Size is |(X'UX)⁻¹|^(1/2p), the standard error of a mean.
func (g given) Size() float64 {
	var sum float64
	for j, col := range g.root {
		sum += math.Log(col[j])
	}
	return math.Exp(sum / float64(len(g.root)))
}

func (g given) mean(x []float64) (mean float64) {
	for j, b := range g.beta {
		mean += float64(x[j] * b)
	}
	return mean
}

func (g given) sd(x []float64) float64 { return math.Sqrt(tau.GLS{Root: g.root}.Variance(x)) }

// bayes is the quadrature of a model.
func bayes(m Model, s Settings) (answer, error) {
	if !(s.Level > 0 && s.Level < 100) {
		return nil, fmt.Errorf("%w: level %v is not between 0 and 100", ErrSettings, s.Level)
	}
	if s.Prior.SD != 0 || s.Prior.Mean != 0 {
		return nil, fmt.Errorf("%w: prior: one of the mean has no place in a regression, whose coefficients have flat ones", ErrSettings)
	}
	if s.Rho != 0 {
		return nil, fmt.Errorf("%w: a posterior is not defined for effects that depend on each other", ErrSettings)
	}
	design, err := m.design()
	if err != nil {
		return nil, err
	}
	p := posterior{m: m, s: s, design: design}
	p.Mixture, err = pool.NewMixture(m.V, len(m.Columns), pool.Settings{Prior: s.Prior, Credible: s.Credible, Level: s.Level}, p.at)
	switch {
	case errors.Is(err, pool.ErrSettings):
		return nil, fmt.Errorf("%w: prior%s", ErrSettings, strings.TrimPrefix(err.Error(), pool.ErrSettings.Error()))
	case errors.Is(err, pool.ErrData):
		return nil, fmt.Errorf("%w%s", ErrData, strings.TrimPrefix(err.Error(), pool.ErrData.Error()))
	}
	return p, err
}

// at is the restricted likelihood of τ², and β given it.
func (p posterior) at(tau2 float64) (logLikelihood float64, g given) {
	fit := p.design.At(tau2)
	_, restricted := p.design.LogLikelihood(tau2)
	return restricted, given{fit.Beta, fit.Root}
}

// meanAt is x'β; newAt is the effect of a new trial with the row x.
func meanAt(x []float64) pool.Of[given] {
	return func(pt pool.Point[given]) (mean, sd float64) { return pt.At.mean(x), pt.At.sd(x) }
}

func newAt(x []float64) pool.Of[given] {
	return func(pt pool.Point[given]) (mean, sd float64) {
		return pt.At.mean(x), math.Hypot(pt.At.sd(x), pt.Tau)
	}
}

// effect and deviation are θ and u of Shrink for trial i.
func (p posterior) effect(i int) pool.Of[given] {
	x := p.m.row(i)
	return func(pt pool.Point[given]) (mean, sd float64) {
		rest := p.m.V[i] / (p.m.V[i] + float64(pt.Tau*pt.Tau))
		return p.m.Y[i] - float64(rest*(p.m.Y[i]-pt.At.mean(x))), math.Hypot(math.Sqrt(rest)*pt.Tau, rest*pt.At.sd(x))
	}
}

func (p posterior) deviation(i int) pool.Of[given] {
	x := p.m.row(i)
	return func(pt pool.Point[given]) (mean, sd float64) {
		total := p.m.V[i] + float64(pt.Tau*pt.Tau)
		share := float64(pt.Tau*pt.Tau) / total
		return share * (p.m.Y[i] - pt.At.mean(x)), math.Hypot(math.Sqrt(p.m.V[i]/total)*pt.Tau, share*pt.At.sd(x))
	}
}

// summary is the distribution of x'β, which is 0 where x is.
func (p posterior) summary(x []float64) pool.Summary {
	if dot(x, x) == 0 {
		return pool.Summary{Lower: math.NaN(), Upper: math.NaN()}
	}
	return p.Summary(meanAt(x), 0, true)
}

// result has the VIF in the weights at the median of τ.
func (p posterior) result() Result {
	m, nan, t := p.m, math.NaN(), p.Tau()
	none := Likelihood{nan, nan, nan, nan, nan}
	r := Result{Model: p.s.Model, Tau2Method: p.s.Model, Interval: p.s.Model, K: len(m.Y), Converged: p.Converged,
		Tau2: t.Median * t.Median, Tau2SE: nan, Tau2Lower: t.Lower * t.Lower, Tau2Upper: t.Upper * t.Upper, R2: nan, Spread: nan,
		Likelihood: none, Restricted: none,
		Posterior: Posterior{Prior: p.s.Prior.Tau, Credible: cmp.Or(p.s.Credible, pool.Credibles[0].Code), Tau: t}}
	f := fitted{m: m, design: p.design, tau2: tau.Estimate{Tau2: r.Tau2}, gls: p.design.At(r.Tau2)}
	for j, c := range m.Columns {
		x := make([]float64, len(m.Columns))
		x[j] = 1
		own := p.summary(x)
		b := coefficient(c.Name, own)
		b.VIF = f.inflation(j)
		r.Coefficients = append(r.Coefficients, b)
		r.Posterior.Coefficients = append(r.Posterior.Coefficients, own)
		r.Posterior.Positive = append(r.Posterior.Positive, p.Above(0, meanAt(x)))
	}
	r.Covariance = p.covariance(r.Posterior.Coefficients)
	r.Moderators, r.Terms = f.tests(func(at []int) Test {
		return Test{Statistic: nan, DF: float64(len(at)), DFResidual: nan, P: nan}
	})
	typical := r.residual(p.design.At(0), len(m.Columns))
	r.shares(typical)
	r.Weights = make([]float64, r.K)
	for i := range m.Y {
		r.Fitted = append(r.Fitted, p.Median(meanAt(m.row(i))))
	}
	for _, pt := range p.Points {
		f.tau2.Tau2 = float64(pt.Tau * pt.Tau)
		for i, w := range (diagonal{f}).percent() {
			r.Weights[i] += float64(pt.P * w)
		}
	}
	var notes []string
	if math.IsNaN(r.Coefficients[0].SE) {
		notes = append(notes, "the posteriors of the coefficients have tails too heavy for a standard deviation")
	}
	r.Notes = append(append(append([]string(nil), m.Notes...), p.Notes(notes...)...), "R² is not defined: it is a share of an estimate of τ², which a posterior has none of")
	return r
}

// coefficient is a posterior as a row of the answer.
func coefficient(term string, p pool.Summary) Coefficient {
	nan := math.NaN()
	return Coefficient{Term: term, Estimate: p.Median, SE: p.SD, Statistic: nan, DF: nan, P: nan, CILower: p.Lower, CIUpper: p.Upper, VIF: nan}
}

// covariance is the mean of (X'UX)⁻¹ and the covariance of the means.
func (p posterior) covariance(own []pool.Summary) [][]float64 {
	c := make([][]float64, len(own))
	for j, a := range own {
		c[j] = make([]float64, len(own))
		for l, b := range own {
			if math.IsNaN(a.SD + b.SD) {
				c[j][l] = math.NaN()
				continue
			}
			for _, pt := range p.Points {
				within := float64((pt.At.beta[j] - a.Mean) * (pt.At.beta[l] - b.Mean))
				for _, col := range pt.At.root[max(j, l):] {
					within += float64(col[j] * col[l])
				}
				c[j][l] += float64(pt.P * within)
			}
		}
	}
	return c
}

func (p posterior) predict(x []float64, to Prediction) Predicted {
	own, nan := p.summary(x), math.NaN()
	at := Predicted{Estimate: own.Median, SE: own.SD, CILower: own.Lower, CIUpper: own.Upper, PILower: nan, PIUpper: nan, PIDF: nan}
	if to.reach != nil {
		fresh := p.Summary(newAt(x), 0, true)
		at.PILower, at.PIUpper = fresh.Lower, fresh.Upper
	}
	return at
}

func (p posterior) contrast(c []float64) Coefficient { return coefficient("contrast", p.summary(c)) }

func (p posterior) shrink() ([]Shrunken, error) {
	all := make([]Shrunken, len(p.m.Y))
	for i := range all {
		own, apart := p.Summary(p.effect(i), 0, false), p.deviation(i)
		all[i] = Shrunken{Study: p.m.name(i), Estimate: own.Median, SE: own.SD, Lower: own.Lower, Upper: own.Upper, Deviation: p.Median(apart)}
		_, all[i].DeviationSE = p.Moments(apart, true)
	}
	return all, nil
}

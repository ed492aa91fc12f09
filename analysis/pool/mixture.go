package pool

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// Mixture is the posterior of a model in which all but τ is normal given τ, so
// that its marginal distributions are mixtures over τ,
//
//	p(τ | y) ∝ p(τ) p(y | τ),
//
// discretised for quadrature. The variable of integration is x in
// τ = c·exp(sinh x), with c² the smallest variance: in x every prior here falls
// fast at both ends, whether its density has a root, a logarithm or a heavy tail
// there. F is what the model is at one τ.
type Mixture[F Sized] struct {
	Points    []Point[F] // in order of tau
	Converged bool

	at       func(tau2 float64) (logLikelihood float64, f F)
	prior    func(logTau float64) float64
	settings Settings
	credible Credible
	p        int     // coefficients
	order    float64 // the density of τ falls as τ^−order
	c        float64 // ln c
	lo, hi   float64 // where the density is above e^-60 of its highest value
	top      float64 // about the highest log density
	total    float64 // the integral of e^(density−top)
	edges    []float64
	likely   []Point[F] // those whose probability is not lost in a sum
}

// Point is one node of the quadrature: τ with its probability, and the model
// given τ.
type Point[F any] struct {
	Tau, P float64
	At     F
}

// Sized is a model given τ with the size of what it leaves unknown there, such as
// a standard error: the quadrature is fine enough once its mean stands still.
type Sized interface{ Size() float64 }

// Of is the normal distribution, given τ, of what a marginal distribution is
// asked of.
type Of[F any] func(Point[F]) (mean, sd float64)

// Summary is one distribution: what is infinite or not defined is NaN, and the
// limits are those of the credible interval at the level of the settings.
type Summary struct{ Mean, SD, Median, Lower, Upper float64 }

// depth is how far below its highest value a log density counts as zero.
const depth = 60

// largest is the logarithm of the largest τ whose square numbers hold with room
// to spare; cut is how far below its highest value a log density must be there.
const (
	largest = 330
	cut     = 25
)

// narrowest is the least window whose nodes numbers tell apart.
const narrowest = 0x1p-40

// ruleSize is the number of Gauss–Legendre nodes on each panel.
const ruleSize = 16

// NewMixture is the posterior under the prior of τ in s of a model with p
// coefficients, flat or normal before the trials, for trials with variances v. at
// is the logarithm, without its constant, of the likelihood of τ with the
// coefficients integrated out, and the model given τ. A prior or a credible
// interval that no table knows or that is not fully declared is ErrSettings;
// numbers so far apart that their squares overflow, and a posterior that would be
// improper, are ErrData.
func NewMixture[F Sized](v []float64, p int, s Settings, at func(tau2 float64) (logLikelihood float64, f F)) (*Mixture[F], error) {
	credible, err := s.credible()
	if err == nil {
		err = s.Prior.Usable(len(v), p)
	}
	if err != nil {
		return nil, err
	}
	prior := s.Prior.Plain()
	row, _ := find(Priors, func(r PriorOfTau) string { return r.Code }, prior.Tau)
	m := &Mixture[F]{at: at, prior: row.log(prior, v), settings: s, credible: credible, p: p, order: s.Prior.order(len(v), p), c: math.Inf(1)}
	for _, x := range v {
		m.c = math.Min(m.c, math.Log(x)/2)
	}
	m.support()
	if m.top > math.Inf(-1) {
		m.refine()
	}
	if !(m.total > 0) || math.IsInf(m.total, 0) {
		return nil, fmt.Errorf("%w: effects, variances and the prior's scale are too far apart for a posterior", ErrData)
	}
	return m, nil
}

// Notes say what the posterior was made from and is reported by, what more there
// is to say, and whether it settled.
func (m *Mixture[F]) Notes(more ...string) []string {
	notes := append([]string{m.settings.Prior.words(m.p), m.credible.note}, more...)
	if !m.Converged {
		notes = append(notes, "the quadrature did not settle to twelve digits")
	}
	return notes
}

// given is the log density of x, without its constant, τ, and the model given
// τ:
//
//	ln p(y | τ) + ln p(τ) + ln τ + ln cosh x.
func (m *Mixture[F]) given(x float64) (density, tau float64, f F) {
	l := m.c + math.Sinh(x)
	if l > largest {
		return math.Inf(-1), math.Inf(1), f
	}
	tau = math.Exp(l)
	density, f = m.at(tau * tau)
	density = density + m.prior(l) + l + math.Log(math.Cosh(x))
	if math.IsNaN(density) {
		density = math.Inf(-1)
	}
	return density, tau, f
}

// Summary is the distribution of a mixture, taken about a centre. grows says that
// its standard deviation given τ grows with τ, as that of a coefficient does under
// a flat prior: its moments are then finite where those of τ are.
func (m *Mixture[F]) Summary(of Of[F], centre float64, grows bool) Summary {
	mean, sd := m.Moments(of, grows)
	mixture := m.normals(of)
	lower, upper := m.credible.limits(mixture.distribution(), m.settings.Level)
	return Summary{Mean: centre + mean, SD: sd, Median: centre + mixture.quantile(0.5), Lower: centre + lower, Upper: centre + upper}
}

// Moments are the mean and the standard deviation of a mixture, NaN where they
// are infinite.
func (m *Mixture[F]) Moments(of Of[F], grows bool) (mean, sd float64) {
	order := 0.0
	if grows {
		order = 1
	}
	mean, sd = m.moments(of)
	return m.finite(mean, order), m.finite(sd, 2*order)
}

// Tau is the distribution of τ.
func (m *Mixture[F]) Tau() Summary {
	mean, sd := m.moments(func(pt Point[F]) (float64, float64) { return pt.Tau, 0 })
	lower, upper := m.credible.limits(m.ofTau(), m.settings.Level)
	return Summary{Mean: m.finite(mean, 1), SD: m.finite(sd, 2), Median: m.tau(0.5), Lower: lower, Upper: upper}
}

// finite is x, NaN where the moment of τ of the order is infinite.
func (m *Mixture[F]) finite(x, order float64) float64 {
	if m.order > order+1 {
		return x
	}
	return math.NaN()
}

// Median is the median of a mixture.
func (m *Mixture[F]) Median(of Of[F]) float64 { return m.normals(of).quantile(0.5) }

// Above is the probability of values above x.
func (m *Mixture[F]) Above(x float64, of Of[F]) float64 {
	below, _ := m.normals(of).below(x)
	return 1 - below
}

// support finds where the density is not negligible, first in steps of 1/32 over
// all x in which numbers hold τ, then as long as that halves the window, so that
// a density however narrow fills it. A density that is not small at the largest τ,
// or in which numbers do not tell τ apart, leaves no window, and top at −Inf.
func (m *Mixture[F]) support() {
	m.lo, m.hi, m.top = -16, 16, math.Inf(-1)
	steps := 1024
	for narrower := true; narrower; steps = 256 {
		lo, hi, first, last := m.lo, m.hi, steps, 0
		step := (hi - lo) / float64(steps)
		densities := make([]float64, steps+1)
		for i := range densities {
			densities[i], _, _ = m.given(lo + float64(float64(i)*step))
			m.top = math.Max(m.top, densities[i])
		}
		if math.IsInf(m.top, -1) {
			return
		}
		if end, _, _ := m.given(math.Asinh(largest - 1 - m.c)); end > m.top-cut {
			m.top = math.Inf(-1)
			return
		}
		for i, d := range densities {
			if d >= m.top-depth {
				first, last = min(first, i), max(last, i)
			}
		}
		m.lo, m.hi = lo+float64(float64(max(0, first-1))*step), lo+float64(float64(min(steps, last+1))*step)
		narrower = m.hi-m.lo < (hi-lo)/2
	}
	if m.hi-m.lo < narrowest {
		m.top = math.Inf(-1)
	}
}

// refine doubles the panels until the integral and the first moments stand
// still.
func (m *Mixture[F]) refine() {
	nodes, weights := make([]float64, ruleSize), make([]float64, ruleSize)
	quad.Legendre{}.FixedLocations(nodes, weights, 0, 1)
	var last [3]float64
	for panels := 8; panels <= 1024 && !m.Converged; panels *= 2 {
		m.edges, m.Points, m.total = m.edges[:0], m.Points[:0], 0
		width := (m.hi - m.lo) / float64(panels)
		for i := range panels {
			left := m.lo + float64(float64(i)*width)
			m.edges = append(m.edges, left)
			for j, node := range nodes {
				density, tau, f := m.given(left + float64(node*width))
				w := float64(weights[j]*width) * math.Exp(density-m.top)
				m.Points = append(m.Points, Point[F]{tau, w, f})
				m.total += w
			}
		}
		now := [3]float64{m.total}
		for i := range m.Points {
			pt := &m.Points[i]
			pt.P /= m.total
			now[1] += float64(pt.P * pt.Tau)
			now[2] += float64(pt.P * pt.At.Size())
		}
		m.Converged = panels > 8
		for i := range now {
			m.Converged = m.Converged && math.Abs(now[i]-last[i]) <= 1e-12*now[i]
		}
		last = now
	}
	m.edges = append(m.edges, m.hi)
	for _, pt := range m.Points {
		if pt.P > 1e-19 {
			m.likely = append(m.likely, pt)
		}
	}
}

// tau is the quantile of τ: the panel in which it lies by the probabilities of
// the panels before, and in it the root of the integral from its left edge.
func (m *Mixture[F]) tau(prob float64) float64 {
	var before float64
	for i := 0; i < len(m.Points); i += ruleSize {
		var mass float64
		for _, pt := range m.Points[i : i+ruleSize] {
			mass += pt.P
		}
		if before+mass < prob && i+ruleSize < len(m.Points) {
			before += mass
			continue
		}
		left := m.edges[i/ruleSize]
		nodes, weights := make([]float64, ruleSize), make([]float64, ruleSize)
		x := root(left, m.edges[i/ruleSize+1], func(x float64) (float64, float64) {
			quad.Legendre{}.FixedLocations(nodes, weights, left, x)
			var sum float64
			for j, node := range nodes {
				density, _, _ := m.given(node)
				sum += float64(weights[j] * math.Exp(density-m.top))
			}
			density, _, _ := m.given(x)
			return before + sum/m.total - prob, math.Exp(density-m.top) / m.total
		})
		return math.Exp(m.c + math.Sinh(x))
	}
	return math.NaN()
}

// normals are a mixture of normal distributions, with the one in the middle of the
// probability of τ.
type normals struct {
	components []component
	middle     component
}

type component struct{ p, mean, sd float64 }

func (m *Mixture[F]) normals(of Of[F]) normals {
	var x normals
	for _, pt := range m.likely {
		mean, sd := of(pt)
		x.components = append(x.components, component{pt.P, mean, sd})
	}
	var before float64
	var middle Point[F]
	for _, middle = range m.Points {
		if before += middle.P; before >= 0.5 {
			break
		}
	}
	x.middle.mean, x.middle.sd = of(middle)
	return x
}

// below is the distribution function, and the density.
func (x normals) below(at float64) (probability, density float64) {
	for _, c := range x.components {
		t := (at - c.mean) / c.sd
		probability += float64(c.p * distuv.UnitNormal.CDF(t))
		density += c.p * distuv.UnitNormal.Prob(t) / c.sd
	}
	return probability, density
}

// quantile is sought outward from the component in the middle.
func (x normals) quantile(prob float64) float64 {
	lo, hi := x.middle.mean-x.middle.sd, x.middle.mean+x.middle.sd
	for range 1000 {
		if f, _ := x.below(lo); f <= prob {
			break
		}
		lo -= hi - lo
	}
	for range 1000 {
		if f, _ := x.below(hi); f >= prob {
			break
		}
		hi += hi - lo
	}
	return root(lo, hi, func(at float64) (value, slope float64) {
		value, slope = x.below(at)
		return value - prob, slope
	})
}

func (x normals) distribution() distribution {
	return distribution{lowest: math.Inf(-1), quantile: x.quantile,
		density: func(at float64) float64 {
			_, density := x.below(at)
			return density
		}}
}

// ofTau is the posterior of τ as a distribution. Where numbers no longer tell τ
// from 0, its density is that of the last that they do.
func (m *Mixture[F]) ofTau() distribution {
	of := func(x float64) float64 {
		density, tau, _ := m.given(x)
		return math.Exp(density-m.top) / (m.total * float64(tau*math.Cosh(x)))
	}
	return distribution{atLowest: of(m.lo), quantile: m.tau,
		density: func(tau float64) float64 { return of(math.Asinh(math.Log(tau) - m.c)) }}
}

// root is the root of a rising function in [lo, hi], by Newton's steps while
// they stay inside and halvings otherwise.
func root(lo, hi float64, f func(float64) (value, slope float64)) float64 {
	x, last := lo+(hi-lo)/2, math.Inf(1)
	for range 200 {
		value, slope := f(x)
		if value < 0 {
			lo = x
		} else {
			hi = x
		}
		next := x - value/slope
		if !(next > lo && next < hi) || math.Abs(next-x) > last/2 {
			next = lo + (hi-lo)/2
		}
		last = math.Abs(next - x)
		x = next
		if last <= 0x1p-50*math.Max(math.Abs(x), hi-lo) {
			break
		}
	}
	return x
}

// moments are the mean and the standard deviation of a mixture; the standard
// deviation is not checked to be finite.
func (m *Mixture[F]) moments(of Of[F]) (mean, sd float64) {
	var within, between float64
	for _, pt := range m.Points {
		centre, _ := of(pt)
		mean += float64(pt.P * centre)
	}
	for _, pt := range m.Points {
		centre, s := of(pt)
		within += float64(pt.P * float64(s*s))
		between += float64(pt.P * float64((centre-mean)*(centre-mean)))
	}
	return mean, math.Sqrt(within + between)
}

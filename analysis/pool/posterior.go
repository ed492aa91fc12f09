package pool

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// posterior is the posterior distribution of μ and τ, discretised for
// quadrature. The variable of integration is x in τ = c·exp(sinh x), with c² the
// smallest variance: in x every prior here falls fast at both ends, whether its
// density has a root, a logarithm or a heavy tail there. Effects are taken about
// the first one.
type posterior struct {
	z, v       []float64
	prior      func(logTau float64) float64
	mean, prec float64 // the normal prior of μ, about the first effect; precision 0 if flat
	order      float64 // the density of τ falls as τ^−order
	c          float64 // ln c
	lo, hi     float64 // where the density is above e^-60 of its highest value
	top        float64 // about the highest log density
	total      float64 // the integral of e^(density−top)
	edges      []float64
	points     []point // in order of tau
	likely     []point // those whose probability is not lost in a sum
	converged  bool
}

// point is one node of the quadrature: τ with its probability, and the normal
// distribution of μ given τ.
type point struct{ tau, p, mu, se float64 }

// depth is how far below its highest value a log density counts as zero.
const depth = 60

// largest is the logarithm of the largest τ whose square numbers hold with room
// to spare; cut is how far below its highest value a log density must be there.
const (
	largest = 330
	cut     = 25
)

// ruleSize is the number of Gauss–Legendre nodes on each panel.
const ruleSize = 16

func newPosterior(y, v []float64, prior Prior) *posterior {
	row, _ := find(Priors, func(r PriorOfTau) string { return r.Code }, prior.Tau)
	p := &posterior{v: v, z: make([]float64, len(y)), c: math.Inf(1), prior: row.log(prior, v), order: prior.order(len(y))}
	for i := range y {
		p.z[i] = y[i] - y[0]
		p.c = math.Min(p.c, math.Log(v[i])/2)
	}
	if prior.SD > 0 {
		p.mean, p.prec = prior.Mean-y[0], 1/(prior.SD*prior.SD)
	}
	p.support()
	if p.top > math.Inf(-1) {
		p.refine()
	}
	return p
}

// given is the log density of x, without its constant, and the mean and
// standard deviation of μ given τ, for a flat prior of μ:
//
//	−½Σln(v+τ²) − ½Σu(y−μ)² − ½ln Σu + ln p(τ) + ln τ + ln cosh x,  u = 1/(v+τ²).
//
// A normal one stands in the sums as one more effect without τ².
func (p *posterior) given(x float64) (density, tau, mu, se float64) {
	l := p.c + math.Sinh(x)
	if l > largest {
		return math.Inf(-1), math.Inf(1), 0, math.Inf(1)
	}
	tau = math.Exp(l)
	t2 := tau * tau
	su, suz, logs := p.prec, p.prec*p.mean, 0.0
	for i, v := range p.v {
		u := 1 / (v + t2)
		su += u
		suz += float64(u * p.z[i])
		logs += math.Log(v + t2)
	}
	mu = suz / su
	q := p.prec * float64((p.mean-mu)*(p.mean-mu))
	for i, v := range p.v {
		r := p.z[i] - mu
		q += r * r / (v + t2)
	}
	density = -(logs+q+math.Log(su))/2 + p.prior(l) + l + math.Log(math.Cosh(x))
	if math.IsNaN(density) {
		density = math.Inf(-1)
	}
	return density, tau, mu, math.Sqrt(1 / su)
}

// support finds where the density is not negligible, first in steps of 1/32 over
// all x in which numbers hold τ, then as long as that halves the window, so that
// a density however narrow fills it. A density that is not small at the largest τ
// leaves no window, and top at −Inf.
func (p *posterior) support() {
	p.lo, p.hi, p.top = -16, 16, math.Inf(-1)
	steps := 1024
	for narrower := true; narrower; steps = 256 {
		lo, hi, first, last := p.lo, p.hi, steps, 0
		step := (hi - lo) / float64(steps)
		densities := make([]float64, steps+1)
		for i := range densities {
			densities[i], _, _, _ = p.given(lo + float64(float64(i)*step))
			p.top = math.Max(p.top, densities[i])
		}
		if math.IsInf(p.top, -1) {
			return
		}
		if end, _, _, _ := p.given(math.Asinh(largest - 1 - p.c)); end > p.top-cut {
			p.top = math.Inf(-1)
			return
		}
		for i, d := range densities {
			if d >= p.top-depth {
				first, last = min(first, i), max(last, i)
			}
		}
		p.lo, p.hi = lo+float64(float64(max(0, first-1))*step), lo+float64(float64(min(steps, last+1))*step)
		narrower = p.hi-p.lo < (hi-lo)/2
	}
}

// refine doubles the panels until the integral and the first moments stand
// still.
func (p *posterior) refine() {
	nodes, weights := make([]float64, ruleSize), make([]float64, ruleSize)
	quad.Legendre{}.FixedLocations(nodes, weights, 0, 1)
	var last [3]float64
	for panels := 8; panels <= 1024 && !p.converged; panels *= 2 {
		p.edges, p.points, p.total = p.edges[:0], p.points[:0], 0
		width := (p.hi - p.lo) / float64(panels)
		for i := range panels {
			left := p.lo + float64(float64(i)*width)
			p.edges = append(p.edges, left)
			for j, node := range nodes {
				density, tau, mu, se := p.given(left + float64(node*width))
				w := float64(weights[j]*width) * math.Exp(density-p.top)
				p.points = append(p.points, point{tau, w, mu, se})
				p.total += w
			}
		}
		now := [3]float64{p.total}
		for i := range p.points {
			pt := &p.points[i]
			pt.p /= p.total
			now[1] += float64(pt.p * pt.tau)
			now[2] += float64(pt.p * pt.se)
		}
		p.converged = panels > 8
		for i := range now {
			p.converged = p.converged && math.Abs(now[i]-last[i]) <= 1e-12*now[i]
		}
		last = now
	}
	p.edges = append(p.edges, p.hi)
	for _, pt := range p.points {
		if pt.p > 1e-19 {
			p.likely = append(p.likely, pt)
		}
	}
}

// tau is the quantile of τ: the panel in which it lies by the probabilities of
// the panels before, and in it the root of the integral from its left edge.
func (p *posterior) tau(prob float64) float64 {
	var before float64
	for i := 0; i < len(p.points); i += ruleSize {
		var mass float64
		for _, pt := range p.points[i : i+ruleSize] {
			mass += pt.p
		}
		if before+mass < prob && i+ruleSize < len(p.points) {
			before += mass
			continue
		}
		left := p.edges[i/ruleSize]
		nodes, weights := make([]float64, ruleSize), make([]float64, ruleSize)
		x := root(left, p.edges[i/ruleSize+1], func(x float64) (float64, float64) {
			quad.Legendre{}.FixedLocations(nodes, weights, left, x)
			var sum float64
			for j, node := range nodes {
				density, _, _, _ := p.given(node)
				sum += float64(weights[j] * math.Exp(density-p.top))
			}
			density, _, _, _ := p.given(x)
			return before + sum/p.total - prob, math.Exp(density-p.top) / p.total
		})
		return math.Exp(p.c + math.Sinh(x))
	}
	return math.NaN()
}

// given τ, the normal distributions of which the posteriors are mixtures: of μ,
// of the effect in a new trial, and of the effect in the i-th trial, which is
// drawn from its own estimate towards μ.
func ofMean(pt point) (mean, sd float64) { return pt.mu, pt.se }

func ofNew(pt point) (mean, sd float64) { return pt.mu, math.Hypot(pt.se, pt.tau) }

func (p *posterior) ofTrial(i int) func(point) (mean, sd float64) {
	return func(pt point) (mean, sd float64) {
		t2 := float64(pt.tau * pt.tau)
		drawn := p.v[i] / (p.v[i] + t2)
		return p.z[i] + float64(drawn*(pt.mu-p.z[i])), math.Hypot(math.Sqrt(drawn)*pt.tau, drawn*pt.se)
	}
}

// below is the distribution function of a mixture, and its density.
func (p *posterior) below(m float64, of func(point) (mean, sd float64)) (probability, density float64) {
	for _, pt := range p.likely {
		mean, sd := of(pt)
		t := (m - mean) / sd
		probability += float64(pt.p * distuv.UnitNormal.CDF(t))
		density += pt.p * distuv.UnitNormal.Prob(t) / sd
	}
	return probability, density
}

// quantile is that of a mixture, sought outward from the component in the middle
// of the probability of τ.
func (p *posterior) quantile(prob float64, of func(point) (mean, sd float64)) float64 {
	var before float64
	var middle point
	for _, middle = range p.points {
		if before += middle.p; before >= 0.5 {
			break
		}
	}
	centre, reach := of(middle)
	lo, hi := centre-reach, centre+reach
	for range 1000 {
		if f, _ := p.below(lo, of); f <= prob {
			break
		}
		lo -= hi - lo
	}
	for range 1000 {
		if f, _ := p.below(hi, of); f >= prob {
			break
		}
		hi += hi - lo
	}
	return root(lo, hi, func(m float64) (value, slope float64) {
		value, slope = p.below(m, of)
		return value - prob, slope
	})
}

// mixed and ofTau are a mixture, and the posterior of τ, as distributions. Where
// numbers no longer tell τ from 0, its density is that of the last that they do.
func (p *posterior) mixed(of func(point) (mean, sd float64)) distribution {
	return distribution{lowest: math.Inf(-1),
		quantile: func(probability float64) float64 { return p.quantile(probability, of) },
		density: func(x float64) float64 {
			_, density := p.below(x, of)
			return density
		}}
}

func (p *posterior) ofTau() distribution {
	of := func(x float64) float64 {
		density, tau, _, _ := p.given(x)
		return math.Exp(density-p.top) / (p.total * float64(tau*math.Cosh(x)))
	}
	return distribution{atLowest: of(p.lo), quantile: p.tau,
		density: func(tau float64) float64 { return of(math.Asinh(math.Log(tau) - p.c)) }}
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
func (p *posterior) moments(of func(point) (mean, sd float64)) (mean, sd float64) {
	var within, between float64
	for _, pt := range p.points {
		m, _ := of(pt)
		mean += float64(pt.p * m)
	}
	for _, pt := range p.points {
		m, s := of(pt)
		within += float64(pt.p * float64(s*s))
		between += float64(pt.p * float64((m-mean)*(m-mean)))
	}
	return mean, math.Sqrt(within + between)
}

// weights are the mean weight of each trial, as a share of the trials.
func (p *posterior) weights() []float64 {
	weights := make([]float64, len(p.v))
	for _, pt := range p.points {
		for i, v := range p.v {
			share := pt.se * pt.se / (v + float64(pt.tau*pt.tau))
			if math.IsNaN(share) { // Inf/Inf: so far out all trials weigh alike
				share = 1 / float64(len(p.v))
			}
			weights[i] += pt.p * share
		}
	}
	return weights
}

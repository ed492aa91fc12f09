package pool

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// posterior is the posterior distribution of μ and τ, discretised for
// quadrature. The variable of integration is x in τ = c·sinh x with c² the
// smallest variance: near zero τ runs evenly, far out by its logarithm, and the
// density is smooth in x whatever the scales of data and prior. Effects are
// taken about the first one.
type posterior struct {
	z, v      []float64
	scale, c  float64
	lo, hi    float64 // where the density is above e^-60 of its highest value
	top       float64 // about the highest log density
	total     float64 // the integral of e^(density−top)
	edges     []float64
	points    []point // in order of tau
	converged bool
}

// point is one node of the quadrature: τ with its probability, and the normal
// distribution of μ given τ.
type point struct{ tau, p, mu, se float64 }

// depth is how far below its highest value a log density counts as zero.
const depth = 60

// ruleSize is the number of Gauss–Legendre nodes on each panel.
const ruleSize = 16

func newPosterior(y, v []float64, scale float64) *posterior {
	p := &posterior{v: v, scale: scale, z: make([]float64, len(y)), c: math.Inf(1)}
	for i := range y {
		p.z[i] = y[i] - y[0]
		p.c = math.Min(p.c, math.Sqrt(v[i]))
	}
	p.support()
	p.refine()
	return p
}

// given is the log density of x, without its constant, and the mean and
// standard deviation of μ given τ:
//
//	−½Σln(v+τ²) − ½Σu(y−μ)² − ½ln Σu − τ²/(2s²) + ln cosh x,  u = 1/(v+τ²).
func (p *posterior) given(x float64) (density, tau, mu, se float64) {
	tau = p.c * math.Sinh(x)
	t2 := tau * tau
	var su, suz, logs float64
	for i, v := range p.v {
		u := 1 / (v + t2)
		su += u
		suz += float64(u * p.z[i])
		logs += math.Log(v + t2)
	}
	mu = suz / su
	var q float64
	for i, v := range p.v {
		r := p.z[i] - mu
		q += r * r / (v + t2)
	}
	prior := tau / p.scale
	density = -(logs+q+math.Log(su)+float64(prior*prior))/2 + math.Log(math.Cosh(x))
	return density, tau, mu, math.Sqrt(1 / su)
}

// support finds where the density is not negligible. Beyond τ = max(s, range
// of y) it only falls: there the likelihood falls in τ, and the prior faster
// than cosh x grows. The window is then narrowed as long as that halves it, so
// that a density however narrow fills it.
func (p *posterior) support() {
	low, high := p.z[0], p.z[0]
	for _, z := range p.z {
		low, high = math.Min(low, z), math.Max(high, z)
	}
	end := math.Max(p.scale, high-low)
	top := math.Inf(-1)
	var x float64
	for ; ; x += 0.125 {
		density, tau, _, _ := p.given(x)
		top = math.Max(top, density)
		if tau > end && density < top-depth || math.IsNaN(density) {
			break
		}
	}
	p.lo, p.hi, p.top = 0, x, top
	for narrower := true; narrower; {
		const steps = 256
		lo, hi, first, last := p.lo, p.hi, steps, 0
		step := (hi - lo) / steps
		densities := make([]float64, steps+1)
		for i := range densities {
			densities[i], _, _, _ = p.given(lo + float64(float64(i)*step))
			p.top = math.Max(p.top, densities[i])
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
		return p.c * math.Sinh(x)
	}
	return math.NaN()
}

// mixture is the quantile of the mixture of normal distributions about the
// conditional means of μ, with the standard deviation given for each point.
func (p *posterior) mixture(prob float64, sd func(point) float64) float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, pt := range p.points {
		reach := 40 * sd(pt)
		lo, hi = math.Min(lo, pt.mu-reach), math.Max(hi, pt.mu+reach)
	}
	return root(lo, hi, func(m float64) (value, slope float64) {
		for _, pt := range p.points {
			s := sd(pt)
			t := (m - pt.mu) / s
			value += float64(pt.p * distuv.UnitNormal.CDF(t))
			slope += pt.p * distuv.UnitNormal.Prob(t) / s
		}
		return value - prob, slope
	})
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

// moments are the posterior standard deviation of μ and the mean weight of each
// trial, as a share.
func (p *posterior) moments() (sd float64, weights []float64) {
	var mean, within, between float64
	weights = make([]float64, len(p.v))
	for _, pt := range p.points {
		mean += float64(pt.p * pt.mu)
		within += float64(pt.p * float64(pt.se*pt.se))
		for i, v := range p.v {
			weights[i] += pt.p * (pt.se * pt.se) / (v + float64(pt.tau*pt.tau))
		}
	}
	for _, pt := range p.points {
		d := pt.mu - mean
		between += float64(pt.p * float64(d*d))
	}
	return math.Sqrt(within + between), weights
}

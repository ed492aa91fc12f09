package pool

import "math"

// mixed is a generalised linear mixed model of counts. The linear predictor of a
// term is
//
//	η = offset + Σ fixed·β + local·a + Σ random·s·z,  z ~ N(0, 1),
//
// with β the fixed effects, a the trial's own level (where the model has one)
// and s the standard deviations of the random effects. A trial's likelihood is
// the integral over z of the product of its terms; the logarithm of what is
// under the integral is concave in z, β and a, so that a trial has one mode.
type mixed struct {
	trials        [][]term
	fixed, random int
	local         bool
	at            []float64 // the levels a, where the last evaluation left them
	apart         float64   // how far apart the nodes are: fine, coarse, or 0 for one
}

// term is one count of a trial, which has one or two.
type term struct {
	observation
	offset        float64
	fixed, random []float64
	local         float64
}

// most is the largest number of parameters of a trial: two fixed effects, two
// standard deviations and a level.
const most = 5

type (
	vector [most]float64
	matrix [most][most]float64
)

// slope is a log-likelihood with its first and second derivatives in (β, s, a).
type slope struct {
	value    float64
	gradient vector
	hessian  matrix
}

// fine and coarse are how far apart the nodes of two random effects are, in units
// of what makes a sum right to rounding: for numbers, and to look where maxima
// are, right to six digits. One random effect is always fine.
const fine, coarse = 1, 2

// parameters is the number of parameters that all trials share.
func (m *mixed) parameters() int { return m.fixed + m.random }

// lattice is where the nodes of a trial lie: evenly about the mode of z, along
// directions in which what is under the integral has about the width 1 at the
// mode. A sum over them is right to a factor e^{−2πb/h} where what is under the
// integral is bounded within b of the real line: a count's likelihood is within π/2
// in η, and by its curvature within some of its own widths (Crouch and Spiegelman
// 1990). The second direction leaves the η of the first term as it is, so that each
// step is short only as far as one η asks for it.
type lattice struct {
	centre [2]float64
	axes   [2][2]float64 // z = centre + axes·(x, y)
	step   [2]float64    // in x and y
}

func (m *mixed) lattice(terms []term, p vector, centre [2]float64, spread [2][2]float64) lattice {
	l := lattice{centre: centre, axes: spread}
	loads := func(t term) (x, y float64) { // of η on x and y
		for r := range m.random {
			d := float64(t.random[r] * p[m.fixed+r])
			x += float64(d * l.axes[r][0])
			y += float64(d * l.axes[r][1])
		}
		return x, y
	}
	if x, y := loads(terms[0]); y != 0 {
		long := math.Hypot(x, y)
		x, y = x/long, y/long
		for r, a := range l.axes {
			l.axes[r] = [2]float64{float64(a[0]*x) + float64(a[1]*y), float64(a[1]*x) - float64(a[0]*y)}
		}
	}
	var steepest [2]float64
	for _, t := range terms {
		x, y := loads(t)
		steepest = [2]float64{math.Max(steepest[0], math.Abs(x)), math.Max(steepest[1], math.Abs(y))}
	}
	for i := range l.step {
		l.step[i] = m.apart * math.Min(0.5, 0.25/steepest[i])
	}
	return l
}

// mostPlaces is how many places of a lattice are summed at most, which bounds the
// time of counts that leave the level of a trial almost open.
const mostPlaces = 1 << 15

// outward visits a place, those after it and those before it, each until a concave
// function falls below what counts in a sum, and gives the highest.
func outward(from int, at func(int) float64) (best int, height float64) {
	const counts = -37 // 1e-16
	height = math.Inf(-1)
	for _, step := range [2]int{1, -1} {
		i, last := from, math.Inf(-1)
		if step < 0 {
			i--
		}
		for ; ; i += step {
			now := at(i)
			if now > height {
				best, height = i, now
			}
			if !(now > counts || now > last) {
				break
			}
			last = now
		}
	}
	return best, height
}

// trial is the slope of the log-likelihood of a trial at (β, s, a) by adaptive
// quadrature over a lattice about the mode of z; a model whose nodes are no
// distance apart has the mode alone, which is Laplace's approximation. The
// derivatives are moments over the nodes (Louis 1982); a lattice of more than mostPlaces
// places has no sum.
//
//	∂ℓ = E[S],  ∂²ℓ = E[∂S] + E[SS'] − E[S]E[S]',
//
// with S the derivative of the logarithm under the integral.
func (m *mixed) trial(terms []term, p vector) slope {
	centre, spread, height := m.mode(terms, p)
	n := m.parameters()
	if m.local {
		n++
	}
	var s slope
	var sum float64
	l := m.lattice(terms, p, centre, spread)
	places := 0
	add := func(i, j int) float64 {
		if places++; places > mostPlaces {
			sum = math.NaN()
			return sum
		}
		x, y := float64(float64(i)*l.step[0]), float64(float64(j)*l.step[1])
		z := l.centre
		log := -height
		for r := range m.random {
			z[r] += float64(l.axes[r][0]*x) + float64(l.axes[r][1]*y)
		}
		for r := range m.random {
			log -= float64(z[r]*z[r]) / 2
		}
		var residual, variance [2]float64
		for t := range terms {
			var logp float64
			logp, residual[t], variance[t] = terms[t].at(m.predictor(terms[t], p, z))
			log += logp
		}
		share := math.Exp(log)
		sum += share
		var first vector
		var second matrix
		for t := range terms {
			d := m.loading(terms[t], z)
			for i := range n {
				first[i] += float64(residual[t] * d[i])
				for j := range i + 1 {
					second[i][j] -= float64(variance[t] * float64(d[i]*d[j]))
				}
			}
		}
		for i := range n {
			s.gradient[i] += float64(share * first[i])
			for j := range i + 1 {
				s.hessian[i][j] += float64(share * (second[i][j] + float64(first[i]*first[j])))
			}
		}
		return log
	}
	between := 0
	switch {
	case m.random == 0 || m.apart == 0:
		add(0, 0)
	case m.random == 1:
		outward(0, func(i int) float64 { return add(i, 0) })
	default:
		outward(0, func(i int) (height float64) {
			between, height = outward(between, func(j int) float64 { return add(i, j) })
			return height
		})
	}
	for i := range n {
		s.gradient[i] /= sum
	}
	for i := range n {
		for j := range i + 1 {
			s.hessian[i][j] = s.hessian[i][j]/sum - float64(s.gradient[i]*s.gradient[j])
			s.hessian[j][i] = s.hessian[i][j]
		}
	}
	s.value = height + math.Log(sum)
	for r := range m.random {
		s.value += math.Log(spread[r][r])
		if m.apart > 0 {
			s.value += math.Log(l.step[r]) - math.Log(2*math.Pi)/2
		}
	}
	return s
}

// loading is the derivative of η of a term in (β, s, a).
func (m *mixed) loading(t term, z [2]float64) (d vector) {
	copy(d[:m.fixed], t.fixed)
	for r := range m.random {
		d[m.fixed+r] = t.random[r] * z[r]
	}
	if m.local {
		d[m.parameters()] = t.local
	}
	return d
}

// predictor is η of a term.
func (m *mixed) predictor(t term, p vector, z [2]float64) float64 {
	eta := t.offset
	for i := range m.fixed {
		eta += float64(t.fixed[i] * p[i])
	}
	for r := range m.random {
		eta += float64(t.random[r] * float64(p[m.fixed+r]*z[r]))
	}
	if m.local {
		eta += float64(t.local * p[m.fixed+m.random])
	}
	return eta
}

// mode is where what is under the integral is largest, the lower triangle of the
// root of its inverse curvature there, and the logarithm there; by Newton's
// method, whose step is halved while it leads down.
func (m *mixed) mode(terms []term, p vector) (z [2]float64, spread [2][2]float64, height float64) {
	evaluate := func(z [2]float64) (h float64, g [2]float64, c [2][2]float64) {
		for r := range m.random {
			h -= float64(z[r]*z[r]) / 2
			g[r] = -z[r]
			c[r][r] = 1
		}
		for _, t := range terms {
			logp, residual, variance := t.at(m.predictor(t, p, z))
			h += logp
			for r := range m.random {
				d := t.random[r] * p[m.fixed+r]
				g[r] += float64(residual * d)
				for q := range r + 1 {
					c[r][q] += float64(variance * float64(d*float64(t.random[q]*p[m.fixed+q])))
				}
			}
		}
		return h, g, c
	}
	h, g, c := evaluate(z)
	for range 200 {
		if m.random == 0 {
			break
		}
		// the step solves c·step = g, c being lower triangular of a symmetric matrix
		var step [2]float64
		if m.random == 1 {
			step[0] = g[0] / c[0][0]
		} else {
			det := float64(c[0][0]*c[1][1]) - float64(c[1][0]*c[1][0])
			step[0] = (float64(c[1][1]*g[0]) - float64(c[1][0]*g[1])) / det
			step[1] = (float64(c[0][0]*g[1]) - float64(c[1][0]*g[0])) / det
		}
		size := 1.0
		var next [2]float64
		for {
			next = [2]float64{z[0] + float64(size*step[0]), z[1] + float64(size*step[1])}
			nh, ng, nc := evaluate(next)
			if nh >= h-1e-12*(1+math.Abs(h)) || size < 1e-10 {
				h, g, c = nh, ng, nc
				break
			}
			size /= 2
		}
		moved := math.Max(math.Abs(next[0]-z[0]), math.Abs(next[1]-z[1]))
		z = next
		if moved <= 1e-9 {
			break
		}
	}
	switch m.random {
	case 1:
		spread[0][0] = 1 / math.Sqrt(c[0][0])
	case 2:
		// the inverse of c is (c11, −c10; −c10, c00)/det
		det := float64(c[0][0]*c[1][1]) - float64(c[1][0]*c[1][0])
		spread[0][0] = math.Sqrt(c[1][1] / det)
		spread[1][0] = -c[1][0] / det / spread[0][0]
		spread[1][1] = 1 / math.Sqrt(c[1][1])
	}
	return z, spread, h
}

// settle moves the level of trial i to where its likelihood is largest under p,
// and gives the slope there with the level as the last parameter.
func (m *mixed) settle(i int, p vector) slope {
	last := m.parameters()
	if !m.local {
		return m.trial(m.trials[i], p)
	}
	p[last] = m.at[i]
	s := m.trial(m.trials[i], p)
	for range 200 {
		if s.hessian[last][last] == 0 {
			break // the trial does not tell its level
		}
		step := -s.gradient[last] / s.hessian[last][last]
		if !(math.Abs(step) > 1e-13*(1+math.Abs(p[last]))) {
			break
		}
		step = math.Max(-3, math.Min(3, step))
		for {
			q := p
			q[last] += step
			next := m.trial(m.trials[i], q)
			if next.value >= s.value-1e-11*(1+math.Abs(s.value)) || math.Abs(step) < 1e-12 {
				p, s = q, next
				break
			}
			step /= 2
		}
		if math.Abs(step) <= 1e-9 {
			break // Newton's method has doubled the digits once more
		}
	}
	m.at[i] = p[last]
	return s
}

// whole is the log-likelihood of all trials, the levels settled and taken out
// (a profile likelihood), with its slope in (β, s); and each trial's share of
// the information about the fixed effect number about.
func (m *mixed) whole(p vector, about int) (slope, []float64) {
	var all slope
	n := m.parameters()
	shares := make([]float64, len(m.trials))
	for i := range m.trials {
		s := m.settle(i, p)
		if m.local && s.hessian[n][n] < 0 {
			for a := range n {
				for b := range n {
					s.hessian[a][b] -= s.hessian[a][n] / s.hessian[n][n] * s.hessian[n][b]
				}
			}
		}
		all.value += s.value
		for a := range n {
			all.gradient[a] += s.gradient[a]
			for b := range n {
				all.hessian[a][b] += s.hessian[a][b]
			}
		}
		shares[i] = math.Max(0, -s.hessian[about][about])
	}
	return all, shares
}

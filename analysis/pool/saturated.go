package pool

import "math"

// oneEffect are the tests of one effect, against the model in which every trial
// has an effect θ_i of its own: Wald's,
//
//	Σ(θ_i−θ̄)²w_i,  w_i the information about θ_i,
//
// and twice the difference of the log-likelihoods. A trial that drives its own
// effect without end has no information in the first and its highest likelihood
// in the second.
func (v GLMM) oneEffect(d Data, one *mixed, height float64) []Test {
	var wald, full float64
	if v.random > 1 {
		wald, full = v.randomLevel(d, one)
	} else {
		var w, wy, wyy, y0 float64
		for _, terms := range one.trials {
			y, variance := 0.0, 0.0
			for i, t := range terms {
				eta, info, logp := t.peak()
				full += logp
				y += float64(float64(1-2*i) * (eta - t.offset))
				variance += 1 / info
			}
			if math.IsInf(variance, 0) {
				continue
			}
			if w == 0 {
				y0 = y
			}
			y -= y0
			w += 1 / variance
			wy += y / variance
			wyy += y * y / variance
		}
		if w > 0 {
			wald = math.Max(0, wyy-wy*wy/w)
		}
	}
	df := float64(len(one.trials) - 1)
	return []Test{chiSquared("wald", wald, df), chiSquared("lrt", math.Max(0, 2*(full-height)), df)}
}

// randomLevel are the same two of the model of random trial levels. The
// information about the effects, the other parameters taken out, is
//
//	W = D − UM⁻¹U'
//
// with D, U and M the blocks of −H, and Wald's statistic y'Wy − (1'Wy)²/1'W1.
// A trial with no events, or only events, in the experimental arm leaves that
// arm out, as its likelihood is 1 whatever the level.
func (v GLMM) randomLevel(d Data, one *mixed) (wald, full float64) {
	m := newMixed(v, d, 1)
	m.fixed, m.local = 1, true
	for i, terms := range m.trials {
		if eta, _, _ := terms[0].peak(); math.IsInf(eta, 0) {
			m.trials[i] = terms[1:]
		} else {
			terms[0].local = 1
		}
		m.at[i] = 0
	}
	p, _, _ := climb(m.slope, vector{one.start()[0], 0.5}, m.all())
	var rest matrix // −M
	var uy, u1 vector
	var dyy, dy, d1 float64
	for i := range m.trials {
		s := m.settle(i, p)
		full += s.value
		information := -s.hessian[2][2]
		y := m.at[i]
		dyy += float64(information * float64(y*y))
		dy += float64(information * y)
		d1 += information
		for a := range 2 {
			uy[a] -= float64(s.hessian[a][2] * y)
			u1[a] -= s.hessian[a][2]
			for b := range 2 {
				rest[a][b] += s.hessian[a][b]
			}
		}
	}
	l, ok := cholesky(rest, m.all(), 0)
	if !ok {
		return math.NaN(), full
	}
	form := func(a, b vector) (x float64) {
		b = solve(l, b, 2)
		for i := range 2 {
			x += float64(a[i] * b[i])
		}
		return x
	}
	yy, y1, ones := dyy-form(uy, uy), dy-form(uy, u1), d1-form(u1, u1)
	return math.Max(0, yy-y1*y1/ones), full
}

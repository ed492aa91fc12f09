package pool

import "math"

// climb finds the maximum of a log-likelihood over the parameters that are free,
// from a start, by Newton's method: where the likelihood is not concave the
// curvature is raised until it is, and a step that leads down is halved. It says
// whether it arrived.
func climb(f func(vector) slope, start vector, free []int) (vector, slope, bool) {
	p, s := start, f(start)
	flat := 0 // steps since the last that rose
	for range 200 {
		step, ok := ascent(s, free)
		if !ok {
			return p, s, false
		}
		var largest, gain, longest float64
		for a := range free {
			longest = math.Max(longest, math.Abs(step[a]))
		}
		for a, i := range free {
			step[a] *= 3 / math.Max(3, longest) // all of them, so that the direction still leads up
			gain += float64(s.gradient[i] * step[a])
			largest = math.Max(largest, math.Abs(step[a])/(1+math.Abs(p[i])))
		}
		size := 1.0
		for {
			q := p
			for a, i := range free {
				q[i] += float64(size * step[a])
			}
			next := f(q)
			if next.value >= s.value-1e-10*(1+math.Abs(s.value)) {
				if flat++; next.value > s.value {
					flat = 0
				}
				p, s = q, next
				break
			}
			if math.IsNaN(next.value) {
				size /= 8 // far too far
			}
			if size /= 2; size < 1e-10 {
				return p, s, gain <= 1e-8*(1+math.Abs(s.value)) // on a flat top only rounding is left
			}
		}
		if largest*size <= 1e-9 {
			return p, s, true
		}
		if flat > 3 {
			return p, s, gain <= 1e-8*(1+math.Abs(s.value)) // the slope promises what the value does not keep
		}
	}
	return p, s, false
}

// ascent is the step −H⁻¹g among the free parameters, H made negative definite.
func ascent(s slope, free []int) (vector, bool) {
	var top float64
	for _, i := range free {
		top = math.Max(top, math.Abs(s.hessian[i][i]))
	}
	for raise := 0.0; raise < 1e12*(1+top); raise = math.Max(1e-4*(1+top), 4*raise) {
		l, ok := cholesky(s.hessian, free, raise)
		if !ok {
			continue
		}
		var g vector
		for a, i := range free {
			g[a] = s.gradient[i]
		}
		return solve(l, g, len(free)), true
	}
	return vector{}, false
}

// cholesky is the lower triangle L with LL' = raise·I − H among the free
// parameters, false where that is not positive definite.
func cholesky(h matrix, free []int, raise float64) (l matrix, ok bool) {
	for a, i := range free {
		for b := range a + 1 {
			x := -h[i][free[b]]
			if a == b {
				x += raise
			}
			for c := range b {
				x -= float64(l[a][c] * l[b][c])
			}
			if a == b {
				if !(x > 0) || math.IsInf(x, 0) {
					return l, false
				}
				l[a][a] = math.Sqrt(x)
			} else {
				l[a][b] = x / l[b][b]
			}
		}
	}
	return l, true
}

// solve is x with LL'x = g.
func solve(l matrix, g vector, n int) vector {
	for a := range n {
		for c := range a {
			g[a] -= float64(l[a][c] * g[c])
		}
		g[a] /= l[a][a]
	}
	for a := n - 1; a >= 0; a-- {
		for c := a + 1; c < n; c++ {
			g[a] -= float64(l[c][a] * g[c])
		}
		g[a] /= l[a][a]
	}
	return g
}

// variance is the diagonal element of (−H)⁻¹ of one parameter, NaN where −H is
// not positive definite.
func variance(h matrix, free []int, of int) float64 {
	l, ok := cholesky(h, free, 0)
	if !ok {
		return math.NaN()
	}
	var unit vector
	for a, i := range free {
		if i == of {
			unit[a] = 1
		}
	}
	x := solve(l, unit, len(free))
	for a, i := range free {
		if i == of {
			return x[a]
		}
	}
	return math.NaN()
}

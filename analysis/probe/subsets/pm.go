package subsets

import "math"

// pauleMandel is the root of Q(t) = Σu(z−μ)² = n−1, zero where Q(0) is not above
// it. 1/Q is concave in t, a mean of order −1 of lines, so that Newton's steps on it
//
//	t + (Q/(n−1) − 1) Q/a,  a = Σu²(z−μ)² = −Q',
//
// never pass the root from below, and land below it from above: they converge from
// any start. certain is false if they did not.
func (w *worker) pauleMandel(start float64) (tau2 float64, certain bool) {
	const steps = 100
	target := float64(w.n - 1)
	if w.q <= target {
		return 0, true
	}
	t := start
	for range steps {
		q, a := w.total(t)
		step := float64((q/target - 1) * (q / a))
		if math.Abs(step) <= 1e-9*(t+w.v[0]) {
			return math.Max(0, t+step), true
		}
		t = math.Max(0, t+step)
	}
	return 0, false
}

// total is Q and minus its slope at one τ².
func (w *worker) total(t float64) (q, a float64) {
	z, v, u := w.z[:w.n], w.v[:w.n], w.u[:w.n]
	var su, sz float64
	for i := range z {
		x := 1 / (v[i] + t)
		u[i] = x
		su += x
		sz += float64(x * z[i])
	}
	mu := sz / su
	for i, x := range u {
		e := z[i] - mu
		g := x * e
		q += float64(g * e)
		a += float64(g * g)
	}
	return q, a
}

package subsets

import "math"

// reml is the τ² that maximises the restricted likelihood over τ² ≥ 0, found from
// a start and proved to be its highest maximum. certain is false if the proof did
// not do; the subset then falls to tau.REML, which finds every maximum.
//
// In the space of contrasts, P has the eigenvalues 1/(λ+τ²), min v ≤ λ ≤ max v, so that with
// a = y'P²y, b = tr P, c = y'P³y, d = tr P² and Q = y'Py of tau.REML, as functions of
// t = τ²,
//
//	a = Σg²/(λ+t)²,  b = Σ1/(λ+t),  score a − b.
//
// 1/√a and 1/b are concave in t, being means of order −2 and −1 of lines.
//
// Beyond t there is at most one maximum, and no minimum, if Q d < 2b² at t: where
// the score is zero, c ≥ a²/Q = b²/Q by Cauchy and Schwarz, so that its slope
// d − 2c is negative if Q d < 2b²; and Q falls with t while b²/d rises, as
// d² ≤ b tr P³, so that what holds at t holds beyond it.
//
// Before a root r of the score there is none if a(r)/b(0) > (1−r c/a)²: with
// s = r − t, 1/√a lies below its tangent at r and 1/b above its chord from 0 to r,
// so that the score at t is positive if
//
//	1 − κs > (1−s c/a)²,  κ = (1 − b(r)/b(0))/r,
//
// whose left side is a line and whose right side is convex: equal at s = 0 they
// differ in one direction up to s = r if they do so at s = r.
//
// If the score at 0 is not positive, zero is the only maximum if the first
// condition holds there, or if the bounds a ≤ a(0)/(1+βt)², β = 1/max v, and
// b ≥ b(0)/(1+γt), γ = d/b at 0, never meet.
func (w *worker) reml(start float64) (tau2 float64, certain bool) {
	const steps = 30
	x := joinSquares(&w.left.squares, &w.right.squares)
	a, b0, d := w.atZero(&x)
	if a <= b0 {
		if noRoot(a, b0, d, w.q, x.vmax) {
			return 0, true
		}
		p := w.point(0)
		return 0, p.a <= p.b && w.negative(p, x.vmax)
	}
	t := start
	for range steps {
		p := w.point(t)
		// Newton's step on 1/√a = 1/√b, both taken as lines in a and b: exact for
		// equal variances.
		alpha, rho := p.c/p.a, p.a/p.b
		slope := 2*alpha - rho*p.d/p.b
		inside := float64(slope*slope) + float64(4*float64(alpha*alpha)*(rho-1))
		if !(slope > 0) || !(inside >= 0) { // too far off for that: only the side is known
			if t /= 2; p.a > p.b {
				t = 4*t + w.v[0]
			}
			continue
		}
		step := 2 * (rho - 1) / (slope + math.Sqrt(inside))
		next := t + step
		if next < t/8 {
			next = t / 8
		}
		if math.Abs(step) <= 1e-7*(t+w.v[0]) {
			left := 1 - float64(t*alpha)
			before := p.a/b0 > float64(left*left)*(1+1e-9)
			return math.Max(0, next), (before || w.positive(w.point(0), p, 4)) && w.last(p, x.vmax)
		}
		t = next
	}
	return 0, false
}

// positive says that the score has no zero between two points at which it is not
// negative. Between them 1/√a lies below both of its tangents, which meet at x,
// and 1/b above its chord, so that there is none if the chord is above the square
// of the tangents at x; otherwise the interval is cut there, at most so often.
func (w *worker) positive(lo, hi point, cuts int) bool {
	l, h := 1/math.Sqrt(lo.a), 1/math.Sqrt(hi.a)
	riseL, riseH := l*lo.c/lo.a, h*hi.c/hi.a
	width := hi.t - lo.t
	x := (h - l - float64(riseH*width)) / (riseL - riseH) // from lo
	if !(x > 0 && x < width) {
		return false
	}
	top := l + float64(riseL*x)
	chord := 1/lo.b + float64((1/hi.b-1/lo.b)*(x/width))
	if chord > float64(top*top)*(1+1e-9) {
		return true
	}
	if cuts == 0 {
		return false
	}
	mid := w.point(lo.t + x)
	return mid.a > mid.b && w.positive(lo, mid, cuts-1) && w.positive(mid, hi, cuts-1)
}

// last says that the score has no zero beyond one at which it falls. Either there
// is no minimum beyond it; or the score falls as far as another point, because
// d and c fall and d there is less than twice c here, and stays negative from there.
func (w *worker) last(p point, vmax float64) bool {
	if onlyOne(p.b, p.d, p.q) {
		return true
	}
	reach := math.Cbrt(2*p.c/p.d) - 1
	if !(reach > 1e-3) {
		return false
	}
	for _, share := range [...]float64{0.8, 0.4, 0.2} {
		next := w.point(p.t + float64(share*reach*p.a/p.c))
		if p.d < 2*next.c && next.a < next.b {
			return w.negative(next, vmax)
		}
	}
	return false
}

// negative says that the score, not positive at a point, has no zero beyond it. It
// goes as far as the bounds on a and b keep apart, and looks again from there.
func (w *worker) negative(p point, vmax float64) bool {
	const times = 20
	for range times {
		if noRoot(p.a, p.b, p.d, p.q, vmax+p.t) {
			return true
		}
		// The bounds meet first at the smaller root of
		// β²Δ² + (2β − ργ)Δ + 1 − ρ = 0, ρ = a/b.
		rho, beta := p.a/p.b, 1/(vmax+p.t)
		rise := 2*beta - rho*p.d/p.b
		apart := 2 * (1 - rho) / (math.Sqrt(math.Max(0, float64(rise*rise)-float64(4*float64(beta*beta)*(1-rho)))) - rise)
		if !(apart > 1e-6*(p.t+w.v[0])) {
			return false
		}
		if p = w.point(p.t + float64(0.95*apart)); p.a > p.b {
			return false
		}
	}
	return false
}

// onlyOne says that there is at most one maximum and no minimum from a point on.
func onlyOne(b, d, q float64) bool { return float64(q*d) < 2*float64(b*b)*(1-1e-9) }

// noRoot says that a score which is not positive at a point stays so, with vmax the
// largest variance there.
func noRoot(a, b, d, q, vmax float64) bool {
	if onlyOne(b, d, q) {
		return true
	}
	rho := a / b
	rise := 2/vmax - rho*d/b
	return rise >= 0 || float64(rise*rise) < 4/float64(vmax*vmax)*(1-rho)*(1-1e-9)
}

// point is the restricted likelihood at one τ².
type point struct{ t, a, b, c, d, q float64 }

// point has the sums of tau's score, in which the heaviest trial, the first
// here, stands apart so that no large terms cancel.
func (w *worker) point(t float64) point {
	z, v, u := w.z[:w.n], w.v[:w.n], w.u[:w.n]
	heavy := 1 / (v[0] + t)
	u[0] = heavy
	sz := float64(heavy * z[0])
	var rest, rest2, rest3 float64
	for i := 1; i < len(z); i++ {
		x := 1 / (v[i] + t)
		u[i] = x
		x2 := x * x
		rest += x
		rest2 += x2
		rest3 += float64(x2 * x)
		sz += float64(x * z[i])
	}
	su := heavy + rest
	over := 1 / su
	mu := float64(sz * over)
	p := point{t: t}
	var tilt float64
	for i, x := range u {
		e := z[i] - mu
		g := x * e
		p.a += float64(g * g)
		p.q += float64(g * e)
		tilt += float64(x * g)
	}
	tilt *= over
	for i, x := range u {
		h := float64(x*(z[i]-mu)) - tilt
		p.c += float64(x * float64(h*h))
	}
	share, alone := heavy*over, float64(heavy*float64(rest*over))
	r := rest2 * over
	p.b = rest - r + alone
	p.d = rest2 - 2*float64(rest3*over) + float64(r*r) + 2*float64(float64(share*share)*rest2) + float64(alone*alone)
	return p
}

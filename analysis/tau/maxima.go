package tau

import "math"

// point is the score of a likelihood at one τ², twice its derivative, as the
// difference a − b of two parts, with what its slope d − 2c is made of:
//
//	a = y'P²y = Σu²(y−μ)²   c = y'P³y
//	b = tr P, or Σu         d = tr P², or Σu²
//
// where the traces belong to the restricted likelihood and the plain sums to
// the likelihood. Each of the four falls as τ² grows.
type point struct {
	t          float64
	a, b, c, d float64
}

func (p point) score() float64 { return p.a - p.b }

// score is the point of the likelihood at τ².
func (s *sample) score(tau2 float64, restricted bool) point {
	var su, su2, su3, sz float64
	for i, v := range s.v {
		u := 1 / (v + tau2)
		u2 := u * u
		s.a[i] = u
		su += u
		su2 += u2
		su3 += float64(u2 * u)
		sz += float64(u * s.z[i])
	}
	mu := sz / su
	var a, tilt float64
	for i, u := range s.a {
		g := u * (s.z[i] - mu)
		a += float64(g * g)
		tilt += float64(u * g)
	}
	tilt /= su
	var c float64
	for i, u := range s.a {
		h := float64(u*(s.z[i]-mu)) - tilt
		c += float64(u * float64(h*h))
	}
	if restricted {
		return point{t: tau2, a: a, b: su - su2/su, c: c, d: su2 - 2*su3/su + float64((su2/su)*(su2/su))}
	}
	return point{t: tau2, a: a, b: su, c: c, d: su2}
}

// maxima are all local maxima of the likelihood on [0, ∞), ascending, at least
// one. None can be missed, up to rounding:
//
// Beyond T the score is negative. As no u exceeds 1/(min v + τ²), a is at most
// Σ(y−ȳ)²/(min v + τ²)²; as the k−1 eigenvalues of P that are not zero are no
// smaller than the smallest u, b is at least (k−1)/(max v + τ²). With
// s² = Σ(y−ȳ)²/(k−1) and x = T + min v the two meet at x² = s²(x + max v − min v).
//
// On [0, T], a, b, c and d are all falling, because the derivative of P is
// −P². So between two points lo < hi the score lies in [hi.a − lo.b,
// lo.a − hi.b] and its slope in [hi.d − 2lo.c, lo.d − 2hi.c]. An interval on
// which the score keeps its sign has no root, one on which it rises has no
// maximum inside, one on which it falls has at most one, found by its ends;
// any other is cut in two. Near every simple root the slope keeps its sign on
// a small enough interval, so the cutting ends; it is given up at a relative
// width of 1e-10, where two maxima could no longer be told apart.
//
// Zero itself is a maximum where the score is not positive there.
func (s *sample) maxima(restricted bool) (found []float64, ok bool) {
	zero := s.score(0, restricted)
	ok = true
	if zero.score() <= 0 {
		found = append(found, 0)
	}
	s2 := s.ss / s.df()
	x := (s2 + math.Sqrt(float64(s2*s2)+float64(4*s2*(s.vmax-s.vmin)))) / 2
	bound := float64(x*(1+1e-12)) - s.vmin
	if bound > 0 {
		found, ok = s.between(zero, s.score(bound, restricted), restricted, found)
	}
	return found, ok
}

// between appends the maxima inside (lo, hi].
func (s *sample) between(lo, hi point, restricted bool, found []float64) ([]float64, bool) {
	if hi.a > lo.b || lo.a < hi.b || hi.d > 2*lo.c {
		return found, true
	}
	if lo.d < 2*hi.c || hi.t-lo.t <= 1e-10*(hi.t+s.vmin) {
		if !(lo.score() > 0 && hi.score() <= 0) {
			return found, true
		}
		share := lo.score() / (lo.score() - hi.score())
		root, ok := solve(func(t float64) (float64, float64) {
			p := s.score(t, restricted)
			return p.score(), p.d - 2*p.c
		}, lo.t, hi.t, lo.t+float64(share*(hi.t-lo.t)))
		return append(found, root), ok
	}
	mid := s.score(math.Sqrt((lo.t+s.vmin)*(hi.t+s.vmin))-s.vmin, restricted)
	found, left := s.between(lo, mid, restricted, found)
	found, right := s.between(mid, hi, restricted, found)
	return found, left && right
}

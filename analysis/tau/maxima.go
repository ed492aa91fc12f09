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

// score is the point of the likelihood at τ², with
//
//	tr P = Σu − Σu²/Σu,  tr P² = Σu² − 2Σu³/Σu + (Σu²/Σu)²
//
// summed so that no large terms cancel where one trial holds nearly all of the
// weight.
func (s *sample) score(tau2 float64, restricted bool) point {
	var rest, rest2, rest3, sz float64 // the heaviest trial stands apart
	for i, v := range s.v {
		u := 1 / (v + tau2)
		s.a[i] = u
		sz += float64(u * s.z[i])
		if i == s.heavy {
			continue
		}
		u2 := u * u
		rest += u
		rest2 += u2
		rest3 += float64(u2 * u)
	}
	heavy := s.a[s.heavy]
	su := heavy + rest
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
		share, alone := heavy/su, float64(heavy*(rest/su))
		return point{t: tau2, a: a, c: c, b: rest - rest2/su + alone,
			d: rest2 - 2*rest3/su + float64((rest2/su)*(rest2/su)) + 2*float64(float64(share*share)*rest2) + float64(alone*alone)}
	}
	return point{t: tau2, a: a, b: su, c: c, d: rest2 + float64(heavy*heavy)}
}

// maxima are all local maxima of the likelihood on [0, ∞), ascending, at least
// one. None can be missed, up to rounding:
//
// Beyond T the score is negative. As no u exceeds 1/(min v + τ²), a is at most
// SS/(min v + τ²)², with SS the sum of squares about the unweighted fit; as the
// k−p eigenvalues of P that are not zero are no smaller than the smallest u, b is
// at least (k−p)/(max v + τ²). With s² = SS/(k−p) and x = T + min v the two meet
// at x² = s²(x + max v − min v).
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
func maxima(m model, restricted bool) (found []float64, ok bool) {
	zero := m.score(0, restricted)
	ok = true
	if zero.score() <= 0 {
		found = append(found, 0)
	}
	ss, vmin, vmax := m.spread()
	s2 := ss / m.df()
	x := (s2 + math.Sqrt(float64(s2*s2)+float64(4*s2*(vmax-vmin)))) / 2
	bound := float64(x*(1+1e-12)) - vmin
	if bound > 0 {
		found, ok = between(m, zero, m.score(bound, restricted), vmin, restricted, found)
	}
	return found, ok
}

// between appends the maxima inside (lo, hi].
func between(m model, lo, hi point, vmin float64, restricted bool, found []float64) ([]float64, bool) {
	if hi.a > lo.b || lo.a < hi.b || hi.d > 2*lo.c {
		return found, true
	}
	if lo.d < 2*hi.c || hi.t-lo.t <= 1e-10*(hi.t+vmin) {
		if !(lo.score() > 0 && hi.score() <= 0) {
			return found, true
		}
		share := lo.score() / (lo.score() - hi.score())
		root, ok := solve(func(t float64) (float64, float64) {
			p := m.score(t, restricted)
			return p.score(), p.d - 2*p.c
		}, lo.t, hi.t, lo.t+float64(share*(hi.t-lo.t)))
		return append(found, root), ok
	}
	mid := m.score(math.Sqrt((lo.t+vmin)*(hi.t+vmin))-vmin, restricted)
	found, left := between(m, lo, mid, vmin, restricted, found)
	found, right := between(m, mid, hi, vmin, restricted, found)
	return found, left && right
}

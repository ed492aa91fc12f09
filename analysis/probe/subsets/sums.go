package subsets

import "math"

// sums are what a set of trials adds to every answer at τ² = 0, with weights
// w = 1/v and effects about a fixed reference. Each is a sum of positive terms, so
// that joining two sets loses no digits, however unequal the weights are (Chan,
// Golub and LeVeque 1983):
//
//	Q(A∪B) = Q(A) + Q(B) + w(A)w(B)/(w(A)+w(B)) (m(A)−m(B))²
type sums struct {
	n     int
	w     float64 // Σw
	mean  float64 // Σwz/Σw
	q     float64 // Σw(z−mean)²
	pairs float64 // Σwᵢwⱼ over all pairs
}

// squares are what the restricted likelihood at τ² = 0 needs besides: the same
// sums with weights w², and Σw³.
type squares struct {
	w2, mean2, q2, w3, vmax float64
}

// both are the entries of a table.
type both struct {
	sums
	squares
}

// single is the sums of one trial.
func single(z, v float64) both {
	w := 1 / v
	return both{sums{n: 1, w: w, mean: z}, squares{w2: w * w, mean2: z, w3: w * w * w, vmax: v}}
}

// join is the sums of two sets that share no trial.
func join(a, b *sums) sums {
	if a.n == 0 {
		return *b
	}
	if b.n == 0 {
		return *a
	}
	s := sums{n: a.n + b.n, w: a.w + b.w}
	d, share := b.mean-a.mean, b.w/s.w
	s.mean = a.mean + float64(d*share)
	s.q = a.q + b.q + float64(float64(d*d)*float64(a.w*share))
	s.pairs = a.pairs + b.pairs + float64(a.w*b.w)
	return s
}

// joinSquares is the same for the squares; an empty set has none.
func joinSquares(a, b *squares) squares {
	if a.w2 == 0 {
		return *b
	}
	if b.w2 == 0 {
		return *a
	}
	s := squares{w2: a.w2 + b.w2, w3: a.w3 + b.w3, vmax: math.Max(a.vmax, b.vmax)}
	d, share := b.mean2-a.mean2, b.w2/s.w2
	s.mean2 = a.mean2 + float64(d*share)
	s.q2 = a.q2 + b.q2 + float64(float64(d*d)*float64(a.w2*share))
	return s
}

// table is the sums of every subset of some trials, at the subset's bits.
func table(z, v []float64) []both {
	all := make([]both, 1<<len(z))
	for i := range z {
		one := single(z[i], v[i])
		for m := 0; m < 1<<i; m++ {
			all[m|1<<i] = joinBoth(&all[m], &one)
		}
	}
	return all
}

func joinBoth(a, b *both) both {
	return both{join(&a.sums, &b.sums), joinSquares(&a.squares, &b.squares)}
}

// typical is Higgins and Thompson's typical variance within trials.
func (s *sums) typical() float64 { return float64(float64(s.n-1)*s.w) / (2 * s.pairs) }

// moment is DerSimonian and Laird's τ², max(0, (Q−(n−1))/(Σw−Σw²/Σw)).
func (s *sums) moment() float64 {
	return math.Max(0, float64((s.q-float64(s.n-1))*s.w)/(2*s.pairs))
}

// atZero is the point of the restricted likelihood at τ² = 0, without the slope of a; trace
// is no smaller than tr P², rounding allowed for.
func (s *sums) atZero(x *squares) (a, b, trace float64) {
	d := x.mean2 - s.mean
	a = x.q2 + float64(x.w2*float64(d*d))
	b = 2 * s.pairs / s.w
	r := x.w2 / s.w
	return a, b, x.w2 - 2*x.w3/s.w + float64(r*r) + float64(1e-14*x.w2)
}

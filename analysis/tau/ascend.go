package tau

import (
	"math"
	"slices"
)

// surface is the log likelihood of the variances of a design of levels, without
// its constants,
//
//	−½ ln |V| − ½ y'Py,  restricted further − ½ ln |X'V⁻¹X|.
type surface struct {
	l          *Levels
	restricted bool
}

// parts are the log determinants at σ², as far as they count, and y'Py.
func (s surface) parts(sigma2 []float64) (log, q float64) {
	log, logX, q := s.l.at(sigma2)
	if s.restricted {
		log += logX
	}
	return log, q
}

func (s surface) height(sigma2 []float64) float64 {
	log, q := s.parts(sigma2)
	return -(log + q) / 2
}

// slopes are the score, the expected information and minus the second derivatives,
// as of the last at.
func (s surface) slopes() (score []float64, expected, curvature [][]float64) {
	trace, expected := s.l.information(s.restricted)
	score = s.l.pull()
	for j := range score {
		score[j] = (score[j] - trace[j]) / 2
	}
	return score, expected, s.l.curvature(expected)
}

// ascend climbs from a point of a box to a maximum in it. A variance at a limit
// of the box, against which the score presses it, rests there; for the others the
// score is solved by Newton's steps, or Fisher's where the surface is not
// concave, or if neither leads up by the score of each variance alone, halved until
// they climb. Near the top, where heights no longer differ, whole steps are taken
// until they no longer shrink, which leaves the score zero to rounding. ok is false
// if it did not come to that.
func (s surface) ascend(from, lo, hi []float64) (top []float64, height float64, ok bool) {
	const steps, near = 300, 1e-4
	top, last := slices.Clone(from), 2*near // the length of the step before, near the top
	height = s.height(top)
	for range steps {
		score, expected, curvature := s.slopes()
		size := func(next []float64) (size float64) { // of a step, in standard errors
			for j := range next {
				size = max(size, math.Abs(next[j]-top[j])*math.Sqrt(expected[j][j]))
			}
			return size
		}
		free := loose(top, lo, hi, score)
		next, whole := step(top, lo, hi, score, curvature, free)
		if !whole {
			next, whole = step(top, lo, hi, score, expected, free)
		}
		if now := size(next); whole && (now <= near || last < 2*near) {
			if now == 0 || now > last/2 {
				return top, height, true
			}
			top, height, last = next, s.height(next), now
			continue
		}
		climbed := false
		for _, to := range [][]float64{next, byOne(top, lo, hi, score, expected, free)} {
			for share := 1.; share > 0x1p-40 && !climbed; share /= 2 {
				part := slices.Clone(to)
				for j := range part {
					part[j] = top[j] + float64(share*(to[j]-top[j]))
				}
				if h := s.height(part); h > height+float64(0x1p-50*math.Abs(height)) {
					top, height, climbed = part, h, true
				}
			}
		}
		if !climbed {
			return top, s.height(top), false
		}
	}
	return top, height, false
}

// loose are the variances that do not rest at a limit.
func loose(at, lo, hi, score []float64) (free []int) {
	for j, x := range at {
		if lo[j] < hi[j] && (x > lo[j] || score[j] > 0) && (x < hi[j] || score[j] < 0) {
			free = append(free, j)
		}
	}
	return free
}

// step is where a step against the score leads by a curvature. A variance that
// would leave the box goes to its limit, and the others where they are then best. It
// reports false if the curvature is not that of a top.
func step(at, lo, hi, score []float64, curvature [][]float64, free []int) (next []float64, ok bool) {
	next = slices.Clone(at)
	for len(free) > 0 {
		right := pick(score, free)
		for n, j := range free {
			for i := range at {
				if !slices.Contains(free, i) {
					right[n] -= float64(curvature[j][i] * (next[i] - at[i]))
				}
			}
		}
		move, ok := solveDefinite(among(curvature, free), right)
		if !ok {
			return next, false
		}
		var inside []int
		for n, j := range free {
			next[j] = min(max(at[j]+move[n], lo[j]), hi[j])
			if next[j] == at[j]+move[n] {
				inside = append(inside, j)
			}
		}
		if len(inside) == len(free) {
			break
		}
		free = inside
	}
	return next, true
}

// byOne is where the score of each variance leads by itself, which is up.
func byOne(at, lo, hi, score []float64, expected [][]float64, free []int) []float64 {
	next := slices.Clone(at)
	for _, j := range free {
		next[j] = min(max(at[j]+score[j]/expected[j][j], lo[j]), hi[j])
	}
	return next
}

func pick(a []float64, at []int) []float64 {
	b := make([]float64, len(at))
	for n, j := range at {
		b[n] = a[j]
	}
	return b
}

func among(a [][]float64, at []int) [][]float64 {
	b := make([][]float64, len(at))
	for n, j := range at {
		b[n] = pick(a[j], at)
	}
	return b
}

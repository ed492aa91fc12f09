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
// concave, each halved until it climbs. Near the top, where heights no longer
// differ, whole steps are taken until they no longer shrink, which leaves the
// score zero to rounding. ok is false if it did not come to that.
func (s surface) ascend(from, lo, hi []float64) (top []float64, height float64, ok bool) {
	const steps, near, done = 300, 1e-4, 1e-6
	top, last := slices.Clone(from), math.Inf(1)
	height = s.height(top)
	for range steps {
		score, expected, curvature := s.slopes()
		next, size := s.step(top, lo, hi, score, expected, curvature)
		switch {
		case slices.Equal(next, top) || size <= done && size > last/2:
			return top, height, true
		case size <= near:
			top, last = next, size
			height = s.height(top)
			continue
		}
		last = math.Inf(1)
		climbed := false
		for share := 1.; share > 0x1p-40 && !climbed; share /= 2 {
			part := slices.Clone(next)
			for j := range part {
				part[j] = top[j] + float64(share*(next[j]-top[j]))
			}
			if h := s.height(part); h > height {
				top, height, climbed = part, h, true
			}
		}
		if !climbed {
			return top, s.height(top), false
		}
	}
	return top, height, false
}

// step is where Newton's step leads, kept inside the box, and its length in
// standard errors.
func (s surface) step(at, lo, hi, score []float64, expected, curvature [][]float64) (next []float64, size float64) {
	var free []int
	for j, x := range at {
		if lo[j] < hi[j] && (x > lo[j] || score[j] > 0) && (x < hi[j] || score[j] < 0) {
			free = append(free, j)
		}
	}
	next = slices.Clone(at)
	move, ok := solveDefinite(among(curvature, free), pick(score, free))
	if !ok {
		move, ok = solveDefinite(among(expected, free), pick(score, free))
	}
	for n, j := range free {
		if !ok {
			next[j] += score[j] / expected[j][j]
		} else {
			next[j] += move[n]
		}
		next[j] = min(max(next[j], lo[j]), hi[j])
		size = max(size, math.Abs(next[j]-at[j])*math.Sqrt(expected[j][j]))
	}
	return next, size
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

package tau

import "math"

// Variances are the estimates of the variances of a design of levels.
type Variances struct {
	Sigma2     []float64
	Covariance [][]float64 // of the estimates, the inverse of the expected information; NaN where that is singular
	Converged  bool
	Notes      []string

	surface surface
	height  float64
}

const flat = "the variances have no standard error: the likelihood hardly tells them apart"

const uncertain = "the search for the variances that τ² is made of did not converge"

// far is a variance beyond any that the effects can ask for: 2⁴⁰ times their
// squares and sampling variances.
func (l *Levels) far() float64 { return math.Ldexp(l.d.ss+l.d.vmax, 40) }

// maximise finds the variances with the highest likelihood, at least 0. That no
// other are higher by more than a millionth is shown, not hoped for: see highest.
func (l *Levels) maximise(restricted bool) Variances {
	s := surface{l, restricted}
	n := l.groups
	lo, hi, from := make([]float64, n), make([]float64, n), make([]float64, n)
	for j := range from {
		hi[j], from[j] = l.far(), l.d.ss/l.d.df()/float64(n)
	}
	v := Variances{surface: s}
	if math.IsInf(l.far(), 1) { // numbers whose squares overflow have no likelihood
		v.Sigma2, v.height = lo, math.NaN()
	} else {
		v.Sigma2, v.height, v.Converged = s.highest(from, lo, hi)
	}
	if !v.Converged {
		v.Notes = append(v.Notes, uncertain)
	}
	l.at(v.Sigma2)
	_, expected := l.information(restricted)
	for j := range n {
		unit := make([]float64, n)
		unit[j] = 1
		col, ok := solveDefinite(expected, unit)
		if !ok {
			v.Covariance, v.Notes = unknown(n), append(v.Notes, flat)
			break
		}
		v.Covariance = append(v.Covariance, col)
	}
	return v
}

// unknown is a matrix of NaN.
func unknown(n int) [][]float64 {
	a := table(n, n)
	for _, row := range a {
		for j := range row {
			row[j] = math.NaN()
		}
	}
	return a
}

// Profile is the profile likelihood interval of one variance, with the other
// variances wherever the likelihood is highest,
//
//	2 (ln L(σ̂²) − max ln L(σ²)) ≤ χ² with one degree of freedom.
//
// Outer limits are given, with a note where one of 32 values between them is not
// in it. Hardy and Thompson 1996; Viechtbauer 2007.
func (v Variances) Profile(grouping int, level float64) (lo, hi float64, notes []string) {
	switch {
	case !(level > 0 && level < 100):
		return undefined(noLevel)
	case !v.Converged:
		return undefined(unfinished)
	}
	p := profile{v.surface, grouping, v.height - chiSquaredBelow(1, level/100)/2}
	lo, hi, notes = limits(func() (float64, bool) { return p.limit(v.Sigma2, 0) }, func() (float64, bool) { return p.limit(v.Sigma2, p.s.l.far()) })
	if notes == nil && p.torn(v.Sigma2, lo, hi) {
		notes = append(notes, spanned)
	}
	return lo, hi, notes
}

// valleys is how many a search for a limit crosses at most.
const valleys = 20

// profile is the likelihood as a function of one variance, and how high it is in
// the interval.
type profile struct {
	s        surface
	grouping int
	cut      float64
}

// limit is the value farthest towards an end at which the profile is as high as
// the cut, or the end itself. It closes in on where the profile crosses the cut,
// from the estimate on, and then searches all that lies beyond for a point a
// thousandth higher than the cut, from which it goes on.
func (p profile) limit(inside []float64, end float64) (limit float64, ok bool) {
	if _, value, _ := p.at(inside, end); value >= 0 {
		return end, true
	}
	for range valleys {
		near, far := inside[p.grouping], end
		for step := near + p.s.l.d.vmin; end > near && step < end; step *= 4 {
			point, value, _ := p.at(inside, step)
			if value < 0 {
				far = step
				break
			}
			near, inside = step, point
		}
		sign, least, most := 1., near, far
		if far < near {
			sign, least, most = -1, far, near
		}
		limit, ok = solve(func(t float64) (value, slope float64) {
			_, value, slope = p.at(inside, t)
			return sign * value, sign * slope
		}, least, most, near)
		if !ok {
			return limit, false
		}
		lo, hi := p.box(limit, end)
		if end < limit {
			lo, hi = p.box(end, limit)
		}
		var beyond []float64
		certain := p.s.search(lo, hi, p.cut, 1e-3, func(at []float64) (float64, bool) {
			beyond = at
			return 0, false
		})
		if beyond == nil {
			return limit, certain
		}
		inside = beyond
	}
	return limit, false
}

// torn says that the profile is lower than the cut at one of 32 values between two
// limits, even in their logarithms with the smallest sampling variance added.
func (p profile) torn(top []float64, lo, hi float64) bool {
	const values = 32
	vmin := p.s.l.d.vmin
	ratio := math.Log((hi + vmin) / (lo + vmin))
	for n := 1; n < values; n++ {
		t := float64((lo+vmin)*math.Exp(float64(ratio*float64(n))/values)) - vmin
		if _, value, _ := p.at(top, min(max(t, lo), hi)); value < 0 {
			return true
		}
	}
	return false
}

// at is the highest point with the variance at t, from near a point that has it
// elsewhere, how much higher than the cut it is, and the slope in the variance. What is
// next to nothing beside the likelihood is no height.
func (p profile) at(from []float64, t float64) (point []float64, value, slope float64) {
	lo, hi := p.box(t, t)
	point, height, _ := p.s.ascend(replaced(from, p.grouping, t), lo, hi)
	score, _, _ := p.s.slopes()
	if value = height - p.cut; math.Abs(value) <= 0x1p-43*(math.Abs(height)+p.s.l.d.df()) {
		value = 0
	}
	return point, value, score[p.grouping]
}

// box is all variances, but for that of the profile between two limits.
func (p profile) box(least, most float64) (lo, hi []float64) {
	n := p.s.l.groups
	lo, hi = make([]float64, n), make([]float64, n)
	for j := range hi {
		hi[j] = p.s.l.far()
	}
	lo[p.grouping], hi[p.grouping] = least, most
	return lo, hi
}

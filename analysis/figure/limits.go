package figure

import (
	"math"
	"sort"
)

// scale maps natural values to positions across the plot.
type scale struct {
	log    bool
	lo, hi float64 // limits in axis units: natural, or natural logarithm
	x0, x1 float64 // positions of the limits
}

// far bounds what is treated as a finite value, so that differences stay
// finite.
const far = 1e150

// axisValue turns a natural value into axis units. What a logarithmic axis
// cannot show (a negative value) is NaN; zero is minus infinity there.
func axisValue(log bool, v float64) float64 {
	if log {
		v = math.Log(v)
	}
	switch {
	case v > far:
		return math.Inf(1)
	case v < -far:
		return math.Inf(-1)
	}
	return v
}

// at returns the position of axis value t.
func (s scale) at(t float64) float64 {
	return s.x0 + float64((t-s.lo)/(s.hi-s.lo)*(s.x1-s.x0))
}

// span is a growing range on the axis.
type span struct{ lo, hi float64 }

func (s *span) add(t float64) { s.lo, s.hi = math.Min(s.lo, t), math.Max(s.hi, t) }

func (s span) width() float64 {
	if s.lo > s.hi {
		return 0
	}
	return s.hi - s.lo
}

// reach adds those of the values that widen the range, as it was before them,
// by no more than factor times its width on their side; an empty or zero range
// takes anything finite.
func (s *span) reach(factor float64, values ...float64) {
	was := *s
	w := was.width()
	for _, t := range values {
		if finite(t) && (w == 0 || t >= was.lo-float64(factor*w) && t <= was.hi+float64(factor*w)) {
			s.add(t)
		}
	}
}

func finite(t float64) bool { return !math.IsNaN(t) && !math.IsInf(t, 0) }

// estimate is one row's numbers in axis units.
type estimate struct{ x, lo, hi float64 }

// limits chooses the ends of the axis in axis units. Points and intervals of
// studies and scenarios are shown in full unless single ones are so wide, or
// so far away, that they would squeeze the others; those are cut with
// arrows. The pooled results may widen the range up to three times, the null and
// the reference four times, intervals of results below the main one and prediction
// intervals once, on each side.
func limits(f Forest) (lo, hi float64) {
	var own []estimate
	var points, pooled, lesser []float64
	for _, r := range f.Rows {
		e := estimate{axisValue(f.Axis.Log, r.X), axisValue(f.Axis.Log, r.Low), axisValue(f.Axis.Log, r.High)}
		switch group := kinds[r.Kind].group; group {
		case groupOwn:
			own = append(own, e)
			own = append(own, estimate{e.x, axisValue(f.Axis.Log, r.ThinLow), axisValue(f.Axis.Log, r.ThinHigh)})
		case groupPooled:
			points, pooled = append(points, e.x), append(pooled, e.lo, e.hi)
		case groupBelow:
			points, lesser = append(points, e.x), append(lesser, e.lo, e.hi)
		case groupPredicted:
			lesser = append(lesser, e.lo, e.hi)
		}
	}
	s := robust(own)
	s.reach(3, points...)
	s.reach(3, pooled...)
	s.reach(4, axisValue(f.Axis.Log, f.Reference))
	s.reach(1, lesser...)
	s.reach(4, axisValue(f.Axis.Log, f.Axis.Null))
	return padded(s, f.Axis.Log)
}

// robust returns the range of the rows' own points and intervals, without
// those that would squeeze the others.
func robust(rows []estimate) span {
	var points, arms []float64
	all := span{math.Inf(1), math.Inf(-1)}
	for _, e := range rows {
		for _, t := range []float64{e.x, e.lo, e.hi} {
			if finite(t) {
				all.add(t)
			}
		}
		if !finite(e.x) {
			continue
		}
		points = append(points, e.x)
		for _, t := range []float64{e.lo, e.hi} {
			if finite(t) {
				arms = append(arms, math.Abs(t-e.x))
			}
		}
	}
	if len(points) == 0 {
		return all
	}
	centre, arm := median(points), median(arms)
	away := make([]float64, len(points))
	for i, x := range points {
		away[i] = math.Abs(x - centre)
	}
	near := 8 * math.Max(1.4826*median(away), arm)
	s := span{math.Inf(1), math.Inf(-1)}
	for _, x := range points {
		if near == 0 || math.Abs(x-centre) <= near {
			s.add(x)
		}
	}
	long := math.Max(4*arm, 0.75*s.width())
	ends := s
	for _, e := range rows {
		if !(e.x >= s.lo && e.x <= s.hi) {
			continue
		}
		for _, t := range []float64{e.lo, e.hi} {
			if d := t - e.x; finite(t) && math.Abs(d) <= long {
				ends.add(t)
			} else if !math.IsNaN(t) && arm > 0 {
				ends.add(e.x + math.Copysign(arm, d))
			}
		}
	}
	if all.width() <= 1.5*ends.width() {
		return all
	}
	return ends
}

// median returns the lower median, 0 without values.
func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	sorted := append([]float64(nil), v...)
	sort.Float64s(sorted)
	return sorted[(len(sorted)-1)/2]
}

// padded leaves a little room at both ends, and gives an empty or zero range
// some width.
func padded(s span, log bool) (lo, hi float64) {
	if s.lo > s.hi {
		s = span{}
		if !log {
			return -1, 1
		}
	}
	w, least := s.width(), 1e-9*math.Max(math.Abs(s.lo), math.Abs(s.hi))
	if log {
		least = math.Max(least, 1e-9) // or the natural values of both ends are one number
	}
	switch {
	case w > least:
		return s.lo - float64(0.02*w), s.hi + float64(0.02*w)
	case log:
		return s.lo - math.Ln2, s.hi + math.Ln2
	}
	half := math.Max(math.Abs(s.lo)/10, 1e-9)
	if s.lo == 0 {
		half = 1
	}
	return s.lo - half, s.hi + half
}

package figure

import "math"

// limitsX chooses the horizontal limits: all dots, curves where there are no
// dots, null and given ends.
func (c chart) limitsX() scale {
	s := c.span(c.x, true, func(d Dot) float64 { return d.X }, func(q Point) float64 { return q.X })
	return ended(s, c.x)
}

// limitsY chooses the vertical limits: all dots and the usual intervals.
func (c chart) limitsY() scale {
	s := c.span(c.y, false, func(d Dot) float64 { return d.Y }, func(q Point) float64 { return q.Y })
	var own []estimate
	for _, d := range c.dots {
		own = append(own, estimate{axisValue(c.y.Log, d.Y), axisValue(c.y.Log, d.Low), axisValue(c.y.Log, d.High)})
	}
	if len(own) > 0 {
		if r := robust(own); r.lo <= r.hi {
			s.add(r.lo)
			s.add(r.hi)
		}
	}
	return ended(s, c.y)
}

// span is the range of the dots, or of the curves where there are no dots.
func (c chart) span(a Axis, vertical bool, dot func(Dot) float64, point func(Point) float64) span {
	s := span{math.Inf(1), math.Inf(-1)}
	for _, d := range c.dots {
		if t := axisValue(a.Log, dot(d)); finite(t) {
			s.add(t)
		}
	}
	if len(c.dots) == 0 {
		for _, trace := range c.curves {
			for _, q := range trace.points {
				if t := point(q); finite(t) && math.Abs(t) < far {
					s.add(t)
				}
			}
		}
	}
	s.reach(4, axisValue(a.Log, a.Null))
	for _, g := range c.guides {
		if g.vertical == vertical {
			s.reach(4, axisValue(a.Log, g.at))
		}
	}
	return s
}

// ended pads a range and sets the ends that are given.
func ended(s span, a Axis) scale {
	c := scale{log: a.Log}
	c.lo, c.hi = padded(s, a.Log)
	lo, hi := axisValue(a.Log, a.Low), axisValue(a.Log, a.High)
	if !finite(lo) {
		lo = c.lo
	}
	if !finite(hi) {
		hi = c.hi
	}
	if lo < hi {
		c.lo, c.hi = lo, hi
	}
	return c
}

// natural turns limits in axis units back.
func natural(a Axis) (lo, hi float64) {
	if a.Log {
		return math.Exp(a.Low), math.Exp(a.High)
	}
	return a.Low, a.High
}

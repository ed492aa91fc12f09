package tau

import "math"

// margin is how much higher than the maximum found another point may be without
// being looked for.
const margin = 1e-6

// boxes is how many are looked at before a search is given up.
const boxes = 30000

// box is a range of the variances, with the log determinants at its corners, bit j
// of the index saying that variance j is at its upper limit, and y'Py at the last,
// where it is smallest.
type box struct {
	lo, hi []float64
	logs   []float64
	least  float64
}

// highest is the maximum of the surface over a box. It climbs from the given point,
// and from every point that a search of the whole box comes across that is higher
// than the maximum so far, until there is none. certain is false if that was given
// up, as it is where numbers overflow or have no digits left.
func (s surface) highest(from, lo, hi []float64) (top []float64, height float64, certain bool) {
	top, height, ok := s.ascend(from, lo, hi)
	if !(0x1p-46*math.Abs(height) <= margin) {
		return top, height, false
	}
	certain = s.search(lo, hi, height, margin, func(at []float64) (float64, bool) {
		if t, h, fine := s.ascend(at, lo, hi); h > height {
			top, height, ok = t, h, fine
		}
		return height, true
	})
	return top, height, certain && ok
}

// search looks in a box for points that are higher than a height by more than
// above, tells of each it comes across, which answers the height to beat from
// there on, or that it is enough, and excludes the rest by branch and bound. In
// the variances the log determinants are concave, because V is linear in them, and
// y'Py is convex and falls. So over a part of the box twice the log likelihood is
// nowhere higher than
//
//	−ln(first corner) − y'Py(last corner), or than at the corners
//	−ln − y'Py(m) + Σ y'PVⱼPy(m) (σ²ⱼ−mⱼ),
//
// with the tangent of y'Py at a point m of the part. A part that cannot hold a
// point of the height is left, any other is cut in two at m. certain is false if
// that does not end. Horst and Thoai 1999.
func (s surface) search(lo, hi []float64, height, above float64, higher func(at []float64) (height float64, on bool)) (certain bool) {
	queue := []box{s.corners(lo, hi)}
	for n := 0; len(queue) > 0; n++ {
		if n == boxes {
			return false
		}
		b := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		m := s.middle(b)
		logs, q := s.parts(m)
		pull := s.l.pull()
		if -(logs+q)/2 > height+above {
			var on bool
			if height, on = higher(m); !on {
				return true
			}
		}
		switch bound := b.bound(m, q, pull); {
		case math.IsNaN(bound):
			return false
		case bound > height+above:
			queue = append(queue, s.halves(b, m)...)
		}
	}
	return true
}

// bound is what the log likelihood does not exceed in the box.
func (b box) bound(m []float64, q float64, pull []float64) float64 {
	top := math.Inf(-1)
	for c, logs := range b.logs {
		line := q
		for j := range m {
			line -= float64(pull[j] * (b.corner(c, j) - m[j]))
		}
		top = max(top, -(logs+line)/2)
	}
	return min(top, -(b.logs[0]+b.least)/2)
}

// corner is variance j at a corner.
func (b box) corner(c, j int) float64 {
	if c>>j&1 == 1 {
		return b.hi[j]
	}
	return b.lo[j]
}

// corners is a box with all that is known at its corners.
func (s surface) corners(lo, hi []float64) box {
	b := box{lo: lo, hi: hi, logs: make([]float64, 1<<len(lo))}
	at := make([]float64, len(lo))
	for c := range b.logs {
		for j := range at {
			at[j] = b.corner(c, j)
		}
		b.logs[c], b.least = s.parts(at)
	}
	return b
}

// middle is a point inside the box, by the geometric means of the limits with the
// smallest sampling variance added.
func (s surface) middle(b box) []float64 {
	m := make([]float64, len(b.lo))
	for j := range m {
		m[j] = float64(math.Sqrt(b.lo[j]+s.l.d.vmin)*math.Sqrt(b.hi[j]+s.l.d.vmin)) - s.l.d.vmin
		m[j] = min(max(m[j], b.lo[j]), b.hi[j])
	}
	return m
}

// halves cuts the box at m along the variance that changes the determinants most.
// A box too small to cut has none.
func (s surface) halves(b box, m []float64) []box {
	along, most := -1, 0.
	for j := range m {
		if change := b.logs[1<<j] - b.logs[0]; m[j] > b.lo[j] && m[j] < b.hi[j] && !(change < most) {
			along, most = j, change
		}
	}
	if along < 0 {
		return nil
	}
	first, second := b, b
	first.hi, second.lo = replaced(b.hi, along, m[along]), replaced(b.lo, along, m[along])
	first.logs, second.logs = append([]float64(nil), b.logs...), append([]float64(nil), b.logs...)
	at := make([]float64, len(m))
	for c := range b.logs {
		if c>>along&1 == 0 {
			continue
		}
		for j := range at {
			at[j] = first.corner(c, j)
		}
		first.logs[c], first.least = s.parts(at)
		second.logs[c&^(1<<along)] = first.logs[c]
	}
	return []box{first, second}
}

func replaced(a []float64, j int, by float64) []float64 {
	b := append([]float64(nil), a...)
	b[j] = by
	return b
}

package subsets

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// The finest grid of the density: estimates between the smallest and the largest
// effect of a trial, I² from 0 to 100. What has no I² stands at the row above.
const (
	across = 256
	up     = 255
	fine   = 1 << 14 // bins of estimates for quantiles
)

// tallies gather what the subsets say. What is counted does not depend on the
// order of the chunks; what is summed is kept by chunk and added in their order.
type tallies struct {
	*problem
	judge
	k         int
	lo, width float64     // of the effects of the trials
	cells     []uint16    // of each subset, at its set, or at its number in the sample
	sets      []Set       // of a sample, nil otherwise
	sums      [][]float64 // by chunk, of the estimates with each trial, and of all
	rows      []Row       // of few trials

	mu       sync.Mutex
	free     []*tally
	all      []*tally
	progress func(finished, all int)
	finished int
}

// tally is what is counted by one goroutine at a time.
type tally struct {
	n, holds, wald, only int
	low, high            Row
	fine                 []int
	with, holdsWith      []int
	least, moved         leftover
}

// leftover are the largest subsets in which a statement fails.
type leftover struct {
	size, only int
	sets       []Set
}

func (l *leftover) add(r *Row, size int, only bool) {
	if size < l.size {
		return
	}
	if size > l.size {
		*l = leftover{size: size, sets: l.sets[:0]}
	}
	l.sets = append(l.sets, r.Set)
	if only {
		l.only++
	}
}

// sort puts a row where the statement fails among the leftovers.
func (j *judge) sort(r *Row, size int, v verdict, least, moved *leftover) {
	if v.holds {
		return
	}
	least.add(r, size, v.onlyDegrees())
	if !v.wald {
		moved.add(r, size, false)
	}
}

// removals are the sets whose removal leaves the leftovers.
func (l *leftover) removals(p *problem, j judge) Removals {
	if l.size == 0 {
		return Removals{}
	}
	k := len(p.z)
	r := Removals{Size: k - l.size, Count: len(l.sets), OnlyDegrees: l.only}
	whole := Set(^uint64(0) >> (64 - k))
	// By what is removed: of two sets left, that without the first trial in which
	// they differ.
	slices.SortFunc(l.sets, func(a, b Set) int { return before(b, a) })
	w := newWorker(p)
	for _, s := range l.sets[:min(Listed, len(l.sets))] {
		x := Removal{Removed: whole &^ s}
		w.one(&x.Left, p.sorted(s))
		x.OnlyDegrees = j.of(&x.Left).onlyDegrees()
		r.Sets = append(r.Sets, x)
	}
	return r
}

// before orders sets of one size by their first trials.
func before(a, b Set) int {
	d := a ^ b
	switch {
	case d == 0:
		return 0
	case a&(d&-d) != 0:
		return -1
	}
	return 1
}

func newTallies(p *problem, j judge, ask Ask, sampled bool) *tallies {
	k := len(p.z)
	t := &tallies{problem: p, judge: j, k: k, progress: ask.Progress, lo: p.about + slices.Min(p.z), width: slices.Max(p.z) - slices.Min(p.z)}
	chunks, n := Draws/block, Draws
	if sampled {
		t.sets = make([]Set, n)
	} else {
		chunks, _ = Chunks(k)
		n = 1 << k
		if k < Few {
			t.rows = make([]Row, n)
		}
	}
	t.cells, t.sums = make([]uint16, n), make([][]float64, chunks)
	return t
}

func (t *tallies) take() *tally {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n := len(t.free); n > 0 {
		y := t.free[n-1]
		t.free = t.free[:n-1]
		return y
	}
	y := &tally{fine: make([]int, fine), with: make([]int, t.k), holdsWith: make([]int, t.k)}
	t.all = append(t.all, y)
	return y
}

func (t *tallies) give(y *tally) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.free = append(t.free, y)
	t.finished++
	if t.progress != nil {
		t.progress(t.finished, len(t.sums))
	}
}

// visit counts the rows of a chunk.
func (t *tallies) visit(chunk int, rows []Row) {
	y := t.take()
	sums := make([]float64, t.k+1)
	for i := range rows {
		r := &rows[i]
		v := t.judge.of(r)
		y.n++
		if v.holds {
			y.holds++
		} else {
			t.sort(r, r.Set.Size(), v, &y.least, &y.moved)
			if v.onlyDegrees() {
				y.only++
			}
		}
		if v.wald {
			y.wald++
		}
		if y.n == 1 || lower(r, &y.low) {
			y.low = *r
		}
		if y.n == 1 || lower(&y.high, r) {
			y.high = *r
		}
		x := 0.0
		if t.width > 0 {
			x = (r.Estimate - t.lo) / t.width
		}
		y.fine[bin(x, fine)]++
		place := int(r.Set)
		if t.sets != nil {
			place = chunk*block + i
			t.sets[place] = r.Set
		}
		t.cells[place] = uint16(bin(x, across) | row(r)<<8)
		if t.rows != nil {
			t.rows[place] = *r
		}
		sums[t.k] += r.Estimate
		for s := r.Set; s != 0; s &= s - 1 {
			m := s.first()
			sums[m] += r.Estimate
			y.with[m]++
			if v.holds {
				y.holdsWith[m]++
			}
		}
	}
	t.sums[chunk] = sums
	t.give(y)
}

// lower says that a has the smaller estimate, or the same and the smaller set.
func lower(a, b *Row) bool {
	return a.Estimate < b.Estimate || a.Estimate == b.Estimate && a.Set < b.Set
}

// row is the row of the finest grid: of I² from τ², or from Q where one effect is
// assumed.
func row(r *Row) int {
	i2 := r.I2
	if math.IsNaN(i2) && math.IsNaN(r.Tau2) {
		i2 = r.I2Q
	}
	if math.IsNaN(i2) {
		return up
	}
	return bin(i2/100, up)
}

// bin is the place of x, from 0 to 1, among n.
func bin(x float64, n int) int { return max(0, min(n-1, int(x*float64(n)))) }

// answer adds up.
func (t *tallies) answer(a *Answer, colour int) {
	sum := &tally{fine: make([]int, fine), with: make([]int, t.k), holdsWith: make([]int, t.k)}
	for _, y := range t.all {
		if sum.n == 0 || lower(&y.low, &sum.low) {
			sum.low = y.low
		}
		if sum.n == 0 || lower(&sum.high, &y.high) {
			sum.high = y.high
		}
		sum.n, sum.holds, sum.wald, sum.only = sum.n+y.n, sum.holds+y.holds, sum.wald+y.wald, sum.only+y.only
		add(sum.fine, y.fine)
		add(sum.with, y.with)
		add(sum.holdsWith, y.holdsWith)
		sum.least.merge(y.least)
		sum.moved.merge(y.moved)
	}
	means := make([]float64, t.k+1)
	for _, s := range t.sums {
		for i, x := range s {
			means[i] += x
		}
	}
	share := func(n int) Share {
		s := Share{Count: n, Share: ratio(float64(n), sum.n), SE: math.NaN()}
		if t.sets != nil {
			s.SE = math.Sqrt(s.Share * (1 - s.Share) / float64(sum.n))
		}
		return s
	}
	a.Subsets = sum.n
	a.Holds, a.HoldsWald, a.OnlyDegrees = share(sum.holds), share(sum.wald), share(sum.only)
	a.Low, a.High = sum.low, sum.high
	for _, p := range Probabilities {
		a.Quantiles = append(a.Quantiles, t.quantile(sum, p))
	}
	farthest := -1.0
	for i := range t.k {
		out := sum.n - sum.with[i]
		p := Presence{With: ratio(means[i], sum.with[i]), Without: ratio(means[t.k]-means[i], out),
			HoldsWith: ratio(float64(sum.holdsWith[i]), sum.with[i]), HoldsWithout: ratio(float64(sum.holds-sum.holdsWith[i]), out)}
		a.Trials = append(a.Trials, p)
		if d := math.Abs(p.With - p.Without); d > farthest*(1+1e-12) {
			farthest, a.Splits = d, i
		}
	}
	a.Colour = colour
	if colour < 0 {
		a.Colour = a.Splits
	}
	a.Density = t.density(a.Colour, sum.low.Estimate, sum.high.Estimate)
	a.Least, a.Moved = sum.least.removals(t.problem, t.judge), sum.moved.removals(t.problem, t.judge)
	a.Least.Looked, a.Moved.Looked = t.k-1, t.k-1
	if t.rows != nil {
		a.Rows = slices.Clone(t.rows[1:])
		slices.SortFunc(a.Rows, func(x, y Row) int {
			return cmp.Or(cmp.Compare(y.Set.Size(), x.Set.Size()), before(x.Set, y.Set))
		})
	}
}

// merge takes the larger leftovers of two, or both.
func (l *leftover) merge(o leftover) {
	switch {
	case o.size > l.size:
		*l = leftover{o.size, o.only, slices.Clone(o.sets)}
	case o.size == l.size:
		l.only += o.only
		l.sets = append(l.sets, o.sets...)
	}
}

func add(to, from []int) {
	for i, n := range from {
		to[i] += n
	}
}

// ratio is NaN where nothing is divided by.
func ratio(x float64, n int) float64 {
	if n == 0 {
		return math.NaN()
	}
	return x / float64(n)
}

// quantile is the estimate below which a share p of the subsets lies, by linear
// interpolation in its bin, which is 1/16384 of the span of the trials' effects.
func (t *tallies) quantile(sum *tally, p float64) float64 {
	left := p * float64(sum.n)
	for i, n := range sum.fine {
		if left > float64(n) {
			left -= float64(n)
			continue
		}
		x := t.lo + float64((float64(i)+float64(left/float64(max(n, 1))))/fine*t.width)
		return math.Max(sum.low.Estimate, math.Min(sum.high.Estimate, x))
	}
	return sum.high.Estimate
}

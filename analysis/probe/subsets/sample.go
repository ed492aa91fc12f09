package subsets

import (
	"context"
	"math/bits"

	"grove/analysis/pool"
)

// Draws is how many subsets are drawn where there are too many for all.
const Draws = 1 << 20

// block is how many subsets are pooled in one piece where they are not taken from
// a table.
const block = 1 << 12

// generator is Steele, Lea and Flood's SplitMix64 (2014), written out so that a
// seed means the same draws for ever.
type generator uint64

func (g *generator) next() uint64 {
	*g += 0x9e3779b97f4a7c15
	x := uint64(*g)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Sample pools Draws subsets of the trials of d under s, each drawn with
// replacement and with equal probability from all that are not empty, as Walk
// pools all of them. Each chunk has a generator of its own, begun at seed plus
// its number times an odd constant.
func Sample(ctx context.Context, d pool.Data, s pool.Settings, seed uint64, visit func(chunk int, rows []Row)) (fallbacks int, err error) {
	p, err := newProblem(d, s)
	if err != nil {
		return 0, err
	}
	k := len(p.z)
	return p.each(ctx, Draws/block, func(w *worker, chunk int) []Row {
		g := generator(seed + uint64(chunk)*0xd1342543de82ef95)
		for i := range w.rows {
			var set uint64
			for set == 0 {
				set = g.next() >> (64 - k)
			}
			w.one(&w.rows[i], set)
		}
		return w.rows
	}, visit)
}

// one pools a single subset, given in the order of the variances.
func (w *worker) one(r *Row, sorted uint64) {
	var all both
	n := 0
	for m := sorted; m != 0; m &= m - 1 {
		i := bits.TrailingZeros64(m)
		w.z[n], w.v[n] = w.zs[i], w.vs[i]
		n++
		all = joinBoth(&all, &w.alone[i])
	}
	w.made = all
	w.left, w.right, w.sums = &w.made, &w.none, w.made.sums
	w.pool(r, 0)
	r.Set = w.set(sorted)
}

// removals pools what is left of all k trials without each set of r of them; it
// visits them as Walk does.
func (p *problem) removals(ctx context.Context, r int, visit func(chunk int, rows []Row)) (int, error) {
	k := len(p.z)
	total := choose(k, r)
	full := ^uint64(0) >> (64 - k)
	return p.each(ctx, (total+block-1)/block, func(w *worker, chunk int) []Row {
		n := min(block, total-chunk*block)
		set := nth(k, r, chunk*block)
		for i := range n {
			w.one(&w.rows[i], full&^set)
			// The next larger number with as many bits (Gosper).
			low := set & -set
			ripple := set + low
			set = ripple | (set^ripple)>>2/low
		}
		return w.rows[:n]
	}, visit)
}

// choose is the number of sets of r of k things.
func choose(k, r int) int {
	c := 1
	for i := 1; i <= r; i++ {
		c = c * (k - r + i) / i
	}
	return c
}

// nth is the set of r of k things with so many before it, sets being ordered as
// numbers (the combinatorial number system).
func nth(k, r, before int) (set uint64) {
	for i := k - 1; r > 0; i-- {
		if c := choose(i, r); before >= c && i >= r {
			before -= c
			set |= 1 << i
			r--
		} else if i < r {
			set |= 1<<r - 1
			return set
		}
	}
	return set
}

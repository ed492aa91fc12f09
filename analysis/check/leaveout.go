package check

import (
	"math"
	"slices"
	"sort"
)

// others answer, for each of some finite values, where the values beside it lie.
// They are sorted once, so that an answer takes the time of a binary search.
type others struct {
	sorted []float64
	rank   []int // of each value in sorted
}

func leaveOut(x []float64) others {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	o := others{make([]float64, len(x)), make([]int, len(x))}
	for r, i := range order {
		o.sorted[r], o.rank[i] = x[i], r
	}
	return o
}

// at is the j-th of the values other than the i-th, ascending from 0.
func (o others) at(i, j int) float64 {
	if j >= o.rank[i] {
		j++
	}
	return o.sorted[j]
}

// median is the median of the values other than the i-th, NaN without any.
func (o others) median(i int) float64 {
	return quantile(len(o.sorted)-1, 0.5, func(j int) float64 { return o.at(i, j) })
}

// spread is the median m of the values other than the i-th and their MAD, 1.4826
// times the median of |x − m|, which is the standard deviation of a normal
// sample.
func (o others) spread(i int) (m, mad float64) {
	m = o.median(i)
	return m, 1.4826 * o.distance(i, m, 0.5)
}

// distance is the p-quantile of |x − m| over the values other than the i-th.
func (o others) distance(i int, m, p float64) float64 {
	k := len(o.sorted) - 1
	return quantile(k, p, func(j int) float64 {
		// The j+1 values nearest to m stand side by side: from the first place
		// at which the next window would not be nearer.
		from := sort.Search(k-1-j, func(l int) bool { return m-o.at(i, l) <= o.at(i, l+j+1)-m })
		return max(m-o.at(i, from), o.at(i, from+j)-m)
	})
}

// quantile is the p-quantile of k ascending values, linear between their ranks 0
// to k−1; NaN without any.
func quantile(k int, p float64, at func(j int) float64) float64 {
	if k < 1 {
		return math.NaN()
	}
	rank := p * float64(k-1)
	low := int(rank)
	if low+1 == k {
		return at(low)
	}
	return at(low) + float64((rank-float64(low))*(at(low+1)-at(low)))
}

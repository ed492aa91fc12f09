package pool

import (
	"fmt"
	"math"
	"slices"
)

// Permutation is the exact interval of the sign-flip test. If the mean is m, the
// deviations y−m are as likely with either sign; the p-value of m is the share
// of the 2^k choices of signs for which Σ±w(y−m) is as far from zero as Σw(y−m)
// or farther, and the interval holds every m whose p-value is above 1−level.
// The sum is no larger when the trials of a set change sign exactly if the mean of
// the set is at most m, so that the limits are means of sets of trials:
//
//	p(m) = 2·#{sets of trials, none among them, whose mean is ≤ m}/2^k, m ≤ μ.
//
// The number of sets is counted from two sorted lists of half the trials each.
//
// Errors that are symmetric about the mean are all it assumes: no variance need
// be known, and with the weights of a common effect it is exact whatever the
// heterogeneity. The weights of a random-effects mean are taken as given, which
// is noted, as τ² is estimated from the same effects. The smallest p-value is
// 2/2^k: from fewer trials than 1 + log₂(1/(1−level)), six at 95%, there is no
// interval; nor is there one, or a test, from more than mostFlipped. Follmann and Proschan 1999; Hartigan 1969.
var Permutation = Interval{Code: "permutation", Name: "exact sign-flip permutation", reach: permutation, Cites: []string{"follmann1999", "hartigan1969"}}

// mostFlipped is the largest number of trials whose signs are all flipped.
const mostFlipped = 30

func permutation(c centre, d Data, level float64) reach {
	nan, k := math.NaN(), len(d.Y)
	r := reach{code: "permutation", se: c.se, df: nan, own: &limits{nan, nan, nan}}
	if k > mostFlipped {
		r.notes = []string{fmt.Sprintf("the permutation interval is not made from more than %d trials", mostFlipped)}
		return r
	}
	if c.tau2Method != "" {
		r.notes = []string{"the permutation takes the weights, and τ² in them, as given"}
	}
	allowed := math.Ldexp(1-level/100, k-1) // sets whose mean may lie beyond a limit
	r.own.p = math.Min(1, math.Ldexp(flips(c, d.Y, 0), 1-k))
	if allowed < 1 {
		r.notes = append(r.notes, fmt.Sprintf("no permutation interval at this level from so few trials: the smallest p-value is %.3g", math.Ldexp(1, 1-k)))
		return r
	}
	r.own.lower = flipLimit(c, d.Y, allowed)
	turned := make([]float64, k)
	for i, y := range d.Y {
		turned[i] = -y
	}
	c.estimate = -c.estimate
	r.own.upper = -flipLimit(c, turned, allowed)
	return r
}

// flipLimit is the lower limit: below it no more sets than allowed have a mean
// as low.
func flipLimit(c centre, y []float64, allowed float64) float64 {
	lo, hi := slices.Min(y), c.estimate
	if lo == hi || flips(c, y, hi) <= allowed {
		return hi
	}
	for {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			return hi
		}
		if flips(c, y, mid) > allowed {
			hi = mid
		} else {
			lo = mid
		}
	}
}

// flips counts the sets of trials, none among them, for which the sum
// Σ±w(y−m) is at least as far from zero with the signs of the set changed.
func flips(c centre, y []float64, m float64) float64 {
	e := make([]float64, len(y))
	var sum, size float64
	for i := range y {
		e[i] = c.weights[i] * (y[i] - m)
		sum += e[i]
		size += math.Abs(e[i])
	}
	if sum > 0 {
		for i := range e {
			e[i] = -e[i]
		}
	}
	// Sets whose sum is not negative; the last digits are allowed for.
	least := -0x1p-47 * size
	a, b := subsetSums(e[:len(e)/2]), subsetSums(e[len(e)/2:])
	var n float64
	for i, j := 0, len(b); i < len(a); i++ {
		for j > 0 && a[i]+b[j-1] >= least {
			j--
		}
		n += float64(len(b) - j)
	}
	return n
}

// subsetSums are the sums of all subsets, ascending.
func subsetSums(e []float64) []float64 {
	sums := []float64{0}
	for _, x := range e {
		with := make([]float64, 0, 2*len(sums))
		i, j := 0, 0 // of the sums without x and of those with it
		for i < len(sums) || j < len(sums) {
			if j == len(sums) || i < len(sums) && sums[i] <= sums[j]+x {
				with = append(with, sums[i])
				i++
			} else {
				with = append(with, sums[j]+x)
				j++
			}
		}
		sums = with
	}
	return sums
}

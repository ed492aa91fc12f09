// Package probe asks how much an answer depends on one thing: change it,
// refit, name the change. The settings stay those of the main analysis.
package probe

import (
	"grove/analysis/pool"
	"grove/analysis/study"
)

// Case is one refit: what was changed, and which trials of the data it kept,
// by their positions. Err is set when this refit has no answer; the other cases
// stand.
type Case struct {
	Changed string
	Kept    []int
	Result  pool.Result
	Err     error
}

// LeaveOneOut refits without each cluster in turn, in order of first
// appearance. cluster[i] names the cluster of trial i; the trial's own name
// makes it leave out one trial at a time.
func LeaveOneOut(d pool.Data, cluster []string, s pool.Settings) []Case {
	var cases []Case
	seen := map[string]bool{}
	for _, c := range cluster {
		if seen[c] {
			continue
		}
		seen[c] = true
		var kept []int
		for j, other := range cluster {
			if other != c {
				kept = append(kept, j)
			}
		}
		cases = append(cases, refit(d, c, kept, s))
	}
	return cases
}

// Cumulative refits on the first trial of the order, the first two, and so on;
// order holds positions in the data. Each case is named after the trial it
// adds.
func Cumulative(d pool.Data, label []string, order []int, s pool.Settings) []Case {
	cases := make([]Case, len(order))
	for i := range order {
		cases[i] = refit(d, label[order[i]], append([]int(nil), order[:i+1]...), s)
	}
	return cases
}

func refit(d pool.Data, changed string, kept []int, s pool.Settings) Case {
	c := Case{Changed: changed, Kept: kept}
	c.Result, c.Err = pool.Fit(Subset(d, kept), s)
	return c
}

// Subset is the data of the trials at the given positions.
func Subset(d pool.Data, at []int) pool.Data {
	s := pool.Data{Measure: d.Measure, Y: make([]float64, len(at)), V: make([]float64, len(at))}
	if d.T != nil {
		s.T, s.C = make([]study.Group, len(at)), make([]study.Group, len(at))
	}
	if d.N != nil {
		s.N = make([]float64, len(at))
	}
	for i, j := range at {
		s.Y[i], s.V[i] = d.Y[j], d.V[j]
		if d.T != nil {
			s.T[i], s.C[i] = d.T[j], d.C[j]
		}
		if d.N != nil {
			s.N[i] = d.N[j]
		}
	}
	return s
}

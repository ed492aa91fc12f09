package tau

import (
	"errors"
	"fmt"
	"math"
)

// Levels is a design whose effects depend on each other: those of a cluster by
// the correlation ρ of their sampling errors, those of one level of a grouping
// by a random effect that they share,
//
//	y ~ N(Xβ, V),  V = S + Σ σ²ⱼZⱼZⱼ',
//
// where S has the variances v, and ρ√(vᵢvₗ) for two trials of a cluster, and Zⱼ
// has a column of ones and zeros for each level of grouping j. Groupings may be
// nested or crossed; one in which every trial is a level of its own is the
// variance between trials within all the others.
//
// A level of one trial adds to that trial's own variance, any other is a column
// of F in
//
//	V = D + FF',  D diagonal,
//
// and so is, for ρ, the column √(ρv) of a cluster, with (1−ρ)v in D. The squares
// that are left of the longer vector (D^(−½)a, 0) once the columns (D^(−½)F, I)
// are swept out of it are
//
//	min |D^(−½)(a−Fu)|² + |u|² = a'V⁻¹a  over u,
//
// so that what is left stands for a wherever V⁻¹ is between two vectors: it is
// called whitened here. No matrix is inverted, no large terms cancel, and V is
// never made whole: trials that share no column, not by way of others either,
// are of different blocks, each swept by its own columns alone. Henderson 1975;
// Harville 1977.
//
// It holds working room, so that one serves one goroutine.
type Levels struct {
	d      *Design
	base   []float64 // D without random effects
	own    [][]int   // by trial the groupings in which it is a level of its own
	blocks []block
	groups int // how many groupings
	rows   int // of whitened vectors

	// scratch, of the last at
	root []float64   // √D by trial
	q    [][]float64 // orthonormal columns of the whitened X
	r    [][]float64 // and its R
	e    []float64   // whitened residuals
	rhs  []float64
	c    []float64
}

// block is trials that depend on each other. Whitened vectors hold a row for
// each of them and one for each column, from row at on.
type block struct {
	trials  []int
	at      int
	columns []shared
	levels  [][]level   // by grouping
	z       [][]float64 // scratch: the columns swept out
	sigma   []float64   // scratch: their σ, 0 for those smaller than D^½
}

// level is a level of a grouping: the places of its trials in the block, and the
// column that they share, −1 for a single one.
type level struct {
	places []int
	column int
}

// shared is a column of F at σ² = 1.
type shared struct {
	grouping int // −1 for the sampling errors of a cluster
	places   []int
	values   []float64
}

// Confounded is a grouping whose variance, but for sampling errors, says nothing
// about the effects that those before it and the coefficients do not say.
type Confounded struct{ Grouping int }

func (c Confounded) Error() string {
	return fmt.Sprintf("the variance of grouping %d cannot be told from those before it and the coefficients", c.Grouping+1)
}

// ErrTooLarge says that too many trials depend on each other at once.
var ErrTooLarge = errors.New("more than 1,500 trials that depend on each other")

const largest = 1500

// NewLevels gives a design groupings, each the level of every trial, and the
// sampling errors of one cluster the correlation rho. Levels and clusters may be
// any numbers. A rho outside [0, 1) and groupings of another length than the
// effects are ErrData, a variance that cannot be estimated is Confounded, and
// what would take minutes ErrTooLarge.
func NewLevels(d *Design, rho float64, cluster []int, groupings ...[]int) (*Levels, error) {
	if !(rho >= 0 && rho < 1) {
		return nil, fmt.Errorf("%w: a correlation of %v is not at least 0 and below 1", ErrData, rho)
	}
	k := len(d.v)
	for _, g := range append([][]int{cluster}, groupings...) {
		if len(g) != k && !(rho == 0 && len(g) == 0) {
			return nil, fmt.Errorf("%w: %d effects in groups of %d", ErrData, k, len(g))
		}
	}
	l := &Levels{d: d, groups: len(groupings), base: append([]float64(nil), d.v...), own: make([][]int, k), root: make([]float64, k), rhs: make([]float64, len(d.x))}
	var columns []shared
	for j, g := range groupings {
		for _, trials := range Members(g) {
			if len(trials) == 1 {
				l.own[trials[0]] = append(l.own[trials[0]], j)
				continue
			}
			s := shared{grouping: j, places: trials}
			for range trials {
				s.values = append(s.values, 1)
			}
			columns = append(columns, s)
		}
	}
	for _, trials := range Members(cluster) {
		if rho == 0 || len(trials) == 1 {
			continue
		}
		s := shared{grouping: -1, places: trials}
		for _, i := range trials {
			s.values = append(s.values, math.Sqrt(rho*d.v[i]))
			l.base[i] = (1 - rho) * d.v[i]
		}
		columns = append(columns, s)
	}
	if err := l.divide(columns, groupings); err != nil {
		return nil, err
	}
	return l, l.separable()
}

// Members are the positions of each group's trials, in order of first appearance.
func Members[G comparable](of []G) [][]int {
	var all [][]int
	place := map[G]int{}
	for i, g := range of {
		at, seen := place[g]
		if !seen {
			at = len(all)
			place[g] = at
			all = append(all, nil)
		}
		all[at] = append(all[at], i)
	}
	return all
}

// divide makes the blocks, in the order of their first trials.
func (l *Levels) divide(columns []shared, groupings [][]int) error {
	first := make([]int, len(l.base)) // a trial that the trial hangs together with, at last the first such
	for i := range first {
		first[i] = i
	}
	head := func(i int) int {
		for first[i] != i {
			first[i] = first[first[i]]
			i = first[i]
		}
		return i
	}
	for _, c := range columns {
		for _, i := range c.places {
			a, b := head(c.places[0]), head(i)
			first[max(a, b)] = min(a, b)
		}
	}
	heads := make([]int, len(first))
	place := make([]int, len(first))
	of := map[int]int{} // the block of a head
	for i := range heads {
		heads[i] = head(i)
		if heads[i] == i {
			of[i] = len(l.blocks)
			l.blocks = append(l.blocks, block{})
		}
		b := &l.blocks[of[heads[i]]]
		place[i] = len(b.trials)
		b.trials = append(b.trials, i)
	}
	for _, c := range columns {
		b := &l.blocks[of[heads[c.places[0]]]]
		for n, i := range c.places {
			c.places[n] = place[i]
		}
		b.columns = append(b.columns, c)
	}
	most := 0
	for n := range l.blocks {
		b := &l.blocks[n]
		b.at = l.rows
		size := len(b.trials) + len(b.columns)
		if size > largest {
			return ErrTooLarge
		}
		l.rows += size
		most = max(most, len(b.columns))
		b.z, b.sigma = table(len(b.columns), size), make([]float64, len(b.columns))
		for j, g := range groupings {
			var of []int
			for _, i := range b.trials {
				of = append(of, g[i])
			}
			var levels []level
			for _, places := range Members(of) {
				levels = append(levels, level{places, b.column(j, places)})
			}
			b.levels = append(b.levels, levels)
		}
	}
	l.q, l.e, l.c = table(len(l.d.x), l.rows), make([]float64, l.rows), make([]float64, most)
	return nil
}

// column is the column that trials of a level share.
func (b *block) column(grouping int, places []int) int {
	for c, s := range b.columns {
		if s.grouping == grouping && s.places[0] == places[0] {
			return c
		}
	}
	return -1
}

// table is rows of zeros.
func table(rows, columns int) [][]float64 {
	room := make([]float64, rows*columns)
	t := make([][]float64, rows)
	for i := range t {
		t[i] = room[i*columns : (i+1)*columns : (i+1)*columns]
	}
	return t
}

// separable asks that each variance can be told from the others and from the
// coefficients. That does not hang on the sampling variances, which are taken
// as equal: the information about the variances is then singular.
func (l *Levels) separable() error {
	equal := *l
	equal.base = make([]float64, len(l.base))
	for i := range equal.base {
		equal.base[i] = 1
	}
	equal.blocks = nil
	for _, b := range l.blocks {
		b.columns = append([]shared(nil), b.columns...)
		for c := range b.columns {
			if b.columns[c].grouping < 0 {
				b.columns[c].values = make([]float64, len(b.columns[c].values))
			}
		}
		equal.blocks = append(equal.blocks, b)
	}
	zero := make([]float64, l.groups)
	equal.at(zero)
	_, all := equal.information(false)
	_, left := equal.information(true)
	for j := range left {
		rest := left[j][j] // of the information, beside the variances before it
		if j > 0 {
			shares, ok := solveDefinite(left[:j], left[j][:j])
			for n := range shares {
				rest -= float64(shares[n] * left[j][n])
			}
			if !ok {
				rest = 0
			}
		}
		if !(rest > 1e-10*all[j][j]) {
			return Confounded{j}
		}
	}
	return nil
}

package regress

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Permuted are permutation p-values: of each coefficient, and of all moderators at
// once, NaN without any.
type Permuted struct {
	P            []float64 // by coefficient
	Moderators   float64
	Arrangements int     // that were fitted, the one seen among them
	Of           float64 // all there are
	Sampled      bool    // they are the one seen and a sample of all
}

// PermutationCites are the works behind the permutation tests.
var PermutationCites = []string{"follmann1999", "higgins2004"}

// MostArrangements is how many arrangements of the data are all refitted, and
// sampled how many are where there are more, with the seed of every sample.
const (
	MostArrangements = 1 << 17
	sampled          = 10000
	seed             = 20260101
)

// Permute refits the model under every arrangement of the data that is as likely
// as the one seen when the moderators say nothing: the rows of X in every
// distinct order; without moderators, the effects with every choice of signs. A
// p-value is the share of arrangements, the one seen among them, whose statistic
// is as far from zero or farther, where the statistic is the estimate over half
// the width of its interval under s, and for all moderators the quadratic form
// over its critical value. Of more than MostArrangements the one seen and a sample,
// drawn with one seed, take the place of all. Follmann and Proschan 1999; Higgins
// and Thompson 2004.
func Permute(m Model, s Settings) (Permuted, error) {
	seen, err := prepare(m, s)
	if err != nil {
		return Permuted{}, err
	}
	if err := seen.independent("permutation tests"); err != nil {
		return Permuted{}, err
	}
	next, number := m.flips()
	draw := m.flipped
	if slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Term != intercept }) {
		next, number = m.orders()
		draw = m.shuffled
	}
	if number > MostArrangements {
		next = m.sample(draw)
	}
	each, all := seen.extremes()
	counts := make([]int, len(each))
	var moderators, n int
	for now, ok := next(); ok; now, ok = next() {
		n++
		f, err := prepare(now, s)
		if err != nil {
			return Permuted{}, fmt.Errorf("arrangement %d: %w", n, err)
		}
		if !f.tau2.Converged {
			return Permuted{}, fmt.Errorf("%w: arrangement %d did not converge", ErrData, n)
		}
		e, a := f.extremes()
		for j := range e {
			if atLeast(e[j], each[j]) {
				counts[j]++
			}
		}
		if atLeast(a, all) {
			moderators++
		}
	}
	p := Permuted{Arrangements: n, Of: number, Sampled: number > MostArrangements, Moderators: math.NaN()}
	for _, c := range counts {
		p.P = append(p.P, float64(c)/float64(n))
	}
	if !math.IsNaN(all) {
		p.Moderators = float64(moderators) / float64(n)
	}
	return p, nil
}

// atLeast allows for the last digits, in which equal arrangements may differ.
func atLeast(x, seen float64) bool { return x >= seen*(1-1e-8) }

// extremes are how far the coefficients, and all moderators, are from zero.
func (f fitted) extremes() (each []float64, all float64) {
	crit := math.Sqrt(widest(f.references(), 1, f.s.Level).critical(1, f.s.Level))
	for j, b := range f.gls.Beta {
		each = append(each, math.Abs(b)/(crit*math.Sqrt(f.gls.Covariance[j][j])))
	}
	t, _ := f.tests(f.joint)
	if t.DF == 0 {
		return each, math.NaN()
	}
	ref := widest(f.references(), int(t.DF), f.s.Level)
	form := t.Statistic * ref.scale
	if !math.IsInf(t.DFResidual, 1) {
		form *= t.DF
	}
	return each, form / ref.critical(int(t.DF), f.s.Level)
}

// flips gives the model with every choice of signs of its effects in turn, and
// how many there are.
func (m Model) flips() (next func() (Model, bool), number float64) {
	signs := make([]bool, len(m.Y))
	first, done := true, false
	return func() (Model, bool) {
		if !first {
			done = true
			for i := range signs {
				signs[i] = !signs[i]
				if signs[i] {
					done = false
					break
				}
			}
		}
		first = false
		return m.signed(func(i int) bool { return signs[i] }), !done
	}, math.Ldexp(1, len(m.Y))
}

// signed is the model with the signs of some effects turned.
func (m Model) signed(minus func(i int) bool) Model {
	m.Y = slices.Clone(m.Y)
	for i := range m.Y {
		if minus(i) {
			m.Y[i] = -m.Y[i]
		}
	}
	return m
}

// sample gives the model itself and then draws of it.
func (m Model) sample(draw func(*rand.Rand) Model) (next func() (Model, bool)) {
	random := rand.New(rand.NewPCG(seed, 0))
	n := 0
	return func() (Model, bool) {
		if n++; n == 1 {
			return m, true
		}
		return draw(random), n <= sampled
	}
}

// flipped is the model with the signs of its effects at random.
func (m Model) flipped(random *rand.Rand) Model {
	return m.signed(func(int) bool { return random.IntN(2) == 1 })
}

// shuffled is the model with the rows of X in random order.
func (m Model) shuffled(random *rand.Rand) Model { return m.ordered(random.Perm(len(m.Y))) }

// ordered is the model with the rows of X taken from the given trials.
func (m Model) ordered(from []int) Model {
	columns := slices.Clone(m.Columns)
	for j, c := range m.Columns {
		values := make([]float64, len(from))
		for i, at := range from {
			values[i] = c.Values[at]
		}
		columns[j].Values = values
	}
	m.Columns = columns
	return m
}

// orders gives the model with the rows of X in every distinct order in turn, in
// lexicographic order of the rows, equal rows taken as one, and how many there
// are.
func (m Model) orders() (next func() (Model, bool), number float64) {
	class := make([]int, len(m.Y)) // of each row, the first row equal to it
	for i := range class {
		for class[i] < i && !slices.Equal(m.row(class[i]), m.row(i)) {
			class[i]++
		}
	}
	slices.Sort(class)
	number = 1
	for i, run := 0, 0; i < len(class); i++ {
		if run++; i > 0 && class[i] != class[i-1] {
			run = 1
		}
		number *= float64(i+1) / float64(run)
	}
	first := true
	return func() (Model, bool) {
		if !first && !following(class) {
			return Model{}, false
		}
		first = false
		return m.ordered(class), true
	}, number
}

// following makes a the next arrangement of its values in lexicographic order
// and reports false after the last.
func following(a []int) bool {
	i := len(a) - 2
	for i >= 0 && a[i] >= a[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(a) - 1
	for a[j] <= a[i] {
		j--
	}
	a[i], a[j] = a[j], a[i]
	slices.Reverse(a[i+1:])
	return true
}

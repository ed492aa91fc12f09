package regress

import (
	"fmt"
	"math"
	"slices"
)

// Permuted are exact permutation p-values: of each coefficient, and of all
// moderators at once, NaN without any.
type Permuted struct {
	P            []float64 // by coefficient
	Moderators   float64
	Arrangements int
}

// PermutationCites are the works behind the permutation tests.
var PermutationCites = []string{"follmann1999", "higgins2004"}

// MostArrangements is how many arrangements of the data are refitted at most.
const MostArrangements = 1 << 20

// Permute refits the model under every arrangement of the data that is as likely
// as the one seen when the moderators say nothing: the rows of X in every
// distinct order; without moderators, the effects with every choice of signs. A
// p-value is the share of arrangements, the one seen among them, whose statistic
// is as far from zero or farther, where the statistic is the estimate over half
// the width of its interval under s, and for all moderators the quadratic form
// over its critical value. Follmann and Proschan 1999; Higgins and Thompson 2004.
//
// More than MostArrangements arrangements are refused with ErrData.
func Permute(m Model, s Settings) (Permuted, error) {
	seen, err := prepare(m, s)
	if err != nil {
		return Permuted{}, err
	}
	if err := seen.independent("permutation tests"); err != nil {
		return Permuted{}, err
	}
	next, number := m.flips()
	if slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Term != intercept }) {
		next, number = m.orders()
	}
	if number > MostArrangements {
		return Permuted{}, fmt.Errorf("%w: %.3g arrangements of %d trials to refit, more than %d", ErrData, number, len(m.Y), MostArrangements)
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
	p := Permuted{Arrangements: n, Moderators: math.NaN()}
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
		now := m
		now.Y = slices.Clone(m.Y)
		for i, minus := range signs {
			if minus {
				now.Y[i] = -now.Y[i]
			}
		}
		return now, !done
	}, math.Ldexp(1, len(m.Y))
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
		now := m
		now.Columns = slices.Clone(m.Columns)
		for j, c := range m.Columns {
			values := make([]float64, len(class))
			for i, from := range class {
				values[i] = c.Values[from]
			}
			now.Columns[j].Values = values
		}
		return now, true
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

package check

import (
	"math"
	"slices"

	"grove/analysis/study"
)

// variance is the sample variance.
func variance(x []float64) float64 {
	var mean float64
	for _, v := range x {
		mean += v / float64(len(x))
	}
	var ss float64
	for _, v := range x {
		ss += float64((v - mean) * (v - mean))
	}
	return ss / float64(len(x)-1)
}

// without is x without its i-th value.
func without(x []float64, i int) []float64 {
	return append(slices.Clone(x[:i]), x[i+1:]...)
}

// family are trials whose numbers can be held against each other, by their
// positions.
type family []int

// sameScale groups the trials that report means by the name of their scale, in
// order of first appearance. Without names the scale is one, except under a
// standardised measure, whose trials may each have their own.
func (t Trials) sameScale() []family {
	var names []string
	var groups []family
	for i, x := range t.Trials {
		if !hasMeans(x.T) || !hasMeans(x.C) || x.Scale.Name == "" && t.Measure == "SMD" {
			continue
		}
		at := slices.Index(names, x.Scale.Name)
		if at < 0 {
			at = len(names)
			names = append(names, x.Scale.Name)
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], i)
	}
	return groups
}

// counted are the trials that report possible counts in both arms.
func (t Trials) counted() family {
	var f family
	for i, x := range t.Trials {
		if hasCounts(x.T) && hasCounts(x.C) {
			f = append(f, i)
		}
	}
	return f
}

// each is one number of every trial of the family.
func (f family) each(t Trials, of func(Trial) float64) []float64 {
	x := make([]float64, len(f))
	for i, j := range f {
		x[i] = of(t.Trials[j])
	}
	return x
}

func finite(x ...float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// hasMeans says that an arm reports a mean and a standard deviation whose square
// is a usable number, from two people or more.
func hasMeans(g study.Group) bool {
	return finite(g.N, g.Mean, g.SD*g.SD) && g.N > 1 && g.SD > 0 && g.SD*g.SD > 0
}

// hasCounts says that an arm reports possible counts.
func hasCounts(g study.Group) bool {
	return finite(g.N, g.Events) && g.Events >= 0 && g.N >= g.Events && g.N > 0
}

// pooledSD is √(((n₁−1)s₁² + (n₂−1)s₂²)/(n₁+n₂−2)).
func pooledSD(x Trial) float64 {
	t, c := x.T, x.C
	return math.Sqrt((float64((t.N-1)*float64(t.SD*t.SD)) + float64((c.N-1)*float64(c.SD*c.SD))) / (t.N + c.N - 2))
}

// armSize is the harmonic mean of the arm sizes.
func armSize(x Trial) float64 { return 2 / (1/x.T.N + 1/x.C.N) }

// armNames are how findings call the arms.
var armNames = [2]string{"experimental", "control"}

// arms are the two arms in the order of armNames.
func (x Trial) arms() [2]study.Group { return [2]study.Group{x.T, x.C} }

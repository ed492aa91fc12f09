package regress

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Variable is a moderator, a number or a word for each trial: Numbers for a
// covariate, NaN where a trial does not report it, or Words for a factor, empty
// where it does not. The first of the Levels is the reference. Without declared
// levels they are the words in use, sorted, as numbers if all of them are.
type Variable struct {
	Name    string
	Numbers []float64
	Words   []string
	Levels  []string
}

// ErrVariable marks a moderator that is not there or cannot be used.
var ErrVariable = errors.New("moderator")

// reported says that trial i reports the moderator.
func (v Variable) reported(i int) bool {
	if v.Words != nil {
		return v.Words[i] != ""
	}
	return !math.IsNaN(v.Numbers[i])
}

// factor says that the moderator has levels.
func (v Variable) factor() bool { return v.Words != nil }

// levels are the levels in use among the given trials, the reference first, and
// a note for declared ones that no trial has.
func (v Variable) levels(kept []int) (used []string, notes []string, err error) {
	for _, i := range kept {
		if !slices.Contains(used, v.Words[i]) {
			used = append(used, v.Words[i])
		}
	}
	if v.Levels == nil {
		sortLevels(used)
		return used, nil, nil
	}
	for _, l := range used {
		if !slices.Contains(v.Levels, l) {
			return nil, nil, fmt.Errorf("%w: %s has the value %q, which is none of its declared levels %s", ErrVariable, v.Name, l, strings.Join(v.Levels, ", "))
		}
	}
	var ordered, idle []string
	for _, l := range v.Levels {
		if slices.Contains(used, l) {
			ordered = append(ordered, l)
		} else {
			idle = append(idle, l)
		}
	}
	if idle != nil {
		notes = []string{fmt.Sprintf("no trial has the %s %s, which is left out", v.Name, strings.Join(idle, ", "))}
	}
	return ordered, notes, nil
}

func sortLevels(levels []string) {
	numbers := map[string]float64{}
	for _, l := range levels {
		x, err := strconv.ParseFloat(l, 64)
		if err != nil || math.IsNaN(x) {
			slices.Sort(levels)
			return
		}
		numbers[l] = x
	}
	slices.SortFunc(levels, func(a, b string) int {
		return cmp.Or(cmp.Compare(numbers[a], numbers[b]), cmp.Compare(a, b))
	})
}

// find is the moderator with the name.
func find(variables []Variable, name string) (Variable, error) {
	var known []string
	for _, v := range variables {
		if v.Name == name {
			return v, nil
		}
		known = append(known, v.Name)
	}
	return Variable{}, fmt.Errorf("%w: there is no %q; there are %s", ErrVariable, name, strings.Join(known, ", "))
}

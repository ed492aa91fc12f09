package check

import (
	"slices"
	"strings"
	"unicode"

	"grove/analysis/study"
)

// TotalRow finds a total among the trials: a name that begins so, or two arms
// whose people (and events, where given) are the sums of those of all other
// trials, or of all above, of which there must be two.
var TotalRow = Check{Code: "total-row", Name: "a total among the trials", Level: Warn,
	Source: "Cochrane Handbook ch. 5", run: totalRow}

var totalWords = []string{"total", "totals", "subtotal", "overall", "pooled", "summary", "sum", "combined"}

func totalRow(t Trials) []Finding {
	var all, above sums
	for _, x := range t.Trials {
		all = all.plus(x, 1)
	}
	var found []Finding
	for i, x := range t.Trials {
		words := strings.FieldsFunc(strings.ToLower(x.name()), func(r rune) bool { return !unicode.IsLetter(r) })
		switch others := all.plus(x, -1); {
		case len(words) > 0 && slices.Contains(totalWords, words[0]):
			found = append(found, t.on(Warn, say("the name %q reads like a total: is it the sum of other rows?", x.name()), i))
		case len(t.Trials) > 2 && others.are(x):
			found = append(found, t.on(Warn, say("the people of both arms, %v and %v, are the sums of all %d other trials: is it a total?", x.T.N, x.C.N, len(t.Trials)-1), i))
		case i >= 2 && above.are(x):
			found = append(found, t.on(Warn, say("the people of both arms, %v and %v, are the sums of the %d trials above: is it a subtotal?", x.T.N, x.C.N, i), i))
		}
		above = above.plus(x, 1)
	}
	return found
}

// sums are the people and the events of some trials, by arm.
type sums struct{ n, events [2]float64 }

// plus adds a trial, or takes it away with sign −1.
func (s sums) plus(x Trial, sign float64) sums {
	for arm, g := range x.arms() {
		s.n[arm] += sign * g.N
		s.events[arm] += sign * g.Events
	}
	return s
}

// are says that both arms of a trial are the sums.
func (s sums) are(x Trial) bool {
	is := func(g study.Group, arm int) bool {
		return g.N == s.n[arm] && (!finite(g.Events) || g.Events == s.events[arm])
	}
	return is(x.T, 0) && is(x.C, 1)
}

package check

import (
	"math"

	"grove/analysis/study"
)

// SameData finds trials whose arms hold the same numbers, in either order. Means
// and standard deviations agree by chance hardly ever; small counts do, so that
// counts are asked about only where each arm has 20 people, 5 with the event and
// 5 without.
var SameData = Check{Code: "same-data", Name: "the same numbers in two trials", Level: Warn,
	Source: "Cochrane Handbook 4.6.2; case: an overview of mindfulness, 2019", run: sameData}

func sameData(t Trials) []Finding {
	var found []Finding
	first := map[[2]numbers]int{}
	for i, x := range t.Trials {
		if !telling(x.T) || !telling(x.C) {
			continue
		}
		a, b := numbersOf(x.T), numbersOf(x.C)
		j, seen := first[[2]numbers{a, b}]
		if !seen {
			j, seen = first[[2]numbers{b, a}]
		}
		if !seen {
			first[[2]numbers{a, b}] = i
			continue
		}
		found = append(found, t.on(Warn, say("both arms have the numbers of %v (%v; %v): is it one trial twice, or a row copied?", t.Trials[j].name(), group(x.T), group(x.C)), i, j))
	}
	return found
}

// telling says that the numbers of an arm would not recur by chance.
func telling(g study.Group) bool {
	return hasMeans(g) || hasCounts(g) && g.N >= 20 && min(g.Events, g.N-g.Events) >= 5
}

// numbers are what an arm reports, comparable even where it reports nothing.
type numbers [4]uint64

func numbersOf(g study.Group) numbers {
	return numbers{math.Float64bits(g.N), math.Float64bits(g.Events), math.Float64bits(g.Mean), math.Float64bits(g.SD)}
}

// group writes an arm for a reader.
func group(g study.Group) string {
	if finite(g.Events) {
		return say("%v of %v", g.Events, g.N)
	}
	return say("mean %v, standard deviation %v, n %v", g.Mean, g.SD, g.N)
}

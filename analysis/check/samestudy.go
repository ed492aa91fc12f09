package check

import "cmp"

// SameStudy finds trials whose names are the same but for case, spaces and
// punctuation.
var SameStudy = Check{Code: "same-study", Name: "one study under two names", Level: Warn,
	Source: "Cochrane Handbook 4.6.2; case: an overview of mindfulness, 2019", run: sameStudy}

func sameStudy(t Trials) []Finding {
	var found []Finding
	first := map[string]int{}
	for i, x := range t.Trials {
		name := folded(x.name())
		j, seen := first[name]
		if !seen {
			first[name] = i
			continue
		}
		found = append(found, t.on(Warn, say("%q and %q have the same name: is it one study twice?", x.name(), t.Trials[j].name()), i, j))
	}
	return found
}

// name is what a reader knows the trial by.
func (x Trial) name() string { return cmp.Or(x.Label, x.Study) }

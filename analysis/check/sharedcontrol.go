package check

import (
	"strings"
	"unicode"
)

// SharedControl finds a control arm that stands in two trials: two comparisons
// of one trial with more arms, whose shared people would count twice. Equal
// means and standard deviations are asked about wherever they stand; equal
// counts only if the names begin with the same word or the registration or DOI
// is the same. Trials with both arms in common are not meant.
var SharedControl = Check{Code: "shared-control", Name: "one control arm in two trials", Level: Warn,
	Source: "Cochrane Handbook 23.3.4", run: sharedControl}

func sharedControl(t Trials) []Finding {
	var found []Finding
	with := map[numbers][]int{} // trials by their control arm
	for i, x := range t.Trials {
		if !hasMeans(x.C) && !(hasCounts(x.C) && x.C.Events > 0) {
			continue
		}
		control := numbersOf(x.C)
		for _, j := range with[control] {
			if y := t.Trials[j]; numbersOf(x.T) != numbersOf(y.T) && (hasMeans(x.C) || related(x, y)) {
				found = append(found, t.on(Warn, say("the control arm (%v) is also that of %v: is it one arm, whose people count twice?", group(x.C), y.name()), i, j))
				break
			}
		}
		with[control] = append(with[control], i)
	}
	return found
}

// related says that two trials look like parts of one.
func related(x, y Trial) bool {
	return firstWord(x) == firstWord(y) || sameID(x.Registration, y.Registration) || sameID(x.DOI, y.DOI)
}

// firstWord is the first word of a trial's name, folded: mostly the author.
func firstWord(x Trial) string {
	words := strings.FieldsFunc(x.name(), func(r rune) bool { return !letterOrDigit(r) })
	if len(words) == 0 {
		return ""
	}
	return folded(words[0])
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

package check

import "fmt"

// DoubleZero notes the trials with no event, or only events, in both arms: they
// say nothing about a ratio, and what is done with them is a choice.
var DoubleZero = Check{Code: "double-zero", Name: "no events, or only events, in both arms", Level: Note,
	Source: "Cochrane Handbook 10.4.4", run: doubleZero}

func doubleZero(t Trials) []Finding {
	var found []Finding
	for _, i := range t.counted() {
		if x := t.Trials[i]; x.T.Events == 0 && x.C.Events == 0 || x.T.Events == x.T.N && x.C.Events == x.C.N {
			found = append(found, t.on(Note, fmt.Sprintf("%s and %s: it says nothing about a ratio", group(x.T), group(x.C)), i))
		}
	}
	return found
}

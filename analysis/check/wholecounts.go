package check

import "math"

// WholeCounts finds numbers of events or people that are not whole: a
// percentage, a number worked back from one, or an imputed count.
var WholeCounts = Check{Code: "whole-counts", Name: "counts that are not whole numbers", Level: Warn,
	Source: "Cochrane Handbook 6.4.2", run: wholeCounts}

func wholeCounts(t Trials) []Finding {
	var found []Finding
	for i, x := range t.Trials {
		for j, g := range x.arms() {
			switch {
			case finite(g.N) && g.N != math.Trunc(g.N):
				found = append(found, t.on(Warn, say("%v people in the %v arm: is it a mean, or an effective sample size?", g.N, armNames[j]), i))
			case finite(g.Events) && g.Events != math.Trunc(g.Events):
				found = append(found, t.on(Warn, say("%v events in the %v arm: is it a percentage, or an imputed count?", g.Events, armNames[j]), i))
			}
		}
	}
	return found
}

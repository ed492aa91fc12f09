package check

import (
	"math"

	"grove/analysis/effect"
)

// LargeSMD finds a standardised mean difference beyond three:
//
//	|g| > 3.
//
// Treatments hardly ever move people by three standard deviations; a standard
// error typed as a standard deviation makes such a g from an ordinary one.
var LargeSMD = Check{Code: "large-smd", Name: "a difference of more than three standard deviations", Level: Warn,
	Source: "Cochrane Handbook 6.5.2; case: a review of recreational football, whose SMD of 1.46 became 0.54", run: largeSMD}

const largest = 3

func largeSMD(t Trials) []Finding {
	var found []Finding
	for i, x := range t.Trials {
		switch {
		case hasMeans(x.T) && hasMeans(x.C):
			s := pooledSD(x)
			g := effect.J(x.T.N+x.C.N-2) * (x.T.Mean - x.C.Mean) / s
			if math.Abs(g) > largest {
				found = append(found, t.on(Warn, say("the means %v and %v differ by %v pooled standard deviations (%v): is a standard deviation a standard error, or a mean misprinted?",
					x.T.Mean, x.C.Mean, math.Abs(g), s), i))
			}
		case t.Measure == "SMD" && math.Abs(x.Y) > largest:
			found = append(found, t.on(Warn, say("the reported standardised difference is %v: was it divided by a standard error?", x.Y), i))
		}
	}
	return found
}

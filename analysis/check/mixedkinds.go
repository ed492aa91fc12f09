package check

import "fmt"

// MixedKinds speaks of changes and endpoints in one analysis. A difference of
// means may mix them, and it is noted; a standardised one may not, because a
// change and an endpoint have different standard deviations.
var MixedKinds = Check{Code: "mixed-kinds", Name: "changes and endpoints together", Level: Warn,
	Source: "Cochrane Handbook 10.5.2", run: mixedKinds}

func mixedKinds(t Trials) []Finding {
	var changes, endpoints int
	for _, x := range t.Trials {
		switch x.Kind {
		case "change":
			changes++
		case "endpoint":
			endpoints++
		}
	}
	if changes == 0 || endpoints == 0 {
		return nil
	}
	text := fmt.Sprintf("%d trials report changes and %d endpoints", changes, endpoints)
	switch t.Measure {
	case "MD":
		return []Finding{t.on(Note, text+", which a difference of means may mix")}
	case "SMD":
		return []Finding{t.on(Warn, text+", whose standard deviations differ: should a standardised difference mix them?")}
	}
	return nil
}

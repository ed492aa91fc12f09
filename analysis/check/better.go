package check

import "strings"

// Better finds scales that run against the analysis: higher is declared better
// where a higher score is worse, or the scales of one analysis run both ways, so
// that benefit on one cancels benefit on another.
var Better = Check{Code: "better", Name: "the direction of a scale", Level: Warn,
	Source: "Cochrane Handbook 6.5.1.2; case: a review of homeopathy for ADHD, 2023", run: better}

func better(t Trials) []Finding {
	var found []Finding
	var ways [2][]int // trials whose higher score is worse, whose lower score is worse
	for i, x := range t.Trials {
		switch x.Scale.Worse {
		case "higher":
			ways[0] = append(ways[0], i)
		case "lower":
			ways[1] = append(ways[1], i)
		}
		if t.Better != "" && x.Scale.Worse == t.Better {
			found = append(found, t.on(Warn, say("%v is declared better, but on the scale %v the %v score is worse: should its effect change sign?", t.Better, x.Scale.Name, t.Better), i))
		}
	}
	if t.Better == "" && len(ways[0]) > 0 && len(ways[1]) > 0 {
		found = append(found, t.on(Warn, say("on some scales a higher score is worse (%v), on others a lower one (%v): should one side change sign?",
			strings.Join(t.scales(ways[0]), ", "), strings.Join(t.scales(ways[1]), ", "))))
	}
	return found
}

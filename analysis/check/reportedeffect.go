package check

import (
	"math"

	"grove/analysis/effect"
	"grove/analysis/study"
)

// ReportedEffect holds the effect that a paper prints against the one its arms
// give: the way to see arms that were exchanged. With y and SE from the arms and
// r reported, it asks when they lie on opposite sides and are mirror images,
//
//	|y + r| < |y|/20,  |y| > SE/4,
//
// or both beyond their standard error; or when |y − r| > 2 SE, which adjustment
// rarely explains. Trials of paired people are left out.
var ReportedEffect = Check{Code: "reported-effect", Name: "reported effect against the arms", Level: Warn,
	Source: "Cochrane Handbook ch. 5", run: reportedEffect}

func reportedEffect(t Trials) []Finding {
	m, ok := effect.Lookup(t.Measure)
	if !ok || m.Needs != effect.Counts && m.Needs != effect.Means {
		return nil
	}
	var found []Finding
	for i, x := range t.Trials {
		if x.Paired || !finite(x.Reported.Y) {
			continue
		}
		y, v := fromArms(m, x)
		if !finite(y, v) {
			continue
		}
		se, printed := math.Sqrt(v), x.Reported.SE
		if !(printed > 0) {
			printed = se
		}
		mirror := math.Abs(y+x.Reported.Y) < math.Abs(y)/20 && math.Abs(y) > se/4
		opposite := y*x.Reported.Y < 0 && (mirror || math.Abs(y) > se && math.Abs(x.Reported.Y) > printed)
		switch {
		case opposite:
			found = append(found, t.on(Warn, say("the paper's effect is %v, the arms give %v (analysis scale): are the arms, the sign or the direction of the scale exchanged?", x.Reported.Y, y), i))
		case math.Abs(y-x.Reported.Y) > 2*se:
			found = append(found, t.on(Warn, say("the paper's effect is %v, the arms give %v with standard error %v (analysis scale): is a number of the arms misread, or the effect adjusted?", x.Reported.Y, y, se), i))
		}
	}
	return found
}

// fromArms is the effect of the arms alone, NaN where they give none.
func fromArms(m effect.Measure, x Trial) (y, v float64) {
	e, err := m.Of([]study.Contrast{{Study: x.Study, T: x.T, C: x.C, Y: math.NaN(), V: math.NaN()}},
		effect.Options{Add: 0.5, Zero: "only0", Double: "drop"})
	if err != nil {
		return math.NaN(), math.NaN()
	}
	return e[0].Y, e[0].V
}

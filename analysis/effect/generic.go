package effect

import (
	"math"
	"slices"

	"grove/analysis/study"
)

// GEN is an effect as reported, on whatever scale it was reported, with its
// variance.
var GEN = Measure{Code: "GEN", Name: "effect as reported", Needs: Reported, Back: identity,
	measure: func(cs []study.Contrast, _ Options) []study.Effect {
		out := make([]study.Effect, len(cs))
		for i, c := range cs {
			out[i] = passed(c)
		}
		return out
	}}

// reported says that the contrast brings an effect of its own.
func reported(c study.Contrast) bool { return !math.IsNaN(c.Y) || !math.IsNaN(c.V) }

// passed is the effect that a contrast reports itself.
func passed(c study.Contrast) study.Effect {
	t, k := margins(c)
	e := study.Effect{Study: c.Study, Label: c.Label, T: t, C: k, Y: c.Y, V: c.V, Notes: slices.Clone(c.Notes)}
	if usable(estimate{c.Y, c.V}) {
		return e
	}
	e.Y, e.V = math.NaN(), math.NaN()
	switch {
	case !reported(c):
		e.Notes = append(e.Notes, "no effect reported")
	case math.IsNaN(c.Y):
		e.Notes = append(e.Notes, "the effect is not reported, only its variance")
	case math.IsNaN(c.V):
		e.Notes = append(e.Notes, "the variance of the reported effect is not reported")
	case math.IsInf(c.Y, 0):
		e.Notes = append(e.Notes, "the reported effect is not finite")
	default:
		e.Notes = append(e.Notes, "the variance of the reported effect is not a positive number")
	}
	return e
}

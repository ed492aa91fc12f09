package check

import "math"

// ScaleBounds finds a mean or a standard deviation that the scale does not
// allow. A mean m lies between the scale's minimum and maximum; the standard
// deviation of n scores between them with mean m is at most
//
//	√((max − m)(m − min) n/(n − 1)),
//
// reached when everybody sits at an end. A change lies between −(max − min) and
// max − min. Means and limits are taken with the rounding of the typed number.
// Bhatia and Davis 2000.
var ScaleBounds = Check{Code: "scale-bounds", Name: "a mean or standard deviation beyond the scale", Level: Error,
	Source: "Bhatia & Davis 2000, 10.1080/00029890.2000.12005203", run: scaleBounds}

func scaleBounds(t Trials) []Finding {
	var found []Finding
	for i, x := range t.Trials {
		low, high, what := x.Scale.Min, x.Scale.Max, "the scale"
		if x.Kind == "change" {
			low, high, what = x.Scale.Min-x.Scale.Max, x.Scale.Max-x.Scale.Min, "a change on the scale"
		}
		if x.Scale.Name != "" {
			what += " " + x.Scale.Name
		}
		texts := [2]Texts{x.TextsT, x.TextsC}
		for j, g := range x.arms() {
			meanRound, sdRound := rounding(texts[j].Mean), rounding(texts[j].SD)
			switch {
			case g.Mean < low-meanRound || g.Mean > high+meanRound:
				found = append(found, t.on(Error, say("the mean %v of the %v arm is outside %v, from %v to %v: is it another scale, a sum for an average, or a change?",
					g.Mean, armNames[j], what, limit(low), limit(high)), i))
			case hasMeans(g) && finite(low, high):
				if top := highestSD(g.Mean, meanRound, low, high, g.N); g.SD > float64(top*(1+1e-9))+sdRound {
					found = append(found, t.on(Error, say("the standard deviation %v of the %v arm is more than %v, the most that %v people with mean %v can have on %v from %v to %v: is the mean or the standard deviation misread, or the scale another?",
						g.SD, armNames[j], top, g.N, g.Mean, what, low, high), i))
				}
			}
		}
	}
	return found
}

// highestSD is the limit at the mean within its rounding that allows most.
func highestSD(mean, round, low, high, n float64) float64 {
	m := min(max(low/2+high/2, mean-round), mean+round)
	return math.Sqrt(max(0, float64((high-m)*(m-low))*n/(n-1)))
}

// limit is a bound of a scale as a text.
func limit(x float64) string {
	if !finite(x) {
		return "no bound"
	}
	return num(x)
}

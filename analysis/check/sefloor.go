package check

import "math"

// SEFloor finds a standard error below what so many people can give. However the
// events fall, the variance of a log odds ratio is at least 4/n₁ + 4/n₂, reached
// at risks of a half; that of a standardised difference is at least 1/n₁ + 1/n₂.
// A standard error more than a tenth below is asked about. Adjusted odds ratios
// have larger, not smaller, ones; paired people are left out.
// Robinson and Jewell 1991.
var SEFloor = Check{Code: "se-floor", Name: "a standard error smaller than the number of people allows", Level: Warn,
	Source: "Robinson & Jewell 1991, 10.2307/1403444", run: seFloor}

var floors = map[string]float64{"OR": 4, "SMD": 1}

func seFloor(t Trials) []Finding {
	per, ok := floors[t.Measure]
	if !ok {
		return nil
	}
	var found []Finding
	for i, x := range t.Trials {
		if x.Paired || !(x.T.N > 0) || !(x.C.N > 0) || !(x.V > 0) {
			continue
		}
		if least := math.Sqrt(per/x.T.N + per/x.C.N); math.Sqrt(x.V) < 0.9*least {
			found = append(found, t.on(Warn, say("the standard error %v is below %v, the smallest that %v and %v people can give: is it of another scale, or are the people miscounted?",
				math.Sqrt(x.V), least, x.T.N, x.C.N), i))
		}
	}
	return found
}

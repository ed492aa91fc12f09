package check

import "math"

// SEAsSDArm finds a standard error typed as the standard deviation of one arm:
//
//	|ln(s₁/s₂)| > ln 3,  both arms of 8 people or more.
//
// Two arms of 8 with one standard deviation differ so much once in 110 trials, of
// 20 once in 100,000.
var SEAsSDArm = Check{Code: "se-as-sd-arm", Name: "a standard error typed as the standard deviation of one arm", Level: Warn,
	Source: "Cochrane Handbook 6.5.2", run: seAsSDArm}

func seAsSDArm(t Trials) []Finding {
	var found []Finding
	for i, x := range t.Trials {
		if !hasMeans(x.T) || !hasMeans(x.C) || x.T.N < 8 || x.C.N < 8 {
			continue
		}
		ratio := math.Log(x.T.SD / x.C.SD)
		if !(math.Abs(ratio) > math.Log(3)) {
			continue
		}
		small, arm := x.T, armNames[0]
		if ratio > 0 {
			small, arm = x.C, armNames[1]
		}
		found = append(found, t.on(Warn, say("the standard deviations of the arms are %v and %v, a factor of %v; that of the %v arm times √n is %v: is it a standard error?",
			x.T.SD, x.C.SD, math.Exp(math.Abs(ratio)), arm, small.SD*math.Sqrt(small.N)), i))
	}
	return found
}

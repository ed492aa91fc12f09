package check

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ReportedSE finds a standard error that disagrees with the interval or the p
// value printed beside it. With z of the interval's level (95 if not given) and
// z_p of the two-sided p value,
//
//	SE_ci = (high − low)/2z  differs from SE by more than 20%,
//	SE_p = |y|/z_p           differs from SE by more than half, 0.0005 < p < 0.9,
//
// beyond what rounding or a t quantile explain. Without a printed SE the root of
// the variance that is pooled stands for it. The likely cause is named where the
// ratio is a known one: half the width, a variance, a level of 90 or 99.
var ReportedSE = Check{Code: "reported-se", Name: "standard error against interval and p value", Level: Warn,
	Source: "Cochrane Handbook 6.3", run: reportedSE}

func reportedSE(t Trials) []Finding {
	var found []Finding
	for i, x := range t.Trials {
		r := x.Reported
		se := r.SE
		if !finite(se) {
			se = math.Sqrt(x.V)
		}
		if !(se > 0) || !finite(se) {
			continue
		}
		level := r.Level
		if !(level >= 1 && level < 100) {
			level = 95
		}
		z := -distuv.UnitNormal.Quantile((1 - level/100) / 2)
		if from := (r.High - r.Low) / (2 * z); from > 0 && math.Abs(math.Log(from/se)) > math.Log(1.2) {
			found = append(found, t.on(Warn, say("the interval from %v to %v implies a standard error of %v, but it is %v%v: which is right?", r.Low, r.High, from, se, seCause(se, from, z)), i))
		}
		y := r.Y
		if !finite(y) {
			y = x.Y
		}
		if r.P > 0.0005 && r.P < 0.9 && finite(y) && y != 0 {
			from := math.Abs(y) / -distuv.UnitNormal.Quantile(r.P/2)
			if math.Abs(math.Log(from/se)) > math.Log(1.5) {
				found = append(found, t.on(Warn, say("p = %v with an effect of %v implies a standard error of %v, but it is %v%v: which is right?", r.P, y, from, se, seCause(se, from, z)), i))
			}
		}
	}
	return found
}

// seCause names what the standard error given may be, when the right one is from.
func seCause(se, from, z float64) string {
	for _, c := range []struct {
		ratio float64
		name  string
	}{
		{z, "half the width of the interval"}, {2 * z, "the whole width of the interval"}, {from, "the variance"},
		{1.645 / z, "that of a 90% interval"}, {2.576 / z, "that of a 99% interval"},
	} {
		if math.Abs(math.Log(se/from/c.ratio)) < 0.05 {
			return ", which would be " + c.name
		}
	}
	return ""
}

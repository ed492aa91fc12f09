package check

import (
	"math"

	"grove/analysis/effect"
)

// NotLog finds a ratio typed where its logarithm belongs. An interval of a log
// ratio is even about its estimate; that of a ratio is even only after taking
// logarithms. With all three numbers positive,
//
//	e(l, y, h) = |(h − y) − (y − l)|/(h − l) > 0.1  and  e(ln l, ln y, ln h) < e(l, y, h)/3.
//
// Where the arms are known, too: the number is within a tenth of the ratio that
// they give and more than two standard errors from its logarithm.
var NotLog = Check{Code: "not-log", Name: "a ratio not on the log scale", Level: Warn,
	Source: "Cochrane Handbook 6.3.2", run: notLog}

func notLog(t Trials) []Finding {
	m, ok := effect.Lookup(t.Measure)
	if !ok || !m.Ratio {
		return nil
	}
	var found []Finding
	for i, x := range t.Trials {
		r := x.Reported
		if !finite(r.Y) {
			continue
		}
		raw := uneven(r.Low, r.Y, r.High)
		if r.Low > 0 && raw > 0.1 && uneven(math.Log(r.Low), math.Log(r.Y), math.Log(r.High)) < raw/3 {
			found = append(found, t.on(Warn, say("the interval from %v to %v is even about %v only after taking logarithms: are they ratios where their logarithms belong?", r.Low, r.High, r.Y), i))
			continue
		}
		y, v := fromArms(m, x)
		if ratio := math.Exp(y); math.Abs(r.Y-ratio) < 0.1*ratio && math.Abs(r.Y-y) > 2*math.Sqrt(v) {
			found = append(found, t.on(Warn, say("the effect %v is the ratio %v that the arms give, not its logarithm %v: is it on the natural scale?", r.Y, ratio, y), i))
		}
	}
	return found
}

// uneven is how far an estimate is from the middle of its interval, as a share
// of the width; NaN for limits out of order.
func uneven(low, y, high float64) float64 {
	if !(low < y && y < high) {
		return math.NaN()
	}
	return math.Abs((high-y)-(y-low)) / (high - low)
}

package effect

import (
	"math"
	"strconv"

	"grove/analysis/study"
)

// cells are the four counts of a trial, after any continuity correction.
type cells struct{ a, b, c, d float64 }

// counted makes a measure of counts from its effect and its variances. Both see
// the trials that report their counts and are not dropped, corrected as the
// zero rule asks; ratio says that the double rule applies.
func counted(ratio bool, effect func(cells) float64, variants []variant[cells]) func([]study.Contrast, Options) []study.Effect {
	return func(cs []study.Contrast, o Options) []study.Effect {
		rule, _ := zeroRule(o.Zero)
		double, _ := doubleRule(o.Double)
		reasons := make([]string, len(cs))
		notes := make([][]string, len(cs))
		anyZero := false
		for i, c := range cs {
			if reported(c) {
				continue
			}
			reasons[i] = countsMissing(c)
			if why, both := doubleZero(fourfold(c)); reasons[i] == "" && ratio && double.drops && both {
				reasons[i] = why
			}
			anyZero = anyZero || reasons[i] == "" && zeroCell(fourfold(c)) != ""
		}
		var ts []cells
		for i, c := range cs {
			if reported(c) || reasons[i] != "" {
				continue
			}
			t := fourfold(c)
			zero := zeroCell(t)
			if o.Add > 0 && rule.corrects(zero != "", anyZero) {
				t = cells{t.a + o.Add, t.b + o.Add, t.c + o.Add, t.d + o.Add}
				notes[i] = []string{correction(o.Add, zero, rule)}
			}
			ts = append(ts, t)
		}
		return finish(cs, reasons, notes, estimates(ts, effect, variants, o.Variance), func(c study.Contrast) string { return zeroCell(fourfold(c)) })
	}
}

func fourfold(c study.Contrast) cells {
	return cells{c.T.Events, c.T.N - c.T.Events, c.C.Events, c.C.N - c.C.Events}
}

// countsMissing says why a contrast has no usable counts, empty if it has.
func countsMissing(c study.Contrast) string {
	for _, arm := range []struct {
		name string
		g    study.Group
	}{{"experimental", c.T}, {"control", c.C}} {
		switch {
		case math.IsNaN(arm.g.Events):
			return "number of events not reported in the " + arm.name + " arm"
		case math.IsNaN(arm.g.N):
			return "number of people not reported in the " + arm.name + " arm"
		case !(arm.g.Events >= 0 && arm.g.N >= arm.g.Events) || math.IsInf(arm.g.N, 0):
			return "events are negative or exceed the people in the " + arm.name + " arm"
		}
	}
	return ""
}

// doubleZero says that a trial has no events, or only events, in both arms.
func doubleZero(t cells) (why string, both bool) {
	switch {
	case t.a == 0 && t.c == 0:
		return "no events in either arm", true
	case t.b == 0 && t.d == 0:
		return "only events in both arms", true
	}
	return "", false
}

// zeroCell names what is zero in a trial, empty if nothing is.
func zeroCell(t cells) string {
	why, both := doubleZero(t)
	switch {
	case t.a+t.b == 0 || t.c+t.d == 0:
		return "nobody in one arm"
	case both:
		return why
	case t.a*t.c == 0 && t.b*t.d == 0:
		return "no events in one arm and only events in the other"
	case t.a*t.c == 0:
		return "no events in one arm"
	case t.b*t.d == 0:
		return "only events in one arm"
	}
	return ""
}

// correction is the note of a continuity correction.
func correction(add float64, zero string, rule ZeroRule) string {
	note := strconv.FormatFloat(add, 'g', -1, 64) + " added to each cell: "
	if zero == "" {
		return note + "the zero rule corrects " + rule.Name
	}
	return note + zero
}

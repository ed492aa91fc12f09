package effect

import (
	"math"
	"strconv"

	"grove/analysis/study"
)

// cells are the four counts of a trial, after any continuity correction.
type cells struct{ a, b, c, d float64 }

// table is one trial's counts, of two independent arms or of pairs.
type table struct {
	cells
	pairs bool
}

// counted makes a measure of counts from its effect and its variances, and from
// the measure of paired counts that takes its place where a contrast has pairs.
// They see the trials that report their counts and are not dropped, corrected
// as the zero rule asks; ratio says that the double rule applies. A variance
// that looks at all trials looks at those of independent arms.
func counted(ratio bool, effect func(cells) float64, variants []variant[cells], pair pairing) func([]study.Contrast, Options) []study.Effect {
	return func(cs []study.Contrast, o Options) []study.Effect {
		return tables(cs, o, ratio, countsMissing, func(ts []table) []estimate {
			es := make([]estimate, len(ts))
			var arms []cells
			var at []int
			for i, t := range ts {
				if t.pairs {
					es[i] = estimate{pair.effect(t.cells), pair.variance(t.cells)}
					continue
				}
				arms, at = append(arms, t.cells), append(at, i)
			}
			for i, e := range estimates(arms, effect, variants, o.Variance) {
				es[at[i]] = e
			}
			return es
		}, pair)
	}
}

// tables finds each trial's counts, drops and corrects them as the rules ask
// and makes the effects of the estimates.
func tables(cs []study.Contrast, o Options, ratio bool, missing func(study.Contrast) string, estimated func([]table) []estimate, pair pairing) []study.Effect {
	rule, _ := zeroRule(o.Zero)
	drop, _ := doubleRule(o.Double)
	empty := func(t table) (string, bool) {
		if t.pairs {
			return pair.double(t.cells)
		}
		return doubleZero(t.cells)
	}
	reasons := make([]string, len(cs))
	notes := make([][]string, len(cs))
	anyZero := false
	for i, c := range cs {
		if reported(c) {
			continue
		}
		reasons[i] = missing(c)
		if why, nothing := empty(tableOf(c)); reasons[i] == "" && ratio && drop.drops && nothing {
			reasons[i] = why
		}
		anyZero = anyZero || reasons[i] == "" && zero(tableOf(c)) != ""
	}
	var ts []table
	for i, c := range cs {
		if reported(c) || reasons[i] != "" {
			continue
		}
		t := tableOf(c)
		if t.pairs {
			if pair.note != "" {
				notes[i] = append(notes[i], pair.note)
			}
			notes[i] = append(notes[i], discordant(*c.Pairs))
		}
		why := zero(t)
		if o.Add > 0 && rule.corrects(why != "", anyZero) {
			t.cells = cells{t.a + o.Add, t.b + o.Add, t.c + o.Add, t.d + o.Add}
			notes[i] = append(notes[i], correction(o.Add, why, rule))
		}
		ts = append(ts, t)
	}
	return finish(cs, reasons, notes, estimated(ts), func(c study.Contrast) string { return zero(tableOf(c)) })
}

// tableOf are the counts of a contrast: its pairs where it has them, else its
// arms.
func tableOf(c study.Contrast) table {
	if c.Pairs != nil {
		return table{crossed(*c.Pairs), true}
	}
	return table{fourfold(c), false}
}

// zero names what is zero in a table, empty if nothing is.
func zero(t table) string {
	if t.pairs {
		return zeroPair(t.cells)
	}
	return zeroCell(t.cells)
}

func fourfold(c study.Contrast) cells {
	return cells{c.T.Events, c.T.N - c.T.Events, c.C.Events, c.C.N - c.C.Events}
}

// countsMissing says why a contrast has no usable counts, of pairs or of its
// arms, empty if it has.
func countsMissing(c study.Contrast) string {
	if c.Pairs != nil {
		return pairsMissing(c)
	}
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

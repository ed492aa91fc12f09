package effect

import (
	"math"
	"strconv"

	"grove/analysis/study"
)

// cells are the four counts of a trial, after any continuity correction.
type cells struct{ a, b, c, d float64 }

// table is one trial's counts: of two independent arms, of pairs, or of pairs of
// which the margins are known, as counts of two arms, and their correlation r.
type table struct {
	cells
	pairs  bool
	linked bool
	r      float64
	even   bool // the arms do not differ, and what was added to the counts is in the variance alone
}

// fourfold makes a measure of the counts of two arms from its effect and its
// variances, and from the measure of paired counts that takes its place where a
// contrast has pairs; ratio says that the double rule applies. A variance that
// looks at all trials looks at those of independent arms.
func fourfold(ratio bool, effect func(cells) float64, variants []variant[cells], pair pairing) func([]study.Contrast, Options) []study.Effect {
	return func(cs []study.Contrast, o Options) []study.Effect {
		return pair.tally(ratio, countsMissing).measure(cs, o, func(ts []table) []estimate {
			es := make([]estimate, len(ts))
			var arms []cells
			var at []int
			for i, t := range ts {
				if t.pairs || t.linked {
					es[i] = estimate{pair.effect(t.paired()), pair.variance(t.paired())}
					continue
				}
				arms, at = append(arms, t.cells), append(at, i)
			}
			for i, e := range estimates(arms, effect, variants, o.Variance) {
				if ts[at[i]].even {
					e.y = 0
				}
				es[at[i]] = e
			}
			return es
		})
	}
}

// independent is the tally of measures that know nothing of pairs.
func independent(ratio bool) tally[cells] {
	return tally[cells]{missing: armsMissing, of: armsOf, zero: zeroCell, double: doubleZero, ratio: ratio, add: cells.plus, cells: "each cell"}
}

func (t cells) plus(x float64) cells { return cells{t.a + x, t.b + x, t.c + x, t.d + x} }

// armsMissing says why a contrast has no usable counts of two independent arms,
// empty if it has.
func armsMissing(c study.Contrast) string {
	if c.Pairs != nil || c.Same {
		return "the counts are of pairs, not of independent arms"
	}
	return countsMissing(c)
}

// tableOf are the counts of a contrast: its pairs where it has them, or their
// margins and correlation, else its arms.
func tableOf(c study.Contrast) table {
	if c.Pairs != nil || c.Same {
		return linked(c)
	}
	return table{cells: armsOf(c)}
}

// zero names what is zero in a table, empty if nothing is.
func zero(t table) string {
	if t.pairs {
		return zeroPair(t.cells)
	}
	if t.linked {
		why, _ := concordant(t.paired())
		return why
	}
	return zeroCell(t.cells)
}

func armsOf(c study.Contrast) cells {
	return cells{c.T.Events, c.T.N - c.T.Events, c.C.Events, c.C.N - c.C.Events}
}

// countsMissing says why a contrast has no usable counts, of pairs or of its
// arms, empty if it has.
func countsMissing(c study.Contrast) string {
	if c.Pairs != nil || c.Same {
		return pairingMissing(c)
	}
	return armCountsMissing(c)
}

// armCountsMissing says why the two arms of a contrast have no usable counts,
// empty if they have.
func armCountsMissing(c study.Contrast) string {
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
func correction(add float64, cells, zero string, rule ZeroRule) string {
	note := strconv.FormatFloat(add, 'g', -1, 64) + " added to " + cells + ": "
	if zero == "" {
		return note + "the zero rule corrects " + rule.Name
	}
	return note + zero
}

package effect

import (
	"fmt"
	"math"
	"strconv"

	"grove/analysis/study"

	"gonum.org/v1/gonum/mathext"
)

// The measures of paired counts. Of n = a+b+c+d people (or matched pairs) a
// have the event under both treatments, b under the experimental one only, c
// under the control only and d under neither; the margins are a+b and c+d
// under the experimental treatment, a+c and b+d under the control.

// pairing is a measure of paired counts: its effect, its variance, the note
// that a measure of two arms leaves when it takes this one instead, and what
// makes a table say nothing about it.
type pairing struct {
	effect, variance func(cells) float64
	note             string
	double           func(cells) (why string, empty bool)
	events           func(table, float64) (table, string) // of the tally of a measure of two arms whose place it takes; nil for none
}

// paired makes a measure of paired counts, which reads nothing else.
func paired(ratio bool, p pairing) func([]study.Contrast, Options) []study.Effect {
	return counted(pairing{double: p.double}.tally(ratio, pairsMissing),
		func(t table) float64 { return p.effect(t.cells) },
		[]variant[table]{{"LS", each(func(t table) float64 { return p.variance(t.cells) })}})
}

// tally is the tally of two arms or of pairs.
func (p pairing) tally(ratio bool, missing func(study.Contrast) string) tally[table] {
	return tally[table]{missing: missing, of: tableOf, zero: zero, ratio: ratio, cells: "each cell", events: p.events,
		double: func(t table) (string, bool) {
			if t.pairs {
				return p.double(t.cells)
			}
			return doubleZero(t.cells)
		},
		add: table.plus,
		remarks: func(c study.Contrast, t table) []string {
			var notes []string
			if p.note != "" && (t.pairs || t.linked) {
				notes = append(notes, p.note)
			}
			return append(notes, howPaired(c, t)...)
		}}
}

// plus adds the same to each cell.
func (t table) plus(x float64) table {
	t.cells = t.cells.plus(x)
	return t
}

// howPaired are the notes of a table of pairs: the exact test, and where it was not
// reported how it was found.
func howPaired(c study.Contrast, t table) []string {
	switch {
	case t.linked && c.Within.R != t.r:
		return []string{fmt.Sprintf("the margins allow no correlation of %.4g: the nearest, %.2f, is taken", c.Within.R, t.r)}
	case !t.pairs:
		return nil
	case c.Pairs == nil && t.a+t.b+t.c+t.d != math.Trunc(t.a+t.b+t.c+t.d): // people divided by a design effect
		return []string{onlyTable}
	case c.Pairs == nil:
		return []string{onlyTable, discordant(study.Pairs{OnlyT: t.b, OnlyC: t.c})}
	}
	return []string{discordant(*c.Pairs)}
}

const onlyTable = "the margins leave one paired table only"

// MPOR is the marginal log odds ratio, which is comparable with that of two
// independent arms, less the covariance of the two treatments,
//
//	ln((a+b)(b+d) / ((c+d)(a+c))),
//	variance 1/(a+b) + 1/(c+d) + 1/(a+c) + 1/(b+d) − 2n(ad−bc)/((a+b)(c+d)(a+c)(b+d)),
//
// which is n((a+d)(b+c) + 4bc)/((a+b)(c+d)(a+c)(b+d)), in which nothing cancels.
// Becker and Balagtas 1993; Elbourne and others 2002.
var MPOR = Measure{Code: "MPOR", Name: "marginal odds ratio, paired", Needs: Paired, Ratio: true, Back: math.Exp,
	Cites: []string{"becker1993", "elbourne2002"}, measure: paired(true, marginalOR)}

var marginalOR = pairing{
	effect: func(t cells) float64 {
		return math.Log(float64((t.a+t.b)*(t.b+t.d)) / float64((t.c+t.d)*(t.a+t.c)))
	},
	variance: func(t cells) float64 {
		n, apart := t.a+t.b+t.c+t.d, float64((t.a+t.d)*(t.b+t.c))+float64(4*t.b*t.c)
		return n / float64((t.a+t.b)*(t.c+t.d)) * (apart / float64((t.a+t.c)*(t.b+t.d)))
	},
	note: "paired counts: marginal odds ratio with the covariance of the two periods", double: alikeInBoth,
}

// MPRR is the marginal log risk ratio,
//
//	ln((a+b)/(a+c)),  variance (b+c)/((a+b)(a+c)).
//
// Zou 2007.
var MPRR = Measure{Code: "MPRR", Name: "marginal risk ratio, paired", Needs: Paired, Ratio: true, Back: math.Exp,
	Cites: []string{"zou2007", "elbourne2002"}, measure: paired(true, marginalRR)}

var marginalRR = pairing{
	effect:   func(t cells) float64 { return math.Log((t.a + t.b) / (t.a + t.c)) },
	variance: func(t cells) float64 { return (t.b + t.c) / float64((t.a+t.b)*(t.a+t.c)) },
	note:     "paired counts: marginal risk ratio with the covariance of the two periods", double: alikeInBoth,
	events: func(t table, x float64) (table, string) {
		if t.pairs || t.linked {
			return t.plus(x), "each cell"
		}
		if t.b == 0 && t.d == 0 { // shares that stay 1 and would have no variance
			return table{cells: cells{t.a, t.b + x, t.c, t.d + x}, even: true}, "the people of both arms, in the variance alone"
		}
		return table{cells: cells{t.a + x, t.b, t.c + x, t.d}}, "the events of both arms"
	},
}

// MPRD is the marginal risk difference,
//
//	(b−c)/n,  variance ((b+c) − (b−c)²/n)/n².
//
// May and Johnson 1997.
var MPRD = Measure{Code: "MPRD", Name: "marginal risk difference, paired", Needs: Paired, Back: identity,
	Cites: []string{"may1997", "elbourne2002"}, measure: paired(false, marginalRD)}

var marginalRD = pairing{
	effect: func(t cells) float64 { return (t.b - t.c) / (t.a + t.b + t.c + t.d) },
	variance: func(t cells) float64 {
		n, d := t.a+t.b+t.c+t.d, t.b-t.c
		return (t.b + t.c - d*d/n) / (n * n)
	},
	note: "paired counts: marginal risk difference with the covariance of the two periods", double: alikeInBoth,
}

// MPORC is the conditional log odds ratio, that of the single person, which
// only the discordant pairs speak of and which is not comparable with the odds
// ratio of two independent arms,
//
//	ln(b/c),  variance 1/b + 1/c.
//
// McNemar 1947; Elbourne and others 2002.
var MPORC = Measure{Code: "MPORC", Name: "conditional odds ratio, paired", Needs: Paired, Ratio: true, Back: math.Exp,
	Cites: []string{"mcnemar1947", "elbourne2002"}, measure: paired(true, pairing{
		effect:   func(t cells) float64 { return math.Log(t.b / t.c) },
		variance: func(t cells) float64 { return 1/t.b + 1/t.c },
		double:   concordant})}

// MPPETO is the conditional log odds ratio by the one step of Peto's method: the
// observed less the expected events of the experimental treatment in the discordant
// pairs, over their variance under no effect, a coin's,
//
//	(O − E)/V = 2(b−c)/(b+c),  variance 1/V = 4/(b+c),
//	O = b,  E = (b+c)/2,  V = (b+c)/4,
//
// so that the square of the effect over its variance is McNemar's statistic
// (b−c)²/(b+c). It stands without a correction where b or c is zero, lies between −2
// and 2, and is nearer to no effect than ln(b/c) is, the more so the larger the
// effect. A trial without discordant pairs has V = 0 and no effect. Yusuf, Peto,
// Lewis, Collins and Sleight 1985; McNemar 1947; Curtin, Elbourne and Altman 2002.
var MPPETO = Measure{Code: "MPPETO", Name: "conditional odds ratio by Peto's method, paired", Needs: Paired, Ratio: true, Back: math.Exp,
	Cites: []string{"yusuf1985", "mcnemar1947", "curtin2002"}, measure: paired(true, pairing{
		effect:   func(t cells) float64 { return 2 * (t.b - t.c) / (t.b + t.c) },
		variance: func(t cells) float64 { return 4 / (t.b + t.c) },
		double:   concordant})}

// concordant says that no pair speaks of a difference.
func concordant(t cells) (why string, none bool) {
	if t.b == 0 && t.c == 0 {
		return "no discordant pairs", true
	}
	return "", false
}

// McNemar is the exact two-sided p-value of the discordant pairs: under no
// effect each of the n = b+c falls on either side like a coin, and
//
//	p = min(1, 2·P(X ≤ min(b, c))),  X ~ Binomial(n, ½).
//
// It is NaN when a count is missing, negative or not whole. McNemar 1947.
func McNemar(p study.Pairs) float64 {
	b, c := p.OnlyT, p.OnlyC
	if !(b >= 0 && c >= 0) || b != math.Trunc(b) || c != math.Trunc(c) || math.IsInf(b+c, 0) {
		return math.NaN()
	}
	if b == c {
		return 1
	}
	m := math.Min(b, c)
	return math.Min(1, 2*mathext.RegIncBeta(b+c-m, m+1, 0.5))
}

// discordant is the note of the exact test.
func discordant(p study.Pairs) string {
	count := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	return "exact McNemar P = " + strconv.FormatFloat(McNemar(p), 'g', 2, 64) +
		" (" + count(p.OnlyT) + " against " + count(p.OnlyC) + " discordant pairs)"
}

// crossed are the cells of a paired table.
func crossed(p study.Pairs) cells { return cells{p.Both, p.OnlyT, p.OnlyC, p.Neither} }

const noPairs = "paired counts not reported: columns both, only_t, only_c and neither, of which one is enough beside the events and people of both arms"

// pairsMissing says why a contrast has no usable pairs, empty if it has.
func pairsMissing(c study.Contrast) string {
	if c.Pairs == nil {
		return noPairs
	}
	t := crossed(*c.Pairs)
	n := t.a + t.b + t.c + t.d
	switch {
	case math.IsNaN(n):
		return noPairs
	case !(t.a >= 0 && t.b >= 0 && t.c >= 0 && t.d >= 0) || math.IsInf(n, 0):
		return "paired counts are negative or not finite"
	case n == 0:
		return "nobody in the paired counts"
	case math.IsNaN(McNemar(*c.Pairs)):
		return "paired counts are not whole numbers"
	}
	return ""
}

// alikeInBoth says that nobody had the event, or everybody, under both
// treatments.
func alikeInBoth(t cells) (why string, alike bool) {
	return doubleZero(cells{t.a + t.b, t.c + t.d, t.a + t.c, t.b + t.d})
}

// zeroPair names what is zero in a paired table, empty if nothing is.
func zeroPair(t cells) string {
	why, alike := alikeInBoth(t)
	switch {
	case alike:
		return why
	case t.b == 0 && t.c == 0:
		return "no discordant pairs"
	case t.a*t.b*t.c*t.d == 0:
		return "an empty cell in the paired table"
	}
	return ""
}

// margins are the two arms of a contrast; those of pairs are the margins of
// their table, which count each person under both treatments.
func margins(c study.Contrast) (t, k study.Group) {
	t, k = c.T, c.C
	if p := c.Pairs; p != nil {
		n := p.Both + p.OnlyT + p.OnlyC + p.Neither
		t.N, t.Events = n, p.Both+p.OnlyT
		k.N, k.Events = n, p.Both+p.OnlyC
	}
	return t, k
}

package effect

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/study"
)

// A trial of paired people may report the margins of its table alone: of n people x₁
// have the event under the experimental treatment and x₂ under the control, y₁ and
// y₂ have not. How many have it under both, a, lies from max(0, x₁+x₂−n) to
// min(x₁, x₂), and with a goes the correlation of the two treatments,
//
//	φ = (na − x₁x₂)/√(x₁y₁x₂y₂).
//
// Fréchet 1951.

// MPORM is the marginal log odds ratio MPOR of a trial that reports the margins of
// its paired table and the correlation φ of the two treatments, which is reported,
// or declared in the protocol and then marked,
//
//	ln(x₁y₂/(y₁x₂)),
//	variance 1/x₁ + 1/y₁ + 1/x₂ + 1/y₂ − 2nφ/√(x₁y₁x₂y₂).
//
// It is MPOR where the trial reports its paired table, and where nobody or everybody
// has the event under one treatment: those margins leave one table only, whatever
// correlation is given. Otherwise no margin is zero, and a zero rule that corrects
// all trials adds to the margins. A correlation beyond what the margins allow is
// taken as the nearest that they do, with a note; without any there is no effect, and
// the reason names the limits. Arms that differ in their number of people are no
// margins of one table and have no effect. Becker and Balagtas 1993; Elbourne and
// others 2002; Fréchet 1951.
var MPORM = Measure{Code: "MPORM", Name: "marginal odds ratio from the margins, paired", Needs: Margins, Ratio: true, Back: math.Exp,
	Cites: []string{"becker1993", "elbourne2002", "frechet1951"}, measure: counted(
		marginalTally(), func(t table) float64 { return marginalOR.effect(t.paired()) },
		[]variant[table]{{"LS", each(func(t table) float64 { return marginalOR.variance(t.paired()) })}})}

// marginalTally is the tally of a measure whose arms are the same people.
func marginalTally() tally[table] {
	t := pairing{double: alikeInBoth}.tally(true, pairingMissing)
	t.of = linked
	return t
}

// SamePeople says that both arms of a contrast are the same people, as a measure sees
// them: it has their paired table, or counts of people who are known to be the same,
// or the measure is of nothing else.
func (m Measure) SamePeople(c study.Contrast) bool {
	return c.Pairs != nil || m.Needs == Margins || m.Needs == Counts && c.Same
}

// Unpaired says why a measure cannot compare the arms of a contrast that are the same
// people, empty if it can, or if they are not.
func (m Measure) Unpaired(c study.Contrast) string {
	switch {
	case reported(c) || c.Pairs != nil || needs[m.Needs].groups < 2 || !c.Same && m.Needs != Margins:
		return ""
	case m.Needs == Counts || m.Needs == Margins:
		return pairingMissing(c)
	}
	return m.Code + " takes arms of different people"
}

// Pairing is how the two arms that a measure of counts compares go together where
// they are the same people: the paired table, as reported or as the only one that
// the margins leave, or else the correlation of their counts with which they are
// measured; nil and NaN for the arms of different people.
func (m Measure) Pairing(c study.Contrast) (pairs *study.Pairs, r float64) {
	if !slices.Contains([]Needs{Counts, Paired, Margins}, m.Needs) || !m.SamePeople(c) || marginsMissing(c) != "" {
		return nil, math.NaN()
	}
	t := linked(c)
	if t.pairs {
		return &study.Pairs{Both: t.a, OnlyT: t.b, OnlyC: t.c, Neither: t.d}, math.NaN()
	}
	return nil, t.r
}

// Correlations are the limits between which the correlation of the counts of the
// same people under two treatments lies, by their margins. NaN where there are no
// such margins, or where they leave one paired table only. Fréchet 1951.
func Correlations(t, c study.Group) (low, high float64) {
	x := study.Contrast{T: t, C: c}
	if marginsMissing(x) != "" || determined(armsOf(x)) {
		return math.NaN(), math.NaN()
	}
	return correlations(armsOf(x))
}

// correlations are the lowest and the highest correlation that margins allow.
func correlations(t cells) (low, high float64) {
	phi := func(both float64) float64 {
		return (float64((t.a+t.b)*both) - float64(t.a*t.c)) / root(t)
	}
	least, most := bounds(t)
	return phi(least), phi(most)
}

// bounds are how few and how many people can have the event under both treatments.
func bounds(t cells) (least, most float64) {
	return math.Max(0, t.a-t.d), math.Min(t.a, t.c)
}

func root(t cells) float64 { return math.Sqrt(float64(t.a*t.b)) * math.Sqrt(float64(t.c*t.d)) }

// determined says that margins leave one paired table only.
func determined(t cells) bool { return t.a*t.b*t.c*t.d == 0 }

// linked are the counts of a contrast whose arms are the same people: its pairs, the
// only paired table that its margins leave, or its margins and their correlation.
func linked(c study.Contrast) table {
	if c.Pairs != nil {
		return table{cells: crossed(*c.Pairs), pairs: true}
	}
	t := table{cells: armsOf(c), linked: true, r: math.NaN()}
	if determined(t.cells) {
		return table{cells: t.joined(math.Min(t.a, t.c)), pairs: true}
	}
	if c.Within != nil {
		low, high := correlations(t.cells)
		t.r = math.Min(math.Max(c.Within.R, low), high)
	}
	return t
}

// paired are the cells of a paired table, of margins as their correlation makes
// them. Discordant pairs that rounding alone leaves would be a variance of nothing:
// there are none.
func (t table) paired() cells {
	if !t.linked {
		return t.cells
	}
	n := t.a + t.b
	both := (float64(t.a*t.c) + t.r*root(t.cells)) / n
	const rounding = 1e-13
	if _, most := bounds(t.cells); both > most-rounding*n {
		both = most
	}
	return t.joined(both)
}

// joined is the paired table of margins in which so many have the event under both
// treatments.
func (t table) joined(both float64) cells {
	return cells{both, t.a - both, t.c - both, t.d - (t.a - both)}
}

// marginsMissing says why the counts of two arms are no margins of one paired
// table, empty if they are.
func marginsMissing(c study.Contrast) string {
	if c.Pairs != nil {
		return pairsMissing(c)
	}
	if why := armCountsMissing(c); why != "" {
		return why
	}
	switch {
	case c.T.N != c.C.N:
		return fmt.Sprintf("the same people in both arms, yet %v in one and %v in the other", c.T.N, c.C.N)
	case c.T.N == 0:
		return "nobody in the paired counts"
	}
	return ""
}

// pairingMissing says why a contrast has no usable paired table, nor usable margins
// with what it takes to pair them, empty if it has.
func pairingMissing(c study.Contrast) string {
	why := marginsMissing(c)
	if why != "" || c.Pairs != nil || determined(armsOf(c)) || c.Within != nil && given(c.Within.R) {
		return why
	}
	low, high := correlations(armsOf(c))
	return fmt.Sprintf("correlation of the two treatments not reported; by the margins it lies from %.2f to %.2f", low, high)
}

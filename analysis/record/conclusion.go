package record

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/effect"
)

// stand is a main estimate on the analysis scale with one of its intervals, and
// where no difference stands on that scale; beside it the minimal important
// difference, on the natural scale. What there is not is NaN.
type stand struct {
	estimate, lower, upper, null float64
	natural                      [2]float64 // the interval on the natural scale
	mid                          float64    // on the natural scale
}

// rules are the ways in which a conclusion changes, by the codes of the
// protocol. Each says of an old and a new estimate what changed, nothing if
// nothing did.
var rules = []struct {
	code     string
	interval bool // the rule looks at the interval, so degrees of freedom alone can fire it
	says     func(o, n stand) string
}{
	{"direction", false, func(o, n stand) string {
		if (o.estimate-o.null)*(n.estimate-n.null) < 0 {
			return "the estimate changed sign"
		}
		return ""
	}},
	{"null-excluded", true, func(o, n stand) string { return crossing(excludes(o, o.null), excludes(n, n.null), "no difference") }},
	{"mid", true, func(o, n stand) string {
		if math.IsNaN(o.mid) || math.IsNaN(n.mid) {
			return ""
		}
		return crossing(o.beyondMid(), n.beyondMid(), "the minimal important difference")
	}},
	{"outside", true, func(o, n stand) string {
		if n.estimate < o.lower || n.estimate > o.upper {
			return "the new estimate is outside the old interval"
		}
		return ""
	}},
}

func excludes(s stand, x float64) bool { return s.lower > x || s.upper < x }

// beyondMid says that the interval excludes the minimal important difference.
func (s stand) beyondMid() bool { return s.natural[0] > s.mid || s.natural[1] < s.mid }

func crossing(before, now bool, what string) string {
	switch {
	case before && !now:
		return "the interval no longer excludes " + what
	case !before && now:
		return "the interval now excludes " + what
	}
	return ""
}

// conclusionChanges are the declared rules by which a main estimate says
// something else now. Both outputs must declare a rule: one made up after the
// old run watches nothing yet. A measure that changed cannot be compared.
// What could not be held against the rules is told in words.
func conclusionChanges(o, n resultsFile) (changes []ConclusionChange, unwatched []string) {
	changes = []ConclusionChange{}
	if o.Review != n.Review {
		unwatched = append(unwatched, fmt.Sprintf("the outputs are of two reviews: %s, %s", o.Review, n.Review))
	}
	for _, old := range o.Analyses {
		if !slices.ContainsFunc(n.Analyses, func(a analysisEntry) bool { return a.ID == old.ID }) {
			unwatched = append(unwatched, old.ID+" is gone")
		}
	}
	for _, now := range n.Analyses {
		i := slices.IndexFunc(o.Analyses, func(a analysisEntry) bool { return a.ID == now.ID })
		if i < 0 {
			unwatched = append(unwatched, now.ID+" is new")
			continue
		}
		old := o.Analyses[i]
		if old.Measure != now.Measure {
			unwatched = append(unwatched, fmt.Sprintf("%s changed its measure from %s to %s", now.ID, old.Measure, now.Measure))
			continue
		}
		for _, rule := range rules {
			if slices.Contains(old.Conclusions, rule.code) != slices.Contains(now.Conclusions, rule.code) {
				unwatched = append(unwatched, fmt.Sprintf("%s watches %s in one of the two only", now.ID, rule.code))
			}
		}
		a, okA := find(o, estimateEntry{Analysis: now.ID, Scenario: "main"})
		b, okB := find(n, estimateEntry{Analysis: now.ID, Scenario: "main"})
		if !okA || !okB || a.Estimate == nil || b.Estimate == nil {
			unwatched = append(unwatched, now.ID+" has no estimate in one of the two")
			continue
		}
		for _, rule := range rules {
			if !slices.Contains(old.Conclusions, rule.code) || !slices.Contains(now.Conclusions, rule.code) {
				continue
			}
			said := rule.says(standing(a, a.Lower, a.Upper, old), standing(b, b.Lower, b.Upper, now))
			if said == "" {
				continue
			}
			wald := rule.says(standing(a, a.WaldLower, a.WaldUpper, old), standing(b, b.WaldLower, b.WaldUpper, now))
			known := rule.interval && a.WaldLower != nil && b.WaldLower != nil
			changes = append(changes, ConclusionChange{Analysis: now.ID, Rule: rule.code, Text: said, WaldStands: known && wald == "",
				OnlyDegrees: known && wald == "" && alike(a.Estimate, b.Estimate) && alike(a.WaldLower, b.WaldLower) && alike(a.WaldUpper, b.WaldUpper)})
		}
	}
	return changes, unwatched
}

// alike is equality to the digits that are printed.
func alike(a, b *float64) bool {
	x, y := value(a), value(b)
	return math.Abs(x-y) <= 1e-9*math.Max(math.Abs(x), math.Abs(y))
}

// standing is an estimate with an interval; what is not defined is NaN, which
// excludes nothing.
func standing(e estimateEntry, lower, upper *float64, a analysisEntry) stand {
	m, known := effect.Lookup(a.Measure)
	if !known {
		m = effect.GEN
	}
	s := stand{estimate: value(e.Estimate), lower: value(lower), upper: value(upper), null: m.Null, mid: math.NaN()}
	s.natural = [2]float64{m.Back(s.lower), m.Back(s.upper)}
	if a.Mid != nil {
		s.mid = a.Mid.Value
	}
	return s
}

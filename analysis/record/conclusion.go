package record

import (
	"math"
	"slices"
)

// stand is a main estimate on the analysis scale with one of its intervals, and
// where the minimal important difference stands on that scale, NaN for none.
type stand struct {
	estimate, lower, upper, mid float64
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
		if o.estimate*n.estimate < 0 {
			return "the estimate changed sign"
		}
		return ""
	}},
	{"null-excluded", true, func(o, n stand) string { return crossing(excludes(o, 0), excludes(n, 0), "no difference") }},
	{"mid", true, func(o, n stand) string {
		if math.IsNaN(o.mid) || math.IsNaN(n.mid) {
			return ""
		}
		return crossing(excludes(o, o.mid), excludes(n, n.mid), "the minimal important difference")
	}},
	{"outside", true, func(o, n stand) string {
		if n.estimate < o.lower || n.estimate > o.upper {
			return "the new estimate is outside the old interval"
		}
		return ""
	}},
}

func excludes(s stand, x float64) bool { return s.lower > x || s.upper < x }

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
func conclusionChanges(o, n resultsFile) []ConclusionChange {
	changes := []ConclusionChange{}
	for _, now := range n.Analyses {
		i := slices.IndexFunc(o.Analyses, func(a analysisEntry) bool { return a.ID == now.ID })
		if i < 0 || o.Analyses[i].Measure != now.Measure {
			continue
		}
		old := o.Analyses[i]
		a, okA := find(o, estimateEntry{Analysis: now.ID, Scenario: "main"})
		b, okB := find(n, estimateEntry{Analysis: now.ID, Scenario: "main"})
		if !okA || !okB {
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
			known := a.WaldLower != nil && b.WaldLower != nil
			changes = append(changes, ConclusionChange{now.ID, rule.code, said, rule.interval && known && wald == ""})
		}
	}
	return changes
}

// standing is an estimate with an interval; what is not defined is NaN, which
// excludes nothing.
func standing(e estimateEntry, lower, upper *float64, a analysisEntry) stand {
	s := stand{value(e.Estimate), value(lower), value(upper), math.NaN()}
	if a.Mid != nil {
		s.mid = a.Mid.Value
		// The natural scale of a ratio is the exponential of the analysis scale.
		if e.Natural != nil && e.Estimate != nil && math.Abs(math.Exp(*e.Estimate)-*e.Natural) < 1e-6**e.Natural {
			s.mid = math.Log(a.Mid.Value)
		}
	}
	return s
}

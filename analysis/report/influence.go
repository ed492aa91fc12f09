package report

import (
	"fmt"
	"strings"
	"unicode"
)

// LeftOut are the rows of an analysis that leave out one trial or one group at
// a time, a list for each such series of the protocol.
func LeftOut(a Analysis) [][]Estimate {
	var series [][]Estimate
	group := ""
	for _, e := range a.Sensitivity {
		if e.Kind != "leave-one-out" {
			continue
		}
		if len(series) == 0 || e.Group != group {
			series, group = append(series, nil), e.Group
		}
		series[len(series)-1] = append(series[len(series)-1], e)
	}
	return series
}

// Influence says in a sentence between which estimates leaving out one at a
// time leads, and when its interval stands otherwise to no difference than the
// main one; empty for a series without an estimate.
func Influence(a Analysis, series []Estimate) string {
	var low, high *Estimate
	var others, failed []string
	main := ExcludesNull(a.Main)
	for i, e := range series {
		if e.Failed != "" || e.Result.K == 0 {
			failed = append(failed, lower(e.Title))
			continue
		}
		if low == nil || e.Result.Estimate < low.Result.Estimate {
			low = &series[i]
		}
		if high == nil || e.Result.Estimate > high.Result.Estimate {
			high = &series[i]
		}
		if ExcludesNull(e) != main {
			others = append(others, lower(e.Title))
		}
	}
	if low == nil {
		return ""
	}
	one := func(e *Estimate) string {
		return fmt.Sprintf("%s (%s)", Effect(e.Natural.Estimate, e.Measure.Ratio), lower(e.Title))
	}
	said := fmt.Sprintf("With one of %d left out at a time the estimate lies between %s and %s", len(series), one(low), one(high))
	null := Number(nullOf(a.Main))
	switch {
	case !hasNull(a.Measure):
		said += "."
	case len(others) > 0:
		said += fmt.Sprintf("; the interval %s %s %s.", map[bool]string{true: "includes", false: "excludes"}[main], null, strings.Join(others, ", "))
	default:
		said += fmt.Sprintf("; the interval %s %s each time, as it does with all.", map[bool]string{true: "excludes", false: "includes"}[main], null)
	}
	if len(failed) > 0 {
		said += fmt.Sprintf(" No estimate %s.", strings.Join(failed, ", "))
	}
	return said
}

// lower is a title with its first letter in lower case, to stand inside a
// sentence.
func lower(s string) string {
	for i, r := range s {
		return string(unicode.ToLower(r)) + s[i+len(string(r)):]
	}
	return s
}

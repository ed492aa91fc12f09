package check

import (
	"slices"
	"strings"
)

// MixedScales finds a difference of means over trials on different scales, whose
// points are not worth the same.
var MixedScales = Check{Code: "mixed-scales", Name: "different scales in a difference of means", Level: Warn,
	Source: "Cochrane Handbook 6.5.1", run: mixedScales}

func mixedScales(t Trials) []Finding {
	if t.Measure != "MD" {
		return nil
	}
	all := make([]int, len(t.Trials))
	for i := range all {
		all[i] = i
	}
	names := t.scales(all)
	if len(names) < 2 {
		return nil
	}
	return []Finding{t.on(Warn, "the trials report "+strings.Join(names, ", ")+": is a point on each worth the same, or should the difference be standardised?")}
}

// scales are the names of the scales of the trials at the given positions, each
// once.
func (t Trials) scales(at []int) []string {
	var names []string
	for _, i := range at {
		if name := t.Trials[i].Scale.Name; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

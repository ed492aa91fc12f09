package report

import (
	"slices"

	"grove/analysis/effect"
)

// ConvertedMark stands beside a trial whose numbers were converted.
const ConvertedMark = "‡"

// Marked is a trial's label, with the mark if its numbers were converted.
func Marked(t Trial) string { return marked(t.Label, t) }

func marked(label string, t Trial) string {
	if len(t.Converted) > 0 {
		return label + ConvertedMark
	}
	return label
}

// ConvertedNote says which conversions the marked trials rest on, empty for none.
func ConvertedNote(trials []Trial) string {
	var names string
	for _, c := range effect.Conversions {
		if !slices.ContainsFunc(trials, func(t Trial) bool { return slices.Contains(t.Converted, c.Code) }) {
			continue
		}
		if names != "" {
			names += "; "
		}
		names += c.Name
	}
	if names == "" {
		return ""
	}
	return ConvertedMark + " Converted: " + names + "."
}

package report

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

package corpus

import (
	"fmt"
	"strings"
)

// suspicious are tables that could be right and are likely wrong, or that leave
// a trial out or a number to be derived: they run, and the result says so. In
// says, "(code, rows" is the end of a finding of that data check.
func suspicious() []File {
	var all []File
	for _, c := range []struct{ name, base, old, with, says string }{
		{"standard errors for standard deviations", "eight", "14.2,6.9,41,17.1,7.2,40", "14.2,1.08,41,17.1,1.14,40", "(se-as-sd, rows"},
		{"a standard error in one arm", "eight", "14.2,6.9,41", "14.2,1.08,41", "(se-as-sd-arm, rows"},
		{"another unit", "eight", "14.2,6.9,41,17.1,7.2,40,HDRS-17", "142,69,41,171,72,40,HDRS-17", "(unit, rows"},
		{"a mean beyond its scale", "eight", "14.2,6.9", "142,6.9", "(scale-bounds, rows"},
		{"a standard deviation beyond its scale", "eight", "14.2,6.9", "14.2,69", "(scale-bounds, rows"},
		{"a mean that whole scores cannot have", "eight", "14.2,6.9,41", "14.21,6.9,41", "(grim, rows"},
		{"means above and changes below", "eight", "14.2,6.9,41,17.1,7.2,40,HDRS-17,endpoint", "-7.1,6.9,41,-4.2,7.2,40,HDRS-17,change", "(mixed-kinds"},
		{"the same numbers twice", "eight", "13.5,7.4,60,16.0,7.1,62", "14.2,6.9,41,17.1,7.2,40", "(same-data, rows"},
		{"one control group for two trials", "eight", "60,16.0,7.1,62", "60,17.1,7.2,40", "(shared-control, rows"},
		{"one study written in two ways", "eight", "B 2002", "A-2001", "(same-study, rows"},
		{"one registration twice", "ten", "139,\nB 2002,6,306,29,303,\n", "139,NCT01234567\nB 2002,6,306,29,303,NCT01234567\n", "(same-registration, rows"},
		{"a row of totals", "ten", "C 2003,3,231,11,220", "Total,73,1754,157,1743", "(total-row, rows"},
		{"non-events for events", "ten", "4,123,11,139", "119,123,128,139", "(non-events, rows"},
		{"an arm with a digit too many", "ten", "4,123,11,139", "4,1233,11,139", "(arm-sizes, rows"},
		{"an outlier", "ten", "4,123,11,139", "110,123,11,139", "(outlier, rows"},
		{"no event in either arm", "ten", "4,123,11,139", "0,123,0,139", "A 2001: left out: no events in either arm"},
		{"no event in one arm", "ten", "4,123,11,139", "0,123,11,139", "A 2001: 0.5"},
		{"arms without numbers", "ten", "4,123,11,139", ",,11,139", "A 2001: left out: number of events not reported"},
		{"no standard deviation", "eight", "14.2,6.9,41", "14.2,,41", "A 2001: left out"},
		{"a standard deviation from a standard error", "long", "14.5,7.25,", "14.5,,1.32", "standard deviation from the standard error and n"},
		{"an interval with one bound", "effect", "-12.71,-3.2", ",-3.2", "alpha2019: left out: the variance of the reported effect is not reported"},
		{"an estimate beside the middle of its interval", "effect", "-12.71,-3.2", "-8.7,-3.2", "not in the middle of its interval"},
		{"an effect with no variance", "effect", "-12.71,-3.2", ",", "alpha2019: left out: the variance of the reported effect is not reported"},
	} {
		all = append(all, File{Name: c.name, Base: c.base, Text: replace(c.old, c.with)(Of(c.base).Text), Want: Warned, Says: c.says})
	}
	// An extra digit in each arm of each trial in turn.
	for i, line := range strings.Split(strings.TrimSpace(Ten), "\n")[1:] {
		cells := strings.Split(line, ",")
		for _, arm := range []int{2, 4} {
			wrong := strings.Clone(cells[arm]) + cells[arm][len(cells[arm])-1:]
			text := strings.Join(append(append(append([]string{}, cells[:arm]...), wrong), cells[arm+1:]...), ",")
			all = append(all, File{Name: fmt.Sprintf("an extra digit in row %d, column %d", i+2, arm+1), Base: "ten", Text: strings.Replace(Ten, line, text, 1), Want: Warned, Says: "(arm-sizes, rows"})
		}
	}
	return all
}

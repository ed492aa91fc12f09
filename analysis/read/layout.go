package read

import (
	"fmt"
	"slices"
	"strings"
)

// set is a group of columns that together carry numbers to pool.
type set struct {
	name   string
	layout Layout
	codes  []string
}

// sets are what a header is searched for, in the order of the messages.
var sets = []set{
	{"counts of arms", Long, []string{"n", "events"}},
	{"means of arms", Long, []string{"n", "mean", "sd"}},
	{"means of arms with standard errors", Long, []string{"n", "mean", "se"}},
	{"means of arms with intervals", Long, []string{"n", "mean", "ci_low", "ci_high"}},
	{"quartiles of arms", Long, []string{"n", "q1", "median", "q3"}},
	{"extremes of arms", Long, []string{"n", "min", "median", "max"}},
	{"counts", Wide, []string{"events_t", "n_t", "events_c", "n_c"}},
	{"counts and non-events", Wide, []string{"events_t", "nonevents_t", "events_c", "nonevents_c"}},
	{"counts and totals", Wide, []string{"events_t", "total_t", "events_c", "total_c"}},
	{"means", Wide, []string{"mean_t", "sd_t", "n_t", "mean_c", "sd_c", "n_c"}},
	{"means with standard errors", Wide, []string{"mean_t", "se_t", "n_t", "mean_c", "se_c", "n_c"}},
	{"quartiles", Wide, []string{"q1_t", "median_t", "q3_t", "n_t", "q1_c", "median_c", "q3_c", "n_c"}},
	{"extremes", Wide, []string{"min_t", "median_t", "max_t", "n_t", "min_c", "median_c", "max_c", "n_c"}},
	{"changes", Wide, []string{"change_mean_t", "change_sd_t", "change_n_t", "change_mean_c", "change_sd_c", "change_n_c"}},
	{"rates", Wide, []string{"events_t", "time_t", "events_c", "time_c"}},
	{"counts of one group", Wide, []string{"events_g", "n_g"}},
	{"a rate of one group", Wide, []string{"events_g", "time_g"}},
	{"a mean of one group", Wide, []string{"mean_g", "sd_g", "n_g"}},
	{"a standard deviation of one group", Wide, []string{"sd_g", "n_g"}},
	{"correlations", Wide, []string{"r", "n_g"}},
	{"coefficients of regressions", Wide, []string{"statistic", "predictors", "n_g"}},
	{"shares of variance explained", Wide, []string{"r2", "n_g"}},
	{"alphas", Wide, []string{"alpha", "items", "n_g"}},
	{"genotypes", Wide, []string{"homozygous_1", "heterozygous", "homozygous_2"}},
	{"means of the same people", Wide, []string{"mean_t", "sd_t", "mean_c", "n_g", "r"}},
	{"means of the same people, without their correlation", Wide, []string{"mean_t", "sd_t", "mean_c", "n_g"}},
	{"paired counts", Wide, []string{"both", "only_t", "only_c", "neither"}},
	{"effects with standard errors", Wide, []string{"yi", "sei"}},
	{"effects with variances", Wide, []string{"yi", "vi"}},
	{"effects with intervals", Wide, []string{"yi", "ci_low", "ci_high"}},
	{"effects with P values", Wide, []string{"yi", "p"}},
	{"effects with statistics", Wide, []string{"yi", "t_value"}},
	{"ready standardised differences", Wide, []string{"g", "g_se"}},
	{"ready log risk ratios", Wide, []string{"log_rr", "log_rr_se"}},
}

// keys are the columns that a layout needs beside a set.
var keys = []struct {
	layout Layout
	codes  []string
}{
	{Long, []string{"study", "arm"}},
	{Wide, []string{"study"}},
	{Studies, []string{"study"}},
}

// chooseLayout settles what a row is. A header that is both long and wide, or
// neither, is an error that names the sets found and the nearest missing column.
func chooseLayout(s sheet, asked Layout) (Layout, Errors) {
	fail := func(reason, cause string) (Layout, Errors) {
		return asked, Errors{{File: s.file, Line: s.line, Reason: reason, Cause: cause}}
	}
	if asked == Studies {
		if missing := s.claimed(Studies).missing(Studies, nil); len(missing) > 0 {
			return fail("the column study is missing", "a table of studies has one row a study, named in the column study")
		}
		return asked, nil
	}
	if asked != Detect {
		if len(s.complete(asked)) > 0 {
			return asked, nil
		}
		return fail(fmt.Sprintf("the header has no complete %s set", asked), s.nearest([]Layout{asked}))
	}
	long, wide := s.complete(Long), s.complete(Wide)
	switch {
	case len(long) > 0 && len(wide) > 0:
		return fail(fmt.Sprintf("the header is both long (%s) and wide (%s)", strings.Join(long, "; "), strings.Join(wide, "; ")),
			"say which in the protocol: {file: "+s.file+", layout: long} or layout: wide")
	case len(long) > 0:
		return Long, nil
	case len(wide) > 0:
		return Wide, nil
	}
	return fail("the header is neither long nor wide: no set is complete", s.nearest([]Layout{Long, Wide}))
}

// complete names the sets of a layout that the header has in full.
func (s sheet) complete(layout Layout) []string {
	have := s.claimed(layout)
	var found []string
	for _, set := range sets {
		if set.layout == layout && len(have.missing(layout, set.codes)) == 0 {
			found = append(found, set.name+": "+strings.Join(ourNames(set.codes), ", "))
		}
	}
	return found
}

// claimed are the claims of a header, whatever is wrong with them.
func (s sheet) claimed(layout Layout) claims {
	have, _ := claim(s, layout)
	return have
}

// missing are the codes of a set, and of the key of its layout, that the header
// has not.
func (c claims) missing(layout Layout, codes []string) []string {
	var lost []string
	for _, k := range keys {
		if k.layout == layout {
			codes = slices.Concat(k.codes, codes)
		}
	}
	for _, code := range codes {
		if c.column(code) < 0 {
			lost = append(lost, code)
		}
	}
	return lost
}

// nearest says which set lacks the fewest columns, what of it was found and
// what is missing. Among equals the set of which more was found is nearer.
func (s sheet) nearest(layouts []Layout) string {
	var best set
	var lost []string
	bestFound := -1
	have := map[Layout]claims{}
	for _, layout := range layouts {
		have[layout] = s.claimed(layout)
	}
	for _, set := range sets {
		if !slices.Contains(layouts, set.layout) {
			continue
		}
		missing := have[set.layout].missing(set.layout, set.codes)
		found := len(set.codes) - len(missing)
		if bestFound < 0 || len(missing) < len(lost) || len(missing) == len(lost) && found > bestFound {
			best, lost, bestFound = set, missing, found
		}
	}
	found := s.found(best)
	if len(found) == 0 {
		return fmt.Sprintf("none of the columns of a set was found; the smallest is %s: %s", best.layout, strings.Join(ourNames(lost), ", "))
	}
	return fmt.Sprintf("nearest is %s (%s): found %s, missing %s%s", best.layout, best.name, strings.Join(found, ", "), strings.Join(ourNames(lost), ", "), ofOneGroup(layouts, best, lost))
}

// ofOneGroup says what the columns of a set would be called if each study were of
// one group, empty where nothing but the arm is missing or there is no such set.
func ofOneGroup(layouts []Layout, best set, lost []string) string {
	if !slices.Contains(layouts, Wide) || !slices.Equal(lost, []string{"arm"}) {
		return ""
	}
	for _, other := range sets {
		same := len(other.codes) == len(best.codes)
		for _, code := range best.codes {
			same = same && slices.Contains(other.codes, code+"_g")
		}
		if same {
			return "; of studies of one group each they are " + strings.Join(ourNames(other.codes), ", ")
		}
	}
	return ""
}

// found are the header's own names for what it has of a set and its key.
func (s sheet) found(set set) []string {
	have := s.claimed(set.layout)
	lost := have.missing(set.layout, set.codes)
	var names []string
	for _, k := range keys {
		if k.layout != set.layout {
			continue
		}
		for _, code := range slices.Concat(k.codes, set.codes) {
			if !slices.Contains(lost, code) {
				names = append(names, s.header[have[code]])
			}
		}
	}
	return names
}

// ourNames are the first names of fields.
func ourNames(codes []string) []string {
	var names []string
	for _, code := range codes {
		for _, f := range fields {
			if f.code == code {
				names = append(names, f.names[0])
			}
		}
	}
	return names
}

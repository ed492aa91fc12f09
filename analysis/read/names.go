package read

import (
	"fmt"
	"slices"
	"strings"
)

// field is one thing that a column can hold, with every name it goes by. The
// first name is ours; then metafor's, meta's and Metapsy's.
type field struct {
	code    string
	names   []string
	layouts []Layout
}

var (
	everywhere = []Layout{Long, Wide, Studies}
	inLong     = []Layout{Long}
	inWide     = []Layout{Wide}
	inBoth     = []Layout{Long, Wide}
)

// fields are all columns that are understood. Names are matched without regard
// to capitals. Any other column is the user's own and stays text.
var fields = []field{
	{"study", []string{"study", "slab", "studlab", "trial"}, everywhere},
	{"study", []string{"id"}, []Layout{Studies}}, // of a table whose rows are not studies but, say, published results
	{"label", []string{"label"}, everywhere},
	{"outcome", []string{"outcome", "outcome_type"}, inBoth},
	{"scale", []string{"scale", "instrument"}, inBoth},
	{"kind", []string{"kind"}, inBoth},
	{"time", []string{"time", "time_h"}, inBoth},
	{"time_weeks", []string{"time_weeks"}, inBoth},
	{"moment", nil, inBoth}, // Metapsy's word for a time

	{"arm", []string{"arm"}, inLong},
	{"treatment", []string{"treatment"}, inLong},
	{"n", []string{"n"}, inLong},
	{"n_randomised", []string{"n_randomised"}, inLong}, // with those whose outcome is not known
	{"events", []string{"events"}, inLong},
	{"mean", []string{"mean"}, inLong},
	{"sd", []string{"sd"}, inLong},
	{"se", []string{"se"}, inLong},

	{"experimental", []string{"experimental", "condition_arm1", "treat1"}, inWide},
	{"control", []string{"control", "condition_arm2", "treat2"}, inWide},
	{"variant_t", []string{"multi_arm1"}, inWide},
	{"variant_c", []string{"multi_arm2"}, inWide},
	{"rating", []string{"rating"}, inWide},
	{"measure", []string{"measure"}, inWide},

	{"both", []string{"both"}, inWide}, // people who had both treatments, by where the event occurred
	{"only_t", []string{"only_t"}, inWide},
	{"only_c", []string{"only_c"}, inWide},
	{"neither", []string{"neither"}, inWide},
	{"pairing", []string{"pairing"}, inWide}, // which of several possible pairings a row is
	{"events_t", []string{"events_t", "ai", "x1i", "tpos", "event.e", "event_arm1"}, inWide},
	{"events_c", []string{"events_c", "ci", "x2i", "cpos", "event.c", "event_arm2"}, inWide},
	{"nonevents_t", []string{"nonevents_t", "bi", "tneg"}, inWide},
	{"nonevents_c", []string{"nonevents_c", "di", "cneg"}, inWide},
	{"total_t", []string{"totaln_arm1"}, inWide}, // Metapsy counts the people of a 2 by 2 table apart
	{"total_c", []string{"totaln_arm2"}, inWide},
	{"n_t", []string{"n_t", "n1i", "n.e", "n_arm1"}, inWide},
	{"n_c", []string{"n_c", "n2i", "n.c", "n_arm2"}, inWide},
	{"n_randomised_t", []string{"n_randomised_t"}, inWide},
	{"n_randomised_c", []string{"n_randomised_c"}, inWide},
	{"mean_t", []string{"mean_t", "m1i", "mean.e", "mean_arm1"}, inWide},
	{"mean_c", []string{"mean_c", "m2i", "mean.c", "mean_arm2"}, inWide},
	{"sd_t", []string{"sd_t", "sd1i", "sd.e", "sd_arm1"}, inWide},
	{"sd_c", []string{"sd_c", "sd2i", "sd.c", "sd_arm2"}, inWide},
	{"time_t", []string{"time_t", "t1i", "time.e"}, inWide}, // person-time
	{"time_c", []string{"time_c", "t2i", "time.c"}, inWide},
	{"events_g", []string{"events_g", "xi"}, inWide}, // of a study of one group
	{"n_g", []string{"n_g", "ni"}, inWide},
	{"mean_g", []string{"mean_g", "mi"}, inWide},
	{"sd_g", []string{"sd_g", "sdi"}, inWide},
	{"time_g", []string{"time_g"}, inWide},
	{"r", []string{"ri"}, inWide},                  // a correlation
	{"statistic", []string{"t_statistic"}, inWide}, // of one coefficient
	{"predictors", []string{"n_predictors"}, inWide},
	{"r2", []string{"r2i"}, inWide},
	{"alpha", []string{"cronbach_alpha"}, inWide},
	{"items", []string{"n_items"}, inWide},
	{"homozygous_1", []string{"homozygous_1"}, inWide},
	{"heterozygous", []string{"heterozygous"}, inWide},
	{"homozygous_2", []string{"homozygous_2"}, inWide},
	{"change_n_t", []string{"n_change_arm1"}, inWide},
	{"change_n_c", []string{"n_change_arm2"}, inWide},
	{"change_mean_t", []string{"mean_change_arm1"}, inWide},
	{"change_mean_c", []string{"mean_change_arm2"}, inWide},
	{"change_sd_t", []string{"sd_change_arm1"}, inWide},
	{"change_sd_c", []string{"sd_change_arm2"}, inWide},
	{"yi", []string{"yi", "TE"}, inWide},
	{"sei", []string{"sei", "seTE"}, inWide},
	{"vi", []string{"vi"}, inWide},
	{"ci_low", []string{"ci_low", "lower"}, inBoth}, // of the effect; in the long layout of the arm's mean
	{"ci_high", []string{"ci_high", "upper"}, inBoth},
	{"ci_from", []string{"ci_from"}, inWide}, // of the interval, P value or statistic of the effect
	{"p", []string{"p", "p_value", "pval"}, inWide},
	{"t_value", []string{"t_value", "z_value"}, inWide},
	{"cluster_size", []string{"cluster_size"}, inBoth},
	{"icc", []string{"icc"}, inBoth},
	{"mean_from", []string{"mean_from"}, inBoth}, // how the median and the other quantiles become a mean
	{"min", []string{"min"}, inLong},
	{"q1", []string{"q1"}, inLong},
	{"median", []string{"median"}, inLong},
	{"q3", []string{"q3"}, inLong},
	{"max", []string{"max"}, inLong},
	{"se_t", []string{"se_t", "se.e"}, inWide},
	{"se_c", []string{"se_c", "se.c"}, inWide},
	{"min_t", []string{"min_t", "min.e"}, inWide},
	{"q1_t", []string{"q1_t", "q1.e"}, inWide},
	{"median_t", []string{"median_t", "median.e"}, inWide},
	{"q3_t", []string{"q3_t", "q3.e"}, inWide},
	{"max_t", []string{"max_t", "max.e"}, inWide},
	{"min_c", []string{"min_c", "min.c"}, inWide},
	{"q1_c", []string{"q1_c", "q1.c"}, inWide},
	{"median_c", []string{"median_c", "median.c"}, inWide},
	{"q3_c", []string{"q3_c", "q3.c"}, inWide},
	{"max_c", []string{"max_c", "max.c"}, inWide},
	{"g", []string{"precalc_g"}, inWide},
	{"g_se", []string{"precalc_g_se"}, inWide},
	{"log_rr", []string{"precalc_log_rr"}, inWide},
	{"log_rr_se", []string{"precalc_log_rr_se"}, inWide},
}

// Outcome says that a column of the name holds numbers that effects are computed
// from and that vary by chance with them: events and means, not people.
func Outcome(name string) bool {
	of := []string{"events", "events_t", "events_c", "events_g", "nonevents_t", "nonevents_c", "mean", "mean_t", "mean_c", "mean_g",
		"change_mean_t", "change_mean_c", "median", "median_t", "median_c", "yi", "g", "log_rr"}
	return slices.ContainsFunc(fields, func(f field) bool {
		return slices.Contains(of, f.code) && slices.ContainsFunc(f.names, func(n string) bool { return strings.EqualFold(n, name) })
	})
}

// yields are names that mean something else when another name is in the header,
// the first that applies: dat.bcg numbers its studies in "trial", other files have
// a trial beside a study; Metapsy's "time" is a word beside "time_weeks";
// metafor's "ti" is person-time beside "xi" and else a t statistic, its "mi" a
// number of predictors or of items where there is no "sdi", its "ai" an alpha
// beside "mi". An empty code leaves the column to the user.
var yields = []struct{ name, to, code string }{
	{"trial", "study", ""},
	{"trial", "slab", ""},
	{"trial", "studlab", ""},
	{"id", "study", ""},
	{"id", "slab", ""},
	{"id", "studlab", ""},
	{"id", "trial", ""},
	{"time", "time_weeks", "moment"},
	{"ti", "xi", "time_g"},
	{"ti", "ni", "statistic"},
	{"mi", "sdi", "mean_g"},
	{"mi", "ti", "predictors"},
	{"mi", "r2i", "predictors"},
	{"mi", "ai", "items"},
	{"ai", "mi", "alpha"},
}

// known says whether any field goes by a name.
func known(name string) bool {
	return slices.ContainsFunc(fields, func(f field) bool { return isOneOf(name, f.names) })
}

// meaning is the code of the field that a header name stands for in a layout,
// empty for a column of the user's own.
func (s sheet) meaning(name string, layout Layout) string {
	for _, y := range yields {
		if strings.EqualFold(y.name, name) && isOneOf(y.to, s.header) {
			return y.code
		}
	}
	for _, f := range fields {
		if slices.Contains(f.layouts, layout) && isOneOf(name, f.names) {
			return f.code
		}
	}
	return ""
}

func isOneOf(name string, names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// claims is the column of each field that a header has.
type claims map[string]int

// column is the position of a field's column, or -1.
func (c claims) column(code string) int {
	if i, ok := c[code]; ok {
		return i
	}
	return -1
}

// claim finds the column of each field of the layout. Two names of one field in
// one header is an error.
func claim(s sheet, layout Layout) (claims, Errors) {
	found := claims{}
	var errs Errors
	for i, name := range s.header {
		code := s.meaning(name, layout)
		if code == "" {
			continue
		}
		if first, ok := found[code]; ok {
			errs = append(errs, Error{File: s.file, Line: s.line, Column: name,
				Reason: fmt.Sprintf("columns %s and %s are two names of one thing (%s)", s.header[first], name, code),
				Cause:  "rename the one that is not meant"})
			continue
		}
		found[code] = i
	}
	return found, errs
}

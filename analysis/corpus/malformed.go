package corpus

import "strings"

// malformed are files that are refused: a base, what is replaced in it, and
// where and why the error is found.
var malformed = []struct {
	name, base, old, with string
	line                  int
	column, says          string
}{
	// Numbers that cannot be.
	{"events over people", "long", "count,20,12", "count,20,21", 2, "events", "more events than people (20)"},
	{"events without people", "long", "count,20,12", "count,,12", 2, "n", "n is empty"},
	{"events with NA people", "long", "count,20,12", "count,NA,12", 2, "n", "n is empty"},
	{"nobody", "long", "count,20,12", "count,0,0", 2, "n", "an arm of nobody"},
	{"nobody and no events", "long", "count,20,12", "count,0,", 2, "n", "an arm of nobody"},
	{"negative events", "long", "count,20,12", "count,20,-12", 2, "events", "a negative count"},
	{"negative people", "long", "count,20,12", "count,-20,12", 2, "n", "a negative count"},
	{"part of a person", "long", "count,20,12", "count,20.5,12", 2, "n", "not a whole number"},
	{"point between thousands of n", "long", "count,20,12", "count,1.020,12", 2, "n", "point between thousands"},
	{"part of an event", "long", "count,20,12", "count,20,11.5", 2, "events", "not a whole number; a percentage"},
	{"a proportion of events", "long", "count,20,12", "count,20,0.35", 2, "events", "percentages where counts are expected"},
	{"percentages of events", "long", "count,20,12,,,,a\nalpha2019,sal,saline,response,24,MADRS,count,21,5", "count,20,60.5,,,,a\nalpha2019,sal,saline,response,24,MADRS,count,21,23.8", 3, "events", "percentages where counts are expected"},
	{"parts of events, and counts above 100", "counts", Counts, "study,events_t,n_t,events_c,n_c\na,60.5,200,1,10\nb,60.5,200,1,10\nc,160,200,1,10\n", 2, "events_t", "a mean or an average"},
	{"too many digits", "long", "count,20,12", "count,99999999999999999,12", 2, "n", "too large for a count"},
	{"sd of 0", "long", "7.25", "0", 4, "sd", "must be above 0"},
	{"sd of 0.00", "long", "7.25", "0.00", 4, "sd", "must be above 0"},
	{"sd below 0", "long", "7.25", "-7.25", 4, "sd", "must be above 0"},
	{"se of 0", "long", "13,,2,e", "13,,0,e", 6, "se", "must be above 0"},
	{"wide events over people", "counts", "30,47", "47,30", 3, "events_t", "more events than people (30)"},
	{"wide control events over people", "counts", "7,25,b", "27,25,b", 3, "events_c", "more events than people (25)"},
	{"wide events without people", "counts", "30,47", "30,", 3, "n_t", "n_t is empty"},
	{"wide sd of 0", "means", "2.5,14", "0,14", 3, "sd_c", "must be above 0"},
	{"wide nobody", "means", ",12,", ",0,", 3, "n_t", "an arm of nobody"},
	{"bounds exchanged", "effect", "-12.71,-3.2", "-3.2,-12.71", 2, "ci_low", "not below the upper"},
	{"bounds equal", "effect", "0.1,0.9", "0.5,0.5", 4, "ci_low", "not below the upper"},
	{"estimate above its interval", "effect", "0.5,0.1,0.9", "1.5,0.1,0.9", 4, "yi", "outside its interval"},
	{"estimate below its interval", "effect", "-7.95", "-17.95", 2, "yi", "outside its interval"},
	{"a sign lost", "effect", "-7.95,", "7.95,", 2, "yi", "a sign lost"},
	{"unknown way of an interval", "effect", "t17", "bootstrap", 3, "ci_from", "t and the degrees of freedom"},
	{"t without degrees of freedom", "effect", "t17", "t", 3, "ci_from", "t and the degrees of freedom"},
	{"t with no degrees of freedom", "effect", "t17", "t0", 3, "ci_from", "degrees of freedom"},
	{"variance of 0", "studies", Studies, "study,yi,vi\na,1,0\n", 2, "vi", "must be above 0"},
	{"standard error of 0", "studies", Studies, "study,yi,sei\na,1,0\n", 2, "sei", "must be above 0"},
	{"standard error below 0", "studies", Studies, "study,yi,sei\na,1,-0.5\n", 2, "sei", "must be above 0"},
	{"meta's standard error of 0", "studies", Studies, "studlab,TE,seTE\na,1,0\n", 2, "seTE", "must be above 0"},
	{"cells against totals", "studies", Studies, "slab,ai,bi,ci,di,n1i,n2i\na,12,8,5,16,21,21\n", 2, "bi", "the number of people of this arm is 20 here and 21 in n1i"},
	{"cells of nobody", "studies", Studies, "slab,ai,bi,ci,di\na,0,0,5,16\n", 2, "bi", "an arm of nobody"},
	{"endpoint and change in one row", "studies", Studies, "study,mean_arm1,mean_arm2,sd_arm1,sd_arm2,n_arm1,n_arm2,mean_change_arm1\nA,10,15,5,6,30,31,-1\n", 2, "mean_change_arm1", "both endpoint means and mean changes"},
	{"two effects in one row", "studies", Studies, "study,precalc_g,precalc_g_se,precalc_log_rr,precalc_log_rr_se\na,1,0.5,1,0.5\n", 2, "precalc_log_rr", "more than one effect"},
	{"a measure against its column", "studies", Studies, "study,measure,precalc_g,precalc_g_se\na,MD,1,0.5\n", 2, "measure", "column for SMD"},
	{"one name for both arms", "studies", Studies, "study,experimental,control,yi,vi\na,x,x,1,1\n", 2, "control", "both arms have the same name"},

	// Names and keys.
	{"a row twice", "long", ",e\n", ",e\nalpha2019,ket,ketamine,response,24,MADRS,count,20,12,,,,a\n", 7, "study", "lines 2 and 7 have the same study, outcome, time_h, arm, scale and kind"},
	{"a key twice with other numbers", "long", ",e\n", ",e\nalpha2019,ket,ketamine,response,24.0,MADRS,count,19,12,,,,z\n", 7, "study", "pasted twice"},
	{"a comparison twice", "counts", "beta2020", "alpha2019", 3, "study", "lines 2 and 3 have the same study"},
	{"a study twice", "studies", "beta2020", "alpha2019", 3, "study", "lines 2 and 3 have the same study"},
	{"capitals of a study", "long", "beta2020,sal", "Beta2020,sal", 5, "study", "likely the same study written twice"},
	{"a space in a study", "long", "beta2020,sal", "beta 2020,sal", 5, "study", "likely the same study written twice"},
	{"a hard space in a study", "long", "beta2020,sal", "beta\u00a02020,sal", 5, "study", "likely the same study written twice"},
	{"a zero-width space in a study", "long", "beta2020,sal", "beta\u200b2020,sal", 5, "study", "likely the same study written twice"},
	{"full-width digits in a study", "long", "beta2020,sal", "beta２020,sal", 5, "study", "likely the same study written twice"},
	{"Unicode forms of a study", "studies", "beta2020", "Andr\u00e9,x,,\nAndre\u0301", 4, "study", "likely the same study written twice"},
	{"capitals of a study in studies", "studies", "beta2020", "ALPHA2019", 3, "study", "likely the same study written twice"},
	{"a study without a name", "long", "beta2020,sal", ",sal", 5, "study", "the study is not named"},
	{"a study named NA", "long", "beta2020,sal", "NA,sal", 5, "study", "the study is not named"},
	{"an arm without a name", "long", "beta2020,sal", "beta2020,", 5, "arm", "the arm is not named"},
	{"an arm of two treatments", "long", ",e\n", ",e\nbeta2020,ket,esketamine,score,48,MADRS,endpoint,30,,14.5,7.25,,c\n", 7, "treatment", "has the treatment \"esketamine\" here and \"ketamine\" on line 4"},
	{"a row of separators", "long", ",e\n", ",e\n,,,,,,,,,,,,\n", 7, "study", "an empty row left by a spreadsheet"},

	// The header.
	{"a name twice", "long", "scale,kind", "scale,scale", 1, "scale", "columns 6 (scale) and 7 (scale) have the same name"},
	{"a name twice but for spaces", "long", "scale,kind", "scale, scale ", 1, "scale", "have the same name"},
	{"a name twice but for capitals", "long", "scale,kind", "scale,Scale", 1, "Scale", "columns 6 (scale) and 7 (Scale)"},
	{"an own name twice", "long", "se,note", "se,note,note", 1, "note", "columns 13 (note) and 14 (note)"},
	{"a column without a name", "long", "scale,kind", "scale,", 1, "", "column 7 of the header has no name"},
	{"a last column without a name", "counts", "n_c,note", "n_c,note,", 1, "", "column 7 of the header has no name"},
	{"a hard space in a name", "long", "scale,kind", "scale,ki\u00a0nd", 1, `ki\u00a0nd`, "does not print"},
	{"an escape in a name", "long", "note", "no\x1b[31mte", 1, `no\x1b[31mte`, "does not print"},
	{"two names of the time", "long", "outcome,time_h,scale", "time,time_h,scale", 1, "time_h", "columns time and time_h are two names of one thing"},
	{"two names of the study", "counts", "study,events_t", "study,slab,events_t", 1, "slab", "columns study and slab are two names of one thing"},
	{"two names of n", "counts", "n_c,note", "n_c,n2i", 1, "n2i", "columns n_c and n2i"},
	{"two names of the scale", "means", "study,", "study,scale,instrument,", 1, "instrument", "columns scale and instrument"},

	// The layout.
	{"neither layout", "long", "study,arm,treatment,outcome,time_h,scale,kind,n,events,mean,sd,se", "study,arm,treatment,outcome,time_h,scale,kind,n,evnts,average,dev,err", 1, "", "nearest is long (counts of arms): found study, arm, n, missing events"},
	{"long without arm", "long", "arm,", "group,", 1, "", "missing arm; of studies of one group each they are mean_g, sd_g, n_g"},
	{"wide without study", "counts", "study,", "name,", 1, "", "nearest is wide (counts): found events_t, n_t, events_c, n_c, missing study"},
	{"wide without the last count", "counts", "n_c,note", "nc,note", 1, "", "found study, events_t, n_t, events_c, missing n_c"},
	{"effects without variance", "effect", "ci_low,ci_high", "from,to", 1, "", "nearest is wide (effects with standard errors): found study, yi, missing sei"},
	{"nothing known", "studies", Studies, "a,b\n1,2\n", 1, "", "none of the columns of a set was found"},
	{"both layouts", "studies", Studies, "study,arm,n,events,yi,vi\na,x,10,2,1,1\n", 1, "", "both long (counts of arms: n, events) and wide (effects with variances: yi, vi)"},

	// The shape.
	{"a cell too many", "long", ",7.25,,c", ",7.25,,c,d", 4, "", "14 cells where the header has 13"},
	{"a cell too few", "long", ",7.25,,c", ",7.25,c", 4, "", "12 cells where the header has 13"},
	{"a decimal comma without quotes", "long", "14.5", "14,5", 4, "", "a decimal comma"},
	{"a line cut off", "long", ",21,8,,d", "", 5, "", "cells where the header has 13"},
	{"a title above the header", "long", "study,arm", "Table 1\nstudy,arm", 1, "", "neither long nor wide"},
	{"a quote not closed", "long", ",c\n", ",\"c\n", 4, "", "not closed"},
	{"a quote not closed in the header", "long", "note", "\"note", 1, "", "not closed"},
	{"a quote within a cell", "long", ",c\n", ",c\"d\n", 4, "", "a quote inside a cell"},
	{"text after a quote", "long", ",c\n", ",\"c\"d\n", 4, "", "text after its closing quote"},
	{"a header and no rows", "long", Long, "study,arm,n,events\n", 1, "", "a header and no rows"},
	{"an empty file", "long", Long, "", 1, "", "the file is empty"},
	{"a file of blank lines", "long", Long, "\n \n\r\n", 1, "", "the file is empty"},
	{"a file of a byte order mark", "long", Long, "\ufeff", 1, "", "the file is empty"},

	// The bytes.
	{"lone CR", "long", Long, strings.ReplaceAll(Long, "\n", "\r"), 1, "", "old Macintosh"},
	{"one lone CR", "long", ",a\n", ",a\r", 2, "", "a carriage return that ends no line"},
	{"CR at the end of the file", "long", ",e\n", ",e\r", 6, "", "a carriage return that ends no line"},
	{"Latin-1", "long", ",c\n", ",bl\xe5b\xe6r\n", 4, "", "saved as Latin-1"},
	{"Latin-1 in the header", "long", "note", "bl\xe5", 1, "", "saved as Latin-1"},
	{"UTF-16 with a mark", "long", Long, "\xff\xfes\x00t\x00", 1, "", "the file is UTF-16"},
	{"UTF-16, the other way", "long", Long, "\xfe\xff\x00s\x00t", 1, "", "the file is UTF-16"},
	{"UTF-16 without a mark", "long", Long, "s\x00t\x00u\x00", 1, "", "UTF-16 text or a damaged file"},
	{"a NUL", "long", ",c\n", ",c\x00\n", 4, "", "a NUL byte"},
	{"a cut UTF-8 letter", "long", ",c\n", ",\xc3\n", 4, "", "not UTF-8"},
	{"a surrogate in UTF-8", "long", ",c\n", ",\xed\xa0\x80\n", 4, "", "not UTF-8"},
	{"an overlong letter", "long", ",c\n", ",\xc0\xaf\n", 4, "", "not UTF-8"},
}

func malformedTables() []File {
	var all []File
	for _, c := range malformed {
		b := Of(c.base)
		all = append(all, File{Name: c.name, Base: c.base, Text: replace(c.old, c.with)(b.Text), Detect: c.old == Studies,
			Want: Refused, Line: c.line, Column: c.column, Says: c.says})
	}
	// Nothing is wrong with the table; the protocol does not say which scale is meant.
	return append(all, File{Name: "two scales in one difference", Base: "eight", Text: replace("40,HDRS-17", "40,MADRS")(Eight), Want: Refused, Says: "MD over different scales (MADRS, HDRS-17)"})
}

// Package corpus is files that are malformed or odd, each with what must come of
// it: a refusal with its place and its cause, a warning, or the very numbers of
// the plain file. Nothing but tests reads it.
//
// A file is made from a base, a small review that runs, by changing one of its
// files. Some are written down one by one, most are made: every wrong way to
// write a number in every kind of column, every encoding of every base, every
// key of a protocol misspelt.
package corpus

import "slices"

// Want is what must come of a file.
type Want string

// Refused files are no input: an error tells the place and the cause. Warned
// files run, and the result carries a remark that the base's does not. Equal
// files run and give the base's numbers to the last bit.
const (
	Refused Want = "refused"
	Warned  Want = "warned"
	Equal   Want = "equal"
)

// File is one file of the corpus.
type File struct {
	Name   string // what is wrong or odd
	Base   string // the review whose file it replaces
	Text   string
	Want   Want
	Detect bool // of a table of studies: it is no more one, and its header decides

	// Refused: an error stands at this line and column (a column's name in a
	// table, empty for the row; a number in a protocol) and says this. Warned:
	// a remark says this.
	Line   int
	Column string
	Says   string

	Loose []string // Equal, of a table: fields of its rows that may differ all the same
}

// Files are all files of the corpus.
func Files() []File {
	return slices.Concat(malformedTables(), notNumbers(), encodings(), sizes(), oddTables(), labels(), suspicious(), protocols())
}

// Base is a small review that runs: its protocol and its tables. Table is the
// file of it that is changed and Text what that file holds; Layout is how it is
// read.
type Base struct {
	Name, Table, Layout string
	Text                string
	Review              map[string]string // the other files
}

const (
	protocolName = "protocol.yaml"
	tableName    = "x.csv"
)

// Of is the base of a name.
func Of(name string) Base {
	return Bases[slices.IndexFunc(Bases, func(b Base) bool { return b.Name == name })]
}

func contrasts(name, text, analysis string) Base {
	return Base{name, tableName, "wide", text, map[string]string{protocolName: "review: R\ndata: {contrasts: x.csv}\nscales:\n  HDRS-17: {min: 0, max: 52, worse: higher, integer: yes}\nanalyses:\n  - {id: a, title: A, " + analysis + "}\n"}}
}

// Bases are the reviews.
var Bases = []Base{
	{"long", tableName, "long", Long, map[string]string{protocolName: `review: R
data: {arms: x.csv}
analyses:
  - {id: response, title: Response, outcome: response, measure: OR, compare: {experimental: [ketamine], control: [saline]}}
  - {id: score, title: Score, outcome: score, measure: MD, compare: {experimental: [ketamine], control: [saline]}}
`}},
	contrasts("counts", Counts, "measure: OR"),
	contrasts("means", Means, "measure: MD"),
	contrasts("effect", Effect, "measure: MD"),
	contrasts("ten", Ten, "measure: OR, sensitivity: [leave-one-out]"),
	contrasts("eight", Eight, "measure: MD"),
	{"studies", tableName, "studies", Studies, map[string]string{
		protocolName: "review: R\ndata: {studies: x.csv, contrasts: trials.csv}\nanalyses:\n  - {id: a, title: A, measure: OR, subgroup: {by: blinding}}\n",
		"trials.csv": "study,events_t,n_t,events_c,n_c\nalpha2019,12,20,5,21\nbeta2020,30,47,7,25\n"}},
	{"protocol", protocolName, "", Protocol, map[string]string{tableName: Long}},
}

// Long has an arm a row.
const Long = `study,arm,treatment,outcome,time_h,scale,kind,n,events,mean,sd,se,note
alpha2019,ket,ketamine,response,24,MADRS,count,20,12,,,,a
alpha2019,sal,saline,response,24,MADRS,count,21,5,,,,b
beta2020,ket,ketamine,score,24,MADRS,endpoint,30,,14.5,7.25,,c
beta2020,sal,saline,score,24,MADRS,endpoint,31,NA,21,8,,d
gamma2021,ket,ketamine,score,24,MADRS,endpoint,16,,13,,2,e
`

// Counts, Means and Effect have a comparison a row.
const (
	Counts = `study,events_t,n_t,events_c,n_c,note
alpha2019,12,20,5,21,a
beta2020,30,47,7,25,b
gamma2021,3,33,NA,NA,c
`
	Means = `study,mean_t,sd_t,n_t,mean_c,sd_c,n_c
alpha2019,14.5,7.25,30,21,8,31
beta2020,-3,2,12,-1.5,2.5,14
`
	Effect = `study,measure,yi,ci_low,ci_high,ci_from
alpha2019,MD,-7.95,-12.71,-3.2,normal
beta2020,MD,-7.6,-11.3,-3.9,t17
gamma2021,MD,0.5,0.1,0.9,
`
)

// Ten and Eight have enough trials for each to be held against the others.
const (
	Ten = `study,events_t,n_t,events_c,n_c,registration
A 2001,4,123,11,139,
B 2002,6,306,29,303,
C 2003,3,231,11,220,
D 2004,9,120,24,121,
E 2005,8,254,10,262,
F 2006,12,210,21,207,
G 2007,7,190,15,188,
H 2008,9,160,18,162,
I 2009,5,141,9,139,
J 2010,10,220,19,224,
`
	Eight = `study,mean_t,sd_t,n_t,mean_c,sd_c,n_c,scale,kind,registration
A 2001,14.2,6.9,41,17.1,7.2,40,HDRS-17,endpoint,
B 2002,13.5,7.4,60,16.0,7.1,62,HDRS-17,endpoint,
C 2003,15.1,6.6,35,18.2,6.8,36,HDRS-17,endpoint,
D 2004,12.8,7.0,80,15.9,7.3,79,HDRS-17,endpoint,
E 2005,14.9,7.7,52,16.8,7.5,50,HDRS-17,endpoint,
F 2006,13.9,6.8,44,17.4,7.0,45,HDRS-17,endpoint,
G 2007,15.4,7.1,71,17.9,6.9,70,HDRS-17,endpoint,
H 2008,14.4,7.3,38,16.6,7.6,39,HDRS-17,endpoint,
`
)

// Studies has a trial a row and no numbers to pool.
const Studies = `study,label,year,blinding
alpha2019,Alpha 2019,2019,active
beta2020,Beta 2020,2020,
`

// Protocol has every kind of key. It goes with Long.
const Protocol = `review: R
about: Small
profile: grove-2026
data: {arms: x.csv}
model: {tau2: REML}
analyses:
  - id: response
    title: Response
    outcome: response
    time: {at: 24, from: 20, to: 96, unit: h}
    compare: {experimental: [ketamine], control: [saline]}
    prefer: {scale: [MADRS]}
    measure: OR
    better: higher
    favours: {left: saline, right: ketamine}
    where: {note: [a, b]}
    sensitivity:
      - {id: wald, title: Wald, model: {interval: wald}}
      - {id: ratio, title: Risk ratio, measure: RR}
      - leave-one-out
`

package choose

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/protocol"
	"grove/analysis/read"
)

// tables reads a review's tables from their text; an empty text is no table.
func tables(t *testing.T, studies, arms, contrasts string) Tables {
	t.Helper()
	var all Tables
	for _, slot := range []struct {
		name, text string
		layout     read.Layout
		table      **read.Table
	}{{"studies.csv", studies, read.Studies, &all.Studies}, {"arms.csv", arms, read.Long, &all.Arms}, {"contrasts.csv", contrasts, read.Wide, &all.Contrasts}} {
		if slot.text == "" {
			continue
		}
		table, err := read.Read(slot.name, []byte(slot.text), slot.layout)
		if err != nil {
			t.Fatal(err)
		}
		*slot.table = &table
	}
	return all
}

// selection is what an analysis with these lines of YAML selects.
func selection(t *testing.T, yaml string) protocol.Select {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(yaml), "\n")
	text := "review: r\ndata: {arms: arms.csv}\nanalyses:\n  - id: a\n    measure: OR\n    " + strings.Join(lines, "\n    ") + "\n"
	p, err := protocol.Parse("protocol.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p.Analyses[0].Select
}

// said is a choice in a few words: study@time with the events and people of
// both arms, and the studies left out with their reasons.
func said(c Choice) (used, left []string) {
	for _, u := range c.Used {
		used = append(used, fmt.Sprintf("%s@%g %g/%g %g/%g %s", u.Contrast.Study, u.Time, u.Contrast.T.Events, u.Contrast.T.N, u.Contrast.C.Events, u.Contrast.C.N, u.Source))
	}
	for _, l := range c.Left {
		left = append(left, l.Study+": "+l.Reason)
	}
	return used, left
}

const head = "study,outcome,time_h,scale,kind,arm,treatment,n,events,use,dose\n"

const compare = "compare: {experimental: [drug], control: [placebo]}\n"

// Each case would come out otherwise on the obvious misreading its name says.
var cases = []struct {
	name, studies, arms, contrasts, yaml string
	used                                 []string
	left                                 []string // substrings, one a left-out study
}{
	{name: "the nearest time wins, not the first",
		arms: head + `a,r,20,,,d,drug,10,1,p,
a,r,20,,,c,placebo,10,2,p,
a,r,30,,,d,drug,10,3,p,
a,r,30,,,c,placebo,10,4,p,`,
		yaml: compare + "time: {at: 26, from: 20, to: 96, unit: h}",
		used: []string{"a@30 3/10 4/10 arms"}},
	{name: "a tie goes to the earlier time",
		arms: head + `a,r,34,,,d,drug,10,3,p,
a,r,34,,,c,placebo,10,4,p,
a,r,14,,,d,drug,10,1,p,
a,r,14,,,c,placebo,10,2,p,`,
		yaml: compare + "time: {at: 24, from: 0, to: 96, unit: h}",
		used: []string{"a@14 1/10 2/10 arms"}},
	{name: "the ends of the window belong to it",
		arms: head + `a,r,20,,,d,drug,10,1,p,
a,r,20,,,c,placebo,10,2,p,
b,r,96,,,d,drug,10,3,p,
b,r,96,,,c,placebo,10,4,p,
z,r,96.5,,,d,drug,10,3,p,
z,r,96.5,,,c,placebo,10,4,p,`,
		yaml: compare + "time: {at: 24, from: 20, to: 96, unit: h}",
		used: []string{"a@20 1/10 2/10 arms", "b@96 3/10 4/10 arms"},
		left: []string{"z: at 96.5 h, outside 20 to 96 h"}},
	{name: "a time at which one arm has no numbers is no candidate",
		arms: head + `a,r,24,,,d,drug,10,1,p,
a,r,24,,,c,placebo,,,p,
a,r,48,,,d,drug,10,3,p,
a,r,48,,,c,placebo,10,4,p,`,
		yaml: compare + "time: {at: 24, from: 20, to: 96, unit: h}",
		used: []string{"a@48 3/10 4/10 arms"}},
	{name: "a filter takes the whole contrast by its weakest arm",
		arms: head + `a,r,24,,,d,drug,10,1,p,
a,r,24,,,c,placebo,10,2,q,
b,r,24,,,d,drug,10,1,p,
b,r,24,,,c,placebo,10,2,p,`,
		yaml: compare + "where: {use: p}",
		used: []string{"b@24 1/10 2/10 arms"},
		left: []string{"a: use is q"}},
	{name: "exclude takes the whole contrast too",
		arms: head + `a,r,24,,,d,drug,10,1,p,
a,r,24,,,c,placebo,10,2,q,
b,r,24,,,d,drug,10,1,p,
b,r,24,,,c,placebo,10,2,p,`,
		yaml: compare + "exclude: {use: q}",
		used: []string{"b@24 1/10 2/10 arms"},
		left: []string{"a: excluded: use = q"}},
	{name: "keys of one exclude are joined by and",
		arms: head + `a,r,24,,,d,drug,10,1,p,1
a,r,24,,,c,placebo,10,2,p,1
b,r,24,,,d,drug,10,1,p,2
b,r,24,,,c,placebo,10,2,p,2`,
		yaml: compare + "exclude: {use: p, dose: 2}",
		used: []string{"a@24 1/10 2/10 arms"},
		left: []string{"b: excluded: dose = 2 and use = p"}},
	{name: "values compare as numbers if both are plain decimals",
		arms: head + `a,r,24,,,d,drug,10,1,p,0.50
a,r,24,,,c,placebo,10,2,p,0.5`,
		yaml: compare + "where: {dose: 0.5}",
		used: []string{"a@24 1/10 2/10 arms"}},
	{name: "and as text otherwise",
		arms: head + `a,r,24,,,d,drug,10,1,017x,
a,r,24,,,c,placebo,10,2,017x,
b,r,24,,,d,drug,10,1,17x,
b,r,24,,,c,placebo,10,2,17x,`,
		yaml: compare + "where: {use: 017x}",
		used: []string{"a@24 1/10 2/10 arms"},
		left: []string{"b: use is 17x"}},
	{name: "a missing cell matches only missing",
		arms: head + `a,r,24,,,d,drug,10,1,p,
a,r,24,,,c,placebo,10,2,p,
b,r,24,,,d,drug,10,1,p,3
b,r,24,,,c,placebo,10,2,p,3`,
		yaml: compare + "where: {dose: {missing: true}}",
		used: []string{"a@24 1/10 2/10 arms"},
		left: []string{"b: dose is 3"}},
	{name: "a missing cell is not below anything",
		arms: head + `a,r,24,,,d,drug,10,1,p,
a,r,24,,,c,placebo,10,2,p,
b,r,24,,,d,drug,10,1,p,3
b,r,24,,,c,placebo,10,2,p,3`,
		yaml: compare + "where: {dose: {le: 5}}",
		used: []string{"b@24 1/10 2/10 arms"},
		left: []string{"a: dose is not reported"}},
	{name: "two experimental arms are combined against the shared control once",
		arms: head + `a,r,24,,,low,drug,10,1,p,
a,r,24,,,high,drug,20,5,p,
a,r,24,,,c,placebo,11,2,p,`,
		yaml: compare,
		used: []string{"a@24 6/30 2/11 arms"}},
	{name: "only one arm, where a study has it",
		arms: head + `a,r,24,,,low,drug,10,1,p,
a,r,24,,,high,drug,20,5,p,
a,r,24,,,c,placebo,11,2,p,
b,r,24,,,d,drug,10,1,p,
b,r,24,,,c,placebo,10,2,p,`,
		yaml: compare + "arms: {only: high}",
		used: []string{"a@24 5/20 2/11 arms", "b@24 1/10 2/10 arms"}},
	{name: "prefer ranks scales after the time is chosen",
		arms: head + `a,r,24,second,,d,drug,10,1,p,
a,r,24,second,,c,placebo,10,2,p,
a,r,48,first,,d,drug,10,3,p,
a,r,48,first,,c,placebo,10,4,p,`,
		yaml: compare + "time: {at: 24, from: 20, to: 96, unit: h}\nprefer: {scale: [first, second]}",
		used: []string{"a@24 1/10 2/10 arms"}},
	{name: "a one-armed study is left out with what it lacks",
		arms: head + `a,r,24,,,d,drug,10,1,p,
b,r,24,,,d,drug,10,1,p,
b,r,24,,,c,placebo,10,2,p,`,
		yaml: compare,
		used: []string{"b@24 1/10 2/10 arms"},
		left: []string{"a: no arm with placebo"}},
	{name: "a study without a row stands in left out",
		studies: "study,design,reason\na,parallel,\nb,parallel,\nx,fixed,not randomised\n",
		arms: head + `a,r,24,,,d,drug,10,1,p,
a,r,24,,,c,placebo,10,2,p,
x,r,24,,,d,drug,10,1,p,
x,r,24,,,c,placebo,10,2,p,`,
		yaml: compare + "outcome: r\nwhere: {design: parallel}",
		used: []string{"a@24 1/10 2/10 arms"},
		left: []string{`b: no number found for outcome "r"`, "x: design is fixed (wanted: design = parallel): not randomised"}},
	{name: "the studies' own scale is written studies.scale",
		studies: "study,scale\na,X\nb,Y\n",
		arms: head + `a,r,24,Y,,d,drug,10,1,p,
a,r,24,Y,,c,placebo,10,2,p,
b,r,24,X,,d,drug,10,1,p,
b,r,24,X,,c,placebo,10,2,p,`,
		yaml: compare + "where: {studies.scale: X}",
		used: []string{"a@24 1/10 2/10 arms"},
		left: []string{"b: studies.scale is Y"}},
	{name: "no study at all is a choice of none",
		arms: head + `a,r,24,,,d,drug,10,1,p,
a,r,24,,,c,placebo,10,2,p,`,
		yaml: compare + "where: {use: p}\nexclude: {study: a}",
		left: []string{"a: excluded: study = a"}},
	{name: "prefer says whether arms or a contrast is used",
		arms: head + `a,r,24,,,d,drug,10,1,p,
a,r,24,,,c,placebo,10,2,p,`,
		contrasts: "study,outcome,time_h,experimental,control,measure,yi,sei\na,r,24,drug,placebo,OR,0.5,0.2\n",
		yaml:      compare + "prefer: {source: [contrasts, arms]}",
		used:      []string{"a@24 NaN/NaN NaN/NaN contrasts"}},
	{name: "an effect on another measure does not stand in for the counts beside it",
		contrasts: "study,measure,yi,sei,events_t,n_t,events_c,n_c\na,RR,0.5,0.2,1,10,2,10\nb,RR,0.5,0.2,,,,\nc,,0.5,0.2,3,10,4,10\n",
		yaml:      "where: {study: [a, b, c]}",
		used:      []string{"a@NaN 1/10 2/10 contrasts", "c@NaN 3/10 4/10 contrasts"},
		left:      []string{"b: number of events not reported"}},
	{name: "a contrast on another measure is no candidate",
		arms: head + `a,r,24,,,d,drug,10,1,p,
a,r,24,,,c,placebo,10,2,p,`,
		contrasts: "study,outcome,time_h,experimental,control,measure,yi,sei\na,r,24,drug,placebo,RR,0.5,0.2\n",
		yaml:      compare,
		used:      []string{"a@24 1/10 2/10 arms"}},
	{name: "an effect with one limit alone has no variance, which is said before the arms' own lack",
		contrasts: "study,measure,yi,ci_low,ci_high\na,OR,0.5,,1.1\n",
		left:      []string{"a: the variance of the reported effect is not reported, nor all of what it follows from; and of the arms: "}},
}

func TestChoose(t *testing.T) {
	m, _ := effect.Lookup("OR")
	for _, c := range cases {
		choice, err := Choose(tables(t, c.studies, c.arms, c.contrasts), selection(t, c.yaml), m)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		used, left := said(choice)
		if !slices.Equal(used, c.used) {
			t.Errorf("%s:\n used %q\n want %q", c.name, used, c.used)
		}
		if len(left) != len(c.left) {
			t.Errorf("%s:\n left %q\n want %q", c.name, left, c.left)
			continue
		}
		for i := range left {
			if !strings.Contains(left[i], c.left[i]) {
				t.Errorf("%s:\n left %q\n want %q", c.name, left[i], c.left[i])
			}
		}
	}
}

var two = head + `a,r,24,X,,d,drug,10,1,p,
a,r,24,X,,c,placebo,10,2,p,
`

// What is ambiguous, or names what no row has, is refused.
var refusals = []struct {
	name, studies, arms, contrasts, yaml string
	kind                                 error
	says                                 string
}{
	{"two times without a time", "", two + "a,r,48,X,,d,drug,10,1,p,\na,r,48,X,,c,placebo,10,2,p,\n", "", compare, ErrAmbiguous, "24 h, 48 h"},
	{"two scales at one time", "", two + "a,r,24,Y,,d,drug,10,1,p,\na,r,24,Y,,c,placebo,10,2,p,\n", "", compare, ErrAmbiguous, "X and Y"},
	{"a study in arms and contrasts", "", two, "study,outcome,time_h,scale,experimental,control,measure,yi,sei\na,r,24,X,drug,placebo,OR,0.5,0.2\n", compare, ErrAmbiguous, "arms and contrasts"},
	{"a filter value that no row has", "", two, "", compare + "where: {use: nobody}", ErrProtocol, `use = "nobody"; known: p`},
	{"a column that no table has", "", two, "", compare + "where: {usage: p}", ErrProtocol, `column "usage"`},
	{"a study to exclude that is not there", "", two, "", compare + "exclude: {study: zz}", ErrProtocol, `study = "zz"`},
	{"an outcome that no row has", "", two, "", compare + "outcome: remission", ErrProtocol, `outcome "remission"`},
	{"a treatment that no row has", "", two, "", "compare: {experimental: [dru], control: [placebo]}", ErrProtocol, `"dru"`},
	{"an arm that no row has", "", two, "", compare + "arms: {only: high}", ErrProtocol, `arms.only "high"`},
	{"a crossover read as two parallel arms", "study,design\na,crossover\n", two, "", compare, ErrCrossover, "arms.csv:2"},
	{"however it is spelled", "study,structure\na,Randomised Cross-Over trial\n", two, "", compare, ErrCrossover, "arms.csv:2"},
	{"or named", "study,study_design\na,within-person\n", two, "", compare, ErrCrossover, "arms.csv:2"},
	{"with the limits of its correlation", "study,design\na,crossover\n", two, "", compare, ErrCrossover, "it lies from -0.17 to 0.67"},
	{"a crossover whose arms have lost people", "study,design\na,crossover\n", head + "a,r,24,X,,d,drug,10,1,p,\na,r,24,X,,c,placebo,9,2,p,\n", "", compare, ErrCrossover, "10 in one and 9 in the other"},
	{"a crossover of four arms", "study,design\na,crossover\n", two + "a,r,24,X,,e,drug,10,1,p,\na,r,24,X,,f,placebo,10,2,p,\n", "", compare + "pairing: {r: 0.3}", ErrCrossover, "count more than once"},
	{"of four arms compared apart", "study,design\na,crossover\n", two + "a,r,24,X,,e,drug,10,1,p,\na,r,24,X,,f,placebo,10,2,p,\n", "", compare + "pairing: {r: 0.3}\narms: split", ErrCrossover, "count more than once"},
	{"arms without compare", "", two, "", "where: {use: p}", ErrProtocol, "needs compare"},
}

func TestChooseRefuses(t *testing.T) {
	m, _ := effect.Lookup("OR")
	for _, c := range refusals {
		choice, err := Choose(tables(t, c.studies, c.arms, c.contrasts), selection(t, c.yaml), m)
		if !errors.Is(err, c.kind) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v %v, want %v with %q", c.name, choice, err, c.kind, c.says)
		}
	}
}

// The arms of a crossover are compared with what pairs them: the correlation of their
// counts, or margins that leave one paired table only. Measures that take arms of
// different people refuse them whatever is known, and a measure of the same people
// twice is about nothing else.
func TestChooseCrossovers(t *testing.T) {
	wide := "study,outcome,time_h,scale,kind,experimental,control,design,events_t,n_t,events_c,n_c,ri\n"
	for _, c := range []struct {
		name, measure, contrasts string
		err                      error
		same                     bool
		left                     string // why it is left out
	}{
		{"with a correlation", "OR", wide + "a,r,24,X,,drug,placebo,crossover,3,20,5,20,0.3\n", nil, true, ""},
		{"without", "OR", wide + "a,r,24,X,,drug,placebo,crossover,3,20,5,20,\n", ErrCrossover, false, ""},
		{"with one table only", "RD", wide + "a,r,24,X,,drug,placebo,crossover,3,20,0,20,\n", nil, true, ""},
		{"parallel, whatever correlates", "OR", wide + "a,r,24,X,,drug,placebo,parallel,3,20,5,21,0.3\n", nil, false, ""},
		{"from the margins", "MPORM", wide + "a,r,24,X,,drug,placebo,,3,20,5,20,0.3\n", nil, false, ""},
		{"from the margins without", "MPORM", wide + "a,r,24,X,,drug,placebo,,3,20,5,20,\n", ErrCrossover, false, ""},
		{"from the margins of parallel arms", "MPORM", wide + "a,r,24,X,,drug,placebo,parallel-group,3,20,5,20,0.3\n", nil, false, "call its arms parallel"},
		{"Peto's", "PETO", wide + "a,r,24,X,,drug,placebo,crossover,3,20,5,20,0.3\n", ErrCrossover, false, ""},
		{"means of the same people", "MC", "study,outcome,time_h,scale,kind,experimental,control,design,m1i,sd1i,m2i,sd2i,ni,ri\na,r,24,X,,drug,placebo,crossover,5,2,4,2,20,0.3\n", nil, true, ""},
	} {
		m, _ := effect.Lookup(c.measure)
		choice, err := Choose(tables(t, "", "", c.contrasts), selection(t, "outcome: r"), m)
		switch {
		case !errors.Is(err, c.err):
			t.Errorf("%s: %v", c.name, err)
		case c.left != "":
			if len(choice.Left) != 1 || !strings.Contains(choice.Left[0].Reason, c.left) {
				t.Errorf("%s: %+v", c.name, choice)
			}
		case c.err == nil && (len(choice.Used) != 1 || choice.Used[0].Contrast.Same != c.same):
			t.Errorf("%s: %+v", c.name, choice)
		}
	}
}

package read

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"grove/analysis/corpus"
)

func mustRead(t *testing.T, text string, layout Layout) Table {
	t.Helper()
	table, err := Read("x.csv", []byte(text), layout)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return table
}

func TestLong(t *testing.T) {
	table := mustRead(t, corpus.Long, Detect)
	if table.Layout != Long || len(table.Rows) != 5 {
		t.Fatalf("layout %s with %d rows", table.Layout, len(table.Rows))
	}
	r := table.Rows[1]
	if r.Line != 3 || r.Study != "alpha2019" || r.Arm != "sal" || r.Treatment != "saline" || r.Outcome != "response" || r.Time != 24 ||
		r.Scale != "MADRS" || r.Kind != "count" || r.Group.N != 21 || r.Group.Events != 5 || !math.IsNaN(r.Group.Mean) || !math.IsNaN(r.Y) || !math.IsNaN(r.T.N) {
		t.Errorf("row %+v", r)
	}
	if table.Rows[3].Cells[table.Column("events")] != "" {
		t.Error("NA is not an empty cell")
	}
	last := table.Rows[4]
	if last.Group.SD != 8 || len(last.Notes) != 1 || !strings.Contains(last.Notes[0], "standard error") {
		t.Errorf("standard deviation from the standard error: %v, notes %q", last.Group.SD, last.Notes)
	}
	if table.Column("note") != 12 || table.Column("nothing") != -1 {
		t.Error("Column")
	}
}

func TestTreatmentIsTheArmByDefault(t *testing.T) {
	table := mustRead(t, "study,arm,n,events,treatment\na,x,3,1,\na,y,3,1,drug\n", Detect)
	if table.Rows[0].Treatment != "x" || table.Rows[1].Treatment != "drug" || !math.IsNaN(table.Rows[0].Time) {
		t.Errorf("%+v", table.Rows)
	}
}

func TestMissingNumbersAreNaN(t *testing.T) {
	r := mustRead(t, "study,arm,n,events,mean,sd\na,x,,,,\na,y,NA,NA,NA,NA\n", Detect).Rows
	for _, row := range r {
		g := row.Group
		if !math.IsNaN(g.N) || !math.IsNaN(g.Events) || !math.IsNaN(g.Mean) || !math.IsNaN(g.SD) {
			t.Errorf("%+v", g)
		}
	}
}

// The standard errors are those printed beside the evidence: 2.426 for a normal
// interval, 1.754 for t with 17 degrees of freedom.
func TestIntervals(t *testing.T) {
	rows := mustRead(t, corpus.Effect, Detect).Rows
	for i, want := range []float64{2.426, 1.754, 0.2041} {
		if se := math.Sqrt(rows[i].V); math.Abs(se-want) > 0.0005 {
			t.Errorf("row %d: standard error %v, want %v", i, se, want)
		}
	}
	for i, want := range []string{"normal", "t with 17 df", "normal"} {
		if len(rows[i].Notes) != 1 || !strings.Contains(rows[i].Notes[0], want) {
			t.Errorf("row %d: notes %q", i, rows[i].Notes)
		}
	}
	if rows[0].Y != -7.95 || rows[0].Measure != "MD" {
		t.Errorf("%+v", rows[0])
	}
}

// An odds ratio and its interval, not their logarithms, are read with a caveat.
func TestIntervalOnAnotherScale(t *testing.T) {
	r := mustRead(t, "study,yi,ci_low,ci_high\na,3.94,1.54,10.1\nb,1.371,0.432,2.313\n", Detect).Rows
	if len(r[0].Notes) != 2 || !strings.Contains(r[0].Notes[0], "not in the middle") || len(r[1].Notes) != 1 {
		t.Errorf("%q %q", r[0].Notes, r[1].Notes)
	}
}

func TestVarianceOrStandardError(t *testing.T) {
	for _, text := range []string{
		"study,yi,sei\na,0.5,0.2\n", "study,yi,vi\na,0.5,0.04\n", "studlab,TE,seTE\na,0.5,0.2\n", "slab,yi,vi\na,0.5,0.04\n",
		"study,yi,vi,sei\na,0.5,0.04,\n", "study,yi,vi,ci_low,ci_high\na,0.5,0.04,0,1\n",
	} {
		r := mustRead(t, text, Detect).Rows[0]
		if r.Study != "a" || r.Y != 0.5 || math.Abs(r.V-0.04) > 1e-15 || len(r.Notes) != 0 {
			t.Errorf("%q: %+v", text, r)
		}
	}
}

func TestEffectWithoutVariance(t *testing.T) {
	r := mustRead(t, "study,yi,vi\na,0.5,\n", Detect).Rows[0]
	if r.Y != 0.5 || !math.IsNaN(r.V) || len(r.Notes) != 1 {
		t.Errorf("%+v", r)
	}
}

// One trial in every dialect: 12 of 20 against 5 of 21.
func TestCountsInEveryDialect(t *testing.T) {
	for _, text := range []string{
		"study,events_t,n_t,events_c,n_c\na,12,20,5,21\n",
		"slab,ai,bi,ci,di\na,12,8,5,16\n",
		"slab,ai,n1i,ci,n2i\na,12,20,5,21\n",
		"slab,ai,bi,ci,di,n1i,n2i\na,12,8,5,16,20,21\n",
		"trial,author,year,tpos,tneg,cpos,cneg,ablat,alloc\na,Aronson,1948,12,8,5,16,44,random\n",
		"studlab,event.e,n.e,event.c,n.c\na,12,20,5,21\n",
		"study,condition_arm1,condition_arm2,event_arm1,event_arm2,totaln_arm1,totaln_arm2\na,x,y,12,5,20,21\n",
		"Study,Events_T,N_T,Events_C,N_C\na,12,20,5,21\n",
		"trial,study,events_t,n_t,events_c,n_c\n1,a,12,20,5,21\n",
	} {
		table := mustRead(t, text, Detect)
		r := table.Rows[0]
		if table.Layout != Wide || r.Study != "a" || r.T.Events != 12 || r.T.N != 20 || r.C.Events != 5 || r.C.N != 21 || !math.IsNaN(r.T.Mean) {
			t.Errorf("%q: %+v", text, r)
		}
	}
}

func TestMeansInEveryDialect(t *testing.T) {
	for _, text := range []string{
		"study,mean_t,sd_t,n_t,mean_c,sd_c,n_c\na,1.5,2,30,2.5,3,31\n",
		"slab,m1i,sd1i,n1i,m2i,sd2i,n2i\na,1.5,2,30,2.5,3,31\n",
		"studlab,n.e,mean.e,sd.e,n.c,mean.c,sd.c\na,30,1.5,2,31,2.5,3\n",
		"study,mean_arm1,mean_arm2,sd_arm1,sd_arm2,n_arm1,n_arm2\na,1.5,2.5,2,3,30,31\n",
		"study,mean_change_arm1,mean_change_arm2,sd_change_arm1,sd_change_arm2,n_change_arm1,n_change_arm2\na,1.5,2.5,2,3,30,31\n",
	} {
		r := mustRead(t, text, Detect).Rows[0]
		if r.T.Mean != 1.5 || r.T.SD != 2 || r.T.N != 30 || r.C.Mean != 2.5 || r.C.SD != 3 || r.C.N != 31 || !math.IsNaN(r.T.Events) {
			t.Errorf("%q: %+v", text, r)
		}
		if strings.Contains(text, "change") != (r.Kind == "change") {
			t.Errorf("%q: kind %q", text, r.Kind)
		}
	}
}

const metapsy = `study,condition_arm1,condition_arm2,multi_arm1,multi_arm2,outcome_type,instrument,time,time_weeks,rating,mean_arm1,mean_arm2,sd_arm1,sd_arm2,n_arm1,n_arm2,mean_change_arm1,mean_change_arm2,sd_change_arm1,sd_change_arm2,n_change_arm1,n_change_arm2,event_arm1,event_arm2,totaln_arm1,totaln_arm2,precalc_g,precalc_g_se,precalc_log_rr,precalc_log_rr_se
A,cbt,wl,group,NA,msd,BDI,post,8,self-report,10,15,5,6,30,31,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
A,cbt,wl,single,NA,msd,BDI,post,8,self-report,11,15,5,6,29,31,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA
B,cbt,cau,NA,NA,msd,HDRS,FU,52,clinician,NA,NA,NA,NA,NA,NA,-4,-1,3,4,20,22,NA,NA,NA,NA,NA,NA,NA,NA
B,cbt,cau,NA,NA,response,HDRS,post,NA,clinician,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,9,4,20,22,NA,NA,NA,NA
C,bat,wl,NA,NA,msd,PHQ-9,post,10,self-report,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,-0.6,0.2,NA,NA
C,bat,wl,NA,NA,remission,PHQ-9,post,10,self-report,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,0.3,0.1
`

func TestMetapsy(t *testing.T) {
	rows := mustRead(t, metapsy, Detect).Rows
	if rows[0].TreatmentT != "cbt" || rows[0].TreatmentC != "wl" || rows[0].Outcome != "msd" || rows[0].Scale != "BDI" || rows[0].Time != 8*168 {
		t.Errorf("%+v", rows[0])
	}
	if rows[2].Kind != "change" || rows[2].T.Mean != -4 || rows[2].T.N != 20 || rows[2].C.SD != 4 {
		t.Errorf("%+v", rows[2])
	}
	if rows[3].T.N != 20 || rows[3].C.Events != 4 || !math.IsNaN(rows[3].Time) {
		t.Errorf("%+v", rows[3])
	}
	if rows[4].Measure != "SMD" || rows[4].Y != -0.6 || math.Abs(rows[4].V-0.04) > 1e-15 || rows[5].Measure != "RR" || rows[5].Y != 0.3 {
		t.Errorf("%+v %+v", rows[4], rows[5])
	}
}

func TestStudies(t *testing.T) {
	table := mustRead(t, corpus.Studies, Studies)
	if table.Rows[0].Label != "Alpha 2019" || table.Rows[1].Cells[3] != "" || table.Rows[0].Cells[2] != "2019" {
		t.Errorf("%+v", table.Rows)
	}
}

// An explicit layout decides where the header is both; the other layout's
// columns are then the user's own and stay text.
func TestExplicitLayout(t *testing.T) {
	both := "study,arm,n,events,yi,vi\na,x,10,3,n/a,zero\n"
	if r := mustRead(t, both, Long).Rows[0]; r.Group.Events != 3 || r.Cells[4] != "n/a" {
		t.Errorf("%+v", r)
	}
	if _, err := Read("x.csv", []byte(both), Wide); err == nil {
		t.Error("the words in yi and vi were read as numbers")
	}
}

func TestErrorsPrintFiftyThenACount(t *testing.T) {
	text := "study,arm,n,events\n" + strings.Repeat("a,x,10,11\n", 1)
	for i := range 60 {
		text += "s" + strings.Repeat("x", i) + ",x,10,11\n"
	}
	_, err := Read("d.csv", []byte(text), Detect)
	var errs Errors
	if !errors.As(err, &errs) || len(errs) != 61 {
		t.Fatalf("%d errors", len(errs))
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 51 || lines[50] != "and 11 more" || !strings.HasPrefix(lines[0], `d.csv:2:events: "11": more events than people (10); `) {
		t.Errorf("%q … %q", lines[0], lines[len(lines)-1])
	}
}

func TestAllErrorsOfAFileAreListed(t *testing.T) {
	text := "study,arm,n,events\na,x,10,1.5\na,y,10\nb,x,0,\nb,y,5,7\nb,y,5,2\n"
	_, err := Read("d.csv", []byte(text), Detect)
	for i, want := range []string{"d.csv:2:events", "d.csv:3: 3 cells", "d.csv:4:n", "d.csv:5:events", "d.csv:6:study"} {
		if lines := strings.Split(err.Error(), "\n"); len(lines) != 5 || !strings.HasPrefix(lines[i], want) {
			t.Fatalf("line %d of\n%v", i, err)
		}
	}
}

// A clean read has a nil error, not an empty list in an interface.
func TestNoError(t *testing.T) {
	if _, err := Read("x.csv", []byte(corpus.Long), Detect); err != nil {
		t.Errorf("%#v", err)
	}
}

var sameTable = cmp.Options{cmpopts.EquateNaNs(), cmpopts.EquateEmpty()}

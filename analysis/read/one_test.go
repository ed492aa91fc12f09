package read

import (
	"math"
	"strings"
	"testing"
)

// Studies of one group, rates and numbers of one sample under metafor's names,
// whose meaning may hang on the other names of the header.
func TestOneGroup(t *testing.T) {
	for _, c := range []struct {
		header, row string
		want        func(r Row) bool
	}{
		{"study,xi,ni", "a,3,20", func(r Row) bool { return r.T.Events == 3 && r.T.N == 20 && math.IsNaN(r.C.N) && r.Within == nil }},
		{"study,xi,ti", "a,3,120.5", func(r Row) bool { return r.T.Events == 3 && r.T.Time == 120.5 && math.IsNaN(r.T.N) }},
		{"study,mi,sdi,ni", "a,10.5,2,20", func(r Row) bool { return r.T.Mean == 10.5 && r.T.SD == 2 && r.T.N == 20 }},
		{"study,sdi,ni", "a,2,20", func(r Row) bool { return r.T.SD == 2 && r.T.N == 20 }},
		{"study,x1i,t1i,x2i,t2i", "a,3,120,0,110", func(r Row) bool {
			return r.T.Events == 3 && r.T.Time == 120 && r.C.Events == 0 && r.C.Time == 110 && math.IsNaN(r.T.N)
		}},
		{"study,events_t,time_t,events_c,time_c,n_t,n_c", "a,30,120,0,110,20,20", func(r Row) bool { return r.T.Events == 30 && r.T.N == 20 && r.T.Time == 120 }},
		{"study,ri,ni", "a,-0.5,20", func(r Row) bool { return r.Within.R == -0.5 && r.T.N == 20 }},
		{"study,ti,ni,mi", "a,2.5,20,3", func(r Row) bool { return r.Within.Statistic == 2.5 && r.Within.Predictors == 3 && math.IsNaN(r.T.Time) }},
		{"study,ti,ni,mi,r2i", "a,2.5,20,3,0.4", func(r Row) bool { return r.Within.Statistic == 2.5 && r.Within.R2 == 0.4 }},
		{"study,r2i,ni,mi", "a,0.4,20,3", func(r Row) bool { return r.Within.R2 == 0.4 && r.Within.Predictors == 3 }},
		{"study,ai,mi,ni", "a,0.8,5,50", func(r Row) bool { return r.Within.Alpha == 0.8 && r.Within.Items == 5 && math.IsNaN(r.T.Events) }},
		{"study,homozygous_1,heterozygous,homozygous_2", "a,10,20,9", func(r Row) bool { return r.Within.First == 10 && r.Within.Mixed == 20 && r.Within.Second == 9 }},
		{"study,m1i,sd1i,m2i,sd2i,ni,ri", "a,10,2,8,3,20,0.5", func(r Row) bool { return r.T.Mean == 10 && r.C.SD == 3 && r.T.N == 20 && r.Within.R == 0.5 }},
		{"study,ai,bi,ci,di,ni", "a,1,9,2,18,30", func(r Row) bool { return r.T.N == 10 && r.C.N == 20 && r.T.Events == 1 }},
	} {
		table, err := Read("x.csv", []byte(c.header+"\n"+c.row+"\n"), Detect)
		if err != nil {
			t.Errorf("%s: %v", c.header, err)
			continue
		}
		if r := table.Rows[0]; !c.want(r) {
			t.Errorf("%s: %+v %+v", c.header, r, r.Within)
		}
	}
}

func TestOneGroupIsRefused(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"study,xi,ni\na,30,20\n", "x.csv:2:xi: \"30\": more events than people (20)"},
		{"study,xi,ni\na,3,\n", "x.csv:2:ni: ni is empty where events are given"},
		{"study,xi,ti\na,3,\n", "x.csv:2:ti: ti is empty where events are given"},
		{"study,xi,ti\na,3,-5\n", "x.csv:2:ti: \"-5\": must be above 0"},
		{"study,ri,ni\na,50,20\n", "x.csv:2:ri: \"50\": a correlation is between -1 and 1"},
		{"study,r2i,ni,mi\na,40,20,3\n", "x.csv:2:r2i: \"40\": a share of variance explained is between 0 and 1"},
		{"study,ai,mi,ni\na,1.2,5,50\n", "x.csv:2:ai: \"1.2\": an alpha is at most 1"},
		{"study,xi,ni,ai,bi,ci,di\na,3,20,1,9,2,18\n", "x.csv:2:ni: \"20\": a row has both one group and two arms"},
		{"study,x1i,t1i,x2i\na,3,120,4\n", "missing time_c"},
		{"study,events,n\na,3,20\n", "found study, n, events, missing arm; of studies of one group each they are events_g, n_g"},
		{"study,xi\na,3\n", "nearest is wide (counts of one group): found study, xi, missing n_g"},
	} {
		if _, err := Read("x.csv", []byte(c.text), Detect); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, not %s", c.text, err, c.want)
		}
	}
}

package analysis

import (
	"context"
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"grove/analysis/protocol"
	"grove/analysis/report"
)

// Printed results, each to its last printed digit.
var printed = []struct {
	review, scenario, source string
	printed                  []string // estimate, lower, upper on the natural scale, then τ² where printed
}{
	{"bcg", "dl-wald", "Colditz 1994, abstract", []string{"0.49", "0.34", "0.70"}},
	{"magnesium", "published-random", "Li 2007, abstract", []string{"0.66", "0.53", "0.82"}},
	{"magnesium", "published-fixed", "Li 2007, abstract", []string{"0.99", "0.94", "1.04"}},
	{"stroke", "published-common", "Normand 1999, Table IX", []string{"-3.49", "-5.03", "-1.96"}},
	{"stroke", "published-dl", "Normand 1999, Table IX", []string{"-14.10", "-24.45", "-3.75", "218.72"}},
	{"stroke", "published-reml", "Normand 1999, Table IX", []string{"-15.12", "-32.67", "2.43", "685.20"}},
}

func TestPublishedResults(t *testing.T) {
	for _, p := range printed {
		e := find(t, p.review, p.scenario)
		got := []float64{e.Natural.Estimate, e.Natural.CILower, e.Natural.CIUpper, e.Result.Tau2}
		for i, want := range p.printed {
			if s := strconv.FormatFloat(got[i], 'f', 2, 64); s != want {
				t.Errorf("%s/%s number %d: %s, printed %s (%s)", p.review, p.scenario, i+1, s, want, p.source)
			}
		}
	}
}

func find(t *testing.T, name, scenario string) report.Estimate {
	t.Helper()
	for _, a := range review(t, name).Analyses {
		for _, e := range a.Estimates() {
			if e.Scenario == scenario {
				return e
			}
		}
	}
	t.Fatalf("%s has no scenario %s", name, scenario)
	return report.Estimate{}
}

func review(t *testing.T, name string) report.Review {
	t.Helper()
	in, err := Load("../data/" + name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The BCG trials as risk ratios under the default profile. The values are
// certified to 30 digits (goldens/testdata/certified.json, certified/bcg); the
// prediction interval follows from them, at 40 digits, with the quantile of t at 12 degrees of
// freedom.
func TestBCG(t *testing.T) {
	r := find(t, "bcg", "main").Result
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"estimate", r.Estimate, -0.714532342158139331636},
		{"ci_lb", r.CILower, -1.10844371368555069611},
		{"ci_ub", r.CIUpper, -0.320620970630727967163},
		{"tau2", r.Tau2, 0.313243258136480698025},
		{"tau2_lb", r.Tau2Lower, 0.119718361141260847012},
		{"tau2_ub", r.Tau2Upper, 1.11147908406092849805},
		{"i2", r.I2, 92.2213845212689487389},
		{"i2_q", r.I2Q, 92.1173468545620527692},
		{"pi_lb", r.PILower, -1.99601683419620209410},
		{"pi_ub", r.PIUpper, 0.566952149879923430827},
	} {
		if d := c.got - c.want; d > 1e-13 || d < -1e-13 {
			t.Errorf("%s: %.15g, want %.15g", c.name, c.got, c.want)
		}
	}
}

// Files come out in one order whatever the number of processors, and a run that
// is ended makes none.
func TestFilesComeInOneOrder(t *testing.T) {
	r := review(t, "stroke")
	var first []string
	for _, processors := range []int{1, 4} {
		old := runtime.GOMAXPROCS(processors)
		files, err := Files(context.Background(), r, []string{"svg", "png"}, nil)
		runtime.GOMAXPROCS(old)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range files {
			names = append(names, fmt.Sprintf("%s %x", f.Name, sha256.Sum256(f.Data)))
		}
		if first == nil {
			first = names
		} else if !slices.Equal(first, names) {
			t.Errorf("%v, then %v", first, names)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if files, err := Files(ended, r, []string{"svg"}, nil); err == nil || files != nil {
		t.Error("an ended run made files")
	}
}

// The protocol offers the languages that the report speaks.
func TestLanguagesOfProtocolAndReport(t *testing.T) {
	var spoken []string
	for _, l := range report.Languages {
		spoken = append(spoken, l.Code)
	}
	if !slices.Equal(spoken, protocol.Languages) {
		t.Errorf("the report speaks %v, the protocol offers %v", spoken, protocol.Languages)
	}
}

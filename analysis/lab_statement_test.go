package analysis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"grove/analysis/choose"
	"grove/analysis/protocol"
	"grove/analysis/read"
	"grove/analysis/report"
)

// labsOf runs labs over a table in memory.
func labsOf(csv, measure, more, sensitivity string) (report.Analysis, error) {
	table, err := read.Read("x.csv", []byte(csv), read.Detect)
	if err != nil {
		return report.Analysis{}, err
	}
	p, err := protocol.Parse("protocol.yaml", fmt.Appendf(nil, "review: R\ndata: {contrasts: x.csv}\nanalyses:\n  - id: a\n    title: A\n    measure: %s\n%s    sensitivity:\n      - %s\n", measure, more, sensitivity))
	if err != nil {
		return report.Analysis{}, err
	}
	in := tables(table)
	in.Name, in.Protocol = "r", p
	r, err := Run(context.Background(), in)
	if err != nil {
		return report.Analysis{}, err
	}
	return r.Analyses[0], nil
}

// Shares of one group are no differences: nothing is asked of 0, and a margin on
// their natural scale is not held against their logits.
func TestStatementOfOneGroup(t *testing.T) {
	const csv = "study,events_g,n_g\nA,4,40\nB,8,55\nC,6,44\nD,9,60\nE,12,60\n"
	margin := "    margin: {value: 0.5, source: declared}\n"
	for _, lab := range []string{"all-subsets", "choices: {tau2: [REML, DL]}", "next-trial"} {
		if _, err := labsOf(csv, "PLO", "", lab); !errors.Is(err, choose.ErrProtocol) || !strings.Contains(err.Error(), "not a measure of difference") {
			t.Errorf("%s: %v", lab, err)
		}
	}
	if _, err := labsOf(csv, "PLO", margin, "all-subsets: {statement: margin}"); !errors.Is(err, choose.ErrProtocol) || !strings.Contains(err.Error(), "another scale") {
		t.Errorf("a margin of logits: %v", err)
	}
	a, err := labsOf(csv, "PR", margin, "all-subsets: {statement: margin}")
	if err != nil || a.Subsets[0].Asked.Stands != -1 || a.Subsets[0].Answer.Holds.Share != 1 {
		t.Errorf("a margin of shares: %+v, %v", a.Subsets, err)
	}
}

// No difference of a probability of superiority is a half, alone and among the
// choices of another measure, for which it is 0.
func TestStatementAtAHalf(t *testing.T) {
	const csv = "study,mean_t,sd_t,n_t,mean_c,sd_c,n_c\nA,10,4,40,11,4,41\nB,9,4,55,9,4,52\nC,11,4,60,10.5,4,58\nD,8,4,25,8.4,4,27\nE,9,4,35,9,4,36\n"
	a, err := labsOf(csv, "CLESN", "", "all-subsets")
	if err != nil || a.Subsets[0].Asked.At != 0.5 || a.Subsets[0].Asked.Stands != 0 {
		t.Fatalf("%+v, %v", a.Subsets, err)
	}
	if said := report.Labs(a)[0].Brief; !strings.Contains(said, "the interval includes 0.5, as with all") || !strings.Contains(said, "degrees of freedom") || !strings.Contains(said, "no share of them is a probability") {
		t.Errorf("of five trials: %s", said)
	}
	if a, err = labsOf(csv, "MD", "", "choices: {measure: [MD, CLESN]}"); err != nil || a.Choices[0].Agree != 2 {
		t.Errorf("%+v, %v", a.Choices, err)
	}
}

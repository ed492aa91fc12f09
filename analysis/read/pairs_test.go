package read

import (
	"strings"
	"testing"

	"grove/analysis/study"
)

// Any one of the four paired counts is enough beside the events and people of both
// arms; the four without them have their margins.
func TestPairsFromMargins(t *testing.T) {
	want := study.Pairs{Both: 3, OnlyT: 7, OnlyC: 2, Neither: 8}
	for _, cells := range []string{"3,,,", ",7,,", ",,2,", ",,,8", "3,,2,", ",7,,8", "3,7,2,8"} {
		for _, margins := range []string{"10,20,5,20", ",,,"} {
			if margins == ",,," && cells != "3,7,2,8" {
				continue
			}
			r := mustRead(t, "study,events_t,n_t,events_c,n_c,both,only_t,only_c,neither\na,"+margins+","+cells+"\n", Detect).Rows[0]
			if r.Pairs == nil || *r.Pairs != want || r.T.Events != 10 || r.C.Events != 5 || r.T.N != 20 || r.C.N != 20 {
				t.Errorf("%s beside %s: %+v, arms %+v and %+v", cells, margins, r.Pairs, r.T, r.C)
			}
		}
	}
}

func TestPairsThatCannotBe(t *testing.T) {
	for _, c := range []struct{ cells, margins, says string }{
		{"3,,,", ",,,", "or one of them beside the events and people of both arms"},
		{"3,7,2,", ",,,", "or one of them beside"},
		{"3,,,", "10,20,,20", "or one of them beside"},
		{"6,,,", "10,20,5,20", "leave a paired count of -1"},
		{"3,6,,", "10,20,5,20", "contradict the events and people of the arms"},
		{"3,,,", "10,20,5,19", "the pairs are 20 people"},
		{"3,7,2,9", "10,20,5,20", "the pairs are 21 people"},
		{"0,0,0,0", ",,,", "pairs of nobody"},
	} {
		_, err := Read("t.csv", []byte("study,events_t,n_t,events_c,n_c,both,only_t,only_c,neither\na,"+c.margins+","+c.cells+"\n"), Wide)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s beside %s: %v, not %q", c.cells, c.margins, err, c.says)
		}
	}
}

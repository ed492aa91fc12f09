package read

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"grove/analysis/corpus"
)

// Second extractions of one table, each with what is found: the rows matched,
// the cells compared and those of the same value, and every difference.
func TestAgree(t *testing.T) {
	type found struct {
		matched, cells, same int
		differing            []CellPair
		rowsA, rowsB         []Place
		columnsA, columnsB   []string
	}
	pair := func(address string, lineA int, columnA, a string, lineB int, columnB, b, how string) CellPair {
		return CellPair{address, Place{lineA, columnA, a}, Place{lineB, columnB, b}, how}
	}
	for _, c := range []struct {
		name, base string
		edit       func(string) string
		want       found
	}{
		{"the same", "long", asWritten, found{matched: 5, cells: 35, same: 35}},
		{"byte order mark, CRLF, quotes, semicolons, a column order", "means", func(string) string {
			return "\ufeffn_c;sd_c;mean_c;n_t;sd_t;mean_t;study\r\n\"31\";8;21;30;7.25;14.5;alpha2019\r\n14;2.5;-1.5;12;2;-3;beta2020"
		}, found{matched: 2, cells: 12, same: 12}},
		{"NA for empty", "long", with("count,20,12,,,,a", "count,20,12,NA,NA,NA,a"), found{matched: 5, cells: 35, same: 35}},
		{"two digits exchanged", "long", with("14.5", "15.4"), found{matched: 5, cells: 35, same: 34,
			differing: []CellPair{pair("beta2020, score, 24, ket, MADRS, endpoint", 4, "mean", "14.5", 4, "mean", "15.4", ByNumber)}}},
		{"one number left out", "long", with("14.5", ""), found{matched: 5, cells: 35, same: 34,
			differing: []CellPair{pair("beta2020, score, 24, ket, MADRS, endpoint", 4, "mean", "14.5", 4, "mean", "", ByGap)}}},
		{"decimals", "counts", with("12,20,5", "12.0,20,5e0"), found{matched: 3, cells: 15, same: 15,
			differing: []CellPair{pair("alpha2019", 2, "events_t", "12", 2, "events_t", "12.0", ByFormat), pair("alpha2019", 2, "events_c", "5", 2, "events_c", "5e0", ByFormat)}}},
		{"another text, and a capital", "counts", func(s string) string { return strings.NewReplacer(",21,a", ",21,A", ",25,b", ",25,bb").Replace(s) },
			found{matched: 3, cells: 15, same: 14,
				differing: []CellPair{pair("alpha2019", 2, "note", "a", 2, "note", "A", ByFormat), pair("beta2020", 3, "note", "b", 3, "note", "bb", ByText)}}},
		{"a study spelt otherwise", "counts", with("beta2020", "Beta 2020"), found{matched: 3, cells: 15, same: 15,
			differing: []CellPair{pair("beta2020", 3, "study", "beta2020", 3, "study", "Beta 2020", ByFormat)}}},
		{"24 and 24.0 hours", "long", with("ketamine,response,24,", "ketamine,response,24.0,"), found{matched: 5, cells: 35, same: 35,
			differing: []CellPair{pair("alpha2019, response, 24, ket, MADRS, count", 2, "time_h", "24", 2, "time_h", "24.0", ByFormat)}}},
		{"another time", "long", with("ketamine,response,24,", "ketamine,response,48,"), found{matched: 4, cells: 28, same: 28,
			rowsA: []Place{{2, "study", "alpha2019, response, 24, ket, MADRS, count"}}, rowsB: []Place{{2, "study", "alpha2019, response, 48, ket, MADRS, count"}}}},
		{"rows in another order, one left out", "counts", func(string) string {
			return "study,events_t,n_t,events_c,n_c,note\ngamma2021,3,33,NA,NA,c\nalpha2019,12,20,5,12,a\n"
		}, found{matched: 2, cells: 10, same: 9, differing: []CellPair{pair("alpha2019", 2, "n_c", "21", 3, "n_c", "12", ByNumber)},
			rowsA: []Place{{3, "study", "beta2020"}}}},
		{"metafor's names, and own columns", "means", func(s string) string {
			s = strings.Replace(s, "study,mean_t,sd_t,n_t,mean_c,sd_c,n_c", "page,slab,m1i,sd1i,n1i,m2i,sd2i,n2i", 1)
			return strings.NewReplacer("alpha", "7,alpha", "beta", "9,beta").Replace(s)
		}, found{matched: 2, cells: 12, same: 12, columnsB: []string{"page"}}},
	} {
		base := corpus.Of(c.base)
		g, err := Agree(mustRead(t, base.Text, Layout(base.Layout)), mustRead(t, c.edit(base.Text), Layout(base.Layout)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := found{g.Matched, g.Cells, g.Same, g.Differing, g.A.OnlyRows, g.B.OnlyRows, g.A.OnlyColumns, g.B.OnlyColumns}
		// The spelling of "study" against "slab" shows in no difference: the columns are one.
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(found{})); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
		whole := len(got.rowsA)+len(got.rowsB)+len(got.columnsA)+len(got.columnsB) == 0 && got.same == got.cells
		if g.Changed() == whole {
			t.Errorf("%s: changed is %v", c.name, g.Changed())
		}
	}
}

func with(old, new string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, new, 1) }
}

// Two extractions that cannot be held against each other are refused with the
// place and the cause.
func TestAgreeRefuses(t *testing.T) {
	long := mustRead(t, corpus.Long, Long)
	twice := mustRead(t, "study,arm,kind,n,events\na,x,count,10,3\na,x,change,10,4\n", Long)
	for _, c := range []struct {
		a, b Table
		says string
	}{
		{long, mustRead(t, corpus.Counts, Wide), "x.csv:1: the wide layout, where x.csv has the long layout"},
		{twice, mustRead(t, "study,arm,n,events\na,x,10,3\n", Long), `x.csv:3:study: "a": lines 2 and 3 have the same study and arm, which are the columns of the address that x.csv has too; the column that tells them apart is missing there`},
	} {
		_, err := Agree(c.a, c.b)
		var errs Errors
		if !errors.As(err, &errs) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, expected %s", err, c.says)
		}
	}
}

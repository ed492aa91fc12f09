package read

import (
	"math"

	"grove/analysis/study"
)

// one fills in a study of one group: its counts, mean or rate become the arm T,
// and what it says of its own variables stands in Within. Two arms of the same
// people have their number from it.
func (b *builder) one(row *Row) {
	r := b.record
	g := b.arm(half{n: r.NG, events: r.EventsG, mean: r.MeanG, sd: r.SDG, time: r.TimeG, end: "_g"})
	switch {
	case r.EventsG.given || r.MeanG.given || r.SDG.given || r.TimeG.given:
		if r.EventsT.given || r.MeanT.given || r.SDT.given || r.TimeT.given {
			b.fail("n_g", "a row has both one group and two arms", "put each in a row of its own")
			return
		}
		row.T = g
	case math.IsNaN(row.T.N) && math.IsNaN(row.T.Events):
		row.T.N = g.N
	}
	for _, x := range bounded {
		if n := x.of(r); n.given && !(n.value >= x.low && n.value <= x.high) {
			b.fail(x.code, x.reason, "a percentage, or a number of another column")
		}
	}
	w := study.Within{R: r.R.orNaN(), Statistic: r.Statistic.orNaN(), Predictors: r.Predictors.orNaN(), R2: r.R2.orNaN(),
		Alpha: r.Alpha.orNaN(), Items: r.Items.orNaN(), First: r.First.orNaN(), Mixed: r.Mixed.orNaN(), Second: r.Second.orNaN()}
	if r.R.given || r.Statistic.given || r.R2.given || r.Alpha.given || r.First.given || r.Mixed.given || r.Second.given {
		row.Within = &w
	}
}

// bounded are the numbers of one group that have bounds.
var bounded = []struct {
	code      string
	of        func(*record) number
	low, high float64
	reason    string
}{
	{"r", func(r *record) number { return r.R }, -1, 1, "a correlation is between -1 and 1"},
	{"r2", func(r *record) number { return r.R2 }, 0, 1, "a share of variance explained is between 0 and 1"},
	{"alpha", func(r *record) number { return r.Alpha }, math.Inf(-1), 1, "an alpha is at most 1"},
}

package read

import (
	"fmt"
	"math"

	"grove/analysis/study"
)

// half is one arm's columns of a comparison.
type half struct {
	n, total, changeN total
	randomised        total
	events, nonEvents count
	mean, changeMean  number
	sd, changeSD      positive
	se                positive
	five              quantiles
	time              positive // person-time
	end               string   // of the codes of its fields
}

// wide fills in a comparison: two arms, a reported effect, or both.
func (b *builder) wide(row *Row) {
	r := b.record
	row.TreatmentT, row.TreatmentC, row.Measure = r.Experimental.string, r.Control.string, r.Measure.string
	if row.TreatmentT != "" && row.TreatmentT == row.TreatmentC && r.VariantT == r.VariantC {
		b.fail("control", "both arms have the same name", "a column pasted twice")
	}
	t := half{n: r.NT, total: r.TotalT, changeN: r.ChangeNT, events: r.EventsT, nonEvents: r.NonEventsT,
		mean: r.MeanT, changeMean: r.ChangeMeanT, sd: r.SDT, changeSD: r.ChangeSDT, time: r.TimeT, end: "_t", randomised: r.RandomisedT, se: r.SET,
		five: quantiles{r.MinT, r.Q1T, r.MedianT, r.Q3T, r.MaxT}}
	c := half{n: r.NC, total: r.TotalC, changeN: r.ChangeNC, events: r.EventsC, nonEvents: r.NonEventsC,
		mean: r.MeanC, changeMean: r.ChangeMeanC, sd: r.SDC, changeSD: r.ChangeSDC, time: r.TimeC, end: "_c", randomised: r.RandomisedC, se: r.SEC,
		five: quantiles{r.MinC, r.Q1C, r.MedianC, r.Q3C, r.MaxC}}
	change := t.changeMean.given || c.changeMean.given
	if change && (t.mean.given || c.mean.given) {
		b.fail("change_mean_t", "a row has both endpoint means and mean changes", "put each in a row of its own")
	}
	if change && row.Kind == "" {
		row.Kind = "change"
	}
	row.T, row.C = b.arm(t), b.arm(c)
	b.one(row)
	b.pairs(row)
	b.whole(row)
	b.clustered(&row.T, &row.C)
	row.Y, row.V = b.effect(row)
}

// pairs fills in paired counts and their margins. One of the four is enough beside
// the events and people of both arms; some of them without is an error, as are arms
// that contradict them.
func (b *builder) pairs(row *Row) {
	r := b.record
	t, c := row.T.Events, row.C.Events
	given, both := 0, math.NaN()
	for _, cell := range []struct {
		count
		both float64 // how many are both, by this one and the margins
	}{{r.Both, r.Both.value}, {r.OnlyT, t - r.OnlyT.value}, {r.OnlyC, c - r.OnlyC.value}, {r.Neither, t + c - row.T.N + r.Neither.value}} {
		if !cell.given {
			continue
		}
		if given++; math.IsNaN(both) {
			both = cell.both
		} else if cell.both != both && !math.IsNaN(cell.both) && given < 4 {
			b.fail("both", "the paired counts contradict the events and people of the arms", "a typing error in either")
			return
		}
	}
	if given == 0 {
		return
	}
	p := study.Pairs{Both: r.Both.value, OnlyT: r.OnlyT.value, OnlyC: r.OnlyC.value, Neither: r.Neither.value}
	if given < 4 {
		p = study.Pairs{Both: both, OnlyT: t - both, OnlyC: c - both, Neither: row.T.N - t - c + both}
	}
	switch least := min(p.Both, p.OnlyT, p.OnlyC, p.Neither); {
	case math.IsNaN(least):
		b.fail("both", "paired counts are four numbers (both, only_t, only_c, neither), or one of them beside the events and people of both arms", "a 0 left out: write it")
		return
	case least < 0:
		b.fail("both", fmt.Sprintf("the events and people of the arms leave a paired count of %g", least), "a typing error in either")
		return
	}
	n := p.Both + p.OnlyT + p.OnlyC + p.Neither
	if n == 0 {
		b.fail("both", "pairs of nobody", "0 typed for numbers that are missing; leave the cells empty or write NA")
		return
	}
	for _, side := range []struct {
		g      *study.Group
		code   string
		events float64
	}{{&row.T, "_t", p.Both + p.OnlyT}, {&row.C, "_c", p.Both + p.OnlyC}} {
		if !math.IsNaN(side.g.N) && side.g.N != n {
			b.fail("n"+side.code, fmt.Sprintf("the pairs are %g people", n), "people who had one treatment only counted among the pairs")
		}
		if !math.IsNaN(side.g.Events) && side.g.Events != side.events {
			b.fail("events"+side.code, fmt.Sprintf("the pairs have %g events here", side.events), "a typing error in either")
		}
		side.g.N, side.g.Events = n, side.events
	}
	row.Pairs = &p
}

// arm is the group of one half of a comparison.
func (b *builder) arm(h half) study.Group {
	n := b.people(h)
	if h.events.given && !h.time.given { // events in person-time may be more than people, or without them
		code := "n" + h.end
		if b.have.column(code) < 0 || h.total.given {
			code = "total" + h.end
		}
		if b.have.column(code) < 0 {
			code = "nonevents" + h.end
		}
		if b.have.column(code) < 0 {
			code = "time" + h.end
		}
		b.events(code, n, "events"+h.end, h.events.number)
	}
	b.randomised("n_randomised"+h.end, h.randomised.number, n)
	g := study.Group{N: n.orNaN(), Events: h.events.orNaN(), Mean: h.mean.orNaN(), SD: h.sd.orNaN(), Time: h.time.orNaN(), Randomised: h.randomised.orNaN()}
	b.spread(&g, spread{mean: h.mean, sd: h.sd, se: h.se, five: h.five})
	if h.changeMean.given {
		g.Mean, g.SD = h.changeMean.value, h.changeSD.orNaN()
	}
	return g
}

// people is the number of people of an arm from whichever column has it; two
// columns that give different numbers are an error.
func (b *builder) people(h half) number {
	cells := number{}
	switch {
	case h.events.given && h.nonEvents.given:
		cells = number{given: true, value: h.events.value + h.nonEvents.value}
		if cells.value == 0 {
			b.fail("nonevents"+h.end, "an arm of nobody", "0 typed for a number that is missing; leave the cell empty or write NA")
		}
	case h.events.problem != nil || h.nonEvents.problem != nil:
		cells.problem = &problem{}
	}
	var best number
	var from string
	for _, source := range []struct {
		code string
		n    number
	}{
		{"n" + h.end, h.n.number},
		{"total" + h.end, h.total.number},
		{"change_n" + h.end, h.changeN.number},
		{"nonevents" + h.end, cells},
	} {
		switch {
		case source.n.problem != nil && !best.given:
			best = number{problem: source.n.problem}
		case !source.n.given:
		case best.given && best.value != source.n.value:
			b.fail(source.code, fmt.Sprintf("the number of people of this arm is %g here and %g in %s", source.n.value, best.value, b.name(from)), "columns of different outcomes in one row, or a typing error")
		default:
			best, from = source.n, source.code
		}
	}
	return best
}

package read

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/effect"
	"grove/analysis/study"
)

// convert notes a conversion, once a row even where both arms need it.
func (b *builder) convert(code, note string) {
	if !slices.Contains(b.converted, code) {
		b.converted = append(b.converted, code)
	}
	if !slices.Contains(b.notes, note) {
		b.note(note)
	}
}

// spread is what an arm reports of the middle and the spread of its outcome.
type spread struct {
	mean      number
	sd, se    positive
	low, high number // the 95% interval of the mean
	five      quantiles
}

// quantiles are the median of an arm's outcome with its other quantiles.
type quantiles struct{ min, q1, median, q3, max number }

func (q quantiles) of(n float64) effect.FiveNumber {
	return effect.FiveNumber{Min: q.min.orNaN(), Q1: q.q1.orNaN(), Median: q.median.orNaN(), Q3: q.q3.orNaN(), Max: q.max.orNaN(), N: n}
}

// spread fills in what mean and standard deviation an arm does not print: the
// standard deviation from the standard error, SD = SE·√n, or from the interval of
// the mean; both from the median and quartiles or extremes. What is printed is
// left as it is.
func (b *builder) spread(g *study.Group, s spread) {
	n := !math.IsNaN(g.N)
	if s.mean.given && !s.sd.given {
		switch {
		case s.se.given && n:
			g.SD = s.se.value * math.Sqrt(g.N)
			b.convert("sd-from-se", "standard deviation from the standard error and n")
		case s.se.given:
			b.note("a standard error without n gives no standard deviation")
		case s.low.given && s.high.given && !(s.low.value < s.mean.value && s.mean.value < s.high.value):
			b.fail("ci_low", fmt.Sprintf("the mean %s is not inside its interval", b.cell("mean")), "bounds exchanged, or an interval of something else")
		case s.low.given && s.high.given && n:
			g.SD = effect.SDFromInterval(s.low.value, s.high.value, g.N)
			b.convert("sd-from-interval", "standard deviation from the 95% interval of the mean and n")
		}
	}
	if s.mean.given || !s.five.median.given {
		return
	}
	way, ok := effect.QuantileOf(b.record.MeanFrom.string)
	if !ok {
		b.fail("mean_from", "not a known way from quantiles to a mean", "write "+effect.QuantileCodes())
		return
	}
	mean, sd, notes, reason := way.Of(s.five.of(g.N))
	if reason != "" {
		b.note("no mean from the median: " + reason)
		return
	}
	g.Mean, g.SD = mean, sd
	b.convert("mean-from-quantiles", "mean and standard deviation from the median and the other quantiles ("+way.Name+")")
	for _, note := range notes {
		b.note(note)
	}
}

// clustered divides the people of an arm, those allocated to it, their events and
// their person-time by the design effect of the row, so that every share and rate
// stays what it is.
func (b *builder) clustered(gs ...*study.Group) {
	d := b.designEffect()
	if math.IsNaN(d) || d == 1 {
		return
	}
	for _, g := range gs {
		g.N, g.Randomised, g.Events, g.Time = g.N/d, g.Randomised/d, g.Events/d, g.Time/d
	}
}

// whole refuses a design effect for people who are not divided by one: pairs and
// genotypes.
func (b *builder) whole(row *Row) {
	if (row.Pairs != nil || row.Within != nil && !math.IsNaN(row.Within.First+row.Within.Mixed+row.Within.Second)) && b.record.ClusterSize.given && b.record.ICC.given {
		b.fail("cluster_size", "pairs and genotypes are not divided by a design effect", "report the effect with a standard error that allows for the clusters")
	}
}

// designEffect is that of the row, NaN without one, and notes it.
func (b *builder) designEffect() float64 {
	size, icc := b.record.ClusterSize, b.record.ICC
	switch {
	case !size.given || !icc.given:
		if size.given != icc.given && size.problem == nil && icc.problem == nil {
			b.note("a cluster size without an intracluster correlation, or the reverse: people are not divided by a design effect")
		}
		return math.NaN()
	case size.value < 1:
		b.fail("cluster_size", "a cluster of less than one person", "columns exchanged")
		return math.NaN()
	case icc.value < 0 || icc.value > 1:
		b.fail("icc", "not a correlation from 0 to 1", "a percentage, or columns exchanged")
		return math.NaN()
	}
	d := effect.DesignEffect(size.value, icc.value)
	if d != 1 {
		b.convert("design-effect", fmt.Sprintf("people divided by the design effect %.4g", d))
	}
	return d
}

package read

import (
	"fmt"
	"math"
	"regexp"
	"strconv"

	"gonum.org/v1/gonum/stat/distuv"

	"grove/analysis/effect"
)

// effect is the reported effect of a comparison and its variance, both NaN if
// there is none. The variance is vi, else sei², else the square of
//
//	SE = (ci_high − ci_low) / (2·quantile)
//
// with the quantile of a 95% interval, normal or t as ci_from says, else what its
// statistic or P value says.
func (b *builder) effect(row *Row) (y, v float64) {
	r := b.record
	if second := b.secondEffect(); second != "" {
		b.fail(second, "a row reports more than one effect", "put each in a row of its own")
		return math.NaN(), math.NaN()
	}
	switch {
	case r.G.given || r.GSE.given:
		b.measured(row, "SMD")
		return r.G.orNaN(), r.GSE.orNaN() * r.GSE.orNaN()
	case r.LogRR.given || r.LogRRSE.given:
		b.measured(row, "RR")
		return r.LogRR.orNaN(), r.LogRRSE.orNaN() * r.LogRRSE.orNaN()
	}
	width := b.interval()
	quantile, df, name := b.quantile()
	switch {
	case r.Vi.given:
		return r.Yi.orNaN(), r.Vi.value
	case r.Sei.given:
		return r.Yi.orNaN(), r.Sei.value * r.Sei.value
	}
	if math.IsNaN(width) && r.Yi.given && !math.IsNaN(quantile) && (r.P.given || r.TValue.given) {
		se := b.fromTest(df, name)
		return r.Yi.value, se * se
	}
	if math.IsNaN(width) || math.IsNaN(quantile) {
		if r.Yi.given {
			b.note("the reported effect has no standard error, variance or interval")
		}
		return r.Yi.orNaN(), math.NaN()
	}
	if middle := r.Low.value + width/2; math.Abs(r.Yi.orNaN()-middle) > width/10 {
		b.note("the estimate is not in the middle of its interval: one of them may be on another scale")
	}
	se := width / (2 * quantile)
	b.convert("se-from-interval", "standard error from the reported 95% interval ("+name+")")
	return r.Yi.orNaN(), se * se
}

// fromTest is the standard error of the reported effect from its test: from the
// statistic if that is printed, else from the P value; NaN where neither will do.
func (b *builder) fromTest(df float64, name string) float64 {
	r := b.record
	y := r.Yi.value
	switch {
	case r.TValue.given && r.TValue.value*y <= 0:
		b.fail("t_value", "the statistic and the effect do not have one sign", "a sign lost, or a statistic of something else")
	case r.TValue.given:
		b.convert("se-from-statistic", "standard error from the reported statistic")
		return y / r.TValue.value
	case r.P.value >= 1:
		b.fail("p", "a P value is below 1", "a statistic or a percentage in its place")
	case y == 0:
		b.note("an effect of 0 has no standard error from its P value")
	default:
		b.convert("se-from-p", "standard error from the reported P value ("+name+")")
		return effect.SEFromP(y, r.P.value, df)
	}
	return math.NaN()
}

// secondEffect is the code of a second effect that a row reports, empty if
// there is one at most.
func (b *builder) secondEffect() string {
	found := false
	for _, y := range []struct {
		code string
		number
	}{{"yi", b.record.Yi}, {"g", b.record.G}, {"log_rr", b.record.LogRR}} {
		if y.given && found {
			return y.code
		}
		found = found || y.given
	}
	return ""
}

// measured notes the measure that a column's name implies.
func (b *builder) measured(row *Row, measure string) {
	if row.Measure != "" && row.Measure != measure {
		b.fail("measure", "the effect stands in a column for "+measure, "the wrong column, or the wrong measure")
	}
	row.Measure = measure
}

// interval is the width of the reported interval, NaN if there is none.
func (b *builder) interval() float64 {
	r := b.record
	low, high := r.Low.orNaN(), r.High.orNaN()
	width := high - low
	switch y := r.Yi.orNaN(); {
	case math.IsNaN(width):
		if r.Low.given != r.High.given && r.Low.problem == nil && r.High.problem == nil {
			b.note("the reported interval has one bound only and is not used")
		}
		return math.NaN()
	case low >= high:
		b.fail("ci_low", "the lower bound is not below the upper ("+b.cell("ci_high")+")", "bounds exchanged, or a minus sign lost")
		return math.NaN()
	case y < low || y > high:
		b.fail("yi", fmt.Sprintf("the estimate is outside its interval (%s to %s)", b.cell("ci_low"), b.cell("ci_high")), "a sign lost, one of them on the log scale, or a number of another row")
		return math.NaN()
	}
	return width
}

// origins are the distributions that a reported interval is made from, by the
// word for them in ci_from, with their upper quantiles.
var origins = []struct {
	word     *regexp.Regexp // its group is the degrees of freedom
	name     string
	quantile func(p, df float64) float64
}{
	{regexp.MustCompile(`^(?i)(?:|normal|wald)()$`), "normal",
		func(p, _ float64) float64 { return distuv.UnitNormal.Quantile(p) }},
	{regexp.MustCompile(`^(?i)t([0-9]+(?:\.[0-9]+)?)$`), "t with %s df",
		func(p, df float64) float64 { return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(p) }},
}

// quantile is the 97.5% quantile of the distribution that the row's interval
// came from, NaN if ci_from cannot be understood.
func (b *builder) quantile() (q, df float64, name string) {
	const upper, mostDF = 0.975, 1e6
	for _, o := range origins {
		m := o.word.FindStringSubmatch(b.record.From.string)
		if m == nil {
			continue
		}
		if m[1] == "" {
			return o.quantile(upper, math.Inf(1)), math.Inf(1), o.name
		}
		df, err := strconv.ParseFloat(m[1], 64)
		if err == nil && df >= 1 && df <= mostDF {
			return o.quantile(upper, df), df, fmt.Sprintf(o.name, m[1])
		}
		b.fail("ci_from", "degrees of freedom are 1 to 1000000", "a typing error")
		return math.NaN(), math.NaN(), ""
	}
	b.fail("ci_from", "not a known way to make an interval", "write normal, wald, or t and the degrees of freedom, such as t17")
	return math.NaN(), math.NaN(), ""
}

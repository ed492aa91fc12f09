package read

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// effect is the reported effect of a comparison and its variance, both NaN if
// there is none. The variance is vi, else sei², else the square of
//
//	SE = (ci_high − ci_low) / (2·quantile)
//
// with the quantile of a 95% interval, normal or t as ci_from says.
func (b *builder) effect(row *Row) (y, v float64) {
	r := b.record
	if n := b.reported(); n > 1 {
		b.fail("yi", "a row reports more than one effect", "put each in a row of its own")
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
	quantile, name := b.quantile()
	switch {
	case r.Vi.given:
		return r.Yi.orNaN(), r.Vi.value
	case r.Sei.given:
		return r.Yi.orNaN(), r.Sei.value * r.Sei.value
	}
	if math.IsNaN(width) || math.IsNaN(quantile) {
		if r.Yi.given {
			b.note("the reported effect has no standard error, variance or interval")
		}
		return r.Yi.orNaN(), math.NaN()
	}
	se := width / (2 * quantile)
	b.note("standard error from the reported 95% interval (" + name + ")")
	return r.Yi.orNaN(), se * se
}

// reported counts the kinds of effect that a row carries.
func (b *builder) reported() int {
	r, n := b.record, 0
	for _, y := range []number{r.Yi, r.G, r.LogRR} {
		if y.given {
			n++
		}
	}
	return n
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

var tInterval = regexp.MustCompile(`^t([0-9]+(\.[0-9]+)?)$`)

// quantile is the 97.5% quantile of the distribution that the row's interval
// came from, NaN if ci_from cannot be understood.
func (b *builder) quantile() (q float64, name string) {
	const upper = 0.975
	from := strings.ToLower(b.record.From.string)
	switch from {
	case "", "normal", "wald":
		return distuv.UnitNormal.Quantile(upper), "normal"
	}
	if m := tInterval.FindStringSubmatch(from); m != nil {
		df, err := strconv.ParseFloat(m[1], 64)
		if err == nil && df >= 1 && df <= 1e6 {
			return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(upper), "t with " + m[1] + " df"
		}
		b.fail("ci_from", "degrees of freedom are 1 to 1000000", "a typing error")
		return math.NaN(), ""
	}
	b.fail("ci_from", "not a known way to make an interval", "write normal, wald, or t and the degrees of freedom, such as t17")
	return math.NaN(), ""
}

package regress

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Rule is one way from coefficients to their intervals and tests. Its codes are
// those of the intervals of a pooled mean.
type Rule struct {
	Code, Name string
	RandomOnly bool // a rule for mixed-effects models; common-effect ones then have the Wald test
	factor     bool // takes Knapp and Hartung's factor, which is not defined with effects of clusters
	references func(spread float64, df degrees) []reference
	Cites      []string
}

// reference is what a coefficient is held against: its variance times scale, and
// t with df degrees of freedom, or the normal for +Inf; for several coefficients
// F with df in its denominator, or χ².
type reference struct {
	code      string
	scale, df float64
}

var normal = reference{"wald", 1, math.Inf(1)}

// degrees are degrees of freedom: k−p, and those of the clusters, m−p, where
// they have effects, otherwise k−p as well.
type degrees struct{ residual, contained float64 }

// Rules are the rules, the default first. spread is Knapp and Hartung's factor
//
//	s² = Σu(y−Xβ)²/(k−p).
//
// The guarded rule takes the wider of two. Where clusters have effects the rules
// with that factor, of which nobody has worked out what it would have to be, give
// way to contain: what is the same within clusters, as a mean, is known from m
// clusters, however many trials they have.
var Rules = []Rule{
	{Code: "hk-guarded", Name: "Knapp–Hartung, guarded: the wider of it and Wald", RandomOnly: true, factor: true, Cites: []string{"knapp2003", "rover2015"},
		references: func(spread float64, df degrees) []reference {
			return []reference{{"hk", spread, df.residual}, normal}
		}},
	{Code: "hk", Name: "Knapp–Hartung", factor: true, Cites: []string{"knapp2003"},
		references: func(spread float64, df degrees) []reference { return []reference{{"hk", spread, df.residual}} }},
	{Code: "hk-adhoc", Name: "Knapp–Hartung, ad hoc: its factor at least 1", factor: true, Cites: []string{"knapp2003"},
		references: func(spread float64, df degrees) []reference {
			return []reference{{"hk-adhoc", math.Max(1, spread), df.residual}}
		}},
	{Code: "wald", Name: "Wald",
		references: func(_ float64, _ degrees) []reference { return []reference{normal} }},
	{Code: "t", Name: "t",
		references: func(_ float64, df degrees) []reference { return []reference{{"t", 1, df.residual}} }},
	{Code: "contain", Name: "t with clusters less coefficients for degrees of freedom",
		references: func(_ float64, df degrees) []reference { return []reference{{"contain", 1, df.contained}} }},
}

// widest is the reference with the largest critical value for n coefficients at
// once at the level in percent, the first of equal ones. For one coefficient
// that is the widest interval; for several the largest confidence region.
func widest(references []reference, n int, level float64) reference {
	best := references[0]
	for _, r := range references[1:] {
		if !(best.critical(n, level) >= r.critical(n, level)) {
			best = r
		}
	}
	return best
}

// critical is the value that the quadratic form b'Var(b)⁻¹b, with the unscaled
// variance, reaches with the probability of the level.
func (r reference) critical(n int, level float64) float64 {
	if !(r.df > 0) {
		return math.NaN()
	}
	if n == 1 {
		q := quantile(level, r.df)
		return r.scale * float64(q*q)
	}
	if math.IsInf(r.df, 1) {
		return r.scale * 2 * mathext.GammaIncRegCompInv(float64(n)/2, 1-level/100)
	}
	return r.scale * float64(n) * distuv.F{D1: float64(n), D2: r.df}.Quantile(level/100)
}

// test is the test of n coefficients at once from their quadratic form: F with n
// and df degrees of freedom, or χ² with n.
func (r reference) test(form float64, n int) Test {
	t := Test{Statistic: form / r.scale, DF: float64(n), DFResidual: r.df, Reference: r.code}
	if !(r.df > 0) {
		nan := math.NaN()
		t.Statistic, t.DFResidual, t.P = nan, nan, nan
		return t
	}
	if math.IsInf(r.df, 1) {
		t.P = mathext.GammaIncRegComp(t.DF/2, t.Statistic/2)
		return t
	}
	t.Statistic /= t.DF
	t.P = mathext.RegIncBeta(r.df/2, t.DF/2, r.df/(r.df+float64(t.DF*t.Statistic)))
	return t
}

// quantile is the two-sided critical value of the level in percent: of t with
// df degrees of freedom, or of the normal for df = +Inf; NaN without any.
func quantile(level, df float64) float64 {
	if !(df > 0) {
		return math.NaN()
	}
	p := 0.5 + level/200
	if math.IsInf(df, 1) {
		return distuv.UnitNormal.Quantile(p)
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(p)
}

// twoSided is the probability of a statistic as far from zero or farther.
func twoSided(stat, df float64) float64 {
	if !(df > 0) {
		return math.NaN()
	}
	x := -math.Abs(stat)
	if math.IsInf(df, 1) {
		return 2 * distuv.UnitNormal.CDF(x)
	}
	return 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.CDF(x)
}

// row is the row of an ordered table with the given code.
func row[R any](table []R, code func(R) string, want string) (R, bool) {
	for _, r := range table {
		if code(r) == want {
			return r, true
		}
	}
	var zero R
	return zero, false
}

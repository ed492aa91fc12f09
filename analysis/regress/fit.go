package regress

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strings"

	"grove/analysis/pool"
	"grove/analysis/tau"
)

// Settings are the choices of one regression, each a code of the table it
// belongs to.
type Settings struct {
	Model        string     // a code of Models
	Tau2         string     // a code of tau.Estimators, or a plain decimal for a declared τ²
	Tau2Interval string     // a code of tau.Intervals, empty for the first of them
	Interval     string     // a code of Rules
	Prediction   string     // a code of Predictions
	Level        float64    // confidence level in percent
	Prior        pool.Prior // of τ in a Bayesian model
	Credible     string     // of a Bayesian model: a code of pool.Credibles, empty for the first of them
	Rho          float64    // assumed correlation of the sampling errors of a cluster's trials, 0 for none; with REML or ML
}

// Coefficient is one row of the answer. DF is +Inf for a normal reference. VIF
// is the variance inflation factor, NaN for the intercept and without one.
type Coefficient struct {
	Term                           string // the name of its column
	Estimate, SE, Statistic, DF, P float64
	CILower, CIUpper, VIF          float64
}

// Test is a test of several coefficients at once: F with DF and DFResidual
// degrees of freedom, or χ² with DF when DFResidual is +Inf. Reference is the
// rule that it really followed.
type Test struct {
	Term                         string // what is tested
	Statistic, DF, DFResidual, P float64
	Reference                    string
}

// Result is one finished regression. What is not defined is NaN, and a note says
// why.
type Result struct {
	Model, Tau2Method, Tau2Interval string // the latter two are empty without a variance between trials
	Interval                        string // as used
	K                               int    // trials
	Coefficients                    []Coefficient
	Covariance                      [][]float64 // of the coefficients, as the interval takes it
	Moderators                      Test        // all coefficients but the intercept, QM
	Terms                           []Test      // each term of the formula but the intercept

	Tau2, Tau2SE, Tau2Lower, Tau2Upper float64
	Variances                          []Variance // that τ² is the sum of, where it is of several
	I2, H2, R2                         float64    // percent, ratio, percent
	Q, QDF, QP                         float64    // residual heterogeneity, QE
	Spread                             float64    // Knapp and Hartung's factor s²
	Likelihood, Restricted             Likelihood
	Posterior                          Posterior // of a Bayesian model

	Fitted, Weights []float64 // Xβ by trial; weights in percent
	Converged       bool
	Notes           []string
}

// Variance is one of several variances: its estimate with a profile likelihood
// interval, and its share of I² in percent.
type Variance struct {
	Name                       string
	Estimate, SE, Lower, Upper float64
	I2                         float64
}

// ErrSettings marks a code that no table knows, and settings that do not go
// together.
var ErrSettings = errors.New("unknown setting")

// Fit fits a model. Residual heterogeneity is Q = Σw(y−Xβ)² at τ² = 0 with k−p
// degrees of freedom. I² and H² are those of τ² against the typical variance
//
//	s² = (k−p)/tr P,  P = W − WX(X'WX)⁻¹X'W,
//
// or of Q in a common-effect model (Higgins and Thompson 2002); W is S⁻¹ where
// sampling errors correlate, and τ² the sum of its variances, each with its share.
// R² is
//
//	100 max(0, (τ₀²−τ²)/τ₀²),
//
// the share of the variance between trials that the moderators take away, with
// τ₀² of the model without them (Raudenbush 2009; López-López and others 2014).
// In a common-effect model it is the adjusted R² of weighted least squares,
//
//	100 max(0, 1 − (Q/(k−p))/(Q₀/(k−1))).
//
// The VIF is the variance of a coefficient over what it would be if its column
// were uncorrelated with the others, in the weights of the fit.
func Fit(m Model, s Settings) (Result, error) {
	a, err := solve(m, s)
	if err != nil {
		return Result{}, err
	}
	return a.result(), nil
}

// answer is a model as far as every kind of model answers.
type answer interface {
	result() Result
	predict(x []float64, to Prediction) Predicted
	contrast(c []float64) Coefficient
	shrink() ([]Shrunken, error)
}

func solve(m Model, s Settings) (answer, error) {
	if k, _ := row(Models, func(k Kind) string { return k.Code }, s.Model); k.own != nil {
		return k.own(m, s)
	}
	return prepared(m, s)
}

// prepared is a model with the variance of its coefficients that is reported.
func prepared(m Model, s Settings) (fitted, error) {
	f, err := prepare(m, s)
	if err == nil && f.moments != nil {
		return f.robust()
	}
	return f, err
}

// fitted is a model at its τ², before any interval is made.
type fitted struct {
	m            Model
	s            Settings
	rule         Rule
	kind         Kind
	design       *tau.Design
	levels       *levelled // nil where effects do not depend on each other
	moments      *momented // nil where variances are not of a model of moments
	tau2         tau.Estimate
	tau2Interval tau.Interval
	gls          tau.GLS
	spread       float64
}

func prepare(m Model, s Settings) (fitted, error) {
	kind, ok := row(Models, func(k Kind) string { return k.Code }, s.Model)
	f := fitted{m: m, s: s, kind: kind}
	if !ok {
		return f, fmt.Errorf("%w: model %q", ErrSettings, s.Model)
	}
	if kind.own != nil {
		return f, fmt.Errorf("%w: model %q has a posterior, which has no tests, diagnostics or robust variances", ErrSettings, s.Model)
	}
	rule, ok := row(Rules, func(r Rule) string { return r.Code }, s.Interval)
	if !ok {
		return f, fmt.Errorf("%w: interval %q", ErrSettings, s.Interval)
	}
	if !(s.Level > 0 && s.Level < 100) {
		return f, fmt.Errorf("%w: level %v is not between 0 and 100", ErrSettings, s.Level)
	}
	var err error
	if f.design, err = m.design(); err != nil {
		return f, err
	}
	f.tau2 = tau.Estimate{Converged: true}
	var e tau.Estimator
	if f.kind.random {
		if e, ok = tau.Lookup(s.Tau2); !ok {
			return f, fmt.Errorf("%w: tau2 %q", ErrSettings, s.Tau2)
		}
		if f.tau2Interval, ok = tau.LookupInterval(cmp.Or(s.Tau2Interval, tau.Intervals[0].Code)); !ok {
			return f, fmt.Errorf("%w: tau2_interval %q", ErrSettings, s.Tau2Interval)
		}
	}
	switch {
	case f.kind.moments != nil:
		if err := f.moment(e); err != nil {
			return f, err
		}
	case f.kind.clusters || s.Rho != 0:
		if err := f.level(e); err != nil {
			return f, err
		}
	case f.kind.random:
		f.tau2 = e.Regress(f.design)
		f.gls = f.design.At(f.tau2.Tau2)
	default:
		f.gls = f.design.At(0)
	}
	if !f.exact() {
		f.spread = f.gls.Q / float64(len(m.Y)-len(m.Columns))
	}
	f.rule = rule
	switch {
	case rule.RandomOnly && !f.kind.random:
		f.rule, _ = row(Rules, func(r Rule) string { return r.Code }, "wald")
	case rule.factor && f.kind.clusters, f.moments != nil:
		f.rule, _ = row(Rules, func(r Rule) string { return r.Code }, "contain")
	}
	return f, nil
}

// exact says that the trials lie on the model but for rounding.
func (f fitted) exact() bool {
	var from, all float64
	if f.m.Intercept {
		from = f.m.Y[0]
	}
	for i, y := range f.m.Y {
		all += float64(float64((y-from)*(y-from)) * f.weight(i))
	}
	return f.gls.Q <= math.Max(1e-24, 1e-28*all) // beside standard errors, or beside the effects
}

// weight is that of a trial by its own variance.
func (f fitted) weight(i int) float64 { return 1 / (f.m.V[i] + f.tau2.Tau2) }

// references are what the coefficients are held against.
func (f fitted) references() []reference {
	return f.rule.references(f.spread, f.degrees())
}

// degrees are those that are left of the trials, and of the clusters where they
// have effects.
func (f fitted) degrees() degrees {
	d := float64(len(f.m.Y) - len(f.m.Columns))
	switch {
	case f.kind.clusters:
		return degrees{d, float64(f.levels.clusters - len(f.m.Columns))}
	case f.moments != nil:
		return degrees{d, float64(len(f.moments.clusters) - len(f.m.Columns))}
	}
	return degrees{d, d}
}

func (f fitted) result() Result {
	m, nan := f.m, math.NaN()
	ref := widest(f.references(), 1, f.s.Level)
	r := Result{Model: f.s.Model, Interval: f.rule.Code, K: len(m.Y), Converged: f.tau2.Converged, Spread: f.spread,
		Tau2: nan, Tau2SE: nan, Tau2Lower: nan, Tau2Upper: nan, R2: nan,
		Notes: append(append([]string(nil), m.Notes...), f.tau2.Notes...)}
	switch {
	case !(ref.df > 0):
		r.Notes = append(r.Notes, "there are no more clusters than coefficients, so that there is no interval and no test")
	case f.moments != nil:
		r.Notes = append(r.Notes, "standard errors are robust: CR1p, with t of clusters less coefficients")
	case f.rule.Code != f.s.Interval && f.kind.clusters:
		r.Notes = append(r.Notes, "Knapp and Hartung's intervals are not defined with effects of clusters; t with clusters less coefficients is taken")
	case ref.scale == 0:
		r.Notes = append(r.Notes, "the trials lie exactly on the model, so that Knapp and Hartung's standard errors are 0 and there is no interval and no test")
	case ref.code != f.rule.Code && ref.code == "wald":
		r.Notes = append(r.Notes, "the Wald intervals are taken, which are wider than Knapp and Hartung's")
	case ref.code == "hk" && widest([]reference{ref, normal}, 1, f.s.Level) == normal:
		r.Notes = append(r.Notes, "the Knapp–Hartung intervals are narrower than the Wald intervals")
	}
	half := quantile(f.s.Level, ref.df)
	r.Covariance = scaled(f.gls.Covariance, ref.scale)
	for j, c := range m.Columns {
		b := Coefficient{Term: c.Name, Estimate: f.gls.Beta[j], SE: math.Sqrt(r.Covariance[j][j]), DF: ref.df, VIF: f.inflation(j)}
		b.Statistic, b.CILower, b.CIUpper = b.Estimate/b.SE, b.Estimate-float64(half*b.SE), b.Estimate+float64(half*b.SE)
		if !(b.SE > 0) {
			b.Statistic, b.CILower, b.CIUpper = nan, nan, nan
		}
		b.P = twoSided(b.Statistic, b.DF)
		r.Coefficients = append(r.Coefficients, b)
	}
	r.Moderators, r.Terms = f.tests(f.joint)
	f.heterogeneity(&r)
	r.Likelihood, r.Restricted = f.likelihoods()
	for i, e := range f.gls.Residual {
		r.Fitted = append(r.Fitted, m.Y[i]-e)
	}
	r.Weights = f.working().percent()
	r.Notes = append(r.Notes, f.negative(r.Weights)...)
	return r
}

// tests are those of all moderators and of each term, by the test of the
// coefficients at given positions.
func (f fitted) tests(joint func(at []int) Test) (all Test, each []Test) {
	var every []int
	for j, c := range f.m.Columns {
		if c.Term == intercept {
			continue
		}
		every = append(every, j)
		if j == 0 || f.m.Columns[j-1].Term != c.Term {
			each = append(each, Test{Term: c.Term})
		}
	}
	for i, t := range each {
		var of []int
		for j, c := range f.m.Columns {
			if c.Term == t.Term {
				of = append(of, j)
			}
		}
		each[i] = joint(of)
		each[i].Term = t.Term
	}
	if every == nil {
		nan := math.NaN()
		return Test{Term: "moderators", Statistic: nan, DF: 0, DFResidual: nan, P: nan}, nil
	}
	all = joint(every)
	all.Term = "moderators"
	return all, each
}

// negative explains weights below 0, as correlated sampling errors can make them.
func (f fitted) negative(weights []float64) []string {
	var names []string
	for i, w := range weights {
		if w < 0 {
			names = append(names, f.m.name(i))
		}
	}
	if names == nil {
		return nil
	}
	return []string{fmt.Sprintf("the weight in the mean is negative of %s: by the correlation assumed its sampling error goes with that of a more precise trial of its cluster, which it serves to correct; its effect counts the other way round, and a smaller rho, which may be nearer the truth, makes fewer weights negative",
		strings.Join(names, ", "))}
}

// inflation is the VIF of column j.
func (f fitted) inflation(j int) float64 {
	if !f.m.Intercept || f.m.Columns[j].Term == intercept {
		return math.NaN()
	}
	fit := f.gls
	if f.moments != nil {
		fit = f.moments.gls
	}
	return fit.Covariance[j][j] * f.working().centred(f.m.Columns[j].Values)
}

func scaled(a [][]float64, by float64) [][]float64 {
	b := make([][]float64, len(a))
	for i := range a {
		b[i] = make([]float64, len(a[i]))
		for j := range a[i] {
			b[i][j] = by * a[i][j]
		}
	}
	return b
}

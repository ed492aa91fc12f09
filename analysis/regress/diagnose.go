package regress

import (
	"fmt"
	"math"
	"strings"
)

// Diagnostic is what one trial does to a fit. The deleted values are those of
// the fit without the trial, with τ² estimated anew; they are NaN for a trial
// without which the model cannot be fitted.
type Diagnostic struct {
	Study                                   string
	Residual, SE, Standardised, Pearson     float64 // y − Xβ, its standard error, their ratio; over √(v+τ²)
	DeletedResidual, DeletedSE, Studentised float64
	DFFITS, Cook, CovarianceRatio           float64
	Tau2, Q                                 float64   // of the fit without the trial; τ² is NaN in a common-effect model
	Hat, Weight                             float64   // the diagonal of H; percent
	DFBETAS                                 []float64 // by coefficient
}

// Diagnose refits without each trial in turn. For trial i with row x of X and
// leverage h, and with b, τ₋² and C = (X'UX)⁻¹ of the fit without it:
//
//	residual             y − x'β,  standard error √((v+τ²)(1−h))
//	deleted residual     y − x'b,  standard error √(s²(v+τ₋²+x'Cx))
//	DFFITS               (x'β − x'b)/√(h(v+τ₋²))
//	Cook's distance      (β−b)'X'UX(β−b)
//	covariance ratio     |C|/|(X'UX)⁻¹|
//	DFBETAS              (β−b)/√diag (X'UX)⁻¹, all trials, weights 1/(v+τ₋²)
//
// with s² what the rule of s scales variances by, 1 for Wald: the deleted residual
// over its standard error is the test, under that rule, of a model in which trial
// i alone has a mean of its own. Viechtbauer and Cheung 2010.
//
// The notes name the trials without which there is no fit. A trial that has a
// coefficient to itself lies on the model, and has no standardised residual. More than
// 1,000 trials have no diagnostics, and a note says so: the work grows by their square.
func Diagnose(m Model, s Settings) ([]Diagnostic, []string, error) {
	f, err := prepare(m, s)
	if err != nil {
		return nil, nil, err
	}
	if err := f.independent("diagnostics of trials"); err != nil {
		return nil, nil, err
	}
	if len(m.Y) > 1000 {
		return nil, []string{"there are no diagnostics of single trials: the model would be fitted without each in turn, and that is done for up to 1,000"}, nil
	}
	weights := f.working().percent()
	all := make([]Diagnostic, len(m.Y))
	var lost []string
	for i := range all {
		d := &all[i]
		d.Study = m.name(i)
		d.Residual, d.Hat, d.Weight = f.gls.Residual[i], f.gls.Hat[i], weights[i]
		total := m.V[i] + f.tau2.Tau2
		d.SE = math.Sqrt(total * f.gls.Left[i])
		d.Standardised, d.Pearson = d.Residual/d.SE, d.Residual/math.Sqrt(total)
		if f.gls.Left[i] < 1e-12 {
			d.Standardised = math.NaN() // the trial has a coefficient to itself
		}
		if !d.deleted(f, i) {
			lost = append(lost, d.Study)
		}
	}
	var notes []string
	if lost != nil {
		notes = []string{fmt.Sprintf("the model cannot be fitted without %s", strings.Join(lost, ", without "))}
	}
	return all, notes, nil
}

// deleted fills what needs the fit without trial i, or reports that there is no
// such fit.
func (d *Diagnostic) deleted(f fitted, i int) bool {
	nan := math.NaN()
	d.DeletedResidual, d.DeletedSE, d.Studentised, d.DFFITS, d.Cook, d.CovarianceRatio, d.Tau2, d.Q = nan, nan, nan, nan, nan, nan, nan, nan
	d.DFBETAS = repeat(nan, len(f.m.Columns))
	without, err := prepare(f.m.only(others(len(f.m.Y), i)), f.s)
	if err != nil || !without.tau2.Converged {
		return false
	}
	x := f.m.row(i)
	at := without.tau2.Tau2
	all := f.design.At(at)
	change := make([]float64, len(x))
	fit, moved := 0.0, 0.0
	for j := range x {
		change[j] = f.gls.Beta[j] - without.gls.Beta[j]
		fit += float64(x[j] * without.gls.Beta[j])
		moved += float64(x[j] * change[j])
		d.DFBETAS[j] = change[j] / math.Sqrt(all.Covariance[j][j])
	}
	d.DeletedResidual = f.m.Y[i] - fit
	scale := widest(without.references(), 1, f.s.Level).scale
	d.DeletedSE = math.Sqrt(scale * (f.m.V[i] + at + without.gls.Variance(x)))
	d.Studentised = d.DeletedResidual / d.DeletedSE
	d.DFFITS = moved / math.Sqrt(d.Hat*(f.m.V[i]+at))
	d.Cook = quadratic(f.gls.Covariance, change)
	d.CovarianceRatio = 1
	for j := range x {
		share := without.gls.Root[j][j] / f.gls.Root[j][j]
		d.CovarianceRatio *= share * share
	}
	if f.kind.random {
		d.Tau2 = at
	}
	d.Q = without.design.At(0).Q
	return true
}

// others are the positions 0 to k−1 without i.
func others(k, i int) []int {
	var at []int
	for j := range k {
		if j != i {
			at = append(at, j)
		}
	}
	return at
}

// row is row i of X.
func (m Model) row(i int) []float64 {
	x := make([]float64, len(m.Columns))
	for j, c := range m.Columns {
		x[j] = c.Values[i]
	}
	return x
}

func (m Model) name(i int) string {
	if m.Study != nil {
		return m.Study[i]
	}
	if m.Kept == nil {
		return fmt.Sprintf("trial %d", i+1)
	}
	return fmt.Sprintf("trial %d", m.Kept[i]+1)
}

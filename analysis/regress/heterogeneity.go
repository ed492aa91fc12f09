package regress

import (
	"gonum.org/v1/gonum/mathext"

	"grove/analysis/tau"
)

// heterogeneity fills τ² with its interval, Q, I², H² and R².
func (f fitted) heterogeneity(r *Result) {
	none := f.design.At(0)
	r.Q, r.QDF = none.Q, float64(r.K-len(f.m.Columns))
	r.QP = mathext.GammaIncRegComp(r.QDF/2, r.Q/2)
	if !f.random {
		r.H2 = r.Q / r.QDF
		r.I2 = 0
		if r.Q > r.QDF {
			r.I2 = 100 * (r.Q - r.QDF) / r.Q
		}
		f.adjusted(r)
		return
	}
	e, _ := tau.Lookup(f.s.Tau2)
	r.Tau2Method, r.Tau2, r.Tau2SE = e.Code, f.tau2.Tau2, f.tau2.SE
	var notes []string
	r.Tau2Interval = f.tau2Interval.Code
	r.Tau2Lower, r.Tau2Upper, notes = f.tau2Interval.About(f.design, f.tau2, f.s.Level)
	r.Notes = append(r.Notes, notes...)
	typical := r.QDF / none.TraceP
	r.I2 = 100 * r.Tau2 / (r.Tau2 + typical)
	r.H2 = (r.Tau2 + typical) / typical
	alone, err := e.Fit(f.m.Y, f.m.V)
	switch {
	case f.tau2.Declared:
		r.Notes = append(r.Notes, "R² is not defined: tau² is declared, with moderators as without")
	case err != nil || !(alone.Tau2 > 0):
		r.Notes = append(r.Notes, "R² is not defined: without moderators tau² is 0 already")
	default:
		r.R2 = max(0, 100*(alone.Tau2-r.Tau2)/alone.Tau2)
	}
}

// adjusted fills the R² of a common-effect model.
func (f fitted) adjusted(r *Result) {
	mean, err := tau.NewDesign(f.m.Y, f.m.V, [][]float64{repeat(1, r.K)})
	if err != nil {
		return
	}
	q := mean.At(0).Q
	if !(q > 0) {
		r.Notes = append(r.Notes, "R² is not defined: the trials do not differ")
		return
	}
	r.R2 = max(0, 100*(1-(r.Q/r.QDF)/(q/float64(r.K-1))))
}

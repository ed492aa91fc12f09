package regress

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"grove/analysis/tau"
)

// heterogeneity fills τ² with its interval, Q, I², H² and R².
func (f fitted) heterogeneity(r *Result) {
	w := f.working()
	typical := r.residual(w.zero(), len(f.m.Columns))
	if !f.kind.random {
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
	if f.moments != nil {
		r.Tau2Method, typical = "moments", f.moments.typical
		if !f.moments.chi {
			r.QP = math.NaN()
		}
	}
	var notes []string
	r.Tau2Interval, r.Tau2Lower, r.Tau2Upper, r.Variances, notes = w.limits()
	r.Notes = append(r.Notes, notes...)
	r.shares(typical)
	for j := range r.Variances {
		r.Variances[j].I2 = 100 * r.Variances[j].Estimate / (r.Tau2 + typical)
	}
	alone, err := w.alone(e)
	switch {
	case f.tau2.Declared:
		r.Notes = append(r.Notes, "R² is not defined: τ² is declared, with moderators as without")
	case err != nil || !(alone > 0):
		r.Notes = append(r.Notes, "R² is not defined: without moderators τ² is 0 already")
	default:
		r.R2 = max(0, 100*(alone-r.Tau2)/alone)
	}
}

// residual fills Q from the fit without random effects, and is the typical
// variance.
func (r *Result) residual(none tau.GLS, p int) (typical float64) {
	r.Q, r.QDF = none.Q, float64(r.K-p)
	r.QP = mathext.GammaIncRegComp(r.QDF/2, r.Q/2)
	return r.QDF / none.TraceP
}

// shares fills I² and H² from τ².
func (r *Result) shares(typical float64) {
	r.I2 = 100 * r.Tau2 / (r.Tau2 + typical)
	r.H2 = (r.Tau2 + typical) / typical
}

// adjusted fills the R² of a common-effect model.
func (f fitted) adjusted(r *Result) {
	q, err := f.working().about()
	if err != nil {
		return
	}
	if !(q > 0) {
		r.Notes = append(r.Notes, "R² is not defined: the trials do not differ")
		return
	}
	r.R2 = max(0, 100*(1-(r.Q/r.QDF)/(q/float64(r.K-1))))
}

package regress

import (
	"fmt"
	"math"

	"grove/analysis/tau"
)

// Clustered are coefficients whose standard errors allow for dependence within
// clusters. VIF is NaN.
type Clustered struct {
	Correction   string
	Clusters     int
	Coefficients []Coefficient
	Covariance   [][]float64
	Moderators   Test   // all coefficients but the intercept
	Terms        []Test // each term of the formula but the intercept
	Notes        []string
}

// Robust gives the coefficients variances that allow for any dependence within
// the clusters of the model. With the working covariance Φ of the fit, W = Φ⁻¹,
// M = (X'WX)⁻¹ and for each cluster its residuals e and correction A,
//
//	Var(β) = M (Σ X'WA ee' A'WX) M,
//
// a sum over the clusters, and t tests with Satterthwaite's degrees of freedom
//
//	(tr G'ΦG)²/|G'ΦG|²,
//
// where for the coefficient picked by c the matrix G has the column (I−H)'A'WXMc
// for each cluster. A test on fewer than four of them is not to be relied on,
// which is noted; a coefficient that takes up its cluster's residuals whole has
// no standard error. Several coefficients are tested by their quadratic form Q
// as Hotelling's T² with the degrees of freedom η of a Wishart distribution that
// has the same mean and, in total, the same variance as Var(β),
//
//	F = Q (η−q+1)/(ηq),  with q and η−q+1 degrees of freedom.
//
// Hedges, Tipton and Johnson 2010; Tipton 2015; Tipton and Pustejovsky 2015;
// Pustejovsky and Tipton 2018.
func Robust(m Model, s Settings, correction string) (Clustered, error) {
	w, err := m.sandwich(s, correction)
	if err != nil {
		return Clustered{}, err
	}
	f := w.f
	r := Clustered{Correction: correction, Clusters: w.clusters, Covariance: w.covariance}
	for j, col := range m.Columns {
		b := w.coefficient(j, col.Name, f.gls.Beta[j])
		r.Coefficients = append(r.Coefficients, b)
		switch {
		case math.IsNaN(b.SE) && f.exact():
			r.Notes = append(r.Notes, "the trials lie exactly on the model, which leaves no residual to judge "+col.Name+" by")
		case math.IsNaN(b.SE):
			r.Notes = append(r.Notes, col.Name+" rests on a single cluster, which leaves no residual to judge it by")
		case b.DF < Reliable:
			r.Notes = append(r.Notes, fmt.Sprintf("the test of %s rests on %.1f degrees of freedom; below %d it is not to be relied on", col.Name, b.DF, Reliable))
		}
	}
	r.Moderators, r.Terms = f.tests(w.joint)
	for _, t := range append([]Test{r.Moderators}, r.Terms...) {
		if t.DF > 1 && math.IsNaN(t.P) && !f.exact() {
			r.Notes = append(r.Notes, fmt.Sprintf("%s: no test of %d coefficients at once, for which the clusters are too few", t.Term, int(t.DF)))
		}
	}
	return r, nil
}

// Reliable is how many degrees of freedom a robust test needs. Tipton 2015.
const Reliable = 4

// sandwich is the robust variance of a model under a correction.
func (m Model) sandwich(s Settings, correction string) (sandwich, error) {
	c, ok := row(Corrections, func(c Correction) string { return c.Code }, correction)
	if !ok {
		return sandwich{}, fmt.Errorf("%w: correction %q", ErrSettings, correction)
	}
	if len(m.Cluster) != len(m.Y) {
		return sandwich{}, fmt.Errorf("%w: %d trials and the names of %d clusters", ErrData, len(m.Y), len(m.Cluster))
	}
	f, err := prepare(m, s)
	if err != nil {
		return sandwich{}, err
	}
	clusters, p := tau.Members(m.Cluster), len(m.Columns)
	if n := len(clusters); n <= p {
		return sandwich{}, fmt.Errorf("%w: %d coefficients cannot be tested from %d clusters", ErrData, p, n)
	}
	for _, at := range clusters {
		if c.most > 0 && len(at) > c.most {
			return sandwich{}, fmt.Errorf("%w: %s takes at most %d trials in a cluster, and there is one of %d; CR1 takes larger ones", ErrData, c.Code, c.most, len(at))
		}
	}
	return f.sandwich(c)
}

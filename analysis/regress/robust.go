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
	c, ok := row(Corrections, func(c Correction) string { return c.Code }, correction)
	if !ok {
		return Clustered{}, fmt.Errorf("%w: correction %q", ErrSettings, correction)
	}
	if len(m.Cluster) != len(m.Y) {
		return Clustered{}, fmt.Errorf("%w: %d trials and the names of %d clusters", ErrData, len(m.Y), len(m.Cluster))
	}
	f, err := prepare(m, s)
	if err != nil {
		return Clustered{}, err
	}
	clusters, p := tau.Members(m.Cluster), len(m.Columns)
	n := len(clusters)
	if n <= p {
		return Clustered{}, fmt.Errorf("%w: %d coefficients cannot be tested from %d clusters", ErrData, p, n)
	}
	for _, at := range clusters {
		if c.most > 0 && len(at) > c.most {
			return Clustered{}, fmt.Errorf("%w: %s takes at most %d trials in a cluster, and there is one of %d; CR1 takes larger ones", ErrData, c.Code, c.most, len(at))
		}
	}
	w, err := f.sandwich(c)
	if err != nil {
		return Clustered{}, err
	}
	r := Clustered{Correction: c.Code, Clusters: n, Covariance: w.covariance}
	for j, col := range m.Columns {
		b := Coefficient{Term: col.Name, Estimate: f.gls.Beta[j], VIF: math.NaN()}
		if !w.judges([]int{j}) {
			nan := math.NaN()
			b.SE, b.DF, b.Statistic, b.P, b.CILower, b.CIUpper = nan, nan, nan, nan, nan, nan
			r.Coefficients = append(r.Coefficients, b)
			note := col.Name + " rests on a single cluster, which leaves no residual to judge it by"
			if f.exact() {
				note = "the trials lie exactly on the model, which leaves no residual to judge " + col.Name + " by"
			}
			r.Notes = append(r.Notes, note)
			continue
		}
		b.SE, b.DF = math.Sqrt(r.Covariance[j][j]), w.degrees([]int{j})
		half := float64(quantile(s.Level, b.DF) * b.SE)
		b.Statistic, b.CILower, b.CIUpper = b.Estimate/b.SE, b.Estimate-half, b.Estimate+half
		b.P = twoSided(b.Statistic, b.DF)
		r.Coefficients = append(r.Coefficients, b)
		if b.DF < 4 {
			r.Notes = append(r.Notes, fmt.Sprintf("the test of %s rests on %.1f degrees of freedom; below 4 it is not to be relied on", col.Name, b.DF))
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

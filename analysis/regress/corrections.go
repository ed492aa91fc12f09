package regress

import (
	"slices"

	"grove/analysis/tau"
)

// Correction is one way to make up for residuals that are smaller than the
// errors in a cluster-robust variance.
type Correction struct {
	Code, Name string
	residual   bool                                       // degrees of freedom: clusters less coefficients, not Satterthwaite's
	factor     func(clusters, p, k int) float64           // of the variance
	adjust     func(c cluster, t [][]float64) [][]float64 // A't for the t of every coefficient; nil without A
	most       int                                        // trials of one cluster, beyond which it would take minutes; 0 for any
	Cites      []string
}

// Corrections are the corrections, the default first.
var Corrections = []Correction{
	// A = D'(D(Φ−XMX')D')^(−½)D with D'D = Φ, the marginal covariance within each
	// cluster: the variance has no bias if that is right. Directions that the
	// coefficients take up whole are left out. Clusters have at most 500 trials. Tipton
	// 2015; Pustejovsky and Tipton 2018.
	{Code: "CR2", Name: "bias-reduced linearisation", factor: unscaled, adjust: linearised, most: 500, Cites: []string{"tipton2015", "pustejovsky2018"}},
	// A = I, and the variance of m clusters times m/(m−1). Pustejovsky and Tipton 2018.
	{Code: "CR1", Name: "clusters over clusters less one", adjust: plain, Cites: []string{"pustejovsky2018"},
		factor: func(n, _, _ int) float64 { return float64(n) / float64(n-1) }},
	// A = I, and the variance of m clusters times m/(m−p) for p coefficients, with t of
	// m−p degrees of freedom in place of Satterthwaite's. Hedges, Tipton and Johnson
	// 2010.
	{Code: "CR1p", Name: "clusters over clusters less coefficients, which are also the degrees of freedom", residual: true, adjust: plain, Cites: []string{"hedges2010"},
		factor: func(n, p, _ int) float64 { return float64(n) / float64(n-p) }},
	// A = I, and the variance of m clusters of k trials in all times m(k−1)/((m−1)(k−p)).
	// Cameron and Miller 2015.
	{Code: "CR1S", Name: "clusters over clusters less one, and trials less one over trials less coefficients", adjust: plain, Cites: []string{"cameron2015"},
		factor: func(n, p, k int) float64 { return float64(n) / float64(n-1) * (float64(k-1) / float64(k-p)) }},
	// A = (I − H)⁻¹ within each cluster, which makes its residuals those of a fit
	// without it, with the same weights: the jackknife, too large if the model is right. Bell
	// and McCaffrey 2002.
	{Code: "CR3", Name: "jackknife of clusters", factor: unscaled, adjust: jackknifed, Cites: []string{"bell2002"}},
	// A = I: the squares of the residuals as they are, too small in few clusters. With
	// Satterthwaite's degrees of freedom. Hedges, Tipton and Johnson 2010.
	{Code: "CR0", Name: "no correction", factor: unscaled, adjust: plain, Cites: []string{"hedges2010"}},
}

func unscaled(_, _, _ int) float64 { return 1 }

func plain(_ cluster, t [][]float64) [][]float64 { return t }

// cluster is one cluster's part of the fit: its trials and their rows of X and WX,
// and what each cluster adds to X'WX, with its place among them.
type cluster struct {
	f       fitted
	working working
	trials  []int
	x, wx   [][]float64
	grams   [][][]float64
	place   int
}

// covariance is the cluster's own part of Φ.
func (c cluster) covariance() [][]float64 {
	units := square(len(c.trials))
	for n := range units {
		units[n][n] = 1
	}
	return c.working.times(c.trials, units...)
}

// others is X'WX without the cluster.
func (c cluster) others() [][]float64 {
	sum := square(len(c.f.m.Columns))
	for n, gram := range c.grams {
		if n == c.place {
			continue
		}
		for j, row := range gram {
			for l, x := range row {
				sum[j][l] += x
			}
		}
	}
	return sum
}

// linearised is A't with the correction under which the variance is unbiased if
// the working model is right, D being the Cholesky factor of the covariance.
func linearised(c cluster, t [][]float64) [][]float64 {
	covariance := c.covariance()
	l := tau.Cholesky(covariance) // D'
	if l == nil {
		return nil
	}
	rest := make([][]float64, len(l)) // Φ − XMX'
	for i := range rest {
		rest[i] = slices.Clone(covariance[i])
		for j := range rest[i] {
			for _, col := range c.f.gls.Root {
				rest[i][j] -= float64(dot(col, c.x[i]) * dot(col, c.x[j]))
			}
		}
	}
	root := inverseRoot(between(l, rest), len(l)-c.taken(l))
	adjusted := make([][]float64, len(t))
	for j := range t {
		adjusted[j] = downwards(l, root(upwards(l, t[j])))
	}
	return adjusted
}

// taken is in how many directions of a cluster the coefficients take up its residuals
// whole: how often its part of the hat matrix, whitened by the Cholesky factor l of its
// covariance, has the eigenvalue 1. Nothing of that hangs on the scale of the variances,
// as it does how near Φ−XMX' is to 0 there.
func (c cluster) taken(l [][]float64) (n int) {
	var white [][]float64 // L⁻¹XR by columns, RR' = M
	for _, col := range c.f.gls.Root {
		part := make([]float64, len(c.x))
		for i, row := range c.x {
			part[i] = dot(col, row)
		}
		white = append(white, tau.Forwards(l, part))
	}
	hat := square(len(white))
	for i := range white {
		for j := range white {
			hat[i][j] = dot(white[i], white[j])
		}
	}
	values, _ := eigen(hat)
	for _, h := range values {
		if h > 1-1e-12 {
			n++
		}
	}
	return n
}

// upwards is L't, downwards Lt, and between L'AL for a symmetric A.
func upwards(l [][]float64, t []float64) []float64 {
	turned := make([]float64, len(t))
	for m, row := range l {
		for i := range m + 1 {
			turned[i] += float64(row[i] * t[m])
		}
	}
	return turned
}

func downwards(l [][]float64, t []float64) []float64 {
	turned := make([]float64, len(t))
	for i, row := range l {
		turned[i] = dot(row[:i+1], t)
	}
	return turned
}

func between(l, a [][]float64) [][]float64 {
	half := make([][]float64, len(a)) // AL by columns, then L'(AL)
	for i, row := range a {
		half[i] = upwards(l, row)
	}
	whole := make([][]float64, len(a))
	column := make([]float64, len(a))
	for j := range a {
		for i := range a {
			column[i] = half[i][j]
		}
		whole[j] = upwards(l, column)
	}
	return whole
}

// jackknifed is A't with A = (I − XMX'W)⁻¹ within one cluster. With N = X'WX of
// the others, for which M⁻¹ − N is the cluster's own,
//
//	A't = t + WXN⁻¹X't.
//
// It is not there where the others do not determine the coefficients.
func jackknifed(c cluster, t [][]float64) [][]float64 {
	others := c.others()
	l := tau.Cholesky(others)
	for j := range l {
		if !(l[j][j]*l[j][j] > 1e-12*others[j][j]) {
			return nil
		}
	}
	if l == nil {
		return nil
	}
	adjusted := make([][]float64, len(t))
	for j := range t {
		back := make([]float64, len(l))
		for i, row := range c.x {
			for m, x := range row {
				back[m] += float64(t[j][i] * x)
			}
		}
		b := tau.Backwards(l, tau.Forwards(l, back))
		adjusted[j] = slices.Clone(t[j])
		for i := range t[j] {
			adjusted[j][i] += dot(c.wx[i], b)
		}
	}
	return adjusted
}

package regress

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Correction is one way to make up for residuals that are smaller than the
// errors in a cluster-robust variance.
type Correction struct {
	Code, Name string
	residual   bool                          // degrees of freedom: clusters less coefficients, not Satterthwaite's
	factor     func(clusters, p int) float64 // of the variance
	adjust     func(f fitted, at []int, t []float64) []float64
	Cites      []string
}

// Corrections are the corrections, the default first.
var Corrections = []Correction{
	// A = D(D(Φ−XMX')D)^(−½)D with D = Φ^½ within each cluster, where Φ holds the
	// marginal variances v+τ²: the variance has no bias if they are right. Directions
	// that the coefficients take up whole are left out. Tipton 2015; Pustejovsky and
	// Tipton 2018.
	{Code: "CR2", Name: "bias-reduced linearisation", factor: unscaled, adjust: linearised, Cites: []string{"tipton2015", "pustejovsky2018"}},
	// A = I, and the variance of m clusters times m/(m−1). Pustejovsky and Tipton 2018.
	{Code: "CR1", Name: "clusters over clusters less one", adjust: plain, Cites: []string{"pustejovsky2018"},
		factor: func(n, _ int) float64 { return float64(n) / float64(n-1) }},
	// A = I, and the variance of m clusters times m/(m−p) for p coefficients, with t of
	// m−p degrees of freedom in place of Satterthwaite's. Hedges, Tipton and Johnson
	// 2010.
	{Code: "CR1p", Name: "clusters over clusters less coefficients, which are also the degrees of freedom", residual: true, adjust: plain, Cites: []string{"hedges2010"},
		factor: func(n, p int) float64 { return float64(n) / float64(n-p) }},
	// A = I: the squares of the residuals as they are, too small in few clusters. With
	// Satterthwaite's degrees of freedom. Hedges, Tipton and Johnson 2010.
	{Code: "CR0", Name: "no correction", factor: unscaled, adjust: plain, Cites: []string{"hedges2010"}},
}

func unscaled(_, _ int) float64 { return 1 }

func plain(_ fitted, _ []int, t []float64) []float64 { return t }

// Clustered are coefficients whose standard errors allow for dependence within
// clusters. VIF is NaN.
type Clustered struct {
	Correction   string
	Clusters     int
	Coefficients []Coefficient
	Covariance   [][]float64
	Notes        []string
}

// Robust gives the coefficients variances that allow for any dependence within
// the clusters of the model. With weights W = diag(1/(v+τ²)), M = (X'WX)⁻¹ and
// for each cluster its residuals e and correction A,
//
//	Var(β) = M (Σ X'WA ee' AWX) M,
//
// a sum over the clusters, and t tests with Satterthwaite's degrees of freedom
//
//	(tr G'ΦG)²/|G'ΦG|²,  Φ = W⁻¹,
//
// where for the coefficient picked by c the matrix G has the column (I−H)'AWXMc
// for each cluster. A test on fewer than four of them is not to be relied on,
// which is noted; a coefficient that takes up its cluster's residuals whole has
// no standard error. Hedges, Tipton and Johnson 2010; Tipton 2015; Pustejovsky and
// Tipton 2018.
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
	clusters := members(m.Cluster)
	n, p := len(clusters), len(m.Columns)
	if n <= p {
		return Clustered{}, fmt.Errorf("%w: %d coefficients cannot be tested from %d clusters", ErrData, p, n)
	}
	r := Clustered{Correction: c.Code, Clusters: n, Covariance: make([][]float64, p)}
	scores := make([][]float64, p) // by coefficient and cluster, c'MX'WAe
	df := make([]float64, p)
	for j := range p {
		var g [][]float64
		for _, at := range clusters {
			score, column := f.part(c, at, j)
			scores[j], g = append(scores[j], score), append(g, column)
		}
		df[j] = f.satterthwaite(g)
		if c.residual {
			df[j] = float64(n - p)
		}
	}
	for j := range p {
		r.Covariance[j] = make([]float64, p)
		for l := range p {
			r.Covariance[j][l] = c.factor(n, p) * dot(scores[j], scores[l])
		}
	}
	for j, col := range m.Columns {
		b := Coefficient{Term: col.Name, Estimate: f.gls.Beta[j], VIF: math.NaN()}
		if r.Covariance[j][j] <= 1e-20*f.gls.Covariance[j][j] {
			nan := math.NaN()
			b.SE, b.DF, b.Statistic, b.P, b.CILower, b.CIUpper = nan, nan, nan, nan, nan, nan
			r.Coefficients = append(r.Coefficients, b)
			r.Notes = append(r.Notes, fmt.Sprintf("%s rests on a single cluster, which leaves no residual to judge it by", col.Name))
			continue
		}
		b.SE, b.DF = math.Sqrt(r.Covariance[j][j]), df[j]
		half := float64(quantile(s.Level, b.DF) * b.SE)
		b.Statistic, b.CILower, b.CIUpper = b.Estimate/b.SE, b.Estimate-half, b.Estimate+half
		b.P = twoSided(b.Statistic, b.DF)
		r.Coefficients = append(r.Coefficients, b)
		if df[j] < 4 {
			r.Notes = append(r.Notes, fmt.Sprintf("the test of %s rests on %.1f degrees of freedom; below 4 it is not to be relied on", col.Name, df[j]))
		}
	}
	return r, nil
}

// part is what one cluster adds for coefficient j: c'MX'WAe, and its column of G.
func (f fitted) part(c Correction, at []int, j int) (score float64, column []float64) {
	t := make([]float64, len(at))
	for i, trial := range at {
		t[i] = f.weight(trial) * dot(f.m.row(trial), f.gls.Covariance[j])
	}
	t = c.adjust(f, at, t)
	back := make([]float64, len(f.m.Columns)) // X't over the cluster
	column = make([]float64, len(f.m.Y))
	for i, trial := range at {
		score += float64(t[i] * f.gls.Residual[trial])
		column[trial] = t[i]
		for l, x := range f.m.row(trial) {
			back[l] += float64(t[i] * x)
		}
	}
	through := make([]float64, len(back)) // MX't
	for l := range back {
		through[l] = dot(f.gls.Covariance[l], back)
	}
	for i := range column {
		column[i] -= float64(f.weight(i) * dot(f.m.row(i), through))
	}
	return score, column
}

func (f fitted) weight(i int) float64 { return 1 / (f.m.V[i] + f.tau2.Tau2) }

// satterthwaite is (tr G'ΦG)²/|G'ΦG|² for the columns of G.
func (f fitted) satterthwaite(g [][]float64) float64 {
	var trace, squares float64
	for a := range g {
		for b := range g {
			var inner float64
			for i := range g[a] {
				inner += float64(g[a][i]*g[b][i]) / f.weight(i)
			}
			if a == b {
				trace += inner
			}
			squares += float64(inner * inner)
		}
	}
	return float64(trace*trace) / squares
}

// linearised is At with the correction under which the variance is unbiased if
// the working model is right:
//
//	A = D B^(−½) D,  B = D(Φ − XMX')D,  D = Φ^½,
//
// within one cluster. Directions in which B is zero, which the coefficients take
// up whole, are left out.
func linearised(f fitted, at []int, t []float64) []float64 {
	n := len(at)
	b := mat.NewSymDense(n, nil)
	root := make([]float64, n)
	for i, trial := range at {
		root[i] = math.Sqrt(1 / f.weight(trial))
	}
	for i := range at {
		for l := range i + 1 {
			x := -f.between(at[i], at[l])
			if i == l {
				x += 1 / f.weight(at[i])
			}
			b.SetSym(i, l, root[i]*x*root[l])
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(b, true) {
		return slices.Repeat([]float64{math.NaN()}, n)
	}
	values := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	a := make([]float64, n)
	for e, value := range values {
		if value <= 1e-12*values[n-1] {
			continue
		}
		var along float64
		for i := range n {
			along += float64(vectors.At(i, e) * float64(root[i]*t[i]))
		}
		for i := range n {
			a[i] += float64(float64(vectors.At(i, e)*root[i]) * (along / math.Sqrt(value)))
		}
	}
	return a
}

// between is x'Mz for the rows of two trials.
func (f fitted) between(a, b int) float64 {
	x, z := f.m.row(a), f.m.row(b)
	var sum float64
	for _, col := range f.gls.Root {
		sum += float64(dot(col, x) * dot(col, z))
	}
	return sum
}

func dot(a, b []float64) float64 {
	var sum float64
	for i, x := range a {
		sum += float64(x * b[i])
	}
	return sum
}

// members are the positions of each cluster's trials, in order of first
// appearance.
func members(cluster []string) [][]int {
	var all [][]int
	place := map[string]int{}
	for i, c := range cluster {
		at, seen := place[c]
		if !seen {
			at = len(all)
			place[c] = at
			all = append(all, nil)
		}
		all[at] = append(all[at], i)
	}
	return all
}

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
	residual   bool                             // degrees of freedom: clusters less coefficients, not Satterthwaite's
	factor     func(clusters, p, k int) float64 // of the variance
	adjust     func(c cluster, t []float64) []float64
	Cites      []string
}

// Corrections are the corrections, the default first.
var Corrections = []Correction{
	// A = D'(D(Φ−XMX')D')^(−½)D with D'D = Φ, the marginal covariance within each
	// cluster: the variance has no bias if that is right. Directions that the
	// coefficients take up whole are left out. Tipton 2015; Pustejovsky and Tipton
	// 2018.
	{Code: "CR2", Name: "bias-reduced linearisation", factor: unscaled, adjust: linearised, Cites: []string{"tipton2015", "pustejovsky2018"}},
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

func plain(_ cluster, t []float64) []float64 { return t }

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
	n, p := len(members(m.Cluster)), len(m.Columns)
	if n <= p {
		return Clustered{}, fmt.Errorf("%w: %d coefficients cannot be tested from %d clusters", ErrData, p, n)
	}
	w := f.sandwich(c)
	r := Clustered{Correction: c.Code, Clusters: n, Covariance: w.covariance}
	for j, col := range m.Columns {
		b := Coefficient{Term: col.Name, Estimate: f.gls.Beta[j], VIF: math.NaN()}
		if !(r.Covariance[j][j] > 1e-20*f.gls.Covariance[j][j]) {
			nan := math.NaN()
			b.SE, b.DF, b.Statistic, b.P, b.CILower, b.CIUpper = nan, nan, nan, nan, nan, nan
			r.Coefficients = append(r.Coefficients, b)
			r.Notes = append(r.Notes, fmt.Sprintf("%s rests on a single cluster, which leaves no residual to judge it by", col.Name))
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
	return r, nil
}

// sandwich is a cluster-robust variance with what its tests are made of.
type sandwich struct {
	f          fitted
	clusters   int
	residual   bool
	covariance [][]float64
	parts      []part
}

// part is what one cluster adds, by coefficient: t = A'WXMc and its own variance,
// and X't.
type part struct {
	own  [][]float64 // t'Φt
	back [][]float64 // X't
}

func (f fitted) sandwich(c Correction) sandwich {
	p := len(f.m.Columns)
	w := sandwich{f: f, residual: c.residual}
	working := f.working()
	weighed := working.weigh(f.m.values()...)
	scores := make([][]float64, p) // by coefficient and cluster, c'MX'WAe
	for _, at := range members(f.m.Cluster) {
		of := cluster{f: f, covariance: working.covariance(at)}
		for _, i := range at {
			of.x = append(of.x, f.m.row(i))
			u := make([]float64, p)
			for j := range u {
				u[j] = weighed[j][i]
			}
			of.wx = append(of.wx, u)
		}
		var t [][]float64
		for j := range p {
			a := make([]float64, len(at))
			for i := range at {
				a[i] = dot(of.wx[i], f.gls.Covariance[j])
			}
			t = append(t, c.adjust(of, a))
			var score float64
			for n, i := range at {
				score += float64(t[j][n] * f.gls.Residual[i])
			}
			scores[j] = append(scores[j], score)
		}
		w.parts = append(w.parts, of.part(t))
		w.clusters++
	}
	factor := c.factor(w.clusters, p, len(f.m.Y))
	for j := range p {
		w.covariance = append(w.covariance, make([]float64, p))
		for l := range p {
			w.covariance[j][l] = factor * dot(scores[j], scores[l])
		}
	}
	return w
}

// cluster is one cluster's part of the fit: its rows of X and WX, and of Φ.
type cluster struct {
	f          fitted
	x, wx      [][]float64
	covariance [][]float64
}

func (c cluster) part(t [][]float64) part {
	p := part{own: make([][]float64, len(t))}
	for j := range t {
		through := make([]float64, len(t[j]))
		back := make([]float64, len(t))
		for i, row := range c.covariance {
			through[i] = dot(row, t[j])
			for l, x := range c.x[i] {
				back[l] += float64(t[j][i] * x)
			}
		}
		for l := range t {
			p.own[j] = append(p.own[j], dot(t[l], through))
		}
		p.back = append(p.back, back)
	}
	return p
}

// inner is g'Φh for the columns of two clusters in G, for each two of the given
// coefficients: those of t, t'Φt, less what the fit takes, t'XMX't.
func (w sandwich) inner(a, b int, at []int) [][]float64 {
	k := make([][]float64, len(at))
	for n, j := range at {
		through := make([]float64, len(w.f.m.Columns))
		for l, row := range w.f.gls.Covariance {
			through[l] = dot(row, w.parts[a].back[j])
		}
		for _, l := range at {
			x := -dot(through, w.parts[b].back[l])
			if a == b {
				x += w.parts[a].own[j][l]
			}
			k[n] = append(k[n], x)
		}
	}
	return k
}

// degrees is η of the given coefficients,
//
//	q(q+1)/Σ (tr K² + (tr K)²),  K = Ω⁻¹ of what inner is of two clusters,
//
// a sum over all pairs of clusters, with the expectation Ω of the variance. For
// one coefficient it is Satterthwaite's.
func (w sandwich) degrees(at []int) float64 {
	if w.residual {
		return float64(w.clusters - len(w.f.m.Columns))
	}
	q := len(at)
	omega := make([][]float64, q)
	for n := range omega {
		omega[n] = make([]float64, q)
	}
	for a := range w.parts {
		for n, row := range w.inner(a, a, at) {
			for l, x := range row {
				omega[n][l] += x
			}
		}
	}
	root := cholesky(omega)
	if root == nil {
		return math.NaN()
	}
	var sum float64
	for a := range w.parts {
		for b := range w.parts {
			k := whitened(root, w.inner(a, b, at))
			var trace float64
			for n := range k {
				trace += k[n][n]
				for l := range k {
					sum += float64(k[n][l] * k[l][n])
				}
			}
			sum += float64(trace * trace)
		}
	}
	return float64(q*(q+1)) / sum
}

// whitened is L⁻¹AL⁻ᵀ.
func whitened(l, a [][]float64) [][]float64 {
	for range 2 { // solve for the columns, turn, and again
		turned := make([][]float64, len(a))
		for j := range a {
			turned[j] = make([]float64, len(a))
			for i := range a {
				z := a[i][j]
				for m := range i {
					z -= float64(l[i][m] * turned[j][m])
				}
				turned[j][i] = z / l[i][i]
			}
		}
		a = turned
	}
	return a
}

// joint tests several coefficients.
func (w sandwich) joint(at []int) Test {
	q := float64(len(at))
	b := make([]float64, len(at))
	c := make([][]float64, len(at))
	for n, j := range at {
		b[n] = w.f.gls.Beta[j]
		for _, l := range at {
			c[n] = append(c[n], w.covariance[j][l])
		}
	}
	if w.residual {
		return (reference{"t", 1, w.degrees(at)}).test(quadratic(c, b), len(at))
	}
	eta := w.degrees(at)
	return (reference{"HTZ", eta / (eta - q + 1), eta - q + 1}).test(quadratic(c, b), len(at))
}

// linearised is A't with the correction under which the variance is unbiased if
// the working model is right:
//
//	A = D'B^(−½)D,  B = D(Φ − XMX')D',  D'D = Φ,
//
// within one cluster, by the Cholesky factor D. Directions in which B is zero,
// which the coefficients take up whole, are left out.
func linearised(c cluster, t []float64) []float64 {
	n := len(t)
	missing := slices.Repeat([]float64{math.NaN()}, n)
	l := cholesky(c.covariance) // D'
	if l == nil {
		return missing
	}
	rest := make([][]float64, n) // (Φ − XMX')L
	for i := range rest {
		row := slices.Clone(c.covariance[i])
		for j := range row {
			for _, col := range c.f.gls.Root {
				row[j] -= float64(dot(col, c.x[i]) * dot(col, c.x[j]))
			}
		}
		rest[i] = make([]float64, n)
		for j := range n {
			for m := j; m < n; m++ {
				rest[i][j] += float64(row[m] * l[m][j])
			}
		}
	}
	b := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			var x float64
			for m := i; m < n; m++ {
				x += float64(l[m][i] * rest[m][j])
			}
			b.SetSym(i, j, x)
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(b, true) {
		return missing
	}
	values := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	turned, a := make([]float64, n), make([]float64, n) // D't, and what is made of it
	for i := range n {
		for m := i; m < n; m++ {
			turned[i] += float64(l[m][i] * t[m])
		}
	}
	for e, value := range values {
		if value <= 1e-12*values[n-1] {
			continue
		}
		var along float64
		for i := range n {
			along += float64(vectors.At(i, e) * turned[i])
		}
		for i := range n {
			a[i] += float64(vectors.At(i, e) * (along / math.Sqrt(value)))
		}
	}
	adjusted := make([]float64, n)
	for i := range n {
		for m := range i + 1 {
			adjusted[i] += float64(l[i][m] * a[m])
		}
	}
	return adjusted
}

// jackknifed is A't with A = (I − XMX'W)⁻¹ within one cluster, which is
//
//	t + WXM (I − X'WXM)⁻¹ X't.
//
// It is NaN where the other clusters do not determine the coefficients.
func jackknifed(c cluster, t []float64) []float64 {
	p := len(c.f.m.Columns)
	rest := mat.NewDense(p, p, nil) // (X'WX of all others) M, for I − X'WXM
	back := mat.NewVecDense(p, nil)
	for j := range p {
		for l := range p {
			var x float64
			for i := range t {
				x -= float64(c.x[i][j] * dot(c.wx[i], c.f.gls.Covariance[l]))
			}
			if j == l {
				x++
			}
			rest.Set(j, l, x)
		}
		for i := range t {
			back.SetVec(j, back.AtVec(j)+float64(c.x[i][j]*t[i]))
		}
	}
	var solved mat.VecDense
	if err := solved.SolveVec(rest, back); err != nil {
		return slices.Repeat([]float64{math.NaN()}, len(t))
	}
	adjusted := slices.Clone(t)
	for i := range t {
		for l := range p {
			adjusted[i] += float64(dot(c.wx[i], c.f.gls.Covariance[l]) * solved.AtVec(l))
		}
	}
	return adjusted
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

package regress

import (
	"fmt"
	"math"

	"grove/analysis/tau"
)

// sandwich is a cluster-robust variance with what its tests are made of.
type sandwich struct {
	f          fitted
	clusters   int
	residual   bool
	model      [][]float64 // M, the variance if the model is right
	covariance [][]float64
	scores     [][]float64 // by coefficient and cluster, whose products are the covariance
	parts      []part
}

// part is what one cluster adds, by coefficient, with t = A'WXMc.
type part struct {
	own  [][]float64 // t'Φt for each two
	back [][]float64 // R'X't with RR' = M
}

func (f fitted) sandwich(c Correction) (sandwich, error) {
	p := len(f.m.Columns)
	w := sandwich{f: f, residual: c.residual, clusters: len(tau.Members(f.m.Cluster)), model: f.gls.Covariance}
	w.scores = make([][]float64, p) // c'MX'WAe
	clusters := f.clusters()
	for n, at := range tau.Members(f.m.Cluster) {
		of := clusters[n]
		t := make([][]float64, p)
		for j := range t {
			for i := range at {
				t[j] = append(t[j], dot(of.wx[i], f.gls.Covariance[j]))
			}
		}
		if t = c.adjust(of, t); t == nil {
			return sandwich{}, fmt.Errorf("%w: %s is not defined: the coefficients are not determined without the cluster %q", ErrData, c.Code, f.m.Cluster[at[0]])
		}
		for j := range t {
			var score float64
			for i, trial := range at {
				score += float64(t[j][i] * f.gls.Residual[trial])
			}
			w.scores[j] = append(w.scores[j], score)
		}
		w.parts = append(w.parts, of.part(t))
	}
	factor := c.factor(w.clusters, p, len(f.m.Y))
	for j := range p {
		w.covariance = append(w.covariance, make([]float64, p))
		for l := range p {
			w.covariance[j][l] = factor * dot(w.scores[j], w.scores[l])
		}
	}
	for j := range p {
		for n := range w.scores[j] {
			w.scores[j][n] *= math.Sqrt(factor)
		}
	}
	return w, nil
}

// clusters are the parts of the fit.
func (f fitted) clusters() []cluster {
	p := len(f.m.Columns)
	working := f.working()
	weighed := working.weigh(f.m.values()...)
	members := tau.Members(f.m.Cluster)
	own := make([][][]float64, len(members)) // X'WX by cluster
	var all []cluster
	for n, at := range members {
		c := cluster{f: f, working: working, trials: at, grams: own, place: n}
		gram := square(p)
		for _, i := range at {
			x, u := f.m.row(i), make([]float64, p)
			for j := range u {
				u[j] = weighed[j][i]
				for l := range u {
					gram[j][l] += float64(u[j] * x[l])
				}
			}
			c.x, c.wx = append(c.x, x), append(c.wx, u)
		}
		own[n], all = gram, append(all, c)
	}
	return all
}

// square is a matrix of zeros.
func square(n int) [][]float64 {
	a := make([][]float64, n)
	for i := range a {
		a[i] = make([]float64, n)
	}
	return a
}

func (c cluster) part(t [][]float64) part {
	p := part{own: make([][]float64, len(t))}
	through := c.working.times(c.trials, t...)
	for j := range t {
		back := make([]float64, len(t))
		for i, row := range c.x {
			for l, x := range row {
				back[l] += float64(t[j][i] * x)
			}
		}
		for l := range t {
			p.own[j] = append(p.own[j], dot(t[l], through[j]))
		}
		turned := make([]float64, len(back))
		for l, col := range c.f.gls.Root {
			turned[l] = dot(col, back)
		}
		p.back = append(p.back, turned)
	}
	return p
}

// degrees is η of the given coefficients. For the columns g of a cluster in G,
//
//	g'Φh = t'Φt within a cluster, less t'XMX't for it and every other,
//
// and with K of what that is for two clusters and each two of the coefficients,
// whitened by the sum Ω of those of a cluster with itself, which is what the
// variance is expected to be,
//
//	η = q(q+1)/Σ (tr K² + (tr K)²),
//
// a sum over all pairs of clusters. It is taken for all of them at once as if
// only t'XMX't were there, and set right for each with itself. For one coefficient
// η is Satterthwaite's.
func (w sandwich) degrees(at []int) float64 {
	if w.residual {
		return float64(w.clusters - len(w.f.m.Columns))
	}
	q := len(at)
	omega := square(q)
	for _, c := range w.parts {
		for n, row := range c.itself(at) {
			for l, x := range row {
				omega[n][l] += x
			}
		}
	}
	root := tau.Cholesky(omega)
	if root == nil {
		return math.NaN()
	}
	p := len(w.f.m.Columns)
	crossed := make([][][]float64, q*q) // Σ bb' of each two coefficients
	for n := range crossed {
		crossed[n] = square(p)
	}
	var sum float64
	pair := func(k [][]float64) (square float64) {
		var trace float64
		for n := range k {
			trace += k[n][n]
			for l := range k {
				square += float64(k[n][l] * k[l][n])
			}
		}
		return square + float64(trace*trace)
	}
	for _, c := range w.parts {
		sum += pair(whitened(root, c.itself(at)))
		b := turned(root, c.back, at)
		taken := square(q)
		for n := range q {
			for l := range q {
				taken[n][l] = dot(b[n], b[l])
				for i, x := range b[n] {
					for j, y := range b[l] {
						crossed[n*q+l][i][j] += float64(x * y)
					}
				}
			}
		}
		sum -= pair(taken)
	}
	for n := range q {
		for l := range q {
			for i, row := range crossed[n*q+l] {
				for j, x := range row {
					sum += float64(x*crossed[l*q+n][i][j]) + float64(x*x)
				}
			}
		}
	}
	return float64(q*(q+1)) / sum
}

// itself is g'Φg for each two of the given coefficients.
func (c part) itself(at []int) [][]float64 {
	k := square(len(at))
	for n, j := range at {
		for m, l := range at {
			k[n][m] = c.own[j][l] - dot(c.back[j], c.back[l])
		}
	}
	return k
}

// whitened is L⁻¹AL⁻ᵀ of a symmetric A.
func whitened(l, a [][]float64) [][]float64 {
	half := make([][]float64, len(a))
	for j := range a {
		half[j] = tau.Forwards(l, a[j])
	}
	every := others(len(a), -1)
	return turned(l, half, every)
}

// turned is L⁻¹ times the rows of a at the given places.
func turned(l, a [][]float64, at []int) [][]float64 {
	b := make([][]float64, len(at))
	for n, j := range at {
		b[n] = append([]float64(nil), a[j]...)
		for m := range n {
			for i, x := range b[m] {
				b[n][i] -= float64(l[n][m] * x)
			}
		}
		for i := range b[n] {
			b[n][i] /= l[n][n]
		}
	}
	return b
}

// among is the variance of the given coefficients.
func (w sandwich) among(at []int) [][]float64 {
	c := make([][]float64, len(at))
	for n, j := range at {
		for _, l := range at {
			c[n] = append(c[n], w.covariance[j][l])
		}
	}
	return c
}

// judges says that residuals are left to judge the given coefficients by, each and
// every combination of them: that their variance is more than rounding, which of
// residuals that are taken up whole leaves something.
func (w sandwich) judges(at []int) bool {
	c := w.among(at)
	l := tau.Cholesky(c)
	if l == nil {
		return false
	}
	for n, j := range at {
		if !(c[n][n] > 1e-20*w.model[j][j] && l[n][n]*l[n][n] > 1e-12*c[n][n]) {
			return false
		}
	}
	return true
}

// combined is the sandwich of one combination of the coefficients.
func (w sandwich) combined(c []float64) sandwich {
	one := w
	one.model = [][]float64{{w.f.gls.Variance(c)}}
	one.scores, one.parts = [][]float64{mixed(c, w.scores)}, nil
	one.covariance = [][]float64{{dot(one.scores[0], one.scores[0])}}
	for _, p := range w.parts {
		one.parts = append(one.parts, part{own: [][]float64{{dot(c, mixed(c, p.own))}}, back: [][]float64{mixed(c, p.back)}})
	}
	return one
}

// mixed is the combination c of the rows of a.
func mixed(c []float64, a [][]float64) []float64 {
	sum := make([]float64, len(a[0]))
	for j, row := range a {
		for i, x := range row {
			sum[i] += float64(c[j] * x)
		}
	}
	return sum
}

// coefficient is the test of one coefficient, NaN where no residual is left to
// judge it by.
func (w sandwich) coefficient(j int, term string, estimate float64) Coefficient {
	nan := math.NaN()
	b := Coefficient{Term: term, Estimate: estimate, SE: nan, DF: nan, Statistic: nan, P: nan, CILower: nan, CIUpper: nan, VIF: nan}
	if !w.judges([]int{j}) {
		return b
	}
	b.SE, b.DF = math.Sqrt(w.covariance[j][j]), w.degrees([]int{j})
	half := float64(quantile(w.f.s.Level, b.DF) * b.SE)
	b.Statistic, b.CILower, b.CIUpper = b.Estimate/b.SE, b.Estimate-half, b.Estimate+half
	b.P = twoSided(b.Statistic, b.DF)
	return b
}

// joint tests several coefficients.
func (w sandwich) joint(at []int) Test {
	q := float64(len(at))
	b := make([]float64, len(at))
	for n, j := range at {
		b[n] = w.f.gls.Beta[j]
	}
	eta := math.NaN()
	if w.judges(at) {
		eta = w.degrees(at)
	}
	form := quadratic(w.among(at), b)
	if w.residual {
		return (reference{"t", 1, eta}).test(form, len(at))
	}
	return (reference{"HTZ", eta / (eta - q + 1), eta - q + 1}).test(form, len(at))
}

func dot(a, b []float64) float64 {
	var sum float64
	for i, x := range a {
		sum += float64(x * b[i])
	}
	return sum
}

package regress

import (
	"fmt"
	"math"
	"slices"

	"grove/analysis/tau"
)

// momented is a working model of effects that depend on each other within
// clusters: weights w, made of variances that the method of moments estimates. Its
// covariance is 1/w for each trial, as if they were independent; what that leaves
// out is left to robust variances. The fit that it holds has 1/w for v.
type momented struct {
	diagonal
	of       Model // with the sampling variances
	clusters [][]int
	first    tau.GLS    // at the weights that the moments are taken with
	total    float64    // τ², or the sum of the variances
	each     []Variance // that it is the sum of, where there are several
	typical  float64    // sampling variance
	chi      bool       // Q at the first weights has a χ² distribution where all trials have one effect
	notes    []string
}

// moment fits a model of moments.
func (f *fitted) moment(e tau.Estimator) error {
	if e.Declared {
		return fmt.Errorf("%w: tau2 %q: the model %s has moment estimators of its own, and takes none that is declared", ErrSettings, f.s.Tau2, f.kind.Code)
	}
	w, err := f.m.moments(f.kind, f.s)
	if err != nil {
		return err
	}
	f.tau2.Tau2, f.tau2.SE = w.total, math.NaN()
	f.gls, f.moments = w.gls, w
	return nil
}

func (m Model) moments(kind Kind, s Settings) (*momented, error) {
	if _, _, err := m.clusterOf(); err != nil {
		return nil, err
	}
	w := &momented{diagonal: diagonal{fitted{m: m, s: s, kind: kind}}, of: m, clusters: tau.Members(m.Cluster)}
	if n, p := len(w.clusters), len(m.Columns); n <= p {
		return nil, fmt.Errorf("%w: %d coefficients cannot be tested from %d clusters", ErrData, p, n)
	}
	var err error
	if w.m.V, err = kind.moments(w); err != nil {
		return nil, err
	}
	w.gls, err = w.at(w.m.V)
	return w, err
}

// at is the fit with weights of which these are the inverses.
func (w *momented) at(inverse []float64) (tau.GLS, error) {
	m := w.of
	m.V = inverse
	d, err := m.design()
	if err != nil {
		return tau.GLS{}, err
	}
	return d.At(0), nil
}

// correlated are the moments of correlated effects, and 1/w for each trial.
func correlated(w *momented) (inverse []float64, err error) {
	rho := w.s.Rho
	if !(rho >= 0 && rho < 1) {
		return nil, fmt.Errorf("%w: rho %v is not at least 0 and below 1", ErrSettings, rho)
	}
	w.notes = []string{"Q has no P: in these weights it has no known distribution"}
	if rho == 0 {
		w.notes = append(w.notes, "rho is 0: sampling errors within clusters are taken not to correlate")
	}
	mean := make([]float64, len(w.clusters))
	for n, at := range w.clusters {
		for _, i := range at {
			mean[n] += w.of.V[i] / float64(len(at))
		}
	}
	weights := func(tau2 float64) []float64 {
		inverse := make([]float64, len(w.of.V))
		for n, at := range w.clusters {
			for _, i := range at {
				inverse[i] = float64(len(at)) * (mean[n] + tau2)
			}
		}
		return inverse
	}
	inverse = weights(0)
	if w.first, err = w.at(inverse); err != nil {
		return nil, err
	}
	var expected, slope float64 // tr PS and tr PJ
	for n, at := range w.clusters {
		var own float64 // of tr P
		for _, i := range at {
			own += w.first.Left[i] / inverse[i]
		}
		shared := w.shared(at, inverse)
		expected += mean[n] * (float64((1-rho)*own) + float64(rho*shared))
		slope += shared
	}
	if !(slope > 0) { // but for rounding it is
		return nil, fmt.Errorf("%w: the weights of the clusters are too unequal", ErrData)
	}
	w.total, w.typical = max(0, (w.first.Q-expected)/slope), expected/slope
	return weights(w.total), nil
}

// hierarchical are the moments of hierarchical effects, and 1/w for each trial. With
// W = 1/v and RR' = (X'WX)⁻¹,
//
//	E(Q)  = k−p + τ² tr PJ + ω² tr P
//	E(Q₁) = tr J(V − XRR'X') + τ² tr BJ + ω² tr B,  B = (I−H)'J(I−H).
func hierarchical(w *momented) (inverse []float64, err error) {
	m := w.of
	if w.s.Rho != 0 {
		return nil, fmt.Errorf("%w: rho %v: the sampling errors of hierarchical effects do not correlate; those of correlated ones do", ErrSettings, w.s.Rho)
	}
	if w.first, err = w.at(m.V); err != nil {
		return nil, err
	}
	z := make([][]float64, len(m.Y)) // R'x
	for i := range z {
		for _, col := range w.first.Root {
			z[i] = append(z[i], dot(col, m.row(i)))
		}
	}
	var pj, sampling, bj, b, q1 float64
	for n, at := range w.clusters {
		pj += w.shared(at, m.V)
		own := make([]float64, len(m.Columns)) // R'X'1
		var residual float64
		for _, i := range at {
			sampling += m.V[i]
			residual += w.first.Residual[i]
			for j, x := range z[i] {
				own[j] += x
			}
		}
		sampling -= dot(own, own)
		q1 += float64(residual * residual)
		for l, other := range w.clusters { // (I−H)'1, and its sum in each cluster
			var sum float64
			for _, i := range other {
				a := -dot(own, z[i]) / m.V[i]
				if l == n {
					a++
				}
				b += float64(a * a)
				sum += a
			}
			bj += float64(sum * sum)
		}
	}
	df, p := float64(len(m.Y)-len(m.Columns)), w.first.TraceP
	q, q1 := w.first.Q-df, q1-sampling
	apart := float64(pj*b) - float64(p*bj)
	if !(pj > 0 && math.Abs(apart) > 1e-10*float64(p*bj)) {
		return nil, fmt.Errorf("%w: variances between and within clusters cannot be told apart", ErrData)
	}
	within := max(0, (float64(pj*q1)-float64(bj*q))/apart)
	between := max(0, (q-float64(p*within))/pj)
	w.total, w.typical, w.chi = between+within, df/p, true
	nan := math.NaN()
	for _, v := range []Variance{{Name: betweenClusters, Estimate: between}, {Name: withinClusters, Estimate: within}} {
		v.SE, v.Lower, v.Upper = nan, nan, nan
		w.each = append(w.each, v)
	}
	inverse = slices.Clone(m.V)
	for i := range inverse {
		inverse[i] += w.total
	}
	return inverse, nil
}

// shared is 1'P1 of one cluster, what it adds to tr PJ.
func (w *momented) shared(at []int, inverse []float64) (sum float64) {
	x := make([]float64, len(w.of.Columns)) // X'W1
	for _, i := range at {
		sum += 1 / inverse[i]
		for j, value := range w.of.row(i) {
			x[j] += value / inverse[i]
		}
	}
	for _, col := range w.first.Root {
		s := dot(col, x)
		sum -= float64(s * s)
	}
	return sum
}

func (w *momented) zero() tau.GLS { return w.first }

func (w *momented) likelihoods() (full, restricted float64) { return math.NaN(), math.NaN() }

func (w *momented) limits() (code string, lo, hi float64, each []Variance, notes []string) {
	return "", math.NaN(), math.NaN(), w.each, append(w.notes, "moments assume no distribution: there are no likelihoods and no intervals of τ² and of the effect in a new trial")
}

func (w *momented) alone(tau.Estimator) (tau2 float64, err error) {
	m := w.of
	m.Columns = []Column{{intercept, intercept, repeat(1, len(m.Y))}}
	mean, err := m.moments(w.kind, w.s)
	if err != nil {
		return 0, err
	}
	return mean.total, nil
}

// robust is the fit with the variance CR1p in the place of that of its weights.
func (f fitted) robust() (fitted, error) {
	c, _ := row(Corrections, func(c Correction) string { return c.Code }, "CR1p")
	w, err := f.sandwich(c)
	if err != nil {
		return f, err
	}
	p := len(f.m.Columns)
	f.gls.Covariance, f.gls.Root = w.covariance, nil
	for n := range w.clusters {
		col := make([]float64, p)
		for j := range p {
			col[j] = w.scores[j][n]
		}
		f.gls.Root = append(f.gls.Root, col)
	}
	for j := range p {
		if !(f.gls.Covariance[j][j] > 1e-20*f.moments.gls.Covariance[j][j]) {
			for l := range p {
				f.gls.Covariance[j][l], f.gls.Covariance[l][j] = 0, 0
			}
			f.m.Notes = append(slices.Clone(f.m.Notes), fmt.Sprintf("%s has no residual to judge it by, and so no interval and no test", f.m.Columns[j].Name))
		}
	}
	return f, nil
}

// variance is that of x'β, 0 where rounding is all there is.
func (f fitted) variance(x []float64) float64 {
	v := f.gls.Variance(x)
	if f.moments != nil && !(v > 1e-20*f.moments.gls.Variance(x)) {
		return 0
	}
	return v
}

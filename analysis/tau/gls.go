package tau

import "math"

// GLS is the fit of a design at one τ² by generalised least squares.
type GLS struct {
	Beta       []float64
	Covariance [][]float64 // (X'UX)⁻¹
	Root       [][]float64 // R⁻¹ by columns, for which R⁻¹R⁻ᵀ is the covariance
	Residual   []float64   // y − Xβ
	Hat        []float64   // the diagonal of H; nil where effects depend on each other
	Q          float64     // Σu(y−Xβ)²
	Left       []float64   // 1 − h, to full precision; nil too
	TraceP     float64     // Σu(1−h)
}

// At is the fit at τ² ≥ 0.
func (d *Design) At(tau2 float64) GLS {
	r := d.at(tau2)
	g := solved(r, d.rhs)
	g.Residual, g.Hat, g.Left = make([]float64, len(d.z)), append([]float64(nil), d.h...), append([]float64(nil), d.left...)
	d.shift(g.Beta)
	for i, e := range d.e {
		root := math.Sqrt(1 / (d.v[i] + tau2))
		g.Residual[i] = e / root
		g.Q += float64(e * e)
		g.TraceP += d.left[i] / (d.v[i] + tau2)
	}
	return g
}

// shift moves the coefficients of z to those of y.
func (d *Design) shift(beta []float64) {
	if d.ones >= 0 {
		beta[d.ones] += d.y[0] / d.x[d.ones][0]
	}
}

// solved is the coefficients b with Rb = c, R given by columns, and their
// covariance.
func solved(r [][]float64, c []float64) GLS {
	p := len(r)
	g := GLS{Beta: solveUpper(r, c), Covariance: make([][]float64, p), Root: make([][]float64, p)}
	for j := range g.Root {
		unit := make([]float64, p)
		unit[j] = 1
		g.Root[j] = solveUpper(r, unit)
	}
	for j := range g.Covariance {
		g.Covariance[j] = make([]float64, p)
		for l := range g.Covariance[j] {
			for _, col := range g.Root[max(j, l):] {
				g.Covariance[j][l] += float64(col[j] * col[l])
			}
		}
	}
	return g
}

// Variance is x'(X'UX)⁻¹x, that of x'β.
func (g GLS) Variance(x []float64) float64 {
	var sum float64
	for _, col := range g.Root {
		var dot float64
		for i, r := range col {
			dot += float64(r * x[i])
		}
		sum += float64(dot * dot)
	}
	return sum
}

// LogLikelihood is the log likelihood at τ², and the restricted one,
//
//	ln L = −½ (k ln 2π + Σ ln(v+τ²) + Q)
//	ln Lᵣ = −½ ((k−p) ln 2π + Σ ln(v+τ²) + Q + ln|X'UX| − ln|X'X|),
//
// the latter in the form that does not depend on the units of the moderators
// (Harville 1974).
func (d *Design) LogLikelihood(tau2 float64) (full, restricted float64) {
	logTurn := math.Log(2 * math.Pi)
	full = d.logLikelihood(tau2, false) - float64(float64(len(d.z))*logTurn)/2
	restricted = d.logLikelihood(tau2, true) - float64(d.df()*logTurn)/2 + d.logX/2
	return full, restricted
}

package regress

import (
	"fmt"
	"math"
)

// Joint tests that the coefficients at the given positions of the model are all
// zero, by their quadratic form b'Var(b)⁻¹b under the rule of s.
func Joint(m Model, s Settings, at []int) (Test, error) {
	f, err := prepare(m, s)
	if err != nil {
		return Test{}, err
	}
	if len(at) == 0 {
		return Test{}, fmt.Errorf("%w: no coefficient to test", ErrData)
	}
	for _, j := range at {
		if j < 0 || j >= len(m.Columns) {
			return Test{}, fmt.Errorf("%w: there is no coefficient %d", ErrData, j+1)
		}
	}
	return f.joint(at), nil
}

func (f fitted) joint(at []int) Test {
	ref := widest(f.references(), len(at), f.s.Level)
	b := make([]float64, len(at))
	c := make([][]float64, len(at))
	for i, j := range at {
		b[i] = f.gls.Beta[j]
		for _, l := range at {
			c[i] = append(c[i], f.gls.Covariance[j][l])
		}
	}
	t := ref.test(quadratic(c, b), len(at))
	t.Term = "coefficients"
	if !(ref.scale > 0) {
		t.Statistic, t.P = math.NaN(), math.NaN()
	}
	return t
}

// Contrast is the estimate of the combination c of the coefficients, with the
// standard error √(c'Var(b)c), under the rule of s. c has an entry for each
// coefficient.
func Contrast(m Model, s Settings, c []float64) (Coefficient, error) {
	f, err := prepare(m, s)
	if err != nil {
		return Coefficient{}, err
	}
	if len(c) != len(m.Columns) {
		return Coefficient{}, fmt.Errorf("%w: %d coefficients and a combination of %d", ErrData, len(m.Columns), len(c))
	}
	ref := widest(f.references(), 1, s.Level)
	b := Coefficient{Term: "contrast", SE: math.Sqrt(ref.scale * f.gls.Variance(c)), DF: ref.df, VIF: math.NaN()}
	for j, x := range c {
		b.Estimate += float64(x * f.gls.Beta[j])
	}
	half := float64(quantile(s.Level, ref.df) * b.SE)
	b.Statistic, b.CILower, b.CIUpper = b.Estimate/b.SE, b.Estimate-half, b.Estimate+half
	if !(b.SE > 0) {
		b.Statistic = math.NaN()
	}
	b.P = twoSided(b.Statistic, b.DF)
	return b, nil
}

// quadratic is b'A⁻¹b for a positive definite A, by its Cholesky factor L:
// |L⁻¹b|². It is NaN if A is not positive definite.
func quadratic(a [][]float64, b []float64) float64 {
	l := cholesky(a)
	if l == nil {
		return math.NaN()
	}
	var sum float64
	for _, z := range forwards(l, b) {
		sum += float64(z * z)
	}
	return sum
}

// forwards is L⁻¹b, backwards L⁻ᵀb.
func forwards(l [][]float64, b []float64) []float64 {
	z := make([]float64, len(b))
	for i := range b {
		z[i] = b[i]
		for j := range i {
			z[i] -= float64(l[i][j] * z[j])
		}
		z[i] /= l[i][i]
	}
	return z
}

func backwards(l [][]float64, b []float64) []float64 {
	z := make([]float64, len(b))
	for i := len(b) - 1; i >= 0; i-- {
		z[i] = b[i]
		for j := i + 1; j < len(b); j++ {
			z[i] -= float64(l[j][i] * z[j])
		}
		z[i] /= l[i][i]
	}
	return z
}

// cholesky is the lower L with LL' = A, nil if A is not positive definite.
func cholesky(a [][]float64) [][]float64 {
	l := make([][]float64, len(a))
	for i := range a {
		l[i] = make([]float64, len(a))
		for j := range i + 1 {
			s := a[i][j]
			for m := range j {
				s -= float64(l[i][m] * l[j][m])
			}
			switch {
			case j < i:
				l[i][j] = s / l[j][j]
			case s > 0:
				l[i][i] = math.Sqrt(s)
			default:
				return nil
			}
		}
	}
	return l
}

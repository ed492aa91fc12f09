package regress

import (
	"fmt"
	"math"

	"grove/analysis/tau"
)

// Joint tests that the coefficients at the given positions of the model are all
// zero, by their quadratic form b'Var(b)⁻¹b under the rule of s.
func Joint(m Model, s Settings, at []int) (Test, error) {
	f, err := prepared(m, s)
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
	a, err := solve(m, s)
	if err != nil {
		return Coefficient{}, err
	}
	if len(c) != len(m.Columns) {
		return Coefficient{}, fmt.Errorf("%w: %d coefficients and a combination of %d", ErrData, len(m.Columns), len(c))
	}
	return a.contrast(c), nil
}

func (f fitted) contrast(c []float64) Coefficient {
	ref := widest(f.references(), 1, f.s.Level)
	b := Coefficient{Term: "contrast", SE: math.Sqrt(ref.scale * f.variance(c)), DF: ref.df, VIF: math.NaN()}
	for j, x := range c {
		b.Estimate += float64(x * f.gls.Beta[j])
	}
	half := float64(quantile(f.s.Level, ref.df) * b.SE)
	b.Statistic, b.CILower, b.CIUpper = b.Estimate/b.SE, b.Estimate-half, b.Estimate+half
	if !(b.SE > 0) {
		nan := math.NaN()
		b.Statistic, b.CILower, b.CIUpper = nan, nan, nan
	}
	b.P = twoSided(b.Statistic, b.DF)
	return b
}

// RobustContrasts are the estimates of combinations of the coefficients, each with
// an entry for each of them, with the standard errors and degrees of freedom of
// Robust: those of the coefficient that a combination is of the same model written
// otherwise. NaN stands where no residual is left to judge a combination by. The
// rows of X for given moderators make them the mean effects there. Pustejovsky and
// Tipton 2018.
func RobustContrasts(m Model, s Settings, correction string, combinations [][]float64) ([]Coefficient, error) {
	w, err := m.sandwich(s, correction)
	if err != nil {
		return nil, err
	}
	var all []Coefficient
	for _, c := range combinations {
		if len(c) != len(m.Columns) {
			return nil, fmt.Errorf("%w: %d coefficients and a combination of %d", ErrData, len(m.Columns), len(c))
		}
		all = append(all, w.combined(c).coefficient(0, "contrast", dot(c, w.f.gls.Beta)))
	}
	return all, nil
}

// quadratic is b'A⁻¹b for a positive definite A, by its Cholesky factor L:
// |L⁻¹b|². It is NaN if A is not positive definite.
func quadratic(a [][]float64, b []float64) float64 {
	l := tau.Cholesky(a)
	if l == nil {
		return math.NaN()
	}
	var sum float64
	for _, z := range tau.Forwards(l, b) {
		sum += float64(z * z)
	}
	return sum
}

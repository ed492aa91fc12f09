package tau

import "math"

// Cholesky is the lower L with LL' = A, nil if A is not positive definite.
func Cholesky(a [][]float64) [][]float64 {
	l := table(len(a), len(a))
	for i := range a {
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

// Forwards is L⁻¹b for a lower L, Backwards L⁻ᵀb.
func Forwards(l [][]float64, b []float64) []float64 {
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

func Backwards(l [][]float64, b []float64) []float64 {
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

// solveDefinite is x with Ax = b, found false if A is not positive definite.
func solveDefinite(a [][]float64, b []float64) (x []float64, found bool) {
	l := Cholesky(a)
	if l == nil {
		return nil, false
	}
	return Backwards(l, Forwards(l, b)), true
}

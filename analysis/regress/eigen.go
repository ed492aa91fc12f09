package regress

import (
	"cmp"
	"math"
	"slices"
)

// inverseRoot makes A^(−½)b for a symmetric A without negative eigenvalues, which
// it overwrites, of the rank given: the other directions, in which A is zero, are left
// out.
func inverseRoot(a [][]float64, rank int) func(b []float64) []float64 {
	values, vectors := eigen(a)
	order := others(len(values), -1)
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(values[j], values[i]) })
	return func(b []float64) []float64 {
		root := make([]float64, len(b))
		for _, n := range order[:max(0, rank)] {
			if !(values[n] > 0) {
				continue
			}
			along := dot(vectors[n], b) / math.Sqrt(values[n])
			for i, x := range vectors[n] {
				root[i] += float64(x * along)
			}
		}
		return root
	}
}

// eigen is the eigenvalues of a symmetric matrix, which it turns diagonal in
// place, and the eigenvectors, by Jacobi's rotations, each of which makes one
// element off the diagonal zero, until all are next to nothing beside those on
// it. Golub and Van Loan 2013, 8.5.
func eigen(a [][]float64) (values []float64, vectors [][]float64) {
	n := len(a)
	vectors = square(n)
	for i := range vectors {
		vectors[i][i] = 1
	}
	const sweeps = 60
	for range sweeps {
		turned := false
		for p := range n {
			for q := p + 1; q < n; q++ {
				if !(math.Abs(a[p][q]) > 0x1p-54*math.Sqrt(math.Abs(a[p][p]))*math.Sqrt(math.Abs(a[q][q]))) {
					continue
				}
				turned = true
				tilt := (a[q][q] - a[p][p]) / (2 * a[p][q])
				t := math.Copysign(1, tilt) / (math.Abs(tilt) + math.Hypot(1, tilt))
				c := 1 / math.Hypot(1, t)
				rotate(a, p, q, c, t*c)
				rotateRows(vectors[p], vectors[q], c, t*c)
			}
		}
		if !turned {
			break
		}
	}
	for i := range n {
		values = append(values, a[i][i])
	}
	return values, vectors
}

// rotate turns rows and columns p and q of a symmetric matrix.
func rotate(a [][]float64, p, q int, c, s float64) {
	rotateRows(a[p], a[q], c, s)
	for _, row := range a {
		x, y := row[p], row[q]
		row[p], row[q] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
	}
}

func rotateRows(a, b []float64, c, s float64) {
	for i, x := range a {
		y := b[i]
		a[i], b[i] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
	}
}

package tau

import "math"

// sweep takes out of e, in place, its part in the span of the orthonormal
// columns q, twice, so that what is left is orthogonal to them to rounding. It
// adds the coefficients of what it took to c.
func sweep(q [][]float64, e, c []float64) {
	for range 2 {
		for j, col := range q {
			var dot float64
			for i, x := range col {
				dot += float64(x * e[i])
			}
			for i, x := range col {
				e[i] -= float64(dot * x)
			}
			c[j] += dot
		}
	}
}

// orthonormal makes the columns of q orthonormal in place, by Gram and Schmidt's
// method with every column swept twice (Giraud, Langou and Rozložník 2005), and
// returns R by columns, for which the columns were QR. Rows of very different
// size do not mix, whatever their order. narrow is the first column of which
// less than the given share is left when the columns before it are taken out, −1
// without one; its place in q is then zero.
func orthonormal(q [][]float64, share float64) (r [][]float64, narrow int) {
	narrow = -1
	room := make([]float64, len(q)*len(q))
	r = make([][]float64, len(q))
	for j, col := range q {
		r[j] = room[j*len(q) : (j+1)*len(q)]
		before := norm(col)
		sweep(q[:j], col, r[j])
		after := norm(col)
		if !(after > share*before) {
			if narrow < 0 {
				narrow = j
			}
			clear(col)
			continue
		}
		r[j][j] = after
		for i := range col {
			col[i] /= after
		}
	}
	return r, narrow
}

// norm is √Σe², without overflow or underflow.
func norm(e []float64) float64 {
	var top float64
	for _, x := range e {
		top = max(top, math.Abs(x))
	}
	if top == 0 || math.IsInf(top, 1) {
		return top
	}
	var s float64
	for _, x := range e {
		s += float64((x / top) * (x / top))
	}
	return top * math.Sqrt(s)
}

// solveUpper is b with Rb = c, R given by columns.
func solveUpper(r [][]float64, c []float64) []float64 {
	b := make([]float64, len(c))
	copy(b, c)
	for j := len(b) - 1; j >= 0; j-- {
		b[j] /= r[j][j]
		for i := range j {
			b[i] -= float64(b[j] * r[j][i])
		}
	}
	return b
}

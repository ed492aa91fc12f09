package tau

// pull is y'PVⱼPy for every variance, as of the last at: minus the slope of
// y'Py in σ²ⱼ.
func (l *Levels) pull() []float64 {
	a := make([]float64, l.groups)
	for n := range l.blocks {
		b := &l.blocks[n]
		e := b.part(l.e)
		for j, levels := range b.levels {
			for _, of := range levels {
				sum := l.sum(b, of, e)
				a[j] += float64(sum * sum)
			}
		}
	}
	return a
}

// information is tr PVⱼ for every variance, the slope of the log determinant, and
// the expected information ½ tr PVⱼPVₘ about each two, as of the last at; with
// V⁻¹ in the place of P unless restricted. The latter serves the steps of a search
// and standard errors, and may cancel.
func (l *Levels) information(restricted bool) (trace []float64, expected [][]float64) {
	trace, expected = make([]float64, l.groups), table(l.groups, l.groups)
	for n := range l.blocks {
		b := &l.blocks[n]
		w := make([][][]float64, l.groups)
		for j, levels := range b.levels {
			for _, of := range levels {
				z := l.indicator(b, of)
				w[j] = append(w[j], z)
				if restricted {
					trace[j] += l.remaining(b, z)
					continue
				}
				for _, x := range z {
					trace[j] += float64(x * x)
				}
			}
			for i := range j + 1 {
				for _, z := range w[i] {
					for _, of := range levels {
						both := l.sum(b, of, z)
						expected[i][j] += float64(both*both) / 2
					}
				}
			}
		}
	}
	if restricted {
		l.restrict(expected)
	}
	for j := range expected {
		for i := range j {
			expected[j][i] = expected[i][j]
		}
	}
	return trace, expected
}

// restrict takes from ½ tr V⁻¹VⱼV⁻¹Vₘ what makes it ½ tr PVⱼPVₘ. With P as I − QQ'
// between whitened vectors, and U for V, that is
//
//	tr Q'UⱼUₘQ − ½ tr Q'UⱼQQ'UₘQ.
func (l *Levels) restrict(expected [][]float64) {
	p := len(l.q)
	u, inner := make([][][]float64, l.groups), make([][][]float64, l.groups) // UⱼQ and Q'UⱼQ
	for j := range u {
		inner[j] = table(p, p)
		for c, col := range l.q {
			u[j] = append(u[j], l.through(j, col))
			for d, other := range l.q {
				inner[j][c][d] = inProduct(u[j][c], other)
			}
		}
		for i := range j + 1 {
			for c := range p {
				expected[i][j] -= inProduct(u[i][c], u[j][c])
				expected[i][j] += inProduct(inner[i][c], inner[j][c]) / 2
			}
		}
	}
}

// curvature is minus the second derivatives of the log likelihood, from the
// expected information: y'PVⱼPVₘPy − ½ tr PVⱼPVₘ.
func (l *Levels) curvature(expected [][]float64) [][]float64 {
	h := table(l.groups, l.groups)
	var o [][]float64
	none := make([]float64, len(l.q))
	for j := range h {
		v := l.through(j, l.e)
		sweep(l.q, v, none)
		o = append(o, v)
		for i := range j + 1 {
			h[i][j] = inProduct(o[i], o[j]) - expected[i][j]
			h[j][i] = h[i][j]
		}
	}
	return h
}

func inProduct(a, b []float64) (sum float64) {
	for i, x := range a {
		sum += float64(x * b[i])
	}
	return sum
}

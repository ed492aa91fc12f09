package tau

import "math"

// at makes ready the whitened columns of X and residuals at the variances σ²,
// and answers ln |V|, the ln |X'V⁻¹X| that the restricted likelihood adds to it,
// and y'Py.
func (l *Levels) at(sigma2 []float64) (logV, logX, q float64) {
	for i, d := range l.base {
		for _, j := range l.own[i] {
			d += sigma2[j]
		}
		l.root[i] = math.Sqrt(d)
		logV += math.Log(d)
	}
	for n := range l.blocks {
		b := &l.blocks[n]
		if len(b.columns) == 0 {
			continue
		}
		for c, s := range b.columns {
			sigma := 1.
			if s.grouping >= 0 {
				sigma = math.Sqrt(sigma2[s.grouping])
			}
			z := b.z[c]
			clear(z)
			for m, i := range s.places {
				z[i] = sigma * s.values[m] / l.root[b.trials[i]]
			}
			b.sigma[c] = 0
			if norm(z) > 1 {
				b.sigma[c] = sigma
			}
			z[len(b.trials)+c] = 1
		}
		r, _ := orthonormal(b.z, 0)
		for c := range r {
			logV += 2 * math.Log(r[c][c])
		}
	}
	for j, col := range l.d.x {
		l.whiten(col, l.q[j])
	}
	l.r, _ = orthonormal(l.q, 0)
	for j := range l.r {
		logX += 2 * math.Log(l.r[j][j])
	}
	l.whiten(l.d.z, l.e)
	clear(l.rhs)
	sweep(l.q, l.e, l.rhs)
	for _, e := range l.e {
		q += float64(e * e)
	}
	return logV, logX, q
}

// whiten whitens a vector that has a value for each trial.
func (l *Levels) whiten(a, into []float64) {
	for n := range l.blocks {
		b := &l.blocks[n]
		part := b.part(into)
		clear(part)
		for m, i := range b.trials {
			part[m] = a[i] / l.root[i]
		}
		sweep(b.z, part, l.c)
	}
}

// part is a block's own part of a whitened vector.
func (b *block) part(of []float64) []float64 { return of[b.at : b.at+len(b.trials)+len(b.columns)] }

// indicator whitens the ones z of one level of a block. Where its column σz is
// large, as that is swept out whole, z is −1/σ times the one that stands below it.
func (l *Levels) indicator(b *block, of level) []float64 {
	w := make([]float64, len(b.trials)+len(b.columns))
	if of.column >= 0 && b.sigma[of.column] > 0 {
		w[len(b.trials)+of.column] = -1 / b.sigma[of.column]
	} else {
		for _, m := range of.places {
			w[m] = 1 / l.root[b.trials[m]]
		}
	}
	sweep(b.z, w, l.c)
	return w
}

// sum is z'V⁻¹a for the ones z of a level, from a's whitened part in the block.
func (l *Levels) sum(b *block, of level, part []float64) (sum float64) {
	if of.column >= 0 && b.sigma[of.column] > 0 {
		return -part[len(b.trials)+of.column] / b.sigma[of.column]
	}
	for _, m := range of.places {
		sum += part[m] / l.root[b.trials[m]]
	}
	return sum
}

// remaining is what is left of the squares of w, the whitened part of one block,
// once the columns of X are swept out: z'Pz if w is z whitened. Where they take
// most of it what is left is summed itself.
func (l *Levels) remaining(b *block, w []float64) float64 {
	var all, taken, left float64
	c := make([]float64, len(l.q))
	for _, x := range w {
		all += float64(x * x)
	}
	for j, col := range l.q {
		for m, x := range b.part(col) {
			c[j] += float64(x * w[m])
		}
		taken += float64(c[j] * c[j])
	}
	if taken <= all/2 {
		return all - taken
	}
	for row := range l.rows {
		var x float64
		if m := row - b.at; m >= 0 && m < len(w) {
			x = w[m]
		}
		for j, col := range l.q {
			x -= float64(c[j] * col[row])
		}
		left += float64(x * x)
	}
	return left
}

// through is VⱼV⁻¹a whitened, from a whitened: what the variance of grouping j
// makes of a.
func (l *Levels) through(j int, a []float64) []float64 {
	into := make([]float64, l.rows)
	for n := range l.blocks {
		b := &l.blocks[n]
		from, to := b.part(a), b.part(into)
		for _, of := range b.levels[j] {
			sum := l.sum(b, of, from)
			for m, x := range l.indicator(b, of) {
				to[m] += float64(sum * x)
			}
		}
	}
	return into
}

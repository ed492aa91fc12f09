package tau

import "math"

// At is the fit at the variances σ² ≥ 0, one for each grouping, with V⁻¹ in the
// place of the diagonal U.
func (l *Levels) At(sigma2 []float64) GLS {
	_, _, q := l.at(sigma2)
	g := solved(l.r, l.rhs)
	g.Q = q
	g.Residual = append([]float64(nil), l.d.z...)
	for j, b := range g.Beta {
		for i, x := range l.d.x[j] {
			g.Residual[i] -= float64(b * x)
		}
	}
	l.d.shift(g.Beta)
	for n := range l.blocks {
		b := &l.blocks[n]
		for m := range b.trials {
			g.TraceP += l.remaining(b, l.indicator(b, level{[]int{m}, -1}))
		}
	}
	return g
}

// LogLikelihood is the log likelihood at the variances, and the restricted one, as
// for a Design.
func (l *Levels) LogLikelihood(sigma2 []float64) (full, restricted float64) {
	logV, logX, q := l.at(sigma2)
	logTurn := math.Log(2 * math.Pi)
	full = -(logV+q)/2 - float64(float64(len(l.d.z))*logTurn)/2
	restricted = -(logV+logX+q)/2 - float64(l.d.df()*logTurn)/2 + l.d.logX/2
	return full, restricted
}

// Weigh is V⁻¹a at the variances, for each of the given vectors.
func (l *Levels) Weigh(sigma2 []float64, vectors ...[]float64) [][]float64 {
	l.at(sigma2)
	whitened := make([]float64, l.rows)
	var all [][]float64
	for _, a := range vectors {
		l.whiten(a, whitened)
		weighed := make([]float64, len(a))
		for n := range l.blocks {
			b := &l.blocks[n]
			for m, x := range b.part(whitened)[:len(b.trials)] {
				weighed[b.trials[m]] = x / l.root[b.trials[m]]
			}
		}
		all = append(all, weighed)
	}
	return all
}

// Times is Va at the variances and of the given trials, for each of the given vectors.
func (l *Levels) Times(sigma2 []float64, trials []int, vectors ...[]float64) [][]float64 {
	place := map[int]int{}
	all := table(len(vectors), len(trials))
	for n, i := range trials {
		place[i] = n
		own := l.base[i]
		for _, j := range l.own[i] {
			own += sigma2[j]
		}
		for m, a := range vectors {
			all[m][n] = float64(own * a[n])
		}
	}
	for _, b := range l.blocks {
		for _, s := range b.columns {
			share := 1.
			if s.grouping >= 0 {
				share = sigma2[s.grouping]
			}
			var at []int
			var values []float64
			for m, row := range s.places {
				if i, here := place[b.trials[row]]; here {
					at, values = append(at, i), append(values, s.values[m])
				}
			}
			for m, a := range vectors {
				var sum float64
				for n, i := range at {
					sum += float64(values[n] * a[i])
				}
				for n, i := range at {
					all[m][i] += float64(share * float64(values[n]*sum))
				}
			}
		}
	}
	return all
}

// Random is the best linear unbiased prediction of one level's random effect and
// the standard error of its difference from it.
type Random struct{ Estimate, SE float64 }

// Effects are the random effects of a grouping at the variances, in the order in
// which its levels first appear:
//
//	u = σ²z'Py,  Var = σ²(1 − σ²z'Pz).
//
// Henderson 1975; Raudenbush and Bryk 1985.
func (l *Levels) Effects(sigma2 []float64, grouping int) []Random {
	l.at(sigma2)
	s := sigma2[grouping]
	first := map[int]Random{} // by the first trial of the level
	for n := range l.blocks {
		b := &l.blocks[n]
		for _, of := range b.levels[grouping] {
			pull := l.sum(b, of, b.part(l.e))
			left := l.remaining(b, l.indicator(b, of))
			first[b.trials[of.places[0]]] = Random{s * pull, math.Sqrt(s * max(0, 1-float64(s*left)))}
		}
	}
	var all []Random
	for i := range l.base {
		if u, ok := first[i]; ok {
			all = append(all, u)
		}
	}
	return all
}

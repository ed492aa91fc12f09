package regress

import (
	"fmt"
	"math"

	"grove/analysis/tau"
)

// working is the covariance V of the effects at the estimated variances, and what
// is made of it.
type working interface {
	zero() tau.GLS                                                          // the fit without random effects
	likelihoods() (full, restricted float64)                                // of the fit
	saturated() float64                                                     // the log likelihood with a mean for every trial
	variances() int                                                         // how many are estimated
	limits() (code string, lo, hi float64, each []Variance, notes []string) // of τ²
	alone(e tau.Estimator) (tau2 float64, err error)                        // τ² without moderators
	about() (q float64, err error)                                          // Q about a common mean
	percent() []float64                                                     // weights
	centred(x []float64) float64                                            // the weighted sum of squares of a column about its mean
	weigh(vectors ...[]float64) [][]float64                                 // V⁻¹a
	times(trials []int, vectors ...[]float64) [][]float64                   // Va of these trials
}

func (f fitted) working() working {
	switch {
	case f.levels != nil:
		return f.levels
	case f.moments != nil:
		return f.moments
	}
	return diagonal{f}
}

// independent refuses what is only defined for effects that do not depend on each
// other.
func (f fitted) independent(what string) error {
	if f.levels == nil && f.moments == nil {
		return nil
	}
	return fmt.Errorf("%w: %s are not defined for effects that depend on each other", ErrSettings, what)
}

// factor is Knapp and Hartung's, 1 where it is not defined.
func (f fitted) factor() float64 {
	if f.kind.clusters {
		return 1
	}
	return f.spread
}

// diagonal is the covariance of effects that do not depend on each other: v+τ².
type diagonal struct{ fitted }

func (f diagonal) zero() tau.GLS { return f.design.At(0) }

func (f diagonal) likelihoods() (full, restricted float64) {
	return f.design.LogLikelihood(f.tau2.Tau2)
}

func (f diagonal) saturated() (log float64) {
	for _, v := range f.m.V {
		log -= math.Log(2*math.Pi*v) / 2
	}
	return log
}

func (f diagonal) variances() int {
	if f.kind.random && !f.tau2.Declared {
		return 1
	}
	return 0
}

func (f diagonal) limits() (code string, lo, hi float64, each []Variance, notes []string) {
	lo, hi, notes = f.tau2Interval.About(f.design, f.tau2, f.s.Level)
	return f.tau2Interval.Code, lo, hi, nil, notes
}

func (f diagonal) alone(e tau.Estimator) (tau2 float64, err error) {
	mean, err := e.Fit(f.m.Y, f.m.V)
	return mean.Tau2, err
}

func (f diagonal) about() (q float64, err error) {
	mean, err := tau.NewDesign(f.m.Y, f.m.V, [][]float64{repeat(1, len(f.m.Y))})
	if err != nil {
		return 0, err
	}
	return mean.At(0).Q, nil
}

func (f diagonal) percent() []float64 {
	var sum float64
	for _, v := range f.m.V {
		sum += 1 / (v + f.tau2.Tau2)
	}
	w := make([]float64, len(f.m.V))
	for i, v := range f.m.V {
		w[i] = 100 / (v + f.tau2.Tau2) / sum
	}
	return w
}

func (f diagonal) centred(x []float64) float64 {
	var su, sux float64
	for i, v := range f.m.V {
		u := 1 / (v + f.tau2.Tau2)
		su += u
		sux += float64(u * (x[i] - x[0]))
	}
	var ss float64
	for i, v := range f.m.V {
		d := (x[i] - x[0]) - sux/su
		ss += float64(float64(d*d) / (v + f.tau2.Tau2))
	}
	return ss
}

func (f diagonal) weigh(vectors ...[]float64) [][]float64 {
	all := make([][]float64, len(vectors))
	for n, a := range vectors {
		for i, x := range a {
			all[n] = append(all[n], x/(f.m.V[i]+f.tau2.Tau2))
		}
	}
	return all
}

func (f diagonal) times(trials []int, vectors ...[]float64) [][]float64 {
	all := make([][]float64, len(vectors))
	for m, a := range vectors {
		for n, i := range trials {
			all[m] = append(all[m], float64((f.m.V[i]+f.tau2.Tau2)*a[n]))
		}
	}
	return all
}

package regress

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"grove/analysis/tau"
)

// levelled is the covariance of effects that depend on each other, by their
// clusters' own effects, by correlated sampling errors, or both.
type levelled struct {
	m         Model
	s         Settings
	design    *tau.Levels
	at        tau.Variances
	names     []string // of the groupings
	groupings [][]int
	cluster   []int
	clusters  int
}

const (
	betweenClusters = "between clusters"
	withinClusters  = "within clusters"
	betweenTrials   = "between trials"
)

const notApart = "no cluster has two trials with effects of their own, so that variances between and within clusters cannot be told apart; τ² is their sum"

// level fits the variances of effects that depend on each other.
func (f *fitted) level(e tau.Estimator) error {
	if !(f.s.Rho >= 0 && f.s.Rho < 1) {
		return fmt.Errorf("%w: rho %v is not at least 0 and below 1", ErrSettings, f.s.Rho)
	}
	if f.kind.random && e.Several == nil {
		return fmt.Errorf("%w: tau2 %q knows only effects that do not depend on each other; REML and ML know others", ErrSettings, f.s.Tau2)
	}
	l := &levelled{m: f.m, s: f.s}
	var err error
	if l.cluster, l.clusters, err = f.m.clusterOf(); err != nil {
		return err
	}
	switch within := f.m.within(); {
	case f.kind.clusters && !slices.Equal(within, l.cluster):
		l.names, l.groupings = []string{betweenClusters, withinClusters}, [][]int{l.cluster, within}
	case f.kind.clusters:
		f.m.Notes = append(slices.Clone(f.m.Notes), notApart)
		l.names, l.groupings = []string{betweenClusters}, [][]int{l.cluster}
	case f.kind.random:
		l.names, l.groupings = []string{betweenTrials}, [][]int{others(len(f.m.Y), -1)}
	}
	if l.design, err = l.over(f.design); err != nil {
		return err
	}
	if f.kind.random {
		l.at = e.Several(l.design)
		f.tau2.Converged, f.tau2.Notes = l.at.Converged, l.at.Notes
		var variance float64
		for i, s := range l.at.Sigma2 {
			f.tau2.Tau2 += s
			for j := range l.at.Sigma2 {
				variance += l.at.Covariance[i][j]
			}
		}
		f.tau2.SE = math.Sqrt(variance)
	}
	f.gls = l.design.At(l.at.Sigma2)
	f.levels = l
	return nil
}

// clusterOf numbers the clusters of the trials, in order of first appearance.
func (m Model) clusterOf() (of []int, clusters int, err error) {
	if len(m.Cluster) != len(m.Y) {
		return nil, 0, fmt.Errorf("%w: %d trials and the names of %d clusters", ErrData, len(m.Y), len(m.Cluster))
	}
	of = make([]int, len(m.Y))
	for n, trials := range tau.Members(m.Cluster) {
		clusters++
		for _, i := range trials {
			if m.Cluster[i] == "" {
				return nil, 0, fmt.Errorf("%w: %s has no cluster", ErrData, m.name(i))
			}
			of[i] = n
		}
	}
	return of, clusters, nil
}

// within numbers what trials have effects of within their clusters.
func (m Model) within() []int {
	if m.Within == nil {
		return others(len(m.Y), -1)
	}
	of := make([]int, len(m.Y))
	place := map[[2]string]int{}
	for i, name := range m.Within {
		key := [2]string{m.Cluster[i], name}
		if _, seen := place[key]; !seen {
			place[key] = len(place)
		}
		of[i] = place[key]
	}
	return of
}

// over gives a design the levels of the model, with errors in its words.
func (l *levelled) over(d *tau.Design) (*tau.Levels, error) {
	design, err := tau.NewLevels(d, l.s.Rho, l.cluster, l.groupings...)
	var same tau.Confounded
	switch {
	case errors.As(err, &same):
		return nil, fmt.Errorf("%w: the variance %s cannot be told from the coefficients and the other variance", ErrData, l.names[same.Grouping])
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrData, err)
	}
	return design, nil
}

// mean is the design about a common mean.
func (l *levelled) mean() (*tau.Levels, error) {
	d, err := tau.NewDesign(l.m.Y, l.m.V, [][]float64{repeat(1, len(l.m.Y))})
	if err != nil {
		return nil, err
	}
	return l.over(d)
}

func (l *levelled) none() []float64 { return make([]float64, len(l.names)) }

func (l *levelled) zero() tau.GLS { return l.design.At(l.none()) }

func (l *levelled) likelihoods() (full, restricted float64) {
	return l.design.LogLikelihood(l.at.Sigma2)
}

func (l *levelled) saturated() float64 {
	full, _ := l.design.LogLikelihood(l.none())
	return full + l.zero().Q/2
}

func (l *levelled) variances() int { return len(l.names) }

// limits are profile likelihood intervals. The sum of two variances has none.
func (l *levelled) limits() (code string, lo, hi float64, each []Variance, notes []string) {
	code, lo, hi = tau.ProfileLikelihood.Code, math.NaN(), math.NaN()
	for j, name := range l.names {
		v := Variance{Name: name, Estimate: l.at.Sigma2[j], SE: math.Sqrt(l.at.Covariance[j][j])}
		var own []string
		v.Lower, v.Upper, own = l.at.Profile(j, l.s.Level)
		for _, n := range own {
			notes = append(notes, name+": "+n)
		}
		each = append(each, v)
	}
	if len(each) == 1 {
		return code, each[0].Lower, each[0].Upper, nil, notes
	}
	return code, lo, hi, each, append(notes, "the intervals are those of the two variances; their sum, τ², has none")
}

func (l *levelled) alone(e tau.Estimator) (tau2 float64, err error) {
	mean, err := l.mean()
	if err != nil {
		return 0, err
	}
	for _, s := range e.Several(mean).Sigma2 {
		tau2 += s
	}
	return tau2, nil
}

func (l *levelled) about() (q float64, err error) {
	mean, err := l.mean()
	if err != nil {
		return 0, err
	}
	return mean.At(nil).Q, nil
}

// percent is the weights that trials have in a common mean, V⁻¹1. They can be
// negative where sampling errors correlate.
func (l *levelled) percent() []float64 {
	w := l.weigh(repeat(1, len(l.m.Y)))[0]
	var sum float64
	for _, x := range w {
		sum += x
	}
	for i := range w {
		w[i] *= 100 / sum
	}
	return w
}

func (l *levelled) centred(x []float64) float64 {
	from := make([]float64, len(x))
	for i := range x {
		from[i] = x[i] - x[0]
	}
	both := l.weigh(repeat(1, len(x)), from)
	var su, sux, ss float64
	for i, u := range both[0] {
		su += u
		sux += float64(u * from[i])
	}
	for i := range from {
		from[i] -= sux / su
	}
	weighed := l.weigh(from)[0]
	for i, d := range from {
		ss += float64(d * weighed[i])
	}
	return ss
}

func (l *levelled) weigh(vectors ...[]float64) [][]float64 {
	return l.design.Weigh(l.at.Sigma2, vectors...)
}

func (l *levelled) times(trials []int, vectors ...[]float64) [][]float64 {
	return l.design.Times(l.at.Sigma2, trials, vectors...)
}

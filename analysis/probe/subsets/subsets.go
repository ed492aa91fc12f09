// Package subsets pools every subset of the trials of an analysis (Olkin,
// Dahabreh and Trikalinos 2012), or a sample of them where there are too many,
// and says in which share of them a statement holds and which smallest sets of
// trials carry it.
package subsets

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"grove/analysis/pool"
	"grove/analysis/tau"
)

// Cites are the works behind the subsets.
var Cites = []string{"olkin2012"}

// Exact is the largest number of trials of which every subset is pooled.
const Exact = 25

// Most is the largest number of trials of which a sample of subsets is pooled.
const Most = 64

// Set is a set of trials: bit i is trial i of the data.
type Set uint64

// Has says whether trial i is in the set.
func (s Set) Has(i int) bool { return s>>i&1 == 1 }

// Size is the number of trials.
func (s Set) Size() int { return bits.OnesCount64(uint64(s)) }

// first is the first trial of a set that is not empty.
func (s Set) first() int { return bits.TrailingZeros64(uint64(s)) }

// Row is the answer of one subset on the analysis scale, as pool.Fit gives it.
// Tau2 and I2, in percent, are NaN where one effect is assumed; Q and I2Q are NaN
// for one trial.
type Row struct {
	Set                  Set
	Estimate, SE         float64
	Lower, Upper         float64 // by the interval of the settings at this number of trials
	WaldLower, WaldUpper float64
	Tau2, I2, I2Q, Q     float64
}

// ErrTau2 marks an estimator of τ² that has no fast way over subsets.
var ErrTau2 = errors.New("subsets are pooled with τ² by DL, PM or REML")

// ErrMany marks more trials than a sample is taken of.
var ErrMany = errors.New("too many trials for subsets")

// Estimators are the estimators of τ² that subsets know, by the codes of
// tau.Estimators.
var Estimators = []struct {
	Code string
	of   func(w *worker, start float64) (tau2 float64, certain bool)
}{
	{"DL", func(w *worker, _ float64) (float64, bool) { return w.moment(), true }},
	{"PM", (*worker).pauleMandel},
	{"REML", (*worker).reml},
}

// problem is the trials in the order of their variances, split in two halves,
// with the rule of each number of trials.
type problem struct {
	z, v         []float64 // effects about that of the heaviest trial, which is the first
	at           []int     // their positions in the data
	about        float64
	rules        []pool.Rule // by number of trials
	of           func(w *worker, start float64) (float64, bool)
	tau2         tau.Estimator // where of is not certain
	outer, inner []both        // the heavier trials, and the others
	outerN       int
}

// inner is the largest number of trials in the table that one chunk runs over.
const inner = 11

func newProblem(d pool.Data, s pool.Settings) (*problem, error) {
	k := len(d.Y)
	if _, err := pool.Fit(pool.Data{Y: d.Y, V: d.V}, pool.Settings{Model: "common", Interval: "wald", Prediction: "none", Few: "off", Level: 95}); err != nil {
		return nil, err
	}
	switch {
	case k == 0:
		return nil, fmt.Errorf("%w: no trials", pool.ErrData)
	case k > Most:
		return nil, fmt.Errorf("%w: %d", ErrMany, k)
	}
	p := &problem{at: make([]int, k), rules: make([]pool.Rule, k+1)}
	random := false
	for n := 1; n <= k; n++ {
		var err error
		if p.rules[n], err = pool.RuleAt(n, s); err != nil {
			return nil, err
		}
		random = random || p.rules[n].Random
	}
	for _, e := range Estimators {
		if e.Code == s.Tau2 {
			p.of = e.of
			p.tau2, _ = tau.Lookup(s.Tau2)
		}
	}
	if random && s.Tau2Min < 0 {
		return nil, fmt.Errorf("%w, and not below 0", ErrTau2)
	}
	if random && p.of == nil {
		return nil, fmt.Errorf("%w, not %s", ErrTau2, s.Tau2)
	}
	for i := range p.at {
		p.at[i] = i
	}
	slices.SortStableFunc(p.at, func(a, b int) int {
		switch {
		case d.V[a] < d.V[b]:
			return -1
		case d.V[a] > d.V[b]:
			return 1
		}
		return 0
	})
	p.about = d.Y[p.at[0]]
	for _, i := range p.at {
		p.z, p.v = append(p.z, d.Y[i]-p.about), append(p.v, d.V[i])
	}
	return p, nil
}

// Walk pools every subset of the trials of d, none of them empty, under s. The
// subsets come in chunks; visit is called once for each of them, by several
// goroutines at once and in any order, with the number of the chunk, counted from
// 0, and its rows, which it must not keep. A row does not depend on the number
// of processors. fallbacks counts the subsets whose τ² by REML had to be found by
// isolating every maximum of the likelihood.
//
// The error is ErrMany above Exact trials, ErrTau2, those of pool.RuleAt and
// pool.Fit, or the context's.
func Walk(ctx context.Context, d pool.Data, s pool.Settings, visit func(chunk int, rows []Row)) (fallbacks int, err error) {
	p, err := newProblem(d, s)
	if err != nil {
		return 0, err
	}
	if len(p.z) > Exact {
		return 0, fmt.Errorf("%w: %d, of which every subset is pooled up to %d", ErrMany, len(p.z), Exact)
	}
	p.split()
	return p.each(ctx, len(p.outer), func(w *worker, chunk int) []Row { return w.chunk(chunk) }, visit)
}

// Chunks is how many chunks Walk makes of k trials, and how many subsets at most
// a chunk holds.
func Chunks(k int) (chunks, rows int) {
	in := min(inner, k/2)
	return 1 << (k - in), 1 << in
}

func (p *problem) split() {
	k := len(p.z)
	p.outerN = k - min(inner, k/2)
	p.outer, p.inner = table(p.z[:p.outerN], p.v[:p.outerN]), table(p.z[p.outerN:], p.v[p.outerN:])
}

// each computes n chunks on all processors.
func (p *problem) each(ctx context.Context, n int, compute func(w *worker, chunk int) []Row, visit func(chunk int, rows []Row)) (int, error) {
	var next, fallbacks atomic.Int64
	var failed atomic.Pointer[error]
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wait.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					err := fmt.Errorf("subsets: %v", r)
					failed.Store(&err)
				}
			}()
			w := newWorker(p)
			for failed.Load() == nil && ctx.Err() == nil {
				c := int(next.Add(1)) - 1
				if c >= n {
					break
				}
				visit(c, compute(w, c))
			}
			fallbacks.Add(int64(w.fallbacks))
		})
	}
	wait.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return int(fallbacks.Load()), ctx.Err()
}

// worker is the room one goroutine works in; nothing is made anew for a subset.
type worker struct {
	*problem
	sums                  // of the subset
	left, right *both     // the two parts it is made of
	zs, vs      []float64 // all trials, outer part of the subset first
	z, v, u     []float64 // the trials of the subset, the heaviest first
	rows        []Row
	found       []float64 // τ² of the subsets of the chunk so far
	sets        []Set     // of the inner trials
	alone       []both    // of each trial, where there is no table
	made, none  both
	fallbacks   int
}

func newWorker(p *problem) *worker {
	k := len(p.z)
	rows := len(p.inner)
	if rows == 0 {
		rows = block
	}
	w := &worker{problem: p, z: make([]float64, k), v: make([]float64, k), u: make([]float64, k),
		rows: make([]Row, rows), found: make([]float64, len(p.inner)), sets: make([]Set, len(p.inner))}
	w.zs, w.vs = p.z, p.v
	for i := range p.z {
		w.alone = append(w.alone, single(p.z[i], p.v[i]))
	}
	for m := range w.sets {
		w.sets[m] = p.set(uint64(m) << p.outerN)
	}
	return w
}

// set is a set of trials in the order of their variances as a set in that of the data.
func (p *problem) set(sorted uint64) (s Set) {
	for ; sorted != 0; sorted &= sorted - 1 {
		s |= 1 << p.at[bits.TrailingZeros64(sorted)]
	}
	return s
}

// sorted is the reverse.
func (p *problem) sorted(s Set) (sorted uint64) {
	for i, at := range p.at {
		if s.Has(at) {
			sorted |= 1 << i
		}
	}
	return sorted
}

// chunk pools the subsets with the given outer trials and all choices of inner
// ones. The search for each τ² starts at that of the subset with one trial less.
func (w *worker) chunk(outer int) []Row {
	fixed := 0
	for m := outer; m != 0; m &= m - 1 {
		i := bits.TrailingZeros(uint(m))
		w.z[fixed], w.v[fixed] = w.zs[i], w.vs[i]
		fixed++
	}
	set := w.set(uint64(outer))
	for m := range w.inner {
		if outer == 0 && m == 0 {
			continue
		}
		n := fixed
		for rest := m; rest != 0; rest &= rest - 1 {
			i := bits.TrailingZeros(uint(rest)) + w.outerN
			w.z[n], w.v[n] = w.zs[i], w.vs[i]
			n++
		}
		w.left, w.right = &w.outer[outer], &w.inner[m]
		w.sums = join(&w.left.sums, &w.right.sums)
		start := 0.0
		if m > 0 {
			start = w.found[m&(m-1)]
		}
		w.found[m] = w.pool(&w.rows[m], start)
		w.rows[m].Set = set | w.sets[m]
	}
	if outer == 0 {
		return w.rows[1:]
	}
	return w.rows
}

// pool fills the row of the subset that stands in the worker. It returns τ², to
// start from elsewhere.
func (w *worker) pool(r *Row, start float64) float64 {
	n := w.n
	rule := &w.rules[n]
	df := float64(n - 1)
	tau2, mu, su, ss := 0.0, w.sums.mean, w.w, w.q
	r.Tau2, r.I2, r.I2Q, r.Q = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	if n > 1 {
		r.Q, r.I2Q = w.q, 0
		if w.q > df {
			r.I2Q = 100 * (w.q - df) / w.q
		}
	}
	if rule.Random {
		r.Tau2 = 0
		if n > 1 {
			if start == 0 {
				start = w.moment()
			}
			certain := false
			if tau2, certain = w.of(w, start); !certain {
				tau2 = w.again()
			}
			if tau2 > 0 {
				mu, su, ss = w.weigh(tau2)
			}
			typical := w.typical()
			r.Tau2, r.I2 = tau2, 100*tau2/(tau2+typical)
		}
	}
	q := math.NaN()
	if n > 1 {
		q = ss / df
	}
	r.Estimate, r.SE = w.about+mu, math.Sqrt(1/su)
	half, wald := rule.Half(r.SE, q), rule.Wald(r.SE)
	r.Lower, r.Upper, r.WaldLower, r.WaldUpper = r.Estimate-half, r.Estimate+half, r.Estimate-wald, r.Estimate+wald
	return tau2
}

// again is τ² by the estimator that a single analysis uses.
func (w *worker) again() float64 {
	w.fallbacks++
	e, err := w.tau2.Fit(w.z[:w.n], w.v[:w.n])
	if err != nil || !e.Converged {
		return math.NaN()
	}
	return e.Tau2
}

// weigh is the weighted mean about the reference, the sum of the weights
// 1/(v+τ²) and the weighted sum of squares about the mean.
func (w *worker) weigh(tau2 float64) (mu, su, ss float64) {
	z, v, u := w.z[:w.n], w.v[:w.n], w.u[:w.n]
	var sz float64
	for i := range z {
		x := 1 / (v[i] + tau2)
		u[i] = x
		su += x
		sz += float64(x * z[i])
	}
	mu = sz / su
	for i, x := range u {
		e := z[i] - mu
		ss += float64(x * float64(e*e))
	}
	return mu, su, ss
}

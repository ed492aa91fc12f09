package tau

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// dependent draws effects in clusters of up to four, with a covariate, the levels
// of a second grouping, nested or crossed, and sampling variances over 10^±span.
func dependent(r *rand.Rand, k int, span float64, crossed bool) (d *Design, cluster, second []int) {
	y, v, x := make([]float64, k), make([]float64, k), make([]float64, k)
	shared, level, size := 0., 0, 0
	for i := range k {
		if i == 0 || size == 0 {
			shared, size = r.NormFloat64()/2, 1+r.IntN(4)
			level++
		}
		size--
		cluster = append(cluster, level)
		second = append(second, i)
		if crossed {
			second[i] = r.IntN(4)
		}
		v[i] = math.Pow(10, span*(2*r.Float64()-1)) / 10
		y[i] = shared + r.NormFloat64()*math.Sqrt(v[i]+0.05)
		x[i] = r.NormFloat64()
	}
	d, err := NewDesign(y, v, [][]float64{ones(k), x})
	if err != nil {
		panic(err)
	}
	return d, cluster, second
}

func levelsOf(t *testing.T, d *Design, rho float64, cluster []int, groupings ...[]int) *Levels {
	t.Helper()
	l, err := NewLevels(d, rho, cluster, groupings...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// everyTrial numbers the trials 0 to k−1.
func everyTrial(k int) []int {
	all := make([]int, k)
	for i := range all {
		all[i] = i
	}
	return all
}

// The fit is that of the covariance made whole, inverted and multiplied.
func TestLevelsAreGeneralisedLeastSquares(t *testing.T) {
	for seed := range 60 {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		d, cluster, second := dependent(r, 6+r.IntN(14), 1, seed%2 == 1)
		k := len(d.v)
		rho := []float64{0, 0.4, 0.9}[seed%3]
		l, err := NewLevels(d, rho, cluster, cluster, second)
		if errors.As(err, new(Confounded)) {
			continue
		}
		sigma2 := []float64{r.ExpFloat64() / 4, r.ExpFloat64() / 4}
		if seed%5 == 0 {
			sigma2[seed%2] = 0
		}
		v := mat.NewSymDense(k, nil)
		for i := range k {
			for j := i; j < k; j++ {
				var c float64
				if cluster[i] == cluster[j] {
					c += rho*math.Sqrt(d.v[i]*d.v[j]) + sigma2[0]
				}
				if second[i] == second[j] {
					c += sigma2[1]
				}
				if i == j {
					c += (1 - rho) * d.v[i]
				}
				v.SetSym(i, j, c)
			}
		}
		for i, row := range l.Times(sigma2, everyTrial(k), units(k)...) {
			for j, got := range row {
				agree(t, fmt.Sprintf("%d: covariance of %d and %d", seed, i, j), got, v.At(i, j), 1e-12)
			}
		}
		var chol mat.Cholesky
		chol.Factorize(v)
		x := mat.NewDense(k, 2, nil)
		for i := range k {
			x.Set(i, 0, 1)
			x.Set(i, 1, d.x[1][i])
		}
		y := mat.NewVecDense(k, d.y)
		var wx, gram, inverse mat.Dense
		chol.SolveTo(&wx, x)
		gram.Mul(x.T(), &wx)
		inverse.Inverse(&gram)
		var right, beta, e, we mat.VecDense
		right.MulVec(wx.T(), y)
		beta.MulVec(&inverse, &right)
		e.MulVec(x, &beta)
		e.SubVec(y, &e)
		chol.SolveVecTo(&we, &e)
		g := l.At(sigma2)
		for j := range g.Beta {
			agree(t, "coefficient", g.Beta[j], beta.AtVec(j), 1e-9)
			for m := range g.Beta {
				agree(t, "covariance of coefficients", g.Covariance[j][m], inverse.At(j, m), 1e-9)
			}
		}
		agree(t, "Q", g.Q, mat.Dot(&e, &we), 1e-9)
		full, restricted := l.LogLikelihood(sigma2)
		want := -(float64(k)*math.Log(2*math.Pi) + chol.LogDet() + g.Q) / 2
		agree(t, "log likelihood", full, want, 1e-10)
		var plain mat.Dense
		plain.Mul(x.T(), x)
		agree(t, "restricted log likelihood", restricted, want+math.Log(2*math.Pi)-math.Log(mat.Det(&gram))/2+math.Log(mat.Det(&plain))/2, 1e-10)
		for i, weighed := range l.Weigh(sigma2, g.Residual)[0] {
			agree(t, "weighed residual", weighed, we.AtVec(i), 1e-8)
		}
		var p, trace mat.Dense // P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹
		var all mat.SymDense
		if err := chol.InverseTo(&all); err != nil {
			t.Fatal(err)
		}
		p.Product(&wx, &inverse, wx.T())
		p.Sub(&all, &p)
		agree(t, "tr P", g.TraceP, mat.Trace(&p), 1e-9)
		l.at(sigma2)
		traces, expected := l.information(true)
		for j, own := range [][]int{cluster, second} {
			z := mat.NewDense(k, k, nil)
			for i := range k {
				for m := range k {
					if own[i] == own[m] {
						z.Set(i, m, 1)
					}
				}
			}
			trace.Mul(&p, z)
			agree(t, "tr PV", traces[j], mat.Trace(&trace), 1e-9)
			var both mat.Dense
			both.Mul(&trace, &trace)
			agree(t, "½ tr PVPV", expected[j][j], mat.Trace(&both)/2, 1e-8)
		}
		for n, u := range l.Effects(sigma2, 0) {
			var pull, left float64
			for i := range k {
				if cluster[i] != n+1 {
					continue
				}
				pull += we.AtVec(i)
				for m := range k {
					if cluster[m] == n+1 {
						left += p.At(i, m)
					}
				}
			}
			agree(t, "random effect", u.Estimate, sigma2[0]*pull, 1e-8)
			agree(t, "its standard error", u.SE, math.Sqrt(sigma2[0]-sigma2[0]*sigma2[0]*left), 1e-7)
		}
	}
}

func agree(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*(1+math.Abs(want))) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

// The score is the slope of the likelihood, and the curvature that of the score.
func TestLevelsScoreIsTheDerivative(t *testing.T) {
	for seed := range 40 {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		d, cluster, second := dependent(r, 8+r.IntN(12), 1, seed%2 == 1)
		l, err := NewLevels(d, []float64{0, 0.5}[seed%2], cluster, cluster, second)
		if errors.As(err, new(Confounded)) {
			continue
		}
		s := surface{l, seed%4 < 2}
		at := []float64{0.02 + r.ExpFloat64()/3, 0.02 + r.ExpFloat64()/3}
		s.height(at)
		score, _, curvature := s.slopes()
		for j := range at {
			step := at[j] * 1e-4
			up, down := replaced(at, j, at[j]+step), replaced(at, j, at[j]-step)
			above, below := s.height(up), s.height(down)
			agree(t, "slope", score[j], (above-below)/(2*step), 1e-5*(1+math.Abs(curvature[j][j])))
			s.height(up)
			high, _, _ := s.slopes()
			s.height(down)
			low, _, _ := s.slopes()
			for m := range at {
				agree(t, "curvature", -curvature[m][j], (high[m]-low[m])/(2*step), 1e-5)
			}
		}
	}
}

// With a level for every trial alone the fit is that of one variance, found another
// way, several maxima and all; so is its profile likelihood interval.
func TestLevelsOfSingleTrialsAreOneVariance(t *testing.T) {
	tried, several, valleys := 0, 0, 0
	for seed := range 600 {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		d, _, _ := dependent(r, 4+r.IntN(8), 2.5, false)
		l := levelsOf(t, d, 0, nil, everyTrial(len(d.v)))
		for _, e := range []Estimator{ML, REML} {
			one, all := e.Regress(d), e.Several(l)
			if !one.Converged || !all.Converged {
				t.Fatalf("%d: %v %v", seed, one.Notes, all.Notes)
			}
			tried++
			if len(one.Maxima) > 1 {
				several++
			}
			if got := all.Sigma2[0]; math.Abs(got-one.Tau2) > 1e-9*(one.Tau2+d.vmin/1e3) && math.Abs(d.logLikelihood(got, one.restricted)-d.logLikelihood(one.Tau2, one.restricted)) > margin {
				t.Errorf("%d %s: %v, not %v of %v", seed, e.Code, got, one.Tau2, one.Maxima)
			}
			agree(t, "standard error", math.Sqrt(all.Covariance[0][0]), one.SE, 1e-7)
			for _, level := range []float64{30, 90} {
				lo, hi, said := ProfileLikelihood.About(d, one, level)
				low, high, notes := all.Profile(0, level)
				if math.Abs(low-lo) > 1e-8*(lo+d.vmin) || math.Abs(high-hi) > 1e-8*hi {
					t.Errorf("%d %s: [%v, %v], not [%v, %v] %v", seed, e.Code, low, high, lo, hi, notes)
				}
				if slices.Contains(said, spanned) {
					valleys++
				}
				if slices.Contains(said, spanned) != slices.Contains(notes, spanned) {
					t.Errorf("%d %s: %q, not %q", seed, e.Code, notes, said)
				}
			}
		}
	}
	if several < 3 || valleys < 3 {
		t.Errorf("%d likelihoods of %d with several maxima, and %d intervals with a valley, are no test", several, tried, valleys)
	}
}

// No point of a fine lattice is higher than the maximum found.
func TestLevelsMaximumAgainstLattice(t *testing.T) {
	for seed := range 30 {
		r := rand.New(rand.NewPCG(uint64(seed), 4))
		d, cluster, second := dependent(r, 5+r.IntN(10), 2, seed%3 == 1)
		l, err := NewLevels(d, []float64{0, 0.7}[seed%2], cluster, cluster, second)
		if errors.As(err, new(Confounded)) {
			continue
		}
		for _, restricted := range []bool{false, true} {
			v := l.maximise(restricted)
			if !v.Converged {
				t.Errorf("%d: %v", seed, v.Notes)
			}
			s := surface{l, restricted}
			var lattice []float64
			for n := range 40 {
				lattice = append(lattice, math.Pow(10, -4+float64(n)/5.5))
			}
			lattice[0] = 0
			for _, a := range lattice {
				for _, b := range lattice {
					if h := s.height([]float64{a, b}); h > v.height+margin {
						t.Fatalf("%d: %v at %v and %v, %v at %v", seed, h, a, b, v.height, v.Sigma2)
					}
				}
			}
		}
	}
}

// The order of trials and of groupings, the names of levels, the origin and the unit
// of effects change nothing but what they must.
func TestLevelsOrderShiftScale(t *testing.T) {
	for seed := range 30 {
		r := rand.New(rand.NewPCG(uint64(seed), 5))
		d, cluster, second := dependent(r, 8+r.IntN(12), 1, seed%2 == 1)
		rho := []float64{0, 0.5}[seed%2]
		l, err := NewLevels(d, rho, cluster, cluster, second)
		if errors.As(err, new(Confounded)) {
			continue
		}
		k := len(d.v)
		order := r.Perm(k)
		y, v, x := make([]float64, k), make([]float64, k), make([]float64, k)
		a, b := make([]int, k), make([]int, k)
		for n, i := range order {
			y[n], v[n], x[n], a[n], b[n] = 8*d.y[i]-64, 64*d.v[i], d.x[1][i], -7*cluster[i], 3*second[i]
		}
		moved, err := NewDesign(y, v, [][]float64{ones(k), x})
		if err != nil {
			t.Fatal(err)
		}
		m := levelsOf(t, moved, rho, a, b, a)
		was, now := l.maximise(true), m.maximise(true)
		for j, s := range was.Sigma2 {
			agree(t, fmt.Sprintf("%d: variance %d", seed, j), now.Sigma2[1-j]/64, s, 1e-9)
		}
		g, h := l.At(was.Sigma2), m.At(now.Sigma2)
		agree(t, "constant", (h.Beta[0]+64)/8, g.Beta[0], 1e-9)
		agree(t, "slope", h.Beta[1]/8, g.Beta[1], 1e-9)
		agree(t, "Q", h.Q, g.Q, 1e-9)
	}
}

func TestLevelsRefuse(t *testing.T) {
	d, cluster, _ := dependent(rand.New(rand.NewPCG(1, 6)), 12, 0.5, false)
	each := everyTrial(12)
	one := make([]int, 12)
	grouped := func(j int) func(error) bool {
		return func(err error) bool {
			var c Confounded
			return errors.As(err, &c) && c.Grouping == j && strings.Contains(err.Error(), fmt.Sprint(j+1))
		}
	}
	data := func(err error) bool { return errors.Is(err, ErrData) }
	for name, c := range map[string]struct {
		rho       float64
		cluster   []int
		groupings [][]int
		is        func(error) bool
	}{
		"a correlation of 1":        {1, cluster, nil, data},
		"a correlation below 0":     {-0.1, cluster, nil, data},
		"no correlation":            {math.NaN(), cluster, nil, data},
		"a short grouping":          {0, nil, [][]int{cluster[:3]}, data},
		"no clusters to correlate":  {0.5, nil, [][]int{cluster}, data},
		"one level for all":         {0, nil, [][]int{one}, grouped(0)},
		"one grouping twice":        {0, nil, [][]int{cluster, each, cluster}, grouped(2)},
		"single trials, two ways":   {0, nil, [][]int{each, each}, grouped(1)},
		"one level with correlated": {0.5, cluster, [][]int{cluster, one}, grouped(1)},
	} {
		if _, err := NewLevels(d, c.rho, c.cluster, c.groupings...); !c.is(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	y, v := make([]float64, largest+1), ones(largest+1)
	y[0] = 1
	big, err := NewDesign(y, v, [][]float64{ones(largest + 1)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewLevels(big, 0, nil, make([]int, largest+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too many: %v", err)
	}
}

// Hard data have a maximum that is the right one, or none and a note; no number is
// NaN without.
func TestStressLevels(t *testing.T) {
	lost := 0
	for seed := range 150 {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		span := []float64{0.5, 3, 6}[seed%3]
		d, cluster, second := dependent(r, 3+r.IntN(12), span, seed%4 == 3)
		switch seed % 5 {
		case 1: // identical effects
			for i := range d.y {
				d.y[i] = 2
			}
			d, _ = NewDesign(d.y, d.v, d.x)
		case 2: // far apart beside their variances
			for i := range d.y {
				d.y[i] *= 1e3
			}
			d, _ = NewDesign(d.y, d.v, d.x)
		case 3: // two clusters
			for i := range cluster {
				cluster[i] = min(cluster[i], 2)
			}
		}
		l, err := NewLevels(d, []float64{0, 0.99}[seed%2], cluster, cluster, second)
		if errors.As(err, new(Confounded)) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, restricted := range []bool{false, true} {
			v := l.maximise(restricted)
			if !v.Converged {
				if v.Notes == nil {
					t.Errorf("%d: no note", seed)
				}
				lost++
				continue
			}
			s := surface{l, restricted}
			s.height(v.Sigma2)
			score, expected, _ := s.slopes()
			for j, x := range v.Sigma2 {
				size := score[j] / math.Sqrt(expected[j][j])
				if x == 0 && size > 1e-6 || x > 0 && math.Abs(size) > 1e-6 {
					t.Errorf("%d: score %v of variance %d at %v", seed, size, j, v.Sigma2)
				}
				lo, hi, notes := v.Profile(j, 95)
				if (math.IsNaN(lo) || math.IsNaN(hi)) && notes == nil || lo > x || hi < x {
					t.Errorf("%d: variance %d is %v, from %v to %v %v", seed, j, x, lo, hi, notes)
				}
			}
		}
	}
	if lost > 4 {
		t.Errorf("%d searches given up", lost)
	}
	d, err := NewDesign([]float64{1e200, -1e200, 3e199, 2}, []float64{1, 2, 3, 1}, [][]float64{ones(4)})
	if err != nil {
		t.Fatal(err)
	}
	v := levelsOf(t, d, 0, nil, []int{0, 0, 1, 1}, everyTrial(4)).maximise(true)
	if v.Converged || v.Notes == nil {
		t.Errorf("squares that overflow: %+v", v)
	}
	if lo, hi, notes := v.Profile(0, 95); !math.IsNaN(lo) || !math.IsNaN(hi) || notes == nil {
		t.Errorf("squares that overflow: %v to %v %v", lo, hi, notes)
	}
}

// One trial with nearly all of the weight leaves the others' to full precision.
func TestLevelsKeepWhatTheHeaviestLeaves(t *testing.T) {
	d := mustDesign(t, []float64{0.1, 0.5, -0.3, 0.9}, []float64{1e-13, 1, 2, 0.7}, ones(4))
	l := levelsOf(t, d, 0, nil, everyTrial(4))
	l.at([]float64{0})
	trace, _ := l.information(true)
	if want := d.score(0, true).b; math.Abs(trace[0]/want-1) > 1e-12 {
		t.Errorf("%v, not %v", trace[0], want)
	}
}

// units are the columns of the unit matrix.
func units(k int) [][]float64 {
	all := make([][]float64, k)
	for i := range all {
		all[i] = make([]float64, k)
		all[i][i] = 1
	}
	return all
}

package regress

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"grove/analysis/tau"
)

var (
	sharing = Settings{Model: "correlated", Tau2: "REML", Interval: "hk", Prediction: "v", Level: 95, Rho: 0.7}
	nested  = Settings{Model: "hierarchical", Tau2: "REML", Interval: "hk", Prediction: "v", Level: 95}
)

// labs are trials of many clusters, with effects that differ between and within
// them.
func labs(seed uint64, clusters int) (d Data) {
	r := rand.New(rand.NewPCG(seed, 1))
	x := Variable{Name: "x"}
	for c := range clusters {
		own := 0.5 * r.NormFloat64()
		for range 1 + r.IntN(4) {
			v := 0.02 + 0.1*r.Float64()
			d.Y, d.V = append(d.Y, own+math.Sqrt(v+0.1)*r.NormFloat64()), append(d.V, v)
			d.Cluster, x.Numbers = append(d.Cluster, string(rune('a'+c))), append(x.Numbers, float64(r.IntN(9)))
		}
	}
	d.Variables = []Variable{x}
	return d
}

func times(a, b [][]float64) [][]float64 {
	c := square(len(a))
	for i := range a {
		for j := range a {
			for l := range a {
				c[i][j] += a[i][l] * b[l][j]
			}
		}
	}
	return c
}

func transposed(a [][]float64) [][]float64 {
	b := square(len(a))
	for i := range a {
		for j := range a {
			b[j][i] = a[i][j]
		}
	}
	return b
}

func trace(a [][]float64) (sum float64) {
	for i := range a {
		sum += a[i][i]
	}
	return sum
}

func diagonally(k int, of func(i int) float64) [][]float64 {
	a := square(k)
	for i := range a {
		a[i][i] = of(i)
	}
	return a
}

// remainder is I−H of the weights, entry by entry from fits to unit vectors.
func remainder(t *testing.T, m Model, inverse []float64) [][]float64 {
	t.Helper()
	m.V = inverse
	a := square(len(m.Y))
	for j := range a {
		m.Y = make([]float64, len(a))
		m.Y[j] = 1
		d, err := m.design()
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range d.At(0).Residual {
			a[i][j] = e
		}
	}
	return a
}

// At the variances found the quadratic forms are what they are expected to be, by
// whole matrices.
func TestMomentsAreExpectations(t *testing.T) {
	positive := 0
	for seed := range uint64(20) {
		d := labs(seed, 12)
		m := mustNew(t, d, "x")
		k := len(m.Y)
		forms := func(inverse []float64, v [][]float64) (got, want [2]float64) {
			rest := remainder(t, m, inverse)
			w := diagonally(k, func(i int) float64 { return 1 / inverse[i] })
			j := square(k)
			for a := range j {
				for b := range j {
					if m.Cluster[a] == m.Cluster[b] {
						j[a][b] = 1
					}
				}
			}
			for n, form := range [][][]float64{w, j} {
				b := times(transposed(rest), times(form, rest))
				want[n] = trace(times(b, v))
				for i, row := range b {
					got[n] += m.Y[i] * dot(row, m.Y)
				}
			}
			return got, want
		}
		r := mustFit(t, m, nested)
		between, within := r.Variances[0].Estimate, r.Variances[1].Estimate
		v := square(k)
		for i := range v {
			for l := range v {
				if m.Cluster[i] == m.Cluster[l] {
					v[i][l] = between
				}
			}
			v[i][i] += m.V[i] + within
		}
		if got, want := forms(m.V, v); between > 0 && within > 0 {
			positive++
			if !near(got[0], want[0]) || !near(got[1], want[1]) {
				t.Errorf("hierarchical: %v, expected %v", got, want)
			}
		}
		r = mustFit(t, m, sharing)
		inverse := make([]float64, k)
		v = square(k)
		for _, at := range tau.Members(m.Cluster) {
			var mean float64
			for _, i := range at {
				mean += m.V[i] / float64(len(at))
			}
			for _, i := range at {
				inverse[i] = mean * float64(len(at))
				for _, l := range at {
					v[i][l] = 0.7*mean + r.Tau2
				}
				v[i][i] += 0.3 * mean
			}
		}
		got, want := forms(inverse, v)
		if r.Tau2 > 0 && !near(got[0], want[0]) || r.Tau2 == 0 && !(got[0] < want[0]) || !near(r.Q, got[0]) {
			t.Errorf("correlated: τ² %v: %v, expected %v", r.Tau2, got, want)
		}
	}
	if positive < 10 {
		t.Errorf("only %d with both variances above 0", positive)
	}
}

// Where every trial is its own cluster, correlated effects are those of DerSimonian
// and Laird, and the robust variance is the one of the trials.
func TestCorrelatedEffectsOfSingleTrials(t *testing.T) {
	d := labs(3, 15)
	for i := range d.Cluster {
		d.Cluster[i] = string(rune('A' + i))
	}
	m := mustNew(t, d, "x")
	r := mustFit(t, m, sharing)
	s := sharing
	s.Model, s.Tau2, s.Rho = "random", "DL", 0
	want := mustFit(t, m, s)
	for _, x := range [][2]float64{{r.Tau2, want.Tau2}, {r.Q, want.Q}, {r.R2, want.R2}, {r.Coefficients[1].Estimate, want.Coefficients[1].Estimate}, {r.Coefficients[1].VIF, want.Coefficients[1].VIF}, {r.Weights[2], want.Weights[2]}, {r.Fitted[4], want.Fitted[4]}} {
		if !near(x[0], x[1]) {
			t.Errorf("%v, not %v", x[0], x[1])
		}
	}
	same, err := Robust(m, s, "CR1p")
	if err != nil || !(r.Tau2 > 0) || !near(r.Coefficients[1].SE, same.Coefficients[1].SE) || !near(r.Moderators.P, same.Moderators.P) {
		t.Errorf("%+v, not %+v (%v)", r.Coefficients, same.Coefficients, err)
	}
	if _, err := Fit(m, nested); !errors.Is(err, ErrData) || !strings.Contains(err.Error(), "cannot be told apart") {
		t.Error(err)
	}
}

// What a fit says is what Robust says of CR1p, in coefficients, tests, predictions and
// contrasts.
func TestMomentsAreRobust(t *testing.T) {
	for _, s := range []Settings{sharing, nested} {
		m := mustNew(t, labs(4, 12), "x")
		r := mustFit(t, m, s)
		w, err := Robust(m, s, "CR1p")
		if err != nil {
			t.Fatal(err)
		}
		for j, b := range r.Coefficients {
			c := w.Coefficients[j]
			for _, x := range [][2]float64{{b.Estimate, c.Estimate}, {b.SE, c.SE}, {b.DF, c.DF}, {b.P, c.P}, {b.CILower, c.CILower}, {b.CIUpper, c.CIUpper}, {r.Covariance[0][j], w.Covariance[0][j]}} {
				if !near(x[0], x[1]) {
					t.Errorf("%s: %+v, robust %+v", s.Model, b, c)
				}
			}
		}
		if !near(r.Moderators.P, w.Moderators.P) || !near(r.Moderators.Statistic, w.Moderators.Statistic) || r.Moderators.DFResidual != 10 {
			t.Errorf("%s: %+v, robust %+v", s.Model, r.Moderators, w.Moderators)
		}
		joint, err := Joint(m, s, []int{1})
		if err != nil || joint.P != r.Moderators.P {
			t.Errorf("%+v, %v", joint, err)
		}
		x := []float64{1, 3}
		var variance float64
		for i := range x {
			variance += x[i] * dot(r.Covariance[i], x)
		}
		p, err := Predict(m, s, [][]float64{x})
		c, err2 := Contrast(m, s, x)
		if err != nil || err2 != nil || !near(p[0].SE, math.Sqrt(variance)) || !near(c.SE, p[0].SE) || !near(c.CIUpper, p[0].CIUpper) || !math.IsNaN(p[0].PILower) {
			t.Errorf("%+v %+v (%v, %v)", p, c, err, err2)
		}
		if said := strings.Join(r.Notes, "; "); !math.IsNaN(r.Likelihood.AIC+r.Tau2Upper) || !strings.Contains(said, "no likelihoods") || math.IsNaN(r.QP) != strings.Contains(said, "Q has no P") {
			t.Errorf("%+v", r)
		}
	}
}

// The order of the trials, the names of their clusters, the unit and the origin do not matter.
func TestMomentsOfOtherOrderAndUnit(t *testing.T) {
	for _, s := range []Settings{sharing, nested} {
		for seed := range uint64(10) {
			d := labs(seed, 10)
			was := mustFit(t, mustNew(t, d, "x"), s)
			moved := Data{Variables: []Variable{{Name: "x"}}}
			for _, i := range rand.New(rand.NewPCG(seed, 2)).Perm(len(d.Y)) {
				moved.Y, moved.V = append(moved.Y, 8-16*d.Y[i]), append(moved.V, 256*d.V[i])
				moved.Cluster, moved.Variables[0].Numbers = append(moved.Cluster, "the "+d.Cluster[i]), append(moved.Variables[0].Numbers, d.Variables[0].Numbers[i])
			}
			now := mustFit(t, mustNew(t, moved, "x"), s)
			for _, x := range [][2]float64{{now.Tau2 / 256, was.Tau2}, {now.I2, was.I2}, {now.H2, was.H2}, {now.R2, was.R2}, {now.Q, was.Q}, {(8 - now.Coefficients[0].Estimate) / 16, was.Coefficients[0].Estimate},
				{-now.Coefficients[1].Estimate / 16, was.Coefficients[1].Estimate}, {now.Coefficients[1].SE / 16, was.Coefficients[1].SE}, {now.Coefficients[1].P, was.Coefficients[1].P}, {now.Moderators.P, was.Moderators.P}} {
				if !near(x[0], x[1]) {
					t.Errorf("%s, seed %d: %v, not %v", s.Model, seed, x[0], x[1])
				}
			}
			for j, v := range now.Variances {
				if !near(v.Estimate/256, was.Variances[j].Estimate) {
					t.Errorf("seed %d: %+v, not %+v", seed, v, was.Variances[j])
				}
			}
		}
	}
}

// Hard data have numbers, and effects far from zero those that they have near it.
func TestMomentsOfHardData(t *testing.T) {
	for _, s := range []Settings{sharing, nested} {
		d := labs(5, 10)
		for i := range d.Y {
			d.Y[i] = math.Ldexp(math.Round(math.Ldexp(d.Y[i], 20)), -20)
		}
		far := d
		far.Y = slices.Clone(d.Y)
		for i := range far.Y {
			far.Y[i] += 1 << 23
		}
		was, now := mustFit(t, mustNew(t, d, "x"), s), mustFit(t, mustNew(t, far, "x"), s)
		if !near(now.Tau2, was.Tau2) || !near(now.Coefficients[1].Estimate, was.Coefficients[1].Estimate) || !near(now.Coefficients[1].SE, was.Coefficients[1].SE) {
			t.Errorf("%s: %+v, not %+v", s.Model, now.Coefficients, was.Coefficients)
		}
		unequal := line(rand.New(rand.NewPCG(5, 5)), 12, 0, 6)
		if r := mustFit(t, mustNew(t, unequal, "x"), s); !(r.Tau2 >= 0 && r.Coefficients[1].SE > 0 && !math.IsInf(r.Tau2+r.Coefficients[1].SE, 1)) {
			t.Errorf("%s: %+v", s.Model, r.Coefficients)
		}
		on := labs(6, 8)
		for i := range on.Y {
			on.Y[i] = 1 + on.Variables[0].Numbers[i]/4
		}
		r := mustFit(t, mustNew(t, on, "x"), s)
		if b := r.Coefficients[1]; r.Tau2 != 0 || b.SE != 0 || !math.IsNaN(b.P+b.CILower) || !strings.Contains(strings.Join(r.Notes, "; "), "x has no residual to judge it by") {
			t.Errorf("%s on a line: τ² %v, %+v %q", s.Model, r.Tau2, b, r.Notes)
		}
		x := []float64{1, 2}
		p, err := Predict(mustNew(t, on, "x"), s, [][]float64{x})
		c, err2 := Contrast(mustNew(t, on, "x"), s, x)
		if err != nil || err2 != nil || p[0].SE != 0 || !math.IsNaN(p[0].CIUpper) || c.SE != 0 || !math.IsNaN(c.P+c.CIUpper) {
			t.Errorf("%s on a line: %+v, %+v (%v, %v)", s.Model, p, c, err, err2)
		}
	}
}

func TestMomentsRefuse(t *testing.T) {
	d := labs(7, 6)
	m := mustNew(t, d, "x")
	with := func(s Settings, change func(*Settings)) Settings { change(&s); return s }
	for _, s := range []Settings{
		with(sharing, func(s *Settings) { s.Rho = 1 }), with(sharing, func(s *Settings) { s.Rho = -0.1 }), with(sharing, func(s *Settings) { s.Tau2 = "0.1" }),
		with(nested, func(s *Settings) { s.Rho = 0.5 }), with(nested, func(s *Settings) { s.Tau2 = "0.1" }),
	} {
		if _, err := Fit(m, s); !errors.Is(err, ErrSettings) {
			t.Errorf("%+v: %v", s, err)
		}
	}
	few, none, unnamed := mustNew(t, labs(7, 2), "x"), m, m
	none.Cluster = nil
	unnamed.Cluster = slices.Clone(m.Cluster)
	unnamed.Cluster[1] = ""
	for _, s := range []Settings{sharing, nested} {
		for _, x := range []Model{few, none, unnamed} {
			if _, err := Fit(x, s); !errors.Is(err, ErrData) {
				t.Errorf("%s: %v", s.Model, err)
			}
		}
		_, _, diagnosed := Diagnose(m, s)
		_, permuted := Permute(m, s)
		_, shrunken := Shrink(m, s)
		_, clusters := ShrinkClusters(m, s)
		_, compared := Compare(m, mustNew(t, d, ""), s)
		for _, err := range []error{diagnosed, permuted, shrunken, clusters, compared} {
			if !errors.Is(err, ErrSettings) {
				t.Errorf("%s: %v", s.Model, err)
			}
		}
	}
}

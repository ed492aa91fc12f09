package tau

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// latitude is that of the 13 trials of bcg, from Colditz and others 1994.
var latitude = []float64{44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33}

func ones(k int) []float64 { return slices.Repeat([]float64{1}, k) }

func mustDesign(t interface{ Fatalf(string, ...any) }, y, v []float64, x ...[]float64) *Design {
	d, err := NewDesign(y, v, x)
	if err != nil {
		t.Fatalf("%v %v %v: %v", y, v, x, err)
	}
	return d
}

// A design of ones is the common mean, whose estimators are written out for it.
func TestDesignOfOnesIsTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v := effects(t)
		d := mustDesign(t, y, v, ones(len(y)))
		small := slices.Min(v)
		for _, e := range Estimators {
			a, b := mustFit(t, e, y, v), e.Regress(d)
			if !near(a.Tau2, b.Tau2, small) || math.Abs(a.SE-b.SE) > 1e-9*b.SE || a.Truncated != b.Truncated && max(a.Tau2, b.Tau2) > 1e-9*small || !b.Converged {
				t.Fatalf("%s: about a design %+v, about the mean %+v", e.Code, b, a)
			}
			s := newSample(y, v)
			q, _ := s.total(a.Tau2)
			if g := d.At(a.Tau2); !near(g.Q, q, 1e-9) {
				t.Fatalf("%s: Q %v, not %v", e.Code, g.Q, q)
			}
		}
		lo, hi, _ := QProfile.Of(y, v, Estimate{}, 95)
		l, h, _ := QProfile.About(d, Estimate{}, 95)
		if !near(lo, l, small) || !near(hi, h, small) {
			t.Fatalf("Q-profile %v to %v, not %v to %v", l, h, lo, hi)
		}
	})
}

// moderated draws effects, variances and the columns of a design with and
// without a constant.
func moderated(t *rapid.T) (y, v []float64, x [][]float64) {
	k := rapid.IntRange(5, 15).Draw(t, "k")
	p := rapid.IntRange(1, 3).Draw(t, "p")
	for j := range p {
		x = append(x, nil)
		for range k {
			value := 1.
			if j > 0 || p == 1 {
				value = float64(rapid.IntRange(-20, 20).Draw(t, "x"))
			}
			x[j] = append(x[j], value)
		}
	}
	for range k {
		y = append(y, float64(rapid.IntRange(-5<<20, 5<<20).Draw(t, "y"))/(1<<20))
		v = append(v, math.Pow(10, rapid.Float64Range(-4, 2).Draw(t, "log v")))
	}
	return y, v, x
}

// The fit solves the normal equations, its leverages sum to p, and other columns
// of the same span and other units change nothing but the coefficients.
func TestDesignFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v, x := moderated(t)
		d, err := NewDesign(y, v, x)
		if err != nil {
			t.Skip(err)
		}
		keepY, keepX := slices.Clone(y), slices.Clone(x[0])
		at := rapid.Float64Range(0, 10).Draw(t, "tau2")
		g := d.At(at)
		var hat, largest float64
		for i := range y {
			largest = math.Max(largest, math.Abs(y[i])) // a residual is rounded on the scale of the effects, not of its own
		}
		for j := range x {
			var sum, size float64
			for i := range y {
				sum += x[j][i] * g.Residual[i] / (v[i] + at)
				size += math.Abs(x[j][i]) * largest / (v[i] + at)
			}
			if math.Abs(sum) > 1e-10*size {
				t.Fatalf("normal equation %d: %v of %v", j, sum, size)
			}
		}
		for _, h := range g.Hat {
			hat += h
		}
		if math.Abs(hat-float64(len(x))) > 1e-12 {
			t.Fatalf("leverages sum to %v, not %d", hat, len(x))
		}
		turned := slices.Clone(x)
		last := len(x) - 1
		turned[last] = make([]float64, len(y))
		for i := range y {
			turned[last][i] = 1000*x[last][i] + x[0][i]
		}
		other := mustDesign(t, y, v, turned...)
		full, restricted := d.LogLikelihood(at)
		if f, r := other.LogLikelihood(at); !near(f, full, 1) || !near(r, restricted, 1) {
			t.Fatalf("likelihoods %v %v, in other units %v %v", full, restricted, f, r)
		}
		for _, e := range Estimators {
			if a, b := e.Regress(d), e.Regress(other); !near(a.Tau2, b.Tau2, slices.Min(v)) {
				t.Fatalf("%s: %v, in other units %v", e.Code, a.Tau2, b.Tau2)
			}
		}
		if !slices.Equal(y, keepY) || !slices.Equal(x[0], keepX) {
			t.Fatal("the data were written to")
		}
	})
}

// Every maximum that a dense grid sees is found, about a linear model too.
func TestDesignMaximaAgainstGrid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v, x := moderated(t)
		d, err := NewDesign(y, v, x)
		if err != nil {
			t.Skip(err)
		}
		for _, restricted := range []bool{false, true} {
			found, ok := maxima(d, restricted)
			if !ok {
				t.Fatalf("no convergence")
			}
			last, lastScore := 0., d.score(0, restricted).score()
			for g := -6.; g <= 4; g += 0.02 {
				at := math.Pow(10, g)
				score := d.score(at, restricted).score()
				if lastScore > 0 && score <= 0 && !slices.ContainsFunc(found, func(f float64) bool { return f >= last*(1-1e-9) && f <= at*(1+1e-9) }) {
					t.Fatalf("restricted %v: the maximum between %v and %v is not among %v", restricted, last, at, found)
				}
				last, lastScore = at, score
			}
		}
	})
}

// The score is twice the derivative of the log likelihood, its slope twice the
// second.
func TestDesignScoreIsTheDerivative(t *testing.T) {
	y, v := bcg()
	d := mustDesign(t, y, v, ones(13), latitude)
	for _, restricted := range []bool{false, true} {
		for _, at := range []float64{0.01, 0.3, 4} {
			h := at * 1e-4
			p := d.score(at, restricted)
			l := func(t float64) float64 { return d.logLikelihood(t, restricted) }
			if got := (l(at+h) - l(at-h)) / h; math.Abs(got-p.score()) > 1e-6*(p.a+p.b) {
				t.Errorf("restricted %v at %v: score %v, the likelihood's slope gives %v", restricted, at, p.score(), got)
			}
			if got := (d.score(at+h, restricted).score() - d.score(at-h, restricted).score()) / (2 * h); math.Abs(got-(p.d-2*p.c)) > 1e-6*(p.d+p.c) {
				t.Errorf("restricted %v at %v: slope %v, the scores give %v", restricted, at, p.d-2*p.c, got)
			}
		}
	}
}

// With equal variances about a line too every estimator has its closed form.
func TestDesignEqualVariances(t *testing.T) {
	y, _ := bcg()
	v := slices.Repeat([]float64{0.05}, 13)
	d := mustDesign(t, y, v, ones(13), latitude)
	for _, e := range Estimators {
		if want, ok := equalVariances(e.Code, d.ss, d.crude(), 0.05, 13, 11); ok && !near(e.Regress(d).Tau2, want, 0) {
			t.Errorf("%s: %v, not %v", e.Code, e.Regress(d).Tau2, want)
		}
	}
}

// Variances over twelve orders of magnitude, in any order, leave the columns
// orthonormal and the slope that of the two trials that weigh: (3−1)/(8−2).
func TestDesignUnequalVariances(t *testing.T) {
	y := []float64{5, 1, -4, 3, 2}
	v := []float64{1e3, 1e-9, 1e2, 1e-9, 1e3}
	d := mustDesign(t, y, v, []float64{0, 2, 1, 8, 5}, ones(5))
	g := d.At(0)
	if math.Abs(g.Beta[0]-1./3) > 1e-10 || math.Abs(g.Beta[1]-1./3) > 1e-10 {
		t.Errorf("coefficients %v", g.Beta)
	}
	for i, a := range d.q {
		for j, b := range d.q {
			var dot float64
			for l := range a {
				dot += a[l] * b[l]
			}
			want := 0.
			if i == j {
				want = 1
			}
			if math.Abs(dot-want) > 1e-14 {
				t.Errorf("columns %d and %d: %v", i, j, dot)
			}
		}
	}
}

func TestDesignRefuses(t *testing.T) {
	y, v := []float64{1, 2, 3, 4}, []float64{1, 1, 1, 1}
	var same Collinear
	for _, c := range []struct {
		name   string
		x      [][]float64
		column int
		want   error
	}{
		{"none", nil, -1, ErrData},
		{"short", [][]float64{{1, 1}}, -1, ErrData},
		{"not finite", [][]float64{{1, 1, 1, math.NaN()}}, -1, ErrData},
		{"too many", [][]float64{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}, -1, ErrTooMany},
		{"zero", [][]float64{{1, 1, 1, 1}, {0, 0, 0, 0}}, 1, nil},
		{"double", [][]float64{{1, 1, 1, 1}, {1, 2, 3, 5}, {3, 5, 7, 11}}, 2, nil},
	} {
		_, err := NewDesign(y, v, c.x)
		if c.column >= 0 && (!errors.As(err, &same) || same.Column != c.column) || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Where one trial holds nearly all of the weight the traces keep their digits:
// tr P and √(2/tr P²) by exact fractions.
func TestTraces(t *testing.T) {
	y, v := []float64{0, 0, 0, 0}, []float64{10, 10, 1e-9, 3}
	mean := newSample(y, v)
	for _, m := range []model{&mean, mustDesign(t, y, v, ones(4))} {
		p := m.score(0, true)
		for _, c := range []struct{ got, want float64 }{{p.b, 1.066666666251111}, {math.Sqrt(2 / p.d), 1.7177950037794756}} {
			if math.Abs(c.got-c.want) > 1e-14*c.want {
				t.Errorf("%T: %.17g, exactly %.17g", m, c.got, c.want)
			}
		}
	}
}

package tau

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"pgregory.net/rapid"
)

// sumOf is the form Σλχ² of the given eigenvalues, observed at x.
func sumOf(x float64, eigenvalues ...float64) *form {
	k := len(eigenvalues)
	return &form{observed: x, df: float64(k), a: eigenvalues, v: slices.Repeat([]float64{1}, k), left: slices.Repeat([]float64{1}, k)}
}

// Where every eigenvalue λ comes twice the probability of a larger value is
//
//	Σ exp(−x/(2λ)) Πλ/(λ−λ′)  over the others λ′.
func TestFormsOfPairs(t *testing.T) {
	for _, lambda := range [][]float64{{0.6, 0.3, 0.1}, {1, 1e-3}, {5, 4, 3, 2, 1}, {1e3, 1, 1e-6}} {
		for _, x := range []float64{0.01, 0.2, 2, 6, 40} {
			var want float64
			for i, l := range lambda {
				part := math.Exp(-x / (2 * l))
				for j, other := range lambda {
					if j != i {
						part *= l / (l - other)
					}
				}
				want += part
			}
			if p, _, ok := sumOf(x, slices.Concat(lambda, lambda)...).below(0); !ok || !(math.Abs(1-p-want) <= 1e-13) {
				t.Errorf("%v above %v: %v, not %v", lambda, x, 1-p, want)
			}
		}
	}
}

// Equal eigenvalues make χ², from far below its mean to far above it, and the
// slope its density.
func TestFormsOfEqualEigenvalues(t *testing.T) {
	for _, df := range []int{1, 2, 3, 10, 50, 500, 5000} {
		half := float64(df) / 2
		logGamma, _ := math.Lgamma(half)
		for _, share := range []float64{1e-6, 0.01, 0.3, 0.9, 1, 1.1, 2, 30, 1e5, 1e15} {
			x := share * float64(df)
			p, slope, ok := sumOf(x, slices.Repeat([]float64{1}, df)...).below(0)
			density := math.Exp(half*math.Log(x/2) - x/2 - logGamma)
			if want := mathext.GammaIncReg(half, x/2); !ok || !(math.Abs(p-want) <= 2e-12) || !(math.Abs(slope+density) <= 1e-11*(1+density)) {
				t.Errorf("χ² with %d degrees of freedom below %v: %v (slope %v), not %v (%v)", df, x, p, slope, want, -density)
			}
		}
	}
}

// The weights of any data give probabilities that fall as τ² grows, by the slope
// that is said, about a mean as about the design of ones.
func TestFormsOfData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v := effects(t)
		s, d := newSample(y, v), mustDesign(t, y, v, ones(len(y)))
		a := weights(&s, rapid.SampledFrom([]func(float64) float64{inverse, inverseSE, math.Sqrt}).Draw(t, "weights"))
		f, g := s.form(a), d.form(a)
		last := 1.
		for _, tau2 := range []float64{0, 1e-4, 0.01, 1, 100, 1e6} {
			p, slope, ok := f.below(tau2)
			if q, other, fine := g.below(tau2); !ok || !fine || math.Abs(p-q) > 1e-9 || math.Abs(slope-other) > 1e-9/(tau2+slices.Min(v)) {
				t.Fatalf("%v at τ² %v: %v (%v), about ones %v (%v)", f.observed, tau2, p, slope, q, other)
			}
			if !(p <= last+1e-12) || !(p >= -1e-12) {
				t.Fatalf("%v at τ² %v, %v before", p, tau2, last)
			}
			last = p
			h := 1e-4 * (tau2 + slices.Min(v))
			up, _, _ := f.below(tau2 + h)
			if down, _, _ := f.below(tau2); math.Abs((up-down)/h-slope) > 1e-3/(tau2+slices.Min(v)) {
				t.Fatalf("slope %v at τ² %v, differences give %v", slope, tau2, (up-down)/h)
			}
		}
	})
}

// The logarithm of a product is the sum of the factors' logarithms, whichever
// sheet that takes it to and whatever the size.
func TestRising(t *testing.T) {
	for _, n := range []int{1, 5, 3000} {
		r, want := rising{z: 1}, complex128(0)
		for i := range n {
			angle, size := math.Pi*float64((i*37+11)%101)/100.5, math.Exp(float64(i%7)-2)
			z := complex(size*math.Cos(angle), size*math.Sin(angle))
			r.times(z)
			want += logOf(z)
		}
		if got := r.logOf(); math.Abs(real(got-want)) > 1e-9 || math.Abs(imag(got-want)) > 1e-9 {
			t.Errorf("%d factors: %v, the sum %v", n, got, want)
		}
	}
}

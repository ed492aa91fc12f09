package effect

import (
	"math"
	"testing"

	"grove/analysis/study"
)

// The variance UB is unbiased for both d and g: over d's own distribution, that of
// (δ + √h z)/√(χ²/m) taken by the trapezoidal rule, its mean is their variance. As
// g = J·d, the variance of g is J² times that of d, and so is its mean.
func TestUnbiasedVariances(t *testing.T) {
	const step = 1. / 8
	for _, c := range []struct{ n1, n2, delta float64 }{{4, 5, 0.6}, {5, 5, 0}, {3, 12, -2}, {20, 30, 0.4}} {
		m, h := c.n1+c.n2-2, 1/c.n1+1/c.n2
		var cs []study.Contrast
		var weights []float64
		for z := -9.; z <= 9; z += step {
			for u := -20.; u <= 4; u += step { // u = ln(χ²/m), whose density is that of χ² times χ²
				d := (c.delta + math.Sqrt(h)*z) / math.Exp(u/2)
				cs = append(cs, averages(d, 1, c.n1, 0, 1, c.n2))
				weights = append(weights, math.Exp(-z*z/2+m/2*(u-math.Exp(u))))
			}
		}
		vary := map[string]float64{}
		for _, correct := range []string{none, ""} {
			es, err := SMD.Of(cs, Options{Correct: correct, Variance: "UB"})
			if err != nil {
				t.Fatal(err)
			}
			var sum, first, second, mean float64
			for i, w := range weights {
				sum += w
				first += w * es[i].Y
				second += w * es[i].Y * es[i].Y
				mean += w * es[i].V
			}
			vary[correct] = second/sum - first/sum*(first/sum)
			if got := mean / sum; math.Abs(got/vary[correct]-1) > 1e-9 {
				t.Errorf("%v, correction %q: the mean variance is %v, not %v", c, correct, got, vary[correct])
			}
		}
		if j := J(m); math.Abs(vary[""]/(j*j*vary[none])-1) > 1e-9 {
			t.Errorf("%v: g varies by %v and d by %v", c, vary[""], vary[none])
		}
	}
}

package pool

import (
	"math"
	"testing"
)

// The density holds the level between the limits of its interval and 99% in
// all, whatever the degrees of freedom: Simpson's rule over its points.
func TestPredictiveDensityHoldsItsInterval(t *testing.T) {
	for _, df := range []float64{1, 2, 4, 12, math.Inf(1)} {
		for _, level := range []float64{80, 95, 99} {
			r := Result{Estimate: -0.7, PIDF: df}
			half := float64(1.3 * quantile(level, df))
			r.PILower, r.PIUpper = r.Estimate-half, r.Estimate+half
			x, f := PredictiveDensity(r, level)
			if len(x) != densityPoints || x[densityPoints/2] != r.Estimate {
				t.Fatalf("%d points, the middle one at %v", len(x), x[len(x)/2])
			}
			sum := 0.0
			for i := 0; i+2 < len(x); i += 2 {
				sum += (x[i+2] - x[i]) / 6 * (f[i] + 4*f[i+1] + f[i+2])
			}
			// A Cauchy's peak is narrower than the steps to its 99% limits.
			if tol := map[bool]float64{true: 0.05, false: 1e-3}[df < 3]; math.Abs(sum-0.99) > tol {
				t.Errorf("df %v, level %v: %v lies between the ends", df, level, sum)
			}
			if s := 1.3; df > 3 && math.Abs(x[0]-(r.Estimate-float64(s*quantile(99, df)))) > 1e-12 {
				t.Errorf("df %v, level %v: begins at %v", df, level, x[0])
			}
		}
	}
	for _, r := range []Result{{Estimate: 1, PIUpper: math.NaN(), PIDF: math.NaN()}, {Estimate: 1, PIUpper: 2, PIDF: math.NaN()}, {Estimate: 1, PIUpper: 1, PIDF: 4}} {
		if x, f := PredictiveDensity(r, 95); x != nil || f != nil {
			t.Errorf("%+v has a density", r)
		}
	}
}

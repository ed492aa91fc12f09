package effect

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The test of skewness keeps its level of 5% on normal data and finds
// log-normal data.
func TestSkewnessKeepsItsLevel(t *testing.T) {
	const samples = 4000
	r := rand.New(rand.NewPCG(1, 2))
	nan := math.NaN()
	for _, n := range []int{25, 101, 401} {
		for at, name := range []string{"extremes", "quartiles", "both"} {
			var normal, skewed int
			for range samples {
				x := make([]float64, n)
				for i := range x {
					x[i] = r.NormFloat64()
				}
				slices.Sort(x)
				five := func(f func(float64) float64) FiveNumber {
					q := (n - 1) / 4
					s := FiveNumber{Min: f(x[0]), Q1: f(x[q]), Median: f(x[2*q]), Q3: f(x[3*q]), Max: f(x[n-1]), N: float64(n)}
					if at == 0 {
						s.Q1, s.Q3 = nan, nan
					}
					if at == 1 {
						s.Min, s.Max = nan, nan
					}
					return s
				}
				same := func(x float64) float64 { return x }
				if _, _, notes, _ := Luo.Of(five(same)); len(notes) > 0 {
					normal++
				}
				if _, _, notes, _ := Luo.Of(five(math.Exp)); len(notes) > 0 {
					skewed++
				}
			}
			if level := float64(normal) / samples; level < 0.035 || level > 0.065 {
				t.Errorf("%s, n = %d: %.3f of normal samples are called skewed", name, n, level)
			}
			if power := float64(skewed) / samples; n > 200 && power < 0.8 {
				t.Errorf("%s, n = %d: %.3f of log-normal samples are called skewed", name, n, power)
			}
		}
	}
}

// The critical values of Shi and others 2023 by hand, at nine people, where the
// terms for small samples are as large as they matter:
//
//	1.01/ln 18 + 2.43/10,  2.66/3 − 5.92/81,  2.97/3 − 39.1/729.
func TestCriticalSkewness(t *testing.T) {
	for at, want := range []float64{0.592436, 0.813580, 0.936365} {
		if _, got := (FiveNumber{N: 9}).skewness(at); math.Abs(got-want) > 5e-7 {
			t.Errorf("%d: %v, by hand %v", at, got, want)
		}
	}
}

// A five-number summary of a symmetric, normal sample gives its mean, scales and
// shifts with it, and says what it cannot do.
func TestFiveNumber(t *testing.T) {
	f := FiveNumber{Min: 2, Q1: 8, Median: 10, Q3: 12, Max: 18, N: 50}
	for _, q := range Quantiles {
		mean, sd, _, reason := q.Of(f)
		if reason != "" || math.Abs(mean-10) > 1e-12 || !(sd > 0) {
			t.Errorf("%s: %v, %v, %q", q.Code, mean, sd, reason)
		}
		moved := FiveNumber{Min: 3*f.Min - 1e3, Q1: 3*f.Q1 - 1e3, Median: 3*f.Median - 1e3, Q3: 3*f.Q3 - 1e3, Max: 3*f.Max - 1e3, N: f.N}
		m, s, _, _ := q.Of(moved)
		if math.Abs(m-(3*mean-1e3)) > 1e-9 || math.Abs(s-3*sd) > 1e-9 {
			t.Errorf("%s does not scale and shift: %v, %v", q.Code, m, s)
		}
	}
	nan := math.NaN()
	for _, bad := range []struct {
		f    FiveNumber
		says string
	}{
		{FiveNumber{Min: 1, Q1: 2, Median: nan, Q3: 3, Max: 4, N: 20}, "no median"},
		{FiveNumber{Min: nan, Q1: 2, Median: 3, Q3: nan, Max: 4, N: 20}, "without both"},
		{FiveNumber{Min: nan, Q1: 4, Median: 3, Q3: 5, Max: nan, N: 20}, "out of order"},
		{FiveNumber{Min: 1, Q1: 2, Median: 3, Q3: 5, Max: 4, N: 20}, "out of order"},
		{FiveNumber{Min: 1, Q1: 2, Median: 3, Q3: 4, Max: 5, N: 3}, "fewer than four"},
	} {
		if mean, sd, _, reason := Luo.Of(bad.f); !math.IsNaN(mean+sd) || !strings.Contains(reason, bad.says) {
			t.Errorf("%+v: %v, %v, %q", bad.f, mean, sd, reason)
		}
	}
	if _, _, _, reason := BlandQuantiles.Of(FiveNumber{Min: nan, Q1: 2, Median: 3, Q3: 4, Max: nan, N: 20}); !strings.Contains(reason, "all five") {
		t.Errorf("Bland's from quartiles: %q", reason)
	}
}

package effect

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// A reading of a difference is a share; turned round, one that has a sign gives the
// rest of 1 and the others the same; no value inside an interval reads outside that
// of its ends. U1 and the overlap are of the densities themselves, by a sum over them.
func TestReadings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(-4, 4).Draw(t, "a"), rapid.Float64Range(-4, 4).Draw(t, "b")
		lower, upper := math.Min(a, b), math.Max(a, b)
		inside := lower + rapid.Float64Range(0, 1).Draw(t, "at")*(upper-lower)
		for _, r := range Readings {
			if !r.Subject.Share {
				continue
			}
			low, high := r.Between(lower, upper, 0)
			x, turned := r.Of(inside, 0), r.Of(-inside, 0)
			if !(0 <= low && low-1e-15 <= x && x <= high+1e-15 && high <= 1) {
				t.Fatalf("%s of %v: %v, not within %v to %v of %v to %v", r.Code, inside, x, low, high, lower, upper)
			}
			if r.even && math.Abs(turned-x) > 1e-15 || !r.even && math.Abs(turned+x-1) > 1e-15 {
				t.Fatalf("%s: %v of %v, %v of %v", r.Code, x, inside, turned, -inside)
			}
		}
	})
	const d, step = 0.8, 1e-3
	var both, either float64
	for x := -8.0; x < 9; x += step {
		p, q := distuv.UnitNormal.Prob(x), distuv.UnitNormal.Prob(x-d)
		both += step * math.Min(p, q)
		either += step * math.Max(p, q)
	}
	for _, r := range Readings {
		want, ok := map[string]float64{"overlap": both, "u1": (either - both) / either}[r.Code]
		if ok && math.Abs(r.Of(d, 0)-want) > 1e-6 {
			t.Errorf("%s of %v: %v, by sums %v", r.Code, d, r.Of(d, 0), want)
		}
	}
}

// The correlation of two arms of one size, very many, reads as the difference that
// it was made of; the mean of a ratio over settings is that of the ratios themselves,
// by a sum over them.
func TestReadingsOfOthers(t *testing.T) {
	const many = 1e13
	const mu, tau2, step = -0.3, 0.49, 1e-3
	var mean float64
	for z := -9.0; z < 10; z += step {
		mean += step * distuv.UnitNormal.Prob(z) * math.Exp(mu+math.Sqrt(tau2)*z)
	}
	checked := 0
	for _, r := range Readings {
		switch r.Code {
		case "d":
			for _, m := range []Measure{RPB, ZPB} {
				for _, d := range []float64{-2.5, -0.01, 0, 0.8, 4} {
					y := only(t, m, averages(d, 1, many, 0, 1, many), Options{}).Y
					if got := r.Of(m.Back(y), math.NaN()); !r.Reads(m) || !(math.Abs(got-d) <= 1e-10) {
						t.Errorf("%s of %v: %v", m.Code, d, got)
					}
				}
			}
			if low, high := r.Between(-1.2, 1, 0); !math.IsInf(low, -1) || !math.IsInf(high, 1) {
				t.Errorf("limits beyond all correlations read %v and %v", low, high)
			}
			checked++
		case "mean-ratio":
			if got := r.Of(math.Exp(mu), tau2); !r.Reads(OR) || r.Reads(RD) || !(math.Abs(got/mean-1) <= 1e-12) {
				t.Errorf("mean ratio %v, by a sum %v", got, mean)
			}
			if got := r.Of(2, 0); got != 2 {
				t.Errorf("without a variance between settings: %v", got)
			}
			checked++
		}
	}
	if checked != 2 {
		t.Errorf("%d readings checked", checked)
	}
}

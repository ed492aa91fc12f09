package pool

import (
	"math"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The p-value is the share of all choices of signs, and the limits are where it
// passes 1−level, both by trying every one.
func TestPermutationByBruteForce(t *testing.T) {
	p := func(d Data, w []float64, m float64) float64 {
		far := func(signs int) float64 {
			var sum float64
			for i := range d.Y {
				sum += float64(1-2*(signs>>i&1)) * w[i] * (d.Y[i] - m)
			}
			return math.Abs(sum)
		}
		n := 0
		for signs := range 1 << len(d.Y) {
			if far(signs) >= far(0)*(1-1e-13) {
				n++
			}
		}
		return math.Ldexp(float64(n), -len(d.Y))
	}
	for _, model := range []string{"common", "random"} {
		s := Settings{Model: model, Tau2: "DL", Interval: "permutation", Prediction: "none", Few: "off", Level: 95}
		rapid.Check(t, func(t *rapid.T) {
			d := draw(t)
			for i := range d.Y { // no effects so close together that they pass for equal
				d.Y[i], d.V[i] = math.Round(64*d.Y[i])/64, math.Ceil(64*d.V[i])/64
			}
			s.Level = rapid.SampledFrom([]float64{50, 80, 90, 95}).Draw(t, "level")
			r := fitted(t, d, s)
			if want := p(d, r.Weights, 0); !near(r.P, want, 1e-12) {
				t.Fatalf("p %v, want %v", r.P, want)
			}
			alpha := 1 - s.Level/100
			if math.Ldexp(2, -len(d.Y)) > alpha {
				if !math.IsNaN(r.CILower) || len(r.Notes) == 0 {
					t.Fatalf("an interval from too few: %+v", r)
				}
				return
			}
			for _, limit := range []float64{r.CILower, r.CIUpper} {
				step := math.Copysign(1e-7, limit-r.Estimate)
				if math.Abs(limit-r.Estimate) < 2e-7 {
					continue
				}
				if in, out := p(d, r.Weights, limit-step), p(d, r.Weights, limit+step); !(in > alpha && out <= alpha) {
					t.Fatalf("limit %v: p %v inside, %v outside", limit, in, out)
				}
			}
			if r.CILower < slices.Min(d.Y)-1e-12 || r.CIUpper > slices.Max(d.Y)+1e-12 {
				t.Fatalf("beyond the effects: %+v", r)
			}
		})
	}
}

// The first eight trials of the BCG vaccine as log risk ratios: R's
// metafor::permutest(rma(yi, vi, method = "FE"), exact = TRUE) has 6 of 256.
func TestPermutationOfTheVaccine(t *testing.T) {
	d := Data{
		Y: []float64{-0.8893113339202054, -1.5853886572014306, -1.3480731482996933, -1.4415511900213054, -0.21754732221129558, -0.78611558581886398, -1.6208982235983918, 0.011952333523840508},
		V: []float64{0.32558476500396133, 0.19458112139814385, 0.4153679653679654, 0.020010031902247573, 0.05121017216963086, 0.0069056184559087574, 0.22301724757231517, 0.0039615792978177295},
	}
	s := Settings{Model: "common", Interval: "permutation", Prediction: "none", Few: "off", Level: 95}
	if r := fitted(t, d, s); r.P != 0.0234375 || !(r.CIUpper < 0) {
		t.Errorf("p %v, interval to %v", r.P, r.CIUpper)
	}
}

// Many trials: equal weights and effects 1 to k have the p-value of Wilcoxon's
// signed ranks, and more than the most is a note.
func TestPermutationOfManyTrials(t *testing.T) {
	s := Settings{Model: "common", Interval: "permutation", Prediction: "none", Few: "off", Level: 95}
	var d Data
	for i := range 22 {
		y := float64(i + 1)
		if i < 12 && bits.OnesCount(uint(i))%2 == 1 {
			y = -y
		}
		d.Y, d.V = append(d.Y, y), append(d.V, 1)
	}
	var w float64 // the sum of the ranks of negative effects
	for _, y := range d.Y {
		w += max(0, -y)
	}
	ways := []float64{1} // of making each sum of ranks
	for i := range d.Y {
		next := make([]float64, len(ways)+i+1)
		for sum, n := range ways {
			next[sum] += n
			next[sum+i+1] += n
		}
		ways = next
	}
	var n float64
	for _, x := range ways[:int(w)+1] {
		n += x
	}
	tenths := Data{V: d.V} // whose sums are as far from 0 but for rounding
	for _, y := range d.Y {
		tenths.Y = append(tenths.Y, y/10)
	}
	for _, d := range []Data{d, tenths} {
		if r := fitted(t, d, s); r.P != math.Ldexp(2*n, -22) {
			t.Errorf("p %v, want %v", r.P, math.Ldexp(2*n, -22))
		}
	}
	for len(d.Y) <= mostFlipped {
		d.Y, d.V = append(d.Y, 3), append(d.V, 1)
	}
	if r := fitted(t, d, s); !math.IsNaN(r.CILower+r.P) || len(r.Notes) < 2 {
		t.Errorf("%+v", r)
	}
}

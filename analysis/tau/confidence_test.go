package tau

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"pgregory.net/rapid"
)

// With equal variances v the confidence distribution is that of max(0, qv/χ² − v)
// with k−1 degrees of freedom, over which
//
//	E 1/(v+τ²) = (F₊(q)(k−1)/q + 1 − F(q))/v,
//
// F₊ having two degrees of freedom more. Whatever the variances, the mean of H over
// itself is (1 + H(0)²)/2, and the shares are the same in another order, of other
// signs and about another origin, and go with the unit.
func TestConfidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v := effects(t)
		k := float64(len(y))
		equal := make([]float64, len(y))
		for i := range equal {
			equal[i] = v[0]
		}
		s := newSample(y, equal)
		q := s.ss / v[0]
		if q == 0 {
			t.Skip("equal effects")
		}
		below := func(df float64) float64 { return mathext.GammaIncReg(df/2, q/2) }
		var mean float64
		for _, p := range mustConfidence(t, y, equal) {
			mean += p.P / (v[0] + p.Tau2)
		}
		if want := (below(k+1)*(k-1)/q + 1 - below(k-1)) / v[0]; !(math.Abs(mean-want) <= 1e-10*want) {
			t.Fatalf("E 1/(v+τ²) is %v, not %v", mean, want)
		}

		points := mustConfidence(t, y, v)
		s = newSample(y, v)
		f := s.form(weights(&s, inverse))
		var over float64
		for _, p := range points {
			below, _, _ := f.below(p.Tau2)
			over += p.P * (1 - below)
		}
		if want := (1 + points[0].P*points[0].P) / 2; points[0].Tau2 != 0 || !(math.Abs(over-want) <= 1e-10) {
			t.Fatalf("E H is %v, not %v, from %v", over, want, points[0])
		}
		const c = 8
		moved, wider := make([]float64, len(y)), make([]float64, len(y))
		for i := range y {
			moved[len(y)-1-i], wider[len(y)-1-i] = 16-c*y[i], c*c*v[i]
		}
		of := func(points []Point, unit float64) (mean float64) {
			for _, p := range points {
				mean += p.P / (v[0] + p.Tau2/unit)
			}
			return mean
		}
		if a, b := of(points, 1), of(mustConfidence(t, moved, wider), c*c); !(math.Abs(a-b) <= 1e-9*a) {
			t.Fatalf("turned round, moved and in another unit: %v, not %v", b, a)
		}
	})
	if points, ok, err := Confidence([]float64{3}, []float64{1}); len(points) != 1 || points[0] != (Point{0, 1}) || !ok || err != nil {
		t.Errorf("one trial: %v %v %v", points, ok, err)
	}
	if _, _, err := Confidence(nil, nil); !errors.Is(err, ErrNoTrials) {
		t.Errorf("no trial: %v", err)
	}
}

func mustConfidence(t *rapid.T, y, v []float64) []Point {
	points, ok, err := Confidence(y, v)
	if !ok || err != nil {
		t.Fatalf("%v %v: settled %v, %v", y, v, ok, err)
	}
	return points
}

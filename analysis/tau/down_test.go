package tau

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Allowed below 0, a moment estimate is the root of its equation there too. One
// more in each variance takes one from Hedges' estimate; equal variances v make
// those of DerSimonian and Laird and of Hedges, and the corrected one of Hunter and
// Schmidt, Σ(y−ȳ)²/(k−1) − v, the other one Σ(y−ȳ)²/k − v. The standard error is that
// of 0, and a note says what such a τ² is.
func TestDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v := effects(t)
		k := float64(len(y))
		s := newSample(y, v)
		more := rapid.Float64Range(0.01, 30).Draw(t, "more")
		raised := make([]float64, len(v))
		for i := range v {
			raised[i] = v[i] + more
		}
		if plain := mustFit(t, HE, y, v); !plain.Truncated {
			got := mustDown(t, HE, y, raised, -more-s.vmin/2)
			if !(math.Abs(got.Tau2-(plain.Tau2-more)) <= 1e-9*(more+plain.Tau2)) || (got.Tau2 < 0) != slices.Contains(got.Notes, negative) {
				t.Fatalf("%v with %v more: %v, %q", plain.Tau2, more, got.Tau2, got.Notes)
			}
		}
		level := s.ss/(k-1) + more
		equal := slices.Repeat([]float64{level}, len(y))
		for _, e := range Estimators {
			if e.Down == nil {
				continue
			}
			want := s.ss/(k-1) - level
			if e.Code == HS.Code {
				want = s.ss/k - level
			}
			if least := -level * (1 - 1e-9); want > least*(1-1e-9) {
				got, at0 := mustDown(t, e, y, equal, least), mustFit(t, e, y, equal)
				if !(math.Abs(got.Tau2-want) <= 1e-9*level) || got.Truncated || got.SE != at0.SE || at0.Tau2 != 0 {
					t.Fatalf("%s: %v (%v), not %v (%v)", e.Code, got.Tau2, got.SE, want, at0.SE)
				}
			}
			bound := want / 2
			if got := mustDown(t, e, y, equal, bound); got.Tau2 != bound || !got.Truncated || !slices.Contains(got.Notes, bounded) || slices.Contains(got.Notes, truncated) {
				t.Fatalf("%s down to %v: %+v", e.Code, bound, got)
			}
			idle, usual := mustDown(t, e, y, v, -s.vmin/2), mustFit(t, e, y, v)
			if usual.Tau2 > 0 && (idle.Tau2 != usual.Tau2 || idle.SE != usual.SE || !slices.Equal(idle.Notes, usual.Notes)) {
				t.Fatalf("%s: an idle bound makes %+v of %+v", e.Code, idle, usual)
			}
		}
	})
}

func mustDown(t *rapid.T, e Estimator, y, v []float64, least float64) Estimate {
	got, err := e.Down(y, v, least)
	if err != nil {
		t.Fatalf("%s down to %v: %v", e.Code, least, err)
	}
	return got
}

// No trial may be left without variance, and only closed formulas go below 0. Of a
// τ² below 0 every interval is one of values from 0, or of none.
func TestDownHasAnEnd(t *testing.T) {
	y, v := []float64{0.1, 0.11, 0.12, 0.1, 0.105, 0.115}, []float64{0.2, 0.3, 0.25, 0.4, 0.2, 0.35}
	for _, e := range Estimators {
		if closed := !e.Iterative && e.Weighted == nil && e.Code != SJ.Code; (e.Down != nil) != closed {
			t.Errorf("%s: τ² below 0 allowed %v, by a closed formula %v", e.Code, e.Down != nil, closed)
		}
		if e.Down == nil {
			continue
		}
		for _, least := range []float64{-0.2, -1, 0.1, math.NaN(), math.Inf(-1)} {
			if _, err := e.Down(y, v, least); !errors.Is(err, ErrData) || !strings.Contains(err.Error(), "above -0.2") {
				t.Errorf("%s down to %v: %v", e.Code, least, err)
			}
		}
		from, err := e.Down(y, v, -0.18)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range Intervals {
			lo, hi, notes := i.Of(y, v, from, 95)
			if !(lo >= 0 && hi >= lo) && len(notes) == 0 {
				t.Errorf("%s, %s: %v to %v", e.Code, i.Code, lo, hi)
			}
		}
		if lo, hi, notes := Wald.Of(y, v, from, 10); lo != 0 || hi != 0 || !slices.Contains(notes, noValue) {
			t.Errorf("%s: %v to %v, %q", e.Code, lo, hi, notes)
		}
	}
}

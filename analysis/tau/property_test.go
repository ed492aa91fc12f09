package tau

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Every interval with every estimator, about a mean and about a line: another
// order, origin or sign of the effects changes no limit, another unit, by a power
// of two, makes it that of the unit squared; a limit has a number, or the interval a
// note. With the caller's weights an estimator is none the less free of all of
// these.
func TestIntervalsOrderShiftUnitAndSign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v := effects(t)
		if len(y) < 4 {
			t.Skip("no line")
		}
		a, x := make([]float64, len(y)), make([]float64, len(y))
		for i := range a {
			a[i], x[i] = float64(1+(i*7)%5), float64((i*3)%4)
		}
		keepY, keepV := slices.Clone(y), slices.Clone(v)
		order := rapid.Permutation(indices(len(y))).Draw(t, "order")
		shift := float64(rapid.IntRange(-1000, 1000).Draw(t, "shift"))
		c := math.Ldexp(1, rapid.IntRange(-20, 20).Draw(t, "log2 c"))
		type data struct {
			name       string
			y, v, a, x []float64
			unit       float64 // of τ²
		}
		all := []data{{"order", nil, nil, nil, nil, 1}, {"shift", nil, v, a, x, 1}, {"unit", nil, nil, a, x, c * c}, {"sign", nil, v, a, x, 1}}
		for i, j := range order {
			all[0].y, all[0].v, all[0].a, all[0].x = append(all[0].y, y[j]), append(all[0].v, v[j]), append(all[0].a, a[j]), append(all[0].x, x[j])
			all[1].y = append(all[1].y, y[i]+shift)
			all[2].y, all[2].v = append(all[2].y, c*y[i]), append(all[2].v, c*c*v[i])
			all[3].y = append(all[3].y, -y[i])
		}
		about := mustDesign(t, y, v, ones(len(y)), x)
		e := Estimators[rapid.IntRange(0, len(Estimators)-1).Draw(t, "estimator")]
		fits := []func(d data) (Estimate, *Design){
			func(d data) (Estimate, *Design) { return mustFit(t, e, d.y, d.v), nil },
			func(d data) (Estimate, *Design) {
				design := mustDesign(t, d.y, d.v, ones(len(d.y)), d.x)
				return e.Regress(design), design
			},
		}
		if e.Weighted != nil {
			fits = append(fits, func(d data) (Estimate, *Design) {
				got, err := e.Weighted(d.y, d.v, d.a)
				if err != nil {
					t.Fatalf("%s: %v", e.Code, err)
				}
				return got, nil
			})
		}
		for f, fit := range fits {
			first, _ := fit(data{y: y, v: v, a: a, x: x})
			for _, d := range all {
				got, design := fit(d)
				close := func(now, before float64) bool {
					now /= d.unit
					if math.IsNaN(now) || math.IsNaN(before) {
						return math.IsNaN(now) == math.IsNaN(before)
					}
					return math.Abs(now-before) <= 1e-8*math.Max(before, slices.Min(v))
				}
				if !close(got.Tau2, first.Tau2) {
					t.Fatalf("%s, %s, fit %d: τ² %v, %v before", e.Code, d.name, f, got.Tau2/d.unit, first.Tau2)
				}
				for _, i := range Intervals {
					var lo, hi, lo0, hi0 float64
					var notes, notes0 []string
					if design != nil {
						lo0, hi0, notes0 = i.About(about, first, 95)
						lo, hi, notes = i.About(design, got, 95)
					} else {
						lo0, hi0, notes0 = i.Of(y, v, first, 95)
						lo, hi, notes = i.Of(d.y, d.v, got, 95)
					}
					if !close(lo, lo0) || !close(hi, hi0) || len(notes) != len(notes0) || math.IsNaN(lo+hi) && len(notes) == 0 {
						t.Fatalf("%s of %s, %s, fit %d: %v to %v %q, %v to %v %q before", i.Code, e.Code, d.name, f, lo/d.unit, hi/d.unit, notes, lo0, hi0, notes0)
					}
				}
			}
		}
		if !slices.Equal(y, keepY) || !slices.Equal(v, keepV) {
			t.Fatal("the data were written to")
		}
	})
}

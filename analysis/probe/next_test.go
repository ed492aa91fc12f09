package probe

import (
	"math"
	"testing"

	"grove/analysis/pool"
	"grove/analysis/study"
)

var (
	wald     = pool.Settings{Model: "common", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	guarded  = pool.Settings{Model: "random", Tau2: "REML", Interval: "hk-guarded", Prediction: "none", Few: "off", Level: 95}
	excluded = func(r pool.Result) int {
		switch {
		case r.CILower > 0:
			return 1
		case r.CIUpper < 0:
			return -1
		}
		return 0
	}
)

// For a common effect and Wald's interval the effect that just changes the
// statement has a closed form: (Σwy + y/v) − z√(Σw + 1/v) = 0.
func TestNextTrialOfACommonEffect(t *testing.T) {
	d := pool.Data{Y: []float64{0.5, 0.4, 0.7}, V: []float64{0.04, 0.02, 0.05}, Measure: "GEN"}
	var sw, swy float64
	for i, v := range d.V {
		sw, swy = sw+1/v, swy+d.Y[i]/v
	}
	variances := []float64{0.01, 0.1, 1}
	next, err := NextTrial(d, wald, variances, excluded)
	if err != nil {
		t.Fatal(err)
	}
	z := pool.Critical(95)
	for i, v := range variances {
		want := v * (z*math.Sqrt(sw+1/v) - swy)
		if math.Abs(next[i].Low-want) > 1e-9*math.Max(1, math.Abs(want)) || !math.IsNaN(next[i].High) || next[i].Always {
			t.Errorf("v = %v: %+v, want %v", v, next[i], want)
		}
	}
}

// Just beyond the found effect the statement changes, just before it it does
// not; the data are not written to.
func TestNextTrialIsACrossing(t *testing.T) {
	d := pool.Data{Y: []float64{0.5, 0.4, 0.7, 0.9, 0.3}, V: []float64{0.04, 0.02, 0.05, 0.06, 0.03}, Measure: "GEN"}
	next, err := NextTrial(d, guarded, []float64{0.005, 0.05}, excluded)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range next {
		for _, side := range []struct{ at, out float64 }{{n.Low, -1}, {n.High, 1}} {
			if math.IsNaN(side.at) {
				continue
			}
			for _, step := range []float64{1e-6, -1e-6} {
				with := pool.Data{Y: append(append([]float64(nil), d.Y...), side.at+side.out*step), V: append(append([]float64(nil), d.V...), n.V), Measure: "GEN"}
				r, err := pool.Fit(with, guarded)
				if err != nil || (excluded(r) != 1) != (step > 0) {
					t.Errorf("%+v at %v: %v to %v, %v", n, side.at+side.out*step, r.CILower, r.CIUpper, err)
				}
			}
		}
	}
	if d.Y[0] != 0.5 || len(d.Y) != 5 {
		t.Error("the data were written to")
	}
}

func oddsRatio(t, c study.Group) (y, v float64) {
	a, b, e, f := t.Events, t.N-t.Events, c.Events, c.N-c.Events
	if a*b*e*f == 0 {
		a, b, e, f = a+0.5, b+0.5, e+0.5, f+0.5
	}
	return math.Log(a * f / (b * e)), 1/a + 1/b + 1/e + 1/f
}

// The changes found change the statement and all but the last of them do not;
// for one trial no single change does better than the first found.
func TestFragility(t *testing.T) {
	arms := [][4]float64{{30, 60, 15, 58}, {22, 40, 12, 41}, {9, 25, 5, 27}}
	d := pool.Data{Measure: "OR"}
	for _, a := range arms {
		d.T, d.C = append(d.T, study.Group{Events: a[0], N: a[1]}), append(d.C, study.Group{Events: a[2], N: a[3]})
		y, v := oddsRatio(d.T[len(d.T)-1], d.C[len(d.C)-1])
		d.Y, d.V = append(d.Y, y), append(d.V, v)
	}
	changes, last, done, err := Fragility(d, wald, oddsRatio, excluded, 0)
	if err != nil || !done || excluded(last) != 0 {
		t.Fatal(changes, last.CILower, done, err)
	}
	again := func(n int) int {
		e := Subset(d, []int{0, 1, 2})
		for _, c := range changes[:n] {
			c.arm(e).Events += c.By
		}
		for i := range e.Y {
			e.Y[i], e.V[i] = oddsRatio(e.T[i], e.C[i])
		}
		r, err := pool.Fit(e, wald)
		if err != nil {
			t.Fatal(err)
		}
		return excluded(r)
	}
	if again(len(changes)) != 0 || again(len(changes)-1) != 1 {
		t.Errorf("%d changes do not just change it", len(changes))
	}
	if d.T[0].Events != 30 {
		t.Error("the data were written to")
	}
	// From the other side: an interval that includes the value is moved out of it.
	one := pool.Data{Measure: "OR", T: []study.Group{{Events: 12, N: 30}}, C: []study.Group{{Events: 8, N: 30}}}
	y, v := oddsRatio(one.T[0], one.C[0])
	one.Y, one.V = []float64{y}, []float64{v}
	changes, last, done, err = Fragility(one, wald, oddsRatio, excluded, 0)
	if err != nil || !done || excluded(last) != 1 {
		t.Fatal(changes, done, err)
	}
	fewest := math.Inf(1)
	for i := 0.0; i <= 18; i++ { // every pair of counts, by brute force
		for j := 0.0; j <= 8; j++ {
			y, v := oddsRatio(study.Group{Events: 12 + i, N: 30}, study.Group{Events: 8 - j, N: 30})
			if y-1.959964*math.Sqrt(v) > 0 {
				fewest = math.Min(fewest, i+j)
			}
		}
	}
	if float64(len(changes)) != fewest {
		t.Errorf("%d changes, %v suffice", len(changes), fewest)
	}
}

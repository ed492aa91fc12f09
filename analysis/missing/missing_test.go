package missing

import (
	"math"
	"math/rand/v2"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/study"
)

func counts(r1, n1, m1, r2, n2, m2 float64) Trial {
	t := Trial{T: study.Group{N: n1, Events: r1}, C: study.Group{N: n2, Events: r2}, MissingT: m1, MissingC: m2}
	return t
}

// usual are options under which every trial has an effect.
var usual = effect.Options{Add: 0.5, Zero: "only0", Double: "keep"}

// measured is the effect of counts by the room that owns effects.
func measured(t *testing.T, code string, r1, n1, r2, n2 float64) (y, v float64) {
	t.Helper()
	x := having(t, code, usual, counts(r1, n1, 0, r2, n2, 0))
	return x.Y, x.V
}

// having is the trial with its effect under the options.
func having(t *testing.T, code string, o effect.Options, x Trial) Trial {
	t.Helper()
	m, _ := effect.Lookup(code)
	es, err := m.Of([]study.Contrast{{T: x.T, C: x.C, Y: math.NaN(), V: math.NaN()}}, o)
	if err != nil {
		t.Fatal(err)
	}
	x.Y, x.V = es[0].Y, es[0].V
	return x
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*math.Max(1, math.Abs(want))) {
		t.Errorf("%s: %.15g, want %.15g", what, got, want)
	}
}

// Without informative missingness the effect is that of the observed; at the
// extremes it is that of the counts with the missing put in.
func TestIMORIdentities(t *testing.T) {
	for _, code := range IMOR.Needs {
		for _, c := range [][6]float64{{12, 40, 7, 5, 38, 4}, {1, 20, 3, 17, 22, 9}, {50, 100, 0, 40, 90, 10}} {
			trial := []Trial{having(t, code, usual, counts(c[0], c[1], c[2], c[3], c[4], c[5]))}
			y, v := IMOR.Effects(code, trial, Belief{})
			wantY, wantV := measured(t, code, c[0], c[1], c[3], c[4])
			near(t, code+" observed y", y[0], wantY, 1e-13)
			near(t, code+" observed v", v[0], wantV, 1e-13)
			y, v = IMOR.Effects(code, trial, MostEvents)
			wantY, wantV = measured(t, code, c[0]+c[2], c[1]+c[2], c[3], c[4]+c[5])
			near(t, code+" most y", y[0], wantY, 1e-13)
			near(t, code+" most v", v[0], wantV, 1e-12)
			y, v = IMOR.Effects(code, trial, FewestEvents)
			wantY, wantV = measured(t, code, c[0], c[1]+c[2], c[3]+c[5], c[4]+c[5])
			near(t, code+" fewest y", y[0], wantY, 1e-13)
			near(t, code+" fewest v", v[0], wantV, 1e-12)
		}
	}
}

// Whatever is added to which cells, and by whatever variance: a belief that changes
// nothing leaves each effect and its variance to the last digit, and under any other
// they are numbers. More events among the missing of the experimental arm move the
// effect up.
func TestIMORMovesTheEffectThatIs(t *testing.T) {
	beliefs := []float64{math.Inf(-1), -4, -1, 0, 1, 4, math.Inf(1)}
	for _, code := range IMOR.Needs {
		m, _ := effect.Lookup(code)
		for _, rule := range effect.ZeroRules {
			for _, add := range []float64{0.1, 0.5, 2} {
				for _, variance := range append([]string{""}, m.Variances...) {
					for _, c := range [][6]float64{{0, 20, 3, 5, 22, 4}, {4, 20, 3, 0, 22, 0}, {20, 20, 5, 7, 22, 9}, {0, 20, 3, 22, 22, 4}, {0, 20, 3, 0, 22, 4}, {20, 20, 3, 22, 22, 4}, {6, 20, 3, 5, 22, 4}} {
						x := having(t, code, effect.Options{Add: add, Zero: rule.Code, Double: "keep", Variance: variance}, counts(c[0], c[1], c[2], c[3], c[4], c[5]))
						if math.IsNaN(x.Y) {
							continue
						}
						y, v := IMOR.Effects(code, []Trial{x}, Belief{})
						if y[0] != x.Y || v[0] != x.V {
							t.Errorf("%s %s %v %s of %v: %v (%v), not %v (%v)", code, rule.Code, add, variance, c, y[0], v[0], x.Y, x.V)
						}
						last := math.Inf(-1)
						for _, b := range beliefs {
							for _, other := range beliefs {
								y, v := IMOR.Effects(code, []Trial{x}, Belief{T: b, C: other})
								if math.IsNaN(y[0]) || math.IsInf(y[0], 0) || !(v[0] > 0) || math.IsInf(v[0], 0) {
									t.Errorf("%s %s %v %s of %v at %v, %v: %v (%v)", code, rule.Code, add, variance, c, b, other, y[0], v[0])
								}
							}
							if y, _ := IMOR.Effects(code, []Trial{x}, Belief{T: b}); y[0] < last {
								t.Errorf("%s %s of %v at %v: %v, %v before", code, rule.Code, c, b, y[0], last)
							} else {
								last = y[0]
							}
						}
					}
				}
			}
		}
	}
}

// The variance is that of the effect when outcomes, who is missing, and the
// belief are drawn again and again.
func TestVariancesBySimulation(t *testing.T) {
	const draws = 200000
	r := rand.New(rand.NewPCG(3, 5))
	b := Belief{T: 0.7, C: -0.4, SD: 0.5, Correlation: 0.3}
	deviations := func() (t, c float64) {
		x, y := r.NormFloat64(), r.NormFloat64()
		return b.T + b.SD*x, b.C + b.SD*(b.Correlation*x+math.Sqrt(1-b.Correlation*b.Correlation)*y)
	}
	binomial := func(n int, p float64) float64 {
		k := 0
		for range n {
			if r.Float64() < p {
				k++
			}
		}
		return float64(k)
	}
	const n = 400 // people of an arm with and without an outcome
	var sum, squares float64
	trial := counts(0.4*0.8*n, 0.8*n, 0.2*n, 0.3*0.7*n, 0.7*n, 0.3*n)
	_, v := IMOR.Effects("OR", []Trial{having(t, "OR", usual, trial)}, b)
	for range draws / 10 {
		dt, dc := deviations()
		mt, mc := binomial(n, 0.2), binomial(n, 0.3)
		again := counts(binomial(int(n-mt), 0.4), n-mt, mt, binomial(int(n-mc), 0.3), n-mc, mc)
		y, _ := IMOR.Effects("OR", []Trial{having(t, "OR", usual, again)}, Belief{T: dt, C: dc})
		sum, squares = sum+y[0], squares+y[0]*y[0]
	}
	k := float64(draws / 10)
	near(t, "IMOR variance over simulated", v[0]/((squares-sum*sum/k)/(k-1)), 1, 0.04)

	sum, squares = 0, 0
	means := Trial{T: study.Group{N: 80, Mean: 5, SD: 3}, C: study.Group{N: 70, Mean: 4, SD: 2}, MissingT: 20, MissingC: 30, Y: 1, V: 9./80 + 4./70}
	b = Belief{T: 2, C: -1, SD: 0.8, Correlation: 0.5}
	_, v = IMDoM.Effects("MD", []Trial{means}, b)
	for range draws {
		dt, dc := deviations()
		again := means
		again.MissingT, again.MissingC = binomial(100, 0.2), binomial(100, 0.3)
		again.T.N, again.C.N = 100-again.MissingT, 100-again.MissingC
		again.T.Mean += means.T.SD / math.Sqrt(means.T.N) * r.NormFloat64()
		again.C.Mean += means.C.SD / math.Sqrt(means.C.N) * r.NormFloat64()
		again.Y = again.T.Mean - again.C.Mean
		y, _ := IMDoM.Effects("MD", []Trial{again}, Belief{T: dt, C: dc})
		sum, squares = sum+y[0], squares+y[0]*y[0]
	}
	k = draws
	near(t, "IMDoM variance over simulated", v[0]/((squares-sum*sum/k)/(k-1)), 1, 0.02)
}

// An effect that is adjusted for a baseline stays so: a belief that changes nothing
// leaves it, another moves it by the missing alone.
func TestAdjustedStaysAdjusted(t *testing.T) {
	trial := []Trial{{T: study.Group{N: 80, Mean: 5, SD: 3}, C: study.Group{N: 60, Mean: 4, SD: 2}, MissingT: 20, MissingC: 20, Y: 0.4, V: 0.1}}
	y, v := IMDoM.Effects("MD", trial, Belief{})
	near(t, "y", y[0], 0.4, 1e-15)
	near(t, "v", v[0], 0.1, 1e-15)
	y, v = IMDoM.Effects("MD", trial, Belief{T: 2, C: -1})
	near(t, "moved y", y[0], 0.4+0.2*2+0.25, 1e-15)
	near(t, "moved v", v[0], 0.1+4*0.2*0.8/100+0.25*0.75/80, 1e-15)
}

// A trial that says nothing of missing people keeps its effect; one with none
// missing has no doubt from them; nothing given is written to.
func TestWhatStays(t *testing.T) {
	silent := counts(5, 20, math.NaN(), 3, 20, math.NaN())
	silent.Y, silent.V = 0.4, 0.5
	none := counts(5, 20, 0, 3, 20, 0)
	none.Y, none.V = 0.3, 0.2
	trials := []Trial{silent, none}
	for _, m := range Methods {
		for _, code := range m.Needs {
			y, v := m.Effects(code, trials, Belief{T: 3, C: -3, SD: 1})
			if y[0] != 0.4 || v[0] != 0.5 || y[1] != 0.3 || v[1] != 0.2 {
				t.Errorf("%s %s: %v %v", m.Code, code, y, v)
			}
		}
	}
	if a, b, n := Count(trials); a != 0 || b != 0 || n != 1 {
		t.Errorf("%v %v %v", a, b, n)
	}
	if _, err := For("SMD"); err == nil {
		t.Error("a method for SMD")
	}
}

// Gamble and Hollis's interval holds those of both extremes and of the observed.
func TestGamble(t *testing.T) {
	const z = 1.96
	c := [6]float64{12, 40, 7, 5, 38, 4}
	trial := counts(c[0], c[1], c[2], c[3], c[4], c[5])
	trial.Y, trial.V = measured(t, "OR", c[0], c[1], c[3], c[4])
	y, v := Gamble("OR", []Trial{trial}, z)
	if y[0] != trial.Y {
		t.Errorf("the effect moved: %v", y)
	}
	most, mostV := measured(t, "OR", c[0]+c[2], c[1]+c[2], c[3], c[4]+c[5])
	fewest, fewestV := measured(t, "OR", c[0], c[1]+c[2], c[3]+c[5], c[4]+c[5])
	near(t, "width", 2*z*math.Sqrt(v[0]), most+z*math.Sqrt(mostV)-(fewest-z*math.Sqrt(fewestV)), 1e-12)
}

// The middle of the map is the answer of the observed, and the map is monotone
// in the belief of either arm.
func TestTipping(t *testing.T) {
	trials := []Trial{counts(12, 40, 7, 5, 38, 4), counts(20, 60, 5, 11, 55, 9), counts(9, 30, 2, 6, 33, 3)}
	d := pool.Data{Measure: "OR"}
	for i := range trials {
		trials[i].Y, trials[i].V = measured(t, "OR", trials[i].T.Events, trials[i].T.N, trials[i].C.Events, trials[i].C.N)
		d.Y, d.V = append(d.Y, trials[i].Y), append(d.V, trials[i].V)
	}
	s := pool.Settings{Model: "common", Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	beliefs := []float64{-2, -1, 0, 1, 2}
	points := Tipping(IMOR, d, trials, s, beliefs)
	main, err := pool.Fit(d, s)
	if err != nil || len(points) != 25 {
		t.Fatal(err, len(points))
	}
	near(t, "middle", points[12].Result.Estimate, main.Estimate, 1e-12)
	for i, p := range points {
		if i%5 > 0 && !(p.Result.Estimate > points[i-1].Result.Estimate) {
			t.Errorf("more events among the missing of the experimental arm do not raise the estimate at %v, %v", p.T, p.C)
		}
		if i >= 5 && !(p.Result.Estimate < points[i-5].Result.Estimate) {
			t.Errorf("more events among the missing of the control arm do not lower the estimate at %v, %v", p.T, p.C)
		}
	}
}

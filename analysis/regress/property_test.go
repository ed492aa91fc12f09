package regress

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"grove/analysis/tau"
)

// everyRow are settings with each row of each table once, in every kind of model
// that has it.
func everyRow() (all []Settings) {
	add := func(of func(*Settings)) {
		for _, k := range Models {
			if k.own != nil || k.moments != nil {
				continue // they have properties of their own
			}
			s := Settings{Model: k.Code, Tau2: "REML", Interval: Rules[0].Code, Prediction: Predictions[0].Code, Level: 95}
			of(&s)
			if e, _ := tau.Lookup(s.Tau2); !k.clusters || e.Several != nil {
				all = append(all, s)
			}
		}
	}
	add(func(s *Settings) { s.Rho = 0.5 })
	for _, r := range Rules {
		add(func(s *Settings) { s.Interval = r.Code })
	}
	for _, p := range Predictions {
		add(func(s *Settings) { s.Prediction = p.Code })
	}
	for _, e := range tau.Estimators {
		add(func(s *Settings) { s.Tau2 = e.Code })
	}
	for _, i := range tau.Intervals {
		add(func(s *Settings) { s.Tau2Interval = i.Code })
	}
	return all
}

// line are k trials with a moderator, in clusters of two.
func line(r *rand.Rand, k int, at, span float64) Data {
	x := Variable{Name: "x"}
	var d Data
	for i := range k {
		v := math.Pow(10, span*(2*r.Float64()-1))
		d.Y, d.V = append(d.Y, at+math.Ldexp(math.Round(math.Ldexp(r.NormFloat64()*math.Sqrt(v+0.3), 20)), -20)), append(d.V, v)
		x.Numbers = append(x.Numbers, float64((3*i)%7))
		d.Cluster = append(d.Cluster, string(rune('a'+i/2)))
	}
	d.Variables = []Variable{x}
	return d
}

// Effects a + by with variances b²v have coefficients in that unit, the constant
// about a, and every test, share and weight the same; the sign of b turns the limits
// round. The data are not written to.
func TestUnitOriginAndSignOfAll(t *testing.T) {
	for n, s := range everyRow() {
		for i := range 8 {
			r := rand.New(rand.NewPCG(uint64(i), uint64(n)))
			d := line(r, 4+r.IntN(9), 0, 1)
			keepY, keepV := slices.Clone(d.Y), slices.Clone(d.V)
			for _, c := range []struct{ a, b float64 }{{0, -1}, {64, 1}, {0, 1024}, {-32, -0.25}} {
				moved := Data{Variables: d.Variables, Cluster: d.Cluster}
				for i, y := range d.Y {
					moved.Y, moved.V = append(moved.Y, c.a+c.b*y), append(moved.V, c.b*c.b*d.V[i])
				}
				m, o := mustNew(t, d, "x"), mustNew(t, moved, "x")
				was, now := mustFit(t, m, s), mustFit(t, o, s)
				check := func(what string, got, want float64) {
					t.Helper()
					if !near(want, got) {
						t.Errorf("%+v of %v %v: %s %v, not %v", s, d.Y, d.V, what, got, want)
					}
				}
				limits := func(what string, lo, hi, lo0, hi0, a float64) {
					t.Helper()
					if lo, hi = (lo-a)/c.b, (hi-a)/c.b; c.b < 0 {
						lo, hi = hi, lo
					}
					check(what, lo, lo0)
					check(what, hi, hi0)
				}
				for j, b := range now.Coefficients {
					a := []float64{c.a, 0}[j]
					check("coefficient", (b.Estimate-a)/c.b, was.Coefficients[j].Estimate)
					check("standard error", b.SE/math.Abs(c.b), was.Coefficients[j].SE)
					limits("interval", b.CILower, b.CIUpper, was.Coefficients[j].CILower, was.Coefficients[j].CIUpper, a)
				}
				for _, x := range [][2]float64{{now.Tau2 / (c.b * c.b), was.Tau2}, {now.Tau2Upper / (c.b * c.b), was.Tau2Upper}, {now.Tau2Lower / (c.b * c.b), was.Tau2Lower}, {now.I2, was.I2}, {now.R2, was.R2}, {now.H2, was.H2},
					{now.Q, was.Q}, {now.QP, was.QP}, {now.Moderators.Statistic, was.Moderators.Statistic}, {now.Moderators.P, was.Moderators.P}, {now.Coefficients[1].P, was.Coefficients[1].P}, {now.Spread, was.Spread}, {now.Weights[0], was.Weights[0]}} {
					check("a number", x[0], x[1])
				}
				for j, v := range now.Variances {
					w := was.Variances[j]
					for _, x := range [][2]float64{{v.Estimate, w.Estimate}, {v.SE, w.SE}, {v.Lower, w.Lower}, {v.Upper, w.Upper}} {
						check(v.Name, x[0]/(c.b*c.b), x[1])
					}
					check("I² "+v.Name, v.I2, w.I2)
				}
				p, err := Predict(m, s, [][]float64{{1, 2}})
				q, err2 := Predict(o, s, [][]float64{{1, 2}})
				if err != nil || err2 != nil {
					t.Fatal(err, err2)
				}
				limits("mean", q[0].CILower, q[0].CIUpper, p[0].CILower, p[0].CIUpper, c.a)
				limits("prediction", q[0].PILower, q[0].PIUpper, p[0].PILower, p[0].PIUpper, c.a)
			}
			if !slices.Equal(d.Y, keepY) || !slices.Equal(d.V, keepV) {
				t.Fatal("the data were written to")
			}
		}
	}
}

// Hard data: effects far from zero give the slope that they give near it, variances
// over twelve orders of magnitude, as few trials as there can be and effects on a
// line have numbers, or a note that says why not; too few are a plain error.
func TestHardDataOfAll(t *testing.T) {
	for _, s := range everyRow() {
		for _, c := range []struct {
			name     string
			k        int
			at, span float64
			exact    bool
		}{{"far", 9, 1e7, 1, false}, {"unequal", 9, 0, 6, false}, {"three", 3, 0, 1, false}, {"two", 2, 0, 1, false}, {"one", 1, 0, 1, false}, {"on a line", 6, 0, 1, true}} {
			d := line(rand.New(rand.NewPCG(5, 5)), c.k, c.at, c.span)
			for i := range d.Y {
				if c.exact {
					d.Y[i] = 1 + d.Variables[0].Numbers[i]/4
				}
			}
			m, err := New(d, "x")
			if c.k < 3 {
				if !errors.Is(err, ErrData) && !errors.Is(err, ErrVariable) {
					t.Errorf("%s: %v", c.name, err)
				}
				continue
			}
			if c.k == 3 && s.Model == "three-level" {
				if _, err := Fit(m, s); !errors.Is(err, ErrData) {
					t.Errorf("%s: two variances of one deviation: %v", c.name, err)
				}
				continue
			}
			r := mustFit(t, m, s)
			said := func(word string) bool { return strings.Contains(strings.Join(r.Notes, "; "), word) }
			if !r.Converged && !said("converge") {
				t.Errorf("%+v %s: not converged, and no note", s, c.name)
			}
			for _, b := range r.Coefficients {
				if bad := math.IsNaN(b.SE) || math.IsInf(b.Estimate+b.SE+b.CILower+b.CIUpper, 0); bad || math.IsNaN(b.P) != (b.SE == 0) || math.IsNaN(b.CILower+b.CIUpper) != (b.SE == 0) || b.SE == 0 && !said("no test") {
					t.Errorf("%+v %s: %+v %q", s, c.name, b, r.Notes)
				}
			}
			for what, x := range map[string]float64{"τ²": r.Tau2, "limits of τ²": r.Tau2Lower + r.Tau2Upper} {
				if s.Model != "common" && math.IsNaN(x) && !said("τ²") {
					t.Errorf("%+v %s: no %s and no note", s, c.name, what)
				}
			}
			if c.at != 0 {
				centred := d
				centred.Y = nil
				for _, y := range d.Y {
					centred.Y = append(centred.Y, y-c.at)
				}
				if o := mustFit(t, mustNew(t, centred, "x"), s); !near(o.Coefficients[1].Estimate, r.Coefficients[1].Estimate) || !near(o.Coefficients[1].SE, r.Coefficients[1].SE) || !near(o.Tau2, r.Tau2) {
					t.Errorf("%+v %s: %+v, near zero %+v", s, c.name, r.Coefficients[1], o.Coefficients[1])
				}
			}
		}
	}
}

package regress

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"grove/analysis/pool"
)

// everyPrior is a prior of each row of pool's table, in a unit.
func everyPrior(unit float64) (all []pool.Prior) {
	for _, row := range pool.Priors {
		if row.Published != nil {
			continue
		}
		p := pool.Prior{Tau: row.Code}
		if row.Scale {
			p.Scale = 0.5 * unit
		}
		if row.Location { // of ln τ², whose scale has no unit
			p.Location, p.Scale = 2*math.Log(unit)-2, 1.5
		}
		if row.DF {
			p.DF = 5
		}
		all = append(all, p)
	}
	return all
}

var bayesian = Settings{Model: "bayes", Prediction: Predictions[0].Code, Level: 95, Prior: pool.HalfNormal(0.5)}

// agree asks for equal values but for rounding, in a unit that is not 0.
func agree(t *testing.T, what string, got, want, unit float64) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-9*math.Max(math.Abs(want), unit) {
		t.Errorf("%s: %.17g, not %.17g", what, got, want)
	}
}

// With the intercept alone the model is that of a mean, under every prior and with
// both credible intervals.
func TestInterceptIsTheMean(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n, k := range []int{3, 4, 9} {
		d, credible := line(r, k, 5, 1), pool.Credibles[n%2]
		for _, prior := range everyPrior(1) {
			s := bayesian
			s.Prior, s.Credible, s.Level = prior, credible.Code, 90
			want, err := pool.Fit(pool.Data{Y: d.Y, V: d.V}, pool.Settings{Model: "bayes", Prediction: "guarded", Few: "off", Level: s.Level, Prior: prior, Credible: credible.Code})
			if err != nil {
				t.Fatal(err)
			}
			m := mustNew(t, d, "")
			got := mustFit(t, m, s)
			b, p := got.Coefficients[0], got.Posterior
			lines, err := Predict(m, s, [][]float64{{1}})
			if err != nil {
				t.Fatal(err)
			}
			trials, err := Shrink(m, s)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range []struct {
				what      string
				got, want float64
			}{
				{"estimate", b.Estimate, want.Estimate}, {"se", b.SE, want.SE}, {"lower", b.CILower, want.CILower}, {"upper", b.CIUpper, want.CIUpper},
				{"predicted", lines[0].Estimate, want.Estimate}, {"pi lower", lines[0].PILower, want.PILower}, {"pi upper", lines[0].PIUpper, want.PIUpper},
				{"tau2", got.Tau2, want.Tau2}, {"tau2 lower", got.Tau2Lower, want.Tau2Lower}, {"tau2 upper", got.Tau2Upper, want.Tau2Upper},
				{"tau mean", p.Tau.Mean, want.Posterior.Tau.Mean}, {"tau sd", p.Tau.SD, want.Posterior.Tau.SD}, {"mean", p.Coefficients[0].Mean, want.Posterior.Mean.Mean}, {"positive", p.Positive[0], want.Posterior.Positive},
				{"Q", got.Q, want.Q}, {"QP", got.QP, want.QP}, {"I2", got.I2, want.I2}, {"H2", got.H2, want.H2}, {"weight", got.Weights[0], want.Weights[0]},
				{"trial", trials[1].Estimate, want.Posterior.Trials[1].Median}, {"trial sd", trials[1].SE, want.Posterior.Trials[1].SD}, {"trial lower", trials[1].Lower, want.Posterior.Trials[1].Lower},
			} {
				agree(t, fmt.Sprintf("%d trials, %s, %s: %s", k, prior, credible.Code, x.what), x.got, x.want, 0)
			}
			if got.Tau2Method != want.Tau2Method || got.Interval != want.Interval || p.Credible != want.Posterior.Credible || got.Notes[0] != want.Notes[0] || got.Notes[1] != want.Notes[1] || !math.IsNaN(b.P+b.DF+b.Statistic) {
				t.Errorf("%s: %+v, not %+v", prior, got, want)
			}
		}
	}
}

// Another unit of effects or of a moderator, and another origin of either, change
// the coefficients by it and nothing else.
func TestUnitsOfAPosterior(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i, prior := range everyPrior(1) {
		d := line(r, 6, 0, 1)
		s := bayesian
		s.Prior = prior
		was := mustFit(t, mustNew(t, d, "x"), s)
		for _, c := range []struct{ a, b, from, by float64 }{{64, 1, 0, 1}, {0, 1e3, 0, 1}, {0, -1e-3, 0, 1}, {0, 1, 32, 1}, {0, 1, 0, 100}} {
			moved := Data{Variables: []Variable{{Name: "x"}}}
			for j, y := range d.Y {
				moved.Y, moved.V = append(moved.Y, c.a+c.b*y), append(moved.V, c.b*c.b*d.V[j])
				moved.Variables[0].Numbers = append(moved.Variables[0].Numbers, c.from+c.by*d.Variables[0].Numbers[j])
			}
			s.Prior = everyPrior(math.Abs(c.b))[i]
			m := mustNew(t, moved, "x")
			now := mustFit(t, m, s)
			slope, was1 := now.Coefficients[1], was.Coefficients[1]
			lower, upper := slope.CILower, slope.CIUpper
			if c.b < 0 {
				lower, upper = upper, lower
			}
			lines, err := Predict(m, s, [][]float64{{1, c.from}})
			if err != nil {
				t.Fatal(err)
			}
			unit := was1.SE
			if math.IsNaN(unit) {
				unit = was1.CIUpper - was1.CILower
			}
			for _, x := range []struct {
				what      string
				got, want float64
			}{
				{"slope", slope.Estimate * c.by / c.b, was1.Estimate}, {"lower", lower * c.by / c.b, was1.CILower}, {"upper", upper * c.by / c.b, was1.CIUpper}, {"se", slope.SE * c.by / math.Abs(c.b), was1.SE},
				{"at zero", (lines[0].Estimate - c.a) / c.b, was.Coefficients[0].Estimate}, {"tau2", now.Tau2 / (c.b * c.b), was.Tau2}, {"tau2 upper", now.Tau2Upper / (c.b * c.b), was.Tau2Upper},
				{"I2", now.I2, was.I2}, {"weight", now.Weights[2], was.Weights[2]}, {"fitted", (now.Fitted[3] - c.a) / c.b, was.Fitted[3]},
			} {
				agree(t, fmt.Sprintf("%s, %+v: %s", prior, c, x.what), x.got, x.want, unit)
			}
		}
	}
}

// A prior that forbids heterogeneity gives the common-effect model with Wald
// intervals.
func TestNarrowPriorIsTheCommonEffect(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		m := mustNew(t, line(r, 4+r.IntN(9), 0, 1), "x")
		s := bayesian
		s.Prior = pool.HalfNormal(1e-7)
		got, want := mustFit(t, m, s), mustFit(t, m, Settings{Model: "common", Interval: "wald", Level: 95})
		for j, b := range got.Coefficients {
			w := want.Coefficients[j]
			agree(t, "estimate", b.Estimate, w.Estimate, w.SE)
			agree(t, "se", b.SE, w.SE, 0)
			agree(t, "lower", b.CILower, w.CILower, w.SE)
			agree(t, "upper", b.CIUpper, w.CIUpper, w.SE)
			agree(t, "VIF", b.VIF, w.VIF, 0)
			for l := range got.Covariance {
				agree(t, "covariance", got.Covariance[j][l], want.Covariance[j][l], w.SE*want.Coefficients[l].SE)
			}
		}
	}
}

// A column for each group and one for the difference are the same model: the
// contrast of the means is the coefficient.
func TestContrastOfPosteriors(t *testing.T) {
	d := bcg()
	means, differences := mustNew(t, d, "0 + allocation"), mustNew(t, d, "allocation")
	want := mustFit(t, differences, bayesian)
	for j, c := range [][]float64{{-1, 1, 0}, {-1, 0, 1}} {
		got, err := Contrast(means, bayesian, c)
		if err != nil {
			t.Fatal(err)
		}
		w := want.Coefficients[1+j]
		agree(t, "estimate", got.Estimate, w.Estimate, w.SE)
		agree(t, "se", got.SE, w.SE, 0)
		agree(t, "lower", got.CILower, w.CILower, w.SE)
		agree(t, "upper", got.CIUpper, w.CIUpper, w.SE)
		if !math.IsNaN(got.P) {
			t.Errorf("P is %v", got.P)
		}
	}
	none, err := Contrast(means, bayesian, []float64{0, 0, 0})
	if err != nil || none.Estimate != 0 || none.SE != 0 || !math.IsNaN(none.CILower) {
		t.Errorf("%+v, %v", none, err)
	}
}

// Whatever the prior and the design: limits in order, in every credible interval
// its estimate, a wider level around a narrower, weights that are whole, standard
// errors that are the covariance's, and a quadrature that settles; effects that are
// all equal or lie on the model leave the coefficients that they show.
func TestEveryPosterior(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for n := range 2 * len(everyPrior(1)) {
		d := line(r, 5+r.IntN(9), 0, 1.5)
		exact := n%4 == 0
		if exact {
			for i, x := range d.Variables[0].Numbers {
				d.Y[i] = 0.25 + float64(n%8)*x
			}
		}
		prior := everyPrior(1)[n%len(everyPrior(1))]
		s := bayesian
		s.Prior, s.Credible = prior, pool.Credibles[n/7%2].Code
		m := mustNew(t, d, "x")
		got := mustFit(t, m, s)
		s.Level = 99
		wide := mustFit(t, m, s)
		var sum float64
		for _, w := range got.Weights {
			sum += w
		}
		p := got.Posterior
		if !got.Converged || math.Abs(sum-100) > 1e-9 || !(0 <= p.Tau.Lower && p.Tau.Lower < p.Tau.Median && p.Tau.Median < p.Tau.Upper && p.Tau.Upper < wide.Posterior.Tau.Upper) {
			t.Fatalf("%s: %+v", prior, got)
		}
		for j, b := range got.Coefficients {
			w := wide.Coefficients[j]
			if !slices.IsSorted([]float64{w.CILower, b.CILower, b.Estimate, b.CIUpper, w.CIUpper}) || (p.Positive[j] > 0.5) != (b.Estimate > 0) && math.Abs(p.Positive[j]-0.5) > 1e-9 {
				t.Errorf("%s: %+v, at 99%% %+v, above 0 %v", prior, b, w, p.Positive[j])
			}
			agree(t, "se", math.Sqrt(got.Covariance[j][j]), b.SE, 0)
			if exact {
				agree(t, "coefficient", b.Estimate, []float64{0.25, float64(n % 8)}[j], b.CIUpper-b.CILower)
			}
		}
		lines, err := Predict(m, s, [][]float64{m.row(0)})
		if err != nil {
			t.Fatal(err)
		}
		if l := lines[0]; !slices.IsSorted([]float64{l.PILower, l.CILower, l.Estimate, l.CIUpper, l.PIUpper}) || !math.IsNaN(l.PIDF) {
			t.Errorf("%s: %+v", prior, l)
		}
		s.Prediction = "none"
		if lines, err = Predict(m, s, [][]float64{m.row(0)}); err != nil || !math.IsNaN(lines[0].PILower) {
			t.Errorf("%+v, %v", lines, err)
		}
	}
}

// How many trials more than coefficients an improper prior takes, and which moments
// that leaves.
func TestImproperPriors(t *testing.T) {
	d := line(rand.New(rand.NewPCG(9, 10)), 8, 0, 1)
	square := Variable{Name: "square"}
	for _, x := range d.Variables[0].Numbers {
		square.Numbers = append(square.Numbers, x*x)
	}
	d.Variables = append(d.Variables, square)
	for _, c := range []struct {
		prior          string
		least, of1, sd int // k − p from which there is a posterior, and its means, and standard deviations
	}{
		{"uniform", 2, 3, 4}, {"sqrt", 1, 2, 3}, {"jeffreys", 1, 2, 3}, {"berger-deely", 1, 2, 3}, {"conventional", 1, 1, 2}, {"shrinkage", 1, 1, 1},
	} {
		for _, formula := range []string{"x", "x + square"} {
			p := len(strings.Split(formula, "+")) + 1
			for more := 1; more <= 4; more++ {
				part := Data{Y: d.Y[:p+more], V: d.V[:p+more]}
				for _, v := range d.Variables {
					part.Variables = append(part.Variables, Variable{Name: v.Name, Numbers: v.Numbers[:p+more]})
				}
				s := bayesian
				s.Prior = pool.Prior{Tau: c.prior}
				r, err := Fit(mustNew(t, part, formula), s)
				if more < c.least {
					if want := fmt.Sprintf("from %d trials and %d coefficients", p+more, p); !errors.Is(err, ErrData) || !strings.Contains(err.Error(), want) {
						t.Errorf("%s, %s, %d more: %v", c.prior, formula, more, err)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				b := r.Posterior.Coefficients[1]
				if math.IsNaN(b.Mean) != (more < c.of1) || math.IsNaN(b.SD) != (more < c.sd) || math.IsNaN(r.Covariance[0][1]) != (more < c.sd) ||
					slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "too heavy") }) != (more < c.sd) {
					t.Errorf("%s, %s, %d more: %+v, %q", c.prior, formula, more, b, r.Notes)
				}
			}
		}
	}
}

// What a posterior has not, and settings that it cannot take.
func TestPosteriorRefuses(t *testing.T) {
	d := bcg()
	d.Cluster = strings.Split("aabbccddeeffg", "")
	m, mean := mustNew(t, d, "latitude"), mustNew(t, d, "")
	for what, f := range map[string]func() error{
		"diagnose": func() error { _, _, err := Diagnose(m, bayesian); return err },
		"joint":    func() error { _, err := Joint(m, bayesian, []int{1}); return err },
		"compare":  func() error { _, err := Compare(m, mean, bayesian); return err },
		"permute":  func() error { _, err := Permute(m, bayesian); return err },
		"robust":   func() error { _, err := Robust(m, bayesian, "CR2"); return err },
		"clusters": func() error { _, err := ShrinkClusters(m, bayesian); return err },
	} {
		if err := f(); !errors.Is(err, ErrSettings) || !strings.Contains(err.Error(), "posterior") {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, change := range map[string]func(*Settings){
		"no prior":            func(s *Settings) { s.Prior = pool.Prior{} },
		"a prior of the mean": func(s *Settings) { s.Prior.SD = 2 },
		"no scale":            func(s *Settings) { s.Prior.Scale = 0 },
		"a credible interval": func(s *Settings) { s.Credible = "none" },
		"a level":             func(s *Settings) { s.Level = 100 },
		"a correlation":       func(s *Settings) { s.Rho = 0.5 },
	} {
		s := bayesian
		change(&s)
		if _, err := Fit(m, s); !errors.Is(err, ErrSettings) {
			t.Errorf("%s: %v", what, err)
		}
	}
	s := bayesian
	s.Prior = pool.HalfNormal(1e300)
	if _, err := Fit(m.only([]int{0, 1, 4}), s); !errors.Is(err, ErrData) || !strings.Contains(err.Error(), "too far apart") {
		t.Errorf("%v", err)
	}
}

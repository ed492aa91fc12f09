package tau

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// Random data sets of 2 to 20 trials, with variances over twelve orders of
// magnitude and true τ² from none to far more than the variances, through REML:
// every one converges to a τ² at which the restricted likelihood is no lower than
// anywhere on a grid, or on any of its other maxima. GROVE_STRESS is how many, 400,000
// under make stress.
func TestStressREML(t *testing.T) {
	sets := 20_000
	if n, err := strconv.Atoi(os.Getenv("GROVE_STRESS")); err == nil {
		sets = n
	}
	r := rand.New(rand.NewPCG(1986, 2005))
	var zero, several, lower, unconverged int
	for range sets {
		k := 2 + r.IntN(19)
		span, between := 6*r.Float64(), math.Pow(10, -3+6*r.Float64())
		if r.IntN(4) == 0 {
			between = 0
		}
		y, v := make([]float64, k), make([]float64, k)
		for i := range y {
			v[i] = math.Pow(10, span*(2*r.Float64()-1))
			y[i] = r.NormFloat64() * math.Sqrt(v[i]+between)
		}
		e, err := REML.Fit(y, v)
		if err != nil {
			t.Fatalf("%v %v: %v", y, v, err)
		}
		if !e.Converged || math.IsNaN(e.Tau2) || math.IsInf(e.Tau2, 0) || e.Tau2 < 0 || !(e.SE > 0) {
			unconverged++
			t.Errorf("%v %v: %+v", y, v, e)
		}
		if e.Truncated {
			zero++
		}
		if len(e.Maxima) > 1 {
			several++
		}
		s := newSample(y, v)
		top := s.logLikelihood(e.Tau2, true)
		at := append(slices.Clone(e.Maxima), 0)
		for g := -8.; g <= 8; g += 0.5 {
			at = append(at, math.Pow(10, g))
		}
		for _, x := range at {
			if l := s.logLikelihood(x, true); l > top+1e-9*math.Abs(top) {
				lower++
				t.Errorf("%v %v: ln L is %v at %v and %v at the estimate %v", y, v, l, x, top, e.Tau2)
			}
		}
	}
	t.Logf("%d data sets: %d not converged, %d below the likelihood elsewhere; τ² = 0 in %d, several maxima in %d", sets, unconverged, lower, zero, several)
}

// Every estimator with its intervals, on what is hard: effects far from zero,
// variances over twelve orders of magnitude, one to three trials, very many, all
// effects equal. Right, or a plain error; never NaN, infinite or without an end.
func TestStressEstimators(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	draw := func(k int, shift, span float64) (y, v []float64) {
		for range k {
			variance := math.Pow(10, span*(2*r.Float64()-1))
			y, v = append(y, shift+math.Ldexp(math.Round(math.Ldexp(r.NormFloat64()*math.Sqrt(variance+0.3), 20)), -20)), append(v, variance)
		}
		return y, v
	}
	for _, c := range []struct {
		name        string
		k           int
		shift, span float64
		equal       bool
	}{
		{"shifted", 12, 1e7, 1, false}, {"unequal", 20, 0, 6, false}, {"one", 1, 0, 1, false}, {"two", 2, 0, 1, false},
		{"three", 3, 0, 6, false}, {"identical", 9, 1e7, 3, true}, {"many", 100_000, 0, 1, false},
	} {
		y, v := draw(c.k, c.shift, c.span)
		centred := slices.Clone(y)
		for i := range y {
			if c.equal {
				y[i] = y[0]
			}
			centred[i] = y[i] - c.shift
		}
		for _, e := range Estimators {
			if c.k > 1000 && e.Code == GENQM.Code {
				continue // minutes: its distribution is a sum over trials at every step
			}
			got, err := e.Fit(y, v)
			if err != nil || !got.Converged || math.IsNaN(got.Tau2) || math.IsInf(got.Tau2, 0) || got.Tau2 < 0 || c.k > 1 && !c.equal && !(got.SE > 0) {
				t.Errorf("%s: %s: %+v, %v", c.name, e.Code, got, err)
			}
			if at, _ := e.Fit(centred, v); !near(at.Tau2, got.Tau2, slices.Min(v)) {
				t.Errorf("%s: %s: %v, %v without the shift", c.name, e.Code, got.Tau2, at.Tau2)
			}
			if c.equal && got.Tau2 != 0 {
				t.Errorf("%s: %s: %v from equal effects", c.name, e.Code, got.Tau2)
			}
			for _, i := range Intervals {
				if c.k > 1000 && (i.Code == GeneralisedQ.Code || i.Code == BiggerstaffJackson.Code) {
					continue
				}
				lo, hi, notes := i.Of(y, v, got, 95)
				if defined := !math.IsNaN(lo) && !math.IsNaN(hi); defined && !(0 <= lo && lo <= hi && !math.IsInf(hi, 0)) || !defined && len(notes) == 0 {
					t.Errorf("%s: %s of %s: %v to %v %v", c.name, i.Code, e.Code, lo, hi, notes)
				}
			}
		}
	}
}

// A declared τ² is what was declared, with no interval; a word that is no number
// is none.
func TestDeclared(t *testing.T) {
	y, v := bcg()
	e, ok := Lookup("0.050")
	if got, err := e.Fit(y, v); !ok || err != nil || got.Tau2 != 0.05 || e.Code != "0.05" || !math.IsNaN(got.SE) || !got.Declared {
		t.Errorf("%v %v %+v", ok, err, got)
	}
	if got := e.Regress(mustDesign(t, y, v, ones(13), latitude)); got.Tau2 != 0.05 {
		t.Errorf("about a line %+v", got)
	}
	for _, i := range Intervals {
		got, _ := e.Fit(y, v)
		if lo, hi, notes := i.Of(y, v, got, 95); !math.IsNaN(lo) || !math.IsNaN(hi) || !slices.Equal(notes, []string{fixed}) {
			t.Errorf("%s: %v %v %v", i.Code, lo, hi, notes)
		}
	}
	for word, want := range map[string]float64{"5.9e-11": 5.9e-11, "1E5": 1e5, "2e+3": 2000, "0.00001": 1e-5} {
		e, ok := Lookup(word)
		again, known := Lookup(e.Code) // the code of a small number is scientific
		if got, err := again.Fit(y, v); !ok || !known || err != nil || got.Tau2 != want || again.Code != e.Code {
			t.Errorf("%q: %v, its code %q: %v %v %+v", word, ok, e.Code, known, err, got)
		}
	}
	for _, word := range []string{"-1", "1e400", "1e", "0x1", "0x1p-3", "NaN", "Inf", "", "1_0", ".5"} {
		if _, ok := Lookup(word); ok {
			t.Errorf("%q is a τ²", word)
		}
	}
	if _, err := e.Fit(y, v[:3]); !errors.Is(err, ErrData) {
		t.Error(err)
	}
}

// Every interval about a design of ones is that about the mean, a wider level is
// wider, and with equal variances the generalised ones are the Q-profile.
func TestIntervals(t *testing.T) {
	y, v := bcg()
	d := mustDesign(t, y, v, ones(13))
	e, _ := REML.Fit(y, v)
	equal := slices.Repeat([]float64{0.05}, 13)
	same, _ := REML.Fit(y, equal)
	qlo, qhi, _ := QProfile.Of(y, equal, same, 95)
	for _, i := range Intervals {
		lo, hi, _ := i.Of(y, v, e, 95)
		dlo, dhi, _ := i.About(d, REML.Regress(d), 95)
		wlo, whi, _ := i.Of(y, v, e, 99)
		if !near(lo, dlo, 1e-3) || !near(hi, dhi, 0) || !(wlo <= lo && lo < hi && hi < whi) {
			t.Errorf("%s: %v to %v, about ones %v to %v, wider %v to %v", i.Code, lo, hi, dlo, dhi, wlo, whi)
		}
		if got, ok := LookupInterval(i.Code); !ok || got.Name != i.Name || len(i.Cites) == 0 {
			t.Errorf("%s: %v", i.Code, ok)
		}
		if i.Code == GeneralisedQ.Code || i.Code == BiggerstaffJackson.Code {
			if lo, hi, _ := i.Of(y, equal, same, 95); !near(lo, qlo, 0) || !near(hi, qhi, 0) {
				t.Errorf("%s: %v to %v with equal variances, the Q-profile %v to %v", i.Code, lo, hi, qlo, qhi)
			}
		}
	}
}

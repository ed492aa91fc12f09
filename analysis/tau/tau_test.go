package tau

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// bcg are the log risk ratios of 13 trials of BCG vaccine against tuberculosis
// and their variances, from the counts of Colditz and others 1994.
func bcg() (y, v []float64) {
	for _, t := range [][4]float64{
		{4, 119, 11, 128}, {6, 300, 29, 274}, {3, 228, 11, 209}, {62, 13536, 248, 12619}, {33, 5036, 47, 5761},
		{180, 1361, 372, 1079}, {8, 2537, 10, 619}, {505, 87886, 499, 87892}, {29, 7470, 45, 7232},
		{17, 1699, 65, 1600}, {186, 50448, 141, 27197}, {5, 2493, 3, 2338}, {27, 16886, 29, 17825},
	} {
		n1, n2 := t[0]+t[1], t[2]+t[3]
		y = append(y, math.Log(t[0]/n1/(t[2]/n2)))
		v = append(v, 1/t[0]-1/n1+1/t[2]-1/n2)
	}
	return y, v
}

// Viechtbauer 2010, Journal of Statistical Software 36(3), section 3, prints
// τ² 0.3132 with standard error 0.1664 and the interval 0.1197 to 1.1115.
func TestPublished(t *testing.T) {
	y, v := bcg()
	e, err := REML.Fit(y, v)
	if err != nil {
		t.Fatal(err)
	}
	lo, hi, notes := QProfile.Of(y, v, e, 95)
	for _, c := range []struct {
		name      string
		got, want float64
	}{{"tau2", e.Tau2, 0.3132}, {"SE", e.SE, 0.1664}, {"lower", lo, 0.1197}, {"upper", hi, 1.1115}} {
		if !(math.Abs(c.got-c.want) <= 0.00005) {
			t.Errorf("%s: %.6f, printed %.4f", c.name, c.got, c.want)
		}
	}
	if len(notes) != 0 || !e.Converged || e.Truncated || len(e.Notes) != 0 || len(e.Maxima) != 1 {
		t.Errorf("unexpected caveats: %+v %v", e, notes)
	}
}

// Viechtbauer 2007, Statistics in Medicine 26, table II, prints for nine trials of
// diuretics against pre-eclampsia (log odds ratios; Collins, Yusuf and Peto 1985)
// four estimates of τ² and intervals of it.
func TestPublishedIntervals(t *testing.T) {
	var y, v []float64
	for _, x := range [][4]float64{
		{14, 131, 14, 136}, {21, 385, 17, 134}, {14, 57, 24, 48}, {6, 38, 18, 40}, {12, 1011, 35, 760},
		{138, 1370, 175, 1336}, {15, 506, 20, 524}, {6, 108, 2, 103}, {65, 153, 40, 102},
	} {
		a, b, c, d := x[0], x[1]-x[0], x[2], x[3]-x[2]
		y, v = append(y, math.Log(a*d/(b*c))), append(v, 1/a+1/b+1/c+1/d)
	}
	for _, c := range []struct {
		e             Estimator
		i             Interval
		tau2, low, up float64
	}{
		{DL, QProfile, 0.230, 0.072, 2.203},
		{ML, ProfileLikelihood, 0.239, 0.027, 1.131},
		{REML, ProfileLikelihood, 0.301, 0.043, 1.475},
		{SJ, SidikJonkman, 0.456, 0.208, 1.675},
	} {
		e, err := c.e.Fit(y, v)
		if err != nil {
			t.Fatal(err)
		}
		lo, hi, notes := c.i.Of(y, v, e, 95)
		for _, x := range [][2]float64{{e.Tau2, c.tau2}, {lo, c.low}, {hi, c.up}} {
			if !(math.Abs(x[0]-x[1]) <= 0.0005) {
				t.Errorf("%s, %s: %.5f, printed %.3f", c.e.Code, c.i.Code, x[0], x[1])
			}
		}
		if len(notes) != 0 {
			t.Errorf("%s, %s: %q", c.e.Code, c.i.Code, notes)
		}
	}
	if lo, hi, notes := SidikJonkman.Of([]float64{1, 1, 1}, v[:3], Estimate{}, 95); !math.IsNaN(lo+hi) || len(notes) != 1 {
		t.Errorf("equal effects: %v to %v, %q", lo, hi, notes)
	}
}

// The test-based interval has one standard error of ln H up to Q = k and another above
// it. By hand, for effects −√1.25, 0 and √1.25 with variances 1, so that Q = 2.5 lies
// between k−1 and k: SE = √((1−1/3)/2), H² = 1.25 and the upper limit
//
//	1.25·exp(2·1.95996·0.57735) − 1.
func TestTestBasedBelowK(t *testing.T) {
	y, v := []float64{-math.Sqrt(1.25), 0, math.Sqrt(1.25)}, []float64{1, 1, 1}
	e, err := DL.Fit(y, v)
	if err != nil {
		t.Fatal(err)
	}
	lo, hi, notes := HigginsThompson.Of(y, v, e, 95)
	if math.Abs(e.Tau2-0.25) > 1e-12 || lo != 0 || math.Abs(hi-11.0169) > 1e-4 || len(notes) != 0 {
		t.Errorf("%v: %v to %v %q", e.Tau2, lo, hi, notes)
	}
}

// A likelihood with a maximum at zero and a higher one inside, certified in the
// goldens as heldedge.vratio; the estimate says that there are two.
func TestSeveralMaxima(t *testing.T) {
	y := []float64{1.1, -.2, .4, -.9, 3.3, 12.2, .8}
	v := []float64{1e-5, 1e-2, .1, 10, 1000, 1e6, .3}
	e, err := ML.Fit(y, v)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Maxima) != 2 || e.Maxima[0] != 0 || math.Abs(e.Tau2-0.264099574168277811608) > 1e-12 {
		t.Errorf("maxima %v, τ² %v", e.Maxima, e.Tau2)
	}
	if len(e.Notes) != 1 || e.Notes[0] != "the likelihood has 2 local maxima, at τ² 0 and 0.2641; the highest is taken" {
		t.Errorf("notes %q", e.Notes)
	}
}

func TestRefusesBadData(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		y, v []float64
		want error
	}{
		{nil, nil, ErrNoTrials},
		{[]float64{1, 2}, []float64{1}, ErrData},
		{[]float64{1, nan}, []float64{1, 1}, ErrData},
		{[]float64{1, math.Inf(1)}, []float64{1, 1}, ErrData},
		{[]float64{1, 2}, []float64{1, 0}, ErrData},
		{[]float64{1, 2}, []float64{1, nan}, ErrData},
	} {
		for _, e := range Estimators {
			if _, err := e.Fit(c.y, c.v); !errors.Is(err, c.want) {
				t.Errorf("%s: %v %v: error %v, not %v", e.Code, c.y, c.v, err, c.want)
			}
		}
		if lo, hi, notes := QProfile.Of(c.y, c.v, Estimate{}, 95); !math.IsNaN(lo) || !math.IsNaN(hi) || len(notes) != 1 {
			t.Errorf("Q-profile of %v %v: %v %v %v", c.y, c.v, lo, hi, notes)
		}
	}
}

func TestSingleTrial(t *testing.T) {
	for _, e := range Estimators {
		got, err := e.Fit([]float64{0.3}, []float64{0.04})
		if err != nil || got.Tau2 != 0 || !math.IsNaN(got.SE) || !got.Converged || !slices.Equal(got.Notes, []string{oneTrial}) {
			t.Errorf("%s: %+v, %v", e.Code, got, err)
		}
	}
}

// Effects that agree better than chance leave τ² at zero, said by a note, and
// an interval that holds no value.
func TestTruncation(t *testing.T) {
	y, v := []float64{.1, .11, .12, .1, .105, .115}, []float64{.2, .3, .25, .4, .2, .35}
	for _, e := range Estimators {
		got, err := e.Fit(y, v)
		if err != nil {
			t.Fatal(err)
		}
		if e.Code == "SJ" {
			if got.Truncated || !(got.Tau2 > 0) {
				t.Errorf("SJ: %+v", got)
			}
			continue
		}
		if got.Tau2 != 0 || !got.Truncated || !slices.Contains(got.Notes, truncated) {
			t.Errorf("%s: %+v", e.Code, got)
		}
	}
	if lo, hi, notes := QProfile.Of(y, v, Estimate{}, 95); lo != 0 || hi != 0 || len(notes) != 1 {
		t.Errorf("Q-profile %v %v %v", lo, hi, notes)
	}
}

func TestLookup(t *testing.T) {
	for _, e := range Estimators {
		for _, code := range append([]string{e.Code}, e.Also...) {
			if got, ok := Lookup(code); !ok || got.Name != e.Name || len(e.Cites) == 0 {
				t.Errorf("%s: %v %v", code, got.Name, ok)
			}
		}
	}
	if _, ok := Lookup("XX"); ok {
		t.Error("XX is known")
	}
}

// effects draws k effects and variances whose sizes differ by up to 10^6. The
// effects are multiples of 2^-20, so that adding a whole number is exact.
func effects(t *rapid.T) (y, v []float64) {
	k := rapid.IntRange(2, 15).Draw(t, "k")
	for range k {
		y = append(y, float64(rapid.IntRange(-5<<20, 5<<20).Draw(t, "y"))/(1<<20))
		v = append(v, math.Pow(10, rapid.Float64Range(-4, 2).Draw(t, "log v")))
	}
	return y, v
}

func near(a, b, scale float64) bool { return math.Abs(a-b) <= 1e-9*max(math.Abs(a), scale) }

func mustFit(t *rapid.T, e Estimator, y, v []float64) Estimate {
	got, err := e.Fit(y, v)
	if err != nil {
		t.Fatalf("%s: %v", e.Code, err)
	}
	if !got.Converged {
		t.Fatalf("%s did not converge on %v %v", e.Code, y, v)
	}
	return got
}

func TestOrderShiftAndInputs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v := effects(t)
		keepY, keepV := slices.Clone(y), slices.Clone(v)
		shifted, order := slices.Clone(y), rapid.Permutation(indices(len(y))).Draw(t, "order")
		shift := float64(rapid.IntRange(-1000, 1000).Draw(t, "shift"))
		var py, pv []float64
		for i, j := range order {
			shifted[i] += shift
			py, pv = append(py, y[j]), append(pv, v[j])
		}
		for _, e := range Estimators {
			a := mustFit(t, e, y, v)
			if b := mustFit(t, e, shifted, v); a.Tau2 != b.Tau2 || a.SE != b.SE {
				t.Fatalf("%s: %v after a shift by %v, %v before", e.Code, b.Tau2, shift, a.Tau2)
			}
			if b := mustFit(t, e, py, pv); !near(a.Tau2, b.Tau2, slices.Min(v)) || len(a.Maxima) != len(b.Maxima) {
				t.Fatalf("%s: %v in another order, %v before", e.Code, b.Tau2, a.Tau2)
			}
		}
		lo, hi, _ := QProfile.Of(y, v, Estimate{}, 95)
		plo, phi, _ := QProfile.Of(py, pv, Estimate{}, 95)
		if !near(lo, plo, slices.Min(v)) || !near(hi, phi, slices.Min(v)) {
			t.Fatalf("Q-profile %v to %v, in another order %v to %v", lo, hi, plo, phi)
		}
		if !slices.Equal(y, keepY) || !slices.Equal(v, keepV) {
			t.Fatal("the data were written to")
		}
	})
}

// equalVariances is what an estimator is where all variances are v, from the sum
// of squares about the fit and the crude variance about the mean: the moment
// estimators, PM and REML are max(0, SS/(k−p) − v), the others as their equations
// say.
func equalVariances(code string, ss, crude, v, k, df float64) (tau2 float64, ok bool) {
	switch code {
	case "DL", "HE", "PM", "REML", "GENQ":
		tau2 = ss/df - v
	case "ML":
		tau2 = ss/k - v
	case "HS":
		tau2 = ss/k - v
	case "HSk":
		tau2 = ss/df - v
	case "SJ":
		tau2 = ss / df * crude / (crude + v)
	case "PMM", "GENQM":
		tau2 = ss/chiSquaredBelow(df, 0.5) - v
	default:
		return 0, false
	}
	return max(0, tau2), true
}

func TestEqualVariances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v := effects(t)
		for i := range v {
			v[i] = v[0]
		}
		k := float64(len(y))
		s := newSample(y, v)
		for _, e := range Estimators {
			want, ok := equalVariances(e.Code, s.ss, s.crude(), v[0], k, k-1)
			if !ok {
				t.Fatalf("what %s is with equal variances is not written down", e.Code)
			}
			if got := mustFit(t, e, y, v).Tau2; !near(want, got, v[0]) {
				t.Fatalf("%s: %v, not %v", e.Code, got, want)
			}
		}
	})
}

// In another unit of the effects, by a power of two, τ² and its standard error
// are those of the unit squared, to the last digit; with every trial twice, the
// estimators whose equations are sums over trials with nothing taken off for the
// mean are the same.
func TestScaleAndDuplication(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, v := effects(t)
		c := math.Ldexp(1, rapid.IntRange(-20, 20).Draw(t, "log2 c"))
		var cy, cv []float64
		for i := range y {
			cy, cv = append(cy, c*y[i]), append(cv, c*c*v[i])
		}
		for _, e := range Estimators {
			a, b := mustFit(t, e, y, v), mustFit(t, e, cy, cv)
			if b.Tau2 != c*c*a.Tau2 || b.SE != c*c*a.SE || b.Truncated != a.Truncated {
				t.Fatalf("%s: %v (%v) in a unit of %v, %v (%v) before", e.Code, b.Tau2, b.SE, 1/c, a.Tau2, a.SE)
			}
			if twice := mustFit(t, e, slices.Concat(y, y), slices.Concat(v, v)); (e.Code == "ML" || e.Code == "HS") && !near(a.Tau2, twice.Tau2, slices.Min(v)) {
				t.Fatalf("%s: %v from every trial twice, %v from each once", e.Code, twice.Tau2, a.Tau2)
			}
		}
	})
}

// The names of PM say the truth: DerSimonian and Laird's step and Sidik and
// Jonkman's, each repeated with the τ² that it gave, come to rest at it.
func TestIteratedSteps(t *testing.T) {
	y, v := bcg()
	s := newSample(y, v)
	want := pm(&s).Tau2
	dlit, sjit := 0., s.crude()
	for range 3000 {
		dlit = moment(&s, weights(&s, func(v float64) float64 { return 1 / (v + dlit) })).Tau2
		sjit = s.quadratic(weights(&s, func(v float64) float64 { return sjit / (v + sjit) })).q / s.df()
	}
	if !near(dlit, want, 0) || !near(sjit, want, 0) {
		t.Errorf("repeated steps come to %v and %v, Paule and Mandel's equation to %v", dlit, sjit, want)
	}
}

// Every maximum that a dense grid sees is found, every one found is a maximum,
// and the one taken is the highest.
func TestMaximaAgainstGrid(t *testing.T) {
	several := 0
	rapid.Check(t, func(t *rapid.T) {
		y, v := effects(t)
		for _, restricted := range []bool{false, true} {
			several += againstGrid(t, y, v, restricted) / 2
		}
	})
	if several == 0 {
		t.Error("no likelihood with several maxima was drawn: the test says nothing about them")
	}
	// The spread is all in the precise trials and the trials are nearly all imprecise,
	// which is where a maximum lies closest to the bound of the search.
	var y, v []float64
	for range 100 {
		y, v = append(y, 0), append(v, 100)
	}
	if n := againstGrid(t, append(y, -14, 14), append(v, 0.001, 0.001), true); n != 1 {
		t.Errorf("%d maxima beside the bound, not 1", n)
	}
	// Two maxima inside, with a rising score at the first cut between them.
	if n := againstGrid(t, []float64{0, 2729798.0 / (1 << 20), 0, 232486.0 / (1 << 20)}, []float64{0.01, 1, 10, 0.01}, true); n != 2 {
		t.Errorf("%d maxima, not 2", n)
	}
}

// againstGrid returns the number of maxima found.
func againstGrid(t interface{ Fatalf(string, ...any) }, y, v []float64, restricted bool) int {
	s := newSample(y, v)
	found, _ := maxima(&s, restricted)
	last, lastScore, seen := 0.0, s.score(0, restricted).score(), 0
	if lastScore <= 0 {
		seen++
	}
	for g := -7.0; g <= 5; g += 0.002 {
		tau2 := math.Pow(10, g)
		score := s.score(tau2, restricted).score()
		if lastScore > 0 && score <= 0 {
			seen++
			if !slices.ContainsFunc(found, func(f float64) bool { return f >= last*(1-1e-9) && f <= tau2*(1+1e-9) }) {
				t.Fatalf("restricted %v: the maximum between %v and %v is not among %v", restricted, last, tau2, found)
			}
		}
		last, lastScore = tau2, score
	}
	if seen > len(found) {
		t.Fatalf("restricted %v: the grid sees %d maxima, found %v", restricted, seen, found)
	}
	best := highest(&s, restricted).Tau2
	for _, f := range found {
		if s.logLikelihood(f, restricted) > s.logLikelihood(best, restricted) {
			t.Fatalf("the likelihood at %v is higher than at %v", f, best)
		}
		if p := s.score(f, restricted); f > 0 && !(math.Abs(p.score()) <= 1e-9*(p.a+p.b) && p.d-2*p.c < 0) {
			t.Fatalf("%v is no maximum", f)
		}
	}
	return len(found)
}

// The score is twice the derivative of the log likelihood, its slope twice the
// second.
func TestScoreIsTheDerivative(t *testing.T) {
	y, v := bcg()
	s := newSample(y, v)
	for _, restricted := range []bool{false, true} {
		for _, at := range []float64{0.01, 0.3, 4} {
			h := at * 1e-4
			p := s.score(at, restricted)
			l := func(t float64) float64 { return s.logLikelihood(t, restricted) }
			if got := (l(at+h) - l(at-h)) / h; math.Abs(got-p.score()) > 1e-6*(p.a+p.b) {
				t.Errorf("restricted %v at %v: score %v, the likelihood's slope gives %v", restricted, at, p.score(), got)
			}
			if got := (s.score(at+h, restricted).score() - s.score(at-h, restricted).score()) / (2 * h); math.Abs(got-(p.d-2*p.c)) > 1e-6*(p.d+p.c) {
				t.Errorf("restricted %v at %v: slope %v, the scores give %v", restricted, at, p.d-2*p.c, got)
			}
		}
	}
}

// A wider level gives a wider interval, and at a limit the sum is the quantile:
// 6.63490 is the upper, 0.000157088 the lower hundredth of χ² with one degree of
// freedom.
func TestQProfile(t *testing.T) {
	y, v := []float64{0, 10}, []float64{0.5, 1.5}
	lo, hi, _ := QProfile.Of(y, v, Estimate{}, 98)
	s := newSample(y, v)
	if q, _ := s.total(lo); math.Abs(q-6.63490) > 1e-5 {
		t.Errorf("Q is %v at the lower limit", q)
	}
	if q, _ := s.total(hi); math.Abs(q-0.000157088) > 1e-9 {
		t.Errorf("Q is %v at the upper limit", q)
	}
	lo95, hi95, _ := QProfile.Of(y, v, Estimate{}, 95)
	if !(lo < lo95 && hi95 < hi) {
		t.Errorf("%v to %v at 98, %v to %v at 95", lo, hi, lo95, hi95)
	}
	for _, level := range []float64{0, 100, -1, math.NaN()} {
		if lo, hi, notes := QProfile.Of(y, v, Estimate{}, level); !math.IsNaN(lo) || !math.IsNaN(hi) || len(notes) != 1 {
			t.Errorf("level %v: %v %v %v", level, lo, hi, notes)
		}
	}
}

func indices(k int) []int {
	is := make([]int, k)
	for i := range is {
		is[i] = i
	}
	return is
}

func BenchmarkFit(b *testing.B) {
	y, v := bcg()
	y, v = append(y, y[:9]...), append(v, v[:9]...)
	for _, e := range Estimators {
		b.Run(e.Code, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Fit(y, v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("QProfile", func(b *testing.B) {
		for b.Loop() {
			QProfile.Of(y, v, Estimate{}, 95)
		}
	})
}

// Numbers whose squares overflow leave no likelihood to maximise, and no crash.
func TestOverflowingLikelihood(t *testing.T) {
	y := []float64{-6.1e123, -1.3e135, -7.2e131, -1.2e117, 1.8e118, 9.8e108}
	v := []float64{8.2e249, 2.6e240, 4.2e216, 2.9e257, 7e204, 9.9e241}
	for _, e := range []Estimator{ML, REML} {
		got, err := e.Fit(y, v)
		if err != nil || got.Converged || math.IsNaN(got.Tau2) || !slices.Equal(got.Notes, []string{unfinished}) {
			t.Errorf("%s: %+v, %v", e.Code, got, err)
		}
	}
}

// The search for a limit ends, with one or a note, whatever the numbers.
func TestIntervalsOfOverflowingNumbers(t *testing.T) {
	y := []float64{1e108, -3e120, 2e135, 5e110, 1e130}
	v := []float64{1e204, 1e240, 1e257, 1e210, 1e250}
	from, err := DL.Fit(y, v)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range Intervals {
		if lo, hi, notes := i.Of(y, v, from, 95); math.IsInf(lo+hi, 0) || math.IsNaN(lo+hi) && len(notes) == 0 {
			t.Errorf("%s: %v to %v, %q", i.Code, lo, hi, notes)
		}
	}
}

// An interval that leaves out the estimate beside it says so: that of Sidik and
// Jonkman is never down to 0, where REML is.
func TestAnIntervalWithoutItsEstimateSaysSo(t *testing.T) {
	y, v := []float64{0.1, 0.2, 0.4}, []float64{1, 1, 1}
	from, err := REML.Fit(y, v)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []Interval{SidikJonkman, QProfile} {
		lo, hi, notes := i.Of(y, v, from, 95)
		if outside := from.Tau2 < lo || from.Tau2 > hi; outside != (i.Code == "SJ") || outside != slices.Contains(notes, leftOut) {
			t.Errorf("%s: %v to %v about %v, notes %q", i.Code, lo, hi, from.Tau2, notes)
		}
	}
}

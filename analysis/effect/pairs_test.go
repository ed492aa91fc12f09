package effect

import (
	"math"
	"slices"
	"strings"
	"testing"

	"grove/analysis/study"

	"pgregory.net/rapid"
)

// crossover is a contrast of pairs: both, only the first, only the second,
// neither.
func crossover(a, b, c, d float64) study.Contrast {
	k := averages(math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN())
	k.Pairs = &study.Pairs{Both: a, OnlyT: b, OnlyC: c, Neither: d}
	return k
}

// The tails of a coin: 7 against 0 is 2/2⁷, 1 against 9 is 2·(1+10)/2¹⁰.
func TestMcNemar(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct{ b, c, p float64 }{
		{7, 0, 0.015625}, {0, 7, 0.015625}, {1, 9, 22. / 1024}, {5, 5, 1}, {0, 0, 1}, {0, 1, 1}, {2, 3, 1},
		{0, 60, math.Ldexp(1, -59)}, {2, 1, 1}, {nan, 1, nan}, {-1, 2, nan}, {1.5, 2, nan}, {math.Inf(1), 0, nan},
	} {
		got := McNemar(study.Pairs{Both: 3, OnlyT: c.b, OnlyC: c.c, Neither: nan})
		if math.IsNaN(c.p) != math.IsNaN(got) || math.Abs(got-c.p) > 1e-13*c.p {
			t.Errorf("%v against %v: %.17g, not %.17g", c.b, c.c, got, c.p)
		}
	}
}

// What an effect of pairs says about itself, or about why there is none.
func TestNotesOfPairs(t *testing.T) {
	with := func(change func(*Options)) Options { o := standard; change(&o); return o }
	keep, none := with(func(o *Options) { o.Double = "keep" }), with(func(o *Options) { o.Zero = "none" })
	needed := with(func(o *Options) { o.Zero = "needed" })
	for _, c := range []struct {
		name  string
		m     Measure
		c     study.Contrast
		o     Options
		notes []string
		some  bool
	}{
		{"odds ratio", OR, crossover(3, 7, 2, 5), standard, []string{"paired counts: marginal odds ratio with the covariance of the two periods", "exact McNemar P = 0.18 (7 against 2 discordant pairs)"}, true},
		{"risk ratio", RR, crossover(3, 7, 2, 5), standard, []string{"paired counts: marginal risk ratio with the covariance of the two periods", "exact McNemar P = 0.18 (7 against 2 discordant pairs)"}, true},
		{"zero cells", RD, crossover(0, 7, 0, 5), standard, []string{"paired counts: marginal risk difference with the covariance of the two periods", "exact McNemar P = 0.016 (7 against 0 discordant pairs)",
			"0.5 added to each cell: an empty cell in the paired table"}, true},
		{"its own measure", MPOR, crossover(3, 7, 2, 5), standard, []string{"exact McNemar P = 0.18 (7 against 2 discordant pairs)"}, true},
		{"alike in all", MPOR, crossover(3, 0, 0, 5), standard, []string{"exact McNemar P = 1 (0 against 0 discordant pairs)", "0.5 added to each cell: no discordant pairs"}, true},
		{"never an event", OR, crossover(0, 0, 0, 9), standard, []string{"no events in either arm"}, false},
		{"always an event", MPRR, crossover(9, 0, 0, 0), standard, []string{"only events in both arms"}, false},
		{"never an event, kept", MPOR, crossover(0, 0, 0, 9), keep, []string{"exact McNemar P = 1 (0 against 0 discordant pairs)", "0.5 added to each cell: no events in either arm"}, true},
		{"conditional without discordant pairs", MPORC, crossover(3, 0, 0, 5), standard, []string{"no discordant pairs"}, false},
		{"no variance", RD, crossover(3, 0, 0, 5), none, []string{"paired counts: marginal risk difference with the covariance of the two periods", "exact McNemar P = 1 (0 against 0 discordant pairs)", "no discordant pairs"}, false},
		{"conditional on one side", MPORC, crossover(3, 2, 0, 5), none, []string{"exact McNemar P = 0.5 (2 against 0 discordant pairs)", "an empty cell in the paired table"}, false},
		{"Peto without discordant pairs", MPPETO, crossover(3, 0, 0, 5), keep, []string{"exact McNemar P = 1 (0 against 0 discordant pairs)", "0.5 added to each cell: no discordant pairs"}, true},
		{"Peto without discordant pairs, uncorrected", MPPETO, crossover(3, 0, 0, 5), none, []string{"no discordant pairs"}, false},
		{"Peto on one side", MPPETO, crossover(3, 2, 0, 5), needed, []string{"exact McNemar P = 0.5 (2 against 0 discordant pairs)"}, true},
		{"arms", MPOR, counts(3, 20, 5, 20), standard, []string{"paired counts not reported: columns both, only_t, only_c and neither, of which one is enough beside the events and people of both arms"}, false},
		{"a cell missing", OR, crossover(3, math.NaN(), 2, 5), standard, []string{"paired counts not reported: columns both, only_t, only_c and neither, of which one is enough beside the events and people of both arms"}, false},
		{"negative", OR, crossover(3, -1, 2, 5), standard, []string{"paired counts are negative or not finite"}, false},
		{"not whole", RR, crossover(3, 1.5, 2, 5), standard, []string{"paired counts are not whole numbers"}, false},
		{"nobody", MPRD, crossover(0, 0, 0, 0), standard, []string{"nobody in the paired counts"}, false},
	} {
		e := only(t, c.m, c.c, c.o)
		if some := !math.IsNaN(e.Y); some != c.some || math.IsNaN(e.Y) != math.IsNaN(e.V) {
			t.Errorf("%s: effect %v, variance %v", c.name, e.Y, e.V)
		}
		if !slices.Equal(e.Notes, c.notes) {
			t.Errorf("%s: notes %q, not %q", c.name, e.Notes, c.notes)
		}
	}
}

func TestLacksPairs(t *testing.T) {
	arms, pairs := counts(3, 20, 5, 20), crossover(3, 7, 2, 5)
	for _, m := range Measures {
		lacksArms := m.Needs != Counts && m.Needs != Independent && m.Needs != Share && m.Needs != Margins
		lacksPairs := m.Needs != Counts && m.Needs != Paired && m.Needs != Margins
		if (m.Lacks(arms) != "") != lacksArms || (m.Lacks(pairs) != "") != lacksPairs {
			t.Errorf("%s lacks %q of arms, %q of pairs", m.Code, m.Lacks(arms), m.Lacks(pairs))
		}
	}
}

// A trial of pairs and trials of arms stand in one analysis, each in its place,
// and a zero cell of either corrects all under if0all.
func TestPairsAmongArms(t *testing.T) {
	o := standard
	o.Zero = "if0all"
	arms, pairs, zero := counts(3, 20, 5, 20), crossover(3, 7, 2, 5), crossover(0, 7, 2, 5)
	es, err := OR.Of([]study.Contrast{arms, pairs, {Y: 0.3, V: 0.04}, arms}, o)
	if err != nil {
		t.Fatal(err)
	}
	if es[0].Y != es[3].Y || es[0].Y != only(t, OR, arms, o).Y || es[1].Y != only(t, OR, pairs, o).Y || es[2].Y != 0.3 {
		t.Errorf("%+v", es)
	}
	es, err = OR.Of([]study.Contrast{arms, zero}, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(es[0].Notes) != 1 || !strings.HasPrefix(es[0].Notes[0], "0.5 added") {
		t.Errorf("notes of the arms: %q", es[0].Notes)
	}
}

// Swapping the treatments flips the sign; the measures of two arms take the
// marginal ones; the arms are the margins; pairs that are independent of each
// other have the variance of independent arms.
func TestIdentitiesOfPairs(t *testing.T) {
	marginal := map[string]Measure{"MPOR": OR, "MPRR": RR, "MPRD": RD}
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) float64 { return float64(rapid.IntRange(0, 30).Draw(t, name)) }
		a, b, c, d := number("both"), number("first"), number("second"), number("neither")
		for _, m := range []Measure{MPOR, MPRR, MPRD, MPORC, MPPETO} {
			o := options(t, m)
			contrast := crossover(a, b, c, d)
			e, s := must(t, m, []study.Contrast{contrast}, o)[0], must(t, m, []study.Contrast{crossover(a, c, b, d)}, o)[0]
			if !same(e.Y, -s.Y) || !same(e.V, s.V) {
				t.Fatalf("%s: %v (%v), swapped %v (%v)", m.Code, e.Y, e.V, s.Y, s.V)
			}
			if math.IsNaN(e.Y) != math.IsNaN(e.V) || e.V <= 0 || len(e.Notes) == 0 {
				t.Fatalf("%s: %+v", m.Code, e)
			}
			if e.T.N != a+b+c+d || e.T.Events != a+b || e.C.N != a+b+c+d || e.C.Events != a+c {
				t.Fatalf("%s: the arms are %+v and %+v", m.Code, e.T, e.C)
			}
			if !math.IsNaN(contrast.T.N) || *contrast.Pairs != (study.Pairs{Both: a, OnlyT: b, OnlyC: c, Neither: d}) {
				t.Fatalf("%s: the contrast was written to", m.Code)
			}
			arms, ok := marginal[m.Code]
			if !ok {
				continue
			}
			if p := must(t, arms, []study.Contrast{contrast}, o)[0]; !same(e.Y, p.Y) || !same(e.V, p.V) {
				t.Fatalf("%s of pairs: %v (%v), %s %v (%v)", arms.Code, p.Y, p.V, m.Code, e.Y, e.V)
			}
			x, y, n, l := 1+a, 1+b, 1+c, 1+d // a table without association has the product of its margins
			product := must(t, m, []study.Contrast{crossover(x*n, x*l, y*n, y*l)}, o)[0]
			all := (x + y) * (n + l)
			apart := must(t, arms, []study.Contrast{counts(x*(n+l), all, n*(x+y), all)}, Options{Zero: "none", Double: "keep"})[0]
			if o.Zero != "all" && (math.Abs(product.Y-apart.Y) > 1e-10 || math.Abs(product.V-apart.V) > 1e-10*apart.V) {
				t.Fatalf("%s without association: %v (%v), independent arms %v (%v)", m.Code, product.Y, product.V, apart.Y, apart.V)
			}
		}
	})
}

// Peto's method on the pairs: its square over its variance is McNemar's statistic
// (b−c)²/(b+c); it is 2·tanh of half the conditional log odds ratio; and it is the
// Peto odds ratio of the pairs as so many trials of one person in each arm, pooled
// with one effect.
func TestPetoOfPairs(t *testing.T) {
	uncorrected := Options{Zero: "none", Double: "drop"}
	// Agresti 1990, page 350: 1,600 people asked twice; 17.3559322 by R's mcnemar.test.
	if e := only(t, MPPETO, crossover(794, 150, 86, 570), uncorrected); math.Abs(e.Y*e.Y/e.V-17.3559322) > 5e-8 {
		t.Errorf("approval: %v", e.Y*e.Y/e.V)
	}
	for b := range 9 {
		for c := range 9 {
			e := only(t, MPPETO, crossover(2, float64(b), float64(c), 3), uncorrected)
			if b+c == 0 {
				if !math.IsNaN(e.Y) {
					t.Errorf("%v without discordant pairs", e.Y)
				}
				continue
			}
			mcnemar := float64((b-c)*(b-c)) / float64(b+c)
			if !same(e.Y*e.Y/e.V, mcnemar) {
				t.Errorf("%d against %d: %v², over %v, not %v", b, c, e.Y, e.V, mcnemar)
			}
			if l := only(t, MPORC, crossover(2, float64(b), float64(c), 3), uncorrected); b*c > 0 && !same(e.Y, 2*math.Tanh(l.Y/2)) {
				t.Errorf("%d against %d: %v, of %v", b, c, e.Y, l.Y)
			}
			var sum, weights float64
			for _, stratum := range []struct {
				n     int
				trial study.Contrast
			}{{b, counts(1, 1, 0, 1)}, {c, counts(0, 1, 1, 1)}} {
				one := only(t, PETO, stratum.trial, uncorrected)
				sum, weights = sum+float64(stratum.n)*one.Y/one.V, weights+float64(stratum.n)/one.V
			}
			if !same(e.Y, sum/weights) || !same(e.V, 1/weights) {
				t.Errorf("%d against %d: %v (%v), of strata %v (%v)", b, c, e.Y, e.V, sum/weights, 1/weights)
			}
		}
	}
}

// Pairs that are all concordant give a marginal measure no variance, whatever their
// number: not what rounding leaves of one, which would outweigh every other trial.
func TestConcordantPairsHaveNoVariance(t *testing.T) {
	for _, m := range []Measure{MPOR, MPRR, MPRD} {
		for both := range 60 {
			for neither := range 60 {
				if e := only(t, m, crossover(float64(both), 0, 0, float64(neither)), Options{Zero: "none", Double: "keep"}); !math.IsNaN(e.V) {
					t.Errorf("%s of %d with the event twice and %d without: variance %g", m.Code, both, neither, e.V)
				}
			}
		}
	}
}

package effect

import (
	"errors"
	"math"
	"slices"
	"testing"

	"grove/analysis/study"

	"pgregory.net/rapid"
)

var standard = Options{Add: 0.5, Zero: "only0", Double: "drop"}

// counts is a contrast of events and people, the experimental arm first.
func counts(a, n1, c, n2 float64) study.Contrast {
	nan := math.NaN()
	return study.Contrast{Y: nan, V: nan,
		T: study.Group{N: n1, Events: a, Mean: nan, SD: nan}, C: study.Group{N: n2, Events: c, Mean: nan, SD: nan}}
}

// averages is a contrast of means, standard deviations and people.
func averages(m1, s1, n1, m2, s2, n2 float64) study.Contrast {
	nan := math.NaN()
	return study.Contrast{Y: nan, V: nan,
		T: study.Group{N: n1, Events: nan, Mean: m1, SD: s1}, C: study.Group{N: n2, Events: nan, Mean: m2, SD: s2}}
}

func only(t *testing.T, m Measure, c study.Contrast, o Options) study.Effect {
	t.Helper()
	es, err := m.Of([]study.Contrast{c}, o)
	if err != nil {
		t.Fatal(err)
	}
	return es[0]
}

// Borenstein, Hedges, Higgins and Rothstein 2009, Introduction to
// Meta-Analysis, chapters 4 (means 103 and 100, standard deviations 5.5 and
// 4.5, 50 people each) and 5 (5 deaths of 100 against 10 of 100).
func TestPublished(t *testing.T) {
	smd, deaths := averages(103, 5.5, 50, 100, 4.5, 50), counts(5, 100, 10, 100)
	for _, c := range []struct {
		name         string
		got          study.Effect
		y, v         float64
		lastY, lastV float64
	}{
		{"MD", only(t, MD, smd, Options{Variance: "HO"}), 3, 1.0100, 1, 1e-4},
		{"d", only(t, SMD, smd, Options{Correct: "none"}), 0.5970, 0.0418, 1e-4, 1e-4},
		{"g", only(t, SMD, smd, Options{Variance: "LS2"}), 0.5924, 0.0411, 1e-4, 1e-4},
		{"OR", only(t, OR, deaths, standard), -0.7472, 0.3216, 1e-4, 1e-4},
		{"RR", only(t, RR, deaths, standard), math.Log(0.5), 0.2800, 1e-4, 1e-4},
		{"RD", only(t, RD, deaths, standard), -0.0500, 0.001375, 1e-4, 1e-7},
	} {
		if !(math.Abs(c.got.Y-c.y) <= c.lastY/2) || !(math.Abs(c.got.V-c.v) <= c.lastV/2) {
			t.Errorf("%s: %v, variance %v, printed %v and %v", c.name, c.got.Y, c.got.V, c.y, c.v)
		}
	}
}

// What an effect says about itself, or about why there is none.
func TestNotes(t *testing.T) {
	nan := math.NaN()
	with := func(change func(*Options)) Options { o := standard; change(&o); return o }
	keep := with(func(o *Options) { o.Double = "keep" })
	none := with(func(o *Options) { o.Zero = "none" })
	all := with(func(o *Options) { o.Zero, o.Add = "all", 0.1 })
	for _, c := range []struct {
		name string
		m    Measure
		c    study.Contrast
		o    Options
		last string // the last note, empty for none
		some bool   // there is an effect
	}{
		{"plain", OR, counts(3, 20, 5, 20), standard, "", true},
		{"zero cell", OR, counts(0, 20, 5, 20), standard, "0.5 added to each cell: no events in one arm", true},
		{"full cell", RR, counts(20, 20, 5, 20), standard, "0.5 added to each cell: only events in one arm", true},
		{"zero and full", OR, counts(20, 20, 0, 20), standard, "0.5 added to each cell: no events in one arm and only events in the other", true},
		{"double zero", OR, counts(0, 20, 0, 21), standard, "no events in either arm", false},
		{"double full", RR, counts(20, 20, 21, 21), standard, "only events in both arms", false},
		{"double zero kept", OR, counts(0, 20, 0, 21), keep, "0.5 added to each cell: no events in either arm", true},
		{"double zero difference", RD, counts(0, 20, 0, 21), standard, "0.5 added to each cell: no events in either arm", true},
		{"all corrected", RR, counts(3, 20, 5, 20), all, "0.1 added to each cell: the zero rule corrects all trials", true},
		{"not corrected", OR, counts(0, 20, 5, 20), none, "no events in one arm", false},
		{"difference without variance", RD, counts(0, 20, 0, 20), none, "no events in either arm", false},
		{"nobody", RD, counts(0, 0, 5, 20), none, "nobody in one arm", false},
		{"no count", OR, counts(3, 20, nan, 20), standard, "number of events not reported in the control arm", false},
		{"no people", OR, counts(3, nan, 5, 20), standard, "number of people not reported in the experimental arm", false},
		{"impossible", RR, counts(9, 8, 5, 20), standard, "events are negative or exceed the people in the experimental arm", false},
		{"no mean", MD, averages(1, 1, 9, nan, 1, 9), Options{}, "mean not reported in the control arm", false},
		{"no sd", SMD, averages(1, nan, 9, 1, 1, 9), Options{}, "standard deviation not reported in the experimental arm", false},
		{"no n", SMD, averages(1, 1, 9, 1, 1, nan), Options{}, "number of people not reported in the control arm", false},
		{"no spread", SMD, averages(2, 0, 9, 1, 0, 9), Options{}, "the standard deviation is zero in both arms", false},
		{"no spread in means", MD, averages(2, 0, 9, 1, 0, 9), Options{}, "the standard deviation is zero in both arms", false},
		{"negative sd", MD, averages(2, -1, 9, 1, 1, 9), Options{}, "the standard deviation is negative in the experimental arm", false},
		{"one person", SMD, averages(2, 1, 1, 1, 1, 2), Options{}, "too few people for a variance", false},
		{"reported", GEN, study.Contrast{Y: 0.3, V: 0.04}, Options{}, "", true},
		{"reported for a ratio", OR, study.Contrast{Y: 0.3, V: 0.04}, standard, "", true},
		{"reported without variance", OR, study.Contrast{Y: 0.3, V: nan}, standard, "the variance of the reported effect is not reported", false},
		{"reported variance alone", GEN, study.Contrast{Y: nan, V: 0.1}, Options{}, "the effect is not reported, only its variance", false},
		{"reported zero variance", MD, study.Contrast{Y: 0.3, V: 0}, Options{}, "the variance of the reported effect is not a positive number", false},
		{"infinite", GEN, study.Contrast{Y: math.Inf(1), V: 1}, Options{}, "the reported effect is not finite", false},
		{"nothing reported", GEN, study.Contrast{Y: nan, V: nan}, Options{}, "no effect reported", false},
	} {
		c.c.Notes = []string{"earlier"}
		e := only(t, c.m, c.c, c.o)
		if some := !math.IsNaN(e.Y); some != c.some || math.IsNaN(e.Y) != math.IsNaN(e.V) {
			t.Errorf("%s: effect %v, variance %v", c.name, e.Y, e.V)
		}
		want := []string{"earlier"}
		if c.last != "" {
			want = append(want, c.last)
		}
		if !slices.Equal(e.Notes, want) {
			t.Errorf("%s: notes %q, not %q", c.name, e.Notes, want)
		}
	}
}

// One trial without an answer leaves the others theirs, in their places.
func TestOneFailureLeavesTheRest(t *testing.T) {
	a, b := counts(3, 20, 5, 20), counts(7, 30, 9, 31)
	es, err := OR.Of([]study.Contrast{a, counts(0, 9, 0, 9), counts(math.NaN(), 9, 2, 9), b}, standard)
	if err != nil {
		t.Fatal(err)
	}
	if es[0].Y != only(t, OR, a, standard).Y || es[3].Y != only(t, OR, b, standard).Y || !math.IsNaN(es[1].Y) || !math.IsNaN(es[2].Y) {
		t.Errorf("%+v", es)
	}
}

// Under if0all a zero in one trial corrects all; a trial that is dropped
// corrects none.
func TestIf0All(t *testing.T) {
	o := standard
	o.Zero = "if0all"
	plain, zero, double := counts(3, 20, 5, 20), counts(0, 20, 5, 20), counts(0, 20, 0, 20)
	for _, c := range []struct {
		cs    []study.Contrast
		notes int
	}{{[]study.Contrast{plain, zero}, 1}, {[]study.Contrast{plain, double}, 0}, {[]study.Contrast{plain}, 0}} {
		es, err := OR.Of(c.cs, o)
		if err != nil || len(es[0].Notes) != c.notes {
			t.Errorf("%d trials: notes %q, error %v", len(c.cs), es[0].Notes, err)
		}
	}
}

// What a zero cell has added to, by hand: to each cell, to the events alone where
// the effect is made of logarithms of shares, or to the variance alone. A trial
// without a zero cell stays as it is under each rule.
func TestWhereACorrectionGoes(t *testing.T) {
	pair := study.Contrast{Pairs: &study.Pairs{Both: 0, OnlyT: 7, OnlyC: 2, Neither: 5}, Y: math.NaN(), V: math.NaN()}
	sole := counts(0, 10, math.NaN(), math.NaN())
	each := crossover(0.5, 7.5, 2.5, 5.5)
	for _, c := range []struct {
		m    Measure
		rule string
		c    study.Contrast
		y, v float64
		note string
	}{
		{RR, "only0", counts(0, 10, 3, 12), math.Log(0.5 / 11 / (3.5 / 13)), 1/0.5 - 1./11 + 1/3.5 - 1./13, "0.5 added to each cell: no events in one arm"},
		{RR, "only0-events", counts(0, 10, 3, 12), math.Log(0.5 / 10.5 / (3.5 / 12.5)), 1/0.5 - 1/10.5 + 1/3.5 - 1/12.5, "0.5 added to the events of both arms: no events in one arm"},
		{RR, "only0-events", counts(14, 14, 18, 18), 0, 1./14 - 1/14.5 + 1./18 - 1/18.5, "0.5 added to the people of both arms, in the variance alone: only events in both arms"},
		{RR, "only0-events", counts(14, 14, 3, 12), math.Log(1 / (3.5 / 12.5)), 1/3.5 - 1/12.5, "0.5 added to the events of both arms: only events in one arm"},
		{RR, "only0-events", pair, math.Log((each.Pairs.Both + each.Pairs.OnlyT) / (each.Pairs.Both + each.Pairs.OnlyC)), 10. / (8 * 3), "0.5 added to each cell: an empty cell in the paired table"},
		{OR, "only0-events", counts(0, 10, 3, 12), math.Log(0.5 * 9.5 / (10.5 * 3.5)), 1/0.5 + 1/10.5 + 1/3.5 + 1/9.5, "0.5 added to each cell: no events in one arm"},
		{PLN, "only0-events", sole, math.Log(0.5 / 10.5), 1/0.5 - 1/10.5, "0.5 added to the people with the event: no events"},
		{RD, "only0-variance", counts(0, 10, 3, 12), -0.25, 0.5*10.5/(11*11*11) + 3.5*9.5/(13*13*13), OnlyVariance},
		{RR, "only0-variance", counts(0, 10, 3, 12), math.Log(0.5 / 11 / (3.5 / 13)), 1/0.5 - 1./11 + 1/3.5 - 1./13, "0.5 added to each cell: no events in one arm"},
		{RD, "only0-variance", counts(2, 10, 3, 12), 0.2 - 0.25, 0.016 + 0.25*0.75/12, ""},
		{RD, "needed", counts(0, 10, 3, 12), -0.25, 0.25 * 0.75 / 12, ""},
	} {
		o := standard
		o.Zero, o.Double = c.rule, "keep"
		e := only(t, c.m, c.c, o)
		last := ""
		if len(e.Notes) > 0 {
			last = e.Notes[len(e.Notes)-1]
		}
		if math.Abs(e.Y-c.y) > 1e-14 || math.Abs(e.V-c.v) > 1e-14 || last != c.note {
			t.Errorf("%s %s: %v, variance %v, note %q; not %v, %v, %q", c.m.Code, c.rule, e.Y, e.V, last, c.y, c.v, c.note)
		}
	}
}

func TestUnknownOptions(t *testing.T) {
	for _, c := range []struct {
		m Measure
		o Options
	}{
		{OR, Options{Zero: "sometimes", Double: "drop"}}, {OR, Options{Zero: "only0", Double: "halve"}},
		{OR, Options{Zero: "only0", Double: "drop", Add: -1}}, {RR, Options{Zero: "only0", Double: "drop", Add: math.NaN()}},
		{SMD, Options{Variance: "XX"}}, {SMD, Options{Correct: "more"}}, {GEN, Options{Variance: "LS"}}, {MD, Options{Variance: "UB"}},
	} {
		if _, err := c.m.Of(nil, c.o); !errors.Is(err, ErrOptions) {
			t.Errorf("%s %+v: error %v", c.m.Code, c.o, err)
		}
	}
}

// against are the needs of one group whose measures are of difference, or of
// association, all the same.
var against = []Needs{Twice, TwiceRaw, Correlation, Coefficient, SemiPartial, Genotypes}

func TestTables(t *testing.T) {
	for _, m := range Measures {
		if got, ok := Lookup(m.Code); !ok || got.Name != m.Name {
			t.Errorf("%s: %v", m.Code, got)
		}
		if back := m.Back(0.7); m.Ratio && back != math.Exp(0.7) || m.Back == nil || m.Name == "" || !(back > 0) {
			t.Errorf("%s: 0.7 is %v on the natural scale", m.Code, back)
		}
		if one, differs := m.Needs.OneGroup(), m.Null == m.Null; one && differs != slices.Contains(against, m.Needs) || !one && !differs {
			t.Errorf("%s: no difference is %v", m.Code, m.Null)
		}
	}
	if _, ok := Lookup("or"); ok {
		t.Error("or is known")
	}
	for i, r := range ZeroRules {
		if got, ok := zeroRule(r.Code); !ok || got.Name != ZeroRules[i].Name {
			t.Errorf("zero rule %s", r.Code)
		}
	}
}

// contrast draws one trial with what a measure needs, or with something missing.
func contrast(t *rapid.T, m Measure) study.Contrast {
	number := func(name string, least, most int) float64 {
		if rapid.IntRange(0, 19).Draw(t, name+" missing") == 0 {
			return math.NaN()
		}
		return float64(rapid.IntRange(4*least, 4*most).Draw(t, name)) / 4
	}
	group := func(arm string) study.Group {
		n := float64(rapid.IntRange(0, 40).Draw(t, arm+" n"))
		return study.Group{N: n, Events: math.Min(n, math.Round(number(arm+" events", 0, 40))), Mean: number(arm+" mean", -2, 10), SD: number(arm+" sd", 0, 10), Time: number(arm+" time", 0, 90)}
	}
	c := study.Contrast{Study: "s", T: group("t"), C: group("c"), Y: math.NaN(), V: math.NaN()}
	switch {
	case m.Needs == Reported:
		c.Y, c.V = number("y", 0, 10), number("v", 0, 10)
	case m.Needs == Paired:
		c.Pairs = &study.Pairs{Both: float64(rapid.IntRange(0, 9).Draw(t, "both")), OnlyT: float64(rapid.IntRange(0, 9).Draw(t, "only t")), OnlyC: float64(rapid.IntRange(0, 9).Draw(t, "only c")), Neither: float64(rapid.IntRange(0, 9).Draw(t, "neither"))}
	case m.Needs == Margins || m.Needs == Counts && rapid.IntRange(0, 3).Draw(t, "the same people") == 0:
		c.C.N, c.C.Events = c.T.N, math.Min(c.T.N, c.C.Events)
		c.Same, c.Within = true, &study.Within{R: number("r", -1, 1)}
	case m.Needs.OneGroup():
		c.Within = &study.Within{R: number("r", -2, 2), Statistic: number("statistic", -5, 5), Predictors: number("predictors", 0, 5), R2: number("r2", 0, 1), Alpha: number("alpha", -1, 1),
			Items: number("items", 1, 20), First: number("first", 0, 20), Mixed: number("mixed", 0, 20), Second: number("second", 0, 20)}
	}
	return c
}

// swapped is a contrast with its arms, its treatments or its two times exchanged.
func swapped(c study.Contrast) study.Contrast {
	c.T, c.C, c.Y = c.C, c.T, -c.Y
	c.T.N, c.C.N = c.C.N, c.T.N
	if c.Within == nil {
		c.T.N, c.C.N = c.C.N, c.T.N
	}
	if c.Pairs != nil {
		c.Pairs = &study.Pairs{Both: c.Pairs.Both, OnlyT: c.Pairs.OnlyC, OnlyC: c.Pairs.OnlyT, Neither: c.Pairs.Neither}
	}
	return c
}

func options(t *rapid.T, m Measure) Options {
	o := Options{Add: 0.5, Zero: ZeroRules[rapid.IntRange(0, len(ZeroRules)-1).Draw(t, "zero")].Code, Double: DoubleRules[rapid.IntRange(0, len(DoubleRules)-1).Draw(t, "double")].Code,
		Correct: Corrections[rapid.IntRange(0, len(Corrections)-1).Draw(t, "correct")].Code}
	if len(m.Variances) > 0 {
		o.Variance = rapid.SampledFrom(m.Variances).Draw(t, "variance")
	}
	return o
}

// The order of the trials does not matter, nor do the same trials again; no input
// is written to; an effect is either a number with a positive variance, whose way
// back to the natural scale keeps its order, or nothing, with a note.
func TestIdentities(t *testing.T) {
	for _, m := range Measures {
		t.Run(m.Code, func(t *testing.T) { rapid.Check(t, func(t *rapid.T) { identities(t, m) }) })
	}
}

func identities(t *rapid.T, m Measure) {
	o := options(t, m)
	var cs, backward []study.Contrast
	for range rapid.IntRange(1, 6).Draw(t, "k") {
		c := contrast(t, m)
		cs = append(cs, c)
	}
	backward = slices.Clone(cs)
	slices.Reverse(backward)
	var before [][]uint64
	for _, c := range cs {
		before = append(before, bits(c))
	}
	es, be, twice := must(t, m, cs, o), must(t, m, backward, o), must(t, m, append(slices.Clone(cs), cs...), o)
	natural := m.Natural(es...)
	for i, e := range es {
		for _, b := range []study.Effect{be[len(es)-1-i], twice[i], twice[len(es)+i]} {
			if !same(e.Y, b.Y) || !same(e.V, b.V) || !slices.Equal(e.Notes, b.Notes) {
				t.Fatalf("%+v, in another order or twice %+v", e, b)
			}
		}
		if math.IsNaN(e.Y) != math.IsNaN(e.V) || e.V <= 0 || math.IsNaN(e.Y) && len(e.Notes) == 0 || math.IsInf(e.Y, 0) || math.IsInf(e.V, 0) {
			t.Fatalf("%+v", e)
		}
		if lo, hi := natural(e.Y-math.Sqrt(e.V)), natural(e.Y+math.Sqrt(e.V)); lo > hi || math.IsNaN(natural(e.Y)) && !math.IsNaN(e.Y) && !math.IsNaN(natural(0.5)) {
			t.Fatalf("%v (%v) is %v to %v on the natural scale", e.Y, e.V, lo, hi)
		}
		if !slices.Equal(bits(cs[i]), before[i]) {
			t.Fatal("a contrast was written to")
		}
	}
}

func must(t *rapid.T, m Measure, cs []study.Contrast, o Options) []study.Effect {
	es, err := m.Of(cs, o)
	if err != nil {
		t.Fatal(err)
	}
	return es
}

func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-12*max(1, math.Abs(a))
}

// bits are the numbers of a contrast, NaN being equal to itself.
func bits(c study.Contrast) []uint64 {
	var bs []uint64
	add := func(xs ...float64) {
		for _, x := range xs {
			bs = append(bs, math.Float64bits(x))
		}
	}
	for _, g := range []study.Group{c.T, c.C} {
		add(g.N, g.Events, g.Mean, g.SD, g.Time)
	}
	add(c.Y, c.V)
	if p := c.Pairs; p != nil {
		add(p.Both, p.OnlyT, p.OnlyC, p.Neither)
	}
	if w := c.Within; w != nil {
		add(w.R, w.Statistic, w.Predictors, w.R2, w.Alpha, w.Items, w.First, w.Mixed, w.Second)
	}
	return bs
}

// Notes of an effect are its own: adding to them leaves the contrast's alone.
func TestNotesAreCopied(t *testing.T) {
	room := append(make([]string, 0, 4), "earlier")
	for _, m := range []Measure{OR, GEN} {
		c := counts(0, 20, 5, 20)
		c.Notes = room
		only(t, m, c, standard)
		if room[:2][1] != "" {
			t.Errorf("%s wrote %q behind the notes of its contrast", m.Code, room[:2][1])
		}
	}
}

// J(m)·J(m+1) = (m−1)/√(m(m+1)), on both sides of the change to the series, and
// J(2) = 1/√π.
func TestJ(t *testing.T) {
	for _, m := range []float64{2, 3, 10, 57, 200, 200.5, 201, 201.5, 1000, 1e6} {
		if got, want := J(m)*J(m+1), (m-1)/math.Sqrt(m*(m+1)); math.Abs(got-want) > 4e-13 {
			t.Errorf("J(%v)·J(%v) is %.16f, not %.16f", m, m+1, got, want)
		}
	}
	if got := J(2); math.Abs(got-1/math.Sqrt(math.Pi)) > 1e-15 {
		t.Errorf("J(2) = %v", got)
	}
	if got := J(1.9); !math.IsNaN(got) {
		t.Errorf("J(1.9) = %v", got)
	}
}

func TestFromInterval(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name                       string
		estimate, low, high, level float64
		se                         float64
		notes                      int
	}{
		{"95%", 0.2, 0.2 - 1.959963984540054*0.1, 0.2 + 1.959963984540054*0.1, 95, 0.1, 0},
		{"99%", 0, -2.5758293035489004, 2.5758293035489004, 99, 1, 0},
		{"a ratio not on the log scale", 2, 1, 4, 95, 3 / (2 * 1.959963984540054), 1},
		{"rounded", 0.21, -0.05, 0.46, 95, 0.51 / (2 * 1.959963984540054), 0},
		{"a twenty-fifth of the width off the middle", 0.04, -0.5, 0.5, 95, 1 / (2 * 1.959963984540054), 0},
		{"a sixteenth of the width off the middle", 0.0625, -0.5, 0.5, 95, 1 / (2 * 1.959963984540054), 1},
		{"out of order", 0.2, 0.4, 0.1, 95, nan, 1},
		{"no width", 0.2, 0.2, 0.2, 95, nan, 1},
		{"missing", 0.2, nan, 0.4, 95, nan, 1},
		{"level", 0.2, 0.1, 0.4, 0.95 * 1000, nan, 1},
	} {
		se, notes := FromInterval(c.estimate, c.low, c.high, c.level)
		if !same(se, c.se) || len(notes) != c.notes {
			t.Errorf("%s: %v %q, not %v", c.name, se, notes, c.se)
		}
	}
}

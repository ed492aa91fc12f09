package effect

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"grove/analysis/study"

	"pgregory.net/rapid"
)

// another is a change that makes another measure of it.
var another = always(0, 0)

// move is what becomes of an effect: add + times·y, with the variance times²·v. A
// zero one is none.
type move struct{ add, times float64 }

// law is a change of what the trials report under which an effect moves in a known
// way, by a factor f that is drawn. It speaks of all measures of the needs, as
// usual says if they are no exception.
type law struct {
	name   string
	needs  []Needs
	of     func(c study.Contrast, f float64) study.Contrast
	usual  func(m Measure, f float64) move
	except []exception
}

type exception struct {
	codes []string
	why   string
	of    func(f float64) move
}

func always(add, times float64) func(float64) move {
	return func(float64) move { return move{add, times} }
}

func unmoved(Measure, float64) move      { return move{0, 1} }
func mirrored(m Measure, _ float64) move { return move{2 * m.Null, -1} }

var (
	withArms  = []Needs{Counts, Independent, Paired, Margins, Means, Rates, Reported, Twice, TwiceRaw}
	withMeans = []Needs{Means, Mean, Spread, Twice, TwiceRaw}
)

// twoGroups changes both groups of a contrast.
func twoGroups(of func(g study.Group, f float64) study.Group) func(study.Contrast, float64) study.Contrast {
	return func(c study.Contrast, f float64) study.Contrast {
		c.T, c.C = of(c.T, f), of(c.C, f)
		return c
	}
}

const otherEvent = "the other event"

var laws = []law{
	{"arms exchanged", withArms, func(c study.Contrast, _ float64) study.Contrast { return swapped(c) }, mirrored, []exception{
		{[]string{"SMD1", "SMD1H"}, "standardised by the deviation of one arm", another},
		{[]string{"SMCR", "SMCRH"}, "standardised by the deviation at one time", another},
	}},
	{otherEvent, []Needs{Counts, Independent, Paired, Margins, Share}, func(c study.Contrast, _ float64) study.Contrast {
		c.T.Events, c.C.Events = c.T.N-c.T.Events, c.C.N-c.C.Events
		if c.Pairs != nil {
			c.Pairs = &study.Pairs{Both: c.Pairs.Neither, OnlyT: c.Pairs.OnlyC, OnlyC: c.Pairs.OnlyT, Neither: c.Pairs.Both}
		}
		return c
	}, func(m Measure, _ float64) move {
		if m.Needs == Share {
			return move{0, -1} // about a half
		}
		return mirrored(m, 0)
	}, []exception{
		{[]string{"RR", "MPRR", "PLN"}, "the risk of the other event is no function of a ratio of risks, or of a logarithm", another},
		{[]string{"PR"}, "shares make up 1", always(1, -1)},
		{[]string{"PAS", "PFT"}, "the angles of the shares make up a right one", always(math.Pi/2, -1)},
	}},
	{"unit", withMeans, twoGroups(func(g study.Group, f float64) study.Group {
		g.Mean, g.SD = f*g.Mean, f*g.SD
		return g
	}), unmoved, []exception{
		{[]string{"MD", "MN", "MC"}, "in units of the outcome", func(f float64) move { return move{0, f} }},
		{[]string{"MNLN", "SDLN"}, "the logarithm of units of the outcome", func(f float64) move { return move{math.Log(f), 1} }},
	}},
	{"origin", withMeans, twoGroups(func(g study.Group, f float64) study.Group {
		g.Mean += f
		return g
	}), unmoved, []exception{
		{[]string{"MN"}, "the mean itself", func(f float64) move { return move{f, 1} }},
		{[]string{"ROM", "ROMC", "CVR", "MNLN", "CVLN", "SMN"}, "counts from zero", another},
	}},
	{"the outcome turned round", withMeans, twoGroups(func(g study.Group, _ float64) study.Group {
		g.Mean = -g.Mean
		return g
	}), func(m Measure, _ float64) move {
		if m.Needs == Mean {
			return move{0, -1}
		}
		return mirrored(m, 0)
	}, []exception{
		{[]string{"VR", "SDLN"}, "of deviations alone", always(0, 1)},
		{[]string{"ROM", "ROMC", "CVR", "MNLN", "CVLN"}, "takes positive means", another},
	}},
	{"unit of time", []Needs{Rates, Rate}, twoGroups(func(g study.Group, f float64) study.Group {
		g.Time *= f
		return g
	}), unmoved, []exception{
		{[]string{"IRD", "IR"}, "events over time", func(f float64) move { return move{0, 1 / f} }},
		{[]string{"IRSD", "IRS", "IRFT"}, "roots of events over time", func(f float64) move { return move{0, 1 / math.Sqrt(f)} }},
		{[]string{"IRLN"}, "the logarithm of events over time", func(f float64) move { return move{-math.Log(f), 1} }},
	}},
	{"one variable turned round", []Needs{Correlation, Coefficient, SemiPartial}, func(c study.Contrast, _ float64) study.Contrast {
		w := *c.Within
		w.R, w.Statistic = -w.R, -w.Statistic
		c.Within = &w
		return c
	}, mirrored, nil},
	{"alleles exchanged", []Needs{Genotypes}, func(c study.Contrast, _ float64) study.Contrast {
		w := *c.Within
		w.First, w.Second = w.Second, w.First
		c.Within = &w
		return c
	}, unmoved, nil},
}

// lawless are the needs of measures that no law speaks of.
var lawless = map[Needs]string{
	Explained:   "a share of variance has neither sign nor unit",
	Reliability: "a reliability has neither sign nor unit",
}

// Every measure moves as it must when the trials report the same otherwise: each
// with all of its variances and all corrections of bias. Factors are powers of two
// and numbers are quarters, so that the changes are exact.
func TestLaws(t *testing.T) {
	spoken := map[Needs]bool{}
	used := map[string]bool{}
	checks := map[string]int{}
	for _, l := range laws {
		for _, m := range Measures {
			if !slices.Contains(l.needs, m.Needs) {
				continue
			}
			spoken[m.Needs] = true
			moves := func(f float64) move { return l.usual(m, f) }
			for _, e := range l.except {
				if slices.Contains(e.codes, m.Code) {
					moves = e.of
					used[l.name+m.Code] = true
				}
			}
			if moves(2) == (move{}) {
				continue
			}
			checks[l.name]++
			t.Run(l.name+" "+m.Code, func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) { obeys(t, l, m, moves) })
			})
		}
		for _, e := range l.except {
			for _, code := range e.codes {
				if !used[l.name+code] {
					t.Errorf("%s: no measure %s needs the exception: %s", l.name, code, e.why)
				}
			}
		}
	}
	for _, m := range Measures {
		if why := lawless[m.Needs]; spoken[m.Needs] == (why != "") {
			t.Errorf("%s: laws %v, none because %q", m.Code, spoken[m.Needs], why)
		}
	}
	t.Logf("measures under each law: %v", checks)
}

func obeys(t *rapid.T, l law, m Measure, moves func(f float64) move) {
	o := options(t, m)
	if rule, _ := zeroRule(o.Zero); rule.events && l.name == otherEvent { // it is added to one event alone
		o.Zero = ZeroRules[0].Code
	}
	c, f := contrast(t, m), math.Ldexp(1, rapid.IntRange(-8, 8).Draw(t, "log2 f"))
	before := fmt.Sprint(bits(c))
	e, x := must(t, m, []study.Contrast{c}, o)[0], must(t, m, []study.Contrast{l.of(c, f)}, o)[0]
	if fmt.Sprint(bits(c)) != before {
		t.Fatal("the contrast was written to")
	}
	to := moves(f)
	near := func(got, want, size float64) bool {
		return math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= 1e-9*math.Max(size, math.Abs(want))
	}
	if !near(x.Y, to.add+to.times*e.Y, math.Abs(to.times)+math.Abs(to.add)) || !near(x.V, to.times*to.times*e.V, 0) {
		t.Fatalf("%v (%v), by %v %v (%v): not %v + %v times it; notes %q and %q", e.Y, e.V, f, x.Y, x.V, to.add, to.times, e.Notes, x.Notes)
	}
}

// Numbers as large, as small and as even as they come: an effect is a finite number
// with a finite positive variance and has a way back, or there is a note, whatever
// the options.
func TestExtremes(t *testing.T) {
	sizes := []float64{0, 1, 2, 3, 40, 1e9}
	numbers := []float64{0, 1e-6, 0.25, 1e7, -1e7}
	shares := []float64{-1, 0, 1e-9, 0.5, 1}
	count := 0
	for _, m := range Measures {
		for _, variance := range append([]string{""}, m.Variances...) {
			for _, correct := range Corrections {
				for _, zero := range ZeroRules {
					if !needs[m.Needs].counts && zero.Code != ZeroRules[0].Code {
						continue
					}
					o := Options{Add: 0.5, Zero: zero.Code, Double: "keep", Variance: variance, Correct: correct.Code}
					var cs []study.Contrast
					for i, n := range sizes {
						for j, x := range numbers {
							for k, r := range shares {
								events := math.Floor(n * math.Max(0, r))
								g := study.Group{N: n, Events: events, Mean: x, SD: math.Abs(numbers[(j+k)%5]), Time: math.Abs(numbers[(j+1)%5])}
								h := study.Group{N: sizes[(i+k)%6], Mean: numbers[(j+k)%5], SD: math.Abs(x), Time: math.Abs(x)}
								h.Events = math.Floor(h.N * math.Max(0, shares[(k+j)%5]))
								c := study.Contrast{T: g, C: h, Y: math.NaN(), V: math.NaN()}
								switch {
								case m.Needs == Reported:
									c.Y, c.V = x, math.Abs(numbers[(j+k)%5])
								case m.Needs == Paired:
									c.Pairs = &study.Pairs{Both: events, OnlyT: n - events, OnlyC: sizes[k], Neither: sizes[j]}
								case m.Needs == Margins:
									c.C.N, c.C.Events = n, math.Floor(n*math.Max(0, shares[(k+j)%5]))
									c.Within = &study.Within{R: r}
								case m.Needs.OneGroup():
									c.Within = &study.Within{R: r, Statistic: x, Predictors: float64(k), R2: math.Abs(r), Alpha: r, Items: float64(1 + j), First: events, Mixed: n, Second: sizes[j]}
								}
								cs = append(cs, c)
							}
						}
					}
					es, err := m.Of(cs, o)
					if err != nil {
						t.Fatalf("%s %+v: %v", m.Code, o, err)
					}
					for i, e := range es {
						count++
						if e.V > 0 && !math.IsInf(e.V, 0) && !math.IsInf(e.Y, 0) && !math.IsNaN(e.Y) {
							if back := m.Natural(e)(e.Y); math.IsNaN(back) {
								t.Errorf("%s of %+v: %v (%v) has no way back", m.Code, cs[i], e.Y, e.V)
							}
							continue
						}
						if !math.IsNaN(e.Y) || !math.IsNaN(e.V) || len(e.Notes) == 0 {
							t.Errorf("%s %+v of %+v: %v (%v) %q", m.Code, o, cs[i], e.Y, e.V, e.Notes)
						}
					}
				}
			}
		}
	}
	t.Logf("%d effects", count)
}

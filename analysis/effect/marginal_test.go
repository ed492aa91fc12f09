package effect

import (
	"math"
	"slices"
	"strings"
	"testing"

	"grove/analysis/study"

	"pgregory.net/rapid"
)

// linkedArms is a contrast of x and y events in the same n people with a
// correlation.
func linkedArms(x, y, n, r float64) study.Contrast {
	c := counts(x, n, y, n)
	c.Same, c.Within = true, &study.Within{R: r}
	return c
}

// The margins of a paired table with the table's own correlation are the table: the
// measures of two arms and MPORM have its marginal effects. Where a margin is zero
// they have them with every zero rule, and whatever the correlation.
func TestMarginsWithTheirOwnPairing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) float64 { return float64(rapid.IntRange(0, 12).Draw(t, name)) }
		a, b, c, d := number("both"), number("first"), number("second"), number("neither")
		n := a + b + c + d
		margins := math.Sqrt((a + b) * (c + d) * (a + c) * (b + d))
		arms, o := linkedArms(a+b, a+c, n, (a*d-b*c)/margins), Options{Add: 0.5, Zero: "none", Double: "keep"}
		if margins == 0 {
			arms.Within.R, o = rapid.Float64Range(-1, 1).Draw(t, "r"), options(t, MPORM)
		}
		for _, m := range []struct{ margins, pairs Measure }{{MPORM, MPOR}, {OR, MPOR}, {RR, MPRR}, {RD, MPRD}} {
			e, p := must(t, m.margins, []study.Contrast{arms}, o)[0], must(t, m.pairs, []study.Contrast{crossover(a, b, c, d)}, o)[0]
			if math.IsNaN(e.Y) != math.IsNaN(p.Y) || math.Abs(e.Y-p.Y) > 1e-12 || math.Abs(e.V-p.V) > 1e-11*p.V {
				t.Fatalf("%s of margins: %v (%v) %q, %s %v (%v) %q", m.margins.Code, e.Y, e.V, e.Notes, m.pairs.Code, p.Y, p.V, p.Notes)
			}
			if own := must(t, m.margins, []study.Contrast{crossover(a, b, c, d)}, o)[0]; !same(own.Y, p.Y) || !same(own.V, p.V) {
				t.Fatalf("%s of pairs: %v (%v), %s %v (%v)", m.margins.Code, own.Y, own.V, m.pairs.Code, p.Y, p.V)
			}
		}
	})
}

// Without correlation the same people have the variance of independent arms, and the
// more correlation the less of it.
func TestCorrelationOfMargins(t *testing.T) {
	o := Options{Zero: "none", Double: "keep"}
	for _, c := range []struct{ x, y, n float64 }{{7, 12, 30}, {3, 20, 25}, {11, 11, 17}} {
		for _, pair := range []struct{ linked, apart Measure }{{MPORM, OR}, {OR, OR}, {RR, RR}, {RD, RD}} {
			e, apart := only(t, pair.linked, linkedArms(c.x, c.y, c.n, 0), o), only(t, pair.apart, counts(c.x, c.n, c.y, c.n), o)
			if !same(e.Y, apart.Y) || math.Abs(e.V-apart.V) > 1e-12*apart.V {
				t.Errorf("%s: %v (%v), independent arms %v (%v)", pair.linked.Code, e.Y, e.V, apart.Y, apart.V)
			}
			last := math.Inf(1)
			low, high := Correlations(counts(c.x, c.n, c.y, c.n).T, counts(c.x, c.n, c.y, c.n).C)
			for i := range 9 {
				e := only(t, pair.linked, linkedArms(c.x, c.y, c.n, low+float64(i)*(high-low)/9), o)
				if !(e.V < last) {
					t.Errorf("%s: variance %v, after %v with less correlation", pair.linked.Code, e.V, last)
				}
				last = e.V
			}
		}
	}
}

// The limits of the correlation are those of all the tables that have the margins.
func TestCorrelationsAreThoseOfAllTables(t *testing.T) {
	for n := 1.0; n < 14; n++ {
		for x := 0.0; x <= n; x++ {
			for y := 0.0; y <= n; y++ {
				low, high := Correlations(counts(x, n, y, n).T, counts(x, n, y, n).C)
				least, most := math.Inf(1), math.Inf(-1)
				for both := 0.0; both <= n; both++ {
					b, c := x-both, y-both
					if d := n - both - b - c; b >= 0 && c >= 0 && d >= 0 {
						r := (both*d - b*c) / math.Sqrt(x*(n-x)*y*(n-y))
						least, most = math.Min(least, r), math.Max(most, r)
					}
				}
				if math.IsNaN(least) { // 0/0: a margin is zero
					least, most = math.NaN(), math.NaN()
				}
				if !same(low, least) || !same(high, most) {
					t.Errorf("%v and %v of %v: %v to %v, not %v to %v", x, y, n, low, high, least, most)
				}
			}
		}
	}
	if low, high := Correlations(counts(3, 20, 5, 21).T, counts(3, 20, 5, 21).C); !math.IsNaN(low) || !math.IsNaN(high) {
		t.Errorf("unlike numbers of people have correlations from %v to %v", low, high)
	}
}

// What an effect of margins says about itself, or about why there is none.
func TestNotesOfMargins(t *testing.T) {
	const (
		marginal = "paired counts: marginal odds ratio with the covariance of the two periods"
		one      = "the margins leave one paired table only"
	)
	all, apart := Options{Add: 0.5, Zero: "all", Double: "drop"}, counts(7, 20, 5, 20)
	unlike := linkedArms(7, 5, 20, 0.3)
	unlike.C.N = 21
	together, others := counts(7, 20, 5, 20), linkedArms(7, 5, 20, 0.3)
	together.Same, others.Same = true, false
	divided := linkedArms(2.5, 0, 7.5, 0.3)
	for _, c := range []struct {
		name  string
		m     Measure
		c     study.Contrast
		o     Options
		notes []string
		some  bool
	}{
		{"its own measure", MPORM, linkedArms(7, 5, 20, 0.3), standard, nil, true},
		{"odds ratio", OR, linkedArms(7, 5, 20, 0.3), standard, []string{marginal}, true},
		{"too high", MPORM, linkedArms(7, 5, 20, 0.9), standard, []string{"the margins allow no correlation of 0.9: the nearest, 0.79, is taken"}, true},
		{"too low", OR, linkedArms(7, 5, 20, -0.9), standard, []string{marginal, "the margins allow no correlation of -0.9: the nearest, -0.42, is taken"}, true},
		{"an empty margin", MPORM, linkedArms(7, 0, 12, 0.3), standard, []string{one, "exact McNemar P = 0.016 (7 against 0 discordant pairs)", "0.5 added to each cell: an empty cell in the paired table"}, true},
		{"an empty margin of divided people", MPORM, divided, standard, []string{one, "0.5 added to each cell: an empty cell in the paired table"}, true},
		{"without correlation", MPORM, apart, standard, []string{"correlation of the two treatments not reported; by the margins it lies from -0.42 to 0.79"}, false},
		{"no need of a correlation", MPORM, counts(7, 12, 0, 12), Options{Add: 0.5, Zero: "needed", Double: "drop"}, []string{one, "exact McNemar P = 0.016 (7 against 0 discordant pairs)", "0.5 added to each cell: an empty cell in the paired table"}, true},
		{"alike", MPORM, linkedArms(7, 7, 20, 1), standard, []string{"0.5 added to each cell: no discordant pairs", "no discordant pairs"}, false},
		{"alike, the events corrected", RR, linkedArms(7, 7, 20, 1), Options{Add: 0.5, Zero: "only0-events", Double: "drop"}, []string{"paired counts: marginal risk ratio with the covariance of the two periods", "0.5 added to each cell: no discordant pairs", "no discordant pairs"}, false},
		{"never an event", MPORM, linkedArms(0, 0, 20, 0.3), standard, []string{"no events in either arm"}, false},
		{"all corrected", MPORM, linkedArms(7, 5, 20, 0.3), all, []string{"0.5 added to each cell: the zero rule corrects all trials"}, true},
		{"unlike", MPORM, unlike, standard, []string{"the same people in both arms, yet 20 in one and 21 in the other"}, false},
		{"unlike, in an odds ratio", OR, unlike, standard, []string{"the same people in both arms, yet 20 in one and 21 in the other"}, false},
		{"nobody", MPORM, linkedArms(0, 0, 0, 0.3), standard, []string{"nobody in the paired counts"}, false},
		{"without correlation, in an odds ratio", OR, together, standard, []string{"correlation of the two treatments not reported; by the margins it lies from -0.42 to 0.79"}, false},
		{"a correlation of other things", OR, others, standard, nil, true},
		{"no counts", MPORM, averages(1, 1, 9, 1, 1, 9), standard, []string{"number of events not reported in the experimental arm"}, false},
		{"a measure of independent arms", PETO, linkedArms(7, 5, 20, 0.3), standard, []string{"the counts are of pairs, not of independent arms"}, false},
		{"pairs that are not whole", MPORM, crossover(3, 1.5, 2, 5), standard, []string{"paired counts are not whole numbers"}, false},
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

func TestPairing(t *testing.T) {
	pairs := crossover(3, 7, 2, 5)
	for _, c := range []struct {
		name  string
		m     Measure
		c     study.Contrast
		same  bool
		pairs *study.Pairs
		r     float64
	}{
		{"pairs", OR, pairs, true, pairs.Pairs, math.NaN()},
		{"margins", OR, linkedArms(7, 5, 20, 0.3), true, nil, 0.3},
		{"beyond", MPORM, linkedArms(7, 7, 20, 2), true, nil, 1},
		{"an empty margin", RR, linkedArms(12, 5, 12, 0.3), true, &study.Pairs{Both: 5, OnlyT: 7, OnlyC: 0, Neither: 0}, math.NaN()},
		{"without correlation", MPORM, counts(7, 20, 5, 20), true, nil, math.NaN()},
		{"arms", OR, counts(7, 20, 5, 20), false, nil, math.NaN()},
		{"a correlation of something else", ZCOR, linkedArms(math.NaN(), math.NaN(), 20, 0.3), false, nil, math.NaN()},
	} {
		p, r := c.m.Pairing(c.c)
		if c.m.SamePeople(c.c) != c.same || !same(r, c.r) || (p == nil) != (c.pairs == nil) || p != nil && *p != *c.pairs {
			t.Errorf("%s: the same people %v, pairs %+v, correlation %v", c.name, c.m.SamePeople(c.c), p, r)
		}
	}
	if why := MPORM.Lacks(counts(7, 20, 5, 21)); !strings.Contains(why, "20 in one and 21") {
		t.Errorf("lacks %q", why)
	}
}

// People of whom each fares alike under both treatments leave no variance, whatever
// their number and the design effect that divides them.
func TestAlikeLeavesNoVariance(t *testing.T) {
	for n := 2.0; n < 40; n++ {
		for x := 1.0; x < n; x++ {
			for _, by := range []float64{1, 1.38, 1.7} {
				for _, m := range []Measure{MPORM, OR, RR, RD} {
					if e := only(t, m, linkedArms(x/by, x/by, n/by, 1), Options{Zero: "none", Double: "keep"}); !math.IsNaN(e.V) {
						t.Errorf("%s of %v in %v, over %v: variance %g", m.Code, x, n, by, e.V)
					}
				}
			}
		}
	}
}

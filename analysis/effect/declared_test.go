package effect

import (
	"math"
	"slices"
	"testing"

	"grove/analysis/study"
)

// The bounds of the correlation are ends of all that the margins of a trial allow, and
// with them its variance is the largest and the smallest of all paired tables that
// have the margins; of means they are −1 and 1.
func TestBoundsOfCorrelations(t *testing.T) {
	o := Options{Zero: "none", Double: "keep"}
	for _, n := range []float64{12, 25} {
		for x := 1.0; x < n; x++ {
			for y := 1.0; y < n; y += 3 {
				least, most := math.Inf(1), 0.0
				for both := 0.0; both <= math.Min(x, y); both++ {
					if p := crossover(both, x-both, y-both, n-x-y+both); p.Pairs.Neither >= 0 {
						v := only(t, MPOR, p, o).V
						least = math.Min(least, v) // NaN without discordant pairs
						if !math.IsNaN(v) {
							most = math.Max(most, v)
						}
					}
				}
				for bound, want := range map[string]float64{"lowest": most, "highest": least} {
					e := only(t, MPORM, MPORM.Declare(counts(x, n, y, n), Declared{Given: true, Bound: bound}), o)
					if !same(e.V, want) || !slices.Equal(e.Converted, []string{"correlation-declared"}) && want > 0 {
						t.Errorf("%v and %v of %v: the variance is %v with the %s correlation, %v among all tables; marked %q", x, y, n, e.V, bound, want, e.Converted)
					}
				}
			}
		}
	}
	twice := averages(5, 2, 20, 4, 3, math.NaN())
	for bound, want := range map[string]float64{"lowest": 25. / 20, "highest": 1. / 20} { // (s₁ ± s₂)²/n
		if e := only(t, MC, MC.Declare(twice, Declared{Given: true, Bound: bound}), Options{}); !same(e.V, want) {
			t.Errorf("means with the %s correlation: variance %v, not %v", bound, e.V, want)
		}
	}
}

// A declared correlation stands in where it is all that lacks, and nowhere else.
func TestDeclare(t *testing.T) {
	d := Declared{Given: true, R: 0.3}
	plain, crossed := counts(7, 20, 5, 20), counts(7, 20, 5, 20)
	crossed.Same = true
	own, unlike, empty := linkedArms(7, 5, 20, 0.1), linkedArms(7, 5, 20, math.NaN()), counts(7, 20, 0, 20)
	unlike.C.N, empty.Same = 21, true
	given := crossed
	given.Y, given.V = 0.2, 0.1
	twice := averages(5, 2, 20, 4, 3, math.NaN())
	known := twice
	known.Within = &study.Within{R: 0.1}
	for _, c := range []struct {
		name string
		m    Measure
		c    study.Contrast
		d    Declared
		used bool
	}{
		{"margins", MPORM, plain, d, true}, {"a crossover", OR, crossed, d, true}, {"means", MC, twice, d, true}, {"means, raw", SMCR, twice, d, true},
		{"none declared", MPORM, plain, Declared{}, false}, {"parallel arms", OR, plain, d, false}, {"its own", MPORM, own, d, false},
		{"other numbers of people", MPORM, unlike, d, false}, {"one table only", OR, empty, d, false}, {"an effect as reported", OR, given, d, false},
		{"pairs", OR, crossover(3, 4, 2, 5), d, false}, {"means with their own", MC, known, d, false}, {"means without", MC, plain, d, false},
		{"another measure", PETO, crossed, d, false},
	} {
		x := c.m.Declare(c.c, c.d)
		if used := len(x.Converted) == 1 && len(x.Notes) == 1 && x.Within.R == d.R; used != c.used || !used && (x.Within != c.c.Within || len(x.Notes) > 0) {
			t.Errorf("%s: %+v", c.name, x)
		}
		if c.c.Converted != nil || c.c.Within != nil && c.c.Within.R == d.R {
			t.Errorf("%s: the contrast was written to", c.name)
		}
	}
	e := only(t, MPORM, MPORM.Declare(plain, Declared{Given: true, R: 0.9}), standard)
	if want := []string{"correlation of the two treatments not reported: declared as 0.9", "the margins allow no correlation of 0.9: the nearest, 0.79, is taken"}; !slices.Equal(e.Notes, want) {
		t.Errorf("notes %q", e.Notes)
	}
}

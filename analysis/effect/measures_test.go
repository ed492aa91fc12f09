package effect

import (
	"math"
	"slices"
	"testing"

	"grove/analysis/study"

	"pgregory.net/rapid"
)

// Tetrachoric correlations and their variances by mpmath with 25 digits, by
// bisection of Plackett's integral; with even margins r is sin 2π(a/n − ¼), and
// for the third table, of 0.8 on the diagonal, cos 36°.
func TestTetrachoric(t *testing.T) {
	for _, c := range []struct{ a, b, c, d, r, v float64 }{
		{4, 119, 11, 128, -0.26312303718839189, 0.023566368322211553},
		{505, 87886, 499, 87892, 0.0026267386418212172, 0.00019133171821854766},
		{40, 10, 10, 40, 0.80901699437494742, 0.0054557831307159776},
		{1, 99, 99, 1, -0.99950656036573156, 4.8201639227466883e-7},
		{90, 3, 5, 70, 0.98903339437513849, 5.8622963052338529e-5},
		{20, 20, 20, 20, 0, 0.030842513753404246},
	} {
		e := tetrachoric(cells{c.a, c.b, c.c, c.d})
		if !(math.Abs(e.y-c.r) <= 1e-12*math.Abs(c.r)+1e-15) || !(math.Abs(e.v-c.v) <= 1e-11*c.v) {
			t.Errorf("%v: %.17g (%.17g), not %.17g (%.17g)", c, e.y, e.v, c.r, c.v)
		}
	}
	if e := tetrachoric(cells{0, 5, 5, 5}); !math.IsNaN(e.y) || !math.IsNaN(e.v) {
		t.Errorf("an empty cell gives %v", e)
	}
}

// Gauss's function by mpmath with 25 digits: r·₂F₁(½, ½; (n−2)/2; 1−r²) and
// ₂F₁(1, 1; n/2; 1−r²).
func TestGauss(t *testing.T) {
	for _, c := range []struct{ r, n, halves, ones float64 }{
		{0.3, 5, 0.39817118456780349, 1.9840510398863621}, {0, 5, 0, 3}, {0.05, 6, 0.063431967419660288, 1.9749048584011006},
		{0.9, 7, 0.91824722213941089, 1.0594086059466427}, {0.5, 30, 0.50711591381429816, 1.0554379012951941},
		{-0.2, 12, -0.21217023567337024, 1.2339402638474589}, {0.7, 500, 0.70035925984426595, 1.0020483407821915},
	} {
		if got := olkinPratt(correlated{c.r, c.n}); !(math.Abs(got-c.halves) <= 1e-13*math.Abs(c.halves)) {
			t.Errorf("r = %v, n = %v: %.17g, not %.17g", c.r, c.n, got, c.halves)
		}
		if got := gaussOnes(c.r, c.n); !(math.Abs(got-c.ones) <= 1e-13*c.ones) {
			t.Errorf("r = %v, n = %v: %.17g, not %.17g", c.r, c.n, got, c.ones)
		}
	}
}

// A group and back: each double transformation leads back to the share or rate it
// came from, whatever its size, and the others to the number they were made of.
func TestWaysBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.IntRange(2, 500).Draw(t, "n"))
		x := float64(rapid.IntRange(0, int(n)).Draw(t, "x"))
		c := averages(math.NaN(), math.NaN(), n, math.NaN(), math.NaN(), math.NaN())
		c.T.Events, c.T.Time, c.T.Mean, c.T.SD = x, n/3, n, 1+x
		r := rapid.Float64Range(-0.99, 0.99).Draw(t, "r")
		c.Within = &study.Within{R: r, R2: r * r, Alpha: r, Items: 7}
		o := Options{Zero: "none", Double: "keep", Correct: "none"}
		for _, m := range []struct {
			m    Measure
			want float64
		}{{PLO, x / n}, {PR, x / n}, {PLN, x / n}, {PRZ, x / n}, {PAS, x / n}, {PFT, x / n}, {IRLN, 3 * x / n}, {IR, 3 * x / n}, {IRS, 3 * x / n}, {IRFT, 3 * x / n},
			{MN, n}, {MNLN, n}, {CVLN, (1 + x) / n}, {SDLN, 1 + x}, {ZCOR, r}, {COR, r}, {ZR2, r * r}, {ABT, r}, {AHW, r}, {ARAW, r}} {
			e := must(t, m.m, []study.Contrast{c}, o)[0]
			if math.IsNaN(e.Y) {
				continue
			}
			if got := m.m.Natural(e)(e.Y); math.Abs(got-m.want) > 1e-9*math.Max(1, m.want) {
				t.Fatalf("%s of %v in %v: %v, and back %v, not %v", m.m.Code, x, n, e.Y, got, m.want)
			}
		}
	})
}

// The way back never falls, so that a lower limit stays below the estimate wherever
// on the analysis scale it lies, and leads to no rate below 0, no share outside 0 and
// 1 and no alpha above 1.
func TestWaysBackRise(t *testing.T) {
	within := map[string][2]float64{"PAS": {0, 1}, "PFT": {0, 1}, "IRS": {0, math.Inf(1)}, "IRFT": {0, math.Inf(1)}, "ZR2": {0, 1}, "AHW": {math.Inf(-1), 1}, "ABT": {math.Inf(-1), 1}}
	for _, m := range Measures {
		for _, size := range []float64{0.3, 2, 40, 1e5} {
			g := study.Group{N: size, Time: size}
			back := m.Natural(study.Effect{T: g, C: g})
			last := math.Inf(-1)
			for y := -4.0; y <= 4; y += 1.0 / 64 {
				x := back(y)
				if limits, ok := within[m.Code]; !(x >= last) || ok && !(x >= limits[0] && x <= limits[1]) {
					t.Errorf("%s of %v: %v is %v, after %v", m.Code, size, y, x, last)
					break
				}
				last = x
			}
		}
	}
}

// A measure of the same people twice that are not correlated is that of two
// independent groups of their size: the mean change has the variance of the mean
// difference, SMCRH that of SMD1H about the same group, the ratio that of ROM.
func TestTwiceWithoutCorrelation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) float64 { return rapid.Float64Range(0.5, 20).Draw(t, name) }
		n := float64(rapid.IntRange(3, 90).Draw(t, "n"))
		m1, m2, s1, s2 := number("m1"), number("m2"), number("s1"), number("s2")
		two, exchanged := averages(m1, s1, n, m2, s2, n), averages(m2, s2, n, m1, s1, n)
		once := averages(m1, s1, n, m2, s2, math.NaN())
		once.Within = &study.Within{}
		of := func(m Measure, c study.Contrast) study.Effect { return must(t, m, []study.Contrast{c}, Options{})[0] }
		for _, pair := range []struct {
			a, b study.Effect
			sign float64
		}{{of(MC, once), of(MD, two), 1}, {of(SMCRH, once), of(SMD1H, exchanged), -1}, {of(ROMC, once), of(ROM, two), 1}} {
			if !same(pair.a.Y, pair.sign*pair.b.Y) || math.Abs(pair.a.V-pair.b.V) > 1e-11*pair.b.V {
				t.Fatalf("%v (%v), two groups %v (%v)", pair.a.Y, pair.a.V, pair.b.Y, pair.b.V)
			}
		}
	})
}

// No events at all, and nothing but events: every measure of counts says
// something under the default rules, or why not.
func TestAllOrNothing(t *testing.T) {
	standard := Options{Add: 0.5, Zero: "needed", Double: "drop"}
	for _, m := range Measures {
		if !needs[m.Needs].counts || m.Needs == Paired {
			continue
		}
		for _, events := range []float64{0, 20} {
			c := counts(events, 20, events, 20)
			c.T.Time, c.C.Time = 30, 40
			e := only(t, m, c, standard)
			dropped := m.Ratio || slices.Contains([]string{"YUQ", "YUY", "OR2D", "OR2DL", "OR2DN"}, m.Code)
			if rate := m.Needs == Rates || m.Needs == Rate; rate && events > 0 {
				dropped = false
			}
			if math.IsNaN(e.Y) != dropped || math.IsNaN(e.Y) && len(e.Notes) == 0 {
				t.Errorf("%s of %v in 20: %v (%v) %q", m.Code, events, e.Y, e.V, e.Notes)
			}
		}
	}
}

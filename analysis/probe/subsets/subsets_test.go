package subsets

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math"
	"runtime"
	"slices"
	"testing"

	"grove/analysis/pool"
	"grove/analysis/tau"
)

// draws is a small generator for test data (Steele, Lea and Flood 2014).
type draws uint64

func (d *draws) next() float64 {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}

// normal is roughly normal.
func (d *draws) normal() float64 {
	s := -6.0
	for range 12 {
		s += d.next()
	}
	return s
}

// trials are k effects with variances spread over so many powers of ten and with
// true effects of standard deviation tau about a mean.
func trials(seed uint64, k int, mean, tau, spread float64) pool.Data {
	d := draws(seed)
	var t pool.Data
	for range k {
		v := 0.05 * math.Pow(10, spread*(d.next()-0.5))
		t.Y = append(t.Y, mean+tau*d.normal()+math.Sqrt(v)*d.normal())
		t.V = append(t.V, v)
	}
	return t
}

var bcg = pool.Data{
	Y: []float64{-0.8893113339202054, -1.5853886572014306, -1.348073148299693, -1.4415511900213054, -0.2175473222112957, -0.786115585818864, -1.6208982235983924, 0.011952333523841173, -0.4694176487381487, -1.3713448034727846, -0.33935882833839015, 0.4459134005713783, -0.017313948216879493},
	V: []float64{0.3255847650039614, 0.19458112139814387, 0.41536796536796533, 0.020010031902247573, 0.05121017216963086, 0.0069056184559087574, 0.22301724757231517, 0.003961579297811992, 0.056434210463248966, 0.07302479361302891, 0.01241221397155972, 0.5325058452001528, 0.0714046596839863},
}

var base = pool.Settings{Model: "random", Tau2: "REML", Interval: "hk-guarded", Prediction: "none", Few: "off", Level: 95}

// close says that two numbers agree to 1e-10 of a scale, or are both not there.
func close(a, b, scale float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || a == b || math.Abs(a-b) <= 1e-10*scale
}

func keep(d pool.Data, s Set) pool.Data {
	var t pool.Data
	for i := range d.Y {
		if s.Has(i) {
			t.Y, t.V = append(t.Y, d.Y[i]), append(t.V, d.V[i])
		}
	}
	return t
}

// agrees holds a row against a refit of its own.
func agrees(t *testing.T, d pool.Data, s pool.Settings, r Row) {
	t.Helper()
	one := keep(d, r.Set)
	f, err := pool.Fit(one, s)
	if err != nil {
		t.Fatal(err)
	}
	vmin := math.Inf(1)
	for _, v := range one.V {
		vmin = min(vmin, v)
	}
	width := max(math.Abs(f.Estimate), f.WaldUpper-f.WaldLower)
	for _, c := range []struct {
		name             string
		got, want, scale float64
	}{
		{"estimate", r.Estimate, f.Estimate, width},
		{"τ²", r.Tau2, f.Tau2, max(f.Tau2, vmin)}, {"I²", r.I2, f.I2, 100}, {"I² from Q", r.I2Q, f.I2Q, 100}, {"Q", r.Q, f.Q, max(f.Q, 1)},
		{"lower", r.Lower, f.CILower, max(width, math.Abs(f.CILower))}, {"upper", r.Upper, f.CIUpper, max(width, math.Abs(f.CIUpper))},
		{"Wald lower", r.WaldLower, f.WaldLower, max(width, math.Abs(f.WaldLower))}, {"Wald upper", r.WaldUpper, f.WaldUpper, max(width, math.Abs(f.WaldUpper))},
	} {
		if !close(c.got, c.want, c.scale) {
			t.Fatalf("%s of subset %b (%d trials) by %s: %.17g, refitted %.17g", c.name, r.Set, r.Set.Size(), s.Tau2, c.got, c.want)
		}
	}
}

var models = []struct{ name, model, tau2 string }{{"common", "common", "REML"}, {"DL", "random", "DL"}, {"PM", "random", "PM"}, {"REML", "random", "REML"}}

// Thousands of subsets, of ordinary data and of nasty ones, are as refitted one
// by one, whatever the model, the interval and the rule for few trials.
func TestSubsetsAreIndependentRefits(t *testing.T) {
	data := []struct {
		name  string
		d     pool.Data
		every int
	}{
		{"BCG", bcg, 7},
		{"no spread", trials(1, 9, 0.3, 0, 1), 1},
		{"far from zero", trials(2, 10, 4000, 0.5, 1), 1},
		{"variances over eight powers of ten", trials(3, 12, 0, 0.3, 8), 3},
		{"one huge trial", pool.Data{Y: []float64{0, 0.8, -0.5, 0.9, 0.2, 0.6, 0.1, -0.3}, V: []float64{1e-9, 0.2, 0.3, 0.4, 0.1, 0.5, 0.6, 0.05}}, 1},
		{"several maxima", pool.Data{Y: []float64{0, 0, 0, 0, 5, -5, 6, -7, 0.1}, V: []float64{0.001, 0.002, 0.001, 0.003, 4, 5, 6, 5, 0.002}}, 1},
		{"all effects equal", pool.Data{Y: []float64{1, 1, 1, 1}, V: []float64{0.1, 0.2, 0.3, 0.4}}, 1},
		{"all variances equal", pool.Data{Y: []float64{1, 2, -1, 0, 3}, V: []float64{0.2, 0.2, 0.2, 0.2, 0.2}}, 1},
		{"one trial", pool.Data{Y: []float64{1}, V: []float64{0.1}}, 1},
	}
	for _, c := range data {
		for _, m := range models {
			for i, interval := range pool.Intervals {
				for _, few := range pool.FewRules {
					s := base
					s.Model, s.Tau2, s.Interval, s.Few = m.model, m.tau2, interval.Code, few.Code
					var kept []Row
					chunks, size := Chunks(len(c.d.Y))
					all := make([][]Row, chunks)
					_, err := Walk(context.Background(), c.d, s, func(chunk int, rows []Row) { all[chunk] = append([]Row(nil), rows...) })
					if errors.Is(err, pool.ErrInterval) && slices.Contains([]string{"hk-iqwig", "kr", "sj", "permutation"}, interval.Code) {
						continue // they need the effects themselves
					}
					if err != nil {
						t.Fatal(err)
					}
					seen := map[Set]bool{}
					for _, rows := range all {
						if len(rows) > size {
							t.Fatalf("a chunk of %d rows", len(rows))
						}
						for _, r := range rows {
							seen[r.Set] = true
						}
						kept = append(kept, rows...)
					}
					if len(seen) != 1<<len(c.d.Y)-1 || seen[0] {
						t.Fatalf("%s: %d subsets of %d trials", c.name, len(seen), len(c.d.Y))
					}
					for j := i % c.every; j < len(kept); j += c.every * 5 {
						agrees(t, c.d, s, kept[j])
					}
				}
			}
		}
	}
}

// The last of four million subsets is as good as the first: nothing adds up.
func TestNoDrift(t *testing.T) {
	d := trials(5, 22, 0.2, 0.3, 2)
	for _, m := range models[:2] {
		s := base
		s.Model, s.Tau2 = m.model, m.tau2
		chunks, _ := Chunks(22)
		last := make([][]Row, chunks)
		n := make([]int, chunks)
		if _, err := Walk(context.Background(), d, s, func(chunk int, rows []Row) {
			n[chunk] = len(rows)
			last[chunk] = append([]Row(nil), rows[len(rows)-3:]...)
		}); err != nil {
			t.Fatal(err)
		}
		total := 0
		for c, rows := range last {
			total += n[c]
			for _, r := range rows {
				agrees(t, d, s, r)
			}
		}
		if total != 1<<22-1 {
			t.Errorf("%d subsets", total)
		}
	}
}

// Rows have the same bits whatever the number of processors.
func TestProcessorsDoNotMatter(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	d := trials(6, 14, 0.2, 0.3, 2)
	for _, m := range models {
		s := base
		s.Model, s.Tau2 = m.model, m.tau2
		var first []uint64
		for i, procs := range []int{1, 2, 4} {
			runtime.GOMAXPROCS(procs)
			chunks, _ := Chunks(len(d.Y))
			sums := make([]uint64, chunks)
			if _, err := Walk(context.Background(), d, s, func(chunk int, rows []Row) {
				h := fnv.New64a()
				if err := binary.Write(h, binary.LittleEndian, rows); err != nil {
					panic(err)
				}
				sums[chunk] = h.Sum64()
			}); err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				first = sums
			}
			for c := range sums {
				if sums[c] != first[c] {
					t.Fatalf("%s with %d processors: chunk %d differs", m.name, procs, c)
				}
			}
		}
	}
}

func TestWalkCanBeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	_, err := Walk(ctx, trials(7, 20, 0, 0.3, 1), base, func(int, []Row) {
		n++
		cancel()
	})
	if err != context.Canceled || n != 1 {
		t.Errorf("%v after %d chunks", err, n)
	}
}

// Where likelihoods have several maxima, and where they nearly have, the proof
// never takes a lower one for the highest: of data with a few precise trials and
// far-off imprecise ones, every subset is as tau.REML finds it.
func TestREMLIsTheHighestMaximum(t *testing.T) {
	several, left, all := 0, 0, 0
	for seed := range 60 {
		d, g := pool.Data{}, draws(100+seed)
		for range 9 {
			v := math.Pow(10, -3+4*g.next())
			d.Y = append(d.Y, g.normal()*math.Sqrt(v+0.3*g.next()*g.next()))
			d.V = append(d.V, v)
		}
		chunks, _ := Chunks(len(d.Y))
		rows := make([][]Row, chunks)
		s := base
		s.Interval = "wald"
		fallbacks, err := Walk(context.Background(), d, s, func(c int, r []Row) { rows[c] = append([]Row(nil), r...) })
		if err != nil {
			t.Fatal(err)
		}
		left += fallbacks
		for _, chunk := range rows {
			for _, r := range chunk {
				if r.Set.Size() < 2 {
					continue
				}
				one := keep(d, r.Set)
				e, err := tau.REML.Fit(one.Y, one.V)
				if err != nil {
					t.Fatal(err)
				}
				all++
				if len(e.Maxima) > 1 {
					several++
				}
				vmin := math.Inf(1)
				for _, v := range one.V {
					vmin = min(vmin, v)
				}
				if math.Abs(r.Tau2-e.Tau2) > 1e-9*(e.Tau2+vmin) {
					t.Fatalf("seed %d, subset %b: τ² %.15g, highest maximum %.15g of %v", seed, r.Set, r.Tau2, e.Tau2, e.Maxima)
				}
			}
		}
	}
	if several < 100 || left == all {
		t.Errorf("%d of %d subsets have several maxima, %d were left to the search", several, all, left)
	}
	t.Logf("%d subsets, %d with several maxima, %d left to the search of all", all, several, left)
}

// No subset is pooled with a τ² below 0, whatever a single fit may be allowed.
func TestSubsetsRefuseTau2BelowZero(t *testing.T) {
	d := pool.Data{Y: []float64{0.1, 0.2, 0.3}, V: []float64{0.2, 0.3, 0.4}}
	s := pool.Settings{Model: "random", Tau2: "DL", Tau2Min: -0.1, Interval: "wald", Prediction: "none", Few: "off", Level: 95}
	if _, err := newProblem(d, s); !errors.Is(err, ErrTau2) {
		t.Errorf("random effects: %v", err)
	}
	s.Model = "common"
	if _, err := newProblem(d, s); err != nil {
		t.Errorf("one effect: %v", err)
	}
}

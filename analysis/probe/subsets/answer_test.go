package subsets

import (
	"context"
	"encoding/json"
	"math"
	"runtime"
	"slices"
	"testing"

	"grove/analysis/pool"
)

// brute is the answer by one refit a subset.
func brute(t *testing.T, d pool.Data, s pool.Settings, st Statement, at float64) (holds, wald, only int, least map[Set]bool, size, moved, movedSize int, means [][2]float64, counts [][2]int) {
	t.Helper()
	k := len(d.Y)
	fit := func(set Set) pool.Result {
		r, err := pool.Fit(keep(d, set), s)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	full := Set(1<<k - 1)
	m := fit(full)
	own, w := st.Stands(m.Estimate, m.CILower, m.CIUpper, at), st.Stands(m.Estimate, m.WaldLower, m.WaldUpper, at)
	means, counts = make([][2]float64, k), make([][2]int, k)
	size, movedSize = k+1, k+1
	for set := Set(1); set <= full; set++ {
		r := fit(set)
		h, hw := st.Stands(r.Estimate, r.CILower, r.CIUpper, at) == own, st.Stands(r.Estimate, r.WaldLower, r.WaldUpper, at) == w
		if h {
			holds++
		} else {
			if n := k - set.Size(); n < size {
				size, least = n, map[Set]bool{}
			}
			if k-set.Size() == size {
				least[full&^set] = true
			}
			if hw && r.Model == m.Model {
				only++
			}
			if n := k - set.Size(); !hw && n < movedSize {
				movedSize, moved = n, 1
			} else if !hw && n == movedSize {
				moved++
			}
		}
		if hw {
			wald++
		}
		for i := range k {
			side := 1
			if set.Has(i) {
				side = 0
			}
			means[i][side] += r.Estimate
			counts[i][side]++
		}
	}
	return
}

// Shares, smallest removals and means with and without each trial are those of
// one refit a subset.
func TestLabIsBruteForce(t *testing.T) {
	weak := trials(11, 8, 0.35, 0.1, 1)
	for _, c := range []struct {
		name string
		d    pool.Data
		at   float64
	}{{"weak", weak, 0}, {"against 0.3", weak, 0.3}, {"BCG", pool.Data{Y: bcg.Y[:9], V: bcg.V[:9]}, 0}, {"two trials", pool.Data{Y: []float64{0.3, 0.5}, V: []float64{0.01, 0.04}}, 0}} {
		for _, few := range []string{"off", "grove-2026"} {
			for _, st := range Statements {
				s := base
				s.Few = few
				a, err := Lab(context.Background(), c.d, s, Ask{Statement: st, At: c.at, Colour: -1})
				if err != nil {
					t.Fatal(err)
				}
				holds, wald, only, least, size, moved, movedSize, means, counts := brute(t, c.d, s, st, c.at)
				if a.Holds.Count != holds || a.HoldsWald.Count != wald || a.OnlyDegrees.Count != only || !math.IsNaN(a.Holds.SE) {
					t.Errorf("%s, %s: %+v, by brute force %d %d %d", c.name, st.Code, a, holds, wald, only)
				}
				if least == nil {
					size = 0
				}
				if moved == 0 {
					movedSize = 0
				}
				if a.Moved.Size != movedSize || a.Moved.Count != moved || a.Moved.OnlyDegrees != 0 {
					t.Errorf("%s, %s: by Wald too %+v, by brute force %d of %d", c.name, st.Code, a.Moved, moved, movedSize)
				}
				if a.Least.Size != size || a.Least.Count != len(least) {
					t.Errorf("%s, %s: removals of %d: %d, by brute force of %d: %d", c.name, st.Code, a.Least.Size, a.Least.Count, size, len(least))
				}
				for i, r := range a.Least.Sets {
					if !least[r.Removed] || i > 0 && before(a.Least.Sets[i-1].Removed, r.Removed) >= 0 {
						t.Errorf("%s, %s: removal %b", c.name, st.Code, r.Removed)
					}
					agrees(t, c.d, s, r.Left)
				}
				for i, p := range a.Trials {
					with, without := means[i][0]/float64(counts[i][0]), means[i][1]/float64(counts[i][1])
					if !close(p.With, with, 1) || !close(p.Without, without, 1) {
						t.Errorf("%s: trial %d: %+v, %v %v", c.name, i, p, with, without)
					}
				}
				in := 0
				for i := range a.Density.With {
					in += a.Density.With[i] + a.Density.Without[i]
				}
				if in+a.Density.Outside != a.Subsets {
					t.Errorf("%d subsets in the density, %d outside, of %d", in, a.Density.Outside, a.Subsets)
				}
				if len(a.Rows) > 0 != (len(c.d.Y) < Few) || !slices.IsSorted(a.Quantiles) {
					t.Errorf("%d rows, quantiles %v", len(a.Rows), a.Quantiles)
				}
			}
		}
	}
}

// The answer is the same to the last bit whatever the number of processors, of all
// subsets and of a sample.
func TestLabDoesNotDependOnProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, k := range []int{13, 27} {
		d := trials(12, k, 0.15, 0.2, 2)
		s := base
		s.Tau2 = "DL"
		var first string
		for _, procs := range []int{1, 2, 4} {
			runtime.GOMAXPROCS(procs)
			a, err := Lab(context.Background(), d, s, Ask{Statement: Statements[0], Colour: -1, Seed: 7})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range []*float64{&a.Holds.SE, &a.HoldsWald.SE, &a.OnlyDegrees.SE, &a.Low.Tau2, &a.Low.I2, &a.Low.I2Q, &a.Low.Q, &a.High.Tau2, &a.High.I2, &a.High.I2Q, &a.High.Q} {
				if math.IsNaN(*x) {
					*x = -1
				}
			}
			text, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			if first == "" {
				first = string(text)
			} else if string(text) != first {
				t.Errorf("k = %d, %d processors:\n%s\nwith one:\n%s", k, procs, text, first)
			}
		}
	}
}

// A sample of subsets says what all of them say, within four standard errors, and
// its draws are those of the published generator.
func TestSample(t *testing.T) {
	g := generator(1234567)
	for _, want := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423} {
		if got := g.next(); got != want {
			t.Errorf("drew %d, want %d", got, want)
		}
	}
	d := trials(13, 12, 0.15, 0.2, 1)
	s := base
	p, err := newProblem(d, s)
	if err != nil {
		t.Fatal(err)
	}
	all, err := Lab(context.Background(), d, s, Ask{Statement: Statements[0], Colour: 0})
	if err != nil {
		t.Fatal(err)
	}
	j := judge{statement: Statements[0], main: all.Stands, wald: all.StandsWald, tau2: all.Main.Tau2}
	tallied := newTallies(p, j, Ask{}, true)
	if _, err := Sample(context.Background(), d, s, 3, tallied.visit); err != nil {
		t.Fatal(err)
	}
	var a Answer
	tallied.answer(&a, 0)
	if a.Subsets != Draws || !(a.Holds.SE > 0) || math.Abs(a.Holds.Share-all.Holds.Share) > 4*a.Holds.SE {
		t.Errorf("share %+v, of all %+v", a.Holds, all.Holds)
	}
}

// Above Exact the smallest removals are found size by size; where both ways can
// be gone they agree.
func TestRemovalsBySize(t *testing.T) {
	d := trials(14, 12, 0.3, 0.05, 1)
	for _, st := range Statements[:2] {
		all, err := Lab(context.Background(), d, base, Ask{Statement: st, Colour: 0})
		if err != nil {
			t.Fatal(err)
		}
		p, err := newProblem(d, base)
		if err != nil {
			t.Fatal(err)
		}
		a := Answer{K: 12}
		if err := a.remove(context.Background(), p, judge{statement: st, main: all.Stands, wald: all.StandsWald, tau2: all.Main.Tau2}); err != nil {
			t.Fatal(err)
		}
		if a.Least.Size != all.Least.Size || a.Least.Count != all.Least.Count || a.Least.OnlyDegrees != all.Least.OnlyDegrees || a.Moved.Count != all.Moved.Count || len(a.Least.Sets) != len(all.Least.Sets) {
			t.Fatalf("by size %+v\nof all %+v", a.Least, all.Least)
		}
		for i := range a.Least.Sets {
			if a.Least.Sets[i].Removed != all.Least.Sets[i].Removed {
				t.Errorf("removal %d: %b, of all %b", i, a.Least.Sets[i].Removed, all.Least.Sets[i].Removed)
			}
		}
	}
}

// Every set of a size comes once, from any starting place.
func TestNthSet(t *testing.T) {
	for k := 1; k <= 9; k++ {
		for r := 1; r <= k; r++ {
			last := uint64(0)
			for i := range choose(k, r) {
				set := nth(k, r, i)
				if Set(set).Size() != r || set <= last || set >= 1<<k {
					t.Fatalf("set %d of %d of %d: %b after %b", i, r, k, set, last)
				}
				last = set
			}
		}
	}
}

package subsets

import (
	"context"
	"math"
	"testing"
)

// All 8,191 subsets of the BCG trials as R's metafor 3.8-1 pools them one by one:
//
//	rma(yi, vi, data=d[i,], method=m, control=list(maxiter=10000, threshold=1e-10))
//
// over every i, a single trial having its own Wald interval and τ² = 0: in how many
// the Wald interval lies below zero, and the mean, the smallest and the largest
// estimate.
func TestSubsetsOfBCGInR(t *testing.T) {
	for _, c := range []struct {
		model                       string
		below                       int
		mean, tau2, lowest, highest float64
		tol                         float64 // R's own: its Paule–Mandel root is searched to 1e-4
	}{
		{"common", 7663, -0.514893705798, math.NaN(), -1.620898223598, 0.445913400571, 1e-9},
		{"DL", 7071, -0.711343521825, 0.307187693182, -1.620898223598, 0.445913400571, 1e-9},
		{"PM", 6940, -0.716094949748, 0.321138304279, -1.620898223598, 0.445913400571, 1e-6},
	} {
		s := base
		s.Interval = "wald"
		for _, m := range models {
			if m.name == c.model {
				s.Model, s.Tau2 = m.model, m.tau2
			}
		}
		chunks, _ := Chunks(13)
		type part struct {
			below     int
			sum, tau2 float64
		}
		parts := make([]part, chunks)
		if _, err := Walk(context.Background(), bcg, s, func(chunk int, rows []Row) {
			p := &parts[chunk]
			for _, r := range rows {
				if r.Upper < 0 {
					p.below++
				}
				p.sum += r.Estimate
				p.tau2 += r.Tau2
			}
		}); err != nil {
			t.Fatal(err)
		}
		var all part
		for _, p := range parts {
			all.below, all.sum, all.tau2 = all.below+p.below, all.sum+p.sum, all.tau2+p.tau2
		}
		a, err := Lab(context.Background(), bcg, s, Ask{Statement: Statements[0], Colour: -1})
		if err != nil {
			t.Fatal(err)
		}
		if all.below != c.below || a.Holds.Count != c.below {
			t.Errorf("%s: %d and %d below zero, in R %d", c.model, all.below, a.Holds.Count, c.below)
		}
		for _, x := range [][2]float64{{all.sum / 8191, c.mean}, {all.tau2 / 8191, c.tau2}, {a.Low.Estimate, c.lowest}, {a.High.Estimate, c.highest}} {
			if math.IsNaN(x[0]) != math.IsNaN(x[1]) || math.Abs(x[0]-x[1]) > c.tol {
				t.Errorf("%s: %.12f, in R %.12f", c.model, x[0], x[1])
			}
		}
	}
}

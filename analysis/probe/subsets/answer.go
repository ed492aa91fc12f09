package subsets

import (
	"context"
	"fmt"
	"sync"

	"grove/analysis/pool"
)

// Ask is what is asked of the subsets of an analysis.
type Ask struct {
	Statement Statement
	At        float64                 // the value it looks at, on the analysis scale
	Colour    int                     // the trial whose presence colours the density; −1 for the one that splits most
	Seed      uint64                  // of a sample
	Progress  func(finished, all int) // nil for none; may be called by several goroutines, one at a time
}

// Answer is what the subsets say.
type Answer struct {
	K          int
	Subsets    int  // pooled: all 2^K − 1, or those drawn
	Sampled    bool // drawn, with Seed
	Seed       uint64
	Main       Row // all trials
	Stands     int // where the main result stands to the value: 1 above, −1 below, 0 neither
	StandsWald int // by its Wald interval

	Holds, HoldsWald, OnlyDegrees Share // the statement; it by Wald intervals; it fails and not by Wald intervals, under the main model

	Low, High Row        // the smallest and the largest estimate
	Quantiles []float64  // of the estimates, at Probabilities
	Trials    []Presence // by trial
	Splits    int        // the trial whose presence moves the mean estimate most
	Colour    int        // the trial of the density
	Density   Density
	Rows      []Row // every subset, the largest first, of fewer than Few trials

	Least     Removals // the smallest sets whose removal changes where the statement stands
	Moved     Removals // the smallest of those that do so by the Wald interval too
	Fallbacks int      // subsets whose τ² was left to package tau
}

// Few is the number of trials below which every subset is shown.
const Few = 6

// Probabilities are those of the quantiles.
var Probabilities = []float64{0.025, 0.25, 0.5, 0.75, 0.975}

// Share is a count of subsets with its share; SE is the standard error of a
// sample's share, √(p(1−p)/n), NaN where every subset was pooled.
type Share struct {
	Count     int
	Share, SE float64
}

// Presence is what subsets with a trial say, and those without it: the means of
// their estimates and the shares in which the statement holds, NaN where there
// are none.
type Presence struct {
	With, Without           float64
	HoldsWith, HoldsWithout float64
}

// Removals are the sets of one size whose removal changes a statement. Size is 0
// when no set does so of those looked at, whose largest size is Looked; at most
// Listed sets are listed, in the order of the data.
type Removals struct {
	Size, Count, OnlyDegrees, Looked int
	Sets                             []Removal
}

// Listed is how many removals are listed at most.
const Listed = 40

// Removal is one of them, with what is left.
type Removal struct {
	Removed     Set
	Left        Row
	OnlyDegrees bool // the Wald interval of what is left does not change the statement
}

// looked is how many removals are looked at, where not every subset is pooled.
const looked = 1 << 20

// Lab asks the subsets of d under s: all of them up to Exact trials, a sample of
// Draws above. The errors are those of Walk and Sample, and pool.ErrData for a
// colour that is no trial.
func Lab(ctx context.Context, d pool.Data, s pool.Settings, ask Ask) (Answer, error) {
	p, err := newProblem(d, s)
	if err != nil {
		return Answer{}, err
	}
	k := len(d.Y)
	if ask.Colour < -1 || ask.Colour >= k {
		return Answer{}, fmt.Errorf("%w: no trial %d", pool.ErrData, ask.Colour+1)
	}
	a := Answer{K: k, Sampled: k > Exact}
	j := judge{statement: ask.Statement, at: ask.At}
	newWorker(p).one(&a.Main, ^uint64(0)>>(64-k))
	j.main, j.wald = ask.Statement.at(&a.Main, ask.At)
	j.tau2 = a.Main.Tau2
	a.Stands, a.StandsWald = j.main, j.wald
	t := newTallies(p, j, ask, a.Sampled)
	if a.Sampled {
		a.Seed = ask.Seed
		a.Fallbacks, err = Sample(ctx, d, s, ask.Seed, t.visit)
	} else {
		a.Fallbacks, err = Walk(ctx, d, s, t.visit)
	}
	if err != nil {
		return Answer{}, err
	}
	t.answer(&a, ask.Colour)
	if a.Sampled {
		err = a.remove(ctx, p, j)
	}
	return a, err
}

// remove looks for the smallest removals where not every subset was pooled, size
// by size, while no more than so many are looked at.
func (a *Answer) remove(ctx context.Context, p *problem, j judge) error {
	a.Least, a.Moved = Removals{}, Removals{}
	seen := 0
	for r := 1; r < a.K; r++ {
		if seen += choose(a.K, r); seen > looked {
			return nil
		}
		var least, moved leftover
		var mu sync.Mutex
		if _, err := p.removals(ctx, r, func(_ int, rows []Row) {
			mu.Lock()
			defer mu.Unlock()
			for i := range rows {
				j.sort(&rows[i], a.K-r, j.of(&rows[i]), &least, &moved)
			}
		}); err != nil {
			return err
		}
		for _, x := range []struct {
			to   *Removals
			from *leftover
		}{{&a.Least, &least}, {&a.Moved, &moved}} {
			if x.to.Size == 0 {
				*x.to = x.from.removals(p, j)
				x.to.Looked = r
			}
		}
		if a.Moved.Size > 0 {
			return nil
		}
	}
	return nil
}

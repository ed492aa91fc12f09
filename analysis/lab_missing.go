package analysis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"grove/analysis/choose"
	"grove/analysis/figure"
	"grove/analysis/missing"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// usualOdds are the informative missingness odds ratios tried unless the
// protocol says others, and usualSpread the standard deviation of their
// logarithm; of means, usualUnits are in standard deviations of the outcome.
var (
	usualOdds  = []float64{0.125, 0.25, 0.5, 1, 2, 4, 8}
	usualUnits = []float64{-1, -0.5, -0.25, 0, 0.25, 0.5, 1}
)

// usualSpread is how sure one is of a belief unless the protocol says: the
// standard deviation of a log odds ratio, or in standard deviations of the outcome.
const (
	usualSpread = 1
	usualUnit   = 0.5
)

// missingOutcomes pools the main estimate's trials again under assumptions about
// people whose outcome is not known.
func missingOutcomes(ctx context.Context, _ Input, asked protocol.Analysis, s protocol.Scenario, m measured, a *report.Analysis) error {
	x := report.Missing{ID: s.ID, Title: cmp.Or(s.Title, "People whose outcome is not known"), Measure: a.Measure}
	at, err := statement(s, *a, &x.Asked)
	if err != nil {
		return err
	}
	stands := func(r pool.Result) int { return x.Asked.Statement.Stands(r.Estimate, r.CILower, r.CIUpper, at) }
	x.Asked.Stands = stands(a.Main.Result)
	defer func() { a.Missing = append(a.Missing, x) }()
	if x.Method, err = missing.For(a.Measure.Code); err != nil {
		x.Failed = err.Error()
		return nil
	}
	if pool.Independent(a.Main.Result.Model) || a.Main.Result.K == 0 {
		x.Failed = "assumptions about the missing need a model that pools effects, and a trial"
		return nil
	}
	trials := make([]missing.Trial, len(m.effects))
	for i, e := range m.effects {
		c := m.chosen[i].Contrast
		trials[i] = missing.Trial{T: c.T, C: c.C, MissingT: lost(c.T.N, c.T.Randomised), MissingC: lost(c.C.N, c.C.Randomised), Y: e.Y, V: e.V}
		if !ofTwoArms(a.Measure, c) {
			trials[i].MissingT, trials[i].MissingC = math.NaN(), math.NaN() // the effect is not that of two arms
		}
	}
	x.T, x.C, x.Silent = missing.Count(trials)
	if x.T+x.C == 0 {
		x.Failed = fmt.Sprintf("no trial says that people are missing (%d of %d do not say how many were randomised, or their effect is not that of two arms)", x.Silent, len(trials))
		return nil
	}
	settings := asked.Settings
	pooled := func(title string, y, v []float64) {
		row := report.MissingRow{Title: title}
		var err error
		if row.Result, err = pool.Fit(pool.Data{Y: y, V: v, N: m.data.N, Measure: m.data.Measure}, settings); err != nil {
			row.Failed = err.Error()
		} else {
			row.Holds = stands(row.Result) == x.Asked.Stands
			wald := x.Asked.Statement.Stands(row.Result.Estimate, row.Result.WaldLower, row.Result.WaldUpper, at)
			row.OnlyDegrees = !row.Holds && row.Result.Model == a.Main.Result.Model && row.Result.DF != a.Main.Result.DF && wald == x.Asked.Statement.Stands(a.Main.Result.Estimate, a.Main.Result.WaldLower, a.Main.Result.WaldUpper, at)
		}
		x.Rows = append(x.Rows, row)
	}
	under := func(title string, b missing.Belief) {
		y, v := x.Method.Effects(a.Measure.Code, trials, b)
		pooled(title, y, v)
	}
	counts := x.Method.Code == missing.IMOR.Code
	scale := func(belief float64) float64 { return belief }
	unit := 1.0
	beliefs := s.Beliefs
	if counts {
		scale = math.Log
		if beliefs == nil {
			beliefs = usualOdds
		}
		if beliefs[0] <= 0 {
			return fmt.Errorf("%w: %s: beliefs about counts are odds ratios, above 0", choose.ErrProtocol, s.ID)
		}
	} else if beliefs == nil {
		unit = typicalSD(trials)
		for _, u := range usualUnits {
			beliefs = append(beliefs, u*unit)
		}
	}
	b := s.Belief
	if b.SD == 0 {
		b.SD = usualSpread
		if !counts {
			b.SD = usualUnit * typicalSD(trials)
		}
	}
	x.SD, x.Correlation = b.SD, b.Correlation
	if counts {
		under("All the missing of the experimental arm with the event, none of the control arm", missing.MostEvents)
		under("None of the missing of the experimental arm with the event, all of the control arm", missing.FewestEvents)
		y, v := missing.Gamble(a.Measure.Code, trials, pool.Critical(settings.Level))
		pooled("Each trial's interval widened to both extremes (Gamble and Hollis)", y, v)
	}
	under("The missing like the observed, but not surely", b)
	for _, end := range []float64{beliefs[0], beliefs[len(beliefs)-1]} {
		word := report.MissingBelief(x.Method, end)
		under("In both arms: "+word, missing.Belief{T: scale(end), C: scale(end)})
		under("In the experimental arm only: "+word, missing.Belief{T: scale(end)})
		under("In the control arm only: "+word, missing.Belief{C: scale(end)})
	}
	scaled := make([]float64, len(beliefs))
	for i, v := range beliefs {
		scaled[i] = scale(v)
	}
	d := pool.Data{N: m.data.N, Measure: m.data.Measure}
	for i, p := range missing.Tipping(x.Method, d, trials, settings, scaled) {
		cell := report.MissingCell{T: beliefs[i%len(beliefs)], C: beliefs[i/len(beliefs)], Result: p.Result}
		if p.Err != nil {
			cell.Failed = p.Err.Error()
		} else {
			cell.Holds = stands(p.Result) == x.Asked.Stands
		}
		x.Map = append(x.Map, cell)
	}
	x.Boundary = boundary(ctx, x.Method, d, trials, settings, scaled, func(r pool.Result) bool { return stands(r) == x.Asked.Stands }, counts)
	return ctx.Err()
}

// lost is how many people of an arm have no outcome, NaN where it is not said.
func lost(n, randomised float64) float64 {
	if !(randomised >= n) {
		return math.NaN()
	}
	return randomised - n
}

// typicalSD is the median of the standard deviations of all arms.
func typicalSD(trials []missing.Trial) float64 {
	var all []float64
	for _, t := range trials {
		for _, sd := range []float64{t.T.SD, t.C.SD} {
			if sd > 0 {
				all = append(all, sd)
			}
		}
	}
	if len(all) == 0 {
		return 1
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// boundary is the line between the beliefs under which the statement holds and
// those under which it does not: for fine steps of either arm's belief, the other
// arm's at which it turns. The points are on the natural scale of the beliefs, from
// left to right.
func boundary(ctx context.Context, method missing.Method, d pool.Data, trials []missing.Trial, s pool.Settings, scaled []float64, holds func(pool.Result) bool, logs bool) []figure.Point {
	const steps = 40
	natural := func(x float64) float64 {
		if logs {
			return math.Exp(x)
		}
		return x
	}
	at := func(t, c float64) bool {
		y, v := method.Effects(d.Measure, trials, missing.Belief{T: t, C: c})
		r, err := pool.Fit(pool.Data{Y: y, V: v, N: d.N, Measure: d.Measure}, s)
		return err == nil && holds(r)
	}
	var line []figure.Point
	low, high := scaled[0], scaled[len(scaled)-1]
	for i := 0; i <= steps && ctx.Err() == nil; i++ {
		fixed := low + float64(i)/steps*(high-low)
		if t, ok := turn(scaled, func(t float64) bool { return at(t, fixed) }); ok {
			line = append(line, figure.Point{X: natural(t), Y: natural(fixed)})
		}
		if c, ok := turn(scaled, func(c float64) bool { return at(fixed, c) }); ok {
			line = append(line, figure.Point{X: natural(fixed), Y: natural(c)})
		}
	}
	slices.SortFunc(line, func(a, b figure.Point) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	return line
}

// turn is where what holds at one end of a range turns, by halving between the
// first neighbours that differ.
func turn(places []float64, holds func(float64) bool) (at float64, ok bool) {
	const halvings = 30
	for j := 1; j < len(places); j++ {
		a, b := places[j-1], places[j]
		first := holds(a)
		if first == holds(b) {
			continue
		}
		for range halvings {
			if middle := (a + b) / 2; holds(middle) == first {
				a = middle
			} else {
				b = middle
			}
		}
		return b, true
	}
	return 0, false
}

package analysis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"grove/analysis/choose"
	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/probe"
	"grove/analysis/probe/subsets"
	"grove/analysis/protocol"
	"grove/analysis/report"
	"grove/analysis/study"
)

// lab is a kind of scenario that counts refits instead of showing each.
type lab struct {
	kind string
	ask  func(ctx context.Context, in Input, asked protocol.Analysis, s protocol.Scenario, m measured, a *report.Analysis) error
}

// labs are all of them.
var labs = []lab{
	{"all-subsets", allSubsets},
	{"choices", allChoices},
	{"missing", missingOutcomes},
	{"next-trial", nextTrial},
	{"fragility", fragility},
	{"moderators", moderators},
}

// seed is that of every sample of subsets.
const seed = 20260101

// allSubsets pools every subset of the trials of the main estimate. A model or
// an estimator that has no fast way over subsets leaves no answer, and says so.
func allSubsets(ctx context.Context, in Input, asked protocol.Analysis, s protocol.Scenario, m measured, a *report.Analysis) error {
	x := report.Subsets{ID: s.ID, Title: cmp.Or(s.Title, "Every subset of the trials"), Measure: a.Measure, Trials: a.Main.Trials}
	at, err := statement(s, *a, &x.Asked)
	if err != nil {
		return err
	}
	ask := subsets.Ask{Statement: x.Asked.Statement, At: at, Colour: -1, Seed: seed, Progress: in.Progress}
	if s.Colour != "" {
		ask.Colour = slices.IndexFunc(m.effects, func(e study.Effect) bool { return e.Study == s.Colour })
		if ask.Colour < 0 {
			return fmt.Errorf("%w: colour: %q is no study of the main estimate", choose.ErrProtocol, s.Colour)
		}
	}
	x.Answer, err = subsets.Lab(ctx, m.data, asked.Settings, ask)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		x.Failed = err.Error()
	}
	x.Asked.Stands = x.Answer.Stands
	a.Subsets = append(a.Subsets, x)
	return nil
}

// statement is what a scenario asks of the analysis, with its value on the
// analysis scale. No difference is asked of a measure of difference only; a
// margin is known on the analysis scale of ratios and of what is pooled as it is.
func statement(s protocol.Scenario, a report.Analysis, asked *report.Asked) (at float64, err error) {
	asked.Statement, _ = subsets.LookupStatement(s.Statement)
	declared := map[string]*report.Margin{"mid": a.Mid, "margin": a.Margin}
	asked.At, at = a.Measure.Back(a.Measure.Null), a.Measure.Null
	if asked.Statement.At == "null" && math.IsNaN(at) {
		return 0, fmt.Errorf("%w: statement: %s is not a measure of difference; a margin may be declared and asked for", choose.ErrProtocol, a.Measure.Code)
	}
	if m, ok := declared[asked.Statement.At]; ok {
		if m == nil {
			return 0, fmt.Errorf("%w: statement: the analysis declares no %s", choose.ErrProtocol, asked.Statement.At)
		}
		asked.At, at = m.Value, m.Value
		switch {
		case a.Measure.Ratio:
			at = math.Log(m.Value)
		case a.Measure.Back(at) != at:
			return 0, fmt.Errorf("%w: statement: %s is pooled on another scale than its %s", choose.ErrProtocol, a.Measure.Code, asked.Statement.At)
		}
	}
	return at, nil
}

// allChoices refits the analysis under every combination of the choices that a
// scenario declares. A cell of another measure than the main one has nothing to
// say of a value on the main one's scale.
func allChoices(ctx context.Context, in Input, asked protocol.Analysis, s protocol.Scenario, _ measured, a *report.Analysis) error {
	x := report.Choices{ID: s.ID, Title: cmp.Or(s.Title, "Every combination of choices")}
	at, err := statement(s, *a, &x.Asked)
	if err != nil {
		return err
	}
	st := x.Asked.Statement
	stands := func(e report.Estimate) (own, wald int) {
		r, at := e.Result, at
		if st.At == "null" {
			at = e.Measure.Null
		}
		own = st.Stands(r.Estimate, r.CILower, r.CIUpper, at)
		if math.IsNaN(r.WaldLower) {
			return own, own
		}
		return own, st.Stands(r.Estimate, r.WaldLower, r.WaldUpper, at)
	}
	own, wald := stands(a.Main)
	x.Asked.Stands = own
	var grid []probe.Specification
	for _, c := range s.Cells {
		if err := ctx.Err(); err != nil {
			return err
		}
		if c.Measure != a.Measure.Code && st.At != "null" {
			return fmt.Errorf("%w: the %s is declared for %s and says nothing of %s", choose.ErrProtocol, st.At, a.Measure.Code, c.Measure)
		}
		p := plan{c.Select, c.Measure, c.Settings, c.Options}
		cell := report.ChoiceCell{At: c.At, SameAs: -1}
		m, err := measure(in.Tables, p)
		if err == nil {
			cell.Estimate, err = estimate(m, p)
		}
		if err != nil {
			row, _ := effect.Lookup(c.Measure)
			cell.Estimate.Measure, cell.Estimate.Result = row, pool.Undefined(p.settings, len(m.data.Y), math.NaN())
			fail(&cell.Estimate, err)
		}
		e := cell.Estimate
		one := probe.Specification{At: c.At, Z: math.NaN()}
		if e.Failed == "" && e.Result.K > 0 {
			o, w := stands(e)
			one.Holds, one.Wald, one.Z = o == own, w == wald, e.Result.Estimate/waldSE(e)
			cell.SameAs = slices.IndexFunc(x.Cells, func(other report.ChoiceCell) bool { return repeats(e, other.Estimate) })
		}
		cell.Holds, cell.OnlyDegrees = one.Holds, !one.Holds && one.Wald && e.Result.Model == a.Main.Result.Model
		x.Cells, grid = append(x.Cells, cell), append(grid, one)
		switch {
		case e.Failed != "" || e.Result.K == 0:
			x.Failed++
		case cell.SameAs >= 0:
			x.Repeat++
		default:
			x.Distinct++
			if cell.Holds {
				x.Agree++
			}
			if cell.OnlyDegrees {
				x.OnlyDegrees++
			}
		}
	}
	axes, most := probe.Axes(len(s.Axes), grid)
	x.Most = most
	for i, axis := range axes {
		x.Axes = append(x.Axes, report.ChoiceAxis{Name: s.Axes[i].Name, Options: s.Axes[i].Options, Axis: axis})
	}
	a.Choices = append(a.Choices, x)
	return nil
}

// waldSE is the standard error behind the Wald interval, of a posterior, which has
// none, its standard deviation.
func waldSE(e report.Estimate) float64 {
	if e.Result.Posterior.Prior != "" {
		return e.Result.SE
	}
	return (e.Result.WaldUpper - e.Result.WaldLower) / (2 * pool.Critical(e.Settings.Level))
}

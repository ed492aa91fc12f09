package report

import (
	"fmt"
	"math"

	"grove/analysis/pool"
)

// PosteriorSentence says what a posterior adds to its interval: τ and the
// probability of a direction; empty for a model without one.
func PosteriorSentence(r pool.Result, settings pool.Settings) string {
	p := r.Posterior
	if p.Prior == "" {
		return ""
	}
	s := fmt.Sprintf("Posterior: τ has the median %s (%s%% credible interval %s to %s)",
		Variance(p.Tau.Median), Level(settings.Level), Variance(p.Tau.Lower), Variance(p.Tau.Upper))
	if !math.IsNaN(p.Tau.Mean) {
		s += ", the mean " + Variance(p.Tau.Mean)
	}
	return s + fmt.Sprintf("; the probability of a mean above no difference on the analysis scale is %s.", Percent(100*p.Positive))
}

// priorJSON is a prior with the parameters that it takes, of a published one the
// distribution that it stands for; nil for none.
func priorJSON(p pool.Prior) any {
	if p.Tau == "" {
		return nil
	}
	p = p.Plain()
	o := object{{"tau", p.Tau}}
	for _, x := range []struct {
		name  string
		takes bool
		value float64
	}{{"scale", p.Scale != 0, p.Scale}, {"location", p.Location != 0, p.Location}, {"df", p.DF != 0, p.DF}, {"mean", p.SD > 0, p.Mean}, {"sd", p.SD > 0, p.SD}} {
		if x.takes {
			o = append(o, member{x.name, Num(x.value)})
		}
	}
	return o
}

// posteriorJSON is a posterior on the analysis scale, its trials by study.
func posteriorJSON(p pool.Posterior, e Estimate) object {
	summary := func(s pool.Summary) object { return summaryJSON(s, math.Sqrt(tauScale(e))) } // the smallest standard error
	trials := []any{}
	for i, s := range p.Trials {
		trials = append(trials, append(object{{"study", e.Trials[i].Study}}, summary(s)...))
	}
	return object{{"tau", summary(p.Tau)}, {"mean", summary(p.Mean)}, {"new", summary(p.New)}, {"above_zero", Num(p.Positive)}, {"trials", trials}}
}

// summaryJSON is a distribution, in a unit.
func summaryJSON(s pool.Summary, unit float64) object {
	at := func(x float64) Num { return settle(x, unit) }
	return object{{"mean", at(s.Mean)}, {"sd", Num(s.SD)}, {"median", at(s.Median)}, {"lb", at(s.Lower)}, {"ub", at(s.Upper)}}
}

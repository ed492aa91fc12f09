package check

import (
	"math"

	"grove/analysis/study"
)

const leastRiskSpread = 0.5 // of log odds between trials, however alike the others look

// logit is the log odds of an arm with a half added to both cells, and its
// variance.
func logit(g study.Group) (y, v float64) {
	a, b := g.Events+0.5, g.N-g.Events+0.5
	return math.Log(a / b), 1/a + 1/b
}

// risks are the log odds of one arm over the trials of a family.
type risks struct {
	y, v   []float64
	others others
}

func armRisks(t Trials, f family, arm int) risks {
	r := risks{y: make([]float64, len(f)), v: make([]float64, len(f))}
	for i, at := range f {
		r.y[i], r.v[i] = logit(t.Trials[at].arms()[arm])
	}
	r.others = leaveOut(r.y)
	return r
}

// against is where the other values than the i-th lie, and how far a single one
// is from there as a rule: their MAD, its own standard error, or 0.5, whichever
// is most.
func (r risks) against(i int) (m, sigma float64) {
	m, mad := r.others.spread(i)
	return m, max(leastRiskSpread, mad, math.Sqrt(r.v[i]))
}

// beside writes the risks of a trial next to those of the others of its family,
// with the question they raise.
func (t Trials) beside(f family, i int, arms [2]risks, question string) string {
	x := t.Trials[f[i]]
	return say("%v of %v and %v of %v had the event, %v%% and %v%%, where the median risks of the other %d trials are %v%% and %v%%: %s",
		x.T.Events, x.T.N, x.C.Events, x.C.N, percent(x.T.Events/x.T.N), percent(x.C.Events/x.C.N), len(f)-1,
		percent(expit(arms[0].others.median(i))), percent(expit(arms[1].others.median(i))), question)
}

func expit(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// percent is a share in percent to one decimal.
func percent(x float64) float64 { return math.Round(1000*x) / 10 }

package pool

import (
	"math"

	"grove/analysis/study"
)

// Model is one way to a pooled estimate.
type Model struct {
	Code, Name string
	Random     bool                                        // has a between-trial variance
	spreads    bool                                        // its variance allows for differences between trials, its weights do not
	one        string                                      // the model of one effect that takes its place where trials are few; empty for none
	Measures   []string                                    // the codes of the measures it pools; nil for all
	WaldOnly   bool                                        // its variance is only known for a normal reference
	orT        bool                                        // of a Wald-only model: for t with k−1 degrees of freedom as well
	carries    func(measure string, t, c study.Group) bool // says of a trial without an effect of its own that its counts carry weight; nil for none
	sized      bool                                        // weights trials by their people, so that an effect and its variance are not all it needs
	own        Interval                                    // the interval its variance is made for; none to have that of the settings
	centre     func(Data, Settings) (centre, error)
	pick       func(Data) (model, why string, err error)                 // for a rule that picks another model
	fit        func(d Data, s Settings, prediction bool) (Result, error) // instead of centre, for a model that makes its own intervals
	Cites      []string
}

// Models are the models, the default first.
var Models = []Model{Random, Common, Equal, SampleSize, MantelHaenszel, Peto, Mixed, MixedCommon, BetaBinomial, Rare, IVhet, UWLS, WAAP, HenmiCopas, Bayes}

// centre is what a model finds before any interval is made: the estimate, its
// standard error, the weights (not yet percent), and τ² where it has one.
type centre struct {
	estimate, se                       float64
	weights                            []float64
	tau2Method, tau2Interval           string
	tau2, tau2SE, tau2Lower, tau2Upper float64
	spread                             float64   // Hartung and Knapp's factor q, NaN without one
	about                              float64   // the centre of Cochran's Q
	y, v                               []float64 // the effects of which Q is made, where they are not the data's own
	tests                              []Test
	variant                            string // the likelihood of a mixed model
	converged                          bool
	notes                              []string
}

// rounding is how far apart, for their size, two effects may be that are equal on
// paper: four units in the last place.
const rounding = 0x1p-50

// mean is the weighted mean Σwy/Σw, its standard error 1/√Σw, the weights
// w = 1/(v+tau2) and Hartung and Knapp's factor
//
//	q = Σw(y−μ)²/(k−1),
//
// NaN for one trial and 0 where the effects are equal but for rounding. The mean is
// taken about the first effect, so that effects far from zero lose no digits.
func mean(y, v []float64, tau2 float64) (mu, se float64, w []float64, q float64) {
	w = make([]float64, len(y))
	var sw, swy float64
	for i := range y {
		w[i] = 1 / (v[i] + tau2)
		sw += w[i]
		swy += float64(w[i] * (y[i] - y[0]))
	}
	off := swy / sw
	var ss float64
	equal := true
	for i := range y {
		d := (y[i] - y[0]) - off
		ss += float64(w[i] * float64(d*d))
		equal = equal && math.Abs(y[i]-y[0]) <= rounding*math.Abs(y[0])
	}
	if equal {
		ss = 0
	}
	q = math.NaN()
	if len(y) > 1 {
		q = ss / float64(len(y)-1)
	}
	return y[0] + off, math.Sqrt(1 / sw), w, q
}

// Carries says whether a trial without an effect of its own still carries
// weight in a model, because the model pools its counts.
func Carries(model, measure string, t, c study.Group) bool {
	m, ok := find(Models, func(m Model) string { return m.Code }, model)
	return ok && m.carries != nil && m.carries(measure, t, c)
}

// Independent says whether a model pools the counts of the arms as those of
// different people.
func Independent(model string) bool {
	m, ok := find(Models, func(m Model) string { return m.Code }, model)
	return ok && m.carries != nil
}

// EffectsOnly says whether an effect and its variance are all that a model needs
// of a trial.
func EffectsOnly(model string) bool {
	m, _ := find(Models, func(m Model) string { return m.Code }, model)
	return m.carries == nil && !m.sized
}

// people is the number of people of all trials, NaN when one is not reported.
func people(n []float64) float64 {
	if n == nil {
		return math.NaN()
	}
	var sum float64
	for _, x := range n {
		sum += x
	}
	return sum
}

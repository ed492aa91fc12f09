package tau

import (
	"fmt"
	"math"
	"strings"
)

// ML maximises the likelihood of y ~ N(μ, v+τ²) over τ² ≥ 0. The standard
// error is that of the expected information, √(2/Σu²).
// Hardy and Thompson 1996; Viechtbauer 2005.
var ML = Estimator{Code: "ML", Name: "maximum likelihood", Iterative: true, Cites: []string{"hardy1996", "viechtbauer2005"},
	Fit: mean(ml), Regress: about(ml), Several: func(l *Levels) Variances { return l.maximise(false) }}

func ml(m model) Estimate { return highest(m, false) }

// REML maximises the restricted likelihood of y ~ N(μ, v+τ²) over τ² ≥ 0, which
// allows for the estimation of μ. The standard error is that of the expected
// information, √(2/tr P²). Viechtbauer 2005; Raudenbush 2009.
var REML = Estimator{Code: "REML", Name: "restricted maximum likelihood", Iterative: true, Cites: []string{"viechtbauer2005", "raudenbush2009"},
	Fit: mean(reml), Regress: about(reml), Several: func(l *Levels) Variances { return l.maximise(true) }}

func reml(m model) Estimate { return highest(m, true) }

// highest finds every local maximum of the likelihood and takes the highest; of
// equally high ones the smallest.
func highest(m model, restricted bool) Estimate {
	all, ok := maxima(m, restricted)
	if len(all) == 0 { // numbers whose squares overflow have no score
		return Estimate{SE: math.NaN(), Maxima: []float64{0}, restricted: restricted}
	}
	best := all[0]
	if len(all) > 1 {
		top := math.Inf(-1)
		for _, t := range all {
			if l := m.logLikelihood(t, restricted); l > top {
				best, top = t, l
			}
		}
	}
	e := Estimate{Tau2: best, SE: math.Sqrt(2 / m.score(best, restricted).d), Converged: ok, Truncated: best == 0, Maxima: all, restricted: restricted}
	if len(all) > 1 {
		e.Notes = append(e.Notes, severalMaxima(all))
	}
	return e
}

func severalMaxima(maxima []float64) string {
	at := make([]string, len(maxima))
	for i, t := range maxima {
		at[i] = fmt.Sprintf("%.4g", t)
	}
	return fmt.Sprintf("the likelihood has %d local maxima, at τ² %s; the highest is taken", len(maxima), strings.Join(at, " and "))
}

// logLikelihood is, without its constants,
//
//	−½ Σ ln(v+τ²) − ½ Σu(y−μ)²,  restricted further − ½ ln Σu.
func (s *sample) logLikelihood(tau2 float64, restricted bool) float64 {
	q, _ := s.total(tau2)
	var su, logs float64
	for i, v := range s.v {
		su += s.a[i]
		logs += math.Log(v + tau2)
	}
	l := -(logs + q) / 2
	if restricted {
		l -= math.Log(su) / 2
	}
	return l
}

package tau

import "math"

// HS equates Cochran's Q = Σw(y−μ)² with k rather than with what is expected of
// it,
//
//	τ² = max(0, (Q − k)/Σw),
//
// which is biased downwards. The standard error is √Var(Q)/Σw at that τ². About a
// linear model Q is that about the model and k stays the number of trials.
// Hunter and Schmidt 2004; Viechtbauer 2005.
var HS = Estimator{Code: "HS", Name: "Hunter–Schmidt", Cites: []string{"hunter2004", "viechtbauer2005"},
	Fit: mean(hs), Down: down(hs), Regress: about(hs)}

func hs(m model) Estimate { return hunterSchmidt(m, 1) }

// HSk is HS with the spread that it starts from corrected for the estimated
// coefficients:
//
//	τ² = max(0, (Q k/(k−p) − k)/Σw),
//
// the standard error being k/(k−p) times that of HS. Brannick, Potter, Benitez
// and Morris 2019.
var HSk = Estimator{Code: "HSk", Name: "Hunter–Schmidt, corrected for small samples", Cites: []string{"brannick2019", "viechtbauer2005"},
	Fit: mean(hsk), Down: down(hsk), Regress: about(hsk)}

func hsk(m model) Estimate { return hunterSchmidt(m, m.trials()/m.df()) }

func hunterSchmidt(m model, correction float64) Estimate {
	w := weights(m, inverse)
	var sum float64
	for _, x := range w {
		sum += x
	}
	raw := (float64(m.quadratic(w).q*correction) - m.trials()) / sum
	e := Estimate{Tau2: max(m.least(), raw), Converged: true, Truncated: raw < m.least()}
	e.SE = correction * math.Sqrt(m.varianceOfQ(w, max(0, e.Tau2))) / sum
	return e
}

package pool

import (
	"fmt"

	"grove/analysis/tau"
)

// Random lets the true effects vary about their mean with variance τ²:
//
//	μ = Σuy/Σu,  SE = 1/√Σu,  u = 1/(v+τ²),
//
// with τ² by the estimator named in the settings and its interval by the
// Q-profile method. DerSimonian and Laird 1986; Viechtbauer 2007.
var Random = Model{Code: "random", Name: "random effects", Random: true, one: "common", centre: random, Cites: []string{"dersimonian1986", "viechtbauer2007"}}

func random(d Data, s Settings) (centre, error) {
	e, ok := tau.Lookup(s.Tau2)
	if !ok {
		return centre{}, fmt.Errorf("%w: tau2 %q", ErrSettings, s.Tau2)
	}
	t, err := e.Fit(d.Y, d.V)
	if err != nil {
		return centre{}, fmt.Errorf("tau² by %s: %w", e.Code, err)
	}
	lo, hi, notes := tau.QProfile(d.Y, d.V, s.Level)
	mu, se, w, q := mean(d.Y, d.V, t.Tau2)
	about, _, _, _ := mean(d.Y, d.V, 0)
	return centre{estimate: mu, se: se, weights: w, spread: q, about: about, converged: t.Converged,
		tau2Method: e.Code, tau2: t.Tau2, tau2SE: t.SE, tau2Lower: lo, tau2Upper: hi,
		notes: append(append([]string(nil), t.Notes...), notes...)}, nil
}

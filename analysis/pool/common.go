package pool

import "math"

// Common assumes one effect behind all trials and weights each by the inverse
// of its variance:
//
//	μ = Σwy/Σw,  SE = 1/√Σw,  w = 1/v.
//
// Hedges and Olkin 1985.
var Common = Model{Code: "common", Name: "common effect", centre: common, Cites: []string{"hedges1985"}}

// oneEffect explains what a model of one effect leaves undefined.
const oneEffect = "one effect is assumed: there is no τ², no I² from τ² and no prediction interval"

func common(d Data, _ Settings) (centre, error) {
	mu, se, w, q := mean(d.Y, d.V, 0)
	nan := math.NaN()
	return centre{estimate: mu, se: se, weights: w, spread: q, about: mu, converged: true,
		tau2: nan, tau2SE: nan, tau2Lower: nan, tau2Upper: nan, notes: []string{oneEffect}}, nil
}

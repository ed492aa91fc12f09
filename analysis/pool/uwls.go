package pool

import (
	"fmt"
	"math"
)

// UWLS is the unrestricted weighted least squares mean: the common-effect mean,
// whose variance is estimated from the spread of the effects,
//
//	μ = Σwy/Σw,  SE² = Σw(y−μ)²/((k−1)Σw),  w = 1/v,
//
// and referred to t with k−1 degrees of freedom. The variances need only be
// right up to a factor. Undefined for one trial; there is no interval where all
// effects are equal. Stanley and Doucouliagos 2015.
var UWLS = Model{Code: "uwls", Name: "unrestricted weighted least squares", spreads: true, centre: uwls, own: T, Cites: []string{"stanley2015"}}

func uwls(d Data, _ Settings) (centre, error) {
	mu, se, w, q := mean(d.Y, d.V, 0)
	nan := math.NaN()
	return centre{estimate: mu, se: math.Sqrt(q) * se, weights: w, spread: nan, about: mu, converged: true,
		tau2: nan, tau2SE: nan, tau2Lower: nan, tau2Upper: nan,
		notes: []string{"one factor scales all variances: there is no τ², no I² from τ² and no prediction interval"}}, nil
}

// WAAP is the weighted average of the adequately powered trials: those whose
// standard error is at most the size of the unrestricted weighted least squares
// mean of all trials over 2.8, which gives them a power of 80% at 5%. Over them,
// if they are two or more, the same mean is taken again, and the others have no
// weight; otherwise it is that of all trials, which is noted. Q is of all trials
// about the estimate. The test has k−1 degrees of freedom for the k powered
// trials. Stanley, Doucouliagos and Ioannidis 2017.
var WAAP = Model{Code: "waap", Name: "weighted average of the adequately powered", spreads: true, centre: waap, own: powered, Cites: []string{"stanley2017"}}

// powered is t with the degrees of freedom of the trials that have weight.
var powered = Interval{Code: "t", Name: T.Name, reach: func(c centre, d Data, level float64) reach {
	var of Data
	for _, w := range c.weights {
		if w > 0 {
			of.Y = append(of.Y, 0)
		}
	}
	return T.reach(c, of, level)
}}

func waap(d Data, s Settings) (centre, error) {
	c, err := uwls(d, s)
	if err != nil {
		return c, err
	}
	var strong Data
	w := make([]float64, len(d.Y))
	for i, v := range d.V {
		if math.Sqrt(v) <= math.Abs(c.estimate)/2.8 {
			strong.Y, strong.V = append(strong.Y, d.Y[i]), append(strong.V, v)
			w[i] = 1 / v
		}
	}
	if len(strong.Y) < 2 {
		c.notes = append(c.notes, "fewer than two trials are adequately powered: the unrestricted weighted least squares mean of all")
		return c, nil
	}
	of, err := uwls(strong, s)
	of.weights = w
	of.notes = append(of.notes, fmt.Sprintf("%d of %d trials are adequately powered", len(strong.Y), len(d.Y)))
	return of, err
}

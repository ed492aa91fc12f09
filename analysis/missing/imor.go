package missing

import (
	"math"

	"grove/analysis/study"
)

// IMOR is the informative missingness odds ratio: the odds of the event among
// the missing of an arm are those among its observed times exp(δ). With p' the
// share among the missing,
//
//	logit p' = logit p + δ,  π = (1−a)p + ap',
//
// the arm has the value f(π), f the logit (OR), the logarithm (RR) or π itself
// (RD), with the variance
//
//	f'(π)² { [(1−a) + a·dp'/dp]² p(1−p)/n + (p−p')² a(1−a)/N },
//
// to which a belief with standard deviation σ adds (f'(π)·a·p'(1−p')·σ)². The
// effect that the trial has moves by the difference of f(π) from f(p), its variance
// by the ratio of this variance to that at δ = 0. At −∞ all the missing have no
// event, at +∞ all have it, both with the variance of those counts. Higgins, White
// and Wood 2008; White, Higgins and Wood 2008.
var IMOR = Method{Code: "imor", Name: "informative missingness odds ratio", Needs: []string{"OR", "RR", "RD"}, Cites: []string{"higgins2008", "white2008"}, whole: true,
	arm: func(measure string, g study.Group, missing, delta float64) part {
		p, a := g.Events/g.N, share(g.N, missing)
		q, slopeQ := among(p, delta)
		pi := float64((1-a)*p) + float64(a*q)
		moved := (1 - a) + float64(a*slopeQ)
		variance := float64(moved*moved)*float64(p*(1-p))/g.N + float64((p-q)*(p-q))*float64(a*(1-a))/(g.N+missing)
		f := links[measure](pi)
		return part{f.value, f.slope * f.slope * variance, f.slope * a * q * (1 - q)}
	}}

// among is the share p' among the missing, and dp'/dp.
func among(p, delta float64) (q, slope float64) {
	switch {
	case delta == 0:
		return p, 1
	case math.IsInf(delta, 0):
		return (1 + math.Copysign(1, delta)) / 2, 0
	}
	odds := math.Exp(delta)
	over := (1 - p) + float64(p*odds)
	return p * odds / over, odds / (over * over)
}

// links are the functions f with their derivatives.
var links = map[string]func(pi float64) struct{ value, slope float64 }{
	"OR": func(pi float64) struct{ value, slope float64 } {
		return struct{ value, slope float64 }{math.Log(pi) - math.Log1p(-pi), 1 / (pi * (1 - pi))}
	},
	"RR": func(pi float64) struct{ value, slope float64 } {
		return struct{ value, slope float64 }{math.Log(pi), 1 / pi}
	},
	"RD": func(pi float64) struct{ value, slope float64 } {
		return struct{ value, slope float64 }{pi, 1}
	},
}

package protocol

import (
	"strings"

	"grove/analysis/effect"
)

// pairing is {r: number, lowest or highest}, or none in a scenario that drops it.
func (r *reader) pairing(n *node, tell func(string)) effect.Declared {
	const none = "none"
	var d effect.Declared
	if n.shape == scalar {
		if n.text != none {
			r.fail(n, "pairing is a map such as {r: 0.3} or {r: "+effect.Bounds[0].Code+"}, or "+none)
			return d
		}
		tell("no correlation declared")
		return d
	}
	r.mapping(n, "pairing", []key{{"r", true, func(v *node) {
		d = r.correlation(v)
		tell("pairing with r = " + v.text)
	}}})
	return d
}

// correlation is a number between −1 and 1, or a bound.
func (r *reader) correlation(n *node) effect.Declared {
	bounds := codes(effect.Bounds, func(b effect.Bound) string { return b.Code })
	if !decimal.MatchString(n.text) {
		return effect.Declared{Given: true, Bound: r.word(n, "r", bounds)}
	}
	x, _ := r.number(n, "r")
	if !(x > -1 && x < 1) {
		r.fail(n, "the correlation of the two treatments is between -1 and 1, or "+strings.Join(bounds, " or "))
	}
	return effect.Declared{Given: true, R: x}
}

// AsPairing reads a declared correlation as a flag has it: 0.3, or lowest. The error
// is of type Errors.
func AsPairing(flag, text string) (effect.Declared, error) {
	r := &reader{file: flag}
	d := r.correlation(&node{shape: scalar, text: text})
	if len(r.errs) > 0 {
		return d, r.errs
	}
	return d, nil
}

package protocol

import (
	"slices"
	"strings"
	"unicode"

	"grove/analysis/pool"
)

// prior reads the prior of a Bayesian model: a number, the scale of the
// half-normal one, or a map of the distribution of τ with its parameters, of a
// published one with the outcome and the comparison that it is of, and, for a
// normal prior of the mean, its mean and standard deviation. The name of a
// distribution stands for a map with nothing else.
func (r *reader) prior(n *node) (p pool.Prior, said string) {
	if name := n; n.shape == scalar && named(n.text) {
		n = &node{shape: mapping, line: n.line, col: n.col, pairs: []pair{{name: "tau", line: n.line, col: n.col, value: name}}}
	}
	if n.shape != mapping {
		scale, ok := r.number(n, priorKey)
		if ok && !(scale > 0) {
			r.fail(n, "the scale of the half-normal prior of τ is above 0, such as 0.5 for log ratios")
		}
		return pool.HalfNormal(scale), n.text
	}
	before := len(r.errs)
	keys := []key{{"tau", true, func(v *node) {
		p.Tau = r.word(v, "tau", codes(pool.Priors, func(x pool.PriorOfTau) string { return x.Code }))
	}}}
	for _, x := range []struct {
		name string
		to   *float64
	}{{"scale", &p.Scale}, {"location", &p.Location}, {"df", &p.DF}, {"mean", &p.Mean}, {"sd", &p.SD}} {
		keys = append(keys, key{x.name, false, func(v *node) { *x.to, _ = r.number(v, x.name) }})
	}
	for _, x := range []struct {
		name string
		to   *string
	}{{"outcome", &p.Outcome}, {"comparison", &p.Comparison}} {
		keys = append(keys, key{x.name, false, func(v *node) { *x.to = r.text(v, x.name) }})
	}
	r.mapping(n, "a prior", keys)
	const many = 1000 // of trials: enough for every prior
	if len(r.errs) == before {
		if err := p.Usable(many, 1); err != nil {
			r.fail(n, strings.TrimPrefix(err.Error(), pool.ErrSettings.Error()+": ")+"; write it as "+r.example(p.Tau))
		}
	}
	var words []string
	for _, k := range keys {
		if v := n.get(k.name); v != nil {
			words = append(words, k.name+" "+v.text)
		}
	}
	return p, strings.Join(words, ", ")
}

// named says whether a text is the name of a distribution rather than a number.
func named(text string) bool {
	return strings.IndexFunc(text, unicode.IsLetter) == 0
}

// example is a prior with all that its distribution needs, as a protocol has it
// or a flag.
func (r *reader) example(code string) string {
	row := pool.Priors[slices.IndexFunc(pool.Priors, func(x pool.PriorOfTau) bool { return x.Code == code })]
	var needs [][2]string
	for _, x := range []struct {
		name, value string
		takes       bool
	}{{"location", "-2.5", row.Location}, {"scale", "0.5", row.Scale}, {"df", "4", row.DF}} {
		if x.takes {
			needs = append(needs, [2]string{x.name, x.value})
		}
	}
	for _, x := range row.Published[:min(1, len(row.Published))] {
		needs = [][2]string{{"outcome", x.Outcome}, {"comparison", x.Comparison}}
	}
	if needs == nil {
		return code
	}
	begin, is, next, end := "{tau: "+code+", ", ": ", ", ", "}"
	if strings.HasPrefix(r.file, "--") {
		begin, is, next, end = code+":", "=", ",", ""
	}
	return begin + strings.Join(codes(needs, func(x [2]string) string { return x[0] + is + x[1] }), next) + end
}

// checkPrior refuses a published prior that is of another measure.
func (r *reader) checkPrior(n *node, c choice) {
	if err := c.settings.Prior.Suits(c.measure); err != nil {
		at := stated(n, priorKey)
		r.errs = append(r.errs, Error{File: r.file, Line: at.line, Column: at.col, Reason: strings.TrimPrefix(err.Error(), pool.ErrSettings.Error()+": ")})
	}
}

// AsPrior reads a prior as a flag has it: 0.5, half-t:scale=0.5,df=4 or
// turner2015:outcome=any,comparison=any. The error is of type Errors.
func AsPrior(flag, text string) (pool.Prior, error) {
	n := &node{shape: scalar, text: text}
	if name, rest, _ := strings.Cut(text, ":"); named(text) {
		n = &node{shape: mapping, pairs: append([]pair{{name: "tau", value: &node{shape: scalar, text: name}}}, parameters(rest)...)}
	}
	r := &reader{file: flag}
	p, _ := r.prior(n)
	if len(r.errs) > 0 {
		return p, r.errs
	}
	return p, nil
}

// parameters are the pairs of a flag such as scale=0.5,df=4.
func parameters(text string) []pair {
	var all []pair
	for p := range strings.SplitSeq(text, ",") {
		if name, value, ok := strings.Cut(p, "="); ok {
			all = append(all, pair{name: name, value: &node{shape: scalar, text: value}})
		} else if p != "" {
			all = append(all, pair{name: p, value: &node{shape: empty}})
		}
	}
	return all
}

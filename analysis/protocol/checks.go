package protocol

import (
	"math"

	"grove/analysis/check"
)

// scales is a map of scale names, each {min, max, worse, integer}, all optional.
func (r *reader) scales(n *node) []check.Scale {
	if n.shape != mapping || len(n.pairs) == 0 {
		r.fail(n, "scales is a map of scale names, each {min: 0, max: 60, worse: higher, integer: yes}")
		return nil
	}
	var all []check.Scale
	for _, p := range n.pairs {
		s := check.Scale{Name: p.name, Min: math.NaN(), Max: math.NaN()}
		number := func(name string, to *float64) key {
			return key{name, false, func(v *node) {
				if x, ok := r.number(v, name); ok {
					*to = x
				}
			}}
		}
		r.mapping(p.value, "a scale", []key{
			number("min", &s.Min), number("max", &s.Max),
			{"worse", false, func(v *node) { s.Worse = r.word(v, "worse", []string{"higher", "lower"}) }},
			{"integer", false, func(v *node) { s.Integer = r.word(v, "integer", []string{"yes", "no"}) == "yes" }},
		})
		if s.Min >= s.Max {
			r.fail(p.value, "the least score is not below the greatest")
		}
		all = append(all, s)
	}
	return all
}

// accepted is a list of {check, study, reason, rows}: the rows' hash is printed
// with the finding, and the acceptance lapses when they change.
func (r *reader) accepted(n *node) []check.Accepted {
	if n.shape != list || len(n.items) == 0 {
		r.fail(n, "accepted is a list of {check, study, reason, rows}")
		return nil
	}
	var all []check.Accepted
	for _, item := range n.items {
		var a check.Accepted
		r.mapping(item, "an acceptance", []key{
			{"check", true, func(v *node) {
				a.Check = r.word(v, "check", codes(check.Checks, func(c check.Check) string { return c.Code }))
			}},
			{"study", false, func(v *node) { a.Study = r.text(v, "study") }},
			{"reason", true, func(v *node) { a.Reason = r.text(v, "reason") }},
			{"rows", true, func(v *node) { a.RowHash = r.text(v, "rows") }},
		})
		if item.get("rows") != nil && len(a.RowHash) < 8 {
			r.fail(item.get("rows"), "rows is the hash printed with the finding, 8 characters or more")
		}
		all = append(all, a)
	}
	return all
}

package choose

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"grove/analysis/protocol"
)

// axis is one thing in which the candidates of a study may differ.
type axis struct {
	name string
	of   func(Chosen) string
}

var axes = []axis{
	{"scale", func(c Chosen) string { return c.Scale }},
	{"kind", func(c Chosen) string { return c.Kind }},
	{"source", func(c Chosen) string { return c.Source }},
}

// narrow leaves one candidate: the time nearest to the wanted one, ties to the
// earlier; then by the preferences in their order. What still differs is an
// error that lists what there is.
func narrow(all []Chosen, s protocol.Select, st listed) ([]Chosen, error) {
	times := distinct(all, func(c Chosen) string { return hours(c.Time) })
	if s.Time == nil && len(times) > 1 {
		return nil, fmt.Errorf("%w: %s has numbers at %s: the analysis needs a time", ErrAmbiguous, st.key, strings.Join(times, ", "))
	}
	if s.Time != nil {
		best := slices.MinFunc(all, func(a, b Chosen) int { return nearer(a.Time, b.Time, s.Time.At) })
		all = keep(all, func(c Chosen) bool { return c.Time == best.Time })
	}
	for _, p := range s.Prefer {
		all = preferred(all, p)
	}
	for _, a := range axes {
		if values := distinct(all, a.of); len(values) > 1 {
			return nil, fmt.Errorf("%w: %s has %s %s at %s: prefer one", ErrAmbiguous, st.key, a.name, strings.Join(values, " and "), hours(all[0].Time))
		}
	}
	if len(all) > 1 {
		return nil, fmt.Errorf("%w: %s has %d rows for one contrast (%s)", ErrAmbiguous, st.key, len(all), lines(all))
	}
	return all, nil
}

func nearer(a, b, at float64) int {
	da, db := math.Abs(a-at), math.Abs(b-at)
	switch {
	case da < db || da == db && a < b:
		return -1
	case da > db || da == db && a > b:
		return 1
	}
	return 0
}

// preferred keeps the candidates of the first preferred value that any of them
// has; all of them when none has one.
func preferred(all []Chosen, p protocol.Preference) []Chosen {
	i := slices.IndexFunc(axes, func(a axis) bool { return a.name == p.Column })
	for _, v := range p.Values {
		if kept := keep(all, func(c Chosen) bool { return axes[i].of(c) == v }); len(kept) > 0 {
			return kept
		}
	}
	return all
}

func keep(all []Chosen, ok func(Chosen) bool) []Chosen {
	var kept []Chosen
	for _, c := range all {
		if ok(c) {
			kept = append(kept, c)
		}
	}
	return kept
}

func distinct(all []Chosen, of func(Chosen) string) []string {
	var values []string
	for _, c := range all {
		if v := of(c); !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values
}

func hours(h float64) string {
	if math.IsNaN(h) {
		return "no time"
	}
	return fmt.Sprintf("%g h", h)
}

func lines(all []Chosen) string {
	var text []string
	for _, c := range all {
		for _, r := range c.Rows {
			text = append(text, fmt.Sprintf("%s:%d", r.File, r.Line))
		}
	}
	return strings.Join(text, ", ")
}

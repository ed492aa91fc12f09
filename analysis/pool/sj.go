package pool

import "math"

// SJ is the robust interval of Sidik and Jonkman: the variance of the mean is
// estimated from each trial's own deviation from it, which holds whether or not
// v+τ² is what a trial's effect varies by,
//
//	SE² = Σu²(y−μ)²/(1−h) / (Σu)²,  u = 1/(v+τ²),  h = u/Σu,
//
// and referred to t with k−1 degrees of freedom. Undefined for one trial, and
// where all effects are equal. Sidik and Jonkman 2006.
var SJ = Interval{Code: "sj", Name: "Sidik–Jonkman, robust", RandomOnly: true, reach: sj, Cites: []string{"sidik2006"}}

func sj(c centre, d Data, _ float64) reach {
	r := reach{code: "sj", se: math.NaN(), df: float64(len(d.Y) - 1)}
	if len(d.Y) < 2 {
		r.notes = []string{"the Sidik–Jonkman interval is not defined for one trial"}
		return r
	}
	if c.spread == 0 { // but for rounding, which would be left of it
		r.se = 0
		return r
	}
	heavy := 0 // its 1−h and y−μ may be almost 0 and are sums over the others
	var sum float64
	for i, w := range c.weights {
		sum += w
		if w > c.weights[heavy] {
			heavy = i
		}
	}
	var others, off float64
	for i, w := range c.weights {
		if i != heavy {
			others += w / sum
			off += float64(w / sum * (d.Y[i] - d.Y[heavy]))
		}
	}
	var square float64
	for i, w := range c.weights {
		h := w / sum
		left := 1 - h
		if i == heavy {
			left = others
		}
		e := h * (d.Y[i] - d.Y[heavy] - off)
		square += float64(e*e) / left
	}
	r.se = math.Sqrt(square)
	return r
}

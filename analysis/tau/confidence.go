package tau

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// Point is a value of τ² with its share in a confidence distribution.
type Point struct{ Tau2, P float64 }

// Confidence is the confidence distribution of τ² by Cochran's Q,
//
//	H(τ²) = 1 − P(Q ≤ q; τ²),
//
// with the exact distribution of Q at τ² and the q that was observed: each quantile of
// it is the upper limit of a one-sided interval of that confidence, and the interval by
// Biggerstaff and Jackson lies between two of them. H(0), the confidence in no τ² at
// all, lies at 0 itself.
//
// It is given as points with shares, so that the mean of a function over it is
// Σ P g(τ²): the first is 0 with H(0), the others are the nodes of Gauss and Legendre's
// rule on panels of ln(1 + τ²/c), halved until they agree with their halves; c is the
// smallest variance that matters, that of a trial or Hartung and Knapp's of the mean.
// ok is false where the shares do not make up 1 to eleven digits. The error is that of
// an estimate. Nagashima, Noma and Furukawa 2019; Biggerstaff and Jackson 2008.
func Confidence(y, v []float64) (points []Point, ok bool, err error) {
	if err := check(y, v); err != nil {
		return nil, false, err
	}
	s := newSample(y, v)
	w := weights(&s, inverse)
	f := s.form(w)
	below, _, ok := f.below(0)
	points = []Point{{0, 1 - below}}
	if below == 0 {
		return points, ok, nil
	}
	var sum float64
	for _, x := range w {
		sum += x
	}
	c := math.Min(s.vmin, f.observed/(f.df*sum))
	total := 1 - below
	for _, p := range f.panels(c) {
		points = append(points, p)
		total += p.P
	}
	return points, ok && math.Abs(total-1) <= 1e-11, nil
}

// panels are the points of the density of H over u = ln(1 + τ²/c).
func (f *form) panels(c float64) (points []Point) {
	const (
		nodes, width, most  = 16, 4., 400
		negligible, settled = 1e-15, 1e-13
	)
	at, shares := make([]float64, nodes), make([]float64, nodes)
	quad.Legendre{}.FixedLocations(at, shares, 0, 1)
	type panel struct {
		from, width, mass, moment float64
		points                    []Point
	}
	over := func(from, width float64) panel {
		p := panel{from: from, width: width}
		for i, x := range at {
			u := from + float64(width*x)
			t := c * math.Expm1(u)
			_, slope, _ := f.below(t)
			mass := math.Max(0, -slope) * c * math.Exp(u) * float64(shares[i]*width)
			p.mass += mass
			p.moment += float64(mass * x)
			p.points = append(p.points, Point{t, mass})
		}
		return p
	}
	var todo []panel
	for from := 0.; ; from += width {
		t := c * math.Exp(from)
		if below, _, _ := f.below(c * math.Expm1(from)); below <= negligible || t > 1e280 {
			break
		}
		todo = append(todo, over(from, width))
	}
	for n := 0; len(todo) > 0 && n < most; n++ {
		last := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		a, b := over(last.from, last.width/2), over(last.from+last.width/2, last.width/2)
		if moment := (a.moment + b.mass + b.moment) / 2; math.Abs(a.mass+b.mass-last.mass)+math.Abs(moment-last.moment) <= settled {
			points = append(points, last.points...)
		} else {
			todo = append(todo, a, b)
		}
	}
	return points
}

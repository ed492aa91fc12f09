package missing

import "grove/analysis/pool"

// Point is one pair of beliefs of a tipping-point map with the pooled answer
// under it.
type Point struct {
	T, C   float64 // on the scale of the method
	Result pool.Result
	Err    error
}

// Tipping pools under every pair of the beliefs given, those of the
// experimental arm changing fastest; d are the data of the trials, of which only
// effects and variances are replaced.
func Tipping(m Method, d pool.Data, trials []Trial, s pool.Settings, beliefs []float64) []Point {
	var all []Point
	for _, c := range beliefs {
		for _, t := range beliefs {
			under := pool.Data{N: d.N, Measure: d.Measure}
			under.Y, under.V = m.Effects(d.Measure, trials, Belief{T: t, C: c})
			p := Point{T: t, C: c}
			p.Result, p.Err = pool.Fit(under, s)
			all = append(all, p)
		}
	}
	return all
}

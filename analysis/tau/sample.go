package tau

// sample is the data of one fit: the effects about the first of them, so that
// effects far from zero lose no digits, and room for one set of weights.
type sample struct {
	z, v       []float64
	a          []float64 // scratch: weights
	vmin, vmax float64
	heavy      int     // the trial with the smallest variance, which has the most weight
	ss         float64 // Σ(y−ȳ)²
}

func newSample(y, v []float64) sample {
	k := len(y)
	room := make([]float64, 2*k)
	s := sample{z: room[:k:k], v: v, a: room[k:], vmin: v[0], vmax: v[0]}
	var sum float64
	for i := range y {
		s.z[i] = y[i] - y[0]
		sum += s.z[i]
		if v[i] < v[s.heavy] {
			s.heavy = i
		}
		s.vmin, s.vmax = min(s.vmin, v[i]), max(s.vmax, v[i])
	}
	mean := sum / float64(k)
	for _, z := range s.z {
		s.ss += float64((z - mean) * (z - mean))
	}
	return s
}

// model is what the iterative estimators ask of the data, with p the number of
// fixed coefficients, 1 for a common mean.
type model interface {
	df() float64                                         // k − p
	spread() (ss, vmin, vmax float64)                    // the sum of squares about the unweighted fit, the extreme variances
	total(tau2 float64) (q, slope float64)               // y'Py and its slope
	score(tau2 float64, restricted bool) point           // of the likelihood
	logLikelihood(tau2 float64, restricted bool) float64 // without its constants
}

func (s *sample) spread() (ss, vmin, vmax float64) { return s.ss, s.vmin, s.vmax }

// df is k − 1.
func (s *sample) df() float64 { return float64(len(s.z) - 1) }

// weigh fills the weights and returns their sum and Q = Σa(y−μ)², μ = Σay/Σa.
func (s *sample) weigh(weight func(v float64) float64) (sum, q float64) {
	var sz float64
	for i, v := range s.v {
		s.a[i] = weight(v)
		sum += s.a[i]
		sz += float64(s.a[i] * s.z[i])
	}
	mu := sz / sum
	for i, z := range s.z {
		q += float64(s.a[i] * float64((z-mu)*(z-mu)))
	}
	return sum, q
}

// total is Q(τ²) = y'Py, the sum Σu(y−μ)², with its slope −y'PPy = −Σu²(y−μ)².
// It is convex and falls to 0 as τ² grows.
func (s *sample) total(tau2 float64) (q, slope float64) {
	var su, sz float64
	for i, v := range s.v {
		u := 1 / (v + tau2)
		s.a[i] = u
		su += u
		sz += float64(u * s.z[i])
	}
	mu := sz / su
	for i, u := range s.a {
		r := s.z[i] - mu
		q += float64(u * float64(r*r))
		slope -= float64(float64(u*r) * float64(u*r))
	}
	return q, slope
}

package tau

import "math"

// sample is the data of one fit: the effects about the first of them, so that
// effects far from zero lose no digits, and room for one set of weights.
type sample struct {
	z, v       []float64
	a          []float64 // scratch: weights
	vmin, vmax float64
	floor      float64 // the least τ² that is allowed
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

// model is what the estimators ask of the data, with p the number of fixed
// coefficients, 1 for a common mean.
type model interface {
	variances() []float64                                // v
	trials() float64                                     // k
	df() float64                                         // k − p
	least() float64                                      // τ² that is allowed, 0 unless a lower one is asked for
	crude() float64                                      // Σ(y−ȳ)²/k
	spread() (ss, vmin, vmax float64)                    // the sum of squares about the unweighted fit, the extreme variances
	quadratic(a []float64) quadratic                     // with fixed weights
	varianceOfQ(a []float64, tau2 float64) float64       // 2 tr (A(V+τ²))², right after quadratic with the same weights
	form(a []float64) *form                              // its distribution with the same weights, right after quadratic
	total(tau2 float64) (q, slope float64)               // y'Py and its slope
	score(tau2 float64, restricted bool) point           // of the likelihood
	logLikelihood(tau2 float64, restricted bool) float64 // without its constants
}

// quadratic is the sum of squares Q = y'Ay about the fit with fixed weights a,
// and what is expected of it, E[Q] = tr AV + τ² tr A, with V = diag(v) and
//
//	A = diag(a) − diag(a)X(X'diag(a)X)⁻¹X'diag(a),
//
// diag(a) − aa'/Σa for a common mean.
type quadratic struct {
	q, trace, within float64 // y'Ay, tr A, tr AV
}

func (s *sample) variances() []float64 { return s.v }

func (s *sample) trials() float64 { return float64(len(s.z)) }

func (s *sample) least() float64 { return s.floor }

func (s *sample) crude() float64 { return s.ss / float64(len(s.z)) }

func (s *sample) spread() (ss, vmin, vmax float64) { return s.ss, s.vmin, s.vmax }

// df is k − 1.
func (s *sample) df() float64 { return float64(len(s.z) - 1) }

// quadratic has the traces Σa(1−a/Σa) and Σav(1−a/Σa), where the trial with the
// most weight stands apart, so that no large terms cancel.
func (s *sample) quadratic(a []float64) quadratic {
	var f quadratic
	var sum, sz float64
	for i, z := range s.z {
		sum += a[i]
		sz += float64(a[i] * z)
	}
	mu := sz / sum
	var rest float64
	heavy := heaviest(a)
	for i, z := range s.z {
		f.q += float64(a[i] * float64((z-mu)*(z-mu)))
		if i == heavy {
			continue
		}
		left := float64(a[i] * (1 - a[i]/sum))
		rest += a[i]
		f.trace += left
		f.within += float64(left * s.v[i])
	}
	left := float64(a[heavy] * (rest / sum))
	f.trace += left
	f.within += float64(left * s.v[heavy])
	return f
}

func (s *sample) form(a []float64) *form {
	var sum, rest float64
	h := heaviest(a)
	for i, x := range a {
		sum += x
		if i != h {
			rest += x
		}
	}
	f := &form{a: a, v: s.v, df: s.df(), observed: s.quadratic(a).q, q: [][]float64{make([]float64, len(a))}, left: make([]float64, len(a))}
	for i, x := range a {
		f.q[0][i], f.left[i] = math.Sqrt(x/sum), 1-x/sum
	}
	f.left[h] = rest / sum
	return f
}

// heaviest is the trial with the most weight.
func heaviest(a []float64) int {
	heavy := 0
	for i := range a {
		if a[i] > a[heavy] {
			heavy = i
		}
	}
	return heavy
}

// varianceOfQ is the variance of Q = Σa(y−μ)² for normal effects with variances
// V = v+τ², twice the trace of (AV)²:
//
//	2 (Σa²V² − 2Σa³V²/Σa + (Σa²V)²/(Σa)²)
//
// (Biggerstaff and Tweedie 1997, for weights 1/v), in which the heaviest trial h
// stands apart, so that no large terms cancel: the sum over the others, and
//
//	2 (2aₕ²Vₕ Σa²V/(Σa)² + (aₕVₕ(1−aₕ/Σa))²).
func (s *sample) varianceOfQ(a []float64, tau2 float64) float64 {
	var s2, s3, s1, rest float64
	h := heaviest(a)
	for i := range a {
		if i == h {
			continue
		}
		av := a[i] * (s.v[i] + tau2)
		s2 += float64(av * av)
		s3 += float64(a[i] * float64(av*av))
		s1 += float64(a[i] * av)
		rest += a[i]
	}
	sum := a[h] + rest
	heavy := a[h] * (s.v[h] + tau2)
	alone := heavy * rest / sum
	return 2 * (s2 - 2*s3/sum + float64((s1/sum)*(s1/sum)) +
		2*float64(float64(heavy*a[h]/sum)*(s1/sum)) + float64(alone*alone))
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

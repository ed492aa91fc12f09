package pool

import (
	"math"
)

// observation is a count whose distribution is an exponential family in its
// canonical parameter η: the log-probability of the count, and the residual y−E
// and the variance V that are the first derivative and, with its sign turned,
// the second.
type observation interface {
	at(eta float64) (logp, residual, variance float64)
	// peak is the η under which the count is likeliest, the variance there and the
	// log-probability; the variance is 0 where η is infinite.
	peak() (eta, variance, logp float64)
}

// binomial is y of n, η the log odds; ways is the logarithm of the number of
// ways to choose them.
type binomial struct{ y, n, ways float64 }

func newBinomial(y, n float64) binomial {
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(y + 1)
	c, _ := math.Lgamma(n - y + 1)
	return binomial{y, n, a - b - c}
}

func (b binomial) at(eta float64) (logp, residual, variance float64) {
	e := math.Exp(-math.Abs(eta))
	p, q := 1/(1+e), e/(1+e) // of the likelier side
	if eta < 0 {
		p, q = q, p
	}
	// log(1+e^η) = max(η, 0) + log1p(e^−|η|)
	return b.ways + float64(b.y*eta) - float64(b.n*(math.Max(eta, 0)+math.Log1p(e))), float64(b.y*q) - float64((b.n-b.y)*p), b.n * p * q
}

func (b binomial) peak() (eta, variance, logp float64) {
	z := b.n - b.y
	if b.y == 0 || z == 0 {
		return infinite(b.y > 0), 0, 0
	}
	eta = math.Log(b.y / z)
	logp, _, variance = b.at(eta)
	return eta, variance, logp
}

// poisson is y events in an exposure of e^offset, η the log rate; the offset is
// added to η where the count is used.
type poisson struct{ y, factorial float64 }

func newPoisson(y float64) poisson {
	f, _ := math.Lgamma(y + 1)
	return poisson{y, f}
}

func (p poisson) at(eta float64) (logp, residual, variance float64) {
	mu := math.Exp(eta)
	return float64(p.y*eta) - mu - p.factorial, p.y - mu, mu
}

func (p poisson) peak() (eta, variance, logp float64) {
	if p.y == 0 {
		return math.Inf(-1), 0, 0
	}
	eta = math.Log(p.y)
	logp, _, variance = p.at(eta)
	return eta, variance, logp
}

// noncentral is y of the m events of a trial with n1 and n2 people, given m: the
// non-central hypergeometric distribution of Fisher, η the log odds ratio,
//
//	P(y) ∝ C(n1, y)·C(n2, m−y)·e^{ηy},  max(0, m−n2) ≤ y ≤ min(n1, m).
//
// Its sum is taken from the mode outwards until the terms no longer count, each
// term from its neighbour, so that no large factorial enters.
type noncentral struct{ y, n1, n2, m float64 }

func (h noncentral) limits() (low, high float64) {
	return math.Max(0, h.m-h.n2), math.Min(h.n1, h.m)
}

// step is the ratio of the probability of x+1 to that of x without e^η.
func (h noncentral) step(x float64) float64 {
	return (h.n1 - x) * (h.m - x) / ((x + 1) * (h.n2 - h.m + x + 1))
}

func (h noncentral) at(eta float64) (logp, residual, variance float64) {
	const negligible = 1e-25 // of the largest term
	low, high := h.limits()
	psi := math.Exp(math.Max(-600, math.Min(600, eta))) // beyond, all the probability is on a limit
	mode := low
	if psi > 0 {
		// the root of step(x)·ψ = 1 in the form that loses no digits, as for fittedEvents
		a, b := psi-1, psi*(h.n1+h.m+2)+(h.n2-h.m)
		c := psi * (h.n1 + 1) * (h.m + 1)
		root := math.Sqrt(math.Max(0, float64(b*b)-float64(4*a*c)))
		mode = math.Min(high, math.Max(low, math.Floor(2*c/(b+root))))
	}
	// moments about y itself, whose residual is wanted
	sum, first, second := 1.0, mode-h.y, float64((mode-h.y)*(mode-h.y))
	own := 0.0 // log of the term of y over that of the mode
	for x, t := mode, 1.0; x < high; x++ {
		r := h.step(x) * psi
		if t *= r; t < negligible {
			break
		}
		d := x + 1 - h.y
		sum += t
		first += float64(t * d)
		second += float64(t * float64(d*d))
	}
	for x, t := mode, 1.0; x > low; x-- {
		r := h.step(x-1) * psi
		if t /= r; t < negligible {
			break
		}
		d := x - 1 - h.y
		sum += t
		first += float64(t * d)
		second += float64(t * float64(d*d))
	}
	for x := mode; x < h.y; x++ {
		own += math.Log(h.step(x)) + eta
	}
	for x := mode; x > h.y; x-- {
		own -= math.Log(h.step(x-1)) + eta
	}
	off := first / sum
	return own - math.Log(sum), -off, math.Max(0, second/sum-float64(off*off))
}

func (h noncentral) peak() (eta, variance, logp float64) {
	low, high := h.limits()
	if h.y == low || h.y == high {
		return infinite(h.y > low), 0, 0
	}
	a, b, c, d := h.y, h.n1-h.y, h.m-h.y, h.n2-h.m+h.y
	eta = math.Log(a) - math.Log(b) - math.Log(c) + math.Log(d)
	for range 100 {
		var residual float64
		_, residual, variance = h.at(eta)
		step := residual / variance
		eta += step
		if math.Abs(step) <= 1e-12*(1+math.Abs(eta)) {
			break
		}
	}
	logp, _, variance = h.at(eta)
	return eta, variance, logp
}

// infinite is +Inf or −Inf.
func infinite(up bool) float64 {
	if up {
		return math.Inf(1)
	}
	return math.Inf(-1)
}

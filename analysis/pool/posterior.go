package pool

import "math"

// posterior is the posterior distribution of μ and τ. Effects are taken about the
// first one.
type posterior struct {
	*Mixture[normal]
	z, v       []float64
	mean, prec float64 // the normal prior of μ, about the first effect; precision 0 if flat
}

// normal is the distribution of μ given τ.
type normal struct{ mu, se float64 }

func (n normal) Size() float64 { return n.se }

func newPosterior(y, v []float64, s Settings) (*posterior, error) {
	p := &posterior{v: v, z: make([]float64, len(y))}
	for i := range y {
		p.z[i] = y[i] - y[0]
	}
	if s.Prior.SD > 0 {
		p.mean, p.prec = s.Prior.Mean-y[0], 1/(s.Prior.SD*s.Prior.SD)
	}
	var err error
	p.Mixture, err = NewMixture(v, 1, s, p.at)
	return p, err
}

// at is the log likelihood of τ, without its constant, and the mean and standard
// deviation of μ given τ, for a flat prior of μ:
//
//	−½Σln(v+τ²) − ½Σu(y−μ)² − ½ln Σu,  u = 1/(v+τ²).
//
// A normal one stands in the sums as one more effect without τ².
func (p *posterior) at(t2 float64) (logLikelihood float64, n normal) {
	su, suz, logs := p.prec, p.prec*p.mean, 0.0
	for i, v := range p.v {
		u := 1 / (v + t2)
		su += u
		suz += float64(u * p.z[i])
		logs += math.Log(v + t2)
	}
	mu := suz / su
	q := p.prec * float64((p.mean-mu)*(p.mean-mu))
	for i, v := range p.v {
		r := p.z[i] - mu
		q += r * r / (v + t2)
	}
	return -(logs + q + math.Log(su)) / 2, normal{mu, math.Sqrt(1 / su)}
}

// given τ, the normal distributions of which the posteriors are mixtures: of μ,
// of the effect in a new trial, and of the effect in the i-th trial, which is
// drawn from its own estimate towards μ.
func ofMean(pt Point[normal]) (mean, sd float64) { return pt.At.mu, pt.At.se }

func ofNew(pt Point[normal]) (mean, sd float64) { return pt.At.mu, math.Hypot(pt.At.se, pt.Tau) }

func (p *posterior) ofTrial(i int) Of[normal] {
	return func(pt Point[normal]) (mean, sd float64) {
		t2 := float64(pt.Tau * pt.Tau)
		drawn := p.v[i] / (p.v[i] + t2)
		return p.z[i] + float64(drawn*(pt.At.mu-p.z[i])), math.Hypot(math.Sqrt(drawn)*pt.Tau, drawn*pt.At.se)
	}
}

// weights are the mean weight of each trial, as a share of the trials.
func (p *posterior) weights() []float64 {
	weights := make([]float64, len(p.v))
	for _, pt := range p.Points {
		for i, v := range p.v {
			share := pt.At.se * pt.At.se / (v + float64(pt.Tau*pt.Tau))
			if math.IsNaN(share) { // Inf/Inf: so far out all trials weigh alike
				share = 1 / float64(len(p.v))
			}
			weights[i] += pt.P * share
		}
	}
	return weights
}

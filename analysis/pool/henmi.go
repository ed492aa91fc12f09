package pool

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// HenmiCopas is the common-effect mean with an interval that holds under
// heterogeneity and, as its weights do not move towards small trials, suffers
// less from their selective publication than a random-effects mean. With
//
//	μ = Σwy/Σw,  SE² = (1 + τ²Σw²/Σw)/Σw,  w = 1/v,
//
// τ² by DerSimonian and Laird, the interval is μ ± t·SE, where t is the quantile
// of U = (μ−β)/SE, SE being as random as μ: given R = √Σw(μ−β), which is normal
// with variance 1 + τ²Σw²/Σw, the statistic Q in τ² is taken as gamma distributed
// with its true mean and variance, and t solves
//
//	∫_t^∞ P(Q ≤ k−1 + ((r/t)²−1)(Σw−W)/W | R = r) dP(R = r) = (1−level)/2,  W = Σw²/Σw,
//
// at the estimated τ². The p-value is of the same distribution. For one trial it
// is Wald's. Henmi and Copas 2010.
var HenmiCopas = Model{Code: "henmi-copas", Name: "Henmi–Copas", spreads: true, centre: ivhet, own: Interval{Code: "henmi-copas", Name: "Henmi–Copas", reach: henmiCopas},
	Cites: []string{"henmi2010"}}

func henmiCopas(c centre, d Data, level float64) reach {
	r := reach{code: "henmi-copas", se: c.se, df: math.NaN()}
	if len(d.Y) < 2 {
		r.df = math.Inf(1)
		return r
	}
	u := newHenmi(c, d)
	tail := (1 - level/100) / 2
	settled := true
	beyond := func(t float64) float64 {
		p, ok := u.beyond(t)
		settled = settled && ok
		return p
	}
	before, value := 0.0, tail-0.5
	half := c.se * root(0, u.sd*-distuv.UnitNormal.Quantile(tail), func(t float64) (float64, float64) {
		now := tail - beyond(t)
		slope := (now - value) / (t - before)
		before, value = t, now
		return now, slope
	})
	r.own = &limits{c.estimate - half, c.estimate + half, 1}
	if x := math.Abs(c.estimate / c.se); x > 0 {
		r.own.p = 2 * beyond(x)
	}
	if !settled {
		r.notes = append(r.notes, "the quadrature for the interval did not settle to twelve digits")
	}
	return r
}

// henmi is the joint distribution of R and Q at τ². With a = 1+τ²w, p = w/Σw and
// m = Σpa, the variance of R, q = pa/m are shares too, and given R = r
//
//	E Q = Σa(1−q) + r²·Σp(a−m)²/m²,
//	Var Q = 2(Σa²(1−q)² + 2Σ_{i<j} q_i a_i q_j a_j) + 4r²·Σpa(a−Σqa)²/m².
type henmi struct {
	sd             float64 // of R
	mean0, mean2   float64 // of Q: mean0 + mean2·r²
	var0, var2     float64
	df, wide       float64 // k−1 and (Σw−W)/W
	nodes, weights []float64
}

func newHenmi(c centre, d Data) henmi {
	h := henmi{df: float64(len(d.Y) - 1), nodes: make([]float64, ruleSize), weights: make([]float64, ruleSize)}
	quad.Legendre{}.FixedLocations(h.nodes, h.weights, 0, 1)
	heavy := 0
	var sw, m float64
	for i, w := range c.weights {
		sw += w
		if w > c.weights[heavy] {
			heavy = i
		}
	}
	a := make([]float64, len(c.weights))
	for i, w := range c.weights {
		a[i] = 1 + float64(c.tau2*w)
		m += w * a[i] / sw
	}
	var rest, before, qa, pairs float64 // rest: of the shares q, all but the heaviest trial's, whose own may be almost 1
	for i, w := range c.weights {
		p := w / sw
		q := p * a[i] / m
		if i != heavy {
			rest += q
		}
		h.var0 += float64(2 * qa * float64(q*a[i]))
		qa += float64(q * a[i])
		pairs += float64(p * before)
		before += p
	}
	for i, w := range c.weights {
		p := w / sw
		others := 1 - p*a[i]/m
		if i == heavy {
			others = rest
		}
		h.mean0 += float64(a[i] * others)
		h.mean2 += float64(p * float64((a[i]-m)*(a[i]-m)))
		h.var0 += float64(a[i]*others) * float64(a[i]*others)
		h.var2 += float64(p * float64(a[i]*float64((a[i]-qa)*(a[i]-qa))))
	}
	h.sd, h.var0 = math.Sqrt(m), 2*h.var0
	h.mean2, h.var2 = h.mean2/(m*m), 4*h.var2/(m*m)
	h.wide = 2 * pairs / (1 - 2*pairs) // 1−Σp² = 2Σ_{i<j} p_i p_j
	return h
}

// beyond is P(U > t), and whether its integral settled: panels are halved until
// both halves agree with the whole, most often near t.
func (h henmi) beyond(t float64) (p float64, settled bool) {
	const (
		reach = 10   // in standard deviations beyond t
		most  = 2000 // panels
	)
	if t == 0 {
		return 0.5, true
	}
	type panel struct{ from, width, sum float64 }
	over := func(from, width float64) panel {
		var sum float64
		for j, node := range h.nodes {
			r := from + float64(width*node) // beyond t
			x := r / t
			square := float64((t + r) * (t + r))
			mean, variance := h.mean0+float64(h.mean2*square), h.var0+float64(h.var2*square)
			below := mathext.GammaIncReg(float64(mean*mean)/variance, float64((h.df+float64(h.wide*float64(x*(x+2))))*mean)/variance)
			sum += float64(h.weights[j]*width) * below * distuv.UnitNormal.Prob((t+r)/h.sd) / h.sd
		}
		return panel{from, width, sum}
	}
	todo := []panel{over(0, reach*h.sd)}
	total := todo[0].sum // of what is done and what is to do
	for n := 0; len(todo) > 0; n++ {
		if n == most {
			return total, false
		}
		last := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		a, b := over(last.from, last.width/2), over(last.from+last.width/2, last.width/2)
		change := a.sum + b.sum - last.sum
		total += change
		if math.Abs(change) > 1e-14*total {
			todo = append(todo, b, a)
		}
	}
	return total, true
}

package pool

import "math"

// KR is Kenward and Roger's interval of a random-effects mean with τ² by REML:
// the variance of the mean is widened for the uncertainty of τ², and referred to
// t with degrees of freedom by Satterthwaite,
//
//	SE² = φ + 2φ²·(Σu³ − (Σu²)²φ)/I,  df = 2I/(SE²·Σu²)²,
//	I = (Σu² − 2φΣu³ + φ²(Σu²)²)/2,  φ = 1/Σu,  u = 1/(v+τ²),
//
// with I the expected information about τ² in the restricted likelihood. The
// degrees of freedom are those that meta-analyses print, with the widened
// variance; Kenward and Roger's own have φ in its place and are a little more.
// Under equal variances it is the t interval with k−1 degrees of freedom.
// Undefined for one trial; another estimator of τ² is ErrSettings. Kenward and Roger 1997;
// Partlett and Riley 2017.
var KR = Interval{Code: "kr", Name: "Kenward–Roger", RandomOnly: true, REMLOnly: true, reach: kr, Cites: []string{"kenward1997", "partlett2017"}}

func kr(c centre, d Data, _ float64) reach {
	r := reach{code: "kr", se: math.NaN(), df: math.NaN()}
	if len(d.Y) < 2 {
		r.notes = []string{"the Kenward–Roger interval is not defined for one trial"}
		return r
	}
	// With the shares p = φu this is, without a difference of large numbers,
	//
	//	SE² = φ(1 + a),  df = 2i/(m(1+a))²,  a = 2Σp(p−m)²/i,  m = Σp²,
	//	i = φ²I = Σ(p(1−p))²/2 + Σ_{i<j} p_i²p_j².
	_, _, u, _ := mean(d.Y, d.V, c.tau2)
	heavy, sum := 0, 0.0
	for i, x := range u {
		sum += x
		if x > u[heavy] {
			heavy = i
		}
	}
	var rest, m, info float64 // rest: the shares of all but the heaviest trial, whose own is almost 1 if it outweighs them
	for i, x := range u {
		if p := x / sum; i != heavy {
			rest += p
		}
	}
	share := func(i int) (p, others float64) {
		if i == heavy {
			return u[i] / sum, rest
		}
		p = u[i] / sum
		return p, 1 - p
	}
	for i := range u {
		p, others := share(i)
		info += float64(p*others)*float64(p*others)/2 + float64(float64(p*p)*m)
		m += float64(p * p)
	}
	var apart float64
	for i := range u {
		p := u[i] / sum
		apart += float64(p * float64((p-m)*(p-m))) // of a trial that outweighs the others this is nothing beside theirs
	}
	wider := 1 + 2*apart/info
	r.se = math.Sqrt(wider / sum)
	r.df = 2 * info / float64(float64(m*wider)*float64(m*wider))
	return r
}

package tau

import "math"

// GENQ is the moment estimator with any fixed weights. Unless others are given
// they are 1/√v, which Jackson 2013 takes where τ² is about as large as the
// sampling variances: between DerSimonian and Laird's 1/v, best without, and
// Hedges' equal ones, best with a large τ².
// DerSimonian and Kacker 2007; Jackson 2013; Jackson and others 2014.
var GENQ = Estimator{Code: "GENQ", Name: "generalised Q", Cites: []string{"dersimonian2007", "jackson2013", "jackson2014"},
	Fit: mean(genq), Regress: about(genq), Weighted: weighted(moment)}

func genq(m model) Estimate { return moment(m, weights(m, inverseSE)) }

// GENQM is the τ² at which Q = y'Ay is as likely to be smaller than observed as
// to be larger, so that the estimate is as often above τ² as below it, but for
// truncation. Weights and standard error are those of GENQ. Viechtbauer 2021.
var GENQM = Estimator{Code: "GENQM", Name: "generalised Q, median-unbiased", Iterative: true, Cites: []string{"viechtbauer2021", "jackson2013", "imhof1961", "rice1980"},
	Fit: mean(genqm), Regress: about(genqm), Weighted: weighted(medianQ)}

func genqm(m model) Estimate { return medianQ(m, weights(m, inverseSE)) }

func inverseSE(v float64) float64 { return 1 / math.Sqrt(v) }

func medianQ(m model, a []float64) Estimate {
	f := m.quadratic(a)
	t, ok := rootOfForm(m.form(a), f, 0.5)
	m.quadratic(a)
	return Estimate{Tau2: t, SE: math.Sqrt(m.varianceOfQ(a, t)) / f.trace, Converged: ok, Truncated: t == 0}
}

// rootOfForm is the τ² at which a Q as small as the observed one has come down
// to the probability p, 0 where it never was above it.
func rootOfForm(f *form, moments quadratic, p float64) (tau2 float64, ok bool) {
	p0, _, ok := f.below(0)
	if !ok || p0 <= p {
		return 0, ok
	}
	hi := f.observed / moments.trace
	for range 200 {
		top, _, fine := f.below(hi)
		if !fine {
			return math.NaN(), false
		}
		if top < p {
			break
		}
		hi *= 8
	}
	sure := true
	tau2, ok = solve(func(t float64) (float64, float64) {
		below, slope, fine := f.below(t)
		sure = sure && fine
		return below - p, slope
	}, 0, hi, 0)
	return tau2, ok && sure
}

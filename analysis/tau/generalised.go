package tau

// GeneralisedQ is the interval between the values of τ² at which a Q = y'Ay with
// fixed weights as large as the observed one, or as small, is as rare as the
// level allows. The weights are those of the estimate where it has weights of its
// caller's, otherwise 1/√v. A limit for which τ² would have to be negative is 0;
// when that is so of the upper limit the interval holds no value at all, which is
// noted. With equal variances it is the Q-profile. Jackson 2013; about a linear
// model Jackson and others 2014.
var GeneralisedQ = Interval{Code: "GENQ", Also: []string{"J"}, Name: "generalised Q", Cites: []string{"jackson2013", "jackson2014", "imhof1961", "rice1980"},
	limits: func(m model, from Estimate, level float64) (lo, hi float64, notes []string) {
		a := from.weights
		if a == nil {
			a = weights(m, inverseSE)
		}
		return generalised(m, a, level)
	}}

// BiggerstaffJackson is the generalised Q with the weights 1/v, which is Cochran's
// Q with its exact distribution. Biggerstaff and Jackson 2008.
var BiggerstaffJackson = Interval{Code: "BJ", Name: "exact distribution of Cochran's Q", Cites: []string{"biggerstaff2008", "imhof1961", "rice1980"},
	limits: func(m model, _ Estimate, level float64) (lo, hi float64, notes []string) {
		return generalised(m, weights(m, inverse), level)
	}}

func generalised(m model, a []float64, level float64) (lo, hi float64, notes []string) {
	moments := m.quadratic(a)
	f := m.form(a)
	if p, _, ok := f.below(0); ok && p < tail(level) {
		return 0, 0, []string{noValue}
	}
	return limits(func() (float64, bool) { return rootOfForm(f, moments, 1-tail(level)) },
		func() (float64, bool) { return rootOfForm(f, moments, tail(level)) })
}

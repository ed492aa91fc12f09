package tau

// QProfile is the interval between the values at which Q(τ²) = Σu(y−μ)² equals
// the upper and the lower quantile of χ² with k−p degrees of freedom, whatever
// the estimate. A limit for which τ² would have to be negative is 0; when that is
// so of the upper limit the interval holds no value at all, which is noted.
// Viechtbauer 2007; about a linear model Jackson and others 2014.
var QProfile = Interval{Code: "QP", Name: "Q-profile", limits: profileQ, Cites: []string{"viechtbauer2007", "jackson2014"}}

func profileQ(m model, _ Estimate, level float64) (lo, hi float64, notes []string) {
	lower := chiSquaredBelow(m.df(), tail(level))
	if q, _ := m.total(0); q < lower {
		return 0, 0, []string{noValue}
	}
	return limits(func() (float64, bool) { return rootOfQ(m, chiSquaredAbove(m.df(), tail(level))) },
		func() (float64, bool) { return rootOfQ(m, lower) })
}

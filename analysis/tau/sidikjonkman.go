package tau

// SidikJonkman is the interval in which the estimate of SJ, whatever the estimator
// of the model, is taken to be spread as χ² about τ²,
//
//	(k−p) τ²_SJ / χ²  with k−p degrees of freedom, at either tail.
//
// It is never down to 0 and lies too high where τ² is small beside the sampling
// variances, as SJ itself does, so that it can leave out the estimate of the model.
// It is not defined where all effects are equal. Sidik and Jonkman 2005; Viechtbauer
// 2007.
var SidikJonkman = Interval{Code: "SJ", Name: "Sidik–Jonkman", Cites: []string{"sidik2005", "viechtbauer2007"},
	limits: func(m model, _ Estimate, level float64) (lo, hi float64, notes []string) {
		e := sj(m)
		if !(e.Tau2 > 0) {
			return undefined("the Sidik–Jonkman interval of τ² is not defined where all effects are equal")
		}
		df, p := m.df(), tail(level)
		return df * e.Tau2 / chiSquaredAbove(df, p), df * e.Tau2 / chiSquaredBelow(df, p), nil
	}}

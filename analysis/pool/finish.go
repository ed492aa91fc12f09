package pool

import "math"

// finish makes the result from what a model found, under one interval.
func finish(d Data, c centre, m Model, i Interval, level float64) Result {
	k := len(d.Y)
	reach := i.reach(c, d, level)
	half, wald := reach.half(level), float64(quantile(level, math.Inf(1))*c.se)
	r := Result{
		Model: m.Code, GLMM: c.variant, Tau2Method: c.tau2Method, Tau2Interval: c.tau2Interval, Interval: reach.code,
		K: k, N: people(d.N), Converged: c.converged,
		Estimate: c.estimate, SE: reach.se, Statistic: c.estimate / reach.se, DF: reach.df,
		CILower: c.estimate - half, CIUpper: c.estimate + half,
		WaldLower: c.estimate - wald, WaldUpper: c.estimate + wald,
		PILower: math.NaN(), PIUpper: math.NaN(), PIDF: math.NaN(),
		Tau2: c.tau2, Tau2SE: c.tau2SE, Tau2Lower: c.tau2Lower, Tau2Upper: c.tau2Upper,
		Weights: percent(c.weights), Tests: c.tests,
		Notes: append(append([]string(nil), c.notes...), reach.notes...),
	}
	if math.IsInf(half, 1) {
		r.CILower, r.CIUpper = math.NaN(), math.NaN()
		r.Notes = append(r.Notes, noLimits)
	}
	if !(reach.se > 0) { // effects that are all equal leave no spread to make it from
		r.Statistic, r.CILower, r.CIUpper = math.NaN(), math.NaN(), math.NaN()
		r.Notes = append(r.Notes, "the standard error is zero or not defined, so there is no interval and no test")
	}
	if !(c.se > 0) {
		r.WaldLower, r.WaldUpper = math.NaN(), math.NaN()
	}
	r.P = twoSided(r.Statistic, r.DF)
	if own := reach.own; own != nil {
		r.CILower, r.CIUpper, r.P = own.lower, own.upper, own.p
	}
	y, v := d.Y, d.V
	if c.y != nil {
		y, v = c.y, c.v
	}
	heterogeneity(&r, y, v, c.about)
	return r
}

// noLimits explains an interval that only infinity bounds.
const noLimits = "so few degrees of freedom are left that the interval has no finite limits"

// percent scales weights to a sum of 100.
func percent(w []float64) []float64 {
	var sum float64
	for _, x := range w {
		sum += x
	}
	p := make([]float64, len(w))
	for i, x := range w {
		p[i] = 100 * x / sum
	}
	return p
}

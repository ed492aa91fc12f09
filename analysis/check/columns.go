package check

import "math"

// ColumnsExchanged finds means and standard deviations typed in each other's
// columns. Over the other trials of the scale (at least four, all means
// positive) ln mean and ln s have medians and spreads, σ = max(0.25, MAD) each;
// with x the logarithms of the trial as typed and x' exchanged, summed over arms
// and both columns,
//
//	Σ(d² − d'²)/2σ² > 6,
//
// twice the usual mark, because four numbers are moved at once.
var ColumnsExchanged = Check{Code: "columns-exchanged", Name: "means and standard deviations exchanged", Level: Warn,
	Source: "Cochrane Handbook ch. 5", run: columnsExchanged}

func columnsExchanged(t Trials) []Finding {
	var found []Finding
	for _, f := range t.sameScale() {
		if len(f) < 5 {
			continue
		}
		ratios := make([]float64, len(f))
		for arm := range armNames {
			means := f.each(t, func(x Trial) float64 { return math.Log(x.arms()[arm].Mean) })
			sds := f.each(t, func(x Trial) float64 { return math.Log(x.arms()[arm].SD) })
			if !finite(means...) {
				ratios = nil
				break
			}
			besideMeans, besideSDs := leaveOut(means), leaveOut(sds)
			for i := range f {
				ratios[i] += gain(means[i], sds[i], besideMeans, i) + gain(sds[i], means[i], besideSDs, i)
			}
		}
		for i := range ratios {
			if x := t.Trials[f[i]]; ratios[i] > 2*likelihood {
				found = append(found, t.on(Warn, say("means %v and %v with standard deviations %v and %v fit the other %d trials far better the other way round: are the columns exchanged?",
					x.T.Mean, x.C.Mean, x.T.SD, x.C.SD, len(f)-1), f[i]))
			}
		}
	}
	return found
}

// gain is the log likelihood ratio of another number instead of the i-th of its
// column.
func gain(typed, instead float64, others others, i int) float64 {
	m, mad := others.spread(i)
	sigma := max(leastSpread, mad)
	d, fixed := typed-m, instead-m
	return (float64(d*d) - float64(fixed*fixed)) / (2 * float64(sigma*sigma))
}

package effect

import "grove/analysis/study"

// computed makes a measure from what is missing in a contrast, what it reads of
// one, its effect and its variances, and why an effect may come out as no usable
// number.
func computed[T any](missing func(study.Contrast) string, trial func(study.Contrast, Options) T, effect func(T) float64, variants []variant[T], why func(study.Contrast) string) func([]study.Contrast, Options) []study.Effect {
	return func(cs []study.Contrast, o Options) []study.Effect {
		reasons := make([]string, len(cs))
		var ts []T
		for i, c := range cs {
			if reported(c) {
				continue
			}
			if reasons[i] = missing(c); reasons[i] == "" {
				ts = append(ts, trial(c, o))
			}
		}
		return finish(cs, reasons, make([][]string, len(cs)), estimates(ts, effect, variants, o.Variance), why)
	}
}

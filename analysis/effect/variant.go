package effect

// variant is one sampling variance that a measure knows, computed for all
// trials together.
type variant[T any] struct {
	code string
	of   func(ts []T) []float64
}

// each is a variance that looks at one trial at a time.
func each[T any](variance func(t T) float64) func(ts []T) []float64 {
	return func(ts []T) []float64 {
		vs := make([]float64, len(ts))
		for i, t := range ts {
			vs[i] = variance(t)
		}
		return vs
	}
}

func codes[T any](variants []variant[T]) []string {
	list := make([]string, len(variants))
	for i, v := range variants {
		list[i] = v.code
	}
	return list
}

// estimates are the effects of the trials with the variances of the variant
// asked for, the first if none is.
func estimates[T any](ts []T, effect func(T) float64, variants []variant[T], code string) []estimate {
	chosen := variants[0]
	for _, v := range variants {
		if v.code == code {
			chosen = v
		}
	}
	es := make([]estimate, len(ts))
	for i, v := range chosen.of(ts) {
		es[i] = estimate{effect(ts[i]), v}
	}
	return es
}

package check

import "math"

// Weight speaks of a trial that carries the answer. From three trials on, one
// with more than half of the inverse-variance weight is noted. A trial that
// besides tells far more per person than the others (at least four), with
// x = −ln(v N), N its people, m and MAD of x over the others,
//
//	x − m > max(ln 10, 4 MAD),
//
// is warned of: a standard error or a number of people misread.
var Weight = Check{Code: "weight", Name: "one trial with most of the weight", Level: Warn,
	Source: "Cochrane Handbook 10.14", run: weight}

func weight(t Trials) []Finding {
	var f, sized family
	var all float64
	for i, x := range t.Trials {
		if finite(x.Y, x.V) && x.V > 0 {
			f = append(f, i)
			all += 1 / x.V
			if finite(x.T.N, x.C.N) && x.T.N > 0 && x.C.N > 0 {
				sized = append(sized, i)
			}
		}
	}
	var found []Finding
	if len(f) >= 3 {
		for _, at := range f {
			if share := 1 / t.Trials[at].V / all; share > 0.5 {
				found = append(found, t.on(Note, say("%v%% of the inverse-variance weight lies on this trial alone", percent(share)), at))
			}
		}
	}
	if len(sized) < 5 {
		return found
	}
	logs := sized.each(t, func(x Trial) float64 { return -math.Log(x.V * (x.T.N + x.C.N)) })
	others := leaveOut(logs)
	for i, at := range sized {
		m, mad := others.spread(i)
		if x := t.Trials[at]; logs[i]-m > max(math.Log(10), 4*mad) {
			found = append(found, t.on(Warn, say("with a standard error of %v from %v people it tells %v times as much per person as the median of the other %d trials: is the standard error or the number of people misread?",
				math.Sqrt(x.V), x.T.N+x.C.N, math.Exp(logs[i]-m), len(sized)-1), at))
		}
	}
	return found
}

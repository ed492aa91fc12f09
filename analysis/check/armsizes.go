package check

import "math"

// ArmSizes finds the total typed as the size of one arm, or a digit too many or
// too few. With r = ln(n₁/n₂), and m and MAD over the other trials, both zero
// when there are fewer than four others,
//
//	|r − m| > max(ln 1.6, 4 MAD)  and  |n₁ − n₂|/√(n₁ + n₂) > 5:
//
// the allocation is unlike that of most trials and not a chance result of even
// allocation. It is only a note if one in ten of the others is uneven, too, so
// that |r − m| ≤ 4σ with σ from the ninth decile of their |r − m|, which is 1.645
// standard deviations of a normal sample: 2:1 may be meant, or be the total.
var ArmSizes = Check{Code: "arm-sizes", Name: "arms of very different size", Level: Warn,
	Source: "Cochrane Handbook ch. 5", run: armSizes}

func armSizes(t Trials) []Finding {
	var f family
	for i, x := range t.Trials {
		if finite(x.T.N, x.C.N) && x.T.N >= 1 && x.C.N >= 1 && !x.Paired {
			f = append(f, i)
		}
	}
	logs := f.each(t, func(x Trial) float64 { return math.Log(x.T.N / x.C.N) })
	others := leaveOut(logs)
	var found []Finding
	for i, at := range f {
		m, mad, decile := 0.0, 0.0, 0.0
		if len(f) >= 5 {
			m, mad = others.spread(i)
			decile = others.distance(i, m, 0.9)
		}
		x := t.Trials[at]
		d := math.Abs(logs[i] - m)
		if d <= max(math.Log(1.6), 4*mad) || math.Abs(x.T.N-x.C.N)/math.Sqrt(x.T.N+x.C.N) <= 5 {
			continue
		}
		level := Warn
		if d <= 4*decile/1.645 {
			level = Note
		}
		guess := "is there a digit too many or too few?"
		if math.Abs(math.Abs(logs[i])-math.Ln2) < 0.2 {
			guess = "is it an allocation of 2:1, or is one of them the total of both arms?"
		}
		found = append(found, t.on(level, say("%v and %v people, a factor of %v, where the median of the other trials is %v: %s",
			x.T.N, x.C.N, math.Exp(math.Abs(logs[i])), math.Exp(math.Abs(m)), guess), at))
	}
	return found
}

package check

import "math"

// SEAsSDColumn finds a whole column of standard errors typed as standard
// deviations. Standard deviations on one scale do not depend on the size of the
// trial; standard errors fall with √n. With k ≥ 5 trials of one scale, normal
// ln s about one mean in either reading and each reading's variance at its best
// value, the log likelihood ratio is
//
//	(k/2) ln(Var(ln s)/Var(ln s + ½ ln n)) > 2.
var SEAsSDColumn = Check{Code: "se-as-sd-column", Name: "a column of standard errors typed as standard deviations", Level: Warn,
	Source: "Cochrane Handbook 6.5.2", run: seAsSDColumn}

func seAsSDColumn(t Trials) []Finding {
	var found []Finding
	for _, f := range t.sameScale() {
		if len(f) < 5 {
			continue
		}
		typed := variance(f.each(t, func(x Trial) float64 { return math.Log(pooledSD(x)) }))
		as := variance(f.each(t, func(x Trial) float64 { return math.Log(pooledSD(x)) + math.Log(armSize(x))/2 }))
		if ratio := float64(len(f)) / 2 * math.Log(typed/as); ratio > 2 {
			found = append(found, t.whole(f, Warn, say("the standard deviations of the %d trials fall with the size of the trial: ln s varies by %v as typed but only by %v after multiplying by √n: is the whole column standard errors?",
				len(f), math.Sqrt(typed), math.Sqrt(as))))
		}
	}
	return found
}

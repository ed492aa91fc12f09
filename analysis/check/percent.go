package check

import "math"

// PercentCounts finds percentages typed as counts, as far as the numbers show
// it. Read as percentages, the risks of both arms fit the other trials (at least
// four) much better than read as counts: with distances d and d' of the log odds
// from m, σ = max(0.5, MAD, the arm's own standard error), and the mean over the
// two arms, whose risks go together,
//
//	mean of (d² − d'²)/2σ² > 3.
//
// In arms of about a hundred people nothing shows, and little is lost.
var PercentCounts = Check{Code: "percent-counts", Name: "percentages typed as counts", Level: Warn,
	Source: "Cochrane Handbook 6.4.2", run: percentCounts}

func percentCounts(t Trials) []Finding {
	f := t.counted()
	if len(f) < 5 {
		return nil
	}
	var found []Finding
	arms := [2]risks{armRisks(t, f, 0), armRisks(t, f, 1)}
	for i, at := range f {
		ratio, possible := 0.0, true
		for j, g := range t.Trials[at].arms() {
			possible = possible && g.Events > 0 && g.Events < 100
			m, sigma := arms[j].against(i)
			d := arms[j].y[i] - m
			fixed := math.Log(g.Events/(100-g.Events)) - m
			ratio += (float64(d*d) - float64(fixed*fixed)) / (4 * float64(sigma*sigma))
		}
		if possible && ratio > likelihood {
			found = append(found, t.on(Warn, t.beside(f, i, arms, "are the events percentages?"), at))
		}
	}
	return found
}

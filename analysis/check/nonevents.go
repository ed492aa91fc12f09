package check

import "math"

// NonEvents finds a trial that counts the people without the event. In both
// arms the log odds are far from those of the other trials (at least three), on
// the same side, and their mirror image fits better: with distances d of the log
// odds and d' of its negative from m, σ = max(0.5, MAD, the arm's own standard
// error), and the mean over the two arms, whose risks go together,
//
//	|d|/σ > 2 in both arms  and  mean of (d² − d'²)/2σ² > 3.
//
// Where half the people have the event nothing shows.
var NonEvents = Check{Code: "non-events", Name: "people without the event counted as events", Level: Warn,
	Source: "Cochrane Handbook 6.4.2", run: nonEvents}

const farRisk = 2

func nonEvents(t Trials) []Finding {
	f := t.counted()
	if len(f)-1 < leastCompany {
		return nil
	}
	var found []Finding
	arms := [2]risks{armRisks(t, f, 0), armRisks(t, f, 1)}
	for i, at := range f {
		var ratio float64
		var z [2]float64
		for j, r := range arms {
			m, sigma := r.against(i)
			z[j] = (r.y[i] - m) / sigma
			mirror := (-r.y[i] - m) / sigma
			ratio += (float64(z[j]*z[j]) - float64(mirror*mirror)) / 4
		}
		if ratio > likelihood && z[0]*z[1] > 0 && min(math.Abs(z[0]), math.Abs(z[1])) > farRisk {
			found = append(found, t.on(Warn, t.beside(f, i, arms, "are these the people without the event?"), at))
		}
	}
	return found
}

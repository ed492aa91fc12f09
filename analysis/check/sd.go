package check

import "math"

// SEAsSD finds a trial whose standard deviations are its standard errors. With
// s the pooled standard deviation, n the harmonic mean of the arm sizes, m and
// MAD those of ln s over the other trials of the scale (at least three) and
// σ = max(0.25, MAD),
//
//	d = ln s − m < 0,  d' = d + ½ ln n,  (d² − d'²)/2σ² > 3:
//
// the number fits the others e³ times better once it is multiplied by √n.
var SEAsSD = Check{Code: "se-as-sd", Name: "standard errors typed as standard deviations", Level: Warn,
	Source: "Cochrane Handbook 6.5.2; cases: reviews of α-lipoic acid and of L-citrulline, 2019", run: seAsSD}

const (
	leastSpread  = 0.25 // of ln s between trials, however alike the others look
	likelihood   = 3    // a log likelihood ratio that asks for a look
	leastCompany = 3    // other trials that make a comparison
)

func seAsSD(t Trials) []Finding {
	var found []Finding
	for _, f := range t.sameScale() {
		logs := f.each(t, func(x Trial) float64 { return math.Log(pooledSD(x)) })
		others := leaveOut(logs)
		for i, at := range f {
			if len(f)-1 < leastCompany {
				break
			}
			x := t.Trials[at]
			m, mad := others.spread(i)
			sigma := max(leastSpread, mad)
			n := armSize(x)
			d := logs[i] - m
			fixed := d + math.Log(n)/2
			if d < 0 && (float64(d*d)-float64(fixed*fixed))/(2*float64(sigma*sigma)) > likelihood {
				s := pooledSD(x)
				found = append(found, t.on(Warn, say("the standard deviations (%v and %v, pooled %v) are %v times smaller than the median %v of the other %d trials, but times √n, with n = %v, they would be %v: are they standard errors?",
					x.T.SD, x.C.SD, s, math.Exp(-d), math.Exp(m), len(f)-1, n, s*math.Sqrt(n)), at))
			}
		}
	}
	return found
}

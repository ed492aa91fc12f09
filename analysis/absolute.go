package analysis

import (
	"fmt"
	"math"

	"grove/analysis/choose"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// risks are how an effect on the natural scale changes a baseline risk p, for
// the measures that have such a meaning:
//
//	OR: p·OR/(1−p+p·OR),  RR: p·RR,  RD: p+RD.
//
// A risk ratio or difference that leads out of 0 to 1 stops there.
var risks = []struct {
	measure string
	with    func(p, effect float64) float64
}{
	{"OR", func(p, or float64) float64 { return p * or / (1 - p + p*or) }},
	{"RR", func(p, rr float64) float64 { return p * rr }},
	{"RD", func(p, rd float64) float64 { return p + rd }},
}

// absolute is the main estimate at each declared baseline risk.
func absolute(asked protocol.Analysis, a report.Analysis) ([]report.Absolute, error) {
	if len(asked.Risks) == 0 {
		return nil, nil
	}
	for _, row := range risks {
		if row.measure != a.Measure.Code {
			continue
		}
		var all []report.Absolute
		n := a.Main.Natural
		for _, r := range asked.Risks {
			x := report.Absolute{Risk: r.Value, Source: r.Source}
			more := func(effect float64) float64 {
				with := row.with(r.Value, effect)
				x.Capped = x.Capped || with < 0 || with > 1
				return 1000 * (math.Max(0, math.Min(1, with)) - r.Value)
			}
			x.More, x.Low, x.High = more(n.Estimate), more(n.CILower), more(n.CIUpper)
			all = append(all, x)
		}
		return all, nil
	}
	return nil, fmt.Errorf("%w: risks: a baseline risk has no meaning for %s", choose.ErrProtocol, a.Measure.Code)
}

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
	{"RR", func(p, rr float64) float64 { return math.Min(1, p*rr) }},
	{"RD", func(p, rd float64) float64 { return math.Max(0, math.Min(1, p+rd)) }},
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
			more := func(effect float64) float64 { return 1000 * (row.with(r.Value, effect) - r.Value) }
			all = append(all, report.Absolute{Risk: r.Value, Source: r.Source, More: more(n.Estimate), Low: more(n.CILower), High: more(n.CIUpper)})
		}
		return all, nil
	}
	return nil, fmt.Errorf("%w: risks: a baseline risk has no meaning for %s", choose.ErrProtocol, a.Measure.Code)
}

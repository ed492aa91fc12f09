// Package effect computes an effect size and its sampling variance from what
// the two arms of a trial report, on the scale on which effects are pooled.
//
// Measures, ZeroRules and DoubleRules are ordered tables; help, protocol and
// tests range over them. In the formulas arm 1 is the experimental arm and arm 2
// the control; of counts, a and b are the people with and without the event in
// arm 1, c and d those in arm 2.
package effect

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"grove/analysis/study"
)

// Measure is one effect measure.
type Measure struct {
	Code, Name string
	Needs      Needs
	Ratio      bool                         // a ratio, whose analysis scale is the natural logarithm
	Null       float64                      // no difference on the analysis scale; NaN for a measure that is not one of difference
	Back       func(y float64) float64      // from the analysis scale to the natural scale; of a double arcsine, in a very large sample
	Variances  []string                     // the variance variants it knows, the default first
	sized      *sized                       // how the way back hangs on the size of the sample; nil if it does not
	point      func(study.Contrast) float64 // the effect where it needs no correction even if its variance does; nil otherwise
	Baseline   bool                         // knows how to take a baseline into account
	Additive   bool                         // what one arm gives less what the other gives, and so that their variances add
	Cites      []string
	measure    func(cs []study.Contrast, o Options) []study.Effect
}

// Measures are the effect measures.
var Measures = []Measure{
	OR, RR, RD, MD, SMD, MPOR, MPRR, MPRD, MPORC, MPPETO, MPORM, GEN,
	AS, PETO, PHI, YUQ, YUY, RTET, PBIT, OR2D, OR2DL, OR2DN, ZPHI, ZTET,
	SMDH, SMD1, SMD1H, ROM, CVR, VR, CLESN, AUCN, RPB, RBIS, ZPB, ZBIS, D2OR, D2ORL, D2ORN,
	IRR, IRD, IRSD, MC, SMCC, SMCR, SMCRH, ROMC,
	PLO, PR, PLN, PRZ, PAS, PFT, IRLN, IR, IRS, IRFT, MN, MNLN, SMN, CVLN, SDLN,
	ZCOR, COR, UCOR, ZSPCOR, SPCOR, ZPCOR, PCOR, ZR2, R2, ABT, ARAW, AHW, REH,
}

// ErrOptions marks a code in the options that no table knows.
var ErrOptions = errors.New("unknown option")

// Lookup is the measure with the given code.
func Lookup(code string) (Measure, bool) {
	for _, m := range Measures {
		if m.Code == code {
			return m, true
		}
	}
	return Measure{}, false
}

// OnlyVariance is the note of an effect whose variance alone needed a continuity
// correction.
const OnlyVariance = "only the variance is corrected; the effect is that of the counts"

// Of measures all contrasts of one analysis together, one effect for each in
// the same order; together, because a zero rule or a variance may look at all.
// A contrast that reports its own Y and V keeps them whatever the measure. The
// arms of an effect from pairs are the margins of their table. An
// effect that cannot be computed, or whose variance is not a positive number,
// has NaN for Y and V and a last note that says why. The error is ErrOptions,
// for a code or a number that is not known; the contrasts are left untouched.
func (m Measure) Of(cs []study.Contrast, o Options) ([]study.Effect, error) {
	if slices.ContainsFunc(cs, func(c study.Contrast) bool { return c.Apart != nil }) {
		return m.apart(cs, o)
	}
	if o.Variance != "" && !slices.Contains(m.Variances, o.Variance) {
		return nil, fmt.Errorf("%w: variance %q for %s, which knows %v", ErrOptions, o.Variance, m.Code, m.Variances)
	}
	if !(o.Baseline >= 0 && o.Baseline < 1) {
		return nil, fmt.Errorf("%w: baseline %v is not a correlation from 0 to below 1", ErrOptions, o.Baseline)
	}
	if _, ok := correctionOf(o.Correct); !ok {
		return nil, fmt.Errorf("%w: correct %q", ErrOptions, o.Correct)
	}
	if needs[m.Needs].counts {
		if err := checkZero(o); err != nil {
			return nil, err
		}
	}
	es := m.measure(cs, o)
	if rule, _ := zeroRule(o.Zero); rule.spares || rule.variance {
		o.Zero = none
		for i, plain := range m.measure(cs, o) {
			corrected := !math.IsNaN(es[i].Y) && (es[i].Y != plain.Y || es[i].V != plain.V)
			switch {
			case rule.spares && !math.IsNaN(plain.Y):
				es[i] = plain
			case m.point != nil && corrected && !math.IsNaN(m.point(cs[i])) && !m.SamePeople(cs[i]):
				es[i].Y = m.point(cs[i])
				es[i].Notes = append(es[i].Notes, OnlyVariance)
			}
		}
	}
	for i, c := range cs {
		es[i].Converted = m.Rests(c.Converted, reported(c))
	}
	return es, nil
}

// sized is a way back to the natural scale that hangs on the size of the sample.
type sized struct {
	of   func(study.Effect) float64
	back func(y, size float64) float64
}

// Natural is the way back to the natural scale for a number that rests on the
// given effects, which is Back unless it hangs on the size of the sample: the
// harmonic mean of the sizes is then taken. Miller 1978.
func (m Measure) Natural(es ...study.Effect) func(y float64) float64 {
	if m.sized == nil {
		return m.Back
	}
	var inverse float64
	for _, e := range es {
		inverse += 1 / m.sized.of(e)
	}
	size := float64(len(es)) / inverse
	return func(y float64) float64 { return m.sized.back(y, size) }
}

func identity(y float64) float64 { return y }

// estimate is an effect on the analysis scale and its variance.
type estimate struct{ y, v float64 }

// finish makes the effects from the contrasts: reported ones pass through, a
// contrast with a reason has none, the others take their estimates in turn,
// unless one is not usable; why then says the reason.
func finish(cs []study.Contrast, reasons []string, notes [][]string, es []estimate, why func(study.Contrast) string) []study.Effect {
	out := make([]study.Effect, len(cs))
	for i, c := range cs {
		t, k := margins(c)
		e := study.Effect{Study: c.Study, Label: c.Label, T: t, C: k, Y: math.NaN(), V: math.NaN(), Notes: slices.Clone(c.Notes)}
		switch {
		case reported(c):
			e = passed(c)
		case reasons[i] != "":
			e.Notes = append(e.Notes, reasons[i])
		default:
			e.Notes = append(e.Notes, notes[i]...)
			if usable(es[0]) {
				e.Y, e.V = es[0].y, es[0].v
			} else {
				e.Notes = append(e.Notes, unusable(why(c)))
			}
			es = es[1:]
		}
		out[i] = e
	}
	return out
}

func usable(e estimate) bool {
	return !math.IsNaN(e.y) && !math.IsInf(e.y, 0) && e.v > 0 && !math.IsInf(e.v, 0)
}

// unusable is the last note of an effect that came out as no usable number.
func unusable(why string) string {
	if why == "" {
		return "the effect or its variance is not a usable number"
	}
	return why
}

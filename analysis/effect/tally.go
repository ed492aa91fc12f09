package effect

import "grove/analysis/study"

// tally says how a measure of counts finds its cells in a contrast and what a
// continuity correction makes of them.
type tally[T any] struct {
	missing func(study.Contrast) string
	of      func(study.Contrast) T
	zero    func(T) string                  // names what is zero, empty if nothing is
	double  func(T) (why string, both bool) // nothing happened, or nothing else did, in the whole trial
	ratio   bool                            // the rule that drops such a trial from a ratio applies
	add     func(T, float64) T
	cells   string                           // what the correction is added to: "each cell"
	events  func(T, float64) (T, string)     // adds it to the events alone and says to what; nil where the effect is not one of logarithms of shares
	remarks func(study.Contrast, T) []string // further notes on a trial; may be nil
}

// counted makes a measure of counts from its cells, its effect and its
// variances, which see the trials that report their counts and are not dropped,
// corrected as the zero rule asks.
func counted[T any](t tally[T], effect func(T) float64, variants []variant[T]) func([]study.Contrast, Options) []study.Effect {
	return func(cs []study.Contrast, o Options) []study.Effect {
		return t.measure(cs, o, func(ts []T) []estimate { return estimates(ts, effect, variants, o.Variance) })
	}
}

// measure finds each trial's counts, drops and corrects them as the rules ask
// and makes the effects of the estimates.
func (t tally[T]) measure(cs []study.Contrast, o Options, estimated func([]T) []estimate) []study.Effect {
	rule, _ := zeroRule(o.Zero)
	drop, _ := doubleRule(o.Double)
	reasons := make([]string, len(cs))
	notes := make([][]string, len(cs))
	anyZero := false
	for i, c := range cs {
		if reported(c) {
			continue
		}
		if reasons[i] = t.missing(c); reasons[i] != "" {
			continue
		}
		if why, both := t.double(t.of(c)); both && drop.drops(t.ratio) {
			reasons[i] = why
			continue
		}
		anyZero = anyZero || t.zero(t.of(c)) != ""
	}
	var ts []T
	for i, c := range cs {
		if reported(c) || reasons[i] != "" {
			continue
		}
		x := t.of(c)
		if t.remarks != nil {
			notes[i] = append(notes[i], t.remarks(c, x)...)
		}
		why := t.zero(x)
		if o.Add > 0 && rule.corrects(why != "", anyZero) {
			to := t.cells
			if rule.events && t.events != nil {
				x, to = t.events(x, o.Add)
			} else {
				x = t.add(x, o.Add)
			}
			notes[i] = append(notes[i], correction(o.Add, to, why, rule))
		}
		ts = append(ts, x)
	}
	return finish(cs, reasons, notes, estimated(ts), func(c study.Contrast) string { return t.zero(t.of(c)) })
}

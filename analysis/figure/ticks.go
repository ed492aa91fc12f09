package figure

import (
	"math"
	"strconv"
	"strings"
)

// tick is one labelled position of the axis.
type tick struct {
	at    float64
	label string
}

// ticks returns the labelled positions of the axis: of the candidates that
// leave room between the labels the first with four to eight ticks, else
// with more than two, else with any.
func (s scale) ticks(roomy func([]tick) bool, l Locale) []tick {
	var sets [][]tick
	for _, values := range s.candidates() {
		if set := s.labelled(values, l); roomy(set) {
			sets = append(sets, set)
		}
	}
	for _, least := range []int{4, 3, 2, 1} {
		for _, set := range sets {
			if len(set) >= least && len(set) <= 8 {
				return set
			}
		}
	}
	return nil
}

// across reports whether no two labels beside each other come close and none
// leaves the canvas.
func (f face) across(canvas float64) func([]tick) bool {
	return func(set []tick) bool {
		end := 0.0
		for _, t := range set {
			half := f.width(t.label) / 2
			if t.at-half < end {
				return false
			}
			end = t.at + half + float64(0.7*f.size)
		}
		return end <= canvas+float64(0.7*f.size)
	}
}

// above reports whether no two labels above each other come close.
func (f face) above(set []tick) bool {
	for i := 1; i < len(set); i++ {
		if math.Abs(set[i-1].at-set[i].at) < 1.3*f.size {
			return false
		}
	}
	return true
}

// candidates lists sets of natural values inside the limits, best first.
func (s scale) candidates() [][]float64 {
	if !s.log {
		return s.steps(s.lo, s.hi)
	}
	sets := [][]float64{
		s.decades(1, 1, 2, 5),
		s.decades(1, 1, 1.5, 2, 3, 5, 7),
	}
	if lo, hi := math.Exp(s.lo), math.Exp(s.hi); hi/lo < 20 {
		sets = append(sets, s.steps(lo, hi)...)
	}
	sets = append(sets, s.decades(1, 1, 3), s.decades(1, 1))
	for every := 2; every <= 1000; every *= 2 {
		sets = append(sets, s.decades(every, 1))
	}
	return sets
}

// decades returns the multiples of the powers of ten, of every so many of
// them, that lie inside the limits.
func (s scale) decades(every int, multiples ...float64) []float64 {
	from, to := int(math.Floor(math.Max(s.lo/math.Ln10, -308))), int(math.Ceil(math.Min(s.hi/math.Ln10, 308))) // no number is beyond
	from = int(math.Floor(float64(from)/float64(every))) * every
	var v []float64
	for p := from; p <= to; p += every {
		for _, m := range multiples {
			// Parsing gives the number nearest to the decimal, so that its label is short.
			x, err := strconv.ParseFloat(strconv.FormatFloat(m, 'f', -1, 64)+"e"+strconv.Itoa(p), 64)
			if t := math.Log(x); err == nil && x > 0 && t >= s.lo-1e-9 && t <= s.hi+1e-9 {
				v = append(v, x)
			}
		}
	}
	return v
}

// steps returns evenly spaced round values from lo to hi, finest first; none where
// both are one number.
func (s scale) steps(lo, hi float64) [][]float64 {
	if !(lo < hi) {
		return nil
	}
	top := math.Ceil(math.Log10(hi - lo))
	var sets [][]float64
	for p := top - 2; p <= top; p++ {
		for _, m := range []float64{1, 2, 2.5, 5} {
			step := m * math.Pow(10, p)
			first, last := math.Ceil(lo/step-1e-9), math.Floor(hi/step+1e-9)
			if !(step > 0) || !(last-first < 20) {
				continue
			}
			var v []float64
			for i := 0.0; i <= last-first; i++ { // of a great first, first+1 may be the same number
				v = append(v, (first+i)*step)
			}
			sets = append(sets, v)
		}
	}
	return sets
}

func (s scale) labelled(values []float64, l Locale) []tick {
	set := make([]tick, len(values))
	places := 0
	for _, v := range values {
		if _, fraction, ok := strings.Cut(strconv.FormatFloat(v, 'g', 10, 64), "."); ok && !s.log {
			places = max(places, len(fraction))
		}
	}
	for i, v := range values {
		t := v
		if s.log {
			t = math.Log(v)
		}
		set[i] = tick{s.at(t), strings.Replace(tickLabel(v, places), ".", l.Decimal, 1)}
	}
	return set
}

// tickLabel prints v without noise digits: from 0.0001 to below a million as
// a decimal with at least so many places, else with an exponent ("2e6"). The
// minus sign is U+2212.
func tickLabel(v float64, places int) string {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'e', 9, 64), 64)
	label := ""
	switch size := math.Abs(v); {
	case size == 0:
		label = strconv.FormatFloat(0, 'f', places, 64)
	case size >= 1e-4 && size < 1e6:
		label = strconv.FormatFloat(v, 'f', -1, 64)
		if _, fraction, _ := strings.Cut(label, "."); len(fraction) < places {
			label = strconv.FormatFloat(v, 'f', places, 64)
		}
	default:
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
		power, _ := strconv.Atoi(exponent)
		label = mantissa + "e" + strconv.Itoa(power)
	}
	return strings.ReplaceAll(label, "-", "−")
}

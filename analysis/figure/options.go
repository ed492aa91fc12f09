package figure

import "strings"

// Options say how a figure is set. The zero value is the first style and
// locale at the figure's natural width. No option changes a number's place or
// leaves anything out.
type Options struct {
	Width  float64 // of the whole figure in millimetres; 0 for what the content needs
	Style  Style   // a row of Styles; the zero value is the first
	Locale Locale  // a row of Locales; the zero value is the first
}

// perMillimetre is points.
const perMillimetre = 72 / 25.4

func (o Options) filled() Options {
	if o.Style.Name == "" {
		o.Style = Styles[0]
	}
	if o.Locale.Name == "" {
		o.Locale = Locales[0]
	}
	return o
}

// Number writes a number, given as a plain decimal with "." and no marks
// between the thousands ("-1234.5"), in the locale: minus sign U+2212,
// thousands set apart.
func (o Options) Number(plain string) string {
	l := o.filled().Locale
	sign, digits := "", plain
	if rest, minus := strings.CutPrefix(strings.Replace(plain, "−", "-", 1), "-"); minus {
		sign, digits = "−", rest
	}
	whole, fraction, point := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + l.Thousands + whole[i:]
	}
	if point {
		whole += l.Decimal + fraction
	}
	return sign + whole
}

// Interval writes an estimate with its interval as style and locale have it:
// "0.41 [0.13 to 1.26]", "0,41 (0,13 til 1,26)". The arguments are plain
// decimals as for Number; an empty estimate gives the interval alone. A dash
// between the ends becomes "to" beside a negative number.
func (o Options) Interval(estimate, low, high string) string {
	o = o.filled()
	between := o.Style.Range
	switch {
	case o.Locale.Range != "":
		between = o.Locale.Range
	case between == "–" && strings.ContainsAny(low+high, "-−"):
		between = " to "
	}
	s := o.Style.Brackets[0] + o.Number(low) + between + o.Number(high) + o.Style.Brackets[1]
	if estimate != "" {
		s = o.Number(estimate) + " " + s
	}
	return s
}

// P writes a P value, given as a plain decimal ("0.034") or as a bound
// ("<0.001"), with its letter: "P = 0.034", "P < .001".
func (o Options) P(plain string) string {
	o = o.filled()
	value, bound := strings.CutPrefix(plain, "<")
	value = strings.TrimSpace(value)
	if rest, small := strings.CutPrefix(value, "0."); small && !o.Style.PZero && o.Locale.Decimal == "." {
		value = "." + rest
	} else {
		value = o.Number(value)
	}
	if bound {
		return o.Style.PEquals[1] + value
	}
	return o.Style.PEquals[0] + value
}

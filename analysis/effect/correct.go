package effect

// Correction says what becomes of the small-sample bias of a standardised mean
// difference; of other measures that have a bias to correct, none leaves it and
// the others take it out.
type Correction struct {
	Code, Name string
	factor     func(m float64) float64 // by which a standardised mean with m degrees of freedom is multiplied
}

// Corrections are the corrections, the default first.
var Corrections = []Correction{
	{Code: "exact", Name: "unbiased, by gamma functions", factor: J},
	{Code: "approximate", Name: "nearly unbiased, by 1 − 3/(4m − 1)", factor: func(m float64) float64 { return 1 - 3/(4*m-1) }},
	{Code: uncorrected, Name: "as it is, with its bias", factor: func(float64) float64 { return 1 }},
}

const uncorrected = "none"

// correctionOf is the correction with the given code, the default for an empty
// one.
func correctionOf(code string) (Correction, bool) {
	for _, c := range Corrections {
		if c.Code == code || code == "" {
			return c, true
		}
	}
	return Correction{}, false
}

// factor is by what a standardised mean with m degrees of freedom is multiplied.
func factor(m float64, o Options) float64 {
	c, _ := correctionOf(o.Correct)
	return c.factor(m)
}

// biased says that a bias is to stay.
func biased(o Options) bool { return o.Correct == uncorrected }

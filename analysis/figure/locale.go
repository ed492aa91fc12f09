package figure

// Locale is how numbers and the figure's own words are written.
type Locale struct {
	Name      string
	Lang      string // BCP 47; empty for English
	Decimal   string
	Thousands string
	Range     string // between the ends of an interval; empty for the style's
	Words     Words
}

// Words are what a figure prints by itself; all other words come with it.
type Words struct {
	Continued string    // beside the title of further pages
	Named     [4]string // how many points have their name beside them, of how many, and which come first: by naming
	None      string    // no point or row to show
	Not       string    // a legend's word for an empty cell of a matrix
}

// Locales are all locales, English first.
var Locales = []Locale{
	{Name: "en", Decimal: ".", Thousands: ",", Words: Words{Continued: "continued", None: "Nothing to show", Not: "not assessed", Named: [4]string{
		"Named where there is room: %d of %d, those that stand alone first.",
		"Named where there is room: %d of %d, the farthest from the main estimate in standard errors first.",
		"Named where there is room: %d of %d, the largest first.",
		"Named where there is room: %d of %d, the farthest from the lower left corner first."}}},
	{Name: "nb", Lang: "nb", Decimal: ",", Thousands: "\u00a0", Range: " til ", Words: Words{Continued: "forts.", None: "Ingenting å vise", Not: "ikke vurdert", Named: [4]string{
		"Med navn der det er plass: %d av %d, de som står alene, først.",
		"Med navn der det er plass: %d av %d, de som i standardfeil er lengst fra hovedanslaget, først.",
		"Med navn der det er plass: %d av %d, de største først.",
		"Med navn der det er plass: %d av %d, de lengst fra hjørnet nede til venstre først."}}},
}

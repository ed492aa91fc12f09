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
	Continued  string // beside the title of further pages
	Unlabelled string // how many points have no room for a label, of how many
	None       string // no point or row to show
	Not        string // a legend's word for an empty cell of a matrix
}

// Locales are all locales, English first.
var Locales = []Locale{
	{Name: "en", Decimal: ".", Thousands: ",", Words: Words{Continued: "continued", Unlabelled: "Points without a label for want of room: %d of %d.", None: "Nothing to show", Not: "not assessed"}},
	{Name: "nb", Lang: "nb", Decimal: ",", Thousands: "\u00a0", Range: " til ", Words: Words{Continued: "forts.", Unlabelled: "Punkter uten navn av plasshensyn: %d av %d.", None: "Ingenting å vise", Not: "ikke vurdert"}},
}

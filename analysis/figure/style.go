package figure

// Style is how a figure looks: rows of one table, so that a new one is a row.
// A style changes no number and no place on the scale.
type Style struct {
	Name  string
	About string // one sentence

	Font        float64    // size of the text in points, before it is fitted to a width
	Brackets    [2]string  // around an interval in text
	Range       string     // between the ends of an interval in text
	PEquals     [2]string  // before an exact P value, and before a bound
	PZero       bool       // P values keep the zero before the decimal mark
	Rules       [3]float64 // width of the rules above and below the heads, and below the last row; 0 for none
	HeadFill    Color      // behind the heads; white for nothing
	FavoursHead bool       // directions above the plot, not below it

	Ink        Color // text, intervals
	Grey       Color // muted text
	Pale       Color // muted marks
	Rule       Color
	Null       Color // line of no effect
	Study      Color // squares and points; lighter than the interval drawn over them
	Pooled     Color // diamonds, thick intervals
	Prediction Color // inside of prediction intervals
	Bar        Color // weights
}

// Styles are all styles, the usual one first. Colours keep their order of
// lightness in greyscale.
var Styles = []Style{
	{
		Name: "grove", About: "Calm and of high contrast; the usual one.",
		Font: 9, Brackets: [2]string{"[", "]"}, Range: " to ", PEquals: [2]string{"P = ", "P < "}, PZero: true,
		Rules: [3]float64{0, 0.8, 0}, HeadFill: white,
		Ink: Color{0x1a, 0x1a, 0x1a}, Grey: Color{0x6b, 0x6b, 0x6b}, Pale: Color{0xa6, 0xa6, 0xa6},
		Rule: Color{0x7a, 0x7a, 0x7a}, Null: Color{0x4d, 0x4d, 0x4d},
		Study: Color{0x6f, 0x9b, 0xc4}, Pooled: Color{0x23, 0x4a, 0x70}, Prediction: Color{0xdd, 0xdd, 0xdd}, Bar: Color{0x9d, 0xb9, 0xd3},
	},
	{
		Name: "bmj", About: "In the manner of The BMJ: shaded heads, (0.13 to 1.26).",
		Font: 8.5, Brackets: [2]string{"(", ")"}, Range: " to ", PEquals: [2]string{"P=", "P<"}, PZero: true,
		Rules: [3]float64{0.9, 0, 0.9}, HeadFill: Color{0xdf, 0xea, 0xf2},
		Ink: Color{0x11, 0x11, 0x11}, Grey: Color{0x66, 0x66, 0x66}, Pale: Color{0xa6, 0xa6, 0xa6},
		Rule: Color{0x2a, 0x6e, 0xbb}, Null: Color{0x55, 0x55, 0x55},
		Study: Color{0x7f, 0xae, 0xd8}, Pooled: Color{0x1b, 0x4f, 0x8a}, Prediction: Color{0xdd, 0xdd, 0xdd}, Bar: Color{0xa9, 0xc7, 0xe2},
	},
	{
		Name: "jama", About: "In the manner of JAMA: directions above the plot, 0.41 (0.13–1.26), P = .03.",
		Font: 8, Brackets: [2]string{"(", ")"}, Range: "–", PEquals: [2]string{"P = ", "P < "}, PZero: false,
		Rules: [3]float64{1.2, 0.5, 0.5}, HeadFill: white, FavoursHead: true,
		Ink: Color{0, 0, 0}, Grey: Color{0x66, 0x66, 0x66}, Pale: Color{0xa8, 0xa8, 0xa8},
		Rule: Color{0x33, 0x33, 0x33}, Null: Color{0x33, 0x33, 0x33},
		Study: Color{0x8f, 0x9f, 0xb4}, Pooled: Color{0x2e, 0x43, 0x66}, Prediction: Color{0xe0, 0xe0, 0xe0}, Bar: Color{0xb8, 0xc2, 0xd0},
	},
	{
		Name: "cochrane", About: "In the manner of the Cochrane Library: green squares, black diamonds, 0.41 [0.13, 1.26].",
		Font: 8.5, Brackets: [2]string{"[", "]"}, Range: ", ", PEquals: [2]string{"P = ", "P < "}, PZero: true,
		Rules: [3]float64{0.6, 0.6, 0.6}, HeadFill: white,
		Ink: Color{0, 0, 0}, Grey: Color{0x6b, 0x6b, 0x6b}, Pale: Color{0xa6, 0xa6, 0xa6},
		Rule: Color{0, 0, 0}, Null: Color{0, 0, 0},
		Study: Color{0x6d, 0xb0, 0x6d}, Pooled: Color{0, 0, 0}, Prediction: Color{0xdd, 0xdd, 0xdd}, Bar: Color{0xa8, 0xcf, 0xa8},
	},
}

var white = Color{0xff, 0xff, 0xff}

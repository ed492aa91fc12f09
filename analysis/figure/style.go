package figure

// Sizes in points. Everything else follows from the font size.
const (
	fontSize  = 9.0
	noteSize  = 8.0
	titleSize = 11.0

	margin    = 1.3 * fontSize // around the whole figure
	gap       = 1.7 * fontSize // between two columns, and beside the plot
	indent    = 1.1 * fontSize // one step of Row.Indent
	lineStep  = 1.2            // baseline to baseline of wrapped lines, in em
	plotWidth = 25 * fontSize  // the area of the marks
	arrowRoom = 0.9 * fontSize // inside the plot, left and right of the limits, for arrows

	firstMin     = 12 * fontSize // the first column may always be this wide
	cellMax      = 30 * fontSize // the other columns never wider
	barRoom      = 3 * fontSize  // left of the texts of a column with weight bars
	headMin      = 8 * fontSize  // heads are not wrapped to less
	favoursWidth = 18 * fontSize // a direction beside the null may always be this wide
	maxLines     = 3             // of a wrapped cell, head or label
)

// Row heights beyond the text: long tables are set tighter, so that they fit
// on a page.
const (
	rowSpace   = 0.48 * fontSize
	tightSpace = 0.26 * fontSize
	tightFrom  = 40 // rows
	gapHeight  = 0.7 * fontSize
)

// Colours keep their order of lightness in greyscale.
var (
	white       = Color{0xff, 0xff, 0xff}
	ink         = Color{0x1a, 0x1a, 0x1a} // text, intervals
	grey        = Color{0x6b, 0x6b, 0x6b} // muted text
	pale        = Color{0xa6, 0xa6, 0xa6} // muted marks
	ruleColor   = Color{0x7a, 0x7a, 0x7a}
	nullColor   = Color{0x4d, 0x4d, 0x4d}
	studyFill   = Color{0x6f, 0x9b, 0xc4} // squares; lighter than the interval drawn over them
	pooledFill  = Color{0x23, 0x4a, 0x70} // diamonds, thick intervals
	openFill    = Color{0xdd, 0xdd, 0xdd} // prediction interval
	weightColor = Color{0x9d, 0xb9, 0xd3}
)

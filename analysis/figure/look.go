package figure

import "math"

// look is a style and a locale with all sizes in points. Everything follows
// from the font size.
type look struct {
	Options
	fontSize, noteSize, titleSize float64

	margin    float64 // around the whole figure
	gap       float64 // between two columns, and beside the plot
	indent    float64 // one step of Row.Indent
	plotWidth float64 // the area of the marks
	arrowRoom float64 // inside the plot, left and right of the limits, for arrows

	firstMin     float64  // the first column may always be this wide
	firstShare   float64  // and else no wider than this times the rest
	cellMax      float64  // the other columns never wider, but for what is unbroken
	unbroken     unbroken // what of a number's cell stays in one line
	fold         fold     // in how many lines the columns of a side stand
	barRoom      float64  // left of the texts of a column with weight bars
	headMin      float64  // heads are not wrapped to less; 0 for their longest word
	favoursWidth float64  // a direction beside the null may always be this wide
	maxLines     int      // of a wrapped cell, head or label

	// Row heights beyond the text: long tables are set tighter, so that they
	// fit on a page.
	rowSpace, tightSpace, gapHeight float64
}

const (
	lineStep  = 1.2 // baseline to baseline of wrapped lines, in em
	tierLead  = 0.1 // between the two tiers of a row, in em
	tightFrom = 40  // rows of a long table

	maxNatural = 3 // lines of a cell, head or label that need not fit a width
)

// smallest is the font size below which text in print is hard to read.
const smallest = 6.0

// rung is one step of making a figure narrower; sizes in em.
type rung struct {
	font                                 float64 // of the style's
	plot, gap, margin, first, cell, bars float64
	share                                float64 // the first column is no wider than this times the rest
	head                                 float64
	lines                                int
	unbroken                             unbroken
	folds                                []fold // the first has to fit
}

// unbroken says what stays in one line.
type unbroken int

const (
	estimates unbroken = iota // an estimate with its interval, or all numbers of a cell
	intervals                 // an interval in its brackets
	digits                    // each number
)

var (
	flat  = []fold{{1, 1}}
	eased = []fold{{1, 1}, {1, 2}, {2, 1}} // flat, unless that takes many more lines
	left  = []fold{{2, 1}, {1, 2}}
	right = []fold{{1, 2}}
	both  = []fold{{2, 2}}
	third = []fold{{3, 2}, {4, 2}, {5, 2}}
	many  = []fold{{9, 9}}
)

// ladder is climbed down until the figure fits its width. The first rung is
// the natural one. Then text wraps, the plot narrows and the font shrinks, in
// small steps; then columns stand below others, first on one side of the plot;
// only then are intervals broken. Nothing is left out.
var ladder = []rung{
	{1, 25, 1.7, 1.3, 12, 30, 3, 3.0 / 7, 8, maxNatural, estimates, flat},
	{1, 22, 1.5, 1.1, 11, 16, 2.5, 3.0 / 7, 8, 12, estimates, eased},
	{1, 18, 1.3, 1, 10, 14, 2, 3.0 / 7, 0, 12, estimates, eased},
	{0.94, 18, 1.3, 1, 10, 14, 2, 3.0 / 7, 0, 12, estimates, eased},
	{0.89, 16, 1.2, 0.9, 10, 12, 2, 3.0 / 7, 0, 12, estimates, eased},
	{0.84, 15, 1.1, 0.8, 9, 11, 1.8, 0.4, 0, 12, estimates, eased},
	{0.78, 14, 1, 0.7, 9, 10, 1.8, 0.4, 0, 12, estimates, eased},
	{0.73, 13, 1, 0.6, 8, 9.2, 1.6, 0.35, 0, 12, estimates, eased},
	{0.67, 12, 0.9, 0.5, 8, 9.2, 1.6, 0.35, 0, 12, estimates, eased},
	{0.67, 11, 0.8, 0.5, 8, 8, 0, 0.3, 0, 12, estimates, eased},
	{0.67, 10, 0.8, 0.5, 7.5, 7.5, 0, 0.25, 0, 14, estimates, eased},
	{0.67, 9, 0.7, 0.4, 7, 7, 0, 0.2, 0, 14, estimates, eased},
	{0.67, 10, 0.7, 0.5, 7, 7, 0, 0.25, 0, 14, estimates, left},
	{0.67, 10, 0.7, 0.5, 7, 7, 0, 0.25, 0, 14, estimates, right},
	{0.67, 10, 0.7, 0.5, 7, 7, 0, 0.25, 0, 14, estimates, both},
	{0.67, 8, 0.6, 0.4, 6.5, 6.7, 0, 0.15, 0, 16, estimates, both},
	{0.67, 8, 0.6, 0.4, 6.5, 6.7, 0, 0.15, 0, 16, estimates, third},
	{0.67, 8, 0.6, 0.4, 6.5, 6.7, 0, 0.15, 0, 16, estimates, many},
	{0.67, 7.5, 0.5, 0.3, 6, 6.7, 0, 0.1, 0, 16, intervals, many},
	{0.67, 7.5, 0.5, 0.3, 5.5, 5, 0, 0.1, 0, 20, digits, many},
	{0.67, 7, 0.5, 0.3, 5, 4, 0, 0.1, 0, 20, digits, many},
	{0.67, 6, 0.35, 0.3, 4.5, 4, 0, 0.1, 0, 20, digits, many},
}

// look sets the sizes of a rung.
func (o Options) look(r rung) look {
	o = o.filled()
	f := o.Style.Font
	if r.font != 1 {
		f = math.Max(smallest, math.Round(f*r.font*4)/4)
	}
	l := look{Options: o, fontSize: f, noteSize: f * 8 / 9, titleSize: f * 11 / 9,
		margin: r.margin * f, gap: r.gap * f, indent: 1.1 * f, plotWidth: r.plot * f, arrowRoom: 0.9 * f,
		firstMin: r.first * f, firstShare: r.share, cellMax: r.cell * f, barRoom: r.bars * f, headMin: r.head * f, favoursWidth: 18 * f, maxLines: r.lines, unbroken: r.unbroken,
		rowSpace: 0.48 * f, tightSpace: 0.26 * f, gapHeight: 0.7 * f}
	l.noteSize = math.Max(l.noteSize, math.Min(smallest, f))
	return l
}

// em is so many times the font size, rounded before it is used.
func (l look) em(n float64) float64 { return float64(n * l.fontSize) }

// cellFace says how the texts of a row are set.
func (l look) cellFace(k Kind) face { return face{l.fontSize, kinds[k].bold} }

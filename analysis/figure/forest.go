// Package figure lays out forest plots and their companions and writes them as
// SVG.
//
// It knows lines, not statistics: rows of text with a point and an interval,
// or points and curves, go in, together with a scale; a Drawing comes out, which is a plain list of
// lines, rectangles, polygons and texts with positions in points. SVG renders
// a Drawing here; other renderers draw the same list.
//
// The package uses the standard library only. Text is measured with its own
// table of the advance widths of Liberation Sans. Products inside sums are
// rounded explicitly, so that fused arithmetic cannot change a coordinate.
package figure

// Forest is what a forest plot shows. Layout turns it into a Drawing.
//
// Values of rows, axis and reference line are on the natural scale (a risk
// ratio, not its logarithm); NaN means that there is nothing to draw.
type Forest struct {
	Title       string    // accessible name; also printed on top when non-empty
	Description string    // text alternative of the whole figure
	Columns     []Column  // text columns, in reading order
	Rows        []Row     // from top to bottom
	Axis        Axis      // the horizontal scale
	Favours     [2]string // under the axis, left and right of the null
	Reference   float64   // dashed vertical line at the main result; NaN for none
	Notes       []string  // lines below the plot, wrapped to its width
	Options     Options   // width, style and locale
}

// Axis is the horizontal scale, in natural units.
type Axis struct {
	Log   bool    // logarithmic scale; values must be positive
	Null  float64 // value of no effect, a solid vertical line; NaN for none
	Label string  // for example "Risk ratio (log scale)"
	Low   float64 // left limit; NaN: chosen from the rows
	High  float64 // right limit; NaN: chosen from the rows
}

// Column is one column of text. The first on the left holds the rows' labels
// and is flush left without a bar; a label may run over empty cells beside it.
type Column struct {
	Head  string // "\n" starts a new line
	Align Align
	Side  Side
	Bar   bool   // left of a study's text a bar, as long as its Weight
	Signs []Sign // a cell that is the name of one of them is drawn as that sign, which stands in the legend
}

// Align says how the texts of a column line up.
type Align int

const (
	AlignLeft    Align = iota // flush left
	AlignRight                // flush right, for whole numbers and equal decimals
	AlignDecimal              // on the decimal point of the first number: "−0.41 [−1.3, 0.5]"
)

// Side says on which side of the plot a column stands.
type Side int

const (
	Left Side = iota
	Right
)

// Row is one line of the figure.
type Row struct {
	Kind      Kind
	Cells     []string // one per column; missing ones are empty
	X         float64  // point estimate
	Low, High float64  // interval; 0 and infinities run off the axis with an arrow
	ThinLow   float64  // second interval, drawn thin behind the first
	ThinHigh  float64
	Weight    float64 // percent; sets the area of a study's square
	Muted     bool    // greyed, for a row that repeats another
	Mark      string  // footnote mark printed after the first cell
	Indent    int     // steps to the right of the first cell
	Shape     []Point // of a prediction: its density, X a natural value and Y in any unit; none for a bar
}

// NewRow returns a row with all numbers NaN: text only until they are set.
func NewRow(kind Kind, cells ...string) Row {
	return Row{Kind: kind, Cells: cells, X: nan, Low: nan, High: nan, ThinLow: nan, ThinHigh: nan, Weight: nan}
}

// Kind says what a row is and so how it is drawn.
type Kind int

const (
	Study      Kind = iota // square with its interval
	Heading                // bold text
	Pooled                 // diamond, bold text
	Hollow                 // hollow diamond: a result below the main one
	Prediction             // open bar without a point
	Scenario               // small diamond on a thick interval
	Single                 // square on a thick interval: a scenario of one trial
	Remark                 // text only
	Gap                    // half an empty row
)

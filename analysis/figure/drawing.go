package figure

import "math"

var nan = math.NaN()

// Drawing is a laid-out figure: primitives in painting order, positions in
// points (1/72 inch) from the top left corner, y downwards. The background is
// white and is the first primitive.
type Drawing struct {
	Width, Height float64
	Title         string // accessible name, never empty
	Description   string // text alternative, never empty
	Plot          Box    // the area of the marks
	Items         []Item
	Lang          string   // language of the words, as in BCP 47; empty for English
	Warnings      []string // what a reader would miss: glyphs the font lacks, shortened labels, values that cannot be drawn
}

// Language returns the BCP 47 tag of the drawing's words.
func (d Drawing) Language() string {
	if d.Lang == "" {
		return "en"
	}
	return d.Lang
}

// Item is one of Text, Line, Polyline, Rect, Circle, Polygon.
type Item interface {
	Box() Box // the space it takes, in points
}

// Tag says what a primitive is for.
type Tag struct {
	Role Role
	Row  int // index into Forest.Rows; -1 where no row is meant
}

// Text is one line of text in Liberation Sans.
type Text struct {
	Tag
	X, Y   float64 // anchor and baseline
	Size   float64 // font size
	Bold   bool
	Anchor Anchor
	Color  Color
	String string
	Full   string  // the whole label if String is a part of it, else empty
	Width  float64 // by the font's advance widths, without kerning
}

// Line is a straight line with butt ends.
type Line struct {
	Tag
	X1, Y1, X2, Y2 float64
	Width          float64
	Color          Color
	Dash           [2]float64 // on and off; zero for solid
}

// Polyline is an open line through its points, with butt ends.
type Polyline struct {
	Tag
	Points []Point
	Width  float64
	Color  Color
	Dash   [2]float64 // on and off; zero for solid
}

// Circle is a filled circle.
type Circle struct {
	Tag
	X, Y, R   float64
	Fill      Color
	Edge      Color
	EdgeWidth float64 // 0 for no edge
	Name      string  // what a pointer held over it shows, empty for nothing
}

// Rect is a filled rectangle.
type Rect struct {
	Tag
	X, Y, W, H float64
	Fill       Color
	Edge       Color
	EdgeWidth  float64 // 0 for no edge
}

// Polygon is a filled, closed polygon.
type Polygon struct {
	Tag
	Points    []Point
	Fill      Color
	Edge      Color
	EdgeWidth float64 // 0 for no edge
	Name      string  // what a pointer held over it shows, empty for nothing
}

// Point is a position in points.
type Point struct{ X, Y float64 }

// Color is an opaque colour in sRGB.
type Color struct{ R, G, B uint8 }

// Anchor says which part of a text stands at its X.
type Anchor int

const (
	Start Anchor = iota
	Middle
	End
)

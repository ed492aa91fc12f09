package png

import (
	stdfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
)

// fonts is read only after it is made.
var fonts = font.NewCache(liberation.Collection())

// face returns Liberation Sans at a size in points.
func face(bold bool, size float64) font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if bold {
		f.Weight = stdfont.WeightBold
	}
	return fonts.Lookup(f, vg.Points(size))
}

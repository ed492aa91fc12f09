// Package png renders a figure.Drawing as a PNG picture, with the Liberation
// fonts that ship with gonum/plot, at the positions the SVG has.
package png

import (
	"bytes"
	"fmt"
	"image/color"
	stdpng "image/png"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"

	"grove/analysis/figure"
)

// DefaultDPI is the resolution for print.
const DefaultDPI = 300

// MaxPixels bounds the memory of a picture (four bytes a pixel, several copies).
const MaxPixels = 100e6

// encoder takes half the time of the usual level for pictures about 3% larger.
var encoder = stdpng.Encoder{CompressionLevel: stdpng.BestSpeed}

// Encode draws d at a resolution in dots per inch; dpi 0 means DefaultDPI.
// The picture's physical size is written in its pHYs chunk. It is an error if
// dpi is negative or the picture would be empty or exceed 100 million pixels.
func Encode(d figure.Drawing, dpi int) ([]byte, error) {
	if dpi == 0 {
		dpi = DefaultDPI
	}
	pixels := d.Width * d.Height * float64(dpi) * float64(dpi) / (72 * 72)
	if dpi < 0 || !(pixels >= 1 && pixels <= MaxPixels) {
		return nil, fmt.Errorf("png: %.0f x %.0f points at %d dpi: %.0f pixels, need 1 to %.0f", d.Width, d.Height, dpi, pixels, float64(MaxPixels))
	}
	c := canvas{vgimg.NewWith(vgimg.UseWH(vg.Points(d.Width), vg.Points(d.Height)), vgimg.UseDPI(dpi)), d.Height}
	for _, item := range d.Items {
		c.draw(item)
	}
	var b bytes.Buffer
	if err := encoder.Encode(&b, c.Image()); err != nil {
		return nil, fmt.Errorf("png: %w", err)
	}
	return withPhysicalSize(b.Bytes(), dpi), nil
}

func rgb(c figure.Color) color.Color { return color.NRGBA{c.R, c.G, c.B, 0xff} }

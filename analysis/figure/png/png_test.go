package png

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	stdpng "image/png"
	"math"
	"testing"

	"grove/analysis/figure"
)

// drawing is a small figure with every kind of primitive; the cut axis gives
// arrows.
func drawing() figure.Drawing {
	nan := math.NaN()
	f := figure.Forest{
		Title:     "Tromsø & Ærø",
		Columns:   []figure.Column{{Head: "Study"}, {Head: "RR [95% CI]", Align: figure.AlignDecimal, Side: figure.Right}, {Head: "Weight", Align: figure.AlignRight, Side: figure.Right, Bar: true}},
		Axis:      figure.Axis{Log: true, Null: 1, Low: 0.4, High: 2, Label: "Risk ratio (log scale)"},
		Favours:   [2]string{"Favours BCG", "Favours control"},
		Reference: 0.7, Notes: []string{"τ² = 0.31"},
	}
	for i, kind := range []figure.Kind{figure.Study, figure.Study, figure.Scenario, figure.Single, figure.Pooled, figure.Prediction} {
		r := figure.NewRow(kind, "Åse 1111", "0.70 [0.30, 1.10]", "50.0%")
		r.X, r.Low, r.High, r.Weight, r.ThinLow = 0.7, 0.3+0.1*float64(i), 1.1, 50, nan
		f.Rows = append(f.Rows, r)
	}
	d := figure.Layout(f)
	color := figure.Color{R: 0x23, G: 0x4a, B: 0x70}
	d.Items = append(d.Items,
		figure.Circle{X: d.Width - 20, Y: 20, R: 4, Fill: color, Edge: color, EdgeWidth: 1},
		figure.Polyline{Points: []figure.Point{{X: d.Width - 80, Y: 10}, {X: d.Width - 60, Y: 30}, {X: d.Width - 40, Y: 12}}, Width: 0.8, Color: color, Dash: [2]float64{2, 1}})
	return d
}

// TestRoundIsRound: a circle's ink is as wide as high, and as much as its
// area.
func TestRoundIsRound(t *testing.T) {
	b, err := Encode(figure.Drawing{Width: 40, Height: 40, Items: []figure.Item{figure.Circle{X: 20, Y: 20, R: 10}}}, 720)
	if err != nil {
		t.Fatal(err)
	}
	img, err := stdpng.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	ink := 0
	for x := range 400 {
		for y := range 400 {
			if _, _, _, a := img.At(x, y).RGBA(); a > 0x8000 && dark(img, x, y) {
				ink++
				if d := math.Hypot(float64(x)+0.5-200, float64(y)+0.5-200); d > 101 {
					t.Fatalf("ink %v pixels from the middle", d)
				}
			}
		}
	}
	if want := math.Pi * 100 * 100; math.Abs(float64(ink)-want) > 0.01*want {
		t.Errorf("%d pixels, want %.0f", ink, want)
	}
}

func TestPhysicalSize(t *testing.T) {
	d := drawing()
	for dpi, perMetre := range map[int]uint32{0: 11811, 300: 11811, 96: 3780, 600: 23622} {
		b, err := Encode(d, dpi)
		if err != nil {
			t.Fatal(err)
		}
		var order []string
		var phys []byte
		for rest := b[8:]; len(rest) > 0; {
			n := binary.BigEndian.Uint32(rest)
			name, data, sum := string(rest[4:8]), rest[8:8+n], binary.BigEndian.Uint32(rest[8+n:])
			if crc32.ChecksumIEEE(rest[4:8+n]) != sum {
				t.Errorf("chunk %s: wrong checksum", name)
			}
			if name == "pHYs" {
				phys = data
			}
			order, rest = append(order, name), rest[12+n:]
		}
		if len(order) < 4 || order[0] != "IHDR" || order[1] != "pHYs" || order[len(order)-1] != "IEND" {
			t.Errorf("dpi %d: chunks %v", dpi, order)
		}
		if len(phys) != 9 || binary.BigEndian.Uint32(phys) != perMetre || binary.BigEndian.Uint32(phys[4:]) != perMetre || phys[8] != 1 {
			t.Errorf("dpi %d: pHYs %v, want %d per metre", dpi, phys, perMetre)
		}
		size, err := stdpng.DecodeConfig(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if dpi == 0 {
			dpi = DefaultDPI
		}
		if w, h := d.Width*float64(dpi)/72, d.Height*float64(dpi)/72; math.Abs(float64(size.Width)-w) > 1 || math.Abs(float64(size.Height)-h) > 1 {
			t.Errorf("dpi %d: %d x %d pixels, want %.1f x %.1f", dpi, size.Width, size.Height, w, h)
		}
	}
}

// TestInkIsWhereTheLayoutSays: no dark pixel outside the boxes of the layout,
// and ink in every box.
func TestInkIsWhereTheLayoutSays(t *testing.T) {
	d := drawing()
	b, err := Encode(d, 0)
	if err != nil {
		t.Fatal(err)
	}
	img, err := stdpng.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	scale := float64(DefaultDPI) / 72
	size := img.Bounds()
	covered := make([]bool, size.Dx()*size.Dy())
	for _, box := range figure.Boxes(d) {
		if box.Role == figure.RoleBackground {
			continue
		}
		// One pixel of smoothing; a glyph's side bearing may be negative by a pixel more.
		area := image.Rect(int(box.X0*scale)-2, int(box.Y0*scale)-2, int(box.X1*scale)+3, int(box.Y1*scale)+3).Intersect(size)
		ink := 0
		for y := area.Min.Y; y < area.Max.Y; y++ {
			for x := area.Min.X; x < area.Max.X; x++ {
				covered[y*size.Dx()+x] = true
				if dark(img, x, y) {
					ink++
				}
			}
		}
		if ink == 0 {
			t.Errorf("no ink in %s %q", box.Role, box.String)
		}
	}
	outside := 0
	for y := range size.Dy() {
		for x := range size.Dx() {
			if dark(img, x, y) && !covered[y*size.Dx()+x] {
				outside++
			}
		}
	}
	if outside > 0 {
		t.Errorf("%d dark pixels outside all boxes", outside)
	}
}

func dark(img image.Image, x, y int) bool {
	r, g, b, _ := img.At(x, y).RGBA()
	return r+g+b < 3*0xe000
}

// TestTextFillsItsWidth: the last glyph ends where the layout says, so that
// columns line up as in the SVG ("1111" is kerned by the font).
func TestTextFillsItsWidth(t *testing.T) {
	text := figure.Text{X: 10, Y: 20, Size: 12, String: "H1111111111H", Width: figure.TextWidth("H1111111111H", 12, false)}
	b, err := Encode(figure.Drawing{Width: 200, Height: 30, Items: []figure.Item{text}}, 720)
	if err != nil {
		t.Fatal(err)
	}
	img, err := stdpng.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	first, last := -1, -1
	for x := range img.Bounds().Dx() {
		for y := range img.Bounds().Dy() {
			if dark(img, x, y) {
				if first < 0 {
					first = x
				}
				last = x
			}
		}
	}
	// The H's side bearings are equal, so left and right margins are.
	left, right := float64(first)/10-10, 10+text.Width-float64(last+1)/10
	if first < 0 || math.Abs(left-right) > 0.3 {
		t.Errorf("margins %.2f and %.2f points", left, right)
	}
}

// TestALackingGlyphIsAQuestionMark, where the layout has its place.
func TestALackingGlyphIsAQuestionMark(t *testing.T) {
	picture := func(s string) []byte {
		b, err := Encode(figure.Drawing{Width: 40, Height: 20, Items: []figure.Item{figure.Text{X: 10, Y: 15, Size: 12, String: s, Width: 12}}}, 144)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if !bytes.Equal(picture("東"), picture("?")) || bytes.Equal(picture("東"), picture(" ")) {
		t.Error("a character that the font lacks is not drawn as a question mark")
	}
}

func TestEncodeRefuses(t *testing.T) {
	for _, c := range []struct {
		w, h float64
		dpi  int
	}{{100, 100, -1}, {0, 10, 300}, {1e5, 1e5, 300}, {math.NaN(), 10, 300}} {
		if _, err := Encode(figure.Drawing{Width: c.w, Height: c.h}, c.dpi); err == nil {
			t.Errorf("%v: no error", c)
		}
	}
}

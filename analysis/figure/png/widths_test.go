package png

import (
	"bytes"
	"flag"
	"fmt"
	"go/format"
	"math"
	"os"
	"testing"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/vg"

	"grove/analysis/figure"
)

var writeWidths = flag.Bool("write-widths", false, "write ../widths.go from the fonts")

// blocks are the ranges of characters the width table covers: Latin, Greek,
// Cyrillic, punctuation, super- and subscripts, arrows, mathematics.
var blocks = [][2]rune{{0x20, 0x7e}, {0xa0, 0x4ff}, {0x1e00, 0x1eff}, {0x2000, 0x2027}, {0x202f, 0x205e}, {0x2070, 0x22ff}, {0x25a0, 0x25ff}}

func TestWidthTableIsTheFonts(t *testing.T) {
	want := widthTable(t)
	if *writeWidths {
		if err := os.WriteFile("../widths.go", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("../widths.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("widths.go is not what the fonts say; run this test with -write-widths")
	}
}

// TestAdvanceIsFaceWidth compares through the code that draws: gonum's
// Face.Width of one character has no kerning in it.
func TestAdvanceIsFaceWidth(t *testing.T) {
	n := 0
	for _, bold := range []bool{false, true} {
		f := face(bold, 100)
		for _, b := range blocks {
			for r := b[0]; r <= b[1]; r++ {
				em, ok := figure.Advance(r, bold)
				if !ok {
					continue
				}
				n++
				if w := float64(f.Width(string(r)) / vg.Points(100)); math.Abs(w-em) > 1e-12 {
					t.Errorf("%q bold %v: table %v em, font %v em", r, bold, em, w)
				}
			}
		}
	}
	if n < 2000 {
		t.Errorf("only %d characters compared", n)
	}
	for _, r := range "ABCæøåÆØÅłźÖτχβ²³₀₁≤≥−×±–—…†‡←→\u00a0\u2009" {
		if _, ok := figure.Advance(r, false); !ok {
			t.Errorf("no width for %q", r)
		}
	}
}

// widthTable writes the table's source from the fonts: the characters both
// faces have, as runs.
func widthTable(t *testing.T) []byte {
	t.Helper()
	regular, bold := face(false, 1).Face, face(true, 1).Face
	var b bytes.Buffer
	b.WriteString("// Code generated from Liberation Sans by TestWidthTableIsTheFonts -write-widths. DO NOT EDIT.\n\npackage figure\n\n")
	b.WriteString("// widths is sorted by character; units of 1/2048 em.\nvar widths = []advances{\n")
	for _, block := range blocks {
		var first rune
		var r1, b1 []uint16
		flush := func() {
			if len(r1) > 0 {
				fmt.Fprintf(&b, "{0x%04x, %s, %s},\n", first, list(r1), list(b1))
			}
			r1, b1 = nil, nil
		}
		for r := block[0]; r <= block[1]; r++ {
			w, ok1 := advance(t, regular, r)
			v, ok2 := advance(t, bold, r)
			if !ok1 || !ok2 {
				flush()
				continue
			}
			if len(r1) == 0 {
				first = r
			}
			r1, b1 = append(r1, w), append(b1, v)
		}
		flush()
	}
	b.WriteString("}\n")
	src, err := format.Source(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func list(u []uint16) string {
	var b bytes.Buffer
	b.WriteString("[]uint16{")
	for i, w := range u {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, w)
	}
	b.WriteString("}")
	return b.String()
}

func advance(t *testing.T, f *opentype.Font, r rune) (uint16, bool) {
	t.Helper()
	var buf sfnt.Buffer
	if f.UnitsPerEm() != 2048 {
		t.Fatalf("units per em: %d", f.UnitsPerEm())
	}
	i, err := f.GlyphIndex(&buf, r)
	if err != nil {
		t.Fatal(err)
	}
	if i == 0 {
		return 0, false
	}
	w, err := f.GlyphAdvance(&buf, i, fixed.Int26_6(2048), 0)
	if err != nil {
		t.Fatal(err)
	}
	return uint16(w), true
}

package png

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/figure/internal/sample"
	"grove/analysis/figure/pdf"
)

var gallery = flag.String("gallery", "", "write every kind of figure as PNG, SVG and PDF to this folder, to look at; -only limits them to names that contain a word")
var only = flag.String("only", "", "see -gallery")
var turns = flag.Bool("turns", false, "of -gallery, every kind at every size at 80 and 174 mm, with styles and labels in turn")

// TestGallery draws every kind of figure, small and large, and writes it if
// asked to.
func TestGallery(t *testing.T) {
	n := 0
	for row, kind := range sample.Kinds {
		for col, k := range []int{0, 1, 2, 13, 60, 200} {
			for s, style := range figure.Styles {
				for w, width := range []float64{80, 120, 174} {
					for l, label := range sample.Labels {
						name := fmt.Sprintf("%s-%s-%.0f-%03d-%s", kind.Name, style.Name, width, k, label.Name)
						if *gallery == "" && (k != 2 || s != w || label.Name != "hostile") || !strings.Contains(name, *only) {
							continue
						}
						if turn := row + col + 3*w; *turns && (width == 120 || turn%len(figure.Styles) != s || turn%len(sample.Labels) != l) {
							continue
						}
						o := figure.Options{Width: width, Style: style, Locale: figure.Locales[s%2]}
						pages := kind.Make(k, label.Of, o)
						write := func(ext string, content []byte) {
							if err := os.WriteFile(filepath.Join(*gallery, name+ext), content, 0o644); err != nil {
								t.Fatal(err)
							}
						}
						for i, d := range pages {
							b, err := Encode(d, 150)
							if err != nil {
								t.Fatal(name, err)
							}
							n++
							if *gallery != "" {
								write(fmt.Sprintf("-%d.png", i+1), b)
								write(fmt.Sprintf("-%d.svg", i+1), figure.SVG(d))
							}
						}
						if *gallery != "" {
							b, err := pdf.Encode(pages...)
							if err != nil {
								t.Fatal(name, err)
							}
							write(".pdf", b)
						}
					}
				}
			}
		}
	}
	if n == 0 {
		t.Error("no picture")
	}
}

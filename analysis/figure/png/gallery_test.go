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
)

var gallery = flag.String("gallery", "", "write pictures of every kind of figure to this folder, to look at; -only limits them to names that contain a word")
var only = flag.String("only", "", "see -gallery")

// TestGallery draws every kind of figure, small and large, and writes it if
// asked to.
func TestGallery(t *testing.T) {
	n := 0
	for _, kind := range sample.Kinds {
		for _, k := range []int{0, 1, 2, 13, 60, 200} {
			for s, style := range figure.Styles {
				for w, width := range []float64{80, 120, 174} {
					for _, label := range sample.Labels {
						name := fmt.Sprintf("%s-%s-%.0f-%03d-%s", kind.Name, style.Name, width, k, label.Name)
						if *gallery == "" && (k != 2 || s != w || label.Name != "hostile") || !strings.Contains(name, *only) {
							continue
						}
						o := figure.Options{Width: width, Style: style, Locale: figure.Locales[s%2]}
						for i, d := range kind.Make(k, label.Of, o) {
							b, err := Encode(d, 150)
							if err != nil {
								t.Fatal(name, err)
							}
							n++
							if *gallery == "" {
								continue
							}
							file := filepath.Join(*gallery, fmt.Sprintf("%s-%d", name, i+1))
							for ext, content := range map[string][]byte{".png": b, ".svg": figure.SVG(d)} {
								if err := os.WriteFile(file+ext, content, 0o644); err != nil {
									t.Fatal(err)
								}
							}
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

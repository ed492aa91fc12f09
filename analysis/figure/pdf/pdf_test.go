package pdf

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/figure/internal/sample"
)

// odd is text that PDF writers often get wrong.
const odd = "τ² = 0.31, I² ≤ 92% ← Tromsø & Ærø → −0.41 ± ½ “x” … łódź ‡ β χ"

// drawing has every primitive, text on both faces and a character the font
// lacks.
func drawing() figure.Drawing {
	f := figure.Forest{
		Title: "Tromsø & Ærø (τ²)", Description: "What “it” shows: −1 ≤ τ².",
		Columns: []figure.Column{{Head: "Study"}, {Head: "RR [95% CI]", Align: figure.AlignDecimal, Side: figure.Right}, {Head: "Weight", Align: figure.AlignRight, Side: figure.Right, Bar: true}},
		Axis:    figure.Axis{Log: true, Null: 1, Low: 0.4, High: 2, Label: "Risk ratio (log scale)"},
		Favours: [2]string{"Favours BCG", "Favours control"}, Reference: 0.7, Notes: []string{odd},
	}
	for i, kind := range []figure.Kind{figure.Study, figure.Study, figure.Scenario, figure.Single, figure.Pooled, figure.Prediction} {
		r := figure.NewRow(kind, fmt.Sprintf("Åse (1111) \\ %d", i), "0.70 [0.30, −1.10]", "50.0%")
		r.X, r.Low, r.High, r.Weight = 0.7, 0.3+0.1*float64(i), 1.1, 50
		f.Rows = append(f.Rows, r)
	}
	f.Rows[1].Cells[0] = "Snow ☃ 東京 😀 end"
	d := figure.Layout(f)
	color := figure.Color{R: 0x23, G: 0x4a, B: 0x70}
	d.Items = append(d.Items,
		figure.Circle{X: 30, Y: 30, R: 4, Fill: color, Edge: color, EdgeWidth: 1},
		figure.Polyline{Points: []figure.Point{{X: 10, Y: 10}, {X: 20, Y: 30}, {X: 40, Y: 10}}, Width: 1, Color: color, Dash: [2]float64{2, 1}})
	return d
}

// program returns the path of a poppler program or skips the test.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed: apt-get install poppler-utils", name)
	}
	return path
}

// run writes the document to a file and returns what a program says of it.
func run(t *testing.T, document []byte, name string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "figure.pdf")
	if err := os.WriteFile(file, document, 0o644); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(program(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func encode(t *testing.T, pages ...figure.Drawing) []byte {
	t.Helper()
	b, err := Encode(pages...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTextComesOutAsItWentIn: every line of text can be copied from the
// document, characters the font lacks included.
func TestTextComesOutAsItWentIn(t *testing.T) {
	d := drawing()
	text := run(t, encode(t, d), "pdftotext", "-raw", "-enc", "UTF-8", "FILE", "-")
	joined := regexp.MustCompile(`\s+`).ReplaceAllString(text, " ")
	n := 0
	for _, item := range d.Items {
		if i, ok := item.(figure.Text); ok {
			n++
			if !strings.Contains(joined, i.String) {
				t.Errorf("%q is not in\n%s", i.String, joined)
			}
		}
	}
	if n < 25 {
		t.Errorf("%d texts", n)
	}
	for _, r := range odd {
		if !strings.ContainsRune(text, r) {
			t.Errorf("%q is lost", r)
		}
	}
}

func TestFontsAreEmbeddedSubsets(t *testing.T) {
	b := encode(t, drawing())
	table := strings.Split(strings.TrimSpace(run(t, b, "pdffonts", "FILE")), "\n")
	if len(table) != 4 {
		t.Fatalf("two fonts expected:\n%s", strings.Join(table, "\n"))
	}
	for _, line := range table[2:] {
		// name, type (two words), encoding, embedded, subset, unicode
		if f := strings.Fields(line); len(f) < 7 || f[1]+f[2] != "CIDTrueType" || f[4] != "yes" || f[6] != "yes" {
			t.Errorf("not embedded with its Unicode table: %s", line)
		}
	}
	if len(b) > 100_000 {
		t.Errorf("%d bytes: the fonts are not cut to what is used", len(b))
	}
}

// TestEveryKindCanBeCopiedAndPrinted: each text of each kind of figure can be
// copied as it stands, and all fonts are embedded.
func TestEveryKindCanBeCopiedAndPrinted(t *testing.T) {
	space := regexp.MustCompile(`\s+`)
	for _, kind := range sample.Kinds {
		pages := kind.Make(13, sample.Labels[2].Of, figure.Options{Width: 120})
		pages[0].Items = append(pages[0].Items, figure.Text{X: 10, Y: 20, Size: 8, String: odd, Width: figure.TextWidth(odd, 8, false)})
		b := encode(t, pages...)
		said := space.ReplaceAllString(run(t, b, "pdftotext", "-raw", "-enc", "UTF-8", "FILE", "-"), " ")
		n := 0
		for _, d := range pages {
			for _, item := range d.Items {
				if i, ok := item.(figure.Text); ok {
					n++
					if !strings.Contains(said, strings.TrimSpace(space.ReplaceAllString(i.String, " "))) {
						t.Errorf("%s: %q is not in\n%s", kind.Name, i.String, said)
					}
				}
			}
		}
		if n < 10 {
			t.Errorf("%s: %d texts", kind.Name, n)
		}
		for _, line := range strings.Split(strings.TrimSpace(run(t, b, "pdffonts", "FILE")), "\n")[2:] {
			if f := strings.Fields(line); len(f) < 7 || f[4] != "yes" {
				t.Errorf("%s: not embedded: %s", kind.Name, line)
			}
		}
	}
}

func TestDocumentSaysWhatItIs(t *testing.T) {
	d := drawing()
	info := run(t, encode(t, d), "pdfinfo", "-rawdates", "FILE")
	for _, want := range []string{"Tromsø & Ærø (τ²)", "What “it” shows: −1 ≤ τ².", "D:20000101000000", "Pages:           1",
		fmt.Sprintf("Page size:       %.6g x %.6g pts", decimals(d.Width), decimals(d.Height))} {
		if !strings.Contains(info, want) {
			t.Errorf("%q is not in\n%s", want, info)
		}
	}
}

// TestPages: each drawing has a page of its size.
func TestPages(t *testing.T) {
	a, b := drawing(), drawing()
	b.Width += 100
	info := run(t, encode(t, a, b, a), "pdfinfo", "-l", "3", "FILE")
	for i, d := range []figure.Drawing{a, b, a} {
		want := regexp.MustCompile(fmt.Sprintf(`Page +%d size: +%.6g x %.6g pts`, i+1, decimals(d.Width), decimals(d.Height)))
		if !want.MatchString(info) {
			t.Errorf("%s is not in\n%s", want, info)
		}
	}
}

// TestEqualBytes: also from several goroutines at a time.
func TestEqualBytes(t *testing.T) {
	want := encode(t, drawing(), drawing())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			got, err := Encode(drawing(), drawing())
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%v: %d bytes differ from %d", err, len(got), len(want))
			}
		})
	}
	wait.Wait()
}

func TestEncodeRefuses(t *testing.T) {
	for _, side := range []float64{0, 2, 14401, -5, math.NaN(), math.Inf(1)} {
		if _, err := Encode(figure.Drawing{Width: 100, Height: 100}, figure.Drawing{Width: 100, Height: side}); err == nil || !strings.Contains(err.Error(), "page 2") {
			t.Errorf("%v: %v", side, err)
		}
	}
	if _, err := Encode(); err == nil {
		t.Error("a document without a page")
	}
}

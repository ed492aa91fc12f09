package figure_test

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/figure/internal/sample"
)

// TestLibreOfficeConvertsEveryKind: the SVG of every kind becomes a picture and
// a PDF of its size, and no blank one.
func TestLibreOfficeConvertsEveryKind(t *testing.T) {
	const install = "needs LibreOffice Draw (Debian: apt-get install libreoffice-draw-nogui)"
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip(install)
	}
	dir := t.TempDir()
	drawings := map[string]figure.Drawing{}
	var files []string
	for _, kind := range sample.Kinds {
		d := kind.Make(13, sample.Labels[2].Of, figure.Options{})[0]
		file := filepath.Join(dir, kind.Name+".svg")
		if err := os.WriteFile(file, figure.SVG(d), 0o666); err != nil {
			t.Fatal(err)
		}
		drawings[kind.Name], files = d, append(files, file)
	}
	for _, to := range []string{"png", "pdf"} {
		args := append([]string{"-env:UserInstallation=" + (&url.URL{Scheme: "file", Path: filepath.Join(dir, "profile")}).String(), "--headless", "--convert-to", to, "--outdir", dir}, files...)
		said, err := exec.Command(office, args...).CombinedOutput()
		if strings.Contains(string(said), "no export filter") {
			t.Skip(install)
		}
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
	}
	for name, d := range drawings {
		data, err := os.ReadFile(filepath.Join(dir, name+".png"))
		if err != nil {
			t.Error(err)
			continue
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		const perPoint = 96.0 / 72
		size := picture.Bounds()
		if math.Abs(float64(size.Dx())-d.Width*perPoint) > 3 || math.Abs(float64(size.Dy())-d.Height*perPoint) > 3 {
			t.Errorf("%s: %v pixels, want %.0f x %.0f", name, size.Max, d.Width*perPoint, d.Height*perPoint)
		}
		if share := inked(picture); share < 0.01 {
			t.Errorf("%s: %.4f of the picture is dark", name, share)
		}
		if data, err := os.ReadFile(filepath.Join(dir, name+".pdf")); err != nil || len(data) < 5000 || !bytes.HasPrefix(data, []byte("%PDF-")) {
			t.Errorf("%s: %v, %d bytes", name, err, len(data))
		}
	}
}

// inked is the share of the pixels of a picture that are not light.
func inked(picture image.Image) float64 {
	size, n := picture.Bounds(), 0
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); r+g+b < 3*0xb000 {
				n++
			}
		}
	}
	return float64(n) / float64(size.Dx()*size.Dy())
}

package pdf

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/figure/internal/sample"
)

// digest is the hash of every kind of figure as SVG and PDF.
func digest(t *testing.T) string {
	h := sha256.New()
	for _, kind := range sample.Kinds {
		for s, k := range []int{2, 60} {
			o := figure.Options{Width: []float64{80, 174}[s], Style: figure.Styles[s], Locale: figure.Locales[s]}
			pages := kind.Make(k, sample.Labels[2].Of, o)
			for _, d := range pages {
				h.Write(figure.SVG(d))
			}
			h.Write(encode(t, pages...))
		}
	}
	return fmt.Sprintf("digest %x", h.Sum(nil))
}

// TestEveryProcessorGivesTheSameBytes draws everything again in a process
// without fused multiply-add, which math.Exp and others use where they can.
func TestEveryProcessorGivesTheSameBytes(t *testing.T) {
	want := digest(t)
	if os.Getenv("FIGURE_DIGEST") != "" {
		fmt.Println(want)
		return
	}
	again := exec.Command(os.Args[0], "-test.run=^TestEveryProcessorGivesTheSameBytes$")
	again.Env = append(os.Environ(), "FIGURE_DIGEST=1", "GODEBUG=cpu.fma=off,cpu.avx2=off")
	out, err := again.CombinedOutput()
	if err != nil || !strings.Contains(string(out), want) {
		t.Errorf("%v: want %s, got\n%s", err, want, out)
	}
}

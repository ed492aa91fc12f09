package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A crossover's margins are pooled with the correlation of a flag: the variance is
// that of independent arms less 2nφ/√(x₁y₁x₂y₂). Without one there is no answer.
func TestPairingFlag(t *testing.T) {
	file := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(file, []byte("study,events_t,n_t,events_c,n_c\na,15,45,10,45\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	covered := func(r float64) float64 {
		return math.Sqrt(1./15 + 1./30 + 1./10 + 1./35 - 2*45*r/math.Sqrt(15*30*10*35))
	}
	for text, r := range map[string]float64{"0.3": 0.3, "lowest": -math.Sqrt(15 * 10 / (30. * 35)), "highest": math.Sqrt(10 * 30 / (15. * 35))} {
		code, stdout, stderr := grove("pool", file, "--measure", "MPORM", "--pairing", text, "--json")
		var got struct{ SE float64 }
		if err := json.Unmarshal([]byte(stdout), &got); code != 0 || err != nil || math.Abs(got.SE-covered(r)) > 1e-9 || !strings.Contains(stdout, `"correlation-declared"`) {
			t.Errorf("%s: exit %d, standard error %v, not %v\n%s", text, code, got.SE, covered(r), stderr)
		}
	}
	for _, c := range []struct {
		flags []string
		code  int
		says  string
	}{
		{nil, exitData, "it lies from -0.38 to 0.76"},
		{[]string{"--pairing", "1.3"}, exitUsage, "between -1 and 1, or lowest or highest"},
		{[]string{"--pairing", "low"}, exitUsage, `did you mean "lowest"?`},
		{[]string{"--pairing", "0.3", "--measure", "PETO"}, exitUsage, "PETO makes no use of a correlation"},
	} {
		if code, _, stderr := grove(append([]string{"pool", file, "--measure", "MPORM"}, c.flags...)...); code != c.code || !strings.Contains(stderr, c.says) {
			t.Errorf("%q: exit %d: %s", c.flags, code, stderr)
		}
	}
}

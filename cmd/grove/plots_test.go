package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A kind of plot is written instead of the forest plot, or the reason is said
// why it is not.
func TestPoolDrawsAKindOfPlot(t *testing.T) {
	dir := t.TempDir()
	svg := filepath.Join(dir, "x.svg")
	for plot, title := range map[string]string{"baujat": "Baujat plot", "bubble:latitude": "bubble plot by latitude", "drapery": "drapery plot", "": "Risk ratio"} {
		args := []string{"pool", "../../data/bcg/bcg.csv", "--measure", "RR", "--figure", svg}
		if plot != "" {
			args = append(args, "--plot", plot)
		}
		if code, _, stderr := grove(args...); code != 0 {
			t.Fatalf("%s: exit %d: %s", plot, code, stderr)
		}
		data, err := os.ReadFile(svg)
		if err != nil || !strings.Contains(string(data), title+"</title>") {
			t.Errorf("%s: %v: %.400s", plot, err, data)
		}
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--plot", "baujat"}, exitUsage, "--plot needs --figure"},
		{[]string{"--figure", filepath.Join(dir, "y.svg"), "--plot", "bauja"}, exitUsage, `did you mean "baujat"?`},
		{[]string{"--figure", filepath.Join(dir, "y.svg"), "--plot", "time-course"}, exitData, "Time course not drawn: 0 times"},
		{[]string{"--figure", filepath.Join(dir, "y.svg"), "--plot", "baujat", "--where", "allocation=alternate"}, exitData, "2 trials, and it takes 5 or more"},
		{[]string{"--figure", filepath.Join(dir, "y.svg"), "--plot", "bubble:longitude"}, exitUsage, `no table has a column "longitude"`},
	} {
		code, _, stderr := grove(append([]string{"pool", "../../data/bcg/bcg.csv", "--measure", "RR"}, c.args...)...)
		if code != c.code || !strings.Contains(stderr, c.says) {
			t.Errorf("%v: exit %d, %s", c.args, code, stderr)
		}
		if _, err := os.Stat(filepath.Join(dir, "y.svg")); err == nil {
			t.Errorf("%v: a figure was written", c.args)
		}
	}
}

// A character that the font has not is named with its trial, by pool and by run.
func TestCharactersThatTheFontLacksAreNamed(t *testing.T) {
	dir := t.TempDir()
	review := filepath.Join(dir, "review")
	if err := os.MkdirAll(review, 0o777); err != nil {
		t.Fatal(err)
	}
	table := filepath.Join(review, "t.csv")
	for name, text := range map[string]string{table: header + "東京 1990,1,20,5,20\nB,3,30,6,31\n",
		filepath.Join(review, "protocol.yaml"): "review: R\ndata: {contrasts: t.csv}\nanalyses:\n  - {id: a, title: T, measure: OR}\n"} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	const want = `the font has no glyph for '東' (U+6771), in "東京 1990"`
	if code, _, stderr := grove("pool", table, "--figure", filepath.Join(dir, "x.svg")); code != 0 || !strings.Contains(stderr, "warning: "+want) {
		t.Errorf("pool: exit %d, %s", code, stderr)
	}
	if code, stdout, stderr := grove("run", review, "--out", filepath.Join(dir, "out")); code != 0 || !strings.Contains(stdout, "warning: figures/a/forest: "+want) {
		t.Errorf("run: exit %d, %s %s", code, stdout, stderr)
	}
}

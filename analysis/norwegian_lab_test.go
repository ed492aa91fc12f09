package analysis

import (
	"regexp"
	"strings"
	"testing"
)

// The figures of many refits speak Norwegian where the others do.
func TestNorwegianLabs(t *testing.T) {
	const csv = "study,events_t,n_t,n_randomised_t,events_c,n_c,n_randomised_c\nA,12,40,45,20,41,47\nB,30,88,95,44,90,95\nC,9,55,55,16,54,54\nD,41,120,131,60,118,130\nE,5,30,33,9,33,34\nF,7,31,33,9,33,34\n"
	text := regexp.MustCompile(`>([^<>]+)</text>|>([^<>]+)</tspan>`)
	for _, lab := range []string{"all-subsets", "choices: {tau2: [REML, DL]}", "missing"} {
		a, err := labsOf(csv, "OR", "    figure: {language: no}\n", lab)
		if err != nil {
			t.Fatal(err)
		}
		f := a.Figures[len(a.Figures)-1]
		if !strings.HasSuffix(f.Name, strings.Split(lab, ":")[0]) {
			t.Fatalf("the last figure is %s", f.Name)
		}
		said := []string{f.Alt}
		for _, m := range text.FindAllStringSubmatch(string(f.SVG), -1) {
			said = append(said, m[1]+m[2])
		}
		for _, s := range said {
			if english.MatchString(strings.TrimPrefix(s, "Odds hos")) { // odds are Norwegian too
				t.Errorf("%s: %q", f.Name, s)
			}
		}
	}
}

package analysis

import (
	"os"
	"strings"
	"testing"

	"grove/analysis/report"
)

// What a reader could take wrongly of a regression is said beside it.
func TestCaveatsOfRegressions(t *testing.T) {
	bcg, err := os.ReadFile("../data/bcg/bcg.csv")
	if err != nil {
		t.Fatal(err)
	}
	typed := strings.Replace(string(bcg), ",139,44,", ",139,44N,", 1)
	if typed == string(bcg) {
		t.Fatal("the table has changed")
	}
	for _, c := range []struct {
		name, table, asked string
		says, not          []string
	}{
		{"plain", string(bcg), "{formula: latitude, at: [{latitude: 13}, {latitude: 55}]}",
			[]string{
				"per unit of latitude; the intercept is at latitude 0.",
				"95% intervals: Knapp–Hartung, guarded: the wider of it and Wald; for a new trial t with k−p degrees of freedom",
				"likelihood ratio: χ² = 9.96, df = 1, P = 0.002.\n", "The effect by the model:",
			},
			[]string{"Beside an interaction", "independent", "is taken for words"}},
		{"outside the trials", string(bcg), "{formula: latitude + year, at: [{latitude: 56, year: 1950}, {latitude: 56, year: 1960}]}", []string{"Latitude = 56 lies outside what the trials have, 13 to 55"}, nil},
		{"dependent trials", string(bcg), "{formula: latitude, cluster: allocation, permutation: yes, at: [{latitude: 20}]}",
			[]string{
				"F = 12.59, df = 1 and 11, P = 0.005; allowing for dependence within allocation: F = 41.61, df = 1 and 1.5, P = 0.044.",
				"The effect by the model, not allowing for dependence within allocation:",
				"The permutation test takes all trials for independent, also those of one allocation.", "Over a seeded sample of 10,000 arrangements", "| intercept | 0.25 (−0.37 to 0.88) | 0.28 | 11 | 0.39 |  |\n",
			}, nil},
		{"effects of clusters", string(bcg), "{formula: latitude, cluster: year, model: three-level, at: [{latitude: 20}]}", []string{"The effect by the model:"}, []string{"not allowing"}},
		{"an interaction", string(bcg), "{formula: latitude * allocation}",
			[]string{
				"of each allocation against alternate; the intercept is at latitude 0, allocation alternate.",
				"Beside an interaction, the coefficients and tests of its moderators alone are of where the other is 0 or at its first level, not of all trials.",
				"likelihood ratio: χ² = 16.34, df = 5, P = 0.006; from so few trials this test is too sure.",
			}, nil},
		{"a posterior", string(bcg), "{formula: latitude, model: bayes, at: [{latitude: 20}]}", []string{"95% credible intervals.\n"}, []string{"for a new trial t with"}},
		{"no intercept", string(bcg), "{formula: 0 + allocation}", nil, []string{"the intercept is at"}},
		{"a number mistyped", typed, "{formula: latitude, permutation: no}", []string{`Latitude is taken for words, each a level of its own, because "44N" is no number.`}, nil},
	} {
		r, err := regressions(t, c.table, c.asked)
		if err != nil {
			t.Fatal(c.name, err)
		}
		text := string(report.Markdown(r))
		if strings.Count(text, "lies outside what the trials have") > 1 {
			t.Errorf("%s: a note is said twice", c.name)
		}
		for _, want := range c.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s: report.md does not say %q", c.name, want)
			}
		}
		for _, no := range c.not {
			if strings.Contains(text, no) {
				t.Errorf("%s: report.md says %q", c.name, no)
			}
		}
	}
}

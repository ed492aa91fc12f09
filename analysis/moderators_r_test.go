package analysis

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/report"
)

// again writes what reproduce.R needs of a review, its script changed, and runs it.
func again(t *testing.T, r report.Review, change func(script string) string) (said string, held bool) {
	t.Helper()
	if err := exec.Command("Rscript", "-e", "library(metafor); library(clubSandwich)").Run(); err != nil {
		t.Skip("needs R with metafor and clubSandwich (Debian: apt-get install r-cran-metafor r-cran-clubsandwich)")
	}
	dir := t.TempDir()
	for _, f := range results {
		data, err := f.make(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.name == "reproduce.R" {
			data = []byte(change(string(data)))
		}
		if err := os.WriteFile(filepath.Join(dir, f.name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("Rscript", "reproduce.R")
	c.Dir = dir
	c.Env = append(os.Environ(), "LC_ALL=C")
	out, err := c.CombinedOutput()
	return string(out), err == nil
}

// explainedBCG are regressions of every kind.
func explainedBCG(t *testing.T) report.Review {
	t.Helper()
	bcg, err := os.ReadFile("../data/bcg/bcg.csv")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"t.csv": string(bcg), "protocol.yaml": `review: R
data: {contrasts: t.csv}
analyses:
  - id: guarded
    measure: RR
    sensitivity:
      - moderators: {formula: latitude, cluster: allocation, robust: CR1p, at: [{latitude: 20}, {latitude: 50}]}
      - moderators: {formula: 0 + allocation, cluster: year}
      - moderators: {formula: latitude * allocation + year}
      - moderators: {cluster: allocation, robust: CR0}
  - id: hk
    measure: OR
    where: {latitude: {lt: 33}}
    model: {tau2: DL, interval: hk, prediction: hk-pr, level: 90, few: "off"}
    sensitivity:
      - moderators: {formula: latitude, cluster: year, robust: CR1, permutation: yes, at: [{latitude: 20}]}
      - moderators: {permutation: yes}
  - id: few
    measure: OR
    where: {latitude: {lt: 40}}
    sensitivity:
      - moderators: {formula: allocation, permutation: yes}
  - id: declared
    measure: RD
    model: {tau2: 0.0001, interval: t, prediction: v}
    sensitivity:
      - moderators: {formula: year, at: [{year: 1960}]}
  - id: common
    measure: RD
    model: {model: common, interval: hk-adhoc}
    sensitivity:
      - moderators: {formula: latitude, cluster: year}
  - id: ml
    measure: OR
    model: {tau2: ML, interval: wald, prediction: hts}
    sensitivity:
      - moderators: {formula: latitude + year}
      - moderators: {id: without-a-mean, formula: "0 + latitude"}
      - moderators: {formula: nothing-but, id: same}
`} {
		text = strings.Replace(text, "nothing-but", "study", 1)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	in, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// R holds every number of every kind of regression, and finds each that is wrong
// in its seventh digit.
func TestRegressionsAgainInR(t *testing.T) {
	r := explainedBCG(t)
	said, held := again(t, r, func(s string) string { return s })
	m := regexp.MustCompile(`(\d+) assertions held\n`).FindStringSubmatch(said)
	if !held || m == nil {
		t.Fatal(said)
	}
	if n, _ := strconv.Atoi(m[1]); n < 900 {
		t.Errorf("%s assertions held", m[1])
	}
	if !strings.Contains(said, "not asserted: ml, same: there is no regression: ") || !strings.Contains(said, "not asserted: ml, without-a-mean: metafor centres") || strings.Count(said, "not asserted") != 2 {
		t.Error(said)
	}
	r.Analyses = r.Analyses[:3]
	_, asked, _ := strings.Cut(string(report.Reproduce(r)), "# --- the review: its estimates")
	names := regexp.MustCompile(`(?m)^ +(\w+) = (-?[0-9])`)
	nested := regexp.MustCompile(`, qm_p = ([0-9])`)
	vectors := regexp.MustCompile(`(\w+) = c\(((?:NA, )*)(-?[0-9])`)
	said, held = again(t, r, func(script string) string {
		wrong := names.ReplaceAllString(asked, "  $1 = 1e-6 + 1.000001 * $2")
		wrong = nested.ReplaceAllString(wrong, ", qm_p = 1e-6 + 1.000001 * $1")
		wrong = vectors.ReplaceAllStringFunc(wrong, func(v string) string {
			m := vectors.FindStringSubmatch(v)
			if regexp.MustCompile(`^m\d+$|^cluster$`).MatchString(m[1]) {
				return v
			}
			return m[1] + " = c(" + m[2] + "1e-6 + 1.000001 * " + m[3]
		})
		return strings.Replace(strings.Replace(script, asked, wrong, 1), "head(failed, 20)", "failed", 1)
	})
	if held {
		t.Fatal("wrong numbers pass")
	}
	for _, name := range []string{"coefficient 1", "se 1", "ci_lb 1", "ci_ub 1", "p 1", "qm", "qm_p", "q", "q_p", "tau2", "tau2_lb", "tau2_ub", "tau2_without_moderators", "i2", "r2",
		"lrt", "robust se 1", "robust df 1", "robust p 1", "permutation p 1", "permutation qm_p", "cook_d 1", "hat 1", "weight 1", "rstudent 1", "blup 1",
		"estimate at place 1", "se at place 1", "ci_lb at place 1", "ci_ub at place 1", "pi_lb at place 1", "pi_ub at place 1", "difference at place 2", "its se at place 2"} {
		if !regexp.MustCompile(`(?m): ` + regexp.QuoteMeta(name) + ` is `).MatchString(said) {
			t.Errorf("a wrong %s is not found", name)
		}
	}
	t.Logf("%s assertions held", m[1])
}

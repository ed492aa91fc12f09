package analysis

import (
	"math"
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
	r, err := reviewed(t, string(bcg), `review: R
data: {contrasts: t.csv}
analyses:
  - id: guarded
    measure: RR
    sensitivity:
      - moderators: {formula: latitude, cluster: allocation, robust: CR1p, at: [{latitude: 20}, {latitude: 50}]}
      - moderators: {formula: 0 + allocation, cluster: year}
      - moderators: {formula: latitude * allocation + year}
      - moderators: {id: by-trial, formula: latitude + allocation, cluster: study, robust: CR3}
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
    model: {tau2: 0.0001, interval: t, prediction: hts}
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
      - moderators: {formula: study, id: same}
`)
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
	nested := regexp.MustCompile(`, (qm|qm_p) = ([0-9])`)
	vectors := regexp.MustCompile(`(\w+) = c\(((?:NA, )*)(-?[0-9])`)
	said, held = again(t, r, func(script string) string {
		wrong := names.ReplaceAllString(asked, "  $1 = 1e-6 + 1.000001 * $2")
		wrong = nested.ReplaceAllString(wrong, ", $1 = 1e-6 + 1.000001 * $2")
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
		"lrt", "robust se 1", "robust df 1", "robust p 1", "robust qm", "robust qm_p", "permutation p 1", "permutation qm_p", "cook_d 1", "hat 1", "weight 1", "rstudent 1", "blup 1",
		"estimate at place 1", "se at place 1", "ci_lb at place 1", "ci_ub at place 1", "pi_lb at place 1", "pi_ub at place 1", "difference at place 2", "its se at place 2",
		"robust se at place 1", "robust df at place 1", "robust ci_lb at place 1", "robust ci_ub at place 1", "robust difference's se at place 2", "robust difference's df at place 2"} {
		if !regexp.MustCompile(`(?m): ` + regexp.QuoteMeta(name) + ` is `).MatchString(said) {
			t.Errorf("a wrong %s is not found", name)
		}
	}
	t.Logf("%s assertions held", m[1])
}

// laboratories are effects of several samples in some of eight laboratories.
const laboratories = `study,lab,x,sample,yi,vi
S00,L0,0.0,P0,0.0894,0.2
S10,L1,1.0,P0,0.1772,0.02
S11,L1,2.0,P0,0.5226,0.02
S20,L2,2.0,P0,0.3353,0.02
S21,L2,3.0,P0,0.7992,0.02
S22,L2,4.0,P1,0.2248,0.1
S30,L3,3.0,P0,0.9909,0.1
S40,L4,4.0,P0,0.0778,0.05
S41,L4,5.0,P0,0.6658,0.1
S50,L5,5.0,P0,0.2570,0.1
S51,L5,6.0,P0,0.5716,0.2
S52,L5,7.0,P1,0.9528,0.2
S60,L6,6.0,P0,0.0173,0.02
S70,L7,7.0,P0,0.5271,0.2
S71,L7,8.0,P0,1.3451,0.05
`

// R's rma.mv holds what regressions say of effects that depend on each other, and
// knows no likelier variances.
func TestLevelledRegressionsAgainInR(t *testing.T) {
	r, err := reviewed(t, laboratories, `review: R
data: {contrasts: t.csv}
analyses:
  - id: a
    measure: GEN
    sensitivity:
      - moderators: {formula: x, cluster: lab, model: three-level, rho: 0.5, at: [{x: 1}, {x: 5}]}
      - moderators: {id: m2, formula: lab, cluster: sample, model: three-level, robust: CR1p}
      - moderators: {id: m3, formula: x, cluster: lab, model: three-level, within: sample, robust: CR1S}
      - moderators: {id: m4, cluster: lab, model: three-level, robust: CR3, permutation: yes}
      - moderators: {id: m5, formula: x, cluster: lab, rho: 0.3, robust: CR1p, at: [{x: 1}, {x: 5}]}
      - moderators: {id: m6, formula: x, cluster: lab, model: common, rho: 0.3}
      - moderators: {id: m7, formula: x, cluster: study, model: three-level}
      - moderators: {id: m9, formula: x, cluster: lab, model: correlated, rho: 0.8, at: [{x: 1}, {x: 5}]}
      - moderators: {id: m10, cluster: lab, model: hierarchical}
  - id: b
    measure: GEN
    model: {tau2: ML, interval: wald, level: 90}
    sensitivity:
      - moderators: {formula: x, cluster: lab, model: three-level}
      - moderators: {id: m8, cluster: lab, rho: 0.3}
`)
	if err != nil {
		t.Fatal(err)
	}
	all := r.Analyses[0].Regressions
	if x := all[0]; x.Failed != "" || x.Result.Interval != "contain" || len(x.Result.Variances) != 2 || len(x.Clusters) != 8 || x.Clusters[2].Trials != 3 || math.IsNaN(x.Predictions[0].PILower) || x.Trials[0].Diagnostic != nil || x.Trials[0].Shrunken != nil || x.Robust.Moderators.DF != 1 {
		t.Errorf("%+v", x.Result)
	}
	if notes := strings.Join(all[3].Notes, " "); !strings.Contains(notes, "no permutation test: permutation tests are not defined for effects that depend on each other") {
		t.Error(notes)
	}
	if err := follows(t, r); err != nil {
		t.Error(err)
	}
	text := string(report.Markdown(r))
	for _, want := range []string{"0.11 within clusters (0.011 to 0.33)", "The sampling errors of trials within lab are assumed to correlate by 0.5.", "(moments), I² = ", "(moments: 0 between clusters and 0.15 within clusters)", "Hedges LV, Tipton E", "| Lab | Trials | GEN added (interval) |", "allowing for dependence within lab: F = 1.78, df = 1 and 3.8, P = 0.26.", "Van den Noortgate"} {
		if !strings.Contains(text, want) {
			t.Errorf("report.md does not say %q", want)
		}
	}
	said, held := again(t, r, func(s string) string {
		if n := strings.Count(s, "metafor has no moment estimators of dependent effects"); n != 2 {
			t.Errorf("%d regressions by moments are not asserted", n)
		}
		return s
	})
	m := regexp.MustCompile(`(\d+) assertions held\n`).FindStringSubmatch(said)
	if !held || m == nil {
		t.Fatal(said)
	}
	if n, _ := strconv.Atoi(m[1]); n < 440 {
		t.Errorf("%s assertions held", m[1])
	}
	t.Logf("%s assertions held", m[1])
	said, held = again(t, r, func(script string) string {
		return regexp.MustCompile(`sigma2 = c\(([0-9])`).ReplaceAllString(script, "sigma2 = c(0.01 + $1")
	})
	if held || !strings.Contains(said, "moderators-x: R knows likelier variances") {
		t.Errorf("other variances pass:\n%s", said)
	}
}

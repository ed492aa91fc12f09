package analysis

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"grove/analysis/regress"
	"grove/analysis/report"
)

// follows says what of the results of a review does not follow their schema.
func follows(t *testing.T, r report.Review) error {
	t.Helper()
	raw, err := report.JSON(r)
	if err != nil {
		t.Fatal(err)
	}
	results, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("results.schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("results.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled.Validate(results)
}

// regressions runs regressions over a table of risk ratios.
func regressions(t *testing.T, table string, asked ...string) (report.Review, error) {
	t.Helper()
	return reviewed(t, table, "review: R\ndata: {contrasts: t.csv}\nanalyses:\n  - id: a\n    measure: RR\n    sensitivity:\n      - moderators: "+strings.Join(asked, "\n      - moderators: ")+"\n")
}

// BCG by latitude, as R's metafor 3.8-1 prints it:
//
//	f <- rma(yi, vi, mods = ~ latitude, control = list(threshold = 1e-12, maxiter = 1000))
//	predict(f, newmods = c(20, 50)), anova of the fits by ML, robust(f, cluster = allocation),
//	influence(f), blup(f)
func TestModeratorsOfAReview(t *testing.T) {
	bcg, err := os.ReadFile("../data/bcg/bcg.csv")
	if err != nil {
		t.Fatal(err)
	}
	r, err := reviewed(t, string(bcg), `review: R
data: {contrasts: t.csv}
analyses:
  - id: a
    measure: RR
    model: {interval: wald}
    sensitivity:
      - leave-one-out
      - moderators: {formula: latitude, cluster: allocation, robust: CR1p, at: [{latitude: 20}, {latitude: 50}]}
      - moderators: {id: classes, title: By allocation, formula: 0 + allocation, cluster: year}
      - moderators: {formula: latitude + allocation + year}
      - moderators: {cluster: allocation}
`)
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	if n := len(a.Regressions); n != 4 {
		t.Fatalf("%d regressions", n)
	}
	x := a.Regressions[0]
	if x.ID != "moderators-latitude" || x.Failed != "" || x.Result.K != 13 || len(x.Trials) != 13 || len(x.Left) != 0 {
		t.Fatalf("%s: %s, %d trials", x.ID, x.Failed, x.Result.K)
	}
	b, far := x.Result.Coefficients, x.Trials[6]
	for name, pair := range map[string][2]float64{
		"intercept": {b[0].Estimate, 0.25146821001}, "latitude": {b[1].Estimate, -0.02910172501}, "tau2": {x.Result.Tau2, 0.07634796396}, "r2": {x.Result.R2, 75.62662181}, "tau2 without": {x.Alone.Tau2, 0.3132432581},
		"at 50": {x.Predictions[1].Estimate, -1.20361804}, "its limit": {x.Predictions[1].CILower, -1.54003399}, "natural": {x.Predictions[1].Natural.Estimate, math.Exp(-1.20361804)},
		"difference": {x.Predictions[1].Difference.Estimate, 30 * -0.02910172501}, "its se": {x.Predictions[1].Difference.SE, 30 * b[1].SE}, "its ratio": {x.Predictions[1].Difference.Natural.Estimate, math.Exp(30 * -0.02910172501)},
		"lrt": {x.Ratio.Statistic, 9.958821639725}, "its p": {x.Ratio.P, 0.001600804811}, "robust se": {x.Robust.Coefficients[1].SE, 0.005934614011}, "robust p": {x.Robust.Coefficients[1].P, 0.128067659947},
		"robust se at 50": {x.Predictions[1].Robust.SE, 0.223216874580}, "its robust limit": {x.Predictions[1].Robust.CILower, -4.039857349555}, "natural robust": {x.Predictions[1].Robust.Natural.CIUpper, math.Exp(1.632621268404)},
		"robust difference": {x.Predictions[1].RobustDifference.SE, 0.178038420327}, "its limit, robust": {x.Predictions[1].RobustDifference.CILower, -3.135244369936},
		"rstudent": {far.Diagnostic.Studentised, -2.66868995}, "cook": {far.Diagnostic.Cook, 0.36426460}, "weight": {far.Weight, 3.79003076}, "hat": {far.Diagnostic.Hat, 0.06404006}, "blup": {far.Shrunken.Estimate, -0.63796350},
	} {
		if math.Abs(pair[0]-pair[1]) > 6e-9*math.Max(1, math.Abs(pair[1])) {
			t.Errorf("%s: %.10g, R has %v", name, pair[0], pair[1])
		}
	}
	if x.Ratio == nil || x.Ratio.DF != 1 || x.Robust == nil || x.Robust.Clusters != 3 || x.Robust.Correction != "CR1p" || x.Permuted != nil {
		t.Errorf("%+v %+v", x.Ratio, x.Robust)
	}
	y := a.Regressions[1]
	if y.ID != "classes" || len(y.Predictions) != 3 || y.Predictions[2].Natural.Estimate != math.Exp(y.Result.Coefficients[2].Estimate) || y.Robust.Correction != "CR2" {
		t.Errorf("%s: %+v, %s", y.ID, y.Predictions, y.Robust.Correction)
	}
	if m := a.Regressions[3]; m.Predictions[0].Robust == nil || m.Result.Coefficients[0].Estimate != m.Alone.Coefficients[0].Estimate || math.Abs(m.Predictions[0].Natural.Estimate-a.Main.Natural.Estimate) > 1e-12 {
		t.Errorf("the mean: %+v, not %v", m.Predictions, a.Main.Natural)
	}
	// No refit, no row of a table or of a figure.
	if n := len(a.Estimates()); n != 1+13 {
		t.Errorf("%d estimates", n)
	}
	if err := follows(t, r); err != nil {
		t.Error(err)
	}
	text := string(report.Markdown(r))
	for _, want := range []string{
		"### Regression on latitude, allowing for dependence within allocation\n", "With latitude the variance between 13 trials is 76% less (R²): τ² is 0.31 without and 0.076 with",
		"| latitude 50 | 0.30 (0.21 to 0.42) |", "The effect by the model, not allowing for dependence within allocation", "The effect, allowing for dependence within allocation (CR1p, 3 clusters)", "| latitude 50 | 0.30 (0.02 to 5.12) | 1 | ", "prediction intervals are those of the model, and none is robust",
		"an association between trials", "13 trials for 4 coefficients of moderators", "13 trials for 2 coefficients of moderators", "χ² = 15.98, df = 3, P = 0.001, a test that all means are 0, not that they are equal", "### By allocation\n", "Coefficients are on the scale of the logarithm of the risk ratio: per unit of latitude;",
		"Tipton E", "López-López",
	} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("report.md does not say %q", want)
		}
	}
	if page, err := report.HTML(r); err != nil || !bytes.Contains(page, []byte("With latitude the variance between 13 trials is 76% less")) {
		t.Errorf("report.html: %v", err)
	}
	if said := report.Summary(r); !strings.Contains(said, "classes: With allocation the variance between 13 trials is no less") {
		t.Error(said)
	}
}

// Few trials, or clusters, have a variance that is hardly known, and two trials no
// random-effects headline: where the rule for few trials is off, nothing varies or the
// variance is declared, nothing is said of it.
func TestModeratorsOfFewTrials(t *testing.T) {
	for _, c := range []struct {
		studies, asked, model, said string
		not                         string
	}{
		{"S00, S10", "cluster: study", "few: grove-2026", "rests on 1 degree of freedom and is hardly known, and so are the intervals and tests by it; a headline of two trials is the estimate that takes one effect for both, not this mean", "~"},
		{"S00, S10", "cluster: study", `few: "off"`, "", "hardly known"},
		{"S00, S10", "cluster: study", "model: common", "", "hardly known"},
		{"S00, S10, S11", "formula: x", "few: grove-2026", "rests on 1 degree of freedom and is hardly known", "headline"},
		{"S00, S10, S11, S20", "formula: x", "few: grove-2026", "rests on 2 degrees of freedom and is hardly known", "headline"},
		{"S00, S10, S11, S20, S21", "formula: x", "few: grove-2026", "no prediction intervals: 3 degrees of freedom are fewer than four", "hardly known"},
		{"S00, S10", "formula: x", "few: grove-2026", "2 coefficients (intercept, x) cannot be estimated from 2 trials", "hardly known"},
		{"S00, S10", "cluster: study", "few: grove-2026, tau2: 0.05", "a headline of two trials", "hardly known"},
		{"S00, S10, S11", "formula: x", "few: grove-2026, tau2: 0.05", "no prediction intervals: 1 degree of freedom is fewer than four", "hardly known"},
		{"S10, S11, S20, S21, S22", "cluster: lab, model: three-level", "few: grove-2026", "the variance between clusters rests on 1 degree of freedom and is hardly known", "between trials rests"},
	} {
		r, err := reviewed(t, laboratories, fmt.Sprintf(`review: R
data: {contrasts: t.csv}
analyses:
  - id: a
    measure: GEN
    where: {study: [%s]}
    model: {%s}
    sensitivity:
      - moderators: {id: m, %s}
`, c.studies, c.model, c.asked))
		if err != nil {
			t.Fatal(err)
		}
		x := r.Analyses[0].Regressions[0]
		said := strings.Join(append(x.Notes, x.Failed), "; ")
		if !strings.Contains(said, c.said) || strings.Contains(said, c.not) {
			t.Errorf("%s %s %s: %q", c.studies, c.asked, c.model, said)
		}
	}
}

const moderated = `study,events_t,n_t,events_c,n_c,dose,class,same,twice,centre
A,12,40,20,41,1,a,5,2,x
B,30,88,44,90,2,a,5,4,x
C,9,55,16,54,3,b,5,6,y
D,41,120,60,118,,b,5,,
E,5,30,9,33,5,c,5,10,z
F,7,31,9,33,6,,5,12,z
G,8,35,9,33,8,c,5,16,w
`

// A regression that the trials do not bear says so; the review stands.
func TestModeratorsWithoutAnAnswer(t *testing.T) {
	for asked, want := range map[string]string{
		"{formula: same}":                    "all trials have the same 5, so it explains nothing",
		"{formula: dose + twice}":            "twice says nothing that intercept, dose do not say already",
		"{formula: dose * class}":            "coefficients",
		"{formula: study}":                   "7 coefficients",
		"{formula: class, at: [{class: b}]}": "",
	} {
		r, err := regressions(t, moderated, asked)
		if err != nil {
			t.Errorf("%s: %v", asked, err)
			continue
		}
		x := r.Analyses[0].Regressions[0]
		if want == "" && x.Failed != "" || !strings.Contains(x.Failed, want) {
			t.Errorf("%s: %q, not %q", asked, x.Failed, want)
		}
		if err := follows(t, r); err != nil {
			t.Errorf("%s: %v", asked, err)
		}
		if text := string(report.Markdown(r)); want != "" && !strings.Contains(text, "Not answered: ") {
			t.Errorf("%s: the report does not say that there is no answer", asked)
		}
		report.Reproduce(r)
	}
	one := strings.Join(strings.SplitAfter(moderated, "\n")[:2], "")
	r, err := regressions(t, one, "{formula: dose}", "{formula: 0 + dose}", "{cluster: centre, permutation: yes}")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"all trials have the dose 1, so it explains nothing", "cannot be estimated from 1 trials", "cannot be estimated from 1 trials"} {
		if x := r.Analyses[0].Regressions[i]; !strings.Contains(x.Failed, want) {
			t.Errorf("one trial, %s: %q, not %q", x.ID, x.Failed, want)
		}
	}
	for model, want := range map[string]string{"model: bayes, prior: {tau: half-normal, scale: 0.5, sd: 2}": "no regression by the analysis's prior: one of the mean has no place", "model: mh": `no regression by the analysis's model "mh"`, "interval: kr": `no regression by the analysis's interval "kr"`} {
		r, err := reviewed(t, moderated, "review: R\ndata: {contrasts: t.csv}\nanalyses:\n  - id: a\n    measure: RR\n    model: {"+model+"}\n    sensitivity:\n      - moderators: {formula: dose}\n")
		if err != nil || !strings.HasPrefix(r.Analyses[0].Regressions[0].Failed, want) {
			t.Errorf("%s: %v", model, err)
		}
	}
}

// A Bayesian regression follows the schema, and every report has its words for it.
func TestBayesianModerators(t *testing.T) {
	for _, prior := range []string{"0.5", "{tau: uniform}"} {
		r, err := reviewed(t, moderated, "review: R\ndata: {contrasts: t.csv}\nanalyses:\n  - id: a\n    measure: RR\n    model: {model: bayes, prior: "+prior+"}\n    sensitivity:\n      - moderators: {formula: dose, at: [{dose: 2}, {dose: 6}]}\n      - moderators: {formula: class}\n      - moderators: {cluster: centre}\n")
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range r.Analyses[0].Regressions {
			if x.Failed != "" || x.Result.Model != "bayes" || x.Ratio != nil || x.Trials[0].Diagnostic != nil || x.Trials[0].Shrunken == nil || math.IsNaN(x.Trials[0].Shrunken.Lower) {
				t.Errorf("%s: %+v", prior, x)
			}
		}
		if err := follows(t, r); err != nil {
			t.Errorf("%s: %v", prior, err)
		}
		if script := string(report.Reproduce(r)); strings.Count(script, "metafor has no Bayesian regression") != 3 || strings.Contains(script, "\nregression(") {
			t.Error(script)
		}
		page, err := report.HTML(r)
		if err != nil {
			t.Fatal(err)
		}
		for what, text := range map[string]string{"Markdown": string(report.Markdown(r)), "HTML": string(page)} {
			for _, want := range []string{"(posterior medians, of 6 trials)", "Above 0", "Drawn to the model", "bayesmeta R package for Bayesian random-effects meta-regression"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s, %s: no %q", prior, what, want)
				}
			}
			if strings.Contains(text, "NaN") || strings.Contains(text, "F = not") {
				t.Errorf("%s, %s: a test or NaN", prior, what)
			}
		}
	}
}

// A trial that does not report a moderator is left out with the reason, a trial
// without a cluster stands alone, and what cannot be made is a note.
func TestModeratorsNotReported(t *testing.T) {
	r, err := regressions(t, moderated, "{formula: dose, cluster: centre, permutation: yes}", "{formula: dose + class, cluster: centre}", "{formula: class, cluster: centre}")
	if err != nil {
		t.Fatal(err)
	}
	all := r.Analyses[0].Regressions
	x := all[0]
	if x.Result.K != 6 || len(x.Left) != 1 || x.Left[0].Study != "D" || x.Left[0].Reason != "dose is not reported" || x.Robust.Clusters != 4 || x.Permuted == nil || x.Permuted.Arrangements != 720 {
		t.Errorf("%+v %+v %+v", x.Left, x.Robust, x.Permuted)
	}
	if y := all[1]; y.Result.K != 5 || len(y.Left) != 2 || y.Left[1].Reason != "class is not reported" || !strings.Contains(fmt.Sprint(y.Notes), "no standard errors that allow for dependence within centre: 4 coefficients cannot be tested from 4 clusters") {
		t.Errorf("%d trials, %+v, %q", y.Result.K, y.Left, y.Notes)
	}
	if z := all[2]; !strings.Contains(fmt.Sprint(z.Notes), "D reports no centre and stands as a cluster of its own") || z.Trials[3].Cluster != "" || !math.IsNaN(z.Predictions[0].PILower) || !strings.Contains(fmt.Sprint(z.Notes), "no prediction intervals") {
		t.Errorf("%q, %+v", z.Notes, z.Predictions)
	}
	if err := follows(t, r); err != nil {
		t.Error(err)
	}
}

// What a protocol gets wrong about the data is an error with its place.
func TestModeratorsMisnamed(t *testing.T) {
	for asked, want := range map[string]string{
		"{formula: dosis}":                                         `protocol.yaml:7:31: no table has a column "dosis"; did you mean "dose"?`,
		"{formula: dose + zzzzzz}":                                 `protocol.yaml:7:31: no table has a column "zzzzzz"; known: study, events_t`,
		"{formula: dose, cluster: center}":                         `protocol.yaml:7:46: no table has a column "center"; did you mean "centre"?`,
		"{formula: dose, at: [{dose: high}]}":                      `protocol.yaml:7:49: dose is a number in every row, and "high" is none`,
		"{formula: class + dose, at: [{dose: 2, class: unknown}]}": `protocol.yaml:7:67: no row has class = "unknown"; known: a, b, c`,
	} {
		if _, err := regressions(t, moderated, asked); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", asked, err)
		}
	}
}

// Columns may stand in the table of studies; one in which the arms of a trial
// differ is refused.
func TestModeratorsOfArms(t *testing.T) {
	ask := func(formula string) (report.Review, error) {
		return attempt(t, map[string]string{
			"arms.csv":      "study,arm,treatment,n,events,dose\nA,k,k,40,12,1\nA,s,s,41,20,0\nB,k,k,88,30,1\nB,s,s,90,44,0\nC,k,k,55,9,1\nC,s,s,54,16,0\n",
			"studies.csv":   "study,year\nA,1990\nB,1995\nC,2002\n",
			"protocol.yaml": "review: R\ndata: {arms: arms.csv, studies: studies.csv}\nanalyses:\n  - id: a\n    measure: OR\n    compare: {experimental: k, control: s}\n    sensitivity:\n      - moderators: {formula: " + formula + "}\n",
		})
	}
	r, err := ask("studies.year")
	if err != nil || r.Analyses[0].Regressions[0].Result.K != 3 {
		t.Errorf("%v", err)
	}
	if _, err := ask("dose"); err == nil || !strings.Contains(err.Error(), "the rows of A differ in dose: 1, 0") {
		t.Errorf("%v", err)
	}
}

// Columns, words and trials that try to be something else than text stay text in
// every output, and R reads the script as it is meant.
func TestModeratorsOfHostileNames(t *testing.T) {
	table := `study,events_t,n_t,events_c,n_c,"do""se <b>","cl\ass",centre
"A ""); quit(); (""",12,40,20,41,1,"<script>alert(1)</script>",x
B,30,88,44,90,2,"'; DROP",x
C,9,55,16,54,3,"<script>alert(1)</script>",y
D,41,120,60,118,5,"'; DROP",y
E,5,30,9,33,5,"æ\u2028|*` + "`" + `","=1+1"
F,7,31,9,33,6,"æ\u2028|*` + "`" + `","=1+1"
G,8,35,9,33,8,"'; DROP",w
`
	r, err := regressions(t, table, `{id: a, formula: 'do"se <b> + cl\ass', cluster: centre, at: [{'do"se <b>': 2, 'cl\ass': "'; DROP"}]}`, `{id: b, formula: 'cl\ass', cluster: centre, model: three-level}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range r.Analyses[0].Regressions {
		if x.Failed != "" || x.Result.K != 7 {
			t.Errorf("%s: %s", x.ID, x.Failed)
		}
	}
	if err := follows(t, r); err != nil {
		t.Error(err)
	}
	page, err := report.HTML(r)
	if err != nil || bytes.Contains(page, []byte("<script>alert")) || bytes.Contains(page, []byte("se <b>")) {
		t.Errorf("live markup: %v", err)
	}
	if text := report.Markdown(r); bytes.Contains(text, []byte("<script>")) || bytes.Contains(text, []byte("se <b>")) {
		t.Error("live markup in report.md")
	}
	for i, b := range report.Reproduce(r) {
		if b > '~' {
			t.Fatalf("byte %d of the script is %q", i, b)
		}
	}
	if said, held := again(t, r, func(s string) string { return s }); !held || !strings.Contains(said, "assertions held") {
		t.Error(said)
	}
}

// One factor alone is the analysis of subgroups with one τ²: its predictions are
// their means, and its test that between them.
func TestModeratorsAreSubgroups(t *testing.T) {
	r, err := reviewed(t, moderated, "review: R\ndata: {contrasts: t.csv}\nanalyses:\n  - id: a\n    measure: RR\n    where: {class: [a, b, c]}\n    sensitivity:\n      - moderators: {formula: class}\n")
	if err != nil {
		t.Fatal(err)
	}
	x, d := r.Analyses[0].Regressions[0], regress.Data{}
	var class []string
	for _, e := range x.Trials {
		d.Y, d.V, class = append(d.Y, e.Y), append(d.V, e.V), append(class, e.Values[0].Word)
	}
	s := r.Analyses[0].Main.Settings
	want, err := regress.FitSubgroups(d, class, regress.Settings{Model: s.Model, Tau2: s.Tau2, Interval: s.Interval, Prediction: "none", Level: s.Level})
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range want.Result.Coefficients {
		if p := x.Predictions[i]; math.Abs(p.Estimate-b.Estimate) > 1e-9 || math.Abs(p.SE-b.SE) > 1e-9 {
			t.Errorf("%s: %v (%v), as a subgroup %v (%v)", b.Term, p.Estimate, p.SE, b.Estimate, b.SE)
		}
	}
	if math.Abs(x.Result.Moderators.P-want.Between.P) > 1e-9 {
		t.Errorf("P = %v, between subgroups %v", x.Result.Moderators.P, want.Between.P)
	}
}

// A prediction where no trial is says so; one among the trials says nothing.
func TestAPredictionBeyondTheTrialsSaysSo(t *testing.T) {
	bcg, err := os.ReadFile("../data/bcg/bcg.csv")
	if err != nil {
		t.Fatal(err)
	}
	r, err := regressions(t, string(bcg), "{formula: latitude + allocation, at: [{latitude: 13, allocation: random}, {latitude: 0, allocation: random}, {latitude: 55, allocation: random}]}")
	if err != nil {
		t.Fatal(err)
	}
	x := r.Analyses[0].Regressions[0]
	const want = "latitude = 0 lies outside what the trials have, 13 to 55: there the model extrapolates"
	var said []string
	for _, n := range x.Notes {
		if strings.Contains(n, "extrapolates") {
			said = append(said, n)
		}
	}
	if len(said) != 1 || said[0] != want {
		t.Errorf("notes %q, not %q alone", x.Notes, want)
	}
}

// What an effect is computed from explains it by chance, which a note says; people
// and columns of one's own have none. A formula without an intercept has no
// permutation test.
func TestAModeratorThatIsPartOfTheEffectSaysSo(t *testing.T) {
	bcg, err := os.ReadFile("../data/bcg/bcg.csv")
	if err != nil {
		t.Fatal(err)
	}
	r, err := regressions(t, string(bcg), "{id: risk, formula: events_c}", "{id: people, formula: n_c}", `{id: bare, formula: "0 + latitude", permutation: yes}`)
	if err != nil {
		t.Fatal(err)
	}
	of := r.Analyses[0].Regressions
	said := func(x report.Regression, words string) bool {
		return strings.Contains(strings.Join(x.Notes, "\n"), words)
	}
	if !said(of[0], "events_c is part of the effects themselves") || said(of[1], "part of the effects") {
		t.Errorf("notes %q and %q", of[0].Notes, of[1].Notes)
	}
	if of[2].Permuted != nil || !said(of[2], "no permutation test: without an intercept") {
		t.Errorf("without an intercept: %v, notes %q", of[2].Permuted, of[2].Notes)
	}
}

// A mean that allows for dependence and no longer excludes no difference is named
// beside the answer.
func TestADependentMeanThatStandsOtherwiseIsNamed(t *testing.T) {
	const table = "study,centre,yi,vi\na,p,0.5,0.02\nb,p,0.55,0.02\nc,p,0.5,0.02\nd,q,0.05,0.02\ne,q,0.1,0.02\nf,q,0.02,0.02\n"
	r, err := reviewed(t, table, "review: R\ndata: {contrasts: t.csv}\nanalyses:\n  - id: a\n    measure: GEN\n    better: lower\n    sensitivity:\n      - moderators: {cluster: centre}\n")
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	if said := strings.Join(report.InShort(a), "\n"); !report.ExcludesNull(a.Main) || !strings.Contains(said, "It stands otherwise to no difference where trials depend on each other: The mean, allowing for dependence within centre: GEN 0.29 (") {
		t.Errorf("excludes %v; %s", report.ExcludesNull(a.Main), said)
	}
}

// A mean that stands otherwise by its model alone is not said to do so by
// dependence.
func TestAMeanOfAnotherModelIsNoDependence(t *testing.T) {
	const table = "study,yi,vi\na,0.5,0.02\nb,0.1,0.02\n"
	r, err := reviewed(t, table, "review: R\ndata: {contrasts: t.csv}\nanalyses:\n  - id: a\n    measure: GEN\n    better: lower\n    sensitivity:\n      - moderators: {permutation: yes}\n")
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	x := a.Regressions[0]
	if c := x.Result.Coefficients[0]; !report.ExcludesNull(a.Main) || x.Failed != "" || c.CILower > 0 {
		t.Fatalf("the main result excludes %v, the regression has %v from %v", report.ExcludesNull(a.Main), x.Failed, c.CILower)
	}
	if said := strings.Join(report.InShort(a), "\n"); strings.Contains(said, "depend on each other") {
		t.Error(said)
	}
}

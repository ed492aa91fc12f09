package report

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/pool"
	"grove/analysis/study"
	"grove/analysis/tau"
)

// hostile are labels that try to be something else than text.
var hostile = []string{
	`"); quit(status = 0); ("`, `back\slash \u0041 \`, "two\nlines", "nul\x00 bell\a escape\x1b[31m", "\u202eright to left\u2066",
	"Bjørnstad 2014 – τ²", "😀 <script>alert(1)</script>", "=1+1", "'apostrophe' `tick` %s $(id)", "]]> & <w:t> </w:t>", "# comment", "",
}

// reviewed is a review by hand under hostile labels: its first analysis uses
// every model, estimator, interval and prediction interval there is, the others
// every way to an effect.
func reviewed(t *testing.T) Review {
	t.Helper()
	base := pool.Settings{Model: "random", GLMM: "CM.EL", Tau2: "REML", Interval: "hk-guarded", Prediction: "guarded", Few: "off", Level: 95, Prior: pool.HalfNormal(0.5)}
	options := effect.Options{Add: 0.5, Zero: "only0", Double: "drop"}
	r := Review{Title: "A review \"quoted\"\nin two lines\u202e", Name: "by-hand"}

	counts := contrasts(func(i int, c *study.Contrast) {
		c.T.Events, c.C.Events = float64(i%5), float64(2+i%7)
		if i == 3 {
			c.C.Events = c.C.N
		}
	})
	pairs := contrasts(func(i int, c *study.Contrast) {
		c.Pairs = &study.Pairs{Both: float64(1 + i%3), OnlyT: float64(3 + i), OnlyC: float64(i % 4), Neither: float64(5 + i%6)}
	})
	linked := contrasts(func(i int, c *study.Contrast) {
		c.T.Events, c.C.N, c.C.Events = float64(i%5), c.T.N, float64(2+i%7)
		c.Same, c.Within = true, &study.Within{R: float64(i%4)/5 - 0.2}
	})
	means := contrasts(func(i int, c *study.Contrast) {
		c.T.Mean, c.T.SD, c.C.Mean, c.C.SD = 20-float64(i*i%13), 5+float64(i%3), 21+float64(i%4), 6+float64(i%5)
	})
	based := contrasts(func(i int, c *study.Contrast) {
		c.T.Mean, c.T.SD, c.C.Mean, c.C.SD = 20-float64(i*i%13), 5+float64(i%3), 21+float64(i%4), 6+float64(i%5)
		c.BaseT, c.BaseC = &study.Group{N: c.T.N, Mean: 30 + float64(i%3), SD: 4, Events: math.NaN()}, &study.Group{N: c.C.N, Mean: 31, SD: 5, Events: math.NaN()}
	})
	given := contrasts(func(i int, c *study.Contrast) { c.Y, c.V = float64(i*i%7)/3-0.4, 0.1+float64(i%5)/9 })

	for _, all := range []struct {
		id, measure string
		contrasts   []study.Contrast
		options     func(*effect.Options)
	}{
		{"or", "OR", counts, nil}, {"needed", "RD", counts, func(o *effect.Options) { o.Zero = effect.ZeroRules[0].Code }}, {"rr", "RR", counts, func(o *effect.Options) { o.Zero = "all" }}, {"rd", "RD", counts, func(o *effect.Options) { o.Variance = "AV" }},
		{"paired", "OR", pairs, nil}, {"paired-uncorrected", "RR", pairs, func(o *effect.Options) { o.Zero = "none" }}, {"conditional", "MPORC", pairs, nil}, {"conditional-peto", "MPPETO", pairs, func(o *effect.Options) { o.Zero = effect.ZeroRules[0].Code }}, {"risk-paired", "RD", pairs, nil},
		{"margins", "MPORM", linked, nil}, {"margins-needed", "OR", linked, func(o *effect.Options) { o.Zero = "needed" }}, {"margins-all", "MPORM", linked, func(o *effect.Options) { o.Zero = "all" }},
		{"margins-risk", "RR", linked, nil},
		{"md", "MD", means, func(o *effect.Options) { o.Variance = "HO" }}, {"smd", "SMD", means, func(o *effect.Options) { o.Variance = "UB" }},
		{"adjusted", "MD", based, func(o *effect.Options) { o.Baseline = 0.4 }}, {"change", "MD", based, func(o *effect.Options) { o.Baseline, o.Change = 0.6, true }},
		{"given", "GEN", given, nil},
	} {
		o := options
		if all.options != nil {
			all.options(&o)
		}
		a := Analysis{ID: all.id, Title: all.id}
		a.Measure, _ = effect.Lookup(all.measure)
		a.Main = pooled(t, a, all.contrasts, o, base)
		a.Main.Kind, a.Main.Scenario = "main", "main"
		if a.Measure.Code == "RR" {
			a.Absolute = []Absolute{{Risk: 0.2, More: 200 * (a.Main.Natural.Estimate - 1), Low: 200 * (a.Main.Natural.CILower - 1), High: 200 * (a.Main.Natural.CIUpper - 1)}}
		}
		changed := variations(base, a.Measure)
		if len(r.Analyses) > 0 {
			changed = changed[len(changed)-3:]
		}
		for _, s := range changed {
			e := pooled(t, a, all.contrasts, o, s)
			e.Kind, e.Scenario = "refit", fmt.Sprint(s)
			a.Sensitivity = append(a.Sensitivity, e)
		}
		single := pooled(t, a, all.contrasts[1:2], o, base)
		single.Kind, single.Scenario = "refit", "single"
		none := pooled(t, a, nil, o, base)
		none.Kind, none.Scenario = "refit", "none"
		failed := none
		failed.Failed = "no \"answer\""
		a.Sensitivity = append(a.Sensitivity, single, none, failed)
		grouped(t, &a, base)
		r.Analyses = append(r.Analyses, a)
	}
	r.Analyses = append(r.Analyses, agreeing(t, base, options))
	return r
}

// agreeing are trials that agree more than chance would have it, with a τ² below 0
// allowed.
func agreeing(t *testing.T, s pool.Settings, o effect.Options) Analysis {
	t.Helper()
	cs := contrasts(func(i int, c *study.Contrast) { c.Y, c.V = 0.1+float64(i%3)/50, 0.2+float64(i%5)/9 })
	a := Analysis{ID: "agreeing", Title: "agreeing", Measure: effect.GEN}
	s.Tau2, s.Tau2Min = tau.DL.Code, -0.19
	a.Main = pooled(t, a, cs, o, s)
	a.Main.Kind, a.Main.Scenario = "main", "main"
	if a.Main.Result.Tau2 >= 0 {
		t.Fatalf("τ² is %v", a.Main.Result.Tau2)
	}
	for _, x := range variations(s, a.Measure) {
		if e, _ := tau.Lookup(x.Tau2); e.Down == nil || x.Interval == pool.KR.Code || strings.HasPrefix(x.Prediction, "kr") {
			continue
		}
		e := pooled(t, a, cs, o, x)
		e.Kind, e.Scenario = "refit", fmt.Sprint(x)
		a.Sensitivity = append(a.Sensitivity, e)
	}
	grouped(t, &a, s)
	return a
}

// contrasts are twelve trials, each filled in by a function.
func contrasts(fill func(i int, c *study.Contrast)) []study.Contrast {
	nan := math.NaN()
	var all []study.Contrast
	for i, label := range hostile {
		c := study.Contrast{Study: strconv.Itoa(i), Label: label, Y: nan, V: nan,
			T: study.Group{N: float64(20 + 3*i), Events: nan, Mean: nan, SD: nan}, C: study.Group{N: float64(25 + i*i%11), Events: nan, Mean: nan, SD: nan}}
		fill(i, &c)
		all = append(all, c)
	}
	return all
}

// variations are the settings with one thing changed, every row of every table.
func variations(s pool.Settings, m effect.Measure) []pool.Settings {
	var all []pool.Settings
	for _, e := range append(slices.Clone(tau.Estimators), tau.Declared(0.3)) {
		x := s
		x.Tau2 = e.Code
		all = append(all, x)
	}
	for _, i := range tau.Intervals {
		x := s
		x.Tau2Interval, x.Level = i.Code, 90
		all = append(all, x)
	}
	for _, i := range pool.Intervals {
		x := s
		x.Interval, x.Level = i.Code, 90
		all = append(all, x)
	}
	for _, p := range pool.Predictions {
		x := s
		x.Prediction = p.Code
		all = append(all, x)
	}
	for _, model := range pool.Models {
		if model.Measures != nil && !slices.Contains(model.Measures, m.Code) {
			continue
		}
		x := s
		x.Model = model.Code
		all = append(all, x)
	}
	return all
}

func pooled(t *testing.T, a Analysis, cs []study.Contrast, o effect.Options, s pool.Settings) Estimate {
	t.Helper()
	effects, err := a.Measure.Of(cs, o)
	if err != nil {
		t.Fatal(err)
	}
	d := pool.Data{Measure: a.Measure.Code}
	e := Estimate{Analysis: a.ID, Measure: a.Measure, Settings: s, Options: o}
	for i, x := range effects {
		if math.IsNaN(x.Y) && !pool.Carries(s.Model, a.Measure.Code, x.T, x.C) {
			continue
		}
		d.Y, d.V, d.T, d.C = append(d.Y, x.Y), append(d.V, x.V), append(d.T, x.T), append(d.C, x.C)
		e.Trials = append(e.Trials, Trial{Effect: x, From: cs[i], Weight: math.NaN()})
	}
	if e.Result, err = pool.Fit(d, s); err != nil {
		t.Fatal(err)
	}
	for i, w := range e.Result.Weights {
		e.Trials[i].Weight = w
	}
	back := a.Measure.Back
	e.Natural = Natural{Estimate: back(e.Result.Estimate), CILower: back(e.Result.CILower), CIUpper: back(e.Result.CIUpper)}
	return e
}

// grouped adds subgroups of three classes and the trials of none, with their tests.
func grouped(t *testing.T, a *Analysis, s pool.Settings) {
	t.Helper()
	var d pool.Data
	var class []string
	members := map[string][]Trial{}
	for i, x := range a.Main.Trials {
		name := []string{"a", "b", "c", ""}[i%4]
		d.Y, d.V, class = append(d.Y, x.Y), append(d.V, x.V), append(class, name)
		members[name] = append(members[name], x)
	}
	groups, tests, err := pool.Subgroups(d, class, s)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		a.Subgroups = append(a.Subgroups, Estimate{Analysis: a.ID, Scenario: "by class", Subgroup: g.Name, Kind: "subgroup", Measure: a.Measure,
			Settings: s, Options: a.Main.Options, Result: g.Result, Trials: members[g.Name]})
	}
	a.Between = tests
}

// run writes the three files and runs the script.
func run(t *testing.T, script, estimates, studies []byte) (said string, ok bool) {
	t.Helper()
	if err := exec.Command("Rscript", "-e", "library(metafor)").Run(); err != nil {
		t.Skip("needs R with metafor (Debian: apt-get install r-cran-metafor)")
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"reproduce.R": script, "estimates.csv": estimates, "studies.csv": studies} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("Rscript", "reproduce.R")
	c.Dir = dir
	c.Env = append(os.Environ(), "LC_ALL=C")
	out, err := c.CombinedOutput()
	return string(out), err == nil
}

func made(t *testing.T, r Review) (script, estimates, studies []byte) {
	t.Helper()
	estimates, err := EstimatesCSV(r)
	if err != nil {
		t.Fatal(err)
	}
	if studies, err = TrialsCSV(r); err != nil {
		t.Fatal(err)
	}
	return Reproduce(r), estimates, studies
}

// R holds every assertion about every method under hostile labels.
func TestReproduceHolds(t *testing.T) {
	script, estimates, studies := made(t, reviewed(t))
	said, ok := run(t, script, estimates, studies)
	m := regexp.MustCompile(`(\d+) assertions held\n$`).FindStringSubmatch(said)
	if !ok || m == nil {
		t.Fatalf("R says:\n%s", said)
	}
	if held, _ := strconv.Atoi(m[1]); held < 2000 {
		t.Errorf("only %d assertions held", held)
	}
	t.Logf("%s assertions held", m[1])
}

// A number that is wrong in its eighth digit is found, whichever it is.
func TestReproduceFindsWrongNumbers(t *testing.T) {
	r := reviewed(t)
	r.Analyses = r.Analyses[:1]
	script, estimates, studies := made(t, r)
	wrong := []string{"k", "estimate", "se", "statistic", "p", "ci_lb", "ci_ub", "pi_lb", "pi_ub", "tau2", "tau2_se", "tau2_lb", "tau2_ub", "i2", "i2_q", "h2", "q", "q_p"}
	script = []byte(strings.Replace(string(script), "head(failed, 20)", "failed", 1))
	script = regexp.MustCompile(`(trial\("[^\n]*?", )(-?[\d.]+)`).ReplaceAll(script, []byte("${1}1e-6 + $2"))
	said, ok := run(t, script, spoiled(t, estimates, wrong), spoiled(t, studies, []string{"yi", "vi", "weight"}))
	if ok || strings.Contains(said, "assertions held") {
		t.Fatalf("wrong numbers pass:\n%s", said)
	}
	for _, name := range append(wrong, "yi", "probability of estimate", "studies.csv yi 1", "studies.csv vi 1", "studies.csv weight 1") {
		if !strings.Contains(said, ": "+name+" is ") {
			t.Errorf("a wrong %s is not found", name)
		}
	}
}

// spoiled multiplies columns by 1+1e-6.
func spoiled(t *testing.T, table []byte, columns []string) []byte {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(table))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for c, name := range rows[0] {
		for _, wanted := range columns {
			for _, row := range rows[1:] {
				if x, err := strconv.ParseFloat(row[c], 64); err == nil && name == wanted {
					row[c] = strconv.FormatFloat(x*(1+1e-6)+1e-7, 'g', 17, 64)
				}
			}
		}
	}
	data, err := write(rows[0], rows[1:])
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReproduceIsPlainText(t *testing.T) {
	script := string(Reproduce(reviewed(t)))
	for i, r := range script {
		if r != '\n' && (r < ' ' || r > '~') {
			t.Fatalf("byte %d is %q", i, r)
		}
	}
	if again := string(Reproduce(reviewed(t))); again != script {
		t.Error("the script differs from one time to the next")
	}
	for text, want := range map[string]string{
		`a"b\c`: `"a\"b\\c"`, "ø\n😀": `"\u00f8 \U0001f600"`, "\u202e\x1bx": `"x"`, "": `""`, "~\x7f": `"~"`,
	} {
		if got := quoted(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// R reads each label back as the text it is.
func TestReproduceLabels(t *testing.T) {
	var all, want []string
	for _, l := range hostile {
		all = append(all, quoted(l))
		want = append(want, Plain(l))
	}
	echo := "writeLines(enc2utf8(c(" + strings.Join(all, ", ") + ")), useBytes = TRUE)\n"
	said, ok := run(t, []byte(echo), nil, nil)
	if !ok || said != strings.Join(want, "\n")+"\n" {
		t.Errorf("R reads\n%s\nwant\n%s", said, strings.Join(want, "\n"))
	}
}

// Every measure of the table again in R, those apart that not every version of
// metafor has.
func TestEveryMeasureAgain(t *testing.T) {
	r := Review{Title: "every measure"}
	options := effect.Options{Zero: "needed", Add: 0.5, Double: "drop"}
	s := pool.Settings{Model: "random", GLMM: "CM.EL", Tau2: "REML", Interval: "hk", Prediction: "hk", Few: "off", Level: 95}
	cs := contrasts(func(i int, c *study.Contrast) {
		x := float64(i)
		c.T = study.Group{N: 40 + 3*x, Events: 2 * x, Mean: 10 + math.Mod(7*x, 5), SD: 2 + math.Mod(x, 3), Time: 100 + 7*x}
		c.C = study.Group{N: 50 + x, Events: 5 + math.Mod(5*x, 11), Mean: 9 + math.Mod(3*x, 4), SD: 3 + math.Mod(x, 2), Time: 90 + 11*x}
		c.Within = &study.Within{R: 0.1 + x/20, Statistic: 1 + x/4, Predictors: 3, R2: 0.3 + x/40, Alpha: 0.6 + x/50, Items: 8, First: 20 + x, Mixed: 30, Second: 9 + x}
	})
	apart := 0
	for _, m := range effect.Measures {
		if m.Needs == effect.Paired || m.Needs == effect.Margins || m.Needs == effect.Reported {
			continue
		}
		a := Analysis{ID: m.Code, Title: m.Name, Measure: m}
		a.Main = pooled(t, a, cs, options, s)
		a.Main.Kind, a.Main.Scenario = "main", "main"
		if len(a.Main.Trials) < 11 {
			t.Errorf("%s has an effect of %d trials", m.Code, len(a.Main.Trials))
		}
		if call, _ := remade(a.Main.Trials[1], m, options); call == "" {
			apart++
		}
		r.Analyses = append(r.Analyses, a)
	}
	if apart > 40 {
		t.Errorf("%d measures are not computed again", apart)
	}
	script, estimates, studies := made(t, r)
	if said, ok := run(t, script, estimates, studies); !ok {
		t.Error(said)
	}
}

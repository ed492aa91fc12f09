package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BCG by latitude and allocation, as R's metafor 3.8-1 prints it for
// rma(yi, vi, mods = ~ ablat + alloc, test = "knha", control = list(threshold =
// 1e-12, maxiter = 1000)).
func TestModeratorsOfBCG(t *testing.T) {
	code, stdout, stderr := grove("pool", "../../data/bcg/bcg.csv", "--measure", "RR", "--moderators", "latitude,allocation", "--interval", "hk", "--json")
	if code != 0 {
		t.Fatal(stderr)
	}
	var got struct {
		Coefficients []struct {
			Term            string
			Estimate, SE, P float64
		}
		QM float64
		Q  float64
		P  float64 `json:"qm_p"`
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatal(err)
	}
	want := []struct{ estimate, se, p float64 }{
		{0.29319436, 0.41884262, 0.50161261}, {-0.02727576, 0.00951387, 0.01856891}, {-0.26749121, 0.36241071, 0.47926311}, {0.05846129, 0.39248721, 0.88487661},
	}
	for i, w := range want {
		c := got.Coefficients[i]
		for _, pair := range [][2]float64{{c.Estimate, w.estimate}, {c.SE, w.se}, {c.P, w.p}} {
			if math.Abs(pair[0]-pair[1]) > 6e-9 {
				t.Errorf("%s: %v, R prints %v", c.Term, pair[0], pair[1])
			}
		}
	}
	if math.Abs(got.QM-3.44710676) > 6e-9 || math.Abs(got.P-0.06500698) > 6e-9 || math.Abs(got.Q-26.20343649) > 6e-9 {
		t.Errorf("QM %v (P %v), Q %v", got.QM, got.P, got.Q)
	}
	if code, stdout, _ := grove("pool", "../../data/bcg/bcg.csv", "--measure", "RR", "--moderators", "latitude"); code != 0 || !strings.Contains(stdout, "latitude") {
		t.Errorf("exit %d: %s", code, stdout)
	}
	if code, _, stderr := grove("pool", "../../data/bcg/bcg.csv", "--moderators", "nothing"); code != exitUsage || !strings.Contains(stderr, `"nothing"`) {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

// The flags of a regression reach the terminal and the JSON, and say what is wrong
// with them.
func TestRegressionFlags(t *testing.T) {
	table := func(more ...string) []string {
		return append([]string{"pool", "../../data/bcg/bcg.csv", "--measure", "RR"}, more...)
	}
	code, stdout, stderr := grove(table("--moderators", "latitude", "--cluster", "allocation", "--robust", "CR1p", "--permutation", "--at", "latitude=20", "--at", "latitude=50", "--interval", "wald")...)
	if code != 0 {
		t.Fatal(stderr)
	}
	for _, want := range []string{ // as R prints them; see analysis/moderators_test.go
		"latitude   −0.0291 (−0.0432 to −0.0150)", "allowing for dependence within allocation (CR1p, 3 clusters)", "0.0059   1  0.13", "latitude 50  0.30 (0.21 to 0.42)",
		"χ² = 9.96, df = 1, P = 0.002", "Over a seeded sample of 10,000 arrangements of the data that are as likely if the moderators say nothing: P = 0.0", "Vandiviere et al. 1973 lies farthest", "It is no effect of a moderator",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	code, stdout, stderr = grove(table("--moderators", "allocation", "--permutation", "--json")...)
	var got struct {
		Formula     string
		Permutation struct {
			Arrangements int
			P            float64 `json:"qm_p"`
		}
		Predictions []struct {
			At      map[string]string
			Natural float64 `json:"estimate_natural"`
		}
		Robust  *struct{}
		Studies []struct {
			Study    string
			Rstudent float64
		}
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != 0 {
		t.Fatal(err, stderr)
	}
	if got.Formula != "allocation" || got.Permutation.Arrangements != 25740 || !(got.Permutation.P > 0.3 && got.Permutation.P < 0.5) || len(got.Predictions) != 3 || got.Predictions[1].At["allocation"] != "random" || got.Robust != nil || len(got.Studies) != 13 {
		t.Errorf("%+v", got)
	}
	if code, stdout, _ := grove(table("--cluster", "allocation")...); code != 0 || !strings.Contains(stdout, "The mean of 13 trials: RR 0.49 (0.33 to 0.73); allowing for dependence within allocation: 0.49 (0.17 to 1.43).") {
		t.Errorf("exit %d: %s", code, stdout)
	}
	code, stdout, stderr = grove(table("--model", "three-level", "--cluster", "allocation", "--rho", "0.2")...)
	if code != 0 || !strings.Contains(stdout, "between clusters (") || !strings.Contains(stdout, "assumed to correlate by 0.2") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	code, stdout, stderr = grove(table("--model", "correlated", "--cluster", "year", "--rho", "0.8", "--moderators", "latitude")...)
	if code != 0 || !strings.Contains(stdout, "(moments), I² = ") || !strings.Contains(stdout, "Standard errors are robust") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{exitUsage, `--model: "correlated": the model correlated needs a cluster`, []string{"--model", "correlated"}},
		{exitUsage, `tau2 "0.1": the model hierarchical has moment estimators of its own`, []string{"--cluster", "year", "--model", "hierarchical", "--tau2", "0.1"}},
		{exitUsage, `--model: "three-level": the model three-level needs a cluster`, []string{"--model", "three-level"}},
		{exitUsage, `--rho: "2": rho is a correlation from 0 to below 1`, []string{"--cluster", "allocation", "--rho", "2"}},
		{exitUsage, `tau2 "DL" knows only effects that do not depend on each other`, []string{"--cluster", "allocation", "--model", "three-level", "--tau2", "DL"}},
		{exitUsage, `no table has a column "latitud"; did you mean "latitude"?`, []string{"--moderators", "latitud"}},
		{exitUsage, `no table has a column "alloc"`, []string{"--cluster", "alloc"}},
		{exitUsage, `--robust: "CR2": robust needs a cluster`, []string{"--moderators", "latitude", "--robust", "CR2"}},
		{exitUsage, `--robust: "CR9": unknown robust; `, []string{"--cluster", "allocation", "--robust", "CR9"}},
		{exitUsage, `--at: a place to predict at needs the key latitude`, []string{"--moderators", "latitude", "--at", ""}},
		{exitUsage, `--at: "longitude": unknown key of a place to predict at; did you mean "latitude"?`, []string{"--moderators", "latitude", "--at", "longitude=20"}},
		{exitUsage, `latitude is a number in every row, and "north" is none`, []string{"--moderators", "latitude", "--at", "latitude=north"}},
		{exitUsage, `--at: "30": latitude has two values`, []string{"--moderators", "latitude", "--at", "latitude=20,latitude=30"}},
		{exitUsage, `tau2_min: `, []string{"--tau2", "DL", "--tau2-min", "-1"}},
		{exitUsage, `no row has allocation = "tossed"; known: random`, []string{"--moderators", "allocation", "--at", "allocation=tossed"}},
		{exitUsage, "no moderator in a formula to predict at", []string{"--at", "latitude=20"}},
		{exitUsage, `model "mh", which pools counts`, []string{"--moderators", "latitude", "--model", "mh"}},
		{exitUsage, "none of the others can be", []string{"--cluster", "allocation", "--csv"}},
		{exitUsage, "all trials have the latitude 44, so it explains nothing", []string{"--moderators", "latitude", "--where", "study=Aronson 1948"}},
		{exitData, "cannot be estimated from 1 trials", []string{"--moderators", "0 + latitude", "--where", "study=Aronson 1948"}},
	} {
		if code, _, stderr := grove(table(c.args...)...); code != c.code || !strings.Contains(stderr, c.says) {
			t.Errorf("%v: exit %d: %s", c.args, code, stderr)
		}
	}
}

// A Bayesian regression, with what bayesmeta's bmr gives for the same trials to its
// three digits (goldens), has its own words and no test.
func TestBayesianRegressionFlags(t *testing.T) {
	bayes := func(more ...string) (int, string, string) {
		return grove(append([]string{"pool", "../../data/bcg/bcg.csv", "--measure", "RR", "--model", "bayes"}, more...)...)
	}
	code, stdout, stderr := bayes("--moderators", "latitude", "--prior", "0.5", "--credible", "shortest", "--at", "latitude=20", "--at", "latitude=50", "--cluster", "allocation", "--permutation")
	if code != 0 {
		t.Fatal(stderr)
	}
	for _, want := range []string{
		"latitude   −0.0291 (−0.0456 to −0.0117)              0.0084     0.3%", "latitude 50  0.30 (0.20 to 0.45)", "0.42 (0.25 to 0.70)",
		"Regression on latitude: τ² is 0.31 without and 0.087 with (posterior medians, of 13 trials).", "Half-normal prior on τ with scale 0.5, flat prior on the coefficients.",
		"R² is not defined", "No permutation test: ", "No standard errors that allow for dependence within allocation: ",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	for _, no := range []string{"  P\n", "F =", "χ²", "NaN", "likelihood-ratio"} {
		if strings.Contains(stdout, no) {
			t.Errorf("%q in\n%s", no, stdout)
		}
	}
	code, stdout, stderr = bayes("--moderators", "latitude", "--json")
	var got struct {
		Model, Prior, Credible string
		P                      *float64 `json:"qm_p"`
		R2                     *float64
		Posterior              struct {
			Tau          struct{ Mean, Median float64 }
			Coefficients []struct {
				Term     string
				Mean, SD float64
				Above    float64 `json:"above_zero"`
			}
		}
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != 0 {
		t.Fatal(err, stderr)
	}
	if p := got.Posterior; got.Model != "bayes" || got.Prior != "half-normal" || got.Credible != "equal-tailed" || got.P != nil || got.R2 != nil ||
		math.Abs(p.Tau.Mean-0.3139940375954) > 1e-9 || p.Coefficients[1].Term != "latitude" || math.Abs(p.Coefficients[1].Mean+0.028875237098) > 1e-9 || !(p.Coefficients[1].Above < 0.01) {
		t.Errorf("%+v", got)
	}
	if code, stdout, _ := bayes("--cluster", "allocation"); code != 0 || !strings.Contains(stdout, "The mean of 13 trials: RR 0.") {
		t.Errorf("exit %d: %s", code, stdout)
	}
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{exitUsage, "one of the mean has no place in a regression", []string{"--moderators", "latitude", "--prior", "half-normal:scale=0.5,sd=2"}},
		{exitUsage, "the Bayesian model needs a prior on τ", []string{"--measure", "RD", "--moderators", "latitude"}},
		{exitUsage, "prior on τ is of the measure OR", []string{"--moderators", "latitude", "--prior", "turner2015:outcome=any,comparison=any"}},
		{exitData, "the uniform prior leaves an improper posterior from 2 trials", []string{"--cluster", "year", "--where", "allocation=alternate", "--prior", "uniform"}},
	} {
		if code, _, stderr := bayes(c.args...); code != c.code || !strings.Contains(stderr, c.says) {
			t.Errorf("%v: exit %d: %s", c.args, code, stderr)
		}
	}
}

// Of many trials nobody is left out in turn, and a note says so.
func TestManyTrialsHaveNoDiagnostics(t *testing.T) {
	table := func(k int) string {
		var b strings.Builder
		b.WriteString("study,yi,vi,x,lab\n")
		for i := range k {
			fmt.Fprintf(&b, "s%d,%d,%d,%d,l%d\n", i, i*i%7, 1+i%3, i%5, i/10)
		}
		name := filepath.Join(t.TempDir(), "many.csv")
		if err := os.WriteFile(name, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	const said = "no diagnostics of single trials: the model would be fitted without each in turn, and that is done for up to 1,000"
	for k, want := range map[int]bool{1000: false, 1001: true} {
		code, stdout, stderr := grove("pool", table(k), "--moderators", "x", "--json")
		if code != 0 || strings.Contains(stdout, said) != want || strings.Contains(stdout, `"rstudent"`) == want {
			t.Errorf("%d trials: exit %d, %s", k, code, stderr)
		}
	}
	if code, stdout, stderr := grove("pool", table(1001), "--moderators", "x", "--cluster", "lab", "--model", "three-level", "--json"); code != 0 || strings.Contains(stdout, said) {
		t.Errorf("effects that depend on each other have none, however few: exit %d, %s", code, stderr)
	}
}

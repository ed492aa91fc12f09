package regress

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/tau"
)

var three = Settings{Model: "three-level", Tau2: "REML", Interval: "wald", Prediction: "v", Level: 95}

// schools are 20 trials in seven clusters, by what one would think an effect of
// their own each, and a moderator of both.
func schools() Data {
	return Data{
		Y:         []float64{-0.18, -0.22, 0.23, -0.3, 0.13, -0.26, 0.19, 0.32, 0.45, 0.38, 0.4, 0.71, 0.12, 0.08, -0.4, 0.9, 0.52, 0.61, 0.48, 0.05},
		V:         []float64{0.118, 0.118, 0.144, 0.144, 0.014, 0.014, 0.015, 0.024, 0.023, 0.043, 0.012, 0.02, 0.004, 0.01, 0.03, 0.08, 0.02, 0.05, 0.04, 0.3},
		Cluster:   strings.Split("aaaabbbcccddeeffffgg", ""),
		Variables: []Variable{{Name: "x", Numbers: []float64{1, 2, 3, 4, 2, 2, 5, 1, 1, 4, 3, 2, 5, 6, 1, 2, 3, 3, 7, 1}}, {Name: "z", Words: strings.Split("uvwuvwuvwuvwuvwuvwuv", "")}},
	}
}

// With a trial in each cluster the variances between and within them are one, and
// the model is that of mixed effects, said so in a note; so it is with a level of
// its own for every cluster.
func TestClustersOfOneTrial(t *testing.T) {
	d := schools()
	d.Cluster = strings.Split("abcdefghijklmnopqrst", "")
	m := mustNew(t, d, "x")
	for _, estimator := range []string{"ML", "REML"} {
		for _, rho := range []float64{0, 0.7} {
			s := three
			s.Tau2, s.Rho = estimator, rho
			r := mustFit(t, m, s)
			s.Model, s.Rho, s.Tau2Interval = "random", 0, "PL"
			want := mustFit(t, m, s)
			if r.Variances != nil || !slices.Contains(r.Notes, notApart) {
				t.Errorf("%+v %q", r.Variances, r.Notes)
			}
			for _, x := range [][2]float64{{r.Tau2, want.Tau2}, {r.Tau2SE, want.Tau2SE}, {r.Tau2Lower, want.Tau2Lower}, {r.Tau2Upper, want.Tau2Upper}, {r.I2, want.I2}, {r.R2, want.R2}, {r.Q, want.Q},
				{r.Likelihood.Log, want.Likelihood.Log}, {r.Likelihood.Deviance, want.Likelihood.Deviance}, {r.Likelihood.AICc, want.Likelihood.AICc}, {r.Restricted.BIC, want.Restricted.BIC}, {r.Spread, want.Spread},
				{r.Coefficients[1].Estimate, want.Coefficients[1].Estimate}, {r.Coefficients[1].SE, want.Coefficients[1].SE}, {r.Coefficients[1].VIF, want.Coefficients[1].VIF}, {r.Weights[3], want.Weights[3]}, {r.Fitted[5], want.Fitted[5]}} {
				if !near(x[0], x[1]) {
					t.Errorf("%s, rho %v: %v, not %v", estimator, rho, x[0], x[1])
				}
			}
		}
	}
}

// The parts of τ² are shares of I², sum to it, and lie in their intervals; the
// variance within clusters is that of the trials about their clusters if those are
// given a coefficient each.
func TestVariancesOfClusters(t *testing.T) {
	m := mustNew(t, schools(), "")
	r := mustFit(t, m, three)
	var sum, shares float64
	for _, v := range r.Variances {
		sum += v.Estimate
		shares += v.I2
		if !(v.Lower <= v.Estimate && v.Estimate <= v.Upper) || !(v.SE > 0) {
			t.Errorf("%+v", v)
		}
	}
	if len(r.Variances) != 2 || !near(sum, r.Tau2) || !near(shares, r.I2) || r.Tau2Interval != "PL" {
		t.Errorf("%+v %+v", r.Variances, r)
	}
	// A cluster's prediction lies between its trials' mean and the mean of all.
	clusters, err := ShrinkClusters(m, three)
	if err != nil {
		t.Fatal(err)
	}
	var total float64
	for _, c := range clusters {
		total += c.Deviation
		if !(c.SE > 0 && c.SE < math.Sqrt(r.Tau2)) || !near(c.Upper-c.Deviation, c.Deviation-c.Lower) {
			t.Errorf("%+v", c)
		}
	}
	if len(clusters) != 7 || clusters[4].Cluster != "e" || clusters[4].Trials != 2 || math.Abs(total) > 1e-9 {
		t.Errorf("%+v sum to %v", clusters, total)
	}
	within := schools()
	within.Within = within.Cluster
	if one := mustFit(t, mustNew(t, within, ""), three); one.Variances != nil || !slices.Contains(one.Notes, notApart) {
		t.Errorf("a level of its own for each cluster: %+v %q", one.Variances, one.Notes)
	}
}

// What correlates nobody changes nothing; the correlation of errors alone is what
// combining the trials of a cluster makes of them.
func TestCorrelatedErrors(t *testing.T) {
	d := schools()
	common := Settings{Model: "common", Interval: "wald", Level: 95, Rho: 0.4}
	combined, err := New(Data{Y: d.Y, V: d.V, Cluster: d.Cluster, Variables: []Variable{{Name: "cluster", Words: d.Cluster}}}, "0 + cluster")
	if err != nil {
		t.Fatal(err)
	}
	means := mustFit(t, combined, common)
	var one Data
	for _, b := range means.Coefficients {
		one.Y, one.V = append(one.Y, b.Estimate), append(one.V, b.SE*b.SE)
	}
	all, again := mustFit(t, mustNew(t, d, ""), common), mustFit(t, mustNew(t, one, ""), Settings{Model: "common", Interval: "wald", Level: 95})
	if a, b := all.Coefficients[0], again.Coefficients[0]; !near(a.Estimate, b.Estimate) || !near(a.SE, b.SE) || !near(all.Q, again.Q+means.Q) {
		t.Errorf("%+v, in two steps %+v", a, b)
	}
	if !(all.R2 >= 0) || math.IsNaN(all.I2) {
		t.Errorf("%+v", all)
	}
	random := wald // the trials still have effects of their own, not the clusters
	random.Rho = 0.4
	r, f := mustFit(t, mustNew(t, d, "x"), random), mustFit(t, mustNew(t, d, "x"), wald)
	whole := three
	whole.Rho = 0.4
	if w := mustFit(t, mustNew(t, d, "x"), whole); !(r.Tau2 > 0) || near(r.Tau2, f.Tau2) || r.Variances != nil || !(r.Restricted.Log <= w.Restricted.Log) || !(mustFit(t, mustNew(t, d, "x"), three).Restricted.Log >= f.Restricted.Log) {
		t.Errorf("%v and %v, without correlation %v", r.Tau2, r.Restricted, f.Tau2)
	}
	f2, err := prepare(mustNew(t, d, "x"), random)
	both := cluster{working: f2.levels, trials: []int{0, 1}}.covariance()
	if err != nil || !near(both[0][1], 0.4*math.Sqrt(d.V[0]*d.V[1])) || !near(both[1][1], d.V[1]+r.Tau2) {
		t.Errorf("%v %v", both, err)
	}
	d.Cluster = nil
	if _, err := Fit(mustNew(t, d, ""), common); !errors.Is(err, ErrData) {
		t.Errorf("no clusters: %v", err)
	}
}

func TestRulesOfClusters(t *testing.T) {
	m := mustNew(t, schools(), "x")
	for _, c := range []struct {
		rule, used string
		df         float64
		note       bool
	}{{"hk-guarded", "contain", 5, true}, {"hk", "contain", 5, true}, {"hk-adhoc", "contain", 5, true}, {"contain", "contain", 5, false}, {"t", "t", 18, false}, {"wald", "wald", math.Inf(1), false}} {
		s := three
		s.Interval = c.rule
		r := mustFit(t, m, s)
		if said := strings.Contains(strings.Join(r.Notes, "; "), "not defined with effects of clusters"); r.Interval != c.used || r.Coefficients[1].DF != c.df || said != c.note {
			t.Errorf("%s: %s on %v, %q", c.rule, r.Interval, r.Coefficients[1].DF, r.Notes)
		}
		p, err := Predict(m, s, [][]float64{{1, 3}})
		if err != nil || p[0].PIDF != 5 || !(p[0].PILower < p[0].CILower) {
			t.Errorf("%s: %+v %v", c.rule, p, err)
		}
	}
	s := three // predictions have no factor either
	s.Prediction = "hk"
	p, err := Predict(m, s, [][]float64{{1, 3}})
	if r := mustFit(t, m, s); err != nil || !near((p[0].PIUpper-p[0].PILower)/2, quantile(95, 5)*math.Sqrt(r.Tau2+p[0].SE*p[0].SE)) || near(r.Spread, 1) {
		t.Errorf("%+v %v", p, err)
	}
	d := schools() // as many coefficients as clusters
	d.Cluster = strings.Split("aaaaaaabbbbbbbbccccc", "")
	s.Interval = "contain"
	r := mustFit(t, mustNew(t, d, "x + z"), s)
	if !math.IsNaN(r.Coefficients[0].CILower) || !math.IsNaN(r.Moderators.P) || !strings.Contains(strings.Join(r.Notes, "; "), "no interval and no test") {
		t.Errorf("%+v %+v %q", r.Coefficients[0], r.Moderators, r.Notes)
	}
}

func TestClustersRefuse(t *testing.T) {
	m := mustNew(t, schools(), "x")
	change := func(of func(*Settings)) Settings {
		s := three
		of(&s)
		return s
	}
	for _, s := range []Settings{
		change(func(s *Settings) { s.Tau2 = "DL" }), change(func(s *Settings) { s.Tau2 = "0.1" }),
		change(func(s *Settings) { s.Rho = 1 }), change(func(s *Settings) { s.Rho = -0.1 }), change(func(s *Settings) { s.Rho = math.NaN() }),
	} {
		if _, err := Fit(m, s); !errors.Is(err, ErrSettings) {
			t.Errorf("%+v: %v", s, err)
		}
	}
	if _, _, err := Diagnose(m, three); !errors.Is(err, ErrSettings) {
		t.Errorf("diagnostics: %v", err)
	}
	if _, err := Permute(m, three); !errors.Is(err, ErrSettings) {
		t.Errorf("permutations: %v", err)
	}
	if _, err := Shrink(m, three); !errors.Is(err, ErrSettings) {
		t.Errorf("shrunken trials: %v", err)
	}
	if _, err := ShrinkClusters(m, wald); !errors.Is(err, ErrSettings) {
		t.Errorf("no clusters to shrink: %v", err)
	}
	for name, cluster := range map[string][]string{"none": nil, "one": slices.Repeat([]string{"a"}, 20), "an unnamed one": append(slices.Repeat([]string{"a", "b"}, 9), "b", "")} {
		d := schools()
		d.Cluster = cluster
		if _, err := Fit(mustNew(t, d, "x"), three); !errors.Is(err, ErrData) {
			t.Errorf("clusters, %s: %v", name, err)
		}
	}
}

// A smaller model is compared by the likelihood of the same variances.
func TestCompareClusters(t *testing.T) {
	full, none := mustNew(t, schools(), "x"), mustNew(t, schools(), "")
	s := three
	s.Tau2 = "ML"
	test, err := Compare(full, none, three)
	if want := 2 * (mustFit(t, full, s).Likelihood.Log - mustFit(t, none, s).Likelihood.Log); err != nil || !near(test.Statistic, want) || test.DF != 1 {
		t.Errorf("%+v, not %v: %v", test, want, err)
	}
}

// The jackknife of clusters is that: the squares of what the coefficients change by
// when a cluster is left out and the weights stay.
func TestJackknifeLeavesClustersOut(t *testing.T) {
	s := three
	s.Rho = 0.3
	m := mustNew(t, schools(), "x")
	r, err := Robust(m, s, "CR3")
	if err != nil {
		t.Fatal(err)
	}
	f, err := prepare(m, s)
	if err != nil {
		t.Fatal(err)
	}
	var squares [2][2]float64
	all := tau.Members(m.Cluster)
	for _, out := range all {
		kept := slices.DeleteFunc(others(len(m.Y), -1), func(i int) bool { return slices.Contains(out, i) })
		part := m.only(kept)
		d, err := part.design()
		if err != nil {
			t.Fatal(err)
		}
		cluster, _, err := part.clusterOf()
		if err != nil {
			t.Fatal(err)
		}
		l, err := tau.NewLevels(d, s.Rho, cluster, cluster, part.within())
		if err != nil {
			t.Fatal(err)
		}
		b := l.At(f.levels.at.Sigma2).Beta
		for i := range b {
			for j := range b {
				squares[i][j] += (b[i] - f.gls.Beta[i]) * (b[j] - f.gls.Beta[j])
			}
		}
	}
	for i := range squares {
		for j, want := range squares[i] {
			if !near(r.Covariance[i][j], want) {
				t.Errorf("%d %d: %v, not %v", i, j, r.Covariance[i][j], want)
			}
		}
	}
	lone := schools()
	lone.Variables[1].Words = slices.Repeat([]string{"u"}, 20)
	lone.Variables[1].Words[4] = "v"
	if _, err := Robust(mustNew(t, lone, "z"), s, "CR3"); !errors.Is(err, ErrData) || !strings.Contains(err.Error(), `without the cluster "b"`) {
		t.Errorf("a coefficient of one cluster: %v", err)
	}
}

// The test of one coefficient at once is the square of its own; corrections that
// differ by a factor do; order and names of clusters change nothing.
func TestRobustOfClusters(t *testing.T) {
	m := mustNew(t, schools(), "x")
	of := func(m Model, s Settings, code string) Clustered {
		t.Helper()
		r, err := Robust(m, s, code)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, c := range Corrections {
		for _, s := range []Settings{three, wald, {Model: "common", Interval: "wald", Level: 95, Rho: 0.5}} {
			r := of(m, s, c.Code)
			b := r.Coefficients[1]
			if !near(r.Moderators.Statistic, b.Statistic*b.Statistic) || !near(r.Moderators.DFResidual, b.DF) || !near(r.Moderators.P, b.P) || !near(r.Terms[0].P, b.P) {
				t.Errorf("%s %s: %+v, by itself %+v", s.Model, c.Code, r.Moderators, b)
			}
			d := schools()
			for i := range d.Cluster {
				d.Cluster[i] += " school"
			}
			for _, x := range []*[]float64{&d.Y, &d.V, &d.Variables[0].Numbers} {
				slices.Reverse(*x)
			}
			slices.Reverse(d.Cluster)
			turned := of(mustNew(t, d, "x"), s, c.Code)
			if o := turned.Coefficients[1]; !near(o.Estimate, b.Estimate) || !near(o.SE, b.SE) || !near(o.DF, b.DF) {
				t.Errorf("%s %s: %+v, turned %+v", s.Model, c.Code, b, o)
			}
		}
	}
	plain := of(m, three, "CR0").Covariance[1][1]
	for code, factor := range map[string]float64{"CR1": 7. / 6, "CR1p": 7. / 5, "CR1S": 7. / 6 * 19 / 18} {
		if got := of(m, three, code).Covariance[1][1]; !near(got, factor*plain) {
			t.Errorf("%s: %v, not %v times %v", code, got, factor, plain)
		}
	}
	if !(plain < of(m, three, "CR2").Covariance[1][1] && of(m, three, "CR2").Covariance[1][1] < of(m, three, "CR3").Covariance[1][1]) {
		t.Error("CR2 is not between CR0 and CR3")
	}
	d := schools()
	d.Cluster = strings.Split("aaaaaaabbbbbbbbcccde", "")
	if r := of(mustNew(t, d, "x + z"), three, "CR2"); !math.IsNaN(r.Moderators.P) || !strings.Contains(strings.Join(r.Notes, "; "), "no test of 3 coefficients at once") {
		t.Errorf("%+v %q", r.Moderators, r.Notes)
	}
}

// Two or three trials have an answer, or a plain error where there is nothing to
// tell the variances by; no number is missing without a note.
func TestFewTrialsInClusters(t *testing.T) {
	for clusters, fine := range map[string]bool{"ab": true, "aa": false, "abc": true, "aab": true, "aaa": false} {
		for _, y := range [][]float64{{0.3, -0.4, 0.9}, {0.5, 0.5, 0.5}, {1e6, -1e6, 3}} {
			k := len(clusters)
			d := Data{Y: y[:k], V: []float64{0.04, 1e-6, 9}[:k], Cluster: strings.Split(clusters, "")}
			s := three
			s.Interval = "contain"
			r, err := Fit(mustNew(t, d, ""), s)
			if !fine {
				if !errors.Is(err, ErrData) {
					t.Errorf("%s: %v", clusters, err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			b := r.Coefficients[0]
			if math.IsNaN(b.Estimate+b.SE+b.CILower+b.CIUpper+b.P+r.I2+r.Q) || !r.Converged || len(r.Notes) == 0 {
				t.Errorf("%s of %v: %+v %q", clusters, y, b, r.Notes)
			}
		}
	}
}

// A cluster too large for CR2 is refused plainly; CR1 takes it.
func TestAClusterTooLargeForCR2IsRefused(t *testing.T) {
	var d Data
	for i := range 520 {
		d.Y, d.V = append(d.Y, math.Sin(float64(i))), append(d.V, 1)
		d.Cluster = append(d.Cluster, map[bool]string{true: "large", false: strconv.Itoa(i)}[i < 501])
	}
	m, err := New(d, "")
	if err != nil {
		t.Fatal(err)
	}
	s := Settings{Model: "random", Tau2: "DL", Interval: "wald", Level: 95}
	if _, err := Robust(m, s, "CR2"); !errors.Is(err, ErrData) || !strings.Contains(err.Error(), "at most 500 trials") {
		t.Errorf("CR2: %v", err)
	}
	if _, err := Robust(m, s, "CR1"); err != nil {
		t.Errorf("CR1: %v", err)
	}
}

// A trial that correlates with a more precise one by more than the ratio of their
// standard errors has a negative weight, which is explained; others are not.
func TestNegativeWeightsAreExplained(t *testing.T) {
	d := Data{Study: strings.Split("ABCDEF", ""), Cluster: strings.Split("112233", ""), Y: []float64{.3, .32, .28, .3, .31, .29}, V: []float64{.01, .16, .05, .06, .04, .05}}
	m := mustNew(t, d, "")
	for _, c := range []struct {
		model    string
		rho      float64
		negative bool
	}{{"common", 0.2, false}, {"common", 0.3, true}, {"random", 0.2, false}, {"random", 0.3, true}, {"three-level", 0.2, false}, {"three-level", 0.3, true}} {
		s := wald
		s.Model, s.Rho = c.model, c.rho
		r := mustFit(t, m, s)
		said := strings.Contains(strings.Join(r.Notes, "; "), "the weight in the mean is negative of B: ")
		if (r.Weights[1] < 0) != c.negative || said != c.negative {
			t.Errorf("%s, rho %v: weights %v, notes %q", c.model, c.rho, r.Weights, r.Notes)
		}
	}
}

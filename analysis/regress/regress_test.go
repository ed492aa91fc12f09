package regress

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"grove/analysis/pool"
	"grove/analysis/tau"
)

// bcg are the log risk ratios of 13 trials of BCG vaccine against tuberculosis,
// with the latitude, the year and the way of allocation, from Colditz and others
// 1994.
func bcg() Data {
	var d Data
	for _, t := range [][4]float64{
		{4, 119, 11, 128}, {6, 300, 29, 274}, {3, 228, 11, 209}, {62, 13536, 248, 12619}, {33, 5036, 47, 5761},
		{180, 1361, 372, 1079}, {8, 2537, 10, 619}, {505, 87886, 499, 87892}, {29, 7470, 45, 7232},
		{17, 1699, 65, 1600}, {186, 50448, 141, 27197}, {5, 2493, 3, 2338}, {27, 16886, 29, 17825},
	} {
		n1, n2 := t[0]+t[1], t[2]+t[3]
		d.Y = append(d.Y, math.Log(t[0]/n1/(t[2]/n2)))
		d.V = append(d.V, 1/t[0]-1/n1+1/t[2]-1/n2)
	}
	r, a, s := "random", "alternate", "systematic"
	d.Variables = []Variable{
		{Name: "latitude", Numbers: []float64{44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33}},
		{Name: "year", Numbers: []float64{1948, 1949, 1960, 1977, 1973, 1953, 1973, 1980, 1968, 1961, 1974, 1969, 1976}},
		{Name: "allocation", Words: []string{r, r, r, r, a, a, r, r, r, s, s, s, s}},
	}
	return d
}

var wald = Settings{Model: "random", Tau2: "REML", Interval: "wald", Prediction: "z", Level: 95}

type failer interface{ Fatalf(string, ...any) }

func mustNew(t failer, d Data, formula string) Model {
	m, err := New(d, formula)
	if err != nil {
		t.Fatalf("%s: %v", formula, err)
	}
	return m
}

func mustFit(t failer, m Model, s Settings) Result {
	r, err := Fit(m, s)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return r
}

func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-8*max(1, math.Abs(a)) || math.IsNaN(a) && math.IsNaN(b)
}

// Viechtbauer 2010, Journal of Statistical Software 36(3), section 3, prints the
// model of absolute latitude and year of publication. Its search for τ² stopped
// 2.6·10⁻⁶ above the maximum, which shows in three of its numbers: they are held
// to at that τ², all others at the maximum.
func TestPublished(t *testing.T) {
	m := mustNew(t, bcg(), "latitude + year")
	r := mustFit(t, m, wald)
	c := r.Coefficients
	early, err := prepare(m, wald)
	if err != nil {
		t.Fatal(err)
	}
	early.gls = early.design.At(r.Tau2 + 2.6e-6)
	test, _ := early.tests(early.joint)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"tau2", r.Tau2, 0.1108}, {"SE of tau2", r.Tau2SE, 0.0845}, {"H2 in hundreds", r.H2 / 100, 0.0357},
		{"QE", r.Q, 28.3251}, {"p of QE", r.QP, 0.0016}, {"QM stopped early", test.Statistic, 12.2043}, {"p of QM", r.Moderators.P, 0.0022},
		{"intercept stopped early", early.gls.Beta[0], -3.5455}, {"its SE stopped early", math.Sqrt(early.gls.Covariance[0][0]), 29.0959},
		{"latitude", c[1].Estimate, -0.0280}, {"SE", c[1].SE, 0.0102}, {"p", c[1].P, 0.0062}, {"lower", c[1].CILower, -0.0481}, {"upper", c[1].CIUpper, -0.0080},
		{"year", c[2].Estimate, 0.0019}, {"SE", c[2].SE, 0.0147}, {"p", c[2].P, 0.8966}, {"lower", c[2].CILower, -0.0269}, {"upper", c[2].CIUpper, 0.0307},
	} {
		if !(math.Abs(c.got-c.want) <= 0.00005) {
			t.Errorf("%s: %.6f, printed %.4f", c.name, c.got, c.want)
		}
	}
}

// Without moderators the answer is the pooled mean's, under every rule, every
// prediction interval and every estimator.
func TestMeanIsPooled(t *testing.T) {
	d := bcg()
	m := mustNew(t, d, "")
	for _, rule := range Rules {
		if rule.Code == "contain" {
			continue // a rule of clusters, which a mean has not
		}
		for _, prediction := range Predictions {
			for _, e := range tau.Estimators {
				s := Settings{Model: "random", Tau2: e.Code, Interval: rule.Code, Prediction: prediction.Code, Level: 90}
				r := mustFit(t, m, s)
				want, err := pool.Fit(pool.Data{Y: d.Y, V: d.V}, pool.Settings{Model: "random", Tau2: e.Code, Interval: rule.Code, Prediction: prediction.Code, Few: "off", Level: 90})
				if err != nil {
					t.Fatal(err)
				}
				ps, err := Predict(m, s, [][]float64{{1}})
				if err != nil {
					t.Fatal(err)
				}
				b, p := r.Coefficients[0], ps[0]
				got := []float64{b.Estimate, b.SE, b.Statistic, b.DF, b.P, b.CILower, b.CIUpper, r.Tau2, r.Tau2SE, r.Tau2Lower, r.Tau2Upper, r.I2, r.H2, r.Q, r.QDF, r.QP, p.CILower, p.CIUpper, p.PILower, p.PIUpper, p.PIDF}
				theirs := []float64{want.Estimate, want.SE, want.Statistic, want.DF, want.P, want.CILower, want.CIUpper, want.Tau2, want.Tau2SE, want.Tau2Lower, want.Tau2Upper, want.I2, want.H2, want.Q, want.QDF, want.QP, want.CILower, want.CIUpper, want.PILower, want.PIUpper, want.PIDF}
				for i := range got {
					if got[i] != theirs[i] && !near(got[i], theirs[i]) {
						t.Errorf("%s %s %s: value %d is %v, pooled %v", rule.Code, prediction.Code, e.Code, i, got[i], theirs[i])
					}
				}
			}
		}
	}
}

// One coefficient and the test of it alone agree under every rule, and the
// guarded interval is the wider of two.
func TestRules(t *testing.T) {
	m := mustNew(t, bcg(), "latitude")
	width := map[string]float64{}
	for _, rule := range Rules {
		for _, model := range []string{"random", "common"} {
			s := Settings{Model: model, Tau2: "DL", Interval: rule.Code, Level: 95}
			r := mustFit(t, m, s)
			b := r.Coefficients[1]
			if !near(b.P, r.Moderators.P) || !near(b.P, r.Terms[0].P) || r.Terms[0].Term != "latitude" {
				t.Errorf("%s %s: p %v of the coefficient, %v of the moderators, %v of the term", model, rule.Code, b.P, r.Moderators.P, r.Terms[0].P)
			}
			width[model+rule.Code] = b.CIUpper - b.CILower
		}
	}
	if got, want := width["randomhk-guarded"], max(width["randomhk"], width["randomwald"]); got != want {
		t.Errorf("the guarded interval is %v wide, not %v", got, want)
	}
	if width["commonhk-guarded"] != width["commonwald"] {
		t.Error("a common-effect model has a guarded interval")
	}
}

func TestColumns(t *testing.T) {
	d := bcg()
	for _, c := range []struct{ formula, columns, terms string }{
		{"allocation", "intercept allocation=random allocation=systematic", "allocation"},
		{"0 + allocation + latitude", "allocation=alternate allocation=random allocation=systematic latitude", "allocation latitude"},
		{"latitude*allocation", "intercept latitude allocation=random allocation=systematic latitude:allocation=random latitude:allocation=systematic", "latitude allocation latitude:allocation"},
	} {
		m := mustNew(t, d, c.formula)
		var names, terms []string
		for _, col := range m.Columns {
			names = append(names, col.Name)
		}
		for _, test := range mustFit(t, m, wald).Terms {
			terms = append(terms, test.Term)
		}
		if strings.Join(names, " ") != c.columns || strings.Join(terms, " ") != c.terms {
			t.Errorf("%s: %q %q", c.formula, names, terms)
		}
		for i := range m.Y {
			row, err := m.Row([]Value{{Name: "allocation", Word: d.Variables[2].Words[i]}, {Name: "latitude", Number: d.Variables[0].Numbers[i]}})
			if err != nil || !slices.Equal(row, m.row(i)) {
				t.Errorf("%s: row %d is %v, not %v: %v", c.formula, i, row, m.row(i), err)
			}
		}
	}
	d.Variables[2].Levels = []string{"random", "alternate", "quasi", "systematic"}
	m := mustNew(t, d, "allocation")
	if m.Columns[1].Name != "allocation=alternate" || !slices.Equal(m.Notes, []string{"no trial has the allocation quasi, which is left out"}) {
		t.Errorf("%q %q", m.Columns[1].Name, m.Notes)
	}
	if _, err := m.Row([]Value{{Name: "allocation", Word: "quasi"}}); !errors.Is(err, ErrVariable) {
		t.Errorf("a level without trials: %v", err)
	}
	if got, _ := m.Row([]Value{{Name: "allocation", Word: "random"}}); !slices.Equal(got, []float64{1, 0, 0}) {
		t.Errorf("the reference: %v", got)
	}
	levels := []string{"10", "9", "1.5"}
	if sortLevels(levels); !slices.Equal(levels, []string{"1.5", "9", "10"}) {
		t.Errorf("numbers sort as %q", levels)
	}
}

func TestMissingModerators(t *testing.T) {
	d := bcg()
	d.Study = strings.Split("abcdefghijklm", "")
	d.Variables[0].Numbers[1] = math.NaN()
	d.Variables[2].Words[4] = ""
	m := mustNew(t, d, "latitude + allocation")
	want := []string{"left out because they do not report latitude: b", "left out because they do not report allocation: e"}
	if len(m.Y) != 11 || !slices.Equal(m.Kept[:4], []int{0, 2, 3, 5}) || m.Study[1] != "c" || !slices.Equal(m.Notes, want) {
		t.Errorf("%v %q", m.Kept, m.Notes)
	}
	if r := mustFit(t, m, wald); r.K != 11 || !slices.Equal(r.Notes[:2], want) {
		t.Errorf("the fit does not carry the notes: %q", r.Notes)
	}
}

func TestRefuses(t *testing.T) {
	base := bcg()
	double := Variable{Name: "twice", Numbers: make([]float64, 13)}
	for i, x := range base.Variables[0].Numbers {
		double.Numbers[i] = 2*x + 1
	}
	same := Variable{Name: "country", Words: slices.Repeat([]string{"US"}, 13)}
	ids := Variable{Name: "id", Words: strings.Split("abcdefghijklm", "")}
	odd := Variable{Name: "odd", Words: base.Variables[2].Words, Levels: []string{"random", "alternate"}}
	short := Variable{Name: "short", Numbers: []float64{1}}
	d := base
	constant := Variable{Name: "constant", Numbers: slices.Repeat([]float64{2.5}, 13)}
	d.Variables = append(slices.Clone(base.Variables), double, same, ids, odd, constant)
	for formula, c := range map[string]struct {
		text string
		is   error
	}{
		"latitude + twice": {"twice says nothing that intercept, latitude do not say already", ErrData},
		"country":          {`all trials have the country "US"`, ErrVariable},
		"constant":         {"all trials have the constant 2.5, so it explains nothing", ErrVariable},
		"id":               {"13 coefficients (intercept, id=b, id=c,", ErrData},
		"height":           {`there is no "height"; there are latitude, year, allocation`, ErrVariable},
		"odd":              {`odd has the value "systematic", which is none of its declared levels random, alternate`, ErrVariable},
	} {
		if _, err := New(d, formula); !errors.Is(err, c.is) || !strings.Contains(fmt.Sprint(err), c.text) {
			t.Errorf("%s: %v", formula, err)
		}
	}
	if _, err := New(d, "0 + constant"); err != nil {
		t.Errorf("a constant without an intercept: %v", err)
	}
	d.Variables = []Variable{short}
	if _, err := New(d, "short"); !errors.Is(err, ErrData) {
		t.Errorf("a short moderator: %v", err)
	}
	d = bcg()
	d.V[3] = 0
	if _, err := New(d, "latitude"); !errors.Is(err, ErrData) {
		t.Errorf("a variance of zero: %v", err)
	}
	if _, err := New(Data{}, ""); !errors.Is(err, ErrData) {
		t.Errorf("no trials: %v", err)
	}
	m := mustNew(t, bcg(), "latitude")
	for _, s := range []Settings{
		{Model: "mixed", Tau2: "REML", Interval: "wald", Level: 95},
		{Model: "random", Tau2: "XX", Interval: "wald", Level: 95},
		{Model: "random", Tau2: "REML", Interval: "xx", Level: 95},
		{Model: "random", Tau2: "REML", Interval: "wald", Level: 100},
	} {
		if _, err := Fit(m, s); !errors.Is(err, ErrSettings) {
			t.Errorf("%+v: %v", s, err)
		}
	}
}

// trials draws effects, variances, a covariate and a factor of three levels.
func trials(t *rapid.T) Data {
	k := rapid.IntRange(8, 20).Draw(t, "k")
	d := Data{Variables: []Variable{{Name: "x"}, {Name: "g"}}}
	for i := range k {
		d.Y = append(d.Y, float64(rapid.IntRange(-3<<20, 3<<20).Draw(t, "y"))/(1<<20))
		d.V = append(d.V, math.Pow(10, rapid.Float64Range(-3, 1).Draw(t, "log v")))
		d.Cluster = append(d.Cluster, string(rune('a'+i/3)))
		d.Variables[0].Numbers = append(d.Variables[0].Numbers, float64(i%4)+float64(rapid.IntRange(0, 9).Draw(t, "x"))/16)
		d.Variables[1].Words = append(d.Variables[1].Words, []string{"a", "b", "c"}[i%3])
	}
	return d
}

// Order, origin and units change what they must and nothing else.
func TestOrderShiftScaleReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := trials(t)
		s := rapid.SampledFrom(slices.DeleteFunc(everyRow(), func(s Settings) bool { return s.Model == "common" })).Draw(t, "settings")
		m, err := New(d, "x + g")
		if err != nil {
			t.Skip(err)
		}
		keep := slices.Clone(d.Y)
		r := mustFit(t, m, s)
		order := rapid.Permutation(others(len(d.Y), -1)).Draw(t, "order")
		turned := Data{Variables: []Variable{{Name: "x"}, {Name: "g", Levels: []string{"c", "a", "b"}}}}
		for _, i := range order {
			turned.Y, turned.V = append(turned.Y, d.Y[i]+64), append(turned.V, d.V[i])
			turned.Variables[0].Numbers = append(turned.Variables[0].Numbers, 1024*d.Variables[0].Numbers[i])
			turned.Variables[1].Words = append(turned.Variables[1].Words, d.Variables[1].Words[i])
			turned.Cluster = append(turned.Cluster, d.Cluster[i])
		}
		o := mustFit(t, mustNew(t, turned, "x + g"), s)
		c, e := r.Coefficients, o.Coefficients
		for _, pair := range [][2]float64{
			{r.Tau2, o.Tau2}, {r.Q, o.Q}, {r.Moderators.Statistic, o.Moderators.Statistic}, {r.Moderators.P, o.Moderators.P}, {r.R2, o.R2},
			{c[1].Estimate, 1024 * e[1].Estimate}, {c[1].P, e[1].P}, {c[1].VIF, e[1].VIF},
			{-c[3].Estimate, e[2].Estimate}, {c[2].Estimate - c[3].Estimate, e[3].Estimate},
			{c[0].Estimate + c[3].Estimate + 64, e[0].Estimate}, {r.Restricted.Log, o.Restricted.Log},
		} {
			if math.Abs(pair[0]-pair[1]) > 1e-7*max(1, math.Abs(pair[0])) {
				t.Fatalf("%v and %v", pair[0], pair[1])
			}
		}
		for i, j := range order {
			if !near(r.Fitted[j]+64, o.Fitted[i]) {
				t.Fatalf("fitted %v and %v", r.Fitted[j], o.Fitted[i])
			}
		}
		if !slices.Equal(keep, d.Y) {
			t.Fatal("the data were written to")
		}
	})
}

// In a common-effect model the subgroups and what is left within them make up
// all heterogeneity, and each mean is that of the subgroup pooled alone.
func TestSubgroups(t *testing.T) {
	d := bcg()
	group := d.Variables[2].Words
	s := Settings{Model: "common", Interval: "wald", Level: 95}
	g, err := FitSubgroups(d, group, s)
	if err != nil {
		t.Fatal(err)
	}
	whole := mustFit(t, mustNew(t, d, ""), s)
	if !near(g.Between.Statistic+g.Result.Q, whole.Q) || g.Between.DF != 2 {
		t.Errorf("%v between and %v within of %v", g.Between.Statistic, g.Result.Q, whole.Q)
	}
	_, tests, err := pool.Subgroups(pool.Data{Y: d.Y, V: d.V}, group, pool.Settings{Model: "random", Tau2: "DL", Interval: "wald", Prediction: "none", Few: "off", Level: 95})
	if err != nil {
		t.Fatal(err)
	}
	s.Model, s.Tau2 = "random", "DL"
	if g, err = FitSubgroups(d, group, s); err != nil {
		t.Fatal(err)
	}
	if !near(g.Result.Tau2, tests[0].Common) || !near(g.Between.Statistic, tests[0].Q) || !near(g.Between.P, tests[0].P) {
		t.Errorf("a common τ² of %v, test %v; pooled %v, %v", g.Result.Tau2, g.Between.Statistic, tests[0].Common, tests[0].Q)
	}
}

// The deleted residual is the test of a model in which that trial alone has a
// mean of its own.
func TestStudentisedIsAMeanShift(t *testing.T) {
	d := bcg()
	for _, rule := range []string{"wald", "hk", "hk-adhoc", "t"} {
		s := wald
		s.Interval = rule
		all, notes, err := Diagnose(mustNew(t, d, "latitude"), s)
		if err != nil || notes != nil {
			t.Fatal(err, notes)
		}
		for i, a := range all {
			d.Variables = append(bcg().Variables, Variable{Name: "shift", Numbers: make([]float64, 13)})
			d.Variables[3].Numbers[i] = 1
			r := mustFit(t, mustNew(t, d, "latitude + shift"), s)
			if b := r.Coefficients[2]; !near(b.Statistic, a.Studentised) || !near(b.Estimate, a.DeletedResidual) || !near(r.Tau2, a.Tau2) || !near(r.Q, a.Q) {
				t.Errorf("%s: trial %d: %v, as a shift %v", rule, i+1, a.Studentised, b.Statistic)
			}
		}
	}
}

func TestDiagnoseWithoutAFit(t *testing.T) {
	d := bcg()
	d.Variables[2].Words = slices.Clone(d.Variables[2].Words)
	d.Variables[2].Words[3] = "minimisation"
	all, notes, err := Diagnose(mustNew(t, d, "allocation"), wald)
	if err != nil || !slices.Equal(notes, []string{"the model cannot be fitted without trial 4"}) || !math.IsNaN(all[3].Cook) || math.IsNaN(all[2].Cook) || math.Abs(all[3].Hat-1) > 1e-12 || !math.IsNaN(all[3].Standardised) {
		t.Errorf("%v %q %+v", err, notes, all[3])
	}
}

// CR2 is unbiased under the working model: its expectation there, the trace of
// G'ΦG, is the model's own variance. The plain variance of a mean is Σu²e²/(Σu)²
// over clusters of one trial.
func TestRobust(t *testing.T) {
	d := bcg()
	d.Cluster = strings.Split("aabbccddeefgh", "")
	for _, formula := range []string{"", "latitude"} {
		f, err := prepare(mustNew(t, d, formula), wald)
		if err != nil {
			t.Fatal(err)
		}
		for j := range f.gls.Beta {
			var trace float64
			w, err := f.sandwich(Corrections[0])
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range w.parts {
				trace += c.itself([]int{j})[0][0]
			}
			if !near(trace/f.gls.Covariance[j][j], 1) {
				t.Errorf("%q: coefficient %d: expectation %v, variance %v", formula, j, trace, f.gls.Covariance[j][j])
			}
		}
	}
	d.Cluster = strings.Split("abcdefghijklm", "")
	m := mustNew(t, d, "")
	f, _ := prepare(m, wald)
	var su, meat float64
	for i, e := range f.gls.Residual {
		su += f.weight(i)
		meat += f.weight(i) * f.weight(i) * e * e
	}
	for code, want := range map[string]float64{"CR0": meat / su / su, "CR1": meat / su / su * 13 / 12, "CR1p": meat / su / su * 13 / 12} {
		r, err := Robust(m, wald, code)
		if err != nil || !near(r.Covariance[0][0]/want, 1) || code == "CR1p" && r.Coefficients[0].DF != 12 {
			t.Errorf("%s: %v, not %v; %v", code, r.Covariance[0][0], want, err)
		}
	}
	// A level with a single trial, alone in its cluster, takes up its residual whole.
	d.Variables[2].Words = slices.Clone(d.Variables[2].Words)
	d.Variables[2].Words[3] = "minimisation"
	whole, err := Robust(mustNew(t, d, "0 + allocation"), wald, "CR2")
	if b := whole.Coefficients[1]; err != nil || !math.IsNaN(b.SE) || !math.IsNaN(b.P) || !strings.Contains(strings.Join(whole.Notes, " "), "allocation=minimisation rests on a single cluster") {
		t.Errorf("%+v %q %v", whole.Coefficients, whole.Notes, err)
	}
	for _, j := range []int{0, 2, 3} {
		if b := whole.Coefficients[j]; !(b.SE > 0.01) || math.IsNaN(b.P) || !(b.DF > 0.5) {
			t.Errorf("%+v", b)
		}
	}
	d.Cluster = slices.Repeat([]string{"a"}, 13)
	if _, err := Robust(mustNew(t, d, ""), wald, "CR2"); !errors.Is(err, ErrData) {
		t.Errorf("one cluster: %v", err)
	}
	if _, err := Robust(m, wald, "CR9"); !errors.Is(err, ErrSettings) {
		t.Errorf("CR9: %v", err)
	}
}

func TestPermute(t *testing.T) {
	d := Data{Y: []float64{0.1, 0.4, 0.3, 0.9, 0.7}, V: []float64{0.1, 0.2, 0.1, 0.3, 0.2},
		Variables: []Variable{{Name: "g", Words: []string{"a", "a", "a", "b", "b"}}, {Name: "x", Numbers: []float64{1, 2, 3, 4, 5}}}}
	common := Settings{Model: "common", Interval: "wald", Level: 95}
	for formula, c := range map[string]struct {
		arrangements int
		p            float64
	}{"": {32, 2. / 32}, "g": {10, 1. / 10}, "x": {120, math.NaN()}} {
		p, err := Permute(mustNew(t, d, formula), common)
		if err != nil || p.Arrangements != c.arrangements || !math.IsNaN(c.p) && p.P[len(p.P)-1] != c.p {
			t.Errorf("%q: %+v %v", formula, p, err)
		}
	}
	many := Data{Y: slices.Repeat(d.Y, 4), V: slices.Repeat(d.V, 4), Variables: []Variable{{Name: "g", Words: slices.Repeat(d.Variables[0].Words, 4)}}}
	if _, n := mustNew(t, many, "g").orders(); n != 125970 {
		t.Errorf("20 trials, 8 of them in one group, have %v orders, not 20!/(12! 8!)", n)
	}
	many.Y, many.V, many.Variables = slices.Repeat(d.Y, 5), slices.Repeat(d.V, 5), nil
	if p, err := Permute(mustNew(t, many, ""), common); err != nil || !p.Sampled || p.Arrangements != 10000 || p.Of != 1<<25 || p.P[0] != 1./10000 {
		t.Errorf("25 trials: %+v %v", p, err)
	}
	// A sample says what all would, but for chance: of the signs of 16 trials, and of
	// the orders of 13.
	few := Data{Y: []float64{0.3, -0.2, 0.5, -0.1, 0.4, -0.3, 0.2, 0.1, -0.2, 0.6, -0.4, 0.3, 0.1, -0.1, 0.2, -0.3}, V: slices.Repeat([]float64{0.1, 0.2}, 8)}
	for name, m := range map[string]Model{"signs": mustNew(t, few, ""), "orders": mustNew(t, bcg(), "allocation")} {
		all, err := Permute(m, common)
		if err != nil || all.Sampled {
			t.Fatalf("%s: %+v %v", name, all, err)
		}
		seen, _ := prepare(m, common)
		each, _ := seen.extremes()
		draw, at := m.flipped, 0
		if name == "orders" {
			draw, at = m.shuffled, 1
		}
		var beyond, n float64
		next := m.sample(draw)
		for now, ok := next(); ok; now, ok = next() {
			f, err := prepare(now, common)
			if err != nil {
				t.Fatal(err)
			}
			if e, _ := f.extremes(); atLeast(e[at], each[at]) {
				beyond++
			}
			n++
		}
		if se := math.Sqrt(all.P[at] * (1 - all.P[at]) / n); n != sampled || math.Abs(beyond/n-all.P[at]) > 4*se {
			t.Errorf("%s: %v of %v drawn, of all %v", name, beyond/n, n, all.P[at])
		}
	}
	p, err := Permute(mustNew(t, d, "g"), Settings{Model: "random", Tau2: "REML", Interval: "hk-guarded", Level: 95})
	if err != nil || p.Moderators != p.P[1] {
		t.Errorf("one moderator: %+v %v", p, err)
	}
}

func TestCompare(t *testing.T) {
	d := bcg()
	full, small := mustNew(t, d, "latitude + year"), mustNew(t, d, "year")
	r, err := Compare(full, small, wald)
	a, b := wald, wald
	a.Tau2, b.Tau2 = "ML", "ML"
	want := 2 * (mustFit(t, full, a).Likelihood.Log - mustFit(t, small, b).Likelihood.Log)
	if err != nil || !near(r.Statistic, want) || r.DF != 1 {
		t.Errorf("%+v %v, not %v", r, err, want)
	}
	if _, err := Compare(mustNew(t, d, "latitude"), small, wald); !errors.Is(err, ErrData) {
		t.Errorf("models that are not nested: %v", err)
	}
	if _, err := Compare(small, small, wald); !errors.Is(err, ErrData) {
		t.Errorf("a model with itself: %v", err)
	}
	if _, err := Compare(mustNew(t, d, "0 + allocation"), mustNew(t, d, ""), wald); err != nil {
		t.Errorf("a factor without an intercept holds the mean: %v", err)
	}
	other := d
	other.Y = slices.Clone(d.Y)
	other.Y[0]++
	if _, err := Compare(full, mustNew(t, other, "year"), wald); !errors.Is(err, ErrData) {
		t.Errorf("other trials: %v", err)
	}
}

// Effects that are all equal, or lie on a line, leave Knapp and Hartung no
// variance; the guarded rule has Wald's.
func TestExact(t *testing.T) {
	d := bcg()
	for i, x := range d.Variables[0].Numbers {
		d.Y[i] = 0.5 + 0.25*x
	}
	m := mustNew(t, d, "latitude")
	s := wald
	s.Interval = "hk"
	r := mustFit(t, m, s)
	if b := r.Coefficients[1]; b.SE != 0 || !math.IsNaN(b.P+b.CILower+b.CIUpper) || !math.IsNaN(r.Moderators.P) || !strings.Contains(strings.Join(r.Notes, " "), "lie exactly on the model") {
		t.Errorf("%+v %q", b, r.Notes)
	}
	for i := range d.Y {
		d.Y[i] = (float64(i) + 0.3) - float64(i) // equal but for rounding, with and without the column
	}
	if b := mustFit(t, mustNew(t, d, "latitude"), s).Coefficients[0]; b.SE != 0 || !math.IsNaN(b.P+b.CILower+b.CIUpper) {
		t.Errorf("equal effects: %+v", b)
	}
	s.Interval = "hk-guarded"
	if b := mustFit(t, m, s).Coefficients[1]; !(b.SE > 0) || math.Abs(b.Estimate-0.25) > 1e-12 || math.IsNaN(b.P) {
		t.Errorf("%+v", b)
	}
}

// The shrunken effects lie between the trial and the line, on the line where
// τ² is 0.
func TestShrink(t *testing.T) {
	m := mustNew(t, bcg(), "latitude")
	r := mustFit(t, m, wald)
	all, err := Shrink(m, wald)
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range all {
		if b.Estimate < min(m.Y[i], r.Fitted[i]) || b.Estimate > max(m.Y[i], r.Fitted[i]) || !near(b.Estimate-r.Fitted[i], b.Deviation) {
			t.Errorf("trial %d: %v of %v and %v", i+1, b.Estimate, m.Y[i], r.Fitted[i])
		}
	}
	common := wald
	common.Model = "common"
	if all, _ = Shrink(m, common); all[0].DeviationSE != 0 || !near(all[0].Estimate, mustFit(t, m, common).Fitted[0]) {
		t.Errorf("without a variance between trials: %+v", all[0])
	}
}

// A hundred thousand trials, effects far from zero and variances over twelve
// orders of magnitude are fitted.
func TestStress(t *testing.T) {
	n, draw := 100_000, rand.New(rand.NewPCG(1, 2))
	d := Data{Variables: []Variable{{Name: "x", Numbers: make([]float64, n)}}}
	for i := range n {
		x := float64(i%1000) / 1000
		d.Variables[0].Numbers[i] = x
		v := math.Pow(10, -6+12*draw.Float64())
		d.Y = append(d.Y, 1e7+x+math.Sqrt(0.5+v)*draw.NormFloat64())
		d.V = append(d.V, v)
	}
	r := mustFit(t, mustNew(t, d, "x"), wald)
	if b := r.Coefficients[1]; !r.Converged || math.Abs(b.Estimate-1) > 5*b.SE || math.Abs(r.Tau2-0.5) > 5*r.Tau2SE {
		t.Errorf("%+v τ² %v", b, r.Tau2)
	}
}

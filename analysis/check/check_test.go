package check

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"grove/analysis/study"
	"grove/analysis/tau"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var nan = math.NaN()

// trial is one trial that reports nothing yet, named by its letter.
func trial(name string) Trial {
	none := study.Group{N: nan, Events: nan, Mean: nan, SD: nan}
	return Trial{Study: name, Label: "Trial " + name, T: none, C: none, Y: nan, V: nan, Reported: Unreported,
		Scale: Scale{Min: nan, Max: nan}, Rows: []Row{{"arms.csv", 2 + int(name[0]-'A')}}, Hash: "hash-of-" + name}
}

// of makes trials A, B, ... of one measure.
func of(code string, trials ...Trial) Trials {
	for i := range trials {
		name := string(rune('A' + i))
		x := trial(name)
		trials[i].Study, trials[i].Rows, trials[i].Hash = name, x.Rows, x.Hash
		if trials[i].Label == "" {
			trials[i].Label = x.Label
		}
	}
	return Trials{Measure: code, Trials: trials}
}

func blank() Trial { x := trial("A"); x.Label = ""; return x }

func counts(et, nt, ec, nc float64) Trial {
	x := blank()
	x.T.Events, x.T.N, x.C.Events, x.C.N = et, nt, ec, nc
	return x
}

func means(nt, mt, st, nc, mc, sc float64) Trial {
	x := blank()
	x.T.N, x.T.Mean, x.T.SD, x.C.N, x.C.Mean, x.C.SD = nt, mt, st, nc, mc, sc
	return x
}

func effects(y, v float64) Trial { x := blank(); x.Y, x.V = y, v; return x }

func with(x Trial, change func(*Trial)) Trial { change(&x); return x }

// few are four ordinary trials of counts, risks near a tenth.
func few(last Trial) Trials {
	return of("OR", counts(10, 100, 12, 100), counts(8, 90, 9, 91), counts(21, 200, 25, 201), counts(6, 60, 7, 60), last)
}

// scale are four ordinary trials on one scale, with the trial in question.
func scale(last Trial) Trials {
	return of("MD", means(50, 20, 6, 50, 22, 6.2), means(40, 18, 5.5, 41, 21, 5.9), means(100, 19, 7, 102, 22, 6.6), means(30, 21, 6.4, 30, 23, 6.1), last)
}

// score puts a trial on a scale of whole scores from 0 to 60, with texts.
func score(x Trial, mean, sd string) Trial {
	x.Scale = Scale{Name: "MADRS", Min: 0, Max: 60, Worse: "higher", Integer: true}
	x.TextsT = Texts{mean, sd}
	return x
}

func reported(y, se, low, high, p float64) Trial {
	x := effects(y, se*se)
	x.Reported = Reported{Y: y, SE: se, Low: low, High: high, P: p, Level: nan}
	return x
}

func longAnd(name string, x Trial) Trial { x.Label = name; return x }

// example is, for one check, the smallest data on which it asks and the nearest
// on which it does not, the study of the finding, and a part of its text.
type example struct {
	code      string
	asks, not Trials
	study     string
	says      string
}

var cases = []example{
	{"events-over-n", few(counts(61, 60, 5, 60)), few(counts(60, 60, 5, 60)), "E", "61 events in 60 people"},
	{"events-over-n", few(counts(-1, 60, 5, 60)), few(counts(0, 60, 5, 60)), "E", "-1 events"},
	{"whole-counts", few(counts(6.5, 60, 5, 60)), few(counts(6, 60, 5, 60)), "E", "6.5 events"},
	{"whole-counts", few(counts(6, 60.4, 5, 60)), few(counts(6, 60, 5, 60)), "E", "60.4 people"},
	{"percent-counts", few(counts(10, 900, 12, 900)), few(counts(10, 300, 12, 300)), "E", "percentages"},
	{"columns-exchanged", scale(means(50, 6, 20, 50, 6.2, 22)), scale(means(50, 13, 14, 50, 14, 15)), "E", "exchanged"},
	{"se-as-sd", scale(means(50, 20, 0.85, 50, 22, 0.88)), scale(means(50, 20, 3, 50, 22, 3)), "E", "standard errors"},
	{"se-as-sd-arm", scale(means(50, 20, 2, 50, 22, 6.1)), scale(means(50, 20, 2.1, 50, 22, 6.1)), "E", "experimental arm"},
	{"se-as-sd-column",
		of("MD", means(25, 20, 1.2, 25, 22, 1.2), means(49, 20, 0.86, 49, 22, 0.86), means(100, 20, 0.6, 100, 22, 0.6), means(400, 20, 0.3, 400, 22, 0.3), means(64, 20, 0.75, 64, 22, 0.75)),
		of("MD", means(25, 20, 6, 25, 22, 5), means(49, 20, 5.5, 49, 22, 6), means(100, 20, 6.2, 100, 22, 6), means(400, 20, 6.1, 400, 22, 6), means(64, 20, 5, 64, 22, 6)), "", "whole column"},
	{"large-smd", of("MD", means(50, 30, 3, 50, 20.8, 3)), of("MD", means(50, 30, 3, 50, 21, 3)), "A", "pooled standard deviations"},
	{"large-smd", of("SMD", effects(3.1, 0.1)), of("SMD", effects(3, 0.1)), "A", "3.1"},
	{"unit", scale(means(50, 200, 60, 50, 220, 62)), scale(means(50, 58, 17, 50, 63, 17)), "E", "a factor of ten"},
	{"unit", scale(means(50, -200, 60, 50, 220, 62)), scale(means(50, -20, 6, 50, 22, 6)), "E", "standard deviations are"},
	{"scale-bounds", of("MD", score(means(30, 61, 6, 30, 22, 6), "", "")), of("MD", score(means(30, 60, 0, 30, 22, 6), "", "")), "A", "outside the scale MADRS, from 0 to 60"},
	{"scale-bounds", of("MD", score(means(10, 30, 31.7, 10, 30, 31), "", "")), of("MD", score(means(10, 30, 31.6, 10, 30, 31), "", "")), "A", "more than 31.62"},
	{"scale-bounds", of("MD", with(score(means(10, -61, 6, 10, 30, 31), "", ""), change)), of("MD", with(score(means(10, -60, 0, 10, 30, 31), "", ""), change)), "A", "a change on the scale MADRS, from -60 to 60"},
	{"grim", of("MD", score(means(28, 5.19, 2, 28, 6, 2), "5.19", "")), of("MD", score(means(28, 5.18, 2, 28, 6, 2), "5.18", "")), "A", "no 28 whole scores have the mean 5.19"},
	{"grim", of("MD", score(means(28, 5.19, 2, 28, 6, 2), "5.19", "")), of("MD", with(score(means(28, 5.19, 2, 28, 6, 2), "5.19", ""), func(x *Trial) { x.Scale.Integer = false })), "A", "average of items"},
	{"grimmer", of("MD", score(means(3, 2.00, 0.5, 28, 6, 2), "2.00", "0.50")), of("MD", score(means(3, 2.00, 1, 28, 6, 2), "2.00", "1.00")), "A", "0.50"},
	{"non-events", few(counts(54, 60, 53, 60)), few(counts(32, 60, 32, 60)), "E", "without the event"},
	{"arm-sizes", few(counts(10, 1000, 10, 100)), few(counts(10, 155, 10, 100)), "E", "a digit too many"},
	{"arm-sizes", of("OR", counts(10, 200, 10, 100)), of("OR", counts(2, 100, 3, 50)), "A", "the total"},
	{"same-study", of("GEN", longAnd("Smith 2001", effects(1, 1)), longAnd("SMITH, 2001", effects(2, 1))), of("GEN", longAnd("Smith 2001a", effects(1, 1)), longAnd("Smith 2001b", effects(2, 1))), "B", "one study twice"},
	{"same-data", of("OR", counts(7, 40, 5, 41), counts(5, 41, 7, 40)), of("OR", counts(7, 40, 4, 41), counts(4, 41, 7, 40)), "B", "Trial A (5 of 41; 7 of 40)"},
	{"shared-control", of("OR", longAnd("Lee gum", counts(7, 40, 5, 41)), longAnd("Lee patch", counts(9, 40, 5, 41))), of("OR", longAnd("Lee gum", counts(7, 40, 5, 41)), longAnd("Kim patch", counts(9, 40, 5, 41))), "B", "Lee gum"},
	{"shared-control", of("OR", longAnd("Lee gum", counts(7, 40, 5, 41)), longAnd("Lee patch", counts(9, 40, 5, 41))), of("OR", longAnd("Lee gum", counts(7, 40, 0, 41)), longAnd("Lee patch", counts(9, 40, 0, 41))), "B", "Lee gum"},
	{"shared-control", of("MD", longAnd("Lee", means(9, 1, 2, 8, 1.5, 2.2)), longAnd("Kim", means(7, 2, 2, 8, 1.5, 2.2))), of("MD", longAnd("Lee", means(9, 1, 2, 8, 1.5, 2.2)), longAnd("Kim", means(7, 2, 2, 8, 1.5, 2.3))), "B", "count twice"},
	{"same-registration", of("GEN", with(effects(1, 1), registered("NCT 0123")), with(effects(2, 1), registered("nct0123"))), of("GEN", with(effects(1, 1), registered("NCT0123")), with(effects(2, 1), registered(""))), "B", "nct0123"},
	{"same-registration", of("GEN", with(effects(1, 1), doi("10.1/x.y")), with(effects(2, 1), doi("https://doi.org/10.1/X.Y"))), of("GEN", with(effects(1, 1), doi("10.1/x.y")), with(effects(2, 1), doi("10.1/x.z"))), "B", "DOI"},
	{"total-row", of("OR", counts(1, 10, 2, 11), counts(3, 20, 4, 21), counts(4, 30, 6, 32)), of("OR", counts(1, 10, 2, 11), counts(3, 20, 4, 21), counts(4, 30, 5, 32)), "C", "all 2 other trials"},
	{"total-row", of("OR", counts(1, 10, 2, 11), counts(3, 20, 4, 21), counts(4, 30, 6, 32), counts(5, 50, 9, 49)), of("OR", counts(1, 10, 2, 11), counts(4, 30, 6, 32), counts(3, 20, 4, 21), counts(5, 50, 9, 49)), "C", "the 2 trials above"},
	{"total-row", of("GEN", longAnd("Total (95% CI)", effects(1, 1))), of("GEN", longAnd("Totaro 1999", effects(1, 1))), "A", "reads like a total"},
	{"outlier", of("GEN", effects(0.5, 0.01), effects(0.4, 0.01), effects(0.6, 0.01), effects(0.5, 0.01), effects(-0.5, 0.01)), of("GEN", effects(0.5, 0.01), effects(0.4, 0.01), effects(0.6, 0.01), effects(0.5, 0.01), effects(0.2, 0.01)), "E", "points the other way"},
	{"outlier", of("GEN", effects(0.5, 0.01), effects(0.4, 0.01), effects(0.6, 0.01), effects(0.5, 0.01), effects(1.1, 0.01)), of("GEN", effects(0.5, 0.01), effects(0.4, 0.01), effects(0.6, 0.01), effects(0.5, 0.01), effects(-0.05, 0.01)), "E", "a digit or a column"},
	{"outlier", of("PLO", effects(-2, 0.01), effects(-2.1, 0.01), effects(-1.9, 0.01), effects(-2, 0.01), effects(1, 0.01)), of("PLO", effects(-2, 0.01), effects(-2.1, 0.01), effects(-1.9, 0.01), effects(-2, 0.01), effects(-1.8, 0.01)), "E", "is a digit or a column misread"},
	{"better", declared(of("MD", score(means(30, 20, 6, 30, 22, 6), "", "")), "higher"), declared(of("MD", score(means(30, 20, 6, 30, 22, 6), "", "")), "lower"), "A", "higher is declared better"},
	{"better", of("SMD", score(effects(1, 1), "", ""), with(effects(1, 1), func(x *Trial) { x.Scale.Name, x.Scale.Worse = "GAF", "lower" })), of("SMD", score(effects(1, 1), "", ""), score(effects(1, 1), "", "")), "", "MADRS"},
	{"weight", of("GEN", effects(1, 0.1), effects(1, 0.1), effects(1, 0.049)), of("GEN", effects(1, 0.1), effects(1, 0.1), effects(1, 0.051)), "C", "50.5%"},
	{"weight", sized(0.39), sized(0.41), "E", "times as much per person"},
	{"reported-se", of("GEN", reported(1, 0.98, 0.02, 1.98, nan)), of("GEN", reported(1, 0.55, 0.02, 1.98, nan)), "A", "half the width"},
	{"reported-se", of("GEN", reported(1, 0.25, nan, nan, 0.046)), of("GEN", reported(1, 0.5, nan, nan, 0.046)), "A", "the variance"},
	{"reported-effect", of("OR", with(counts(20, 100, 10, 100), says(-0.8))), of("OR", with(counts(20, 100, 10, 100), says(0.8))), "A", "exchanged"},
	{"reported-effect", of("OR", with(counts(20, 100, 10, 100), says(1.7))), of("OR", with(counts(20, 100, 10, 100), says(1.6))), "A", "misread"},
	{"reported-effect", of("OR", with(counts(12, 100, 10, 100), says(-0.2))), of("OR", with(counts(12, 100, 10, 100), says(-0.19))), "A", "exchanged"},
	{"not-log", of("OR", reported(2, 0.35, 1, 4, nan)), of("OR", reported(0.69, 0.35, 0.01, 1.37, nan)), "A", "after taking logarithms"},
	{"not-log", of("OR", with(counts(120, 200, 80, 200), says(2.4))), of("OR", with(counts(120, 200, 80, 200), says(0.81))), "A", "natural scale"},
	{"se-floor", of("OR", with(counts(nan, 50, nan, 50), pooled(0.129))), of("OR", with(counts(nan, 50, nan, 50), pooled(0.131))), "A", "50 and 50 people"},
	{"mixed-kinds", of("SMD", with(effects(1, 1), change), with(effects(1, 1), endpoint)), of("SMD", with(effects(1, 1), change), effects(1, 1)), "", "1 trials report changes and 1 endpoints"},
	{"mixed-kinds", of("MD", with(effects(1, 1), change), with(effects(1, 1), endpoint)), of("MD", with(effects(1, 1), change), with(effects(1, 1), change)), "", "may mix"},
	{"mixed-scales", of("MD", onScale("MADRS"), onScale("HDRS-17")), of("SMD", onScale("MADRS"), onScale("HDRS-17")), "", "MADRS, HDRS-17"},
	{"double-zero", of("OR", counts(0, 20, 0, 21)), of("OR", counts(0, 20, 1, 21)), "A", "0 of 20 and 0 of 21"},
	{"single-trial", of("GEN", effects(1, 1)), of("GEN", effects(1, 1), effects(1, 1)), "A", "a single trial"},
}

func change(x *Trial)                         { x.Kind = "change" }
func endpoint(x *Trial)                       { x.Kind = "endpoint" }
func registered(id string) func(*Trial)       { return func(x *Trial) { x.Registration = id } }
func doi(id string) func(*Trial)              { return func(x *Trial) { x.DOI = id } }
func says(y float64) func(*Trial)             { return func(x *Trial) { x.Reported.Y = y } }
func pooled(v float64) func(*Trial)           { return func(x *Trial) { x.Y, x.V = 1, v } }
func declared(t Trials, better string) Trials { t.Better = better; return t }
func onScale(scale string) Trial {
	return with(effects(1, 1), func(x *Trial) { x.Scale.Name = scale })
}

// sized are five trials of 100 people, the last with another variance.
func sized(v float64) Trials {
	var all []Trial
	for _, v := range []float64{4, 4, 4, 4, v} {
		all = append(all, with(effects(1, v), func(x *Trial) { x.T.N, x.C.N = 50, 50 }))
	}
	return of("GEN", all...)
}

func find(fs []Finding, code string) []Finding {
	var found []Finding
	for _, f := range fs {
		if f.Check == code {
			found = append(found, f)
		}
	}
	return found
}

func TestChecks(t *testing.T) {
	for _, c := range cases {
		asks := find(Run(c.asks), c.code)
		if len(asks) == 0 {
			t.Errorf("%s (%s): nothing found", c.code, c.says)
			continue
		}
		if f := asks[len(asks)-1]; f.Study != c.study || !strings.Contains(f.Text, c.says) {
			t.Errorf("%s: found %q of %q, want %q of %q", c.code, f.Text, f.Study, c.says, c.study)
		}
		for _, f := range find(Run(c.not), c.code) {
			if f.Study == c.study && !(f.Level == Note && asks[len(asks)-1].Level == Warn) {
				t.Errorf("%s: found in the nearest that is in order: %s", c.code, f.Text)
			}
		}
	}
}

// TestEveryCheckHasCases walks from the table to the cases and back.
func TestEveryCheckHasCases(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Checks {
		if seen[c.Code] || c.Name == "" || c.Source == "" || !slices.Contains([]Level{Note, Warn, Error}, c.Level) {
			t.Errorf("%q: code twice, or a field empty", c.Code)
		}
		seen[c.Code] = true
		if !slices.ContainsFunc(cases, func(e example) bool { return e.code == c.Code }) {
			t.Errorf("%s: no case", c.Code)
		}
		if found, ok := Lookup(c.Code); !ok || found.Name != c.Name {
			t.Errorf("Lookup(%q) = %q, %v", c.Code, found.Name, ok)
		}
	}
	for _, c := range cases {
		if !seen[c.code] {
			t.Errorf("%s: a case of no check", c.code)
		}
	}
	if _, ok := Lookup("nothing"); ok {
		t.Error("Lookup finds what is not there")
	}
}

// TestLevels: no finding is graver than its check says, and each check reaches
// its level in the cases.
func TestLevels(t *testing.T) {
	grave := map[Level]int{Note: 0, Warn: 1, Error: 2}
	reached := map[string]int{}
	for _, c := range cases {
		for _, f := range Run(c.asks) {
			reached[f.Check] = max(reached[f.Check], grave[f.Level])
		}
	}
	for _, c := range Checks {
		if reached[c.Code] != grave[c.Level] {
			t.Errorf("%s: reaches level %d, declares %s", c.Code, reached[c.Code], c.Level)
		}
	}
}

func TestRowsAndHashes(t *testing.T) {
	one := find(Run(few(counts(61, 60, 5, 60))), "events-over-n")[0]
	if want := []Row{{"arms.csv", 6}}; !slices.Equal(one.Rows, want) || one.RowHash != "hash-of-E" {
		t.Errorf("one trial: rows %v, hash %q", one.Rows, one.RowHash)
	}
	pair := of("OR", counts(7, 40, 5, 41), counts(7, 40, 5, 41))
	two := find(Run(pair), "same-data")[0]
	if want := []Row{{"arms.csv", 3}, {"arms.csv", 2}}; !slices.Equal(two.Rows, want) || len(two.RowHash) != 64 {
		t.Errorf("two trials: rows %v, hash %q", two.Rows, two.RowHash)
	}
	pair.Trials[0].Hash = "another"
	if again := find(Run(pair), "same-data")[0]; again.RowHash == two.RowHash {
		t.Error("the hash of a pair does not see its second row change")
	}
}

func TestNoTrials(t *testing.T) {
	for _, c := range []string{"OR", "MD", "SMD", "GEN", "no such measure", ""} {
		if f := Run(Trials{Measure: c}); f != nil {
			t.Errorf("%s: %v", c, f)
		}
	}
}

// TestHostileNumbers: whatever the numbers, no panic, no finding without text,
// no NaN, infinity or broken verb in a text, and the trials stay as they were.
func TestHostileNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	values := []float64{nan, nan, 0, math.Copysign(0, -1), 1, 2, 3, 5, 8, 10, 50, 61, 100, 0.5, -1, -20, 1e-300, 1e300, 1e9, 12.3456}
	texts := []string{"", "1.25", "-3", "NA", "1e3", ".", "12.", "0.000000000000001", "5.19"}
	names := []string{"", "Total", "Smith 2001", "smith2001", "A", "B"}
	one := func() float64 { return values[r.IntN(len(values))] }
	pick := func(x []string) string { return x[r.IntN(len(x))] }
	group := func() study.Group { return study.Group{N: one(), Events: one(), Mean: one(), SD: one()} }
	for range 20000 {
		data := Trials{Measure: pick([]string{"OR", "RR", "MD", "SMD", "GEN", "MPOR", "?"}), Better: pick([]string{"", "higher", "lower"})}
		for range r.IntN(8) {
			data.Trials = append(data.Trials, Trial{Study: pick(names), Label: pick(names), T: group(), C: group(),
				TextsT: Texts{pick(texts), pick(texts)}, TextsC: Texts{pick(texts), pick(texts)}, Y: one(), V: one(),
				Reported: Reported{one(), one(), one(), one(), one(), one()},
				Scale:    Scale{Name: pick(names), Min: one(), Max: one(), Worse: pick([]string{"", "higher", "lower"}), Integer: r.IntN(2) == 0},
				Kind:     pick([]string{"", "change", "endpoint"}), Registration: pick(names), DOI: pick(names), Paired: r.IntN(4) == 0})
		}
		before := Trials{data.Measure, data.Better, slices.Clone(data.Trials)}
		for _, f := range Run(data) {
			if f.Text == "" || strings.Contains(f.Text, "NaN") || strings.Contains(f.Text, "Inf") || strings.Contains(f.Text, "%!") || f.Check == "" {
				t.Fatalf("%s: %q of %+v", f.Check, f.Text, data)
			}
		}
		if diff := cmp.Diff(before, data, cmpopts.EquateNaNs()); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestOrder: the same trials in another order have the same findings, but for
// which of a pair comes first and for totals above.
func TestOrder(t *testing.T) {
	paired := []string{"same-study", "same-data", "shared-control", "same-registration", "total-row"}
	keys := func(t Trials) []string {
		var all []string
		for _, f := range Run(t) {
			if !slices.Contains(paired, f.Check) {
				all = append(all, f.Check+" "+f.Study+" "+string(f.Level))
			}
		}
		slices.Sort(all)
		return all
	}
	for _, c := range cases {
		turned := Trials{c.asks.Measure, c.asks.Better, slices.Clone(c.asks.Trials)}
		slices.Reverse(turned.Trials)
		if diff := cmp.Diff(keys(c.asks), keys(turned)); diff != "" {
			t.Errorf("%s: %s", c.code, diff)
		}
	}
}

func TestJudge(t *testing.T) {
	finding := func(check, study, hash string) Finding { return Finding{Check: check, Study: study, RowHash: hash} }
	fs := []Finding{finding("unit", "A", "0123456789"), finding("unit", "B", "1123456789"), finding("grim", "A", "0123456789"), finding("grim", "A", "9999999999")}
	as := []Accepted{
		{"unit", "A", "in mg", "01234567"},
		{"unit", "B", "looked up", "2123456789"},
		{"grim", "A", "half points allowed", "0123456789"},
		{"grim", "C", "gone", "0123456789"},
		{"unit", "B", "too short a hash", "1123"},
		{"unit", "B", "no hash", ""},
	}
	want := Judgement{
		Open:      []Finding{fs[1], fs[3]},
		Accepted:  []Settled{{fs[0], as[0]}, {fs[2], as[2]}},
		Lapsed:    []Settled{{fs[1], as[1]}, {fs[1], as[4]}, {fs[1], as[5]}},
		Unmatched: []Accepted{as[3]},
	}
	if diff := cmp.Diff(want, Judge(fs, as)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Judgement{Open: fs}, Judge(fs, nil)); diff != "" {
		t.Error(diff)
	}
}

// TestArmSizesAllocation: where one in ten of the other trials is allocated
// unevenly by design, 2:1 is worth a note and ten to one a warning.
func TestArmSizesAllocation(t *testing.T) {
	even := counts(10, 100, 10, 100)
	uneven := counts(20, 200, 10, 100)
	for _, c := range []struct {
		last Trial
		want Level
	}{{uneven, Note}, {counts(20, 1000, 10, 100), Warn}} {
		data := of("OR", even, even, even, even, even, even, even, uneven, uneven, c.last)
		fs := find(Run(data), "arm-sizes")
		if len(fs) == 0 || fs[len(fs)-1].Study != "J" || fs[len(fs)-1].Level != c.want {
			t.Errorf("want a %s about the last: %v", c.want, fs)
		}
	}
}

// TestScalesApart: standard deviations are held against those of the same scale;
// under a standardised measure scales without names are not one.
func TestScalesApart(t *testing.T) {
	data := scale(means(50, 200, 60, 50, 220, 62))
	asked := func() bool { return len(find(Run(data), "unit")) > 0 }
	if data.Measure = "SMD"; asked() {
		t.Error("trials on scales without names are compared under SMD")
	}
	for i := range data.Trials {
		data.Trials[i].Scale.Name = "MADRS"
	}
	if !asked() {
		t.Error("trials on one named scale are not compared under SMD")
	}
	data.Trials[4].Scale.Name = "HDRS"
	if data.Measure = "MD"; asked() {
		t.Error("trials on different scales are compared")
	}
}

// TestLeaveOut holds the quantiles of the others against sorting them each time.
func TestLeaveOut(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	sorted := func(x []float64, p float64) float64 {
		x = slices.Sorted(slices.Values(x))
		return quantile(len(x), p, func(j int) float64 { return x[j] })
	}
	for range 2000 {
		x := make([]float64, 1+r.IntN(12))
		for i := range x {
			x[i] = float64(r.IntN(8)) + float64(r.IntN(2))*r.Float64()
		}
		o := leaveOut(x)
		for i := range x {
			rest := without(x, i)
			m := sorted(rest, 0.5)
			off := slices.Clone(rest)
			for j := range off {
				off[j] = math.Abs(rest[j] - m)
			}
			gotM, mad := o.spread(i)
			want := []float64{m, 1.4826 * sorted(off, 0.5), sorted(off, 0.9)}
			if diff := cmp.Diff(want, []float64{gotM, mad, o.distance(i, m, 0.9)}, cmpopts.EquateNaNs(), cmpopts.EquateApprox(0, 1e-15)); diff != "" {
				t.Fatalf("%v without %d: %s", x, i, diff)
			}
		}
	}
	if got := sorted([]float64{1, 2, 4, 8}, 0.5); got != 3 {
		t.Errorf("median of 1, 2, 4, 8: %v", got)
	}
}

// TestOutliersOfMany holds the residuals of many trials, at the τ² of all, against
// the fit of the others: of trials that differ, and of such that do not, one of
// which has most of the weight.
func TestOutliersOfMany(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, scatter := range []float64{1.2, 0.8} {
		y, v := make([]float64, refitted+1), make([]float64, refitted+1)
		for i := range y {
			v[i] = 0.1 + r.Float64()
			y[i] = 5 + scatter*math.Sqrt(v[i])*r.NormFloat64()
		}
		y[0], v[0], y[1] = 5, 1e-19, 2
		many := apart(y, v)
		for i := range y {
			rest, other := without(y, i), without(v, i)
			between, err := tau.DL.Fit(rest, other)
			if err != nil {
				t.Fatal(err)
			}
			su, suy := weighted(rest, other, between.Tau2)
			want := (y[i] - suy/su) / math.Sqrt(v[i]+between.Tau2+1/su)
			if got, mu := many(i); !(math.Abs(got-want) < 0.02*(1+math.Abs(want))) || math.Abs(mu-suy/su) > 0.01 {
				t.Errorf("trial %d: %v from %v, without it %v from %v", i, got, mu, want, suy/su)
			}
		}
	}
}

// TestSEAsSDMeetsTheRule holds the finding against the rule worked by hand: four
// others with s = 6, so that m = ln 6, MAD = 0 and σ = 0.25; n = 25 and s
// between the two roots of (d² − (d + ln 5)²)/0.125 = 3.
func TestSEAsSDMeetsTheRule(t *testing.T) {
	edge := 6 * math.Exp(-(math.Log(5)*math.Log(5)+0.375)/(2*math.Log(5)))
	for _, c := range []struct {
		s    float64
		asks int
	}{{edge * 0.999, 1}, {edge * 1.001, 0}, {6. / 5, 1}} {
		x := means(50, 1, 6, 50, 1.2, 6)
		data := of("MD", x, x, x, x, means(25, 1, c.s, 25, 1.1, c.s))
		if got := len(find(Run(data), "se-as-sd")); got != c.asks {
			t.Errorf("s = %v: %d findings, want %d", c.s, got, c.asks)
		}
	}
}

// TestGRIMExample is the example of Brown and Heathers 2017: 28 people cannot
// have a mean of 5.19, and with 20 people only the ends .00 and .05 occur.
func TestGRIMExample(t *testing.T) {
	for hundredths := range 100 {
		text := "3." + string(rune('0'+hundredths/10)) + string(rune('0'+hundredths%10))
		x := score(means(20, 3+float64(hundredths)/100, 1, 20, 3, 1), text, "")
		if got := len(find(Run(of("MD", x)), "grim")) == 0; got != (hundredths%5 == 0) {
			t.Errorf("%s of 20: possible %v", text, got)
		}
	}
}

// TestGRIMMERFindsNothingPossible: mean and standard deviation of real whole
// scores, printed to two decimals, are never asked about; with a wrong last
// digit they are in many.
func TestGRIMMERFindsNothingPossible(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var wrong, asked int
	for range 3000 {
		n := 3 + r.IntN(20)
		var sum, squares float64
		for range n {
			x := float64(r.IntN(11))
			sum += x
			squares += x * x
		}
		mean := sum / float64(n)
		sd := math.Sqrt((squares - sum*mean) / float64(n-1))
		texts := Texts{printed(mean), printed(sd)}
		x := score(means(float64(n), math.Round(mean*100)/100, math.Round(sd*100)/100, 20, 3, 1), texts.Mean, texts.SD)
		for _, f := range Run(of("MD", x)) {
			if f.Check == "grim" || f.Check == "grimmer" {
				t.Fatalf("n %d, sum %v, squares %v: %s", n, sum, squares, f.Text)
			}
		}
		wrong++
		x.T.SD += 0.01
		x.TextsT.SD = printed(x.T.SD)
		if len(find(Run(of("MD", x)), "grimmer")) > 0 {
			asked++
		}
	}
	if share := float64(asked) / float64(wrong); share < 0.5 {
		t.Errorf("%d of %d standard deviations with a wrong last digit found", asked, wrong)
	}
}

func printed(x float64) string { return strings.TrimSuffix(fixed(x, "0.0"), "") }

package report

import (
	"math"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/pool"
)

// estimated is an estimate on the analysis scale with its interval at 95%.
func estimated(code string, k int, x, lo, hi, se float64) Estimate {
	m, _ := effect.Lookup(code)
	nan := math.NaN()
	return Estimate{Kind: "main", Measure: m, ExactP: nan, Settings: pool.Settings{Level: 95},
		Result: pool.Result{Model: "random", Tau2Method: "REML", Interval: "wald", K: k, N: nan, Estimate: x, SE: se, CILower: lo, CIUpper: hi,
			WaldLower: lo, WaldUpper: hi, DF: math.Inf(1), PILower: nan, PIUpper: nan, Tau2Upper: 1},
		Natural: Natural{m.Back(x), m.Back(lo), m.Back(hi), m.Back(lo), m.Back(hi), nan, nan}}
}

const settles = "the data do not settle the direction, nor do they show that there is no difference."

// What is said of an interval, at and beside no difference.
func TestReading(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name    string
		e       Estimate
		favours [2]string
		want    string
	}{
		{"above", estimated("OR", 5, 1, 0.5, 1.5, 0.25), [2]string{}, "The 95% interval excludes 1."},
		{"below, named", estimated("OR", 5, -1, -1.5, -0.5, 0.25), [2]string{"Favours drug", "Favours placebo"}, "The 95% interval excludes 1 and lies on the side “Favours drug”."},
		{"above, named", estimated("MD", 5, 1, 0.5, 1.5, 0.25), [2]string{"Favours drug", "Favours placebo"}, "The 95% interval excludes 0 and lies on the side “Favours placebo”."},
		{"across", estimated("MD", 5, 1, -0.5, 2.5, 0.7), [2]string{"a", "b"}, "The 95% interval includes 0: " + settles},
		{"a limit on it", estimated("MD", 5, 1, 0, 2, 0.5), [2]string{}, "The 95% interval includes 0: " + settles},
		{"the other limit on it", estimated("OR", 5, -1, -2, 0, 0.5), [2]string{}, "The 95% interval includes 1: " + settles},
		{"no estimate", estimated("OR", 0, nan, nan, nan, nan), [2]string{}, "There is no interval to read."},
		{"no width", estimated("MD", 3, 0.3, 0.3, 0.3, 0), [2]string{}, "There is no interval to read."},
	} {
		if got := Reading(Analysis{Main: c.e, Favours: c.favours}); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// A limit that is not no difference never prints as it.
func TestLimitsBesideNoDifference(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Interval(0.004, 0.8, false), "0.004 to 0.80"},
		{Interval(0, 0.8, false), "0.00 to 0.80"},
		{Interval(0.9996, 2, true), "0.9996 to 2.00"},
		{Interval(1, 2, true), "1.00 to 2.00"},
		{Interval(-0.0000004, 2, false), "0.000000 to 2.00"},
		{Effect(1.0000001, true), "1.000000"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestMarginReading(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   string
	}{
		{-0.05, 0.2, "The whole interval lies above the margin."},
		{-0.3, -0.15, "The whole interval lies below the margin."},
		{-0.3, 0.2, "The interval crosses the margin: by this margin the question is open."},
		{-0.1, 0.2, "The interval crosses the margin: by this margin the question is open."},
	} {
		a := Analysis{Main: estimated("RD", 1, (c.lo+c.hi)/2, c.lo, c.hi, 0.1), Margin: &Margin{-0.1, "its source"}}
		a.Measure = a.Main.Measure
		if got := MarginReading(a); got != "Margin declared: −0.10 (its source). "+c.want {
			t.Errorf("%v to %v: %q", c.lo, c.hi, got)
		}
	}
}

// A row looks more precise by its reference distribution alone only if its
// critical value is smaller and its standard error is not.
func TestOnlyDegrees(t *testing.T) {
	main := estimated("OR", 4, 1.27, 1.27-3.18*0.27, 1.27+3.18*0.27, 0.27)
	main.Result.WaldLower, main.Result.WaldUpper = 1.27-0.5, 1.27+0.5
	row := func(critical, se float64) Estimate {
		e := estimated("OR", 3, 1.5, 1.5-critical*se, 1.5+critical*se, se)
		e.Kind = "refit"
		return e
	}
	for _, c := range []struct {
		name string
		e    Estimate
		want bool
	}{
		{"normal instead of t, larger standard error", row(1.96, 0.34), true},
		{"normal instead of t, the same standard error", row(1.96, 0.27), true},
		{"a smaller standard error too", row(1.96, 0.2), false},
		{"narrower with a larger critical value", row(3.5, 0.2), false},
		{"wider", row(3.5, 0.4), false},
	} {
		if got := OnlyDegrees(c.e, main); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	tighter := row(1.96, 0.34)
	tighter.Result.WaldLower, tighter.Result.WaldUpper = 1.4, 1.6
	if OnlyDegrees(tighter, main) {
		t.Error("a row whose Wald interval is narrower has more than its reference distribution")
	}
	single := row(1.96, 0.34)
	single.Result.K = 1
	bayes := row(1.96, 0.34)
	bayes.Result.Model, bayes.Result.Interval = "bayes", "bayes"
	if OnlyDegrees(main, main) || OnlyDegrees(single, main) || OnlyDegrees(bayes, main) {
		t.Error("the main row, one trial and a posterior have nothing to compare")
	}
}

func TestRepeats(t *testing.T) {
	for as, want := range map[string]string{"": "", "main": "same as main", "other": "repeats a row above"} {
		if got := Repeats(Estimate{SameAs: as}); got != want {
			t.Errorf("%q: %q, want %q", as, got, want)
		}
	}
}

// How much stands behind an estimate, by the number of trials.
func TestRests(t *testing.T) {
	for _, c := range []struct {
		k      int
		change func(*Estimate)
		want   string
	}{
		{1, nil, "It is the result of one trial."},
		{2, func(e *Estimate) { e.Result.Tau2Method, e.Result.Q, e.Result.QDF, e.Result.QP = "", 4.1, 1, 0.043 }, "It rests on 2 trials and assumes one effect behind them; of their differences Q = 4.10, df = 1, P = 0.043."},
		{4, nil, "It rests on 4 trials. So few leave open how much results differ between trials: τ² is 0 (interval 0 to 1.00), and there is no prediction for a new trial."},
		{4, func(e *Estimate) { e.Natural.PILower, e.Natural.PIUpper = 0.5, 9 }, "It rests on 4 trials. The 95% prediction interval for the true effect in a new trial runs from 0.50 to 9.00."},
		{5, nil, "It rests on 5 trials."},
	} {
		a := Analysis{Main: estimated("OR", c.k, 1, 0.5, 1.5, 0.25)}
		a.Measure = a.Main.Measure
		if c.change != nil {
			c.change(&a.Main)
		}
		if got := rests(a); !strings.HasPrefix(got, c.want) {
			t.Errorf("k = %d: %q, want %q", c.k, got, c.want)
		}
	}
}

// Which refits stand otherwise to no difference; repeats, failures, the past and
// what has no interval are not among them.
func TestMoves(t *testing.T) {
	a := Analysis{Main: estimated("OR", 4, 1, 0.5, 1.5, 0.25)}
	a.Measure = a.Main.Measure
	row := func(title, kind, same string, lo, hi float64) Estimate {
		e := estimated("OR", 3, (lo+hi)/2, lo, hi, 0.3)
		e.Title, e.Kind, e.SameAs = title, kind, same
		return e
	}
	failed := row("failed", "refit", "", -1, 1)
	failed.Failed = "no"
	a.Sensitivity = []Estimate{row("stays", "refit", "", 0.2, 2), row("across", "refit", "", -0.1, 2), row("again", "refit", "across", -0.1, 2),
		row("past", "cumulative", "", -1, 1), failed, row("none", "refit", "", math.NaN(), math.NaN())}
	if got, want := moves(a), "In 1 of 2 distinct refits the interval includes no difference. across: 2.59 (0.90 to 7.39)."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	a.Main = estimated("OR", 4, 1, -0.5, 2.5, 0.7)
	if got, want := moves(a), "In 1 of 2 distinct refits the interval excludes no difference. stays: 3.00 (1.22 to 7.39)."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	same := a.Sensitivity[1]
	a.Sensitivity = []Estimate{same}
	if got := moves(a); got != "" {
		t.Errorf("of one refit: %q", got)
	}
	a.Sensitivity = []Estimate{same, same, same}
	if got, want := moves(a), "In none of 3 distinct refits does the interval stand otherwise to no difference."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMissing(t *testing.T) {
	for _, c := range []struct {
		left []Left
		want string
	}{
		{nil, "Every listed trial is in it."},
		{[]Left{{Found: true}}, "1 trial of 9 listed are not in it; each stands below with the reason."},
		{[]Left{{}, {}}, "2 trials of 9 listed are not in it: no number of this outcome was found for any of them."},
		{[]Left{{Found: true}, {}, {}}, "3 trials of 9 listed are not in it: for 2 no number of this outcome was found; the others stand below with their reasons."},
	} {
		a := Analysis{Main: Estimate{Left: c.left}, Listed: 9}
		if got := leftOut(a); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

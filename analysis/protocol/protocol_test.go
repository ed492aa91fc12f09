package protocol

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"grove/analysis/effect"
	"grove/analysis/pool"
)

func mustParse(t *testing.T, text string) Protocol {
	t.Helper()
	p, err := Parse("p.yaml", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return p
}

// small is the least protocol; with puts lines of an analysis into it.
func small(with ...string) string {
	text := "review: R\ndata: {arms: arms.csv}\nanalyses:\n  - id: a\n    measure: OR\n"
	for _, line := range with {
		text += "    " + line + "\n"
	}
	return text
}

func first(t *testing.T, with ...string) Analysis {
	t.Helper()
	return mustParse(t, small(with...)).Analyses[0]
}

func scenario(t *testing.T, a Analysis, id string) Scenario {
	t.Helper()
	for _, s := range a.Scenarios {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("no scenario %s", id)
	return Scenario{}
}

// in is a filter on values, without its place.
func in(column string, values ...string) Filter {
	return Filter{Column: column, Op: "in", Values: values}
}

var nowhere = cmp.Options{cmpopts.IgnoreFields(Filter{}, "Line", "Col"), cmpopts.IgnoreFields(Column{}, "Line", "Col"), cmpopts.IgnoreTypes(Places{}, Place{})}

func TestEveryKey(t *testing.T) {
	p := mustParse(t, ketamine)
	if p.Review != "Intravenous ketamine for depression" || p.Profile != "grove-2026" ||
		*p.Data.Studies != (File{"studies.csv", "studies"}) || *p.Data.Arms != (File{"arms.csv", ""}) || *p.Data.Contrasts != (File{"contrasts.csv", "wide"}) {
		t.Errorf("%+v %+v", p, p.Data)
	}
	a := p.Analyses[0]
	want := Select{
		Outcome: "response", Time: &Window{24, 20, 96, "h"}, Experimental: []string{"ketamine"}, Control: []string{"saline", "midazolam"},
		Prefer:  []Preference{{"scale", []string{"MADRS", "HDRS-17"}}, {"kind", []string{"endpoint", "change"}}, {"source", []string{"arms", "contrasts"}}},
		Where:   []Filter{in("randomised", "yes"), in("route", "iv"), in("structure", "parallel"), in("use", "primary")},
		Exclude: [][]Filter{{in("arm", "low"), in("study", "a2000", "b2001")}},
		Arms:    "combine",
	}
	if diff := cmp.Diff(want, a.Select, nowhere); diff != "" {
		t.Error(diff)
	}
	if a.ID != "response-acute" || a.Title == "" || a.Question == "" || a.Measure != "OR" || a.Better != "higher" || a.Favours != [2]string{"control", "ketamine"} ||
		a.Subgroup.By != "blinding" || !reflect.DeepEqual(a.Subgroup.Order, []string{"inactive", "active", "masked"}) || len(a.Scenarios) != 10 {
		t.Errorf("%+v", a)
	}
}

// TestPlots: no key leaves the usual figures, none asks for no figure, and a
// list for those it names, in its order.
func TestPlots(t *testing.T) {
	if a := first(t); a.Plots != nil {
		t.Errorf("%v", a.Plots)
	}
	if a := first(t, "plots: none"); a.Plots == nil || len(a.Plots) != 0 {
		t.Errorf("%v", a.Plots)
	}
	p := mustParse(t, small("plots: [radial, {bubble: {by: year}}, {bubble: {by: dose}}]")+"plots: [evidence]\n")
	if diff := cmp.Diff([]Companion{{"radial", ""}, {"bubble", "year"}, {"bubble", "dose"}}, p.Analyses[0].Plots); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Companion{{"evidence", ""}}, p.Plots); diff != "" {
		t.Error(diff)
	}
	if !bytes.Contains(p.Canonical, []byte(`"by": "dose"`)) {
		t.Errorf("%s", p.Canonical)
	}
}

// TestPlotOfAFlag: as a protocol has them, but bubble:year.
func TestPlotOfAFlag(t *testing.T) {
	if p, err := AsPlot("--plot", "bubble:year"); err != nil || p != (Companion{"bubble", "year"}) {
		t.Errorf("%v, %v", p, err)
	}
	if p, err := AsPlot("--plot", "radial"); err != nil || p != (Companion{Kind: "radial"}) {
		t.Errorf("%v, %v", p, err)
	}
	for text, want := range map[string]string{"funell": `--plot: "funell": unknown plot; did you mean "funnel"?`, "bubble": "column of numbers", "radial:year": "takes no column", "": "empty", "evidence": "whole review", "bubble:": "empty"} {
		if _, err := AsPlot("--plot", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// The profile, then the review's model, then the analysis's, then the
// scenario's, key by key: a later level replaces its own keys and no others.
func TestPrecedence(t *testing.T) {
	a := mustParse(t, ketamine).Analyses[0]
	s := a.Settings
	if s.Model != "random" || s.Interval != "hk-guarded" || s.Few != "grove-2026" {
		t.Errorf("the profile is lost: %+v", s)
	}
	if s.Prediction != "hts" {
		t.Errorf("the review's model is lost: %+v", s)
	}
	if s.Tau2 != "PM" || s.Level != 90 {
		t.Errorf("the analysis's model is lost: %+v", s)
	}
	want := s
	want.Interval = "wald"
	if got := scenario(t, a, "wald"); got.Settings != want || got.Options != a.Options {
		t.Errorf("%+v, want %+v", got.Settings, want)
	}
	if again := scenario(t, a, "common"); again.Settings.Interval != "hk-guarded" {
		t.Error("one scenario's model reached the next")
	}
	if o := a.Options; o.Zero != "needed" || o.Add != 0.5 || o.Double != "drop" || o.Variance != "" {
		t.Errorf("%+v", o)
	}
}

// The review's figure, then the analysis's, key by key.
func TestFigurePrecedence(t *testing.T) {
	got := mustParse(t, ketamine).Analyses[0].Figure
	want := Figure{Style: "bmj", Language: "en", DPI: 600, Digits: 2, Group: Column{Name: "blinding"}, Prediction: "density", Shares: "pooled", Models: []string{"common", "bayes"},
		Sort: Order{Column: Column{Name: "weight"}, Down: true}, Columns: []Column{{Name: "study"}, {Name: "year"}, {Name: "experimental", Head: "Ketamine"}, {Name: "control"}, {Name: "plot"}, {Name: "effect"}, {Name: "weight"}, {Name: "risk_of_bias"}}}
	if diff := cmp.Diff(want, got, nowhere); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Plain(), first(t).Figure); diff != "" {
		t.Errorf("nothing said: %s", diff)
	}
	for text, want := range map[string]string{"": "no", "figure: {language: en}": "en"} {
		if got := mustParse(t, "language: no\n"+small(text)).Analyses[0].Figure.Language; got != want {
			t.Errorf("%q: the figure speaks %s, not %s", text, got, want)
		}
	}
	if c := got.Columns[1]; c.Line != 23 || c.Col != 24 {
		t.Errorf("the column year stands at %d:%d", c.Line, c.Col)
	}
}

// Flags with the names of the keys give the same figure, and errors that name
// the flag.
func TestFigureOfFlags(t *testing.T) {
	got, err := FigureOf([]Flag{{"width", []string{"80"}}, {"columns", []string{"study"}}, {"sort", []string{"-year"}}, {"models", []string{"common"}}, {"shares", []string{"wilson"}}})
	want := first(t, "figure: {width: 80, columns: [study], sort: -year, models: [common], shares: wilson}").Figure
	if diff := cmp.Diff(want, got, nowhere); err != nil || diff != "" || got.Shares != "wilson" {
		t.Error(err, diff)
	}
	_, err = FigureOf([]Flag{{"style", []string{"bjm"}}, {"width", []string{"1"}}})
	if want := "--style: \"bjm\": unknown style; did you mean \"bmj\"?\n--width: \"1\": a width is 40 to 1000 millimetres, or natural: 80, 120, 174"; err == nil || err.Error() != want {
		t.Error(err)
	}
}

// The order of keys in the file changes nothing: a model after the analyses, or
// after the scenarios that build on it, still comes before them.
func TestKeysInAnyOrder(t *testing.T) {
	usual := mustParse(t, "review: R\ndata: {arms: a.csv}\nmodel: {tau2: DL}\nanalyses:\n- {id: a, measure: OR, where: {x: 1}, model: {level: 90}, sensitivity: [{id: s, where: {y: 2}}]}\n")
	turned := mustParse(t, "analyses:\n- sensitivity: [{where: {y: 2}, id: s}]\n  model: {level: 90}\n  where: {x: 1}\n  measure: OR\n  id: a\nmodel: {tau2: DL}\ndata: {arms: a.csv}\nreview: R\n")
	if diff := cmp.Diff(usual, turned, nowhere); diff != "" {
		t.Error(diff)
	}
	s := turned.Analyses[0].Scenarios[0]
	if s.Settings.Tau2 != "DL" || s.Settings.Level != 90 || len(s.Select.Where) != 2 {
		t.Errorf("%+v", s)
	}
}

// where merges by key: the same key replaces whole, others stay, any removes.
func TestScenarioWhere(t *testing.T) {
	a := first(t, "where: {use: primary, route: [iv, im], dose: {gt: 0.2, le: 1}}", "sensitivity:",
		"  - {id: replaced, where: {use: [primary, sensitivity]}}",
		"  - {id: added, where: {blinding: masked}}",
		"  - {id: removed, where: {route: any}}",
		"  - {id: bounds, where: {dose: {ge: 0.5}}}",
		"  - {id: literal, where: {route: [any]}}")
	dose := []Filter{{Column: "dose", Op: "gt", Number: 0.2}, {Column: "dose", Op: "le", Number: 1}}
	main := []Filter{dose[0], dose[1], in("route", "iv", "im"), in("use", "primary")}
	cases := map[string][]Filter{
		"replaced": {dose[0], dose[1], in("route", "iv", "im"), in("use", "primary", "sensitivity")},
		"added":    {in("blinding", "masked"), dose[0], dose[1], in("route", "iv", "im"), in("use", "primary")},
		"removed":  {dose[0], dose[1], in("use", "primary")},
		"bounds":   {{Column: "dose", Op: "ge", Number: 0.5}, in("route", "iv", "im"), in("use", "primary")},
		"literal":  {dose[0], dose[1], in("route", "any"), in("use", "primary")},
	}
	for id, want := range cases {
		if diff := cmp.Diff(want, scenario(t, a, id).Select.Where, nowhere); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	if diff := cmp.Diff(main, a.Select.Where, nowhere); diff != "" {
		t.Errorf("the analysis itself has changed: %s", diff)
	}
}

// exclude adds: a map is one clause whose columns are joined by and, a list of
// maps is several clauses joined by or, and a scenario keeps the analysis's.
func TestExclude(t *testing.T) {
	a := first(t, "exclude: {study: x, arm: low}", "sensitivity:",
		"  - {id: one, exclude: {study: [y, z]}}",
		"  - {id: two, exclude: [{study: y}, {phase: acute, dose: {lt: 0.5}}]}",
		"  - {id: again, exclude: [{arm: low, study: x}, {study: y}]}")
	main := []Filter{in("arm", "low"), in("study", "x")}
	for id, want := range map[string][][]Filter{
		"one":   {main, {in("study", "y", "z")}},
		"two":   {main, {in("study", "y")}, {{Column: "dose", Op: "lt", Number: 0.5}, in("phase", "acute")}},
		"again": {main, {in("study", "y")}},
	} {
		if diff := cmp.Diff(want, scenario(t, a, id).Select.Exclude, nowhere); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	if len(a.Select.Exclude) != 1 {
		t.Errorf("the analysis itself has changed: %+v", a.Select.Exclude)
	}
}

// Scenarios that add to one list do not write over each other.
func TestExclusionsOfScenariosAreApart(t *testing.T) {
	a := first(t, "exclude: [{study: a}, {study: b}, {study: c}]", "sensitivity:",
		"  - {id: one, exclude: {study: d}}", "  - {id: two, exclude: {study: e}}")
	for id, want := range map[string]string{"one": "d", "two": "e"} {
		if e := scenario(t, a, id).Select.Exclude; len(e) != 4 || e[3][0].Values[0] != want {
			t.Errorf("%s: %+v", id, e)
		}
	}
}

// A change of any field of the choice is a change.
func TestEveryFieldCounts(t *testing.T) {
	a := mustParse(t, strings.Replace(small("baseline: {kind: pre, r: 0.5}", "pairing: {r: 0.5}", "time: {at: 24, from: 20, to: 96, unit: h}", "prefer: {scale: [A, B]}", "sensitivity:",
		"  - {id: kind, baseline: {kind: screening}}",
		"  - {id: to, time: {to: 97}}",
		"  - {id: rank, prefer: {scale: [B, A]}}",
		"  - {id: only, arms: {only: high}}",
		"  - {id: other, arms: {only: low}}",
		"  - {id: paired, pairing: {r: 0.6}}",
		"  - {id: lowest, pairing: {r: lowest}}",
		"  - {id: unpaired, pairing: none}",
		"  - {id: bound, where: {n: {gt: 1}}}"), "measure: OR", "measure: MD", 1)).Analyses[0]
	if s := a.Scenarios[0].Select; s.Baseline != "screening" || len(a.Scenarios) != 9 {
		t.Errorf("%+v", s)
	}
}

func TestArmsAfterOnly(t *testing.T) {
	a := first(t, "arms: {only: high}", "sensitivity: [{id: s, arms: combine}]")
	if s := a.Scenarios[0].Select; a.Select.ArmsOnly != "high" || s.Arms != "combine" || s.ArmsOnly != "" {
		t.Errorf("%+v", s)
	}
}

// Everything else replaces, and inside a map merges key by key.
func TestScenarioMergesTheRest(t *testing.T) {
	a := first(t, "outcome: response", "time: {at: 24, from: 20, to: 96, unit: h}", "compare: {experimental: [k], control: [s, m]}",
		"prefer: {scale: [A, B], kind: [endpoint, change]}", "arms: {only: low}", "sensitivity:",
		"  - {id: outcome, outcome: remission}",
		"  - {id: time, time: {at: 48}}",
		"  - {id: days, time: {at: 2, from: 1, to: 4, unit: d}}",
		"  - {id: control, compare: {control: s}}",
		"  - {id: prefer, prefer: {scale: [B, A]}}",
		"  - {id: only, arms: {only: high}}",
		"  - {id: measure, measure: RR}")
	check := func(id string, ok bool) {
		t.Helper()
		if !ok {
			t.Errorf("%s: %+v", id, scenario(t, a, id))
		}
	}
	s := func(id string) Select { return scenario(t, a, id).Select }
	check("outcome", s("outcome").Outcome == "remission" && s("outcome").Arms == "only")
	check("time", *s("time").Time == Window{48, 20, 96, "h"})
	check("days", *s("days").Time == Window{48, 24, 96, "d"})
	check("control", reflect.DeepEqual(s("control").Control, []string{"s"}) && reflect.DeepEqual(s("control").Experimental, []string{"k"}))
	check("prefer", reflect.DeepEqual(s("prefer").Prefer, []Preference{{"scale", []string{"B", "A"}}, {"kind", []string{"endpoint", "change"}}}))
	check("only", s("only").Arms == "only" && s("only").ArmsOnly == "high")
	check("measure", scenario(t, a, "measure").Measure == "RR")
	if *a.Select.Time != (Window{24, 20, 96, "h"}) || a.Measure != "OR" || a.Select.Arms != "only" || len(a.Select.Control) != 2 {
		t.Errorf("the analysis itself has changed: %+v", a.Select)
	}
}

// A long text may be folded over lines.
func TestFoldedText(t *testing.T) {
	for _, style := range []string{">", ">-", ""} {
		a := first(t, "question: "+style, "  Does it", "  work?")
		if a.Question != "Does it work?" {
			t.Errorf("%s: %q", style, a.Question)
		}
	}
}

func TestUnitsOfTime(t *testing.T) {
	for unit, hours := range map[string]float64{"min": 1.0 / 60, "h": 1, "d": 24, "w": 168} {
		w := first(t, "time: {at: 3, from: 0, to: 6, unit: "+unit+"}").Select.Time
		if w.At != 3*hours || w.From != 0 || w.To != 6*hours || w.Unit != unit {
			t.Errorf("%s: %+v", unit, w)
		}
	}
	if w := first(t, "time: {at: 5, from: 5, to: 5, unit: h}").Select.Time; w.At != 5 {
		t.Error("a window of one moment")
	}
}

// Filter values are the text as typed, whatever YAML makes of them.
func TestFilterValuesAsTyped(t *testing.T) {
	a := first(t, "where: {a: 017, b: yes, c: 1_000, d: '0.10', e: [true, 1e3, 0x1F, .5, -3, +4], f: 2023-01-01, g: \"null\", h: ~x, i: 0.50, j: 12345678901234567890123, k: .nan}")
	want := []Filter{in("a", "017"), in("b", "yes"), in("c", "1_000"), in("d", "0.10"), in("e", "true", "1e3", "0x1F", ".5", "-3", "+4"),
		in("f", "2023-01-01"), in("g", "null"), in("h", "~x"), in("i", "0.50"), in("j", "12345678901234567890123"), in("k", ".nan")}
	if diff := cmp.Diff(want, a.Select.Where, nowhere); diff != "" {
		t.Error(diff)
	}
}

func TestOperators(t *testing.T) {
	a := first(t, "where: {a: {gt: 20}, b: {ge: -1.5}, c: {lt: 1e3}, d: {le: 96}, e: {missing: true}, studies.f: x}")
	want := []Filter{{Column: "a", Op: "gt", Number: 20}, {Column: "b", Op: "ge", Number: -1.5}, {Column: "c", Op: "lt", Number: 1000},
		{Column: "d", Op: "le", Number: 96}, {Column: "e", Op: "missing"}, in("studies.f", "x")}
	if diff := cmp.Diff(want, a.Select.Where, nowhere); diff != "" {
		t.Error(diff)
	}
}

// A filter knows where its value stands, for errors that only the data show.
func TestFiltersKnowTheirPlace(t *testing.T) {
	a := first(t, "where: {use: primary,", "        route: [iv]}")
	f := a.Select.Where
	if f[0].Column != "route" || f[0].Line != 7 || f[0].Col != 20 || f[1].Line != 6 || f[1].Col != 18 {
		t.Errorf("%+v", f)
	}
}

func TestShorthands(t *testing.T) {
	a := first(t, "where: {x: 1}", "sensitivity:", "  - leave-one-out", "  - cumulative", "  - leave-one-out: {by: trial_programme}", "  - cumulative: {by: dose, id: by-dose, title: By dose}")
	want := []struct{ id, kind, by string }{
		{"leave-one-out", "leave-one-out", "study"}, {"cumulative", "cumulative", "year"},
		{"leave-one-out-by-trial-programme", "leave-one-out", "trial_programme"}, {"by-dose", "cumulative", "dose"},
	}
	for i, w := range want {
		s := a.Scenarios[i]
		if s.ID != w.id || s.Kind != w.kind || s.By != w.by || s.Measure != "OR" || s.Settings != a.Settings || len(s.Select.Where) != 1 {
			t.Errorf("%+v, want %+v", s, w)
		}
	}
	if a.Scenarios[3].Title != "By dose" {
		t.Error("title")
	}
}

// A regression has an id by its formula; flags say the same as a protocol.
func TestModerators(t *testing.T) {
	a := first(t, "where: {x: 1}", "sensitivity:", "  - moderators: {formula: latitude + allocation}",
		"  - moderators: {id: by-centre, title: T, formula: latitude * class, cluster: centre, robust: CR1, permutation: yes, at: [{latitude: 20, class: a}, {class: b, latitude: 50}]}",
		"  - moderators: {cluster: centre}",
		"  - moderators: {id: levels, formula: latitude, model: three-level, rho: 0.6, cluster: centre, within: sample}")
	at := [][]Filter{{in("latitude", "20"), in("class", "a")}, {in("latitude", "50"), in("class", "b")}}
	want := []Moderators{
		{Formula: "latitude + allocation", Columns: []Column{{Name: "latitude"}, {Name: "allocation"}}},
		{Formula: "latitude * class", Columns: []Column{{Name: "latitude"}, {Name: "class"}}, Cluster: Column{Name: "centre"}, Robust: "CR1", Permutation: true, At: at},
		{Cluster: Column{Name: "centre"}},
		{Formula: "latitude", Columns: []Column{{Name: "latitude"}}, Model: "three-level", Cluster: Column{Name: "centre"}, Within: Column{Name: "sample"}, Rho: 0.6},
	}
	for i, id := range []string{"moderators-latitude-allocation", "by-centre", "moderators", "levels"} {
		s := a.Scenarios[i]
		if diff := cmp.Diff(want[i], s.Moderators, nowhere); diff != "" || s.ID != id || s.Kind != "moderators" || s.Settings != a.Settings || len(s.Select.Where) != 1 {
			t.Errorf("%s: %+v, %s", id, s, diff)
		}
	}
	if c := a.Scenarios[0].Moderators.Columns[1]; c.Line != 8 || c.Col != 31 {
		t.Errorf("%+v", c)
	}
	m, err := AsModerators(map[string]string{"formula": "latitude * class", "cluster": "centre", "robust": "CR1", "permutation": "yes"}, []string{"latitude=20,class=a", "class=b,latitude=50"})
	if diff := cmp.Diff(want[1], m, nowhere); err != nil || diff != "" {
		t.Errorf("%v: %s", err, diff)
	}
	if m, err := AsModerators(map[string]string{"formula": "latitude,class"}, nil); err != nil || m.Formula != "latitude + class" || len(m.Columns) != 2 {
		t.Errorf("%+v, %v", m, err)
	}
	type words = map[string]string
	for _, c := range []struct {
		words words
		at    []string
		want  string
	}{
		{words{"formula": "a +"}, nil, `--moderators: "a +": formula: column 4`}, {words{"formula": "a", "robust": "CR2"}, nil, `--robust: "CR2": robust needs a cluster`}, {words{"cluster": "c", "robust": "CR9"}, nil, `--robust: "CR9": unknown robust`},
		{words{"formula": "a"}, []string{"b=1"}, `--at: "b": unknown key`}, {words{"formula": "a"}, []string{"a"}, "--at: a has no value"}, {words{"formula": "a"}, []string{""}, "needs the key a"}, {words{"cluster": "c"}, []string{"a=1"}, "no moderator in a formula"},
		{words{"cluster": "c", "rho": "1"}, nil, `--rho: "1": rho is a correlation from 0 to below 1`}, {words{"formula": "a", "model": "three-level"}, nil, `--model: "three-level": the model three-level needs a cluster`},
	} {
		if _, err := AsModerators(c.words, c.at); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestChangeInWords(t *testing.T) {
	a := first(t, "where: {use: primary, route: iv}", "time: {at: 1, from: 0.5, to: 4, unit: d}", "sensitivity:",
		"  - {id: a, exclude: {study: lii2023}}",
		"  - {id: b, where: {use: primary, blinding: [masked, active, inactive], dose: {gt: 0.5}}}",
		"  - {id: c, where: {route: any}, model: {interval: wald, tau2: REML, level: 90}}",
		"  - {id: d, time: {at: 2}, measure: RR}",
		"  - {id: e, exclude: [{study: x, arm: low}, {dose: {missing: true}}]}",
		"  - {id: f, arms: {only: high}, compare: {experimental: k, control: [s, m]}}")
	for id, want := range map[string]string{
		"a": "exclude study = lii2023",
		"b": "where blinding = masked, active or inactive; where dose > 0.5",
		"c": "any route; interval = wald; level = 90",
		"d": "time at 2 d (from 0.5 to 4); measure = RR",
		"e": "exclude arm = low and study = x; exclude dose missing",
		"f": "compare k with s or m; only the arm high",
	} {
		if got := scenario(t, a, id).Change; got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// The canonical form forgets comments, spacing, quotes and the order of keys,
// and nothing else; it is a protocol itself.
func TestCanonical(t *testing.T) {
	p := mustParse(t, ketamine)
	same := []func(string) string{
		func(s string) string {
			return "# a comment\n---\n" + strings.ReplaceAll(s, "\n  - id", " # another\n\n  - id")
		},
		func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		func(s string) string { return "\ufeff" + s },
		func(s string) string {
			return strings.Replace(s, "{use: primary, route: iv,", "{route: 'iv',   \"use\": primary,", 1)
		},
		func(s string) string {
			return strings.TrimPrefix(s, "review: Intravenous ketamine for depression\n") + "review: Intravenous ketamine\n  for depression\n"
		},
		func(s string) string { return string(p.Canonical) },
	}
	for i, edit := range same {
		q := mustParse(t, edit(ketamine))
		if !bytes.Equal(q.Canonical, p.Canonical) {
			t.Errorf("%d: other bytes\n%s", i, cmp.Diff(string(p.Canonical), string(q.Canonical)))
		}
		if diff := cmp.Diff(p, q, nowhere); diff != "" {
			t.Errorf("%d: %s", i, diff)
		}
	}
	for _, other := range []string{
		strings.Replace(ketamine, "use: primary", "use: Primary", 1),
		strings.Replace(ketamine, "[saline, midazolam]", "[midazolam, saline]", 1),
		strings.Replace(ketamine, "title: Response", "title: A response", 1),
	} {
		if bytes.Equal(mustParse(t, other).Canonical, p.Canonical) {
			t.Error("another protocol has the same bytes")
		}
	}
}

// A released profile never changes.
func TestProfiles(t *testing.T) {
	p := Profiles[0]
	if p.Code != "grove-2026" || len(Profiles) != 1 {
		t.Fatal("the profiles")
	}
	s, o := p.Settings, p.Options
	if s.Model != "random" || s.Tau2 != "REML" || s.Interval != "hk-guarded" || s.Prediction != "guarded" || s.Few != "grove-2026" || s.Level != 95 ||
		o.Zero != "needed" || o.Add != 0.5 || o.Double != "drop" || o.Variance != "" || o.Correct != "" {
		t.Errorf("%+v %+v", s, o)
	}
	a := first(t)
	if p.LogPrior != 0.5 || p.For("OR").Prior != pool.HalfNormal(0.5) || p.For("MD").Prior != (pool.Prior{}) {
		t.Error("the prior is for ratios only")
	}
	if a.Settings != p.For(a.Measure) || a.Options != o {
		t.Error("a protocol that names no profile has another")
	}
}

// Every word of the profiles is a word of its table.
func TestProfilesUseKnownWords(t *testing.T) {
	for _, p := range Profiles {
		s, o := p.Settings, p.Options
		for name, code := range map[string]string{"model": s.Model, "tau2": s.Tau2, "interval": s.Interval, "prediction": s.Prediction, "few": s.Few, "zero": o.Zero, "double": o.Double} {
			mustParse(t, small("model: {"+name+": "+code+"}"))
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"REML", "DL", "PM", "hk-guarded", "leave-one-out"}
	for word, want := range map[string]string{"reml": "REML", "RMEL": "REML", "LD": "DL", "hkguarded": "hk-guarded", "leave-1-out": "leave-one-out", "zzz": ""} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}

// A number is the scale of the half-normal prior; a map names the distribution and
// its parameters; a flag says the same.
func TestPriors(t *testing.T) {
	for text, want := range map[string]pool.Prior{
		"0.5":                              pool.HalfNormal(0.5),
		"{tau: half-normal, scale: 0.5}":   pool.HalfNormal(0.5),
		"{tau: uniform}":                   {Tau: "uniform"},
		"jeffreys":                         {Tau: "jeffreys"},
		"{tau: half-t, scale: 0.5, df: 4}": {Tau: "half-t", Scale: 0.5, DF: 4},
		"{tau: log-normal, location: -2.5, scale: 1.7, mean: 0, sd: 4}": {Tau: "log-normal", Location: -2.5, Scale: 1.7, SD: 4},
		"{tau: turner2015, outcome: any, comparison: any}":              {Tau: "turner2015", Outcome: "any", Comparison: "any"},
	} {
		a := first(t, "model: {model: bayes, prior: "+text+"}")
		if a.Settings.Prior != want {
			t.Errorf("%s: %+v", text, a.Settings.Prior)
		}
	}
	a := first(t, "sensitivity: [{id: s, model: {prior: {tau: half-cauchy, scale: 0.5}}}]")
	if s := a.Scenarios[0]; s.Settings.Prior != (pool.Prior{Tau: "half-cauchy", Scale: 0.5}) || !strings.Contains(fmt.Sprint(s), "prior = tau half-cauchy, scale 0.5") {
		t.Errorf("%+v", s)
	}
	for text, want := range map[string]pool.Prior{
		"0.5": pool.HalfNormal(0.5), "uniform": {Tau: "uniform"}, "half-t:scale=0.5,df=4": {Tau: "half-t", Scale: 0.5, DF: 4},
		"turner2012:outcome=mortality,comparison=pharmacological-placebo": {Tau: "turner2012", Outcome: "mortality", Comparison: "pharmacological-placebo"},
	} {
		if p, err := AsPrior("--prior", text); err != nil || p != want {
			t.Errorf("%s: %+v, %v", text, p, err)
		}
	}
	for _, text := range []string{"", "0", "-1", "half-t", "half-t:scale", "half-t:scale=1", "half-normal:scale=1,df=2", "gauss:scale=1", "uniform:scale=1",
		"turner2015", "turner2015:outcome=pain", "turner2015:outcome=pain,comparison=pharmacological-pharmacological", "half-normal:scale=1,outcome=pain"} {
		if p, err := AsPrior("--prior", text); err == nil {
			t.Errorf("%q is taken for %+v", text, p)
		}
	}
	// Every name alone is either whole or refused with what makes it whole.
	for _, row := range pool.Priors {
		_, err := AsPrior("--prior", row.Code)
		if err == nil {
			continue
		}
		_, example, _ := strings.Cut(err.Error(), "write it as ")
		if p, err := AsPrior("--prior", example); err != nil || p.Tau != row.Code {
			t.Errorf("%s: %q: %v", row.Code, example, err)
		}
		_, err = Parse("p.yaml", []byte(small("model: {prior: "+row.Code+"}")))
		_, example, _ = strings.Cut(fmt.Sprint(err), "write it as ")
		if _, err := Parse("p.yaml", []byte(small("model: {prior: "+example+"}"))); err != nil {
			t.Errorf("%s: %q: %v", row.Code, example, err)
		}
	}
}

// What is declared of the correlation of the same people is a number or a bound; a
// scenario replaces it or drops it.
func TestPairing(t *testing.T) {
	a := first(t, "pairing: {r: 0.3}", "sensitivity:", "  - {id: worst, pairing: {r: lowest}}", "  - {id: none, pairing: none}", "  - {id: other, measure: RR}", "  - {id: against, pairing: {r: -0.2}}")
	if a.Select.Pairing != (effect.Declared{Given: true, R: 0.3}) {
		t.Errorf("%+v", a.Select.Pairing)
	}
	for id, want := range map[string]struct {
		pairing effect.Declared
		change  string
	}{
		"worst":   {effect.Declared{Given: true, Bound: "lowest"}, "pairing with r = lowest"},
		"none":    {effect.Declared{}, "no correlation declared"},
		"other":   {effect.Declared{Given: true, R: 0.3}, "measure = RR"},
		"against": {effect.Declared{Given: true, R: -0.2}, "pairing with r = -0.2"},
	} {
		if s := scenario(t, a, id); s.Select.Pairing != want.pairing || s.Change != want.change {
			t.Errorf("%s: %+v, %q", id, s.Select.Pairing, s.Change)
		}
	}
}

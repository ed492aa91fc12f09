package analysis

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// TestEveryPlotHasADrawing: the protocol knows a kind if and only if it can be
// drawn.
func TestEveryPlotHasADrawing(t *testing.T) {
	for _, k := range protocol.Plots {
		drawn := slices.ContainsFunc(companions, func(c struct {
			kind string
			draw func(subject, protocol.Companion, figure.Frame) (report.Figure, error)
		}) bool {
			return c.kind == k.Code
		})
		if drawn == k.Review {
			t.Errorf("%s: drawn of an analysis %v, of a review %v", k.Code, drawn, k.Review)
		}
	}
	if len(companions)+1 != len(protocol.Plots) {
		t.Errorf("%d kinds are drawn of an analysis and one of the review, %d are known", len(companions), len(protocol.Plots))
	}
}

// folder is a review in a folder of its own.
func folder(t *testing.T, files map[string]string) report.Review {
	t.Helper()
	r, err := attempt(t, files)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func attempt(t *testing.T, files map[string]string) (report.Review, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	in, err := Load(dir)
	if err != nil {
		return report.Review{}, err
	}
	return Run(context.Background(), in)
}

// bcgWith is the shipped review with other plots, and further lines of its
// analysis.
func bcgWith(t *testing.T, lines string) (report.Review, error) {
	t.Helper()
	data, err := os.ReadFile("../data/bcg/bcg.csv")
	if err != nil {
		t.Fatal(err)
	}
	return attempt(t, map[string]string{"bcg.csv": string(data), "protocol.yaml": "review: BCG\ndata: {contrasts: bcg.csv}\nplots: [evidence]\nanalyses:\n  - id: tb\n    title: Tuberculosis\n    measure: RR\n" + lines})
}

const allPlots = "    plots: [subgroups, leave-one-out, cumulative, drapery, baujat, radial, funnel, labbe, time-course, {bubble: {by: latitude}}, {bubble: {by: allocation}}, traffic-light]\n"

// TestDeclaredPlotsAreThereOrSayWhyNot.
func TestDeclaredPlotsAreThereOrSayWhyNot(t *testing.T) {
	r, err := bcgWith(t, allPlots+"    subgroup: {by: allocation}\n    sensitivity: [leave-one-out, cumulative]\n")
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	var names []string
	for _, f := range a.Figures {
		names = append(names, strings.TrimPrefix(f.Name, "figures/tb/"))
		if f.Alt == "" || f.Title == "" || len(f.SVG) == 0 || len(f.Drawing.Warnings) > 0 {
			t.Errorf("%s: title %q, alternative %q, %d bytes, warnings %q", f.Name, f.Title, f.Alt, len(f.SVG), f.Drawing.Warnings)
		}
	}
	want := []string{"forest", "sensitivity", "subgroups", "leave-one-out", "cumulative", "drapery", "baujat", "radial", "funnel", "labbe", "bubble-latitude"}
	if !slices.Equal(names, want) {
		t.Errorf("drawn %v", names)
	}
	says(t, a.Undrawn, "Time course not drawn: 0 times with an effect", "Bubble plot by allocation not drawn: allocation is not a number", "Risk of bias not drawn: no table has columns of judgements")
	if len(r.Figures) != 1 || !strings.Contains(r.Figures[0].Alt, "Tuberculosis: 13 pooled") {
		t.Errorf("of the review: %+v", r.Figures)
	}
	md, page := string(report.Markdown(r)), ""
	if b, err := report.HTML(r); err != nil {
		t.Fatal(err)
	} else {
		page = string(b)
	}
	for _, want := range append(slices.Clone(a.Undrawn), "Rücker G, Schwarzer G", "Galbraith RF") {
		if !strings.Contains(strings.NewReplacer(`\`, "").Replace(md), want) {
			t.Errorf("the report does not say %q", want)
		}
		if !strings.Contains(page, strings.ReplaceAll(want, "'", "&#39;")) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, f := range append(a.Figures, r.Figures...) {
		if !strings.Contains(md, "]("+f.Name+".svg)") || !strings.Contains(md, report.Escape(f.Alt)) {
			t.Errorf("the report has not %s with its alternative", f.Name)
		}
		if !strings.Contains(page, strings.ReplaceAll(f.Title, "'", "&#39;")) {
			t.Errorf("the page has not %s", f.Name)
		}
	}
}

// TestCompanionsSpeakNorwegian: no English word of grove's own is left in them,
// and their numbers have a comma.
func TestCompanionsSpeakNorwegian(t *testing.T) {
	r, err := bcgWith(t, allPlots+"    figure: {language: no}\n    subgroup: {by: allocation}\n    sensitivity: [leave-one-out, cumulative]\n")
	if err != nil {
		t.Fatal(err)
	}
	r.Analyses[0].Figures = append(r.Analyses[0].Figures, folderNorwegian(t)...)
	english := regexp.MustCompile(`(?i)\b(the|of|and|with|trials?|by|is|no|interval|without|low|high|found|hours)\b|\d\.\d`)
	n := 0
	for _, f := range r.Analyses[0].Figures {
		texts := []string{f.Alt}
		for _, b := range figure.Boxes(f.Drawing) {
			if b.Role != figure.RoleTitle && b.Role != figure.RoleFavours {
				texts = append(texts, b.String)
			}
		}
		for _, s := range texts {
			n++
			if w := english.FindString(s); w != "" {
				t.Errorf("%s: %q in %q", f.Name, w, s)
			}
		}
	}
	if n < 400 {
		t.Errorf("%d texts", n)
	}
}

// folderNorwegian is a time course, a traffic light and a matrix in Norwegian.
func folderNorwegian(t *testing.T) []report.Figure {
	r := folder(t, map[string]string{"arms.csv": trials(3, 4, 24, 72), "protocol.yaml": course + "figure: {language: no}\nplots: [evidence]\n"})
	return append(r.Analyses[0].Figures[2:], r.Figures...)
}

// says compares texts by their beginnings.
func says(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("said %q", got)
		return
	}
	for i, w := range want {
		if !strings.HasPrefix(got[i], w) {
			t.Errorf("said %q, want %q", got[i], w)
		}
	}
}

// TestUsualPlots are drawn without being asked for, of enough trials, and not
// spoken of otherwise; the word none asks for none.
func TestUsualPlots(t *testing.T) {
	for lines, want := range map[string][]string{"": {"figures/tb/forest", "figures/tb/funnel", "figures/tb/labbe"}, "    plots: none\n": {"figures/tb/forest"},
		"    where: {allocation: alternate}\n": {"figures/tb/forest", "figures/tb/sensitivity"}} {
		r, err := bcgWith(t, lines)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range r.Analyses[0].Figures {
			names = append(names, f.Name)
		}
		if !slices.Equal(names, want) || len(r.Analyses[0].Undrawn) > 0 {
			t.Errorf("%q: drawn %v; %q", lines, names, r.Analyses[0].Undrawn)
		}
	}
}

// TestFewTrialsAreNotDrawn: of no trial, of one and of two.
func TestFewTrialsAreNotDrawn(t *testing.T) {
	for k, where := range map[int]string{0: "{latitude: {gt: 90}}", 1: "{study: Aronson 1948}", 2: "{allocation: alternate}"} {
		r, err := bcgWith(t, allPlots+"    where: "+where+"\n")
		if err != nil {
			t.Fatal(err)
		}
		a := r.Analyses[0]
		if a.Main.Result.K != k {
			t.Fatalf("%d trials, want %d", a.Main.Result.K, k)
		}
		drawn := len(protocol.Plots) - len(a.Undrawn) // evidence is not among them, and bubble is twice
		if want := map[int]int{0: 0, 1: 0, 2: 1}[k]; drawn != want {
			t.Errorf("of %d trials %d are drawn, want %d; %q", k, drawn, want, a.Undrawn)
		}
		for _, u := range a.Undrawn {
			if strings.Contains(u, "not drawn: ") && strings.HasSuffix(u, ": ") {
				t.Errorf("no reason: %q", u)
			}
		}
	}
}

// TestBubbleSaysWhatMetaforSays: rma(yi, vi, mods = ~ ablat, method = "REML",
// test = "knha") of metafor 3.8-1 gives exp(10 b) = 0.7475 (0.6240 to 0.8954), P
// = 0.00457, τ² = 0.0763 and R² = 75.6%.
func TestBubbleSaysWhatMetaforSays(t *testing.T) {
	r, err := bcgWith(t, "    plots: [{bubble: {by: latitude}}]\n")
	if err != nil {
		t.Fatal(err)
	}
	f := r.Analyses[0].Figures[1]
	if want := "Latitude: per 10 more the effect is multiplied by 0.75 [0.62 to 0.90] (95% CI), P = 0.005. Remaining τ² 0.076, R² 76%."; !strings.Contains(f.Alt, want) {
		t.Error(f.Alt)
	}
	if r, err = bcgWith(t, "    plots: [{bubble: {by: latitude}}]\n    model: {model: bayes, prior: 0.5}\n"); err != nil {
		t.Fatal(err)
	}
	f = r.Analyses[0].Figures[1]
	if want := "Latitude: per 10 more the effect is multiplied by 0.75 [0.64 to 0.89] (95% credible interval). Remaining τ² 0.087."; !strings.Contains(f.Alt, want) {
		t.Error(f.Alt)
	}
}

// TestAMarkIsExplained wherever a row has it: of the four trials on ketamine the
// two with an active control have an interval that is narrower by its degrees of
// freedom alone.
func TestAMarkIsExplained(t *testing.T) {
	in, err := Load("../data/ketamine")
	if err != nil {
		t.Fatal(err)
	}
	in.Protocol.Analyses = in.Protocol.Analyses[:1]
	in.Protocol.Analyses[0].Plots = []protocol.Companion{{Kind: "subgroups"}, {Kind: "leave-one-out"}}
	r, err := Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range r.Analyses[0].Figures {
		rows, notes := 0, 0
		for _, row := range f.Forest.Rows {
			rows += strings.Count(row.Mark, degreesMark)
		}
		for _, note := range f.Forest.Notes {
			notes += strings.Count(note, degreesMark)
		}
		n += rows
		if (rows > 0) != (notes == 1) {
			t.Errorf("%s: %d rows and %d notes have the mark", f.Name, rows, notes)
		}
	}
	if n < 2 {
		t.Errorf("%d marks", n)
	}
}

// TestNamesOfFiguresDiffer: also for columns that differ only in what a file's
// name cannot hold, or only after its greatest length.
func TestNamesOfFiguresDiffer(t *testing.T) {
	long := strings.Repeat("x", 300)
	columns := []string{"dose mg", "dose-mg", "dose mg 2", "用量", "劑量", long + "1", long + "2"}
	table := "study,events_t,n_t,events_c,n_c," + strings.Join(columns, ",") + "\n"
	plots := ""
	for i := range 12 {
		table += fmt.Sprintf("t%d,%d,50,%d,50%s\n", i, 5+i, 9+i%4, strings.Repeat(fmt.Sprintf(",%d", i), len(columns)))
	}
	for _, c := range columns {
		plots += "{bubble: {by: " + c + "}}, "
	}
	r := folder(t, map[string]string{"t.csv": table, "protocol.yaml": "review: R\ndata: {contrasts: t.csv}\nanalyses:\n  - {id: a, measure: OR, plots: [" + strings.TrimSuffix(plots, ", ") + "]}\n"})
	seen := map[string]bool{}
	for _, f := range r.AllFigures() {
		if seen[f.Name] || len(filepath.Base(f.Name)) > 100 {
			t.Errorf("the name %s", f.Name)
		}
		seen[f.Name] = true
	}
	if len(seen) != 1+len(columns) {
		t.Errorf("%d names: %q", len(seen), r.Analyses[0].Undrawn)
	}
}

// TestBubbleOfNoColumnIsAnError, of the protocol.
func TestBubbleOfNoColumnIsAnError(t *testing.T) {
	if _, err := bcgWith(t, "    plots: [{bubble: {by: longitude}}]\n"); err == nil || !strings.Contains(err.Error(), `no table has a column "longitude"`) {
		t.Error(err)
	}
}

// TestDraperyCurvesCrossAtTheLimits: the P value of an end of an interval is
// what is outside it, and that of the estimate is 1.
func TestDraperyCurvesCrossAtTheLimits(t *testing.T) {
	r, err := bcgWith(t, "")
	if err != nil {
		t.Fatal(err)
	}
	s := subject{Analysis: r.Analyses[0]}
	x := s.Main.Result
	for _, c := range []struct{ y, se, df, end float64 }{{x.Estimate, x.SE, x.DF, x.CIUpper}, {x.Estimate, (x.PIUpper - x.Estimate) / pool.Quantile(95, x.PIDF), x.PIDF, x.PILower},
		{s.Main.Trials[0].Y, math.Sqrt(s.Main.Trials[0].V), math.Inf(1), s.Main.Trials[0].CILower}} {
		curve := s.likely("", figure.Own, c.y, c.se, c.df, c.end, c.y+3*c.se)
		if c.end > c.y {
			curve = s.likely("", figure.Own, c.y, c.se, c.df, c.y-3*c.se, c.end)
			slices.Reverse(curve.Points)
		}
		if p := curve.Points[0]; math.Abs(math.Log(p.X)-c.end) > 1e-12 || math.Abs(p.Y-0.05) > 1e-9 {
			t.Errorf("at %v, the end %v, P is %v", math.Log(p.X), c.end, p.Y)
		}
		top := 0.0
		for _, p := range curve.Points {
			top = max(top, p.Y)
		}
		if math.Abs(top-1) > 1e-12 {
			t.Errorf("the greatest P is %v", top)
		}
	}
}

// trials are k trials in long form, each at the given hours.
func trials(k int, hours ...int) string {
	text := "study,outcome,time_h,arm,treatment,n,events,D1,Overall\n"
	words := []string{"Low", "Some concerns", "high", ""}
	for i := range k {
		for _, h := range hours {
			for arm, name := range []string{"drug", "placebo"} {
				text += fmt.Sprintf("t%d,response,%d,%s,%s,%d,%d,%s,%s\n", i, h, name, name, 30+i, 12-4*arm+i%3, words[i%4], words[(i+1)%4])
			}
		}
	}
	return text
}

const course = "review: R\ndata: {arms: arms.csv}\nanalyses:\n  - id: a\n    title: T\n    measure: OR\n    outcome: response\n    compare: {experimental: [drug], control: [placebo]}\n    time: {at: 24, from: 20, to: 30, unit: h}\n    plots: [time-course, traffic-light]\n"

// TestTimeCourseShowsEveryReading: filled those of the main estimate, hollow
// those of other times.
func TestTimeCourseShowsEveryReading(t *testing.T) {
	r := folder(t, map[string]string{"arms.csv": trials(3, 4, 24, 72), "protocol.yaml": course})
	a := r.Analyses[0]
	says(t, a.Undrawn)
	filled, hollow := 0, 0
	for _, item := range a.Figures[2].Drawing.Items {
		if c, ok := item.(figure.Circle); ok && c.Role == figure.RoleMark {
			if c.Fill == (figure.Color{R: 255, G: 255, B: 255}) {
				hollow++
			} else {
				filled++
			}
		}
	}
	if filled != 3 || hollow != 6 {
		t.Errorf("%d filled and %d hollow marks", filled, hollow)
	}
	if want := "9 readings of 3 trials from 4 to 72 h"; !strings.Contains(a.Figures[2].Alt, want) {
		t.Error(a.Figures[2].Alt)
	}
	r = folder(t, map[string]string{"arms.csv": trials(3, 24), "protocol.yaml": course})
	says(t, r.Analyses[0].Undrawn, "Time course not drawn: 1 time with an effect")
}

// TestTrafficLightTakesTheWordsOfTheTable, and refuses others.
func TestTrafficLightTakesTheWordsOfTheTable(t *testing.T) {
	r := folder(t, map[string]string{"arms.csv": trials(4, 24, 72), "protocol.yaml": course})
	alt := r.Analyses[0].Figures[3].Alt
	for _, want := range []string{"t0: D1 Low risk; Overall Some concerns;", "t2: D1 High risk; Overall not assessed;"} {
		if !strings.Contains(alt, want) {
			t.Errorf("%q is not in %q", want, alt)
		}
	}
	if _, err := attempt(t, map[string]string{"arms.csv": strings.ReplaceAll(trials(4, 24, 72), "high", "hihg"), "protocol.yaml": course}); err == nil || !strings.Contains(err.Error(), `D1 of t2 is "hihg", no judgement`) {
		t.Error(err)
	}
}

// TestASeriesRepeatsOnlyItself: a refit that an earlier scenario has too is not
// grey in a figure where that scenario does not stand.
func TestASeriesRepeatsOnlyItself(t *testing.T) {
	r, err := bcgWith(t, "    plots: [leave-one-out, cumulative]\n    sensitivity: [{id: out, exclude: {study: TPT Madras 1980}}, leave-one-out, cumulative]\n")
	if err != nil {
		t.Fatal(err)
	}
	muted := func(f report.Figure) (n int) {
		for _, row := range f.Forest.Rows {
			if row.Muted {
				n++
			}
		}
		return n
	}
	figures := r.Analyses[0].Figures
	if got := [3]int{muted(figures[1]), muted(figures[2]), muted(figures[3])}; got != [3]int{3, 0, 1} {
		t.Errorf("muted rows %v", got)
	}
}

// TestRefitsOfNothing: where no trial is left, the figure of the refits says so in
// its language, and not of an analysis that has trials.
func TestRefitsOfNothing(t *testing.T) {
	for language, want := range map[string]string{"en": "No trial left", "no": "Ingen studie igjen"} {
		for where, left := range map[string]bool{"": false, "    where: {latitude: {gt: 20}}\n    exclude: {latitude: {gt: 20}}\n": true} {
			r, err := bcgWith(t, "    plots: none\n    figure: {language: "+language+"}\n"+where+"    sensitivity: [{id: or, measure: OR}]\n")
			if err != nil {
				t.Fatal(err)
			}
			figures := r.Analyses[0].Figures
			cells := figures[len(figures)-1].Forest.Rows[0].Cells
			if got := slices.Contains(cells, want); got != left {
				t.Errorf("%s, %q: %q", language, where, cells)
			}
		}
	}
}

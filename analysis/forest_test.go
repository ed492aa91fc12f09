package analysis

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// judged is what the tests say of the thirteen BCG trials; it is made up.
const judged = `study,period,blocked,D1,D2,Overall
Aronson 1948,early,1,Low,Some concerns,Some concerns
Ferguson & Simes 1949,early,2,low,High risk,High
Rosenthal et al. 1960,middle,,Low,Low,Low
Hart & Sutherland 1977,late,10,High,No information,High
Frimodt-Møller et al. 1973,late,9,Low,Low,Low
Stein & Aronson 1953,early,3,Low,Low,Low
Vandiviere et al. 1973,late,8,Low,Low,Low
TPT Madras 1980,alone,11,Low,Low,Low
Coetzee & Berjak 1968,,7,Low,Low,Low
Rosenthal et al. 1961,middle,4,Low,,Low
Comstock et al. 1974,late,9,Low,Low,Low
Comstock & Webster 1969,,6,Low,Low,Low
Comstock et al. 1976,late,9,Low,Low,Low
`

// seen answers the BCG review with a figure and further lines of its analysis.
func seen(t *testing.T, figure string, more ...string) (report.Review, error) {
	t.Helper()
	dir := t.TempDir()
	data, err := os.ReadFile(filepath.Join("..", "data", "bcg", "bcg.csv"))
	if err != nil {
		t.Fatal(err)
	}
	text := "review: R\nfigure: " + figure + "\ndata: {studies: studies.csv, contrasts: bcg.csv}\nanalyses:\n  - id: a\n    title: Tuberculosis\n    measure: RR\n    favours: {left: Favours BCG, right: Favours no vaccine}\n"
	for _, line := range more {
		text += "    " + line + "\n"
	}
	for name, content := range map[string][]byte{"bcg.csv": data, "studies.csv": []byte(judged), "protocol.yaml": []byte(text)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	in, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	in.Name = "r"
	return Run(context.Background(), in)
}

// drawn is the forest plot of the BCG review with a figure.
func drawn(t *testing.T, figure string, more ...string) figure.Forest {
	t.Helper()
	r, err := seen(t, figure, more...)
	if err != nil {
		t.Fatalf("%s %q: %v", figure, more, err)
	}
	return r.Analyses[0].Figures[0].Forest
}

// labels are the first cells of the rows of some kinds.
func labels(f figure.Forest, kinds ...figure.Kind) []string {
	var all []string
	for _, r := range f.Rows {
		if slices.Contains(kinds, r.Kind) {
			all = append(all, r.Cells[0])
		}
	}
	return all
}

// TestAViewChangesNoNumber: however the figure is sorted, grouped and set, the
// results are the same bytes, the pooled rows are the same, and each trial's
// texts and marks travel with it.
func TestAViewChangesNoNumber(t *testing.T) {
	numbers := func(r report.Review) []byte {
		var all []byte
		for _, make := range []func(report.Review) ([]byte, error){report.JSON, report.EstimatesCSV, report.TrialsCSV} {
			b, err := make(r)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, b...)
		}
		return all
	}
	const columns = "columns: [study, year, experimental, control, latitude, plot, effect, weight, risk_of_bias]"
	plain, err := seen(t, "{"+columns+"}")
	if err != nil {
		t.Fatal(err)
	}
	key := func(r figure.Row) string { // all that a row shows, but for its indent
		r.Indent = 0
		return fmt.Sprintf("%v", r)
	}
	rows := func(r report.Review) (trials map[string]string, order []string, pooled []string) {
		trials = map[string]string{}
		for _, row := range r.Analyses[0].Figures[0].Forest.Rows {
			switch row.Kind {
			case figure.Study:
				trials[row.Cells[0]], order = key(row), append(order, row.Cells[0])
			case figure.Pooled, figure.Prediction:
				pooled = append(pooled, key(row))
			}
		}
		return trials, order, pooled
	}
	want, first, pooled := rows(plain)
	if len(want) != 13 || len(pooled) != 2 {
		t.Fatalf("%d trials, %d pooled rows", len(want), len(pooled))
	}
	orders := map[string]bool{}
	for _, sort := range []string{"data", "-data", "year", "-year", "effect", "-effect", "weight", "-weight", "precision", "study", "latitude", "blocked", "-blocked"} {
		for _, group := range []string{"none", "allocation", "period"} {
			r, err := seen(t, "{"+columns+", sort: "+sort+", group: "+group+"}")
			if err != nil {
				t.Fatal(sort, group, err)
			}
			got, order, same := rows(r)
			if !bytes.Equal(numbers(r), numbers(plain)) {
				t.Errorf("%s, %s: other numbers", sort, group)
			}
			if !slices.Equal(same, pooled) {
				t.Errorf("%s, %s: pooled rows\n%q, not\n%q", sort, group, same, pooled)
			}
			if len(got) != len(want) || len(order) != len(first) {
				t.Errorf("%s, %s: %d rows of %d trials", sort, group, len(order), len(got))
			}
			for label, row := range want {
				if got[label] != row {
					t.Errorf("%s, %s: %s shows\n%s, not\n%s", sort, group, label, got[label], row)
				}
			}
			orders[strings.Join(order, "|")] = true
		}
	}
	if len(orders) < 30 {
		t.Errorf("%d orders", len(orders))
	}
	for _, look := range []string{"{style: jama, width: 174, digits: 3}", "{style: bmj, language: no, prediction: density, dpi: 96}"} {
		r, err := seen(t, look)
		if err != nil || !bytes.Equal(numbers(r), numbers(plain)) {
			t.Errorf("%s: other numbers, %v", look, err)
		}
	}
}

// TestSorting: upwards, downwards, with what is missing last both ways and ties
// in the order of the data.
func TestSorting(t *testing.T) {
	short := func(f figure.Forest) string {
		var all []string
		for _, l := range labels(f, figure.Study) {
			all = append(all, fmt.Sprintf("%.4s%s", strings.Fields(l)[0], l[len(l)-2:]))
		}
		return strings.Join(all, " ")
	}
	for sort, want := range map[string]string{
		"blocked":  "Aron48 Ferg49 Stei53 Rose61 Coms69 Coet68 Vand73 Frim73 Coms74 Coms76 Hart77 TPT80 Rose60",
		"-blocked": "TPT80 Hart77 Frim73 Coms74 Coms76 Vand73 Coet68 Coms69 Rose61 Stei53 Ferg49 Aron48 Rose60",
		"-weight":  "TPT80 Stei53 Coms74 Hart77",
		"effect":   "Vand73 Ferg49 Hart77",
		"-effect":  "Coms69 TPT80 Coms76",
		"period":   "TPT80 Aron48 Ferg49 Stei53 Hart77 Frim73 Vand73 Coms74 Coms76 Rose60 Rose61 Coet68 Coms69",
	} {
		got := short(drawn(t, "{sort: "+sort+"}"))
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", sort, got, want)
		}
	}
}

// TestSubgroupsInTheForest: the groups in the protocol's order with their
// trials, a sub-total for groups of two and more only, what is not reported
// last, and the test between groups or the reason why it is not shown.
func TestSubgroupsInTheForest(t *testing.T) {
	f := drawn(t, "{sort: year}", "subgroup: {by: period, order: [late, early]}")
	var got []string
	for _, r := range f.Rows {
		switch r.Kind {
		case figure.Heading:
			got = append(got, r.Cells[0])
		case figure.Study:
			got = append(got, "-")
		case figure.Hollow:
			got = append(got, "="+r.Cells[len(r.Cells)-4])
		case figure.Pooled:
			got = append(got, "all")
		}
	}
	if s := strings.Join(got, " "); strings.Count(s, "-") != 13 || strings.Count(s, "Period:") != 5 ||
		!strings.HasPrefix(s, "Period: late - - - - - =") || !strings.Contains(s, "Period: early - - - =") || !strings.Contains(s, "Period: middle - - =") ||
		!strings.Contains(s, "Period: alone - Period: not reported - - =") || !strings.HasSuffix(s, " all") {
		t.Error(s)
	}
	r, err := seen(t, "{sort: year}", "subgroup: {by: period, order: [late, early]}")
	if err != nil {
		t.Fatal(err)
	}
	a := r.Analyses[0]
	sum := 0.0
	for _, e := range a.Subgroups {
		for _, row := range f.Rows {
			if row.Kind == figure.Hollow && row.X == e.Natural.Estimate && row.Low == e.Natural.CILower && row.High == e.Natural.CIUpper {
				sum += float64(e.Result.K)
			}
		}
	}
	if sum != 12 {
		t.Errorf("sub-totals of %v trials are those of the subgroups, want all but the one alone", sum)
	}
	notes := strings.Join(f.Notes, "\n")
	if !strings.Contains(notes, "Test between subgroups: not shown: a subgroup has fewer than 2 trials") || strings.Count(notes, "Test between") != 1 {
		t.Error(notes)
	}
	f = drawn(t, "{columns: [study, plot, weight]}", "subgroup: {by: allocation}")
	var own, part float64 // weights of a group's trials, and what its sub-total says
	for _, r := range f.Rows {
		if w := 0.0; r.Kind == figure.Study || r.Kind == figure.Hollow {
			if _, err := fmt.Sscanf(r.Cells[1], "%f%%", &w); err != nil {
				t.Fatal(r.Cells, err)
			}
			if own += w; r.Kind == figure.Hollow {
				if part = w; math.Abs(own-2*part) > 0.4 { // rounded weights of seven trials
					t.Errorf("%s: %.1f, the trials have %.1f", r.Cells[0], part, own-part)
				}
				own = 0
			}
		}
	}
	if part == 0 {
		t.Error("no sub-total has a weight")
	}
	notes = strings.Join(f.Notes, "\n")
	if !strings.Contains(notes, "Test between subgroups with one τ²: Q\u00a0=\u00a0") || !strings.Contains(notes, "each with its own τ²: Q") {
		t.Error(notes)
	}
	for _, other := range []string{"{group: none}", "{group: period}"} {
		f := drawn(t, other, "subgroup: {by: allocation}")
		if len(labels(f, figure.Hollow)) != 0 || strings.Contains(strings.Join(f.Notes, ""), "Test between") {
			t.Errorf("%s has the sub-totals or the test of allocation", other)
		}
	}
	if f := drawn(t, "{sort: year}", "where: {study: Aronson 1948}", "subgroup: {by: allocation}"); len(labels(f, figure.Heading, figure.Hollow, figure.Pooled)) != 0 || len(f.Rows) != 1 {
		t.Errorf("one trial: %d rows", len(f.Rows))
	}
}

// TestColumnsOfAForest: in the order and on the side that the protocol says,
// with its heads; numbers of the data stand right, texts left, judgements are
// signs.
func TestColumnsOfAForest(t *testing.T) {
	f := drawn(t, `{columns: [study, {year: Published}, allocation, n, plot, weight, {effect: "Risk, relative"}, {D2: Deviations}]}`)
	want := []figure.Column{{Head: "Trial"}, {Head: "Published", Align: figure.AlignRight}, {Head: "Allocation"}, {Head: "People", Align: figure.AlignRight},
		{Head: "Weight", Align: figure.AlignRight, Side: figure.Right, Bar: true}, {Head: "Risk, relative", Align: figure.AlignDecimal, Side: figure.Right}, {Head: "Deviations", Side: figure.Right}}
	for i, c := range f.Columns {
		signs := len(c.Signs)
		if c.Signs = nil; fmt.Sprint(c) != fmt.Sprint(want[i]) || (signs > 0) != (i == 6) {
			t.Errorf("column %d: %+v with %d signs, want %+v", i+1, c, signs, want[i])
		}
	}
	if got := strings.Join(f.Rows[1].Cells, "|"); got != "Ferguson & Simes 1949|1949|random|609|6.4%|0.20 [0.09 to 0.49]|High risk" {
		t.Error(got)
	}
	if got := strings.Join(f.Rows[14].Cells, "|"); got != "Random effects (REML), 13 trials, 357,347 people|||357,347|100%|0.49 [0.33 to 0.73]|" {
		t.Error(got)
	}
	if f := drawn(t, "{sort: data}"); len(f.Columns) != 8 || f.Columns[7].Head != "Overall" || f.Columns[5].Side != figure.Right {
		t.Errorf("the usual columns: %+v", f.Columns)
	}
	for text, want := range map[string]string{
		"{columns: [study, yeer]}":   `:2:27: no table has a column "yeer"; did you mean "year"?`,
		"{sort: -wieght}":            `:2:16: no table has a column "wieght"; did you mean "weight"?`,
		"{group: alocation}":         `:2:17: no table has a column "alocation"; did you mean "allocation"?`,
		"{columns: [study, D3]}":     `no table has a column "D3"`,
		"{models: [bayes], sort: x}": `no table has a column "x"; known: data, effect, weight`,
	} {
		if _, err := seen(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// TestAWordThatIsNoJudgement is refused, where the data have judgements.
func TestAWordThatIsNoJudgement(t *testing.T) {
	v := view{bias: []string{"D1"}, columns: []texts{{"D1", []string{"lwo"}}}}
	a := report.Analysis{Main: report.Estimate{Trials: make([]report.Trial, 1)}}
	if _, err := v.judged(a, "D1"); err == nil || !strings.Contains(err.Error(), `"lwo", no judgement`) {
		t.Error(err)
	}
	for _, j := range judgements {
		v.columns[0].cells[0] = strings.ToUpper(j.word) + " risk"
		c, err := v.judged(a, "D1")
		if err != nil || c.cells[0] != j.sign || !slices.ContainsFunc(c.Signs, func(s figure.Sign) bool { return s.Name == j.sign }) {
			t.Errorf("%s: %q, %v", j.word, c.cells, err)
		}
	}
}

// TestOtherModelsInTheForest: they are estimates of the results, and the main
// one stays as it is.
func TestOtherModelsInTheForest(t *testing.T) {
	const asked = "{models: [random, common, mh, bayes], prediction: density}"
	r, err := seen(t, asked)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := seen(t, "{sort: data}")
	if err != nil {
		t.Fatal(err)
	}
	a, b := r.Analyses[0], plain.Analyses[0]
	if fmt.Sprint(a.Main.Result) != fmt.Sprint(b.Main.Result) || len(b.Beside) != 0 {
		t.Error("the main estimate changes with the models beside it")
	}
	var scenarios []string
	f := a.Figures[0].Forest
	for _, e := range a.Beside {
		scenarios = append(scenarios, e.Scenario)
		if !slices.ContainsFunc(f.Rows, func(row figure.Row) bool { return row.Kind == figure.Hollow && row.X == e.Natural.Estimate }) {
			t.Errorf("%s is not in the figure", e.Scenario)
		}
	}
	if got := strings.Join(scenarios, " "); got != "beside-common beside-mh beside-bayes" {
		t.Error(got)
	}
	if got := strings.Join(labels(f, figure.Pooled, figure.Hollow, figure.Prediction), "|"); got != "Random effects (REML), 13 trials, 357,347 people|Common effect (assumes one effect)|Mantel–Haenszel|Bayesian random effects|95% prediction interval (t, 12 df)|95% prediction interval (posterior predictive)" {
		t.Error(got)
	}
	var shaped, bars int
	for _, row := range f.Rows {
		if row.Kind != figure.Prediction {
			continue
		}
		if row.Shape == nil {
			bars++
			continue
		}
		shaped++
		peak := slices.MaxFunc(row.Shape, func(p, q figure.Point) int {
			if p.Y < q.Y {
				return -1
			}
			return 1
		})
		if math.Abs(math.Log(peak.X/a.Main.Natural.Estimate)) > 1e-9 || row.Shape[0].X > row.Low || row.Shape[len(row.Shape)-1].X < row.High {
			t.Errorf("the density is highest at %v and runs from %v to %v", peak.X, row.Shape[0].X, row.Shape[len(row.Shape)-1].X)
		}
	}
	if shaped != 1 || bars != 1 || !strings.Contains(strings.Join(f.Notes, ""), "posterior predictive distribution is drawn as its interval") {
		t.Errorf("%d densities, %d bars", shaped, bars)
	}
}

// TestDigits: as many decimals as asked for, more only where a number would look
// like no difference or like 0.
func TestDigits(t *testing.T) {
	f := drawn(t, "{digits: 1}")
	for label, want := range map[string]string{"Aronson 1948": "0.4 [0.1 to 1.3]", "Coetzee & Berjak 1968": "0.6 [0.4 to 0.996]", "Vandiviere et al. 1973": "0.2 [0.1 to 0.5]", "TPT Madras 1980": "1.01 [0.9 to 1.1]"} {
		for _, r := range f.Rows {
			if r.Cells != nil && r.Cells[0] == label && !slices.Contains(r.Cells, want) {
				t.Errorf("%q, want %s", r.Cells, want)
			}
		}
	}
}

// TestSheets: the pages of a PDF hold every row once and are about equally full;
// a figure that fits stands on one, and a picture keeps to the pixels that
// programs open.
func TestSheets(t *testing.T) {
	f := figure.Forest{Columns: []figure.Column{{Head: "Trial"}}, Axis: figure.Axis{Null: 0, Low: -1, High: 1}, Reference: math.NaN()}
	for i := range 200 {
		f.Rows = append(f.Rows, figure.NewRow(figure.Remark, fmt.Sprint("row ", i)))
	}
	d := figure.Layout(f)
	pages := sheets(report.Figure{Forest: f, Drawing: d})
	least, most, rows := math.Inf(1), 0.0, 0
	for _, p := range pages {
		least, most = math.Min(least, p.Height), math.Max(most, p.Height)
		for _, b := range figure.Boxes(p) {
			if b.Role == figure.RoleCell {
				rows++
			}
		}
	}
	if len(pages) < 3 || most > sheet*72/25.4 || least < 0.8*most || rows != 200 {
		t.Errorf("%d pages, %.0f to %.0f points high, %d rows", len(pages), least, most, rows)
	}
	if n := len(sheets(report.Figure{Forest: f, Drawing: figure.Drawing{Height: 100}})); n != 1 {
		t.Errorf("%d pages for a low figure", n)
	}
	if dpi := fitting(report.Figure{DPI: 600, Drawing: figure.Drawing{Width: 500, Height: 500}}); dpi != 600 {
		t.Errorf("%d dpi", dpi)
	}
	tall := report.Figure{DPI: 600, Drawing: figure.Drawing{Width: 500, Height: 5000}}
	if dpi := fitting(tall); dpi < 400 || dpi > 500 {
		t.Errorf("%d dpi for a tall one", dpi)
	}
}

// A share has the interval that the figure names in its row and its column, and
// the figure says so; its place, the weights and what is pooled stay.
func TestIntervalsOfSharesInAForest(t *testing.T) {
	review := func(shares string) report.Analysis {
		return folder(t, map[string]string{"shares.csv": "study,events_g,n_g\nA,0,20\nB,15,148\nC,81,263\n",
			"protocol.yaml": "review: R\nfigure: {shares: " + shares + "}\ndata: {contrasts: shares.csv}\nanalyses:\n  - {id: a, title: T, measure: PLO}\n"}).Analyses[0]
	}
	plain, exact := review("pooled"), review("clopper-pearson")
	if a, b := plain.Main.Trials[0].Natural, exact.Main.Trials[0].Natural; a.Estimate != b.Estimate || a.CIUpper != b.CIUpper {
		t.Errorf("numbers hang on the figure: %+v, %+v", a, b)
	}
	was, f := plain.Figures[0].Forest, exact.Figures[0].Forest
	if r := f.Rows[0]; r.X != 0 || r.Low != 0 || math.Abs(r.High-0.1684) > 5e-5 || r.Weight != was.Rows[0].Weight || !slices.ContainsFunc(r.Cells, func(c string) bool { return strings.Contains(c, "0.17") }) {
		t.Errorf("a row without events: %+v", r)
	}
	if r := f.Rows[2]; math.Abs(r.X-81./263) > 1e-15 || math.Abs(r.Low-0.2527) > 5e-5 || math.Abs(r.High-0.3676) > 5e-5 {
		t.Errorf("%+v", r)
	}
	if len(f.Notes) != len(was.Notes)+1 || f.Notes[len(was.Notes)] != "Intervals of the single studies: exact, Clopper–Pearson" {
		t.Errorf("notes %q, were %q", f.Notes, was.Notes)
	}
}

// TestHeadOfTheEffects: a measure stands over the effects by the abbreviation
// that readers know, or else by its name.
func TestHeadOfTheEffects(t *testing.T) {
	f := protocol.Plain()
	v := view{Figure: f, options: options(f)}
	for code, want := range map[string]string{"RR": "RR [95% CI]", "GEN": "Effect as reported [95% CI]", "PFT": "Proportion [95% CI]", "ZCOR": "Correlation [95% CI]"} {
		m, _ := effect.Lookup(code)
		a := report.Analysis{Measure: m}
		a.Main.Settings.Level = 95
		if got := v.effectHead(a); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

package figure_test

import (
	"math"
	"strings"
	"testing"

	"grove/analysis/figure"
	"grove/analysis/figure/internal/sample"
)

func TestNumbersInTheirDress(t *testing.T) {
	options := map[string]figure.Options{}
	for _, s := range figure.Styles {
		for _, l := range figure.Locales {
			options[s.Name+" "+l.Name] = figure.Options{Style: s, Locale: l}
		}
	}
	options["zero"] = figure.Options{}
	for _, c := range []struct{ dress, got, want string }{
		{"zero", options["zero"].Interval("0.41", "0.13", "1.26"), "0.41 [0.13 to 1.26]"},
		{"grove nb", options["grove nb"].Interval("0.41", "0.13", "1.26"), "0,41 [0,13 til 1,26]"},
		{"bmj", options["bmj en"].Interval("0.41", "0.13", "1.26"), "0.41 (0.13 to 1.26)"},
		{"jama", options["jama en"].Interval("0.41", "0.13", "1.26"), "0.41 (0.13–1.26)"},
		{"jama, negative", options["jama en"].Interval("0.41", "-0.13", "1.26"), "0.41 (−0.13 to 1.26)"},
		{"cochrane", options["cochrane en"].Interval("", "-12.5", "1.26"), "[−12.5, 1.26]"},
		{"bmj nb", options["bmj nb"].Interval("0.41", "-0.13", "1.26"), "0,41 (−0,13 til 1,26)"},
		{"grove", options["grove en"].Number("1234"), "1,234"},
		{"grove", options["grove en"].Number("-1234567.8"), "−1,234,567.8"},
		{"grove nb", options["grove nb"].Number("12345.8"), "12\u00a0345,8"},
		{"grove", options["grove en"].P("0.034"), "P = 0.034"},
		{"grove nb", options["grove nb"].P("<0.001"), "P < 0,001"},
		{"bmj", options["bmj en"].P("< 0.001"), "P<0.001"},
		{"jama", options["jama en"].P("0.03"), "P = .03"},
		{"jama", options["jama en"].P("<0.001"), "P < .001"},
		{"jama nb", options["jama nb"].P("0.03"), "P = 0,03"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.dress, c.got, c.want)
		}
	}
}

// TestPages: every row stands on one page, in order; each page is low enough,
// has title and heads, and only the last the notes; none ends with a heading, and
// one that begins inside a group repeats the group's.
func TestPages(t *testing.T) {
	f := sample.Subgroups(60, sample.Labels[0].Of, figure.Options{})
	f.Notes = []string{strings.Repeat("A note. ", 60)}
	for height := 100.0; height < 140; height += 1.5 {
		checkPages(t, f, height)
	}
	if n := len(figure.Pages(f, 0)); n != 1 {
		t.Errorf("height 0 gives %d pages", n)
	}
	if n := len(figure.Pages(f, 1)); n < 60 {
		t.Errorf("pages of 1 mm: %d", n)
	}
}

func checkPages(t *testing.T, f figure.Forest, height float64) {
	pages := figure.Pages(f, height)
	if len(pages) < 3 {
		t.Errorf("%v mm: %d pages", height, len(pages))
	}
	next := 0
	for i, d := range pages {
		count := map[figure.Role]int{}
		last, group := -1, ""
		if i > 0 && f.Rows[next].Kind != figure.Heading {
			for above := next; group == ""; above-- {
				if r := f.Rows[above]; r.Kind == figure.Heading {
					group = r.Cells[0] + " (continued)"
				}
			}
		}
		for _, b := range figure.Boxes(d) {
			count[b.Role]++
			if b.Role != figure.RoleCell || b.Row == last {
				continue
			}
			if group != "" {
				rest, ok := strings.CutPrefix(group, b.String)
				if group = strings.TrimSpace(rest); !ok {
					t.Fatalf("%v mm, page %d begins with %q, want %q", height, i+1, b.String, group)
				}
				continue
			}
			if last = b.Row; b.Row != next {
				t.Errorf("%v mm, page %d: row %d, want %d", height, i+1, b.Row, next)
			}
			next = b.Row + 1
		}
		if d.Height > height/25.4*72+1e-6 {
			t.Errorf("%v mm, page %d is %.1f mm high", height, i+1, d.Height/72*25.4)
		}
		if count[figure.RoleTitle] == 0 || count[figure.RoleHead] < 3 || count[figure.RoleTick] < 2 || count[figure.RoleNull] != 1 || (count[figure.RoleNote] > 0) != (i == len(pages)-1) {
			t.Errorf("%v mm, page %d: %v", height, i+1, count)
		}
		if i < len(pages)-1 && f.Rows[last].Kind == figure.Heading {
			t.Errorf("%v mm, page %d ends with a heading", height, i+1)
		}
		if strings.Contains(d.Title, "continued") != (i > 0) {
			t.Errorf("%v mm, page %d is called %q", height, i+1, d.Title)
		}
	}
	if next != len(f.Rows) {
		t.Errorf("%v mm: %d of %d rows", height, next, len(f.Rows))
	}
}

// TestNothingIsLostWhenNarrow: at every width the texts add up to the same
// letters.
func TestNothingIsLostWhenNarrow(t *testing.T) {
	letters := func(width float64) map[string]int {
		all := map[string]int{}
		for _, b := range figure.Boxes(figure.Layout(sample.Forest(13, sample.Labels[1].Of, figure.Options{Width: width}))) {
			if b.Role == figure.RoleCell || b.Role == figure.RoleHead {
				for _, r := range strings.ReplaceAll(b.String, " ", "") {
					all[string(r)]++
				}
			}
		}
		return all
	}
	want := letters(300)
	for _, width := range []float64{80, 100, 120, 174} {
		got := letters(width)
		for r, n := range want {
			if got[r] != n {
				t.Errorf("%v mm: %q stands %d times, want %d", width, r, got[r], n)
			}
		}
	}
}

// TestEstimatesStayWhole: at 80 mm, with all usual columns and six of judgements,
// every estimate with its interval, every count and every weight stands in one
// piece.
func TestEstimatesStayWhole(t *testing.T) {
	for _, kind := range []func(int, func(int) string, figure.Options) figure.Forest{sample.Forest, sample.Signs, sample.Grouped, sample.Subgroups, sample.Scenarios} {
		for _, style := range figure.Styles {
			for _, label := range sample.Labels {
				f := kind(13, label.Of, figure.Options{Width: 80, Style: style})
				printed := make([]map[string]bool, len(f.Rows))
				for _, b := range figure.Boxes(figure.Layout(f)) {
					if b.Role == figure.RoleCell {
						if printed[b.Row] == nil {
							printed[b.Row] = map[string]bool{}
						}
						printed[b.Row][b.String] = true
					}
				}
				for i, r := range f.Rows {
					for c, cell := range r.Cells {
						if c > 0 && strings.ContainsAny(cell, "0123456789") && !printed[i][cell] {
							t.Errorf("%s, %s, row %d: %q is broken", style.Name, label.Name, i, cell)
						}
					}
				}
			}
		}
	}
}

// TestTooNarrow: what cannot be fitted is drawn as wide as it must be, with a
// warning.
func TestTooNarrow(t *testing.T) {
	o := figure.Options{Width: 20}
	for _, kind := range sample.Kinds {
		d := kind.Make(2, sample.Labels[0].Of, o)[0]
		if d.Width <= 20/25.4*72 || !strings.Contains(strings.Join(d.Warnings, "\n"), "mm, not 20") {
			t.Errorf("%s: %.0f points, %q", kind.Name, d.Width, d.Warnings)
		}
		for _, bad := range faults(d) {
			t.Errorf("%s: %s", kind.Name, bad)
		}
	}
}

// TestLabelsAboveTheirNumbers: a long label stands above its row's numbers. At
// 120 mm the mark is beside the numbers, at 80 mm beside the last line of the
// label, as the effect is.
func TestLabelsAboveTheirNumbers(t *testing.T) {
	for _, c := range []struct {
		width                float64
		label, row           int
		name, counts, effect string
	}{
		{120, 4, 6, "a b a b", "250/40,785", "0.35 [0.10 to 1.28]"},
		{80, 1, 6, "1906", "250/40,785", "0.35 [0.10 to 1.28]"},
	} {
		d := figure.Layout(sample.Forest(13, sample.Labels[c.label].Of, figure.Options{Width: c.width}))
		var name, counts, effect, mark float64
		for _, b := range figure.Boxes(d) {
			switch middle := (b.Y0 + b.Y1) / 2; {
			case b.Row != c.row:
			case b.String == c.counts:
				counts = middle
			case b.String == c.effect:
				effect = middle
			case strings.Contains(b.String, c.name):
				name = middle
			case b.Role == figure.RoleInterval:
				mark = middle
			}
		}
		beside := counts
		if c.width == 80 {
			beside = name
		}
		if !(name > 0 && counts-name > 5 && math.Abs(beside-mark) < 1 && math.Abs(effect-mark) < 1) {
			t.Errorf("%v mm: label at %v, numbers at %v, effect at %v, mark at %v", c.width, name, counts, effect, mark)
		}
	}
}

// TestEveryKindKnowsItsStyle: another style or locale changes every figure.
func TestEveryKindKnowsItsStyle(t *testing.T) {
	for _, kind := range sample.Kinds {
		seen := map[string]string{}
		for _, s := range figure.Styles {
			svg := string(figure.SVG(kind.Make(13, sample.Labels[0].Of, figure.Options{Style: s})[0]))
			if twin, ok := seen[svg]; ok {
				t.Errorf("%s: %s looks like %s", kind.Name, s.Name, twin)
			}
			seen[svg] = s.Name
		}
		d := kind.Make(13, sample.Labels[0].Of, figure.Options{Locale: figure.Locales[1]})[0]
		if d.Lang != "nb" || !strings.Contains(string(figure.SVG(d)), `lang="nb"`) {
			t.Errorf("%s: language %q", kind.Name, d.Lang)
		}
	}
}

// TestStylesDoWhatTheySay: where directions, bands and rules stand.
func TestStylesDoWhatTheySay(t *testing.T) {
	for _, s := range figure.Styles {
		d := figure.Layout(sample.Forest(13, sample.Labels[0].Of, figure.Options{Style: s}))
		above, bands, rules := 0, 0, 0
		for _, b := range figure.Boxes(d) {
			switch {
			case b.Role == figure.RoleFavours && b.Y1 <= d.Plot.Y0:
				above++
			case b.Role == figure.RoleBand:
				bands++
			case b.Role == figure.RoleRule:
				rules++
			}
		}
		want := 0
		for _, w := range s.Rules {
			if w > 0 {
				want++
			}
		}
		if (above > 0) != s.FavoursHead || (bands > 0) != (s.HeadFill != figure.Color{R: 255, G: 255, B: 255}) || rules != want {
			t.Errorf("%s: %d directions above, %d bands, %d rules", s.Name, above, bands, rules)
		}
	}
}

// TestSignsInColumns: a cell that names a sign is drawn as it, its legend has
// the signs in use only, and other cells stay text.
func TestSignsInColumns(t *testing.T) {
	f := sample.Forest(2, sample.Labels[0].Of, figure.Options{})
	f.Columns = append(f.Columns, figure.Column{Head: "Bias", Side: figure.Right, Signs: figure.RiskOfBias})
	f.Rows[0].Cells = append(f.Rows[0].Cells, "High risk")
	f.Rows[1].Cells = append(f.Rows[1].Cells, "see note")
	f.Rows[1].Cells[0] = "Low risk" // the first column is text
	f.Columns[0].Signs = nil
	count := map[string]int{}
	for _, b := range figure.Boxes(figure.Layout(f)) {
		count[string(b.Role)+" "+b.String]++
	}
	for what, n := range map[string]int{"sign ": 1, "symbol ×": 2, "legend mark ": 1, "legend text High risk": 1, "legend text Low risk": 0, "cell text High risk": 0, "cell text see note": 1, "cell text Low risk": 1} {
		if count[what] != n {
			t.Errorf("%q stands %d times, want %d", what, count[what], n)
		}
	}
}

// TestRoomGoesToLabelsFirst: where the width allows it a label stands in one
// line before the plot is widened.
func TestRoomGoesToLabelsFirst(t *testing.T) {
	found := false
	for _, b := range figure.Boxes(figure.Layout(sample.Forest(2, sample.Labels[2].Of, figure.Options{Width: 120}))) {
		found = found || b.Role == figure.RoleCell && b.String == sample.Labels[2].Of(0)
	}
	if !found {
		t.Error("the label is wrapped")
	}
}

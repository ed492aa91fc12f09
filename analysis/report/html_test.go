package report_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"grove/analysis"
	"grove/analysis/report"
)

// reviews are the shipped ones.
var reviews = []string{"bcg", "ketamine", "stroke"}

func answered(t *testing.T, name string) report.Review {
	t.Helper()
	in, err := analysis.Load(filepath.Join("..", "..", "data", name))
	if err != nil {
		t.Fatal(err)
	}
	r, err := analysis.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func page(t *testing.T, r report.Review) string {
	t.Helper()
	b, err := report.HTML(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var tag = regexp.MustCompile(`<[^>]*>`)

// read is the text of a page: without its tags, white space made one space.
func read(page string) string {
	_, page, _ = strings.Cut(page, "</style>")
	page, _, _ = strings.Cut(page, "<script>")
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(page, ""))), " ")
}

func TestHTMLSaysTheSameAsTheRest(t *testing.T) {
	for _, name := range reviews {
		r := answered(t, name)
		got := read(page(t, r))
		said := 0
		expect := func(where, text string) {
			text = strings.Join(strings.Fields(report.Plain(text)), " ")
			if said++; !strings.Contains(got, text) {
				t.Errorf("%s: %s: the page does not say %q", name, where, text)
			}
		}
		expect("title", r.Title)
		expect("about", r.About)
		for _, a := range r.Analyses {
			expect(a.ID, a.Title)
			expect(a.ID, a.Question)
			expect(a.ID, strings.Replace(report.Headline(a), "**", "", 2))
			for _, s := range report.InShort(a) {
				expect(a.ID, s)
			}
			if a.Margin != nil {
				expect(a.ID, report.MarginReading(a))
			}
			expect(a.ID, report.Heterogeneity(a.Main.Result))
			for _, n := range a.Main.Result.Notes {
				expect(a.ID, report.Capital(n)+".")
			}
			for _, x := range a.Main.Trials {
				expect(a.ID+" trial", x.Label)
				expect(a.ID+" trial", x.Source)
				for _, n := range x.Notes {
					expect(a.ID+" trial", n)
				}
			}
			for _, l := range a.Main.Left {
				expect(a.ID+" left out", l.Label)
				if l.Found {
					expect(a.ID+" left out", l.Reason)
				}
			}
			for _, e := range a.Estimates() {
				expect(a.ID+" "+e.Scenario, e.Title)
				expect(a.ID+" "+e.Scenario, e.Measure.Code+" "+report.EffectCI(e.Natural.Estimate, e.Natural.CILower, e.Natural.CIUpper, e.Measure.Ratio))
				expect(a.ID+" "+e.Scenario, e.Change)
			}
			for _, p := range a.Published {
				expect(a.ID+" published", p.Review)
			}
			for _, series := range report.LeftOut(a) {
				if s := report.Influence(a, series); series[0].SameAs == "" {
					expect(a.ID+" influence", s)
				}
			}
		}
		for _, x := range r.Trials {
			for _, c := range x.Cells {
				expect(x.Study, c)
			}
		}
		t.Logf("%s: %d texts", name, said)
	}
}

func TestHTMLStandsAlone(t *testing.T) {
	for _, name := range reviews {
		r := answered(t, name)
		for _, l := range report.Languages {
			r.Language = l.Code
			got := page(t, r)
			if got != page(t, r) {
				t.Errorf("%s in %s: other bytes the second time", name, l.Code)
			}
			if len(got) > 1_500_000 {
				t.Errorf("%s in %s: %d bytes, more than 1.5 MB", name, l.Code, len(got))
			}
			ids := map[string]bool{}
			for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(got, -1) {
				if ids[m[1]] {
					t.Errorf("%s: two things are called %s", name, m[1])
				}
				ids[m[1]] = true
			}
			for _, m := range regexp.MustCompile(` href="([^"]*)"`).FindAllStringSubmatch(got, -1) {
				if at, local := strings.CutPrefix(m[1], "#"); local && !ids[html.UnescapeString(at)] {
					t.Errorf("%s: a link to %s, which is nowhere", name, m[1])
				} else if !local && !strings.HasPrefix(m[1], "https://doi.org/10.") {
					t.Errorf("%s: a link out of the page: %s", name, m[1])
				}
			}
			if m := regexp.MustCompile(`<(link|iframe|img|object|embed|base)[ >]|\ssrc=|@import|[:, ]url\(`).FindString(got); m != "" {
				t.Errorf("%s: the page holds %q", name, m)
			}
		}
	}
}

// A page with two figures of the same bytes has two figures with names of their
// own.
func TestFiguresOfTheSameBytes(t *testing.T) {
	r := answered(t, "bcg")
	a := r.Analyses[0]
	a.ID = "again"
	r.Analyses = append(r.Analyses, a)
	got := page(t, r)
	for _, id := range []string{"_figure-1-1-title", "_figure-2-1-title", "_figure-2-1-desc"} {
		if n := strings.Count(got, `id="`+id+`"`); n != 1 {
			t.Errorf("%d things called %s, want 1", n, id)
		}
	}
	if n := strings.Count(got, `aria-labelledby="_figure-2-1-title _figure-2-1-desc"`); n != 1 {
		t.Errorf("the second figure is named %d times by its own title and description, want once", n)
	}
}

func TestNorwegianPage(t *testing.T) {
	r := answered(t, "bcg")
	r.Language = "no"
	got := page(t, r)
	if !strings.Contains(got, `<html lang="nb">`) || !strings.Contains(got, "Kort sagt") || strings.Contains(read(got), "In short") {
		t.Error("the page's own words are not Norwegian")
	}
	if !strings.Contains(got, `<dd class="answer" lang="en">`) {
		t.Error("the generated sentences do not say that they are English")
	}
	r.Language = "eo"
	if _, err := report.HTML(r); err == nil || !strings.Contains(err.Error(), "eo") {
		t.Errorf("an unknown language: %v", err)
	}
}

// Every word the page uses has a row in the table of words, and every row is
// used, in every language.
func TestWordsOfThePage(t *testing.T) {
	table, err := os.ReadFile("htmlwords.go")
	if err != nil {
		t.Fatal(err)
	}
	var known []string
	for _, m := range regexp.MustCompile(`(?m)^\t"([a-z0-9-]+)": +\{"(.*)", "(.*)"\},$`).FindAllStringSubmatch(string(table), -1) {
		known = append(known, m[1])
		if m[2] == "" || m[3] == "" || strings.Count(m[2], "%") != strings.Count(m[3], "%") {
			t.Errorf("%s: %q and %q", m[1], m[2], m[3])
		}
	}
	names, _ := filepath.Glob("html/*.html")
	more, _ := filepath.Glob("html*.go")
	var all bytes.Buffer
	for _, n := range append(names, more...) {
		if n == "htmlwords.go" || strings.HasSuffix(n, "_test.go") {
			continue
		}
		data, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	if len(known) < 50 {
		t.Fatalf("%d words read from the table", len(known))
	}
	for _, k := range known {
		if !strings.Contains(all.String(), fmt.Sprintf("%q", k)) {
			t.Errorf("nothing uses the word %s", k)
		}
	}
	for _, m := range regexp.MustCompile(`\{\{w "([^"]+)"`).FindAllStringSubmatch(all.String(), -1) {
		if !slices.Contains(known, m[1]) {
			t.Errorf("the page uses %s, which the table does not have", m[1])
		}
	}
}

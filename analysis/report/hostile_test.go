package report_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"grove/analysis"
	"grove/analysis/report"
)

// hostile are labels that are not what they look like: markup, formulas,
// control characters and characters that change the direction of writing.
var hostile = []string{
	`<script>window.hacked = 1</script>`,
	`<img src=x onerror="window.hacked = 1">`,
	`"><svg onload=window.hacked=1>`,
	`</title></style></script><b>bold</b>`,
	`{{.Title}} ${window.hacked=1}`,
	`=HYPERLINK("http://example.org","open")`,
	`+1+cmd|' /C calc'!A0`,
	`-2+3`,
	`@SUM(1;2)`,
	"\t=1+1",
	"a\x1b[31mred\x1b]0;title\x07",
	"nul\x01\x7f\u0085end",
	"abc\u202egpj.exe\u202c \u2066x\u2069 \u200f\u061c\ufeff",
	"two\nlines\r\nand\u2028three",
	`| a | b | **bold** _it_ [x](javascript:alert(1)) <!-- --> # & &lt; ~~s~~ ` + "`code`",
	`Ågot & Æsop's "trial"`,
}

// evil is a review whose every text is hostile. What the tables and the
// protocol refuse is put into the finished review.
func evil(t *testing.T) report.Review {
	t.Helper()
	dir := t.TempDir()
	var data bytes.Buffer
	w := csv.NewWriter(&data)
	rows := [][]string{{"study", "events_t", "n_t", "events_c", "n_c", "note"}}
	for i, label := range hostile {
		rows = append(rows, []string{label, strconv.Itoa(3 + i%4), strconv.Itoa(20 + i), strconv.Itoa(6 + i%5), strconv.Itoa(21 + i), label})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	protocol := `review: "<script>window.hacked = 1</script> & co"
about: '"><img src=x onerror="window.hacked = 1">'
profile: grove-2026
data: {contrasts: evil.csv}
listing: [note]
analyses:
  - id: evil
    title: "</title><script>window.hacked = 1</script> | **bold**"
    question: "=1+1 <b>?</b>"
    measure: OR
    columns: [note]
    favours: {left: "<b>left</b>", right: "</svg><script>window.hacked = 1</script>"}
    risks: [{value: 0.2, source: "<i>source</i>"}]
    sensitivity: [{id: common, title: "</text><script>window.hacked = 1</script>", model: {model: common}}, leave-one-out]
  - id: some
    title: '=cmd|" /C calc"!A0'
    measure: RR
    where: {note: [Ågot & Æsop's "trial", -2+3]}
`
	for name, text := range map[string]string{"protocol.yaml": protocol, "evil.csv": data.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	in, err := analysis.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := analysis.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	r.Findings = hostile
	for i := range r.Analyses {
		r.Analyses[i].Main.Result.Notes = append(r.Analyses[i].Main.Result.Notes, hostile...)
		r.Analyses[i].Main.Notes = append(r.Analyses[i].Main.Notes, hostile...)
		r.Analyses[i].Published = []report.Published{{Review: hostile[0], Control: hostile[5], Measure: "OR", Comparable: hostile[12], Source: hostile[10], Estimate: 1, Low: 0.5, High: 2}}
	}
	return r
}

// unseen finds a control or direction-changing character other than the end of
// a line.
var unseen = regexp.MustCompile("[\x00-\x09\x0b-\x1f\x7f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")

func TestHostileLabelsAreText(t *testing.T) {
	r := evil(t)
	a := r.Analyses[0]
	estimates, err := report.EstimatesCSV(r)
	if err != nil {
		t.Fatal(err)
	}
	trials, err := report.TrialsCSV(r)
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]string{
		"report.html":   page(t, r),
		"report.md":     string(report.Markdown(r)),
		"estimates.csv": string(estimates),
		"studies.csv":   string(trials),
		"terminal":      report.Terminal(a),
		"summary":       report.Summary(r),
	}
	for _, a := range r.Analyses {
		for _, f := range a.Figures {
			written[f.Name+".svg"] = string(f.SVG)
		}
	}
	if len(a.Main.Trials) != len(hostile) || len(written) < 9 {
		t.Fatalf("%d trials, %d outputs", len(a.Main.Trials), len(written))
	}
	for name, text := range written {
		if at := unseen.FindStringIndex(text); at != nil {
			t.Errorf("%s holds %q", name, text[max(0, at[0]-40):min(len(text), at[1]+10)])
		}
	}

	shown := func(name, text string, as func(string) string, labels []string) {
		t.Helper()
		text = strings.Join(strings.Fields(text), " ")
		for _, l := range labels {
			want := strings.Join(strings.Fields(as(report.Plain(l))), " ")
			if !strings.Contains(text, want) {
				t.Errorf("%s does not show %q as %q", name, l, want)
			}
		}
	}
	same := func(s string) string { return s }
	shown("report.html", written["report.html"], func(s string) string { return strings.ReplaceAll(html.EscapeString(s), "+", "&#43;") }, hostile)
	shown("report.md", written["report.md"], report.Escape, hostile)
	for _, f := range a.Figures {
		shown(f.Name, svgText(t, f.SVG), same, []string{hostile[0], hostile[4], hostile[5], hostile[8], hostile[15]})
	}
	shown("terminal", written["terminal"], same, []string{hostile[0], hostile[5], hostile[10], hostile[12]})
	shown("summary", written["summary"], same, hostile)

	for _, name := range []string{"estimates.csv", "studies.csv"} {
		rows, err := csv.NewReader(strings.NewReader(written[name])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if _, err := strconv.ParseFloat(cell, 64); err != nil && strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
					t.Errorf("%s: a spreadsheet takes %q for a formula", name, cell)
				}
			}
		}
	}

	// Markdown has no markup but its own places of the analyses.
	for line := range strings.Lines(written["report.md"]) {
		if !strings.HasPrefix(line, `<a id="`) && regexp.MustCompile(`(^|[^\\])(\\\\)*<`).MatchString(line) {
			t.Errorf("markup in report.md: %s", line)
		}
	}

	// A row of a Markdown table has as many cells as its head, whatever the
	// labels are.
	var cells int
	bar := regexp.MustCompile(`\\.|\|`)
	for line := range strings.Lines(written["report.md"]) {
		if !strings.HasPrefix(line, "|") {
			cells = 0
			continue
		}
		n := 0
		for _, m := range bar.FindAllString(line, -1) {
			if m == "|" {
				n++
			}
		}
		if cells != 0 && n != cells {
			t.Errorf("a row of %d bars in a table of %d: %s", n, cells, line)
		}
		cells = n
	}
}

// svgText is the character data of a drawing, which has to be XML.
func svgText(t *testing.T, svg []byte) string {
	t.Helper()
	var b strings.Builder
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if x.Name.Local == "script" {
				t.Error("a label became a script")
			}
		case xml.CharData:
			b.Write(x)
			b.WriteByte(' ')
		}
	}
}

package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	stdpng "image/png"
	"io"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"grove/analysis/effect"
	"grove/analysis/figure"
	"grove/analysis/pool"
	"grove/analysis/report"
	"grove/analysis/study"
)

// hostile are labels that try to be something else than text.
var hostile = []string{
	`<w:p><w:r><w:t>markup</w:t></w:r></w:p>`, "]]> & &amp; <!-- -->", "**bold** `code` [link](#first) | cell |", "# heading\n* item",
	"\u202eright to left\u2066", "nul\x00 bell\a \x1b[31m \xff", `back\slash "quoted" 'text'`, "=1+1", "Bjørnstad – τ² 😀", "![picture](figures/first/forest.svg)",
}

// reviewed is a review by hand of two analyses with hostile labels.
func reviewed(t *testing.T) report.Review {
	t.Helper()
	r := report.Review{Title: "Title & <title>", Name: "by-hand", Profile: "grove-2026", Version: "test", About: hostile[1], Findings: []string{hostile[3]},
		Listed: len(hostile), Listing: []string{"design", hostile[2]}}
	for _, id := range []string{"first", "second"} {
		a := report.Analysis{ID: id, Title: id + " " + hostile[2], Question: hostile[3], Measure: effect.GEN, Listed: len(hostile), Columns: []string{hostile[0]}}
		d := pool.Data{Measure: "GEN"}
		for i, label := range hostile {
			e := study.Effect{Study: strconv.Itoa(i), Label: label, Y: float64(i*i%7) / 5, V: 0.1 + float64(i%3)/9, Notes: []string{hostile[i]}}
			d.Y, d.V = append(d.Y, e.Y), append(d.V, e.V)
			a.Main.Trials = append(a.Main.Trials, report.Trial{Effect: e, CILower: e.Y - 1, CIUpper: e.Y + 1, Weight: 10, Source: "a.csv:" + strconv.Itoa(i), Columns: []string{label}})
		}
		s := pool.Settings{Model: "random", Tau2: "REML", Interval: "hk-guarded", Prediction: "guarded", Few: "off", Level: 95}
		result, err := pool.Fit(d, s)
		if err != nil {
			t.Fatal(err)
		}
		a.Main.Analysis, a.Main.Kind, a.Main.Measure, a.Main.Settings, a.Main.Result = id, "main", effect.GEN, s, result
		a.Main.Natural = report.Natural{Estimate: result.Estimate, CILower: result.CILower, CIUpper: result.CIUpper}
		a.Main.Left = []report.Left{{Label: hostile[0], Reason: hostile[2], Found: true}, {Label: hostile[4]}}
		refit := a.Main
		refit.Kind, refit.Title = "refit", hostile[0]
		a.Sensitivity = []report.Estimate{refit}
		a.Figures = []report.Figure{{Name: "figures/" + id + "/forest", Title: hostile[1], Forest: forest(id, 10)}}
		r.Analyses = append(r.Analyses, a)
	}
	first := &r.Analyses[0]
	first.Figures = append(first.Figures, report.Figure{Name: "figures/first/sensitivity", Title: "tall", Forest: forest("tall", 120)})
	for i, label := range hostile {
		r.Trials = append(r.Trials, report.ListedTrial{Study: strconv.Itoa(i), Label: label, Cells: []string{label, "parallel"}, Evidence: []report.Evidence{report.Pooled, report.Nothing}})
	}
	return r
}

func forest(id string, rows int) figure.Forest {
	f := figure.Forest{Title: "A forest <plot> " + id, Description: `described "in words" & more`, Reference: math.NaN(),
		Columns: []figure.Column{{Head: "Trial", Align: figure.AlignLeft, Side: figure.Left}}}
	for i := range rows {
		row := figure.NewRow(figure.Study, fmt.Sprint("Trial ", i))
		row.X, row.Low, row.High, row.Weight = float64(i%5), float64(i%5)-1, float64(i%5)+1, 1
		f.Rows = append(f.Rows, row)
	}
	return f
}

func opened(t *testing.T, data []byte) (parts map[string][]byte, names []string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name)
		if f.Modified.Year() != 1980 {
			t.Errorf("%s has the time %v", f.Name, f.Modified)
		}
	}
	return parts, names
}

// undrawn is a review without its figures.
func undrawn(r report.Review) report.Review {
	for i := range r.Analyses {
		r.Analyses[i].Figures = nil
	}
	return r
}

func made(t *testing.T, r report.Review) []byte {
	t.Helper()
	data, err := Report(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// elements are the start tags of a part in order; it fails when the part is not
// well-formed.
func elements(t *testing.T, name string, part []byte) []xml.StartElement {
	t.Helper()
	var all []xml.StartElement
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			all = append(all, e.Copy())
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func TestPackageIsWhole(t *testing.T) {
	data := made(t, reviewed(t))
	if !bytes.Equal(data, made(t, reviewed(t))) {
		t.Error("the bytes differ from one time to the next")
	}
	parts, names := opened(t, data)
	if !slices.IsSorted(names) {
		t.Errorf("the parts are not in order: %v", names)
	}
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"} {
		if parts[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
	typed := map[string]bool{}
	for _, e := range elements(t, "[Content_Types].xml", parts["[Content_Types].xml"]) {
		typed[attribute(e, "PartName")], typed["."+attribute(e, "Extension")] = true, true
	}
	for name, part := range parts {
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			elements(t, name, part)
		}
		if special := path.Ext(name) == ".xml" && name != "[Content_Types].xml"; !typed["/"+name] && (special || !typed[path.Ext(name)]) {
			t.Errorf("%s has no content type", name)
		}
	}
	related := map[string]bool{}
	for _, owner := range []struct{ rels, folder string }{{"_rels/.rels", ""}, {"word/_rels/document.xml.rels", "word"}} {
		for _, e := range elements(t, owner.rels, parts[owner.rels]) {
			if target := attribute(e, "Target"); e.Name.Local == "Relationship" {
				related[attribute(e, "Id")] = true
				if parts[path.Join(owner.folder, target)] == nil {
					t.Errorf("%s leads to %s, which is not there", owner.rels, target)
				}
			}
		}
	}
	for _, e := range elements(t, "word/document.xml", parts["word/document.xml"]) {
		for _, a := range e.Attr {
			if strings.HasSuffix(a.Name.Space, "/relationships") && !related[a.Value] {
				t.Errorf("%s refers to %s, which is not related", e.Name.Local, a.Value)
			}
		}
	}
	if core := string(parts["docProps/core.xml"]); !strings.Contains(core, "<dc:title>Title &amp; &lt;title&gt;</dc:title>") || !strings.Contains(core, "<dc:language>en-GB<") {
		t.Errorf("core properties: %s", core)
	}
}

// Every style, list and anchor the text names is there.
func TestReferencesInText(t *testing.T) {
	parts, _ := opened(t, made(t, reviewed(t)))
	styles := map[string]bool{}
	for _, e := range elements(t, "styles", parts["word/styles.xml"]) {
		if e.Name.Local == "style" {
			styles[attribute(e, "styleId")] = true
		}
	}
	used, anchors, names, ids := map[string]int{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range elements(t, "document", parts["word/document.xml"]) {
		switch e.Name.Local {
		case "pStyle", "rStyle", "tblStyle":
			used[attribute(e, "val")]++
		case "hyperlink":
			anchors[attribute(e, "anchor")] = true
		case "bookmarkStart":
			names[attribute(e, "name")] = true
		case "docPr":
			if ids[attribute(e, "id")] || attribute(e, "descr") != `described "in words" & more` {
				t.Errorf("picture %s: %q", attribute(e, "id"), attribute(e, "descr"))
			}
			ids[attribute(e, "id")] = true
		}
	}
	for s := range used {
		if !styles[s] {
			t.Errorf("there is no style %s", s)
		}
	}
	for _, s := range []string{"Title", "Heading1", "Heading2", "TableGrid", "Caption", "ListBullet", "Quote", "Hyperlink"} {
		if used[s] == 0 {
			t.Errorf("nothing has the style %s", s)
		}
	}
	if len(anchors) != 2 || len(names) != 2 {
		t.Errorf("%d links lead to %d analyses", len(anchors), len(names))
	}
	for a := range anchors {
		if !names[a] {
			t.Errorf("a link leads to %s, which is not there", a)
		}
	}
}

// paragraphs are the texts of the paragraphs, and how many tables and rows there
// are.
func paragraphs(t *testing.T, part []byte) (texts []string, tables, rows int) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(part))
	inText := false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return texts, tables, rows
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "p":
				texts = append(texts, "")
			case "tbl":
				tables++
			case "tr":
				rows++
			}
			inText = e.Name.Local == "t"
		case xml.EndElement:
			inText = false
		case xml.CharData:
			if inText {
				texts[len(texts)-1] += string(e)
			}
		}
	}
}

// Each label is one text, whole, wherever it stands: alone in its cell, and
// inside its sentence. Nothing of it becomes a paragraph, a row or a picture.
func TestHostileLabelsAreText(t *testing.T) {
	r := undrawn(reviewed(t))
	parts, _ := opened(t, made(t, r))
	texts, tables, rows := paragraphs(t, parts["word/document.xml"])
	for _, label := range hostile {
		want := strings.ToValidUTF8(report.Plain(label), "\ufffd")
		alone := 0
		for _, text := range texts {
			if text == want {
				alone++
			}
		}
		if alone < 7 { // twice in each table of trials, twice among the listed, once in the notes
			t.Errorf("%q stands %d times in a cell of its own", want, alone)
		}
	}
	// summary; per analysis refits, trials, left out; the list of trials
	if wantTables, wantRows := 1+2*3+1, (1+2)+2*(1+2+1+10+1+1)+(1+10); tables != wantTables || rows != wantRows {
		t.Errorf("%d tables with %d rows, want %d with %d", tables, rows, wantTables, wantRows)
	}
	plainReview := undrawn(reviewed(t))
	for i := range plainReview.Trials {
		plainReview.Trials[i].Label = "plain"
	}
	plainParts, _ := opened(t, made(t, plainReview))
	if plainTexts, _, _ := paragraphs(t, plainParts["word/document.xml"]); len(plainTexts) != len(texts) {
		t.Errorf("hostile labels make %d paragraphs, plain ones %d", len(texts), len(plainTexts))
	}
}

// The text is that of report.md, word for word, less the marks of Markdown.
func TestSameTextAsMarkdown(t *testing.T) {
	r := undrawn(reviewed(t))
	parts, _ := opened(t, made(t, r))
	texts, _, _ := paragraphs(t, parts["word/document.xml"])
	for _, text := range []string{"Every choice in effect", "The rows share trials with the main estimate: they are not independent confirmations.", strings.ReplaceAll(report.Headline(r.Analyses[0]), "**", "")} {
		if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(text)) }) {
			t.Errorf("nowhere: %s", text)
		}
	}
	for _, said := range report.InShort(r.Analyses[0]) {
		if !slices.Contains(texts, said) {
			t.Errorf("nowhere: %s", said)
		}
	}
}

// Pictures have the page's width at most, their own proportions, and a tall one
// is cut into pages.
func TestPictures(t *testing.T) {
	parts, _ := opened(t, made(t, reviewed(t)))
	var n int
	for _, e := range elements(t, "document", parts["word/document.xml"]) {
		if e.Name.Local != "extent" {
			continue
		}
		n++
		config, err := stdpng.DecodeConfig(bytes.NewReader(parts[fmt.Sprintf("word/media/figure%03d.png", n)]))
		if err != nil {
			t.Fatal(err)
		}
		w, _ := strconv.ParseFloat(attribute(e, "cx"), 64)
		h, _ := strconv.ParseFloat(attribute(e, "cy"), 64)
		if mm := w / 36000; mm > 170.05 || h/36000 > 243 {
			t.Errorf("picture %d is %.1f × %.1f mm", n, mm, h/36000)
		}
		if dots := float64(config.Width) / (w / 914400); dots < 299 {
			t.Errorf("picture %d has %.0f dots an inch", n, dots)
		}
		if got, want := w/h, float64(config.Width)/float64(config.Height); math.Abs(got-want) > 0.01*want {
			t.Errorf("picture %d has proportions %.3f, not %.3f", n, got, want)
		}
	}
	if n < 4 {
		t.Errorf("%d pictures: the tall figure is not cut", n)
	}
}

func TestSpans(t *testing.T) {
	for _, c := range []struct {
		line string
		want []span
	}{
		{`plain \*text\* P < 0.001`, []span{{text: "plain *text* P < 0.001"}}},
		{"**Odds ratio 2** (95%) `x`", []span{{text: "Odds ratio 2", bold: true}, {text: " (95%) "}, {text: "x", code: true}}},
		{`[a \] b](#id) tail`, []span{{text: "a ] b", link: "id"}, {text: " tail"}}},
		{`\[a](#id)`, []span{{text: "[a](#id)"}}},
		{`\\`, []span{{text: `\`}}},
		{"", nil},
	} {
		if got := spans(c.line); !slices.Equal(got, c.want) {
			t.Errorf("%q is %+v", c.line, got)
		}
	}
}

// A table of many columns never exceeds the page, and its words are not cut when
// there is room.
func TestWidths(t *testing.T) {
	row := func(texts ...string) (all []cell) {
		for _, x := range texts {
			all = append(all, cell{{text: x}})
		}
		return all
	}
	fits := table{head: row("trial", "note"), rows: [][]cell{row("A 2001", strings.Repeat("word ", 100))}}
	long := table{head: row("trial", "note", "more"), rows: [][]cell{row(strings.Repeat("w", 200), strings.Repeat("x", 200), "y")}}
	for name, x := range map[string]table{"fits": fits, "long": long} {
		total := 0
		for _, w := range x.widths(letterings[0], false) {
			total += w
		}
		if total > textWidth || total < textWidth-40 {
			t.Errorf("%s: %d twips of %d", name, total, textWidth)
		}
	}
	if w := fits.widths(letterings[0], false)[0]; float64(w)/20 < letterings[0].advance("A 2001", false) {
		t.Errorf("a short text has only %d twips", w)
	}
	if w := long.widths(letterings[0], false)[2]; float64(w)/20 < letterings[0].advance("more", true) {
		t.Errorf("long neighbours leave %d twips", w)
	}
}

// LibreOffice opens the document with every picture and says every sentence.
func TestLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("needs LibreOffice (Debian: apt-get install libreoffice-writer-nogui)")
	}
	dir := t.TempDir()
	r := reviewed(t)
	data := made(t, r)
	if err := os.WriteFile(filepath.Join(dir, "report.docx"), data, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"pdf", "txt:Text (encoded):UTF8"} {
		c := exec.Command(office, "-env:UserInstallation="+(&url.URL{Scheme: "file", Path: filepath.Join(dir, "profile")}).String(), "--headless", "--convert-to", to, "--outdir", dir, filepath.Join(dir, "report.docx"))
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
	}
	pdf, err := os.ReadFile(filepath.Join(dir, "report.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	parts, _ := opened(t, data)
	pictures := 0
	for name := range parts {
		if path.Ext(name) == ".png" {
			pictures++
		}
	}
	if got := len(regexp.MustCompile(`/Subtype ?/Image`).FindAll(pdf, -1)); got < pictures {
		t.Errorf("%d of %d pictures are in the PDF", got, pictures)
	}
	text, err := os.ReadFile(filepath.Join(dir, "report.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range append(report.InShort(r.Analyses[1]), report.Plain(hostile[0]), report.Plain(hostile[2])) {
		if !strings.Contains(string(text), said) {
			t.Errorf("LibreOffice does not say: %s", said)
		}
	}
}

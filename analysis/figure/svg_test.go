package figure

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// element is one parsed SVG element with the text directly in it.
type element struct {
	name, text string
	attr       map[string]string
}

// parse reads an SVG with the standard library's strict XML decoder.
func parse(t *testing.T, svg []byte) []element {
	t.Helper()
	var all []element
	var open []int
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			e := element{name: x.Name.Local, attr: map[string]string{}}
			for _, a := range x.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			all, open = append(all, e), append(open, len(all))
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				all[open[len(open)-1]].text += string(x)
			}
		}
	}
}

func TestSVGIsAccessible(t *testing.T) {
	for name, f := range layouts() {
		all := parse(t, SVG(Layout(f)))
		ids := map[string]string{}
		for _, e := range all {
			if id := e.attr["id"]; id != "" {
				if _, twice := ids[id]; twice {
					t.Errorf("%s: id %s stands twice", name, id)
				}
				ids[id] = e.text
			}
		}
		if all[0].name != "svg" || all[0].attr["role"] != "img" {
			t.Errorf("%s: root %v", name, all[0])
		}
		named := strings.Fields(all[0].attr["aria-labelledby"])
		if len(named) != 2 || strings.TrimSpace(ids[named[0]]) == "" || strings.TrimSpace(ids[named[1]]) == "" {
			t.Errorf("%s: title and description %q: %q", name, named, ids)
		}
		if f.Title != "" && ids[named[0]] != clean(f.Title) || f.Description != "" && ids[named[1]] != f.Description {
			t.Errorf("%s: title and description are %q", name, ids)
		}
	}
}

// TestSVGHasEveryLabel: each label can be found as text, whole, even where it
// is drawn in several lines or shortened.
func TestSVGHasEveryLabel(t *testing.T) {
	for name, f := range layouts() {
		texts := map[string]bool{}
		for _, e := range parse(t, SVG(Layout(f))) {
			texts[e.text] = true
		}
		want := []string{f.Title, f.Axis.Label}
		for i, r := range f.Rows {
			for c, s := range r.Cells {
				if c == 0 {
					s = clean(s) + f.Rows[i].Mark
				}
				want = append(want, s)
			}
		}
		want = append(want, f.Notes...)
		for _, s := range want {
			if s = clean(s); s != "" && !texts[s] {
				t.Errorf("%s: %.80q is not there", name, s)
			}
		}
	}
}

// TestHostileLabels: whatever stands in the data is text in the picture.
func TestHostileLabels(t *testing.T) {
	f := forest(1)
	hostile := "<script>alert(1)</script> & \"double\" 'single' ]]> \x00\x1b\x7f\u202e\u2066\ufffe\xff end"
	plain := "<script>alert(1)</script> & \"double\" 'single' ]]> \ufffd end"
	f.Title, f.Description, f.Axis.Label, f.Notes = hostile, hostile, hostile, []string{hostile}
	f.Favours = [2]string{hostile, hostile}
	f.Columns = append([]Column(nil), testColumns...)
	f.Columns[0].Head = hostile
	for c := range f.Columns {
		f.Rows[0].Cells[c] = hostile
	}
	f.Rows[0].Mark = "\u202e<"
	svg := SVG(Layout(f))
	found := 0
	for _, e := range parse(t, svg) {
		switch e.name {
		case "svg", "title", "desc", "text", "line", "rect", "polygon":
		default:
			t.Errorf("element %s", e.name)
		}
		found += strings.Count(e.text, plain)
	}
	if found < 8 {
		t.Errorf("the label is found %d times in\n%s", found, svg)
	}
	for _, r := range string(svg) {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Errorf("%U is in the file", r)
		}
	}
}

func TestSVGTextFitsOtherFonts(t *testing.T) {
	n := 0
	for _, e := range parse(t, SVG(Layout(forest(13)))) {
		if e.name == "text" {
			n++
			if e.attr["textLength"] == "" || e.attr["font-size"] == "" {
				t.Errorf("%q: %v", e.text, e.attr)
			}
		}
	}
	if n < 80 {
		t.Errorf("%d texts", n)
	}
}

func TestSVGIsDeterministic(t *testing.T) {
	long := regexp.MustCompile(`[0-9]\.[0-9]{3}`)
	for name := range layouts() {
		a, b := SVG(Layout(layouts()[name])), SVG(Layout(layouts()[name]))
		if !bytes.Equal(a, b) {
			t.Errorf("%s: two renderings differ", name)
		}
		geometry := regexp.MustCompile(`>[^<]*<`).ReplaceAll(a, []byte("><"))
		if m := long.Find(geometry); m != nil {
			t.Errorf("%s: more than two decimals: %s", name, m)
		}
		for _, bad := range []string{"NaN", "Inf"} {
			if bytes.Contains(geometry, []byte(bad)) {
				t.Errorf("%s: %s among the coordinates", name, bad)
			}
		}
	}
}

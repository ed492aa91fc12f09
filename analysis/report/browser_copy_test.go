package report_test

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"fmt"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// click is a function that presses a button, waits until it says what came of
// it, however long that takes, and returns that.
const click = `const click = b => new Promise(resolve => {
	new MutationObserver((_, seen) => { seen.disconnect(); resolve(b.textContent); }).observe(b, { childList: true });
	b.click();
});`

// clipboard lets the page write to the clipboard and the test read it.
func clipboard(p *tab) {
	p.Helper()
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		_, err := chromedp.CallBrowser(p.ctx, browser.SetPermission, browser.SetPermissionParams{Permission: &browser.PermissionDescriptor{Name: name}, Setting: "granted"})
		p.must(err)
	}
}

// Every table is copied as CSV of as many rows and cells as it shows, and no
// cell is a formula.
func TestBrowserCopiesTables(t *testing.T) {
	each(t, func(p *tab) {
		clipboard(p)
		if got, want := eval[int](p, `document.querySelectorAll(".tools button").length`), eval[int](p, `document.querySelectorAll("table").length + 2 * document.querySelectorAll("figure").length`); got != want || want < 4 {
			p.Errorf("%d buttons for %d copies", got, want)
		}
		copies := eval[[][]string](p, `(async () => {
			`+click+`
			const all = [];
			for (const b of document.querySelectorAll(".table button")) {
				const box = b.closest(".table");
				all.push([await click(b), await navigator.clipboard.readText(), String(box.querySelectorAll("tr").length), String(box.querySelector("thead tr").cells.length)]);
			}
			return all;
		})()`)
		for i, c := range copies {
			if !slices.Contains([]string{"Copied", "Kopiert"}, c[0]) {
				p.Errorf("table %d: %s", i, c[0])
			}
			r := csv.NewReader(strings.NewReader(c[1]))
			r.FieldsPerRecord = -1 // the head of a group stands alone
			rows, err := r.ReadAll()
			if err != nil || fmt.Sprint(len(rows)) != c[2] || fmt.Sprint(len(rows[0])) != c[3] {
				p.Fatalf("table %d: %d rows, want %s of %s cells: %v", i, len(rows), c[2], c[3], err)
			}
			for _, row := range rows {
				if len(row) != len(rows[0]) && len(row) != 1 {
					p.Errorf("table %d: a row of %d cells under %d heads", i, len(row), len(rows[0]))
				}
				for _, cell := range row {
					if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
						p.Errorf("table %d: a spreadsheet takes %q for a formula", i, cell)
					}
				}
			}
		}
	})
}

// A figure is copied as a whole SVG document and as a PNG of 300 dots an inch.
func TestBrowserCopiesFigures(t *testing.T) {
	for _, name := range []string{"bcg", "evil"} {
		r := evil(t)
		if name == "bcg" {
			r = answered(t, name)
		}
		p := open(t, chromium(t), r)
		clipboard(p)
		said := eval[[]string](p, `(async () => { `+click+`
			return [await click(document.querySelector("figure button")), await navigator.clipboard.readText(), document.querySelector("figure svg").getAttribute("viewBox")];
		})()`)
		if said[0] != "Copied" {
			t.Errorf("SVG: %s", said[0])
		}
		if text := svgText(t, []byte(said[1])); !strings.Contains(text, r.Analyses[0].Main.Trials[0].Label) {
			t.Error("the copied SVG does not name the first trial")
		}
		picture := eval[[]string](p, `(async () => { `+click+`
			const said = await click(document.querySelectorAll("figure button")[1]);
			const blob = await (await navigator.clipboard.read())[0].getType("image/png");
			const bytes = new Uint8Array(await blob.arrayBuffer());
			return [said, btoa(bytes.reduce((s, b) => s + String.fromCharCode(b), ""))];
		})()`)
		data, err := base64.StdEncoding.DecodeString(picture[1])
		if err != nil || picture[0] != "Copied" {
			t.Fatalf("PNG: %s: %v", picture[0], err)
		}
		image, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		var x, y, w, h float64
		fmt.Sscan(said[2], &x, &y, &w, &h)
		if got := image.Bounds(); float64(got.Dx()) < w*4.16 || float64(got.Dy()) < h*4.16 || float64(got.Dx()) > w*4.17+1 {
			t.Errorf("a picture of %v from a drawing of %g by %g", got, w, h)
		}
		ink := 0
		for i := range image.Bounds().Dx() {
			if r, g, b, _ := image.At(i, image.Bounds().Dy()/2).RGBA(); r+g+b < 3*0x8000 {
				ink++
			}
		}
		if ink == 0 {
			t.Error("the picture is empty")
		}
		p.quiet()
	}
}

// Where the clipboard is closed to the page, the copy is saved as a file.
func TestBrowserSavesWithoutAClipboard(t *testing.T) {
	p := open(t, chromium(t), answered(t, "stroke"))
	eval[bool](p, `Object.defineProperty(navigator, "clipboard", { value: undefined }), window.saved = [], HTMLAnchorElement.prototype.click = function () { saved.push(this.download); }, true`)
	got := eval[[]string](p, `(async () => { `+click+`
		const said = [];
		for (const b of [document.querySelector(".table button"), ...[...document.querySelectorAll("figure button")].slice(0, 2)]) said.push(await click(b));
		return said.concat(saved);
	})()`)
	want := []string{"Saved as a file", "Saved as a file", "Saved as a file", "summary-of-findings.csv", "length-of-stay-forest.svg", "length-of-stay-forest.png"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	p.quiet()
}

package report_test

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"grove/analysis/report"
)

// tab is a tab of a real Chromium with a page opened from disk. It notes what
// the page complains of and what it asks for.
type tab struct {
	*testing.T
	ctx     context.Context
	address string
	mutex   sync.Mutex
	wrong   []string
}

// chromium starts a browser of its own, or skips the test.
func chromium(t *testing.T) context.Context {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
		t.Cleanup(cancel)
		ctx, cancel = context.WithTimeout(ctx, 10*time.Minute)
		t.Cleanup(cancel)
		ctx, cancel = chromedp.NewContext(ctx)
		t.Cleanup(cancel)
		return ctx
	}
	t.Skip("needs a browser: apt-get install chromium")
	return nil
}

// open opens a review's page in a new tab.
func open(t *testing.T, browser context.Context, r report.Review) *tab {
	t.Helper()
	name := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(name, []byte(page(t, r)), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	p := &tab{T: t, ctx: ctx, address: (&url.URL{Scheme: "file", Path: name}).String()}
	note := func(format string, args ...any) {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		p.wrong = append(p.wrong, fmt.Sprintf(format, args...))
	}
	p.must(chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			note("exception: %s", e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			note("console: %s", e.Type)
		case *log.EventEntryAdded:
			note("log: %s %s", e.Entry.Level, e.Entry.Text)
		case *network.EventRequestWillBeSent:
			address, _, _ := strings.Cut(e.Request.URL, "#")
			if address != p.address && !strings.HasPrefix(address, "data:image/svg+xml") && !strings.HasPrefix(address, "blob:") {
				note("asks for %s", e.Request.URL)
			}
		}
	}))
	p.do(chromedp.EmulateViewport(1440, 900))
	_, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	p.must(err)
	p.do(chromedp.Navigate(p.address))
	return p
}

// quiet fails for everything the page complained of or asked for.
func (p *tab) quiet() {
	p.Helper()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, w := range p.wrong {
		p.Error(w)
	}
	p.wrong = nil
}

func (p *tab) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	p.must(chromedp.Do(p.ctx, actions...))
}

// eval is the value of an expression in the page, waited for if it is promised.
func eval[T any](p *tab, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	p.must(err)
	return v
}

// size sets the window's size, and waits until the page has it.
func (p *tab) size(width, height int64) {
	p.Helper()
	p.do(chromedp.EmulateViewport(width, height))
	eval[bool](p, fmt.Sprintf(`(async () => { while (innerWidth !== %d || innerHeight !== %d) await new Promise(requestAnimationFrame); return true; })()`, width, height))
	p.settle()
}

// unfold opens everything that is folded away.
func (p *tab) unfold() {
	p.Helper()
	eval[bool](p, `document.querySelectorAll("details").forEach(d => { d.open = true }), true`)
	p.settle()
}

// settle waits until the page has told apart the boxes that scroll: it does so
// at the end of the frame that lays them out, so before the next one begins.
func (p *tab) settle() {
	p.Helper()
	eval[float64](p, `new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))`)
}

// media sets the medium and the wanted colours.
func (p *tab) media(medium, colours string) {
	p.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}}})
	p.must(err)
}

// each opens every shipped review, one of them in Norwegian, and the hostile
// one.
func each(t *testing.T, test func(p *tab)) {
	browser := chromium(t)
	all := map[string]report.Review{"evil": evil(t)}
	for _, name := range reviews {
		all[name] = answered(t, name)
	}
	norwegian := all["stroke"]
	norwegian.Language = "no"
	all["stroke"] = norwegian
	for _, name := range []string{"bcg", "ketamine", "stroke", "evil"} {
		t.Run(name, func(t *testing.T) {
			p := open(t, browser, all[name])
			test(p)
			if eval[bool](p, `"hacked" in window`) {
				p.Error("a label became a script")
			}
			p.quiet()
		})
	}
}

// The page has one main part and one title, its headings follow their order, and
// every cell of a table has a head.
func TestBrowserStructure(t *testing.T) {
	each(t, func(p *tab) {
		for _, wrong := range eval[[]string](p, `(() => {
			const wrong = [], all = s => [...document.querySelectorAll(s)];
			for (const one of ["main", "h1", "body > .page > header", "nav[aria-label]", "head > title"]) if (all(one).length !== 1) wrong.push(all(one).length + " of " + one);
			if (document.title !== document.querySelector("h1").textContent) wrong.push("title and heading differ");
			let last = 1;
			for (const h of all("h1, h2, h3, h4, h5, h6")) {
				const level = Number(h.localName[1]);
				if (level > last + 1) wrong.push(h.textContent + ": " + h.localName + " after h" + last);
				last = level;
			}
			for (const table of all("table")) {
				if (!table.caption || !table.caption.textContent.trim()) wrong.push(table.id + " has no caption");
				if ([...table.tHead.rows[0].cells].some(c => c.localName !== "th" || c.scope !== "col")) wrong.push(table.id + ": a column has no head");
				let spans = 0;
				for (const row of table.querySelectorAll("tbody tr")) {
					const first = row.cells[0];
					if (spans-- > 0) continue;
					if (first.localName !== "th" || !first.scope) wrong.push(table.id + ": a row has no head: " + row.textContent);
					spans = first.rowSpan - 1;
				}
			}
			for (const svg of all("svg")) {
				const [title, desc] = svg.getAttribute("aria-labelledby").split(" ").map(id => document.getElementById(id));
				if (!svg.contains(title) || !svg.contains(desc) || !title.textContent || !desc.textContent) wrong.push("a figure without its title or description");
			}
			return wrong;
		})()`) {
			p.Error(wrong)
		}
	})
}

// Every link of the page leads to something that is seen when it is followed.
func TestBrowserLinks(t *testing.T) {
	each(t, func(p *tab) {
		if got := eval[int](p, `document.querySelectorAll("a").length`); got < 5 {
			p.Errorf("%d links", got)
		}
		for _, wrong := range eval[[]string](p, `(async () => {
			const wrong = [];
			for (const a of document.querySelectorAll("a")) {
				const to = a.getAttribute("href");
				if (!to.startsWith("#")) {
					if (!to.startsWith("https://doi.org/10.")) wrong.push("a link to " + to);
					continue;
				}
				for (let e = a; e; e = e.parentElement) if (e.localName === "details") e.open = true;
				const changed = a.hash === location.hash || new Promise(r => addEventListener("hashchange", r, { once: true })); // at which the page unfolds
				a.click();
				await changed;
				await new Promise(requestAnimationFrame);
				const at = document.getElementById(to.slice(1));
				if (!at) { wrong.push("nothing at " + to); continue; }
				const box = at.getBoundingClientRect();
				if (!at.checkVisibility() || box.height === 0) wrong.push(to + " is not seen");
				if (box.top > innerHeight || box.bottom < 0) wrong.push(to + " is not scrolled to");
			}
			return wrong;
		})()`) {
			p.Error(wrong)
		}
	})
}

// The tab key comes by everything that can be used, and what has the focus
// shows it.
func TestBrowserKeyboard(t *testing.T) {
	each(t, func(p *tab) {
		p.unfold()
		want := eval[int](p, `(() => {
			window.reached = new Set();
			window.wanted = [...document.querySelectorAll("a[href], button, summary, .scroll")].filter(e =>
				e.checkVisibility() && (!e.matches(".scroll") || e.scrollWidth > e.clientWidth));
			return wanted.length;
		})()`)
		for i := range want {
			p.do(chromedp.KeyEvent(kb.Tab))
			at := eval[string](p, `(() => {
				const e = document.activeElement, style = getComputedStyle(e);
				reached.add(e);
				const box = e.getBoundingClientRect();
				if (box.right < 0 || box.bottom < 0 || box.width < 1) return "not on the screen: " + e.outerHTML.slice(0, 120);
				if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "shows no focus: " + e.outerHTML.slice(0, 120);
				return e.className === "skip" ? "skip" : "";
			})()`)
			if i == 0 && at != "skip" {
				p.Errorf("the first key press does not reach the skip link: %s", at)
			}
			if i > 0 && at != "" {
				p.Error(at)
			}
		}
		for _, e := range eval[[]string](p, `wanted.filter(e => !reached.has(e)).map(e => e.outerHTML.slice(0, 120))`) {
			p.Errorf("the tab key does not reach %s", e)
		}
		p.Logf("%d stops", want)
	})
}

// Enter on the skip link and on a summary, and the arrows in a box that scrolls.
func TestBrowserKeys(t *testing.T) {
	p := open(t, chromium(t), answered(t, "bcg"))
	p.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	if at := eval[string](p, `location.hash`); at != "#_in-short" {
		t.Errorf("the skip link leads to %q", at)
	}
	eval[bool](p, `document.querySelector("main details summary").focus(), true`)
	p.do(chromedp.KeyEvent(kb.Enter))
	if !eval[bool](p, `document.querySelector("main details").open`) {
		t.Error("enter does not open what is folded away")
	}
	p.size(375, 800)
	eval[bool](p, `document.querySelector(".card").focus(), true`)
	p.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight))
	scrolled := `(async () => {
		for (let frame = 0; frame < 600 && !document.querySelector(".card").scrollLeft; frame++) await new Promise(requestAnimationFrame);
		return document.querySelector(".card").scrollLeft;
	})()`
	if got := eval[float64](p, scrolled); got <= 0 {
		t.Error("the arrow does not scroll a figure")
	}
	p.quiet()
}

// The page is never wider than the screen, folded or not; what is wide scrolls
// in its own box, which has a name.
func TestBrowserWidths(t *testing.T) {
	each(t, func(p *tab) {
		for _, width := range []int64{320, 375, 768, 1280, 1440, 1920} {
			p.size(width, 800)
			for _, folded := range []func(){func() {}, p.unfold} {
				folded()
				if got := eval[int64](p, `document.documentElement.scrollWidth`); got > width {
					p.Errorf("%d pixels wide on a screen of %d", got, width)
				}
			}
			for _, w := range eval[[]string](p, `[...document.querySelectorAll("main *")].filter(e => e.checkVisibility() && !e.closest(".scroll > *, .unseen") &&
				e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))`) {
				p.Errorf("beyond a screen of %d: %s", width, w)
			}
			for _, w := range eval[[]string](p, `[...document.querySelectorAll(".table .scroll")].filter(s => s.checkVisibility() && s.scrollWidth > s.clientWidth && (
				!/auto|scroll/.test(getComputedStyle(s).overflowX) || !/local.*scroll/.test(getComputedStyle(s).backgroundAttachment) ||
				[...s.querySelectorAll("th, td")].some(e => e.getBoundingClientRect().right - s.getBoundingClientRect().left + s.scrollLeft > s.scrollWidth + 1))).map(s => s.getAttribute("aria-label"))`) {
				p.Errorf("on a screen of %d nothing shows how far a table goes, or it cannot be scrolled to: %s", width, w)
			}
		}
		if n := eval[int](p, `[...document.querySelectorAll(".scroll")].filter(e => !e.getAttribute("aria-label") || e.getAttribute("role") !== "group" || !e.hasAttribute("tabindex")).length`); n > 0 {
			p.Errorf("%d boxes that scroll cannot be reached or have no name", n)
		}
		if eval[bool](p, `document.querySelector(".card svg").getBoundingClientRect().width < 500`) {
			p.Error("a figure shrinks to the width of a phone")
		}
	})
}

// In the dark the page is dark and the figures stay on white.
func TestBrowserDark(t *testing.T) {
	each(t, func(p *tab) {
		ground := func() []float64 {
			return eval[[]float64](p, `[document.body, document.querySelector(".card")].map(e => Math.max(...getComputedStyle(e).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number)))`)
		}
		p.media("", "light")
		if g := ground(); g[0] != 255 || g[1] != 255 {
			p.Errorf("grounds of %v in the light", g)
		}
		p.media("", "dark")
		if g := ground(); g[0] > 40 || g[1] != 255 {
			p.Errorf("grounds of %v in the dark", g)
		}
	})
}

// In print all but repetitions is unfolded, nothing is cut at the right edge,
// and buttons and contents stay away.
func TestBrowserPrint(t *testing.T) {
	each(t, func(p *tab) {
		const portrait, landscape = 703, 1032 // A4 between its margins, in pixels
		p.media("print", "dark")
		for _, paper := range []struct {
			width int64
			parts string
		}{{portrait, "section:not(.wide)"}, {landscape, "section.wide"}} {
			p.size(paper.width, 1000)
			for _, w := range eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll("%s")].flatMap(s => [...s.querySelectorAll("*")]).filter(e => e.checkVisibility() && !e.closest(".unseen") &&
				e.getBoundingClientRect().right > %d + 1).map(e => e.outerHTML.slice(0, 120))`, paper.parts, paper.width)) {
				p.Errorf("beyond a sheet of %d: %s", paper.width, w)
			}
		}
		for _, hidden := range eval[[]string](p, `[...document.querySelectorAll("main h3, main figure, main table, main dd")].filter(e => !e.closest(".again") && !e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))`) {
			p.Errorf("not printed: %s", hidden)
		}
		if n := eval[int](p, `[...document.querySelectorAll("button, nav, .skip")].filter(e => e.checkVisibility()).length`); n > 0 {
			p.Errorf("%d buttons or contents in print", n)
		}
		if g := eval[string](p, `getComputedStyle(document.body).backgroundColor`); g != "rgb(255, 255, 255)" {
			p.Errorf("the paper is %s", g)
		}
		pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPrintBackground(), chromedp.PDFPreferCSSPageSize()))
		p.must(err)
		if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 20_000 {
			p.Errorf("a print of %d bytes", len(pdf))
		}
	})
}

// Without its script the page says the same; only the buttons are missing.
func TestBrowserWithoutScript(t *testing.T) {
	p := open(t, chromium(t), answered(t, "ketamine"))
	text := `(() => { const b = document.body.cloneNode(true); b.querySelectorAll("script, .tools").forEach(e => e.remove()); return b.textContent.replace(/\s+/g, " "); })()`
	with := eval[string](p, text)
	if eval[int](p, `document.querySelectorAll("button").length`) == 0 {
		t.Error("no button with the script")
	}
	_, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p.must(err)
	p.do(chromedp.Reload())
	if without := eval[string](p, text); without != with || len(with) < 10_000 {
		t.Errorf("%d characters with the script, %d without", len(with), len(without))
	}
	if n := eval[int](p, `document.querySelectorAll("button").length`); n != 0 {
		t.Errorf("%d buttons without the script", n)
	}
	if n := eval[int](p, `document.querySelectorAll(".scroll:not([tabindex='0'])").length`); n != 0 {
		t.Errorf("the keyboard does not reach %d boxes without the script", n)
	}
}

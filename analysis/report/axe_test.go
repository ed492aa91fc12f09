package report_test

import (
	"os"
	"testing"
)

// axe-core, a program that looks for what keeps people from using a page, finds
// nothing serious in any review: in the light and in the dark, on a desk and on
// a phone, everything unfolded.
func TestBrowserAxe(t *testing.T) {
	name := os.Getenv("GROVE_AXE")
	if name == "" {
		t.Skip("needs axe-core: npm install axe-core, and GROVE_AXE=node_modules/axe-core/axe.min.js")
	}
	axe, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(p *tab) {
		eval[bool](p, string(axe)+`; true`)
		p.unfold()
		for _, colours := range []string{"light", "dark"} {
			p.media("", colours)
			for _, width := range []int64{1440, 375} {
				p.size(width, 900)
				got := eval[[]string](p, `axe.run().then(r => [String(r.passes.length)].concat(r.violations.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.nodes.length + " nodes: " + v.nodes[0].html + ": " + v.nodes[0].failureSummary)))`)
				for _, v := range got[1:] {
					p.Errorf("%s, %d pixels: %s", colours, width, v)
				}
				if len(got[0]) < 2 {
					p.Errorf("only %s rules were met", got[0])
				}
			}
		}
	})
}

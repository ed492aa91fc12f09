package report

import (
	"fmt"
	"strings"
)

// Summary is what a run prints at its end: a line an analysis.
func Summary(r Review) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", Plain(r.Title))
	for _, a := range r.Analyses {
		fmt.Fprintf(&b, "  %s: %s %s; %d of %s\n", a.ID, a.Measure.Code, natural(a.Main), a.Main.Result.K, Plural(a.Listed, "listed trial", "listed trials"))
		for _, l := range Labs(a) {
			fmt.Fprintf(&b, "    %s: %s\n", l.ID, Plain(l.Brief))
		}
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "  finding: %s\n", Plain(f))
	}
	return b.String()
}

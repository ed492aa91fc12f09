package analysis

import (
	"fmt"
	"slices"

	"grove/analysis/figure"
	"grove/analysis/protocol"
	"grove/analysis/report"
)

// signs are the marks of what there is of a trial, the order of the legend.
var signs = []report.Evidence{report.Pooled, report.Shown, report.Nothing}

// textWidth is how wide a page's text is in millimetres. A matrix of many
// analyses that nobody gave a width is set to it.
const textWidth = 174

// whole draws the figures of the whole review that its protocol names, and says
// why one is not drawn.
func (v view) whole(r report.Review, plots []protocol.Companion) (figures []report.Figure, missing []string) {
	for _, p := range plots {
		kind := kindOf(p)
		title := v.say(report.Capital(kind.Name))
		if err := few(kind, len(r.Trials), "listed trial", "listed trials"); err != nil {
			missing = append(missing, title+" not drawn: "+err.Error())
			continue
		}
		m := v.evidence(r, figure.Frame{Title: title, Options: v.options})
		d := m.Draw()
		if m.Options.Width == 0 && d.Width > textWidth/25.4*72 {
			m.Options.Width = textWidth
			d = m.Draw()
		}
		figures = append(figures, v.finished(report.Figure{Name: "figures/" + p.Kind, Title: title, Drawing: d}))
	}
	return figures, missing
}

// evidence is what each analysis has of each listed trial.
func (v view) evidence(r report.Review, f figure.Frame) figure.Matrix {
	m := figure.Matrix{Frame: f, RowHead: v.say("Trial")}
	for _, s := range figure.FoundEvidence {
		s.Name = v.say(s.Name)
		m.Legend = append(m.Legend, s)
	}
	pooled := make([]int, len(r.Analyses))
	for _, a := range r.Analyses {
		m.Columns = append(m.Columns, a.Title)
	}
	nothing := 0
	for _, t := range r.Trials {
		m.Rows = append(m.Rows, t.Label)
		var cells []int
		some := false
		for i, e := range t.Evidence {
			cells = append(cells, slices.Index(signs, e))
			some = some || e != report.Nothing
			if e == report.Pooled {
				pooled[i]++
			}
		}
		if !some {
			nothing++
		}
		m.Cells = append(m.Cells, cells)
	}
	m.Description = v.say(fmt.Sprintf("Results of each trial: pooled, found and not pooled, or not found; %s and %s. Of %d no analysis has a number.",
		report.Plural(len(r.Trials), "listed trial", "listed trials"), report.Plural(len(r.Analyses), "analysis", "analyses"), nothing))
	for i, a := range r.Analyses {
		m.Description += fmt.Sprintf(" %s: %d %s.", a.Title, pooled[i], v.say("pooled"))
	}
	m.Notes = []string{v.say("Nothing found is not nothing measured: a trial may have measured it and not reported it where it could be read.")}
	return m
}
